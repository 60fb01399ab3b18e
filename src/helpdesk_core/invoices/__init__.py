"""Invoices: drafts that staff write, what was issued and never changes again, and the money received for them."""
