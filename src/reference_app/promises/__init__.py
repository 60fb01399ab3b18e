"""The pages of promises: what the customer reads, and what staff promise, keep and move."""
