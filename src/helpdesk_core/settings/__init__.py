"""What a shop chooses."""

from ..i18n import Wording
from .model import Labels, Location, Settings, Status, Transition

__all__ = ["Labels", "Location", "Settings", "Status", "Transition", "Wording"]
