"""Web Push in the pages: the card of the room, its worker, and what staff see of it."""
