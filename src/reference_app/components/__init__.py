"""A page of every part in every state, for whoever changes the look."""
