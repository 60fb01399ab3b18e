"""What a shop chooses."""

from ..i18n import Wording
from .check import check_codes, in_english, read_settings, switchable
from .journey import PARTS, REPAIR_JOURNEY, JourneyStep, Readiness, Stage
from .model import Labels, Location, SavedReply, Settings, Status, Transition
from .overlay import Difference, differences, proposed, setting_of
from .pictures import MAX_PICTURE_BYTES, Picture
from .replies import FILLED, filled
from .toml import from_toml, load_toml, plain_from_toml, to_toml

__all__ = [
    "FILLED",
    "MAX_PICTURE_BYTES",
    "PARTS",
    "REPAIR_JOURNEY",
    "Difference",
    "JourneyStep",
    "Labels",
    "Location",
    "Picture",
    "Readiness",
    "SavedReply",
    "Settings",
    "Stage",
    "Status",
    "Transition",
    "Wording",
    "check_codes",
    "differences",
    "filled",
    "from_toml",
    "in_english",
    "load_toml",
    "plain_from_toml",
    "proposed",
    "read_settings",
    "setting_of",
    "switchable",
    "to_toml",
]
