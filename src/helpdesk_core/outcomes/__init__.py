"""Outcomes: prepared and recorded by a person, answered by the customer."""
