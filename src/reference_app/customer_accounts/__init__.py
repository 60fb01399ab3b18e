"""Customers sign up, sign in and look after their account, where the shop has no accounts of its own."""
