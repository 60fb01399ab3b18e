"""The page on which people decide what goes of ended requests."""
