"""Photos and files about a request: what may be kept, who sees it, and that it is looked at first."""
