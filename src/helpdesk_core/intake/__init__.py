"""How a request comes in: from a customer's own words, from staff for somebody in front of them, from a file."""
