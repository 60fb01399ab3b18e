"""Whose turn it is: since when a customer waits for an answer, until when it is due, and whether staff have seen it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Change
from ..base.phases import Phase
from ..base.text import SafeText
from ..context import Context
from ..settings import Settings
from .lifecycle import ENDED
from .model import LAST_WORDS_LENGTH, NEVER, SUBJECT_LENGTH, ServiceRequest, Urgency

_NOBODY_WAITS: dict[str, Any] = {"waits_since": NEVER, "due_at": NEVER}


def due_at(since: datetime, urgency: Urgency, settings: Settings) -> datetime:
    """When an answer is due: plain hours after the customer spoke, at night and on Sundays too, since opening hours are
    words and no numbers.

    Args:
        since: When the customer spoke.
        urgency: How urgent they say it is.
        settings: The shop's, with hours for each urgency.

    Returns:
        The moment, `NEVER` where the shop names no hours.
    """
    hours = settings.answer_hours.get(urgency.value, 0)
    return since + timedelta(hours=hours) if hours else NEVER


def waiting_since(since: datetime, urgency: Urgency, settings: Settings) -> dict[str, Any]:
    """The fields of a request whose customer waits since then."""
    return {"waits_since": since, "due_at": due_at(since, urgency, settings), "unread": True, "is_backlog": False}


def first_said(problem: SafeText, now: datetime, urgency: Urgency, settings: Settings) -> dict[str, Any]:
    """The fields of a new request that follow from the problem: what lists show, and that the customer waits."""
    return {
        "created_at": now,
        "updated_at": now,
        "subject": problem.beginning(SUBJECT_LENGTH),
        "last_words": problem.beginning(LAST_WORDS_LENGTH),
        "last_at": now,
        **waiting_since(now, urgency, settings),
    }


def backlog(since: datetime) -> dict[str, Any]:
    """The fields of a request that comes out of another system, as old as it was there: nobody waits yet."""
    return {"created_at": since, "last_at": since, "unread": False, "is_backlog": True, **_NOBODY_WAITS}


def turn(request: ServiceRequest, phase: Phase, changes: Sequence[Change], context: Context) -> dict[str, Any]:
    """The fields that say whose turn it is, after something was done.

    Args:
        request: The request before it.
        phase: Its phase afterwards.
        changes: What was done.
        context: By whom, and when.

    Returns:
        The fields that change.
    """
    kind = context.actor.kind
    if kind in CUSTOMERS and phase not in ENDED:
        if not any(change.asks for change in changes):
            return {}
        return waiting_since(min(request.waits_since, context.now), request.urgency, context.settings)
    seen = {"unread": False, "is_backlog": False} if kind in STAFF else {}
    is_answered = kind in STAFF and any(change.answers for change in changes)
    asked_back = phase is Phase.WAITING_FOR_CUSTOMER is not request.phase
    return seen | (_NOBODY_WAITS if is_answered or asked_back or phase in ENDED else {})
