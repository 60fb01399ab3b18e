"""What redaction answers."""

from __future__ import annotations

import attrs

from ...base.text import SafeText
from .kinds import Cue


@attrs.frozen
class Found:
    """One secret: its span in the original text and its kind. The value is nowhere kept.

    Attributes:
        start: The first character, from 0.
        end: The one behind the last.
        kind: What it is.
        why: What spoke for it most, in the words of `reasons`; none where a rule found it, unless the
            redactor explains. Never the value.
    """

    start: int
    end: int
    kind: str
    why: tuple[str, ...] = ()


@attrs.frozen
class Redacted:
    """The safe text, what was removed from it, and what it announces for the next message of the thread."""

    text: SafeText
    found: tuple[Found, ...]
    cue: Cue | None
