"""The pages of devices that the shop lends: the customer's card, where staff lend one and take it back, the list."""
