"""Erasing what is personal, while the facts stay."""
