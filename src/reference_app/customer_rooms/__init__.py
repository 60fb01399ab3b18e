"""The pages of customer_rooms."""
