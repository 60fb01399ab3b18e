"""Web Push: browsers that a customer named, told beside the way that they are told by, and never what the news is."""
