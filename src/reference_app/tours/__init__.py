"""Short tours: what the pages of the desk and of the portal are for, read on them one after the other."""
