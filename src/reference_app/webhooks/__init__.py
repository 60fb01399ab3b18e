"""The page on which staff see which other systems are told what changes."""
