"""Call-backs: asked for in the room, made by staff."""
