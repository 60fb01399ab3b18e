"""How urgent a request is: the acknowledgement, the customer's own word, and what staff see and set."""
