"""Messages into words, at the very edge, for one explicit language. Only this package imports Babel."""

from .translator import Rendered, Translator, Translators
from .wording import UNKNOWN_CODE, OwnText, Wording, check_wording

__all__ = ["UNKNOWN_CODE", "OwnText", "Rendered", "Translator", "Translators", "Wording", "check_wording"]
