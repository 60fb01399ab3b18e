"""The first page of a customer who is signed in."""
