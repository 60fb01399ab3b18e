"""The forms of signatures."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField

from helpdesk_core.commands import DrawnStroke, Sign, limits
from helpdesk_core.views import Stroke

from ..forms import BaseForm, field

_MOST_STROKES, _MOST_NUMBERS = limits(Sign, "strokes")[1], limits(DrawnStroke, "points")[1]
_LONGEST = 12 * Stroke.MOST_POINTS
BOUNDS = {"strokes": _MOST_STROKES, "numbers": _MOST_NUMBERS, "points": Stroke.MOST_POINTS}
"""What the page's script keeps to."""
UNREADABLE = ({"points": ()},)


class AskForm(BaseForm):
    """What is signed for."""

    occasion = HiddenField()


class SignForm(BaseForm):
    """What was drawn, and the name.

    Attributes:
        drawn: Strokes as the page's script writes them: numbers with spaces between, and a semicolon after each stroke.
    """

    digest = HiddenField()
    drawn = HiddenField()
    name = field(StringField, "sign.name", maxlength=100, autocomplete="off", autocapitalize="words")

    unsent = frozenset({"drawn"})

    def strokes(self) -> tuple[dict[str, Any], ...]:
        """The strokes, for the command; what no page of ours wrote is one that it refuses."""
        text = (self.drawn.data or "").strip()
        if len(text) > _LONGEST:
            return UNREADABLE
        strokes = [stroke.split() for stroke in text.split(";") if stroke.strip()]
        if len(strokes) > _MOST_STROKES or any(len(stroke) > _MOST_NUMBERS for stroke in strokes):
            return UNREADABLE
        if any(not (number.isascii() and number.isdigit() and len(number) <= 4) for one in strokes for number in one):
            return UNREADABLE
        return tuple({"points": tuple(map(int, stroke))} for stroke in strokes)
