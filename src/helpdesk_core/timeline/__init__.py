"""What happened to a request, in a chain that cannot be changed unseen."""
