"""Asking for somebody in charge: the customer asks, a person decides, and the customer reads the answer."""
