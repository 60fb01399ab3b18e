"""One piece of feedback about the pages, and how far the team has come with it."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Index, Subject, col, record
from ..base.text import InternalNote, SafeText
from ..base.worded import Worded


class FeedbackKind(Worded, prefix="feedback.kind"):
    """What it is."""

    BUG = "bug", "Something does not work"
    CONFUSION = "confusion", "Something is unclear"
    IDEA = "idea", "An idea"


class FeedbackState(Worded, prefix="feedback.state"):
    """How far the team has come."""

    NEW = "new", "New"
    IN_HAND = "in_hand", "Being looked at"
    DONE = "done", "Done"


@record("feedback", indexes=(Index(("tenant", "state", "sent_at", "id")),))
class Feedback(Subject):
    """Words about the pages. They are about no request: a reference is only what somebody typed, and opens nothing."""

    kind: FeedbackKind
    state: FeedbackState
    text: SafeText | None = col(personal=True)
    typed_reference: SafeText | None = col(personal=True, default=None)
    page: str | None = col(personal=False, default=None)
    """The name of the page that it was sent from: an address could be a private link."""
    language: str = col(personal=False)
    sent_at: datetime
    note: InternalNote | None = col(personal="staff", default=None)
    """What the team makes of it."""
    handled_by: SafeText | None = col(personal="staff", default=None)


IN_STATE = Query(Feedback, equals=("tenant", "state"), order=("sent_at", "id"), newest_first=True)
