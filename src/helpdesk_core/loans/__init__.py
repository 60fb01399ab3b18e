"""Devices that the shop lends while it has the customer's: which there are, who has one. Nothing changes by itself."""
