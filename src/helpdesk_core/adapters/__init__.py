"""What connects the desk to databases and channels. Nothing here decides anything."""
