"""What is begun when a request comes in: what its words seem to be about, and that somebody is found for it."""

from __future__ import annotations

from typing import Any

from ..base.changes import Job
from ..base.text import SafeText
from ..context import Context
from ..service_requests.model import ServiceRequest, Urgency
from ..service_requests.waiting import PRIORITY
from .categories import category_of

ROUTE = "route"
"""The name of the job that finds somebody."""


def seems_about(problem: SafeText, device: SafeText, language: str, context: Context) -> dict[str, Any]:
    """The column of a new request that says what it seems to be about.

    Args:
        problem: The customer's words, redacted.
        device: What they call the device.
        language: The customer's.
        context: The shop's settings.

    Returns:
        Values by column.
    """
    if not context.settings.suggest_category:
        return {}
    languages = (language, *context.settings.languages)
    return {"category_suggested": category_of(problem, languages) or category_of(device, languages)}


def on_arrival(request: ServiceRequest, context: Context) -> tuple[Job, ...]:
    """The job that gives a new request to somebody, where the shop wants that: of what cannot wait at once, of all
    else where requests are assigned by themselves.

    Args:
        request: The new request.
        context: The shop's settings.

    Returns:
        The job; nothing where nobody is to be found for it.
    """
    if request.assignee is not None or request.is_backlog or not gives(request, context):
        return ()
    return (Job(name=ROUTE, subject=request),)


def gives(request: ServiceRequest, context: Context) -> bool:
    """Whether the desk itself gives a request to somebody.

    Args:
        request: The request.
        context: The shop's settings.

    Returns:
        Whether it does.
    """
    mode = context.settings.routing
    is_urgent = request.priority <= PRIORITY[Urgency.CANNOT_WAIT]
    return mode == "assign" or (mode == "suggest" and context.settings.assign_urgent and is_urgent)
