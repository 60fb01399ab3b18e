"""Giving what is missing, and saying what a short message meant."""

from __future__ import annotations

from typing import Any

from ..base.actors import CUSTOMERS, PEOPLE, STAFF
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.messages import define
from ..base.notices import to_staff
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import serial_values
from ..service_requests.rules import CONTINUED, DESCRIBE, WRONG_PHASE, touch, touch_answered
from .informal import Wish
from .model import WishCorrection

CORRECT = right("wishes.correct", "Say what a short message meant, and see how often it was taken for something else.")
NOTHING_GIVEN = Refusal(define("refusal.nothing_given", "Please fill in at least one field."), kind=RefusalKind.INVALID)
NOT_OFFERED = Refusal(define("refusal.not_offered", "Please choose one of the locations offered."), field="location")


@command
class GiveDetails(RequestCommand[Result]):
    """Say what was still missing about a request. What is left out stays as it is.

    Args:
        device: What it is about, in the customer's words.
        serial: The device's serial number.
        order: The number of the order.
        location: The id of a location that takes requests.
    """

    device: RawText | None = text(max_length=200, default=None)
    serial: RawText | None = text(max_length=64, default=None)
    order: RawText | None = text(max_length=64, default=None)
    location: OpaqueId | None = None


@command
class CorrectWish(RequestCommand[Result]):
    """Staff say that a short message meant something else than it was taken for. It is counted by kind; nothing about
    the request changes, and no word of the message is kept.

    Args:
        guessed: What it was taken for, None for nothing.
        meant: What it meant, None for nothing of the kind.
    """

    guessed: Wish | None = None
    meant: Wish | None = None


class DetailsGiven(
    Change,
    action="details_given",
    label="Details added",
    by_customer=to_staff(
        "details", "Request {reference}: more details", "The customer added what was missing about the request."
    ),
):
    """Somebody said more about the device, the order or the location."""

    details: tuple[str, ...]


_FIELDS = {"device": "device", "order": "order_number"}
_DETAILS = ("device", "location", "order", "serial")


@handles(GiveDetails, actors=PEOPLE, load=load_request, right=DESCRIBE)
def give_details(loaded: OfRequest, command: GiveDetails, context: Context) -> Verdict[Result]:
    """A customer's details answer a question of ours, like a message; those that staff were told are written down."""
    request, place = loaded.request, context.settings.location(command.location)
    if request.phase in ENDED:
        return refused(CONTINUED if request.merged_into else WRONG_PHASE)
    if command.location is not None and (place is None or place.retired or not place.public):
        return refused(NOT_OFFERED)
    given: dict[str, Any] = {
        column: context.texts[name] for name, column in _FIELDS.items() if context.texts.get(name) is not None
    }
    if command.serial is not None:
        given |= serial_values(context.texts["serial"])
    if command.location is not None:
        given["location"] = command.location
    if not given:
        return refused(NOTHING_GIVEN)
    names = tuple(name for name in _DETAILS if getattr(command, name) is not None)
    change = DetailsGiven(details=names)
    by_customer = context.actor.kind in CUSTOMERS
    touched = (touch_answered if by_customer else touch)(request, context, change, **given)
    return Verdict(result=Result(), touched=(touched,))


@handles(CorrectWish, actors=STAFF, load=load_request, right=CORRECT, counted=False)
def correct_wish(loaded: OfRequest, command: CorrectWish, context: Context) -> Verdict[Result]:
    """One more row; whoever reads the numbers mends the phrases."""
    row = context.make(
        WishCorrection,
        guessed=command.guessed or "none",
        meant=command.meant or "none",
        language=loaded.request.language,
        at=context.now,
    )
    return Verdict(result=Result(), saves=(Save(after=row),))
