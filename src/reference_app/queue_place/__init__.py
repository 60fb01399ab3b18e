"""The place in the queue, in the room."""
