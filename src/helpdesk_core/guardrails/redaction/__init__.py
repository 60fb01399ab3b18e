"""The only door from typed text to stored, sent or logged text.

``redact(text, cue=None) -> Redacted(text, found, cue)``. It stands alone: nothing here knows a request, so it can be
used without the rest of the library. What finds secrets, some hundred patterns, is loaded when one of its names is
first used: a desk does that when it is made, a migration never.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .command_texts import SafeTexts, redact_fields
from .found import Found, Redacted
from .kinds import KINDS, MAY_STAY, Caution, Cue

if TYPE_CHECKING:
    from .engine import Redactor, cut_out, redact, redact_text, redact_thread
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

_HOMES = {
    "engine": ("Redactor", "cut_out", "redact", "redact_text", "redact_thread"),
    "lists": ("account_numbers",),
    "logs": ("RedactingFilter",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a name from its home, once."""
    if name not in _HOME:
        raise AttributeError(f"redaction has no {name}")
    value = globals()[name] = getattr(import_module(f".{_HOME[name]}", __name__), name)
    return value
