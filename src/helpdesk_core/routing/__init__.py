"""Who might take a request: what colleagues do and where, when they are away, and what is proposed."""
