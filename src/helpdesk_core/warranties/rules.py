"""Saying what is covered and until when, and taking back what was wrong. No status follows from either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.messages import Message, define
from ..base.notices import to_customer
from ..base.results import Result, result
from ..base.text import RawText
from ..base.time import months_after
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import enclosed
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, UNCONFIRMED, done, is_unconfirmed
from ..subjects import NOT_FOUND
from .model import MOST, OF_REQUEST, Warranty

GIVE = right("warranties.give", "Say which part of a repair is covered by a warranty, and take that back.")
MOST_MONTHS = 120
_FURTHEST = timedelta(days=366)
WRONG_MONTHS = Refusal(define("refusal.warranty_months", "A warranty is given for 1 to 120 months."), field="months")
WRONG_DAY = Refusal(
    define("refusal.warranty_day", "A warranty begins within a year before or after today."), field="begins_on"
)
TOO_MANY = Refusal(
    define("refusal.too_many_warranties", "There are as many as there can be. Please look at the list."),
    kind=RefusalKind.CONFLICT,
)
UNTIL = define("warranty.until", "Covered until {day}.")


@result
class WarrantyId(Result):
    """The warranty's id."""

    warranty: str


@command
class GiveWarranty(RequestCommand[WarrantyId]):
    """Say what is covered, and for how long.

    Args:
        part: Which part or line of the repair.
        months: For how many months; None for as many as the settings say.
        begins_on: From which day on; None for today.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    part: RawText = text(max_length=200)
    months: int | None = None
    begins_on: date | None = None
    unconfirmed: bool = False


@command
class EndWarranty(RequestCommand[Result]):
    """Take back what was wrong.

    Args:
        warranty: Its id.
    """

    warranty: OpaqueId


class WarrantyGiven(
    Change,
    action="warranty_given",
    label="Warranty given",
    by_staff=to_customer(
        "warranty",
        "Request {reference}: your warranty",
        "We have written down what our warranty covers. You find it on the page of your request, too.",
        covers=("status",),
        encloses="warranty",
    ),
):
    """Staff said what is covered."""

    warranty: str


class WarrantyTakenBack(
    Change,
    action="warranty_taken_back",
    label="Warranty corrected: one was taken back",
    by_staff=to_customer(
        "warranty_taken_back",
        "Request {reference}: a correction of your warranty",
        "Something about our warranty was written down wrongly. The page of your request says what holds now.",
    ),
):
    """Staff took back what was wrong."""

    warranty: str


@attrs.frozen(kw_only=True)
class Covered(OfRequest):
    """A request, and its warranties."""

    all: Sequence[Warranty]


def warranties_of(reader: Reader, request: ServiceRequest) -> tuple[Warranty, ...]:
    """The warranties that hold or held, in their order; nothing is read where there are none."""
    if Warranty.record_type.name not in request.has:
        return ()
    return tuple(one for one in reader.find(OF_REQUEST, {"request": request.id}, limit=MOST) if one.ended_at is None)


def load_covered(reader: Reader, command: RequestCommand[Any], context: Context) -> Covered | Refusal:
    """The request with its warranties, those that were taken back too."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    there = Warranty.record_type.name in loaded.request.has
    found = reader.find(OF_REQUEST, {"request": loaded.request.id}, limit=MOST) if there else ()
    return Covered(request=loaded.request, all=tuple(found))


@handles(GiveWarranty, actors=STAFF, load=load_covered, right=GIVE)
def give(loaded: Covered, command: GiveWarranty, context: Context) -> Verdict[WarrantyId]:
    """In any phase: at the hand-over, or when the outcome is recorded. The last day is that of the same number in its
    month, or the month's last."""
    request = loaded.request
    if request.merged_into is not None:
        return refused(CONTINUED)
    if len(loaded.all) >= MOST:
        return refused(TOO_MANY)
    months = context.settings.warranty_months if command.months is None else command.months
    if not 1 <= months <= MOST_MONTHS:
        return refused(WRONG_MONTHS)
    today = context.settings.calendar(request.location).day_of(context.now)
    begins_on = command.begins_on or today
    if not today - _FURTHEST <= begins_on <= today + _FURTHEST:
        return refused(WRONG_DAY)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    made = context.make(
        Warranty,
        request=request.id,
        part=context.texts["part"],
        months=months,
        begins_on=begins_on,
        covered_until=months_after(begins_on, months),
        given_at=context.now,
        given_by=context.actor.id,
        given_by_name=context.staff_name,
    )
    given, answer = WarrantyGiven(warranty=made.id), WarrantyId(warranty=made.id)
    return done(request, context, given, result=answer, saves=(Save(after=made),))


@handles(EndWarranty, actors=STAFF, load=load_covered, right=GIVE)
def end(loaded: Covered, command: EndWarranty, context: Context) -> Verdict[Result]:
    """Twice does no harm; the customer is told, since they had read it."""
    before = next((one for one in loaded.all if one.id == command.warranty), None)
    if before is None:
        return refused(NOT_FOUND)
    if before.ended_at is not None:
        return Verdict(result=Result())
    save = Save(before=before, after=before.changed(ended_at=context.now))
    return done(loaded.request, context, WarrantyTakenBack(warranty=before.id), result=Result(), saves=(save,))


@enclosed("warranty")
def until_when(reader: Reader, warranty_id: str, context: Context) -> Sequence[Message]:
    """The last day; what it is about stands on the customer's page alone."""
    found = reader.load(Warranty, warranty_id)
    return () if found is None else (Message(UNTIL, {"day": found.covered_until}),)
