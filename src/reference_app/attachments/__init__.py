"""Photos and files: sent from the room and the desk, shown to whoever may see them."""
