"""Classes of ended requests: for how long each is kept, from when, and why.

The periods are settings; what they begin with, and the law that speaks for it, stand in the file of the shop's country
(`countries`). What erasing leaves (decisions, sums, the history) stays in any case (GDPR, article 17 (3) (b)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import attrs

from ..base.messages import define
from ..base.time import months_after
from ..base.worded import Worded
from ..complaints.model import Complaint
from ..countries.values import Texts
from ..outcomes.model import Outcome
from ..quotes.model import LimitUse, QuoteAnswer
from ..service_requests.model import ServiceRequest
from ..settings import Settings


class RetentionClass(Worded, prefix="retention.class"):
    """Why an ended request is still there."""

    INQUIRY = "inquiry", "Ended without an order"
    ORDER = "order", "With an order or an outcome"


_BY_LAW = {
    RetentionClass.INQUIRY: define(
        "retention.basis.inquiry",
        "Nothing was agreed, so that after a while nobody needs the names and words any more ({law}). Counted from the "
        "day on which the request ended.",
    ),
    RetentionClass.ORDER: define(
        "retention.basis.order",
        "Something was agreed or done, so that claims may follow ({law}) and books are kept ({also}). Counted from the "
        "end of the year in which the request ended.",
    ),
}
_PLAIN = {
    RetentionClass.INQUIRY: define(
        "retention.basis.inquiry.plain",
        "Nothing was agreed, so that after a while nobody needs the names and words any more. Counted from the day on "
        "which the request ended.",
    ),
    RetentionClass.ORDER: define(
        "retention.basis.order.plain",
        "Something was agreed or done, so that claims may follow and books are kept. Counted from the end of the year "
        "in which the request ended.",
    ),
}
_SHOWS_ORDER = frozenset(kind.record_type.name for kind in (Complaint, Outcome, QuoteAnswer, LimitUse))


@attrs.frozen(kw_only=True)
class KeptBecause:
    """Why a class is kept, and from when its time counts.

    Attributes:
        code: Of a message.
        laws: What is put into it, by its placeholder: a law's name for each language.
    """

    code: str
    laws: Mapping[str, Texts] = attrs.field(factory=dict)


def basis_of(kind: RetentionClass, settings: Settings, day: date) -> KeptBecause:
    """Why a class is kept, as the law of the shop's country has it on a day.

    Args:
        kind: The class.
        settings: The shop's.
        day: The day.

    Returns:
        The reason; one without a law where the country names none.
    """
    kept = settings.law.keeps(kind.value, day)
    named = {} if kept is None else {"law": settings.law.law(kept.law), "also": settings.law.law(kept.also)}
    laws = {name: law.names for name, law in named.items() if law is not None}
    is_whole = {"law", "also"} <= laws.keys() or (kind is RetentionClass.INQUIRY and "law" in laws)
    return KeptBecause(code=_BY_LAW[kind], laws=laws) if is_whole else KeptBecause(code=_PLAIN[kind])


def class_of(request: ServiceRequest) -> RetentionClass:
    """The class of a request: an answered quote, a limit that was used or an outcome speak for an order, since it is
    safer to keep too long.

    Args:
        request: The request.

    Returns:
        Its class.
    """
    return class_by(request.has)


def class_by(has: Iterable[str]) -> RetentionClass:
    """The class by the types of record that there are about a request."""
    return RetentionClass.INQUIRY if _SHOWS_ORDER.isdisjoint(has) else RetentionClass.ORDER


def due_on(request: ServiceRequest, settings: Settings) -> date | None:
    """From which day on the desk proposes that what is personal goes.

    Args:
        request: The request.
        settings: The shop's.

    Returns:
        The day; None for a request that is open, on hold or erased, and where the shop names no period.
    """
    kind = class_of(request)
    months = settings.retention_months.get(kind.value)
    if months is None or request.closed_at is None or request.held is not None or request.erased_at is not None:
        return None
    return due_day(kind, request.closed_at, settings, months)


def due_day(kind: RetentionClass, closed_at: datetime, settings: Settings, months: int) -> date:
    """The day on which what ended at a moment is due."""
    ended = closed_at.astimezone(settings.zone).date()
    start = date(ended.year, 12, 31) if kind is RetentionClass.ORDER else ended
    return months_after(start, months)
