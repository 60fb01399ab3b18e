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

PRIORITY = {Urgency.CANNOT_WAIT: 0, Urgency.SOON: 2, Urgency.NO_HURRY: 3}
"""Where a new request stands in the queue, by how urgent its customer says it is. "Soon" stands for whoever says
nothing too, so it raises nothing; the place between it and what cannot wait is given by staff alone."""
USUAL_PRIORITY = PRIORITY[Urgency.SOON]
SENT_BY_PARCEL = "shipping"
"""The type of record that a request has whose device comes and goes by parcel: nobody collects that one."""
_NOBODY_WAITS: dict[str, Any] = {"waits": False, "waits_since": NEVER, "due_at": NEVER}


def due_at(since: datetime, urgency: Urgency, settings: Settings, location: str | None = None) -> datetime:
    """When an answer is due: so many working hours after the customer spoke; plain hours where the shop names no hours
    in which it works.

    Args:
        since: When the customer spoke.
        urgency: How urgent they say it is.
        settings: The shop's, with hours for each urgency.
        location: The id of the location whose hours count.

    Returns:
        The moment, `NEVER` where the shop names no hours.
    """
    hours = settings.answer_hours.get(urgency.value, 0)
    due = settings.calendar(location).add_time(since, timedelta(hours=hours)) if hours else None
    return NEVER if due is None else due


def waiting_since(since: datetime, urgency: Urgency, settings: Settings, location: str | None) -> dict[str, Any]:
    """The fields of a request whose customer waits since then."""
    due = due_at(since, urgency, settings, location)
    return {"waits": True, "waits_since": since, "due_at": due, "unread": True, "is_backlog": False}


def first_said(
    problem: SafeText, now: datetime, urgency: Urgency, settings: Settings, location: str | None
) -> dict[str, Any]:
    """The fields of a new request that follow from the problem: what lists show, and that the customer waits."""
    return {
        "created_at": now,
        "updated_at": now,
        "subject": problem.beginning(SUBJECT_LENGTH),
        "last_words": problem.beginning(LAST_WORDS_LENGTH),
        "last_at": now,
        **waiting_since(now, urgency, settings, location),
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
    opened = {} if kind in STAFF else _opened(request, changes, context.now)
    if kind in CUSTOMERS and phase not in ENDED:
        if not any(change.asks for change in changes):
            return opened
        since = min(request.waits_since, context.now)
        return opened | waiting_since(since, request.urgency, context.settings, request.location)
    seen: dict[str, Any] = {"unread": False, "is_backlog": False, "photos_at": None} if kind in STAFF else {}
    is_answered = kind in STAFF and any(change.answers for change in changes)
    if kind in STAFF and (is_answered or phase is not request.phase):
        seen |= {"quote_asked_at": None, "agreed_at": None}
    if is_answered and request.waits:
        took = context.settings.calendar(request.location).between(request.waits_since, context.now)
        seen |= {"answered_at": context.now, "answered_minutes": int(took.total_seconds()) // 60}
    asked_back = phase is Phase.WAITING_FOR_CUSTOMER is not request.phase
    return opened | seen | (_NOBODY_WAITS if is_answered or asked_back or phase in ENDED else {})


def ready_since(request: ServiceRequest, phase: Phase, now: datetime) -> dict[str, Any]:
    """The field that says since when a device waits to be collected. An outcome that is recorded while it waits ends
    nothing: handing it over does, and so does every other phase.

    Args:
        request: The request before something was done.
        phase: Its phase afterwards.
        now: When it was done.

    Returns:
        The field where it changes.
    """
    if phase is request.phase or phase is Phase.OUTCOME_RECORDED:
        return {}
    waits = phase is Phase.READY and SENT_BY_PARCEL not in request.has
    return {} if not waits and request.ready_at is None else {"ready_at": now if waits else None}


def _opened(request: ServiceRequest, changes: Sequence[Change], now: datetime) -> dict[str, Any]:
    """Since when things wait that were done now, each since the first of its kind."""
    return {one.opens: getattr(request, one.opens) or now for one in changes if one.opens}
