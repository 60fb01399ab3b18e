"""Until what a withdrawal gives back was sent, the law's clock runs; with that it stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ..base.changes import Save
from ..base.money import Money
from ..context import Context
from ..service_requests.last_days import due_at
from ..service_requests.model import ServiceRequest
from .model import Withdrawal


def soonest(withdrawals: Iterable[Withdrawal], request: ServiceRequest, context: Context) -> datetime | None:
    """The end of the first clock that still runs; None where none does."""
    calendar = context.settings.calendar(request.location)
    return min((due_at(one.repay_by, calendar) for one in withdrawals if one.is_open), default=None)


def sent_back(
    withdrawals: Sequence[Withdrawal],
    refunds: Iterable[tuple[datetime, Money]],
    request: ServiceRequest,
    context: Context,
) -> tuple[tuple[Save, ...], dict[str, Any]]:
    """What is settled once money was sent back. A refund is one of a request and not of a withdrawal: those that were
    sent since the first declaration settle the answers one after the other, each of them whole.

    Args:
        withdrawals: All of the request's.
        refunds: When each that has left the shop did, and how much it is.
        request: Theirs.
        context: The moment, and the shop's calendar.

    Returns:
        The saves of those that are settled by now, and the request's values with them; nothing where none is.
    """
    answered = sorted((one for one in withdrawals if one.answered_at is not None), key=lambda one: str(one.answered_at))
    since = min((one.declared_at for one in answered), default=context.now)
    left = Counter[str]()
    for at, amount in refunds:
        left[amount.currency] += amount.minor if at >= since else 0
    saves = []
    for one in answered:
        owed = one.returned
        if owed is None or left[owed.currency] < owed.minor:
            continue
        left[owed.currency] -= owed.minor
        if one.is_open:
            saves.append(Save(before=one, after=one.changed(repaid_at=context.now)))
    if not saves:
        return (), {}
    settled = {save.after.id for save in saves if save.after is not None}
    rest = (one for one in withdrawals if one.id not in settled)
    return tuple(saves), {"withdrawal_due": soonest(rest, request, context)}
