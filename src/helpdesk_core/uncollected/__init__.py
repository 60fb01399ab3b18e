"""Devices that are ready and were not collected: reminders on the shop's terms."""
