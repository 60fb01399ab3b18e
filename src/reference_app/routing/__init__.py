"""Who takes on what and when they are away; what is proposed for a request."""
