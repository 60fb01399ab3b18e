"""Complaints: made from the room or at the counter, with the law's clock for staff, and their answer."""
