"""What is still missing, for customer and staff, and the way to give it."""
