"""The pages of parts that are waited for: the customer's card, and what staff record."""
