"""What a shop chooses."""

from .model import Location, Settings, Status, Transition

__all__ = ["Location", "Settings", "Status", "Transition"]
