"""Asking customers again some days after an outcome, where they permit it: does it still work, and a short survey."""
