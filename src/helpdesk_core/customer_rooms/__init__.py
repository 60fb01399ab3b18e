"""What a customer sees of a request: its own page, and the four facts a guest may check."""
