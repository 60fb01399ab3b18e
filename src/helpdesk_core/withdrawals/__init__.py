"""Withdrawal from a contract that was made at a distance: declared by the customer, answered and never refused."""
