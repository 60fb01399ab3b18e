"""One thread per request: what customer and shop write to each other, and, apart from it, what staff note."""
