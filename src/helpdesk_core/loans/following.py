"""A device that is out goes on in the request with which its own is joined, and back when the two are taken apart: as
another loan, so that each history vouches for its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..base.changes import NOBODY, Change, Job, Save, Touch
from ..context import Context
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from .model import CONTINUED, MOST_LOANS, Loan, LoanDevice
from .rules import first_late, loans_of, reminder


class LoanDeviceFollowed(
    Change, action="loan_device_followed", label="Lent on, in the request that it was joined with", tells=NOBODY
):
    """In its own history: the device stays out, and another request says with whom."""

    loan: str


@attrs.frozen(kw_only=True)
class Lent:
    """What a request's customer has of the shop's, and what of it goes on elsewhere."""

    out: tuple[tuple[Loan, LoanDevice], ...] = ()
    going: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Followed:
    """What is written when loans go on in another request.

    Attributes:
        leaves: Values of the request that they leave.
        gains: Values of the one in which they go on.
    """

    leaves: Mapping[str, Any] = attrs.field(factory=dict)
    gains: Mapping[str, Any] = attrs.field(factory=dict)
    touched: tuple[Touch, ...] = ()
    saves: tuple[Save, ...] = ()
    jobs: tuple[Job, ...] = ()


def lent_to(reader: Reader, request: ServiceRequest, back: ServiceRequest | None = None) -> Lent:
    """What is out for a request.

    Args:
        reader: Where to read.
        request: The request.
        back: Another one: only what came from there goes on there again.

    Returns:
        The loans with their devices.
    """
    out = tuple(pair for pair in loans_of(reader, request) if pair[0].is_out)
    came: set[str | None] = {loan.id for loan, _ in out}
    if back is not None and out:
        came = {one.continued_as for one in reader.find(CONTINUED, {"request": back.id}, limit=2 * MOST_LOANS)}
    return Lent(out=out, going=frozenset(loan.id for loan, _ in out if loan.id in came))


def followed(lent: Lent, source: ServiceRequest, target: ServiceRequest, context: Context) -> Followed:
    """That loans go on in another request.

    Args:
        lent: The loans (`lent_to`).
        source: Whose they are.
        target: The request in which they go on.
        context: Of this moment.

    Returns:
        What is written.
    """
    pairs = tuple((loan, device) for loan, device in lent.out if loan.id in lent.going)
    if not pairs:
        return Followed()
    made = {loan.id: _again(loan, target, context) for loan, _ in pairs}
    moved = ((Save(before=loan, after=loan.changed(continued_as=made[loan.id].id)), made[loan.id]) for loan, _ in pairs)
    stay = (loan for loan, _ in lent.out if loan.id not in lent.going)
    times = (target.loan_late_at, first_late(made.values(), target, context))
    return Followed(
        leaves={"loan_late_at": first_late(stay, source, context)},
        gains={"loan_late_at": min((at for at in times if at is not None), default=None)},
        touched=tuple(_on(device, made[loan.id]) for loan, device in pairs),
        saves=tuple(save for ended, again in moved for save in (ended, Save(after=again))),
        jobs=tuple(job for one in made.values() for job in reminder(one, target, context)),
    )


def _again(loan: Loan, target: ServiceRequest, context: Context) -> Loan:
    return context.make(
        Loan,
        request=target.id,
        loan_device=loan.loan_device,
        condition=loan.condition,
        due=loan.due,
        lent_at=loan.lent_at,
        lent_by_name=loan.lent_by_name,
    )


def _on(device: LoanDevice, loan: Loan) -> Touch:
    return Touch(before=device, after=device.changed(loan=loan.id), changes=(LoanDeviceFollowed(loan=loan.id),))
