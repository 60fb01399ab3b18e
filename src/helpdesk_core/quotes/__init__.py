"""Quotes: prepared and offered by a person, decided line by line by the customer."""
