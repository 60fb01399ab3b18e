"""Redaction: our own messages and the line that is held."""
