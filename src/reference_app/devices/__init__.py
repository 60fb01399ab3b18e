"""A customer's devices: the list, one of them, its label; and a device's history for staff."""
