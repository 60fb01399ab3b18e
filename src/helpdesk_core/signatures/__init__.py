"""What customers sign at the counter: words of the shop, what it is for, and the signature. It decides nothing."""
