"""Asking for somebody in charge in the room, and the answer from the staff's page."""
