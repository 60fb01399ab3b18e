"""The shop's own questions about a request: asked of customers or staff, answered, and kept as they were asked."""
