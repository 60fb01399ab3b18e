"""The pages and commands of the shop's settings."""
