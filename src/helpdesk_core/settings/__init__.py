"""What a shop chooses, and what a rule is told."""

from .context import Context
from .directory import Directory
from .model import Location, Settings, Status, Transition

__all__ = ["Context", "Directory", "Location", "Settings", "Status", "Transition"]
