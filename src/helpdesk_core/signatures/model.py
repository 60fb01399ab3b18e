"""A signature that staff ask for, and what came of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from ..base.actors import CUSTOMERS
from ..base.digests import digest
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.values import canonical, piece
from ..base.worded import Worded

SIGNING_TIME = timedelta(minutes=15)
"""For how long the page can be signed on."""
MOST_SIGNATURES = 40
"""Asked for on one request."""


class SignedFor(Worded, prefix="signature.for"):
    """What is signed for."""

    RECEIVED = "received", "Left with us"
    HANDED_OVER = "handed_over", "Handed over"
    LENT = "lent", "Lent"


class SignedBy(Worded, prefix="signature.by"):
    """How it was signed."""

    DRAWN = "drawn", "Drawn by hand"
    TYPED = "typed", "Name typed"


@piece
class SignedText:
    """Words of the shop that were signed: the version of its settings, which keep them, and what they were exactly.

    Attributes:
        code: The text's code.
        number: Which version of it, as the shop's settings count them; 0 for the program's own.
        digest: SHA-256 of the words as they were read, in UTF-8.
    """

    code: str
    number: int
    digest: str


@piece
class SignedDevice:
    """A device that was signed for, as it was written down then."""

    description: SafeText
    serial: SafeText | None = None
    accessories: SafeText | None = None
    condition: SafeText | None = None


@piece
class Stroke:
    """One stroke of a drawing.

    Attributes:
        points: Across and down in turns, in whole numbers from 0 to `WIDTH` and `HEIGHT`: the field that a drawing
            stands in, whatever the screen.
    """

    WIDTH, HEIGHT = 1_000, 500
    FEWEST_POINTS, MOST_POINTS = 4, 2_000
    """Of a whole drawing: a tap is no signature."""
    points: tuple[int, ...]


@record("signatures", indexes=(Index(("request", "asked_at", "id")),))
class Signature(Attested):
    """Staff asked a customer to sign. What is read stands in it from then on; what was signed is never rewritten."""

    request: str = col(references="service_requests")
    occasion: SignedFor
    about: str | None = col(default=None)
    """The id of the hand-over or the loan."""
    language: str
    wording: tuple[SignedText, ...]
    devices: tuple[SignedDevice, ...] = col(personal=True)
    person: SafeText | None = col(personal=True, default=None)
    """Who took the device, where one was handed over."""
    note: SafeText | None = col(personal=True, default=None)
    due: date | None = col(default=None)
    """Until when the device was lent."""
    digest: str = col(personal=True)
    """SHA-256 over all that was read; it goes with it, so that nobody can try guesses at what stood there."""
    asked_at: datetime
    asked_by_name: SafeText | None = col(personal="staff", default=None)
    ended_at: datetime | None = col(default=None)
    """Since when it cannot be signed any more, because it was asked for anew."""
    signed_at: datetime | None = col(default=None)
    how: SignedBy | None = col(default=None)
    name: SafeText | None = col(personal=True, default=None)
    """As it was typed."""
    strokes: tuple[Stroke, ...] | None = col(personal=True, default=None)
    """As they were drawn."""

    def can_be_signed(self, now: datetime) -> bool:
        """Whether the page is open.

        Args:
            now: The present moment.

        Returns:
            Whether it is.
        """
        return self.signed_at is None and self.ended_at is None and now < self.asked_at + SIGNING_TIME

    def check_write(self, before: Self | None, actor_kind: str, settings: object) -> str | None:
        """See `Record.check_write`: the customer's side alone signs, once, and what it is for stays."""
        if before is None:
            return None if self.signed_at is None else "a signature is asked for before it is given"
        kept = [*_ASKED, *(_SIGNED if before.signed_at is not None else ())]
        if self.salt is not None:  # what is erased loses these
            kept += ["digest", *(["strokes"] if before.signed_at is not None else ())]
        if any(getattr(before, one) != getattr(self, one) for one in kept):
            return "what is signed for, and a signature that was given, stay as they were"
        if before.signed_at is None and self.signed_at is not None and actor_kind not in CUSTOMERS:
            return "only who was asked signs"
        return None


_ASKED = ("request", "occasion", "about", "language", "due", "asked_at")
_SIGNED = ("ended_at", "signed_at", "how")
OF_REQUEST = Query(Signature, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True)


def digest_of(signature: Signature) -> str:
    """SHA-256 over all that is read before signing: the words with their versions, the devices, the person.

    Args:
        signature: The signature.

    Returns:
        64 hex digits.
    """
    names = ("occasion", "language", "wording", "devices", "person", "note", "due")
    return digest("signature", canonical({name: getattr(signature, name) for name in names}))
