"""Pages of messages that came in and that a person sorts, and the doors that they come in by."""
