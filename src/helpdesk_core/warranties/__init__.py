"""Warranties: which part or line of a repair is covered, and until when."""
