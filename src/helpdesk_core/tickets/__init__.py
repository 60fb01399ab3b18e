"""Support tickets: a customer's question about a repair, as a request of its own beside it."""
