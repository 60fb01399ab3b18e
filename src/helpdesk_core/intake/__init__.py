"""How a request comes in: from a customer's own words, from staff at the counter or on the phone, from a file."""
