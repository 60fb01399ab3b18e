"""Questions about a repair: asked from the overview or the room, read on pages of their own, found by staff."""
