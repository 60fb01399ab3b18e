"""The staff's side: who does what in which order, and everything about one request on one page."""
