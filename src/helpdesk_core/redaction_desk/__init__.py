"""Redaction as staff see it: what was removed how often, and taking out a secret that got through."""
