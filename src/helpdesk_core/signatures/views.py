"""What stands on the page to sign on, and what customers and staff see of it afterwards."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..subjects import NOT_FOUND
from ..viewing import view
from .model import SIGNING_TIME, Signature, SignedBy, SignedDevice, SignedFor, SignedText, Stroke
from .rules import ASK, at_page, current, signatures_of, signing_token


class SigningState(StrEnum):
    """Whether a page can be signed on."""

    OPEN = "open"
    SIGNED = "signed"
    OVER = "over"


@customer_view
class SignedWords:
    """What is read and signed.

    Attributes:
        person: Who took the device, where one was handed over.
        due: Until when the device is lent; None for as long as the repair takes.
        digest: SHA-256 over all of it.
    """

    occasion: SignedFor
    wording: tuple[SignedText, ...]
    devices: tuple[SignedDevice, ...]
    person: SafeText | None
    note: SafeText | None
    due: date | None
    digest: str


@customer_view
class SigningPage:
    """The page to sign on.

    Attributes:
        language: The one that the words are in.
        until: How long it is open.
        words: What is signed; None once the page is no longer open.
    """

    state: SigningState
    language: str
    until: datetime
    words: SignedWords | None


@customer_view
class ShownSignature:
    """A signature that was given, for its customer.

    Attributes:
        name: As it was typed; None where there is a drawing alone.
        strokes: What was drawn.
    """

    id: str
    at: datetime
    how: SignedBy
    name: SafeText | None
    strokes: tuple[Stroke, ...]
    words: SignedWords


@customer_view
class RoomSignatures(RoomPart):
    """What was signed at the counter, the latest first."""

    rows: tuple[ShownSignature, ...]


@staff_view
class ListedSignature:
    """A signature, for staff.

    Attributes:
        token: Of its page, as long as that is open.
        until: How long that is.
    """

    signature: Signature
    state: SigningState
    token: str | None
    until: datetime


@staff_view
class RequestSignatures:
    """What was asked for on a request, the latest first.

    Attributes:
        wanted: What nobody has signed for yet: the devices that were left, the latest hand-over, the latest loan;
            nothing where the shop takes no signatures.
    """

    rows: tuple[ListedSignature, ...]
    wanted: tuple[SignedFor, ...]


def _words(one: Signature) -> SignedWords:
    return SignedWords(
        occasion=one.occasion,
        wording=one.wording,
        devices=one.devices,
        person=one.person,
        note=one.note,
        due=one.due,
        digest=one.digest,
    )


def _state(one: Signature, context: Context) -> SigningState:
    if one.signed_at is not None:
        return SigningState.SIGNED
    return SigningState.OPEN if one.can_be_signed(context.now) else SigningState.OVER


@view(actors=CUSTOMERS)
def view_signing(reader: Reader, context: Context, link: str) -> SigningPage | Refusal:
    """The page to sign on, for whoever holds its link. Looking uses nothing up.

    Args:
        link: The page's token.

    Returns:
        What is signed as long as it can be; afterwards that it was, or that it is over. A refusal for what is no such
        link.
    """
    found = at_page(reader, link, context)
    if found is None:
        return NOT_FOUND
    one, state = found.signature, _state(found.signature, context)
    words = _words(one) if state is SigningState.OPEN else None
    return SigningPage(state=state, language=one.language, until=one.asked_at + SIGNING_TIME, words=words)


@room_part(Signature)
def room_signatures(reader: Reader, request: ServiceRequest, context: Context) -> RoomSignatures:
    """What a request's customer signed, or somebody for them."""
    rows = (
        ShownSignature(
            id=one.id, at=one.signed_at, how=one.how, name=one.name, strokes=one.strokes or (), words=_words(one)
        )
        for one in signatures_of(reader, request)
        if one.signed_at is not None and one.how is not None
    )
    return RoomSignatures(rows=tuple(rows))


@request_view(actors=CUSTOMERS)
def view_signatures(reader: Reader, context: Context, request: ServiceRequest) -> RoomSignatures:
    """What was signed at the counter, for the request's customer.

    Args:
        request_id: The request's id.

    Returns:
        The signatures, or a refusal for a request that is not the viewer's.
    """
    return room_signatures(reader, request, context)


@request_view(actors=STAFF, right=ASK)
def view_request_signatures(reader: Reader, context: Context, request: ServiceRequest) -> RequestSignatures:
    """What was signed on a request and what was asked for, for staff.

    Args:
        request_id: The request's id.

    Returns:
        It, or a refusal when there is no such request within the viewer's locations.
    """
    stored = signatures_of(reader, request)
    rows = []
    for one in stored:
        state = _state(one, context)
        token = signing_token(one.id, context.keyring) if state is SigningState.OPEN else None
        until = one.asked_at + SIGNING_TIME
        rows.append(ListedSignature(signature=one, state=state, token=token, until=until))
    return RequestSignatures(rows=tuple(rows), wanted=_wanted(reader, request, stored, context))


def _wanted(
    reader: Reader, request: ServiceRequest, stored: tuple[Signature, ...], context: Context
) -> tuple[SignedFor, ...]:
    if not context.settings.takes_signatures or request.merged_into is not None or request.erased_at is not None:
        return ()
    hand_over, loan = current(reader, request)
    about = {SignedFor.HANDED_OVER: hand_over and hand_over.id, SignedFor.LENT: loan and loan[0].id}
    signed = {(one.occasion, one.about) for one in stored if one.signed_at is not None}
    left = () if hand_over is not None else (SignedFor.RECEIVED,)
    there = (*left, *(occasion for occasion, id in about.items() if id))
    return tuple(one for one in there if (one, about.get(one)) not in signed)
