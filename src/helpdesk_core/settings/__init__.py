"""What a shop chooses, and what a rule is told."""

from .context import Context
from .model import Location, Settings, Status, Transition

__all__ = ["Context", "Location", "Settings", "Status", "Transition"]
