"""How urgent a request is: words that raise it, what its customer says, what a person sets."""
