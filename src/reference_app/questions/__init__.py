"""The shop's own questions: asked in Quick Help, in the room, at the counter and beside a request; and their page."""
