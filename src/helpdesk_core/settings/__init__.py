"""What a shop chooses."""

from ..base.calendar import WEEKDAYS, Calendar
from ..i18n import Wording
from .answers import AskedAbout, asked_of, read_answer, read_answers
from .chats import CHAT_PLACES, CHAT_WAYS, ChatWay, chat_way
from .check import check_codes, in_english, read_settings, switchable
from .checklists import Checklist, ChecklistItem, Moment, checklists_for
from .hours import SpecialDays
from .journey import IT_JOURNEY, JOURNEYS, PARTS, REPAIR_JOURNEY, JourneyStep, Readiness, Stage, stage_shown
from .kinds import PROBLEM_KINDS, ProblemKind
from .locations import Location, SavedReply
from .model import APPOINTMENT_KINDS, NEEDED_DETAILS, Settings
from .overlay import Difference, differences, proposed, setting_of
from .pictures import MAX_PICTURE_BYTES, Picture
from .places import place_line
from .questions import YES_NO, FilledBy, Question, QuestionChoice, QuestionType, asked_of_each
from .replies import FILLED, filled
from .shipping import ShippingMethod, is_point_code
from .statuses import Labels, Status, Transition
from .surveys import SurveyQuestion, SurveyType, asked_in_survey
from .toml import from_toml, load_toml, plain_from_toml, to_toml, toml_document
from .warnings import DeviceWarning, warnings_about

__all__ = [
    "APPOINTMENT_KINDS",
    "CHAT_PLACES",
    "CHAT_WAYS",
    "FILLED",
    "IT_JOURNEY",
    "JOURNEYS",
    "MAX_PICTURE_BYTES",
    "NEEDED_DETAILS",
    "PARTS",
    "PROBLEM_KINDS",
    "REPAIR_JOURNEY",
    "WEEKDAYS",
    "YES_NO",
    "AskedAbout",
    "Calendar",
    "ChatWay",
    "Checklist",
    "ChecklistItem",
    "DeviceWarning",
    "Difference",
    "FilledBy",
    "JourneyStep",
    "Labels",
    "Location",
    "Moment",
    "Picture",
    "ProblemKind",
    "Question",
    "QuestionChoice",
    "QuestionType",
    "Readiness",
    "SavedReply",
    "Settings",
    "ShippingMethod",
    "SpecialDays",
    "Stage",
    "Status",
    "SurveyQuestion",
    "SurveyType",
    "Transition",
    "Wording",
    "asked_in_survey",
    "asked_of",
    "asked_of_each",
    "chat_way",
    "check_codes",
    "checklists_for",
    "differences",
    "filled",
    "from_toml",
    "in_english",
    "is_point_code",
    "load_toml",
    "place_line",
    "plain_from_toml",
    "proposed",
    "read_answer",
    "read_answers",
    "read_settings",
    "setting_of",
    "stage_shown",
    "switchable",
    "to_toml",
    "toml_document",
    "warnings_about",
]
