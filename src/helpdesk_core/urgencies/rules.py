"""Raising a new request because of its words, lowering it, and saying anew how urgent it is. Nothing is promised by any
of it."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import PEOPLE, STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import command
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result
from ..base.text import SafeText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest, Side, Urgency
from ..service_requests.rules import CONTINUED, WRONG_PHASE, done
from ..service_requests.waiting import PRIORITY, due_at
from .finding import urgent_words
from .model import RAISES, URGENCY_CHANGES, UrgencyChange, UrgencyRaise, is_in_front

SET_URGENCY = right("urgency.set", "Say how urgent a request is, and put one back that its words have raised.")
NOT_OFFERED = Refusal(
    define("refusal.urgency_not_offered", "This cannot be changed here. Please write to us, or call us."),
    kind=RefusalKind.FORBIDDEN,
)
SHOP_DECIDED = Refusal(
    define(
        "refusal.urgency_decided",
        "A person of the shop has set how urgent this is. If it has become worse, please write to us or call us.",
    ),
    kind=RefusalKind.CONFLICT,
)


@command
class ChangeUrgency(SeenCommand[Result]):
    """Say anew how urgent a request is: its customer where the shop allows it, or staff.

    Args:
        urgency: How urgent it is.
    """

    urgency: Urgency


@command
class LowerUrgency(RequestCommand[Result]):
    """Put a request back that was raised because of its words."""


_URGENT = to_staff("urgent", "Urgent: request {reference}", "A new request says that it cannot wait.")


class UrgencyFound(
    Change,
    action="urgency_found",
    label="Put in front: it says that it cannot wait",
    by_customer=_URGENT,
    by_automation=_URGENT,
):
    """The words of a new request put it in front."""

    raised: str


class UrgencyLowered(Change, action="urgency_lowered", label="Put back from the front", tells=NOBODY):
    """A person looked, and it can wait."""

    raised: str


class UrgencyWasChanged(
    Change,
    action="urgency_changed",
    label="Urgency changed",
    by_customer=to_staff(
        "urgency_changed", "Request {reference}: more or less urgent", "The customer says anew how urgent it is."
    ),
    by_staff=to_customer(
        "urgency_set",
        "Request {reference}: how urgent it is",
        "We have changed how urgent your request is. You can read it on its page.",
    ),
):
    """Somebody said anew how urgent it is."""

    was: str
    urgency: str

    @property
    def asks(self) -> bool:
        """Nobody has to answer it."""
        return False


@attrs.frozen(kw_only=True)
class Raised:
    """What follows from urgent words in a new request: its values, what is saved, what happened."""

    values: dict[str, Any]
    words: tuple[SafeText, ...]

    def of(self, request: ServiceRequest, context: Context) -> tuple[Save, UrgencyFound]:
        """The record of it, and the change."""
        made = context.make(UrgencyRaise, request=request.id, words=self.words, raised_at=context.now)
        return Save(after=made), UrgencyFound(raised=made.id)


def raised_by(problem: SafeText, language: str, location: str | None, context: Context) -> Raised | None:
    """Whether the words of a new request put it in front.

    Args:
        problem: The words, redacted.
        language: The customer's.
        location: The id of the location whose hours count.
        context: The shop's settings, and when it is.

    Returns:
        What follows; None where the shop does not want it, or the words say nothing of the kind.
    """
    settings = context.settings
    if not settings.urgent_words:
        return None
    words = urgent_words(problem, tuple(dict.fromkeys((language, *settings.languages))))
    if not words:
        return None
    due = due_at(context.now, Urgency.CANNOT_WAIT, settings, location)
    return Raised(values={"priority": PRIORITY[Urgency.CANNOT_WAIT], "due_at": due}, words=words)


@attrs.frozen(kw_only=True)
class RaisedRequest(OfRequest):
    """A request, and that its words raised it."""

    raised: UrgencyRaise | None


def load_raised(reader: Reader, command: LowerUrgency, context: Context) -> RaisedRequest | Refusal:
    """The request and what raised it."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = reader.find(RAISES, {"request": loaded.request.id}, limit=1)
    return RaisedRequest(request=loaded.request, raised=found[0] if found else None)


@handles(LowerUrgency, actors=STAFF, load=load_raised, right=SET_URGENCY)
def lower(loaded: RaisedRequest, command: LowerUrgency, context: Context) -> Verdict[Result]:
    """It gets the place and the time of the customer's own answer. Where it has them, nothing is done."""
    request, before = loaded.request, loaded.raised
    if before is None or before.lowered_at is not None or not is_in_front(request):
        return Verdict(result=Result())
    after = before.changed(lowered_at=context.now, lowered_by=context.staff_name)
    values = {"priority": PRIORITY[request.urgency], **_due(request, request.urgency, context)}
    change, saves = UrgencyLowered(raised=before.id), (Save(before=before, after=after),)
    return done(request, context, change, result=Result(), saves=saves, **values)


def _due(request: ServiceRequest, urgency: Urgency, context: Context) -> dict[str, Any]:
    """When the answer is due that the customer waits for."""
    if not request.is_waiting:
        return {}
    return {"due_at": due_at(request.waits_since, urgency, context.settings, request.location)}


@attrs.frozen(kw_only=True)
class Changing(OfRequest):
    """A request, and who said last how urgent it is since it came in."""

    latest: UrgencyChange | None


def load_changing(reader: Reader, command: ChangeUrgency, context: Context) -> Changing | Refusal:
    """The request with the latest change."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    has = "urgency_changes" in loaded.request.has
    found = reader.find(URGENCY_CHANGES, {"request": loaded.request.id}, limit=1) if has else ()
    return Changing(request=loaded.request, latest=found[0] if found else None)


@handles(ChangeUrgency, actors=PEOPLE, load=load_changing, right=SET_URGENCY)
def change(loaded: Changing, command: ChangeUrgency, context: Context) -> Verdict[Result]:
    """What staff set stays set: a customer who disagrees writes, or asks for somebody in charge. A place in the queue
    that staff or its words gave stays too, with its time, unless staff change it with this."""
    request, by_staff = loaded.request, context.actor.kind in STAFF
    if request.merged_into is not None:
        return refused(CONTINUED)
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    if not by_staff and not context.settings.customers_set_urgency:
        return refused(NOT_OFFERED)
    if not by_staff and loaded.latest is not None and loaded.latest.side is Side.SHOP:
        return refused(SHOP_DECIDED)
    if command.urgency is request.urgency:
        return Verdict(result=Result())
    made = context.make(
        UrgencyChange,
        request=request.id,
        was=request.urgency,
        urgency=command.urgency,
        side=Side.SHOP if by_staff else Side.CUSTOMER,
        by=context.staff_name,
        at=context.now,
    )
    moves = by_staff or request.priority == PRIORITY[request.urgency]
    place = {"priority": PRIORITY[command.urgency], **_due(request, command.urgency, context)} if moves else {}
    values = {"urgency": command.urgency, **place}
    changed = UrgencyWasChanged(was=request.urgency.value, urgency=command.urgency.value)
    return done(request, context, changed, result=Result(), saves=(Save(after=made),), **values)
