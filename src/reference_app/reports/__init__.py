"""How the work went, as charts with their tables."""
