"""Customers: a list to find them in, and a page of each with all of their requests."""
