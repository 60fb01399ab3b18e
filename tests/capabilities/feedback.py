"""Feedback about the pages: sent by visitors, handled and erased by the team."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import ADMINS, CUSTOMERS, STAFF, Example, Look, Scene, at_desk, by_command, opened, row
from helpdesk_core import Guest
from helpdesk_core.commands import EraseFeedback, FeedbackState, HandleFeedback, SendFeedback
from helpdesk_core.views import view_feedback
from shops import Visitor

WORDS = {"kind": "confusion", "language": "en", "page": "track", "text": "Where do I find the reference?"}


def _sent(scene: Scene) -> dict[str, Any]:
    return {"feedback": j.do(scene.desk, SendFeedback, Guest(), **WORDS).feedback}


EXAMPLES = by_command(
    Example(SendFeedback, CUSTOMERS, fields=lambda scene: WORDS, stranger=None),
    Example(
        HandleFeedback,
        STAFF,
        right="feedback.handle",
        fields=lambda scene: {**_sent(scene), "state": "done", "note": "Said on the page now."},
        stranger=None,
    ),
    Example(EraseFeedback, ADMINS, right="feedback.erase", fields=_sent, stranger=None),
)
KEPT = {
    "feedback.text": "it is about no request and names nobody to us; an admin erases it by itself",
    "feedback.typed_reference": "as the text",
    "feedback.language": "a language's code",
    "feedback.page": "a page's name",
    "feedback.note": "staff stand by what they did",
    "feedback.handled_by": "staff stand by what they did",
}
CHANGES = {
    "feedback_sent": row(CUSTOMERS, SendFeedback, customer="staff"),
    "feedback_handled": row(STAFF, HandleFeedback),
    "feedback_erased": row(ADMINS, EraseFeedback),
}
VIEWS = {
    view_feedback: Look(
        by=STAFF,
        right="feedback.handle",
        ask=lambda scene: (_sent(scene) and (FeedbackState.NEW,), {}),
        of_nobody=True,
    ),
}


def _errors(visitor: Visitor) -> None:
    visitor.open("/feedback?page=track")
    visitor.send("/feedback", text="")


def _listed(visitor: Visitor) -> None:
    visitor.open("/feedback?page=track")
    visitor.send("/feedback", text="What is a reference?", kind="confusion")
    at_desk("/staff/feedback")(visitor)


PAGES = {
    "feedback": {"asked": opened("/feedback?page=room"), "errors": _errors},
    "feedback_sent": {"thanks": opened("/feedback/sent")},
    "staff_feedback": {"new": _listed, "done": at_desk("/staff/feedback?state=done")},
}
