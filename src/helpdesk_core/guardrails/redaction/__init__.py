"""The only door from typed text to stored, sent or logged text.

``redact(text, cue=None) -> Redacted(text, found, cue)``. It stands alone: nothing here knows a request, so it can be
used without the rest of the library.
"""

from .command_texts import SafeTexts, redact_fields
from .engine import Found, Redacted, Redactor, cut_out, redact, redact_text, redact_thread
from .judge import Caution
from .kinds import KINDS, MAY_STAY, Cue
from .lists import account_numbers
from .logs import RedactingFilter

__all__ = [
    "KINDS",
    "MAY_STAY",
    "Caution",
    "Cue",
    "Found",
    "Redacted",
    "RedactingFilter",
    "Redactor",
    "SafeTexts",
    "account_numbers",
    "cut_out",
    "redact",
    "redact_fields",
    "redact_text",
    "redact_thread",
]
