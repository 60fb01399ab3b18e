"""What a shop chooses."""

from .model import Labels, Location, Settings, Status, Transition, Words

__all__ = ["Labels", "Location", "Settings", "Status", "Transition", "Words"]
