"""Messages into words, at the very edge, for one explicit language. Only this package imports Babel."""

from ..base.messages import Definition, define, define_plural, definitions
from .alphabet import sort_key
from .formats import Formats, formats_of
from .translator import Rendered, Translator, Translators
from .wishes import preferred_language
from .wording import OwnText, Wording, check_wording

__all__ = [
    "Definition",
    "Formats",
    "OwnText",
    "Rendered",
    "Translator",
    "Translators",
    "Wording",
    "check_wording",
    "define",
    "define_plural",
    "definitions",
    "formats_of",
    "preferred_language",
    "sort_key",
]
