"""The pages of case files: downloads, and the keys by which they are checked."""
