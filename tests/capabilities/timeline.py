"""The history: it has neither commands nor views of its own."""
