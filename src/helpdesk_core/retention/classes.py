"""Classes of ended requests: for how long each is kept, from when, and why.

The periods are settings; these are the reasons for what they begin with, as the law of Poland and the EU has them:

- What is not needed any more is not kept (GDPR, article 5 (1) (c) and (e), article 17 (1) (a)).
- Claims arising from a contract become barred after six years, a business's own after three; the period ends with the
  last day of its calendar year (Polish Civil Code, article 118). Until then both sides may need to show what was
  agreed, and what the law lets one defend oneself with may be kept (GDPR, article 17 (3) (e)).
- Accounting records are kept for five years from the beginning of the year after the business year they belong to
  (Polish Accounting Act, article 74 (2) and (3)), tax records until the tax is barred, five years from the end of the
  year in which it fell due (Polish Tax Ordinance, article 70 § 1 and article 86 § 1). What erasing leaves (decisions,
  sums, the history) stays in any case (GDPR, article 17 (3) (b)).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ..base.messages import define
from ..base.worded import Worded
from ..outcomes.model import Outcome
from ..quotes.model import LimitUse, QuoteAnswer
from ..service_requests.model import ServiceRequest
from ..settings import Settings


class RetentionClass(Worded, prefix="retention.class"):
    """Why an ended request is still there."""

    INQUIRY = "inquiry", "Ended without an order"
    ORDER = "order", "With an order or an outcome"


BASIS = {
    RetentionClass.INQUIRY: define(
        "retention.basis.inquiry",
        "Nothing was agreed, so that after a while nobody needs the names and words any more (GDPR, article 5 (1) "
        "(e)). Counted from the day on which the request ended.",
    ),
    RetentionClass.ORDER: define(
        "retention.basis.order",
        "Something was agreed or done, so that claims may follow (Polish Civil Code, article 118: six years) and books "
        "are kept (Polish Accounting Act, article 74: five years). Counted from the end of the year in which the "
        "request ended.",
    ),
}
"""The reason for each, and from when it counts, as the code of a message."""
_SHOWS_ORDER = frozenset(kind.record_type.name for kind in (Outcome, QuoteAnswer, LimitUse))


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
    return _months_after(start, months)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, its last one where that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))
