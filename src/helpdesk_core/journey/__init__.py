"""The customer's way through the shop, step by step: the steps are settings, and this is where somebody stands."""
