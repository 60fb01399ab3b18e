"""Call-backs: a customer wants a person on the phone, and reads what became of it."""
