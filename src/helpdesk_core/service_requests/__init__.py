"""The request itself and its lifecycle."""
