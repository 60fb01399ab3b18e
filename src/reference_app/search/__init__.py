"""The search on the staff's pages."""
