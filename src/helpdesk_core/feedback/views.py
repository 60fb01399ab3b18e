"""The team's list of feedback."""

from __future__ import annotations

from ..base.actors import STAFF
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..viewing import view
from .model import IN_STATE, Feedback, FeedbackState
from .rules import SEE

_MOST = 30


@staff_view
class FeedbackList:
    """Feedback in one state, newest first."""

    rows: tuple[Feedback, ...]
    next: str | None


@view(actors=STAFF, right=SEE)
def view_feedback(reader: Reader, context: Context, state: FeedbackState, *, after: str | None = None) -> FeedbackList:
    """Feedback about the pages, for the team.

    Args:
        state: How far the team has come.
        after: `FeedbackList.next` of the page before.

    Returns:
        The list.
    """
    found = reader.find(IN_STATE, {"state": state}, after=IN_STATE.decode_cursor(after), limit=_MOST + 1)
    rows = tuple(found[:_MOST])
    return FeedbackList(rows=rows, next=IN_STATE.cursor_of(rows[-1]).encode() if len(found) > _MOST else None)
