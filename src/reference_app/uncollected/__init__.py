"""Pages of the capability of the same name."""
