"""Warranties: what is covered and until when, written down by staff, read in the room and on the slip."""
