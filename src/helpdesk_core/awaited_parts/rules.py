"""Waiting for a part, another day for it, its arrival: facts that staff record. No status follows from any of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, R_co, command, text
from ..base.messages import define
from ..base.notices import to_assignee, to_customer
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import UNCONFIRMED, WRONG_PHASE, done, is_unconfirmed
from ..subjects import NOT_FOUND
from .model import OF_REQUEST, AwaitedPart, PartState

RECORD = right("awaited_parts.record", "Record which parts a repair waits for, and that they arrived.")
MOST = 50
"""Parts of one request."""
FURTHEST = timedelta(days=730)
TOO_MANY = Refusal(define("refusal.awaited_parts_too_many", "This request has as many parts as there can be."))
WRONG_DAY = Refusal(
    define("refusal.awaited_part_wrong_day", "Please choose a day from today on, within two years."), field="expected"
)
NOT_AWAITED = Refusal(
    define("refusal.awaited_part_not_awaited", "Nobody waits for this part any more. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)

NOT_HERE = Refusal(
    define("refusal.awaited_part_not_here", "This part is not here yet. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)


@result
class PartAwaitedFor(Result):
    """The part's id."""

    awaited_part: str


@command
class AwaitPart(RequestCommand[PartAwaitedFor]):
    """A part was ordered, and the repair waits for it.

    Args:
        part: Which: for staff.
        supplier: From whom: for staff.
        expected: About when it comes; None where nobody knows.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    part: RawText = text(max_length=200)
    supplier: RawText | None = text(max_length=100, default=None)
    expected: date | None = None
    unconfirmed: bool = False


@command
class PartCommand(RequestCommand[R_co]):
    """A command about one part that is waited for.

    Args:
        awaited_part: Its id.
    """

    awaited_part: OpaqueId


@command
class ExpectPart(PartCommand[Result]):
    """It comes at another time than was said.

    Args:
        expected: About when; None where nobody knows any more.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    expected: date | None = None
    unconfirmed: bool = False


@command
class ReceivePart(PartCommand[Result]):
    """The part is here."""


@command
class PutPartAway(PartCommand[Result]):
    """Somebody has seen that the part is here, and what comes next: it is proposed no more."""


@command
class DropPart(PartCommand[Result]):
    """The part is not needed any more, or does not come."""


class PartAwaited(
    Change,
    action="part_awaited",
    label="Waits for a part",
    by_staff=to_customer(
        "part_awaited",
        "Request {reference}: we wait for a part",
        "We ordered a part for your repair. The page of your request says about when we expect it.",
        covers=("status",),
    ),
):
    """A part was ordered, and the repair waits for it."""

    awaited_part: str


class PartExpected(
    Change,
    action="part_expected",
    label="Part expected at another time",
    by_staff=to_customer(
        "part_expected",
        "Request {reference}: the part comes at another time",
        "The part for your repair comes at another time than we said. The page of your request says about when.",
        covers=("status",),
    ),
):
    """The part comes at another time than was said."""

    awaited_part: str


class PartArrived(
    Change,
    action="part_arrived",
    label="Part arrived",
    by_staff=to_assignee(
        "part_arrived", "Request {reference}: a part arrived", "A part that this repair waited for is here."
    ),
):
    """The part is here. What comes next is for people."""

    awaited_part: str


class PartPutAway(Change, action="part_put_away", label="Part seen to", tells=NOBODY):
    """The arrived part is proposed to staff no more."""

    awaited_part: str


class PartDropped(Change, action="part_dropped", label="Part not needed any more", tells=NOBODY):
    """Nobody waits for the part any more."""

    awaited_part: str


@attrs.frozen(kw_only=True)
class OfParts(OfRequest):
    """A request with the parts it waits for or waited for, the newest first, and the one that the command names."""

    all: tuple[AwaitedPart, ...]
    named: AwaitedPart | None = None


def parts_of(reader: Reader, request: ServiceRequest) -> tuple[AwaitedPart, ...]:
    """The parts of a request, the newest first; nothing is read where there are none."""
    if AwaitedPart.record_type.name not in request.has:
        return ()
    return tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=MOST))


def load_parts(reader: Reader, command: RequestCommand[Any], context: Context) -> OfParts | Refusal:
    """The request with its parts; "no such request" too where it has not the one that is named."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found, wanted = parts_of(reader, loaded.request), getattr(command, "awaited_part", None)
    named = next((one for one in found if one.id == wanted), None)
    if wanted is not None and named is None:
        return NOT_FOUND
    return OfParts(request=loaded.request, all=found, named=named)


def day_problem(day: date | None, request: ServiceRequest, context: Context, field: str = "expected") -> Refusal | None:
    """What is wrong with a day until which something is waited for, as the field of that name; None for nothing."""
    today = context.settings.calendar(request.location).day_of(context.now)
    return None if day is None or today <= day <= today + FURTHEST else attrs.evolve(WRONG_DAY, field=field)


@handles(AwaitPart, actors=STAFF, load=load_parts, right=RECORD)
def await_part(loaded: OfParts, command: AwaitPart, context: Context) -> Verdict[PartAwaitedFor]:
    """The customer is told that there is a part, and about when; the status stays for people to set."""
    request = loaded.request
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    if len(loaded.all) >= MOST:
        return refused(TOO_MANY)
    if (problem := day_problem(command.expected, request, context)) is not None:
        return refused(problem)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    made = context.make(
        AwaitedPart,
        request=request.id,
        state=PartState.AWAITED,
        part=context.texts["part"],
        supplier=context.texts.get("supplier"),
        expected=command.expected,
        awaited_at=context.now,
        awaited_by_name=context.staff_name,
    )
    change, ordered = PartAwaited(awaited_part=made.id), PartAwaitedFor(awaited_part=made.id)
    return done(request, context, change, result=ordered, saves=(Save(after=made),))


def _changed(loaded: OfParts, change: type[Change], context: Context, **values: Any) -> Verdict[Result]:
    before = loaded.named
    if before is None or before.state is not PartState.AWAITED:
        return refused(NOT_AWAITED)
    after, told = before.changed(**values), change(awaited_part=before.id)  # type: ignore[call-arg]
    return done(loaded.request, context, told, result=Result(), saves=(Save(before=before, after=after),))


@handles(ExpectPart, actors=STAFF, load=load_parts, right=RECORD)
def expect(loaded: OfParts, command: ExpectPart, context: Context) -> Verdict[Result]:
    """As often as the supplier says something else; the day that was said already is told to nobody again."""
    if loaded.request.phase in ENDED:
        return refused(WRONG_PHASE)
    if (problem := day_problem(command.expected, loaded.request, context)) is not None:
        return refused(problem)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    part = loaded.named
    if part is not None and part.state is PartState.AWAITED and part.expected == command.expected:
        return Verdict(result=Result())
    return _changed(loaded, PartExpected, context, expected=command.expected)


@handles(ReceivePart, actors=STAFF, load=load_parts, right=RECORD)
def receive(loaded: OfParts, command: ReceivePart, context: Context) -> Verdict[Result]:
    """Whoever runs the request is told; going on with it is their own step."""
    arrived = {"state": PartState.ARRIVED, "settled_at": context.now, "arrived_in": loaded.request.status}
    return _changed(loaded, PartArrived, context, **arrived)


@handles(PutPartAway, actors=STAFF, load=load_parts, right=RECORD)
def put_away(loaded: OfParts, command: PutPartAway, context: Context) -> Verdict[Result]:
    """The status may stay as it is. Twice is as once."""
    before = loaded.named
    if before is None or before.settled_at is None:
        return refused(NOT_HERE)
    if before.state is not PartState.ARRIVED:
        return Verdict(result=Result())
    save = Save(before=before, after=before.changed(state=PartState.PUT_AWAY))
    told = PartPutAway(awaited_part=before.id)
    return done(loaded.request, context, told, result=Result(), saves=(save,))


@handles(DropPart, actors=STAFF, load=load_parts, right=RECORD)
def drop(loaded: OfParts, command: DropPart, context: Context) -> Verdict[Result]:
    """Nobody waits for it: the customer reads of it no more."""
    return _changed(loaded, PartDropped, context, state=PartState.DROPPED, settled_at=context.now)
