"""The pages of contacts."""
