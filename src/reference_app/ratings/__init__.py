"""How content customers were: asked in the room, shown to the team."""
