"""The only door from typed text to stored, sent or logged text.

``redact(text, cue=None) -> Redacted(text, found, cue)``. It stands alone: nothing here knows a request.
"""

from .door import Texts, redact_fields
from .engine import Cue, Found, Redacted, Redactor, redact

__all__ = ["Cue", "Found", "Redacted", "Redactor", "Texts", "redact", "redact_fields"]
