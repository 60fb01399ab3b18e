"""The pages of signatures: the one that customers sign on, and where staff have something signed."""
