"""Hand-over: to whom a device was given, on what proof, by whom. People record it, and nothing else changes by it."""
