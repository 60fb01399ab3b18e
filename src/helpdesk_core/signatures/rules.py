"""Asking for a signature, and signing. Neither moves a request: a signature decides nothing, and no status follows."""

from __future__ import annotations

import hmac
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, Language, OpaqueId, command, items, number, text
from ..base.keyring import KeyRing
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import RawText
from ..base.values import piece
from ..context import Context
from ..devices.model import RequestDevice
from ..devices.several import devices_on, stored_devices
from ..guardrails.rights import right
from ..hand_overs.model import HandOver
from ..hand_overs.rules import hand_overs_of
from ..handlers import Loaded, handles
from ..loans.model import Loan, LoanDevice
from ..loans.rules import loans_of
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, done
from ..subjects import NOT_FOUND
from .model import (
    MOST_SIGNATURES,
    OF_REQUEST,
    Signature,
    SignedBy,
    SignedDevice,
    SignedFor,
    SignedText,
    Stroke,
    digest_of,
)

ASK = right("signatures.ask", "Have customers sign at the counter, and see what they signed.")
MOST_TEXTS = 4
MOST_STROKES, MOST_NUMBERS = 60, 1_000
"""Strokes of a drawing, numbers of one stroke."""
_PURPOSE, _ID, _PROOF = "signature", 32, 32
NOTHING_TO_SIGN = Refusal(
    define(
        "refusal.signature_nothing",
        "There is nothing to sign for. Please record the hand-over or the loan first.",
    ),
    kind=RefusalKind.CONFLICT,
    field="occasion",
)
SWITCHED_OFF = Refusal(
    define("refusal.signatures_off", "Nothing is signed at the counter here: the shop's settings say so."),
    kind=RefusalKind.CONFLICT,
)
TOO_MANY = Refusal(
    define("refusal.signatures_too_many", "On this request nothing more can be signed here. Please use paper."),
    kind=RefusalKind.CONFLICT,
)
IS_SIGNED = Refusal(define("refusal.signature_signed", "This is signed already. Thank you."), kind=RefusalKind.CONFLICT)
IS_OVER = Refusal(
    define("refusal.signature_over", "This page cannot be signed any more. Please ask for a new one."),
    kind=RefusalKind.CONFLICT,
)
UNSIGNED = Refusal(
    define("refusal.signature_missing", "Please sign in the field, or type your name."),
    field="name",
)
UNREADABLE = Refusal(
    define("refusal.signature_unreadable", "This drawing cannot be read. Please sign anew, or type your name."),
    field="name",
)


@piece
class ShownText:
    """Words of the shop that the customer reads before signing.

    Attributes:
        code: The text's code.
        number: Which version of it, as the shop's settings count them; 0 for the program's own.
        digest: SHA-256 of the words as they are shown, in UTF-8.
    """

    code: OpaqueId
    number: int = number(0, 2**31)
    digest: OpaqueId


@piece
class DrawnStroke:
    """One stroke of a drawing, as it comes in.

    Attributes:
        points: Across and down in turns, in whole numbers.
    """

    points: tuple[int, ...] = items(MOST_NUMBERS, at_least=2)


@result
class SignatureAsked(Result):
    """The signature's id."""

    signature: str


@command
class AskForSignature(RequestCommand[SignatureAsked]):
    """Staff open a page for the customer to sign on. One that is open still ends by that.

    Args:
        occasion: What is signed for: the devices that are left, the latest hand-over, or the latest loan that is out.
        language: The language that the words are in.
        texts: The words of the shop that are signed.
    """

    occasion: SignedFor
    language: Language
    texts: tuple[ShownText, ...] = items(MOST_TEXTS, at_least=1)


@command
class Sign(Command[Result]):
    """Whoever stands before the page signs: with a drawing, or with their name.

    Args:
        link: The page's token.
        digest: Of what was read there.
        name: Their name, typed.
        strokes: What they drew.
    """

    link: OpaqueId
    digest: OpaqueId
    name: RawText | None = text(max_length=100, default=None)
    strokes: tuple[DrawnStroke, ...] = items(MOST_STROKES, default=())


class SignatureWasAsked(Change, action="signature_asked", label="Customer asked to sign at the counter", tells=NOBODY):
    """Staff opened a page to sign on."""

    signature: str


class SignatureGiven(Change, action="signature_given", label="Signed at the counter", tells=NOBODY):
    """Whoever stood before the page signed."""

    signature: str
    how: str


@attrs.frozen(kw_only=True)
class OfSignatures(OfRequest):
    """A request, what was asked for before, and what can be signed for."""

    all: tuple[Signature, ...]
    devices: tuple[RequestDevice, ...]
    hand_over: HandOver | None
    loan: tuple[Loan, LoanDevice] | None


@attrs.frozen(kw_only=True)
class AtPage(Loaded):
    """A page to sign on, for whoever holds its link. It is nobody's subject: who stands there has shown nothing."""

    request: ServiceRequest
    signature: Signature


def signing_token(signature: str, keyring: KeyRing) -> str:
    """The token of the page on which this one thing is signed; it opens nothing else.

    Args:
        signature: The signature's id.
        keyring: The deployment's secrets.

    Returns:
        64 characters.
    """
    return f"{signature}{keyring.mac(_PURPOSE, signature)[:_PROOF]}"


def signatures_of(reader: Reader, request: ServiceRequest) -> tuple[Signature, ...]:
    """What was asked for on a request, the newest first; nothing is read where nothing was."""
    if Signature.record_type.name not in request.has:
        return ()
    return tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=MOST_SIGNATURES))


def at_page(reader: Reader, link: str, context: Context) -> AtPage | None:
    """What a page's token leads to; None for what is no token of ours, and once the request is erased."""
    if len(link) != _ID + _PROOF or not link.isascii() or not link.isalnum():
        return None
    id, proof, found = link[:_ID], link[_ID:], False
    for mac in context.keyring.macs(_PURPOSE, id):
        found |= hmac.compare_digest(mac[:_PROOF], proof)
    if not found:
        return None
    signature = reader.load(Signature, id)
    request = None if signature is None else reader.load(ServiceRequest, signature.request)
    if signature is None or request is None or request.erased_at is not None:
        return None
    return AtPage(request=request, signature=signature)


def current(reader: Reader, request: ServiceRequest) -> tuple[HandOver | None, tuple[Loan, LoanDevice] | None]:
    """The hand-over and the loan that could be signed for now."""
    hand_over = next(iter(hand_overs_of(reader, request)), None)
    return hand_over, next((one for one in loans_of(reader, request) if one[0].returned_at is None), None)


def load_asking(reader: Reader, command: AskForSignature, context: Context) -> OfSignatures | Refusal:
    """The request, with all that could be signed for."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request = loaded.request
    hand_over, loan = current(reader, request)
    return OfSignatures(
        request=request,
        all=signatures_of(reader, request),
        devices=stored_devices(reader, request) or devices_on((), request, context),
        hand_over=hand_over,
        loan=loan,
    )


def load_page(reader: Reader, command: Sign, context: Context) -> AtPage | Refusal:
    """The page that the link leads to."""
    return at_page(reader, command.link, context) or NOT_FOUND


def _signed_for(loaded: OfSignatures, occasion: SignedFor) -> dict[str, Any] | None:
    """What stands on the page besides the words; None where there is no such thing."""
    there = tuple(one for one in loaded.devices if one.removed_at is None)
    if occasion is SignedFor.RECEIVED:
        return {"devices": tuple(_device(one) for one in there)}
    if occasion is SignedFor.HANDED_OVER and (given := loaded.hand_over) is not None:
        named = tuple(one for one in loaded.devices if one.id in given.devices) or there
        devices = tuple(_device(one) for one in named)
        return {"about": given.id, "devices": devices, "person": given.name, "note": given.note}
    if occasion is SignedFor.LENT and loaded.loan is not None:
        loan, device = loaded.loan
        lent = SignedDevice(description=device.name, serial=device.serial, condition=loan.condition)
        return {"about": loan.id, "devices": (lent,), "due": loan.due}
    return None


def _device(one: RequestDevice) -> SignedDevice:
    return SignedDevice(
        description=one.description, serial=one.serial, accessories=one.accessories, condition=one.condition
    )


@handles(AskForSignature, actors=STAFF, load=load_asking, right=ASK)
def ask_for_signature(loaded: OfSignatures, command: AskForSignature, context: Context) -> Verdict[SignatureAsked]:
    """What is signed for is written down now, so that nothing changes under the pen."""
    request = loaded.request
    if not context.settings.takes_signatures:
        return refused(SWITCHED_OFF)
    if request.merged_into is not None:
        return refused(CONTINUED)
    if len(loaded.all) >= MOST_SIGNATURES:
        return refused(TOO_MANY)
    what = _signed_for(loaded, command.occasion)
    if what is None:
        return refused(NOTHING_TO_SIGN)
    wording = tuple(SignedText(code=one.code, number=one.number, digest=one.digest) for one in command.texts)
    asked = context.make(
        Signature,
        request=request.id,
        occasion=command.occasion,
        language=str(command.language),
        wording=wording,
        digest="",
        asked_at=context.now,
        asked_by_name=context.staff_name,
        **what,
    )
    asked = asked.changed(digest=digest_of(asked))
    open_still = (one for one in loaded.all if one.can_be_signed(context.now))
    ended = (Save(before=one, after=one.changed(ended_at=context.now)) for one in open_still)
    change, answer = SignatureWasAsked(signature=asked.id), SignatureAsked(signature=asked.id)
    return done(request, context, change, result=answer, saves=(Save(after=asked), *ended))


def _is_drawing(strokes: tuple[DrawnStroke, ...]) -> bool:
    """Whether these are points within the field, so many that somebody drew them, and no more than we keep."""
    points = sum(len(one.points) for one in strokes) // 2
    return Stroke.FEWEST_POINTS <= points <= Stroke.MOST_POINTS and all(
        len(one.points) % 2 == 0
        and all(0 <= across <= Stroke.WIDTH for across in one.points[::2])
        and all(0 <= down <= Stroke.HEIGHT for down in one.points[1::2])
        for one in strokes
    )


@handles(Sign, actors=CUSTOMERS, load=load_page)
def sign(loaded: AtPage, command: Sign, context: Context) -> Verdict[Result]:
    """Once, for as long as the page is open, and for what stood on it. Nothing follows from it."""
    before, name = loaded.signature, context.texts.get("name")
    if before.signed_at is not None:
        return refused(IS_SIGNED)
    if not before.can_be_signed(context.now) or command.digest != before.digest:
        return refused(IS_OVER)
    if command.strokes and not _is_drawing(command.strokes):
        return refused(UNREADABLE)
    if not command.strokes and name is None:
        return refused(UNSIGNED)
    how = SignedBy.DRAWN if command.strokes else SignedBy.TYPED
    strokes = tuple(Stroke(points=one.points) for one in command.strokes) or None
    after = before.changed(signed_at=context.now, how=how, name=name, strokes=strokes)
    given = SignatureGiven(signature=before.id, how=how.value)
    return done(loaded.request, context, given, result=Result(), saves=(Save(before=before, after=after),))
