"""The pages of erasure."""
