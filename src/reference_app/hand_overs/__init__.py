"""The pages of hand-overs: what the customer reads and whom they name, what staff record."""
