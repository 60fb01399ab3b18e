"""Withdrawals: declared in the room or written down by staff, with the law's clock and the staff's answer."""
