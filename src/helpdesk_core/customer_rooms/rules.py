"""Guest tracking: a try, so it is a command and counts."""

from __future__ import annotations

import hmac

import attrs

from ..base.actors import CUSTOMERS
from ..base.changes import Refusal, RefusalKind, Verdict, refused
from ..base.commands import Command, command, text
from ..base.digests import digest
from ..base.grants import GrantScope
from ..base.messages import define
from ..base.queries import Query
from ..base.references import Reference
from ..base.results import GrantToken, Result, result
from ..base.serials import typed_serial_keys
from ..base.surnames import surname_keys, typed_name_keys
from ..base.text import RawText
from ..contacts.limits import TRIES_BY_CLIENT, TRIES_OF_REFERENCE, TRIES_OF_SITE, Counter, count
from ..context import Context
from ..devices.model import RequestDevice
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest

NOT_FOUND_BY_NAME = Refusal(
    define(
        "refusal.not_found",
        "We could not find a request with these details. Please check the reference on your "
        "confirmation, and enter the surname or the serial number given on the request.",
    ),
    kind=RefusalKind.NOT_FOUND,
)

ONE_IS_NEEDED = Refusal(
    define("refusal.surname_or_serial", "Please enter the surname or the serial number. One of the two is enough."),
    kind=RefusalKind.INVALID,
    field="surname",
)
LINK_NEEDED = define(
    "refusal.tracking_needs_link",
    "There were too many tries. Let us send the link to your request instead: with it you are in at once. You can try "
    "here again from {time}.",
)


@result
class Tracked(Result):
    """The request, and the grant by which `view_tracking` shows its four public facts."""

    request: str
    grant: GrantToken


@command
class TrackRequest(Command[Tracked]):
    """A guest asks for the status of a request. Every attempt counts. One of surname and serial number is enough; where
    both are given, either may fit.

    Args:
        reference: The request's reference.
        surname: The surname it was submitted under.
        serial: The serial number of its device; where it is about several, of any of them.
    """

    reference: Reference
    surname: RawText | None = text(max_length=100, default=None)
    serial: RawText | None = text(max_length=64, default=None)


@attrs.frozen(kw_only=True)
class Named:
    """What tracking compares and hands out of a request, also of one that does not exist: its ``id`` is empty."""

    id: str
    surname: str | None
    given_name: str | None
    serial_key: str | None
    generation: int

    @property
    def names(self) -> frozenset[str]:
        """The surnames that fit."""
        return surname_keys(self.surname or "", self.given_name)

    @property
    def keys(self) -> frozenset[str]:
        """What fits: surnames, and a serial number behind its sign, which alone nobody can type."""
        return self.names | {_SERIAL + (self.serial_key or "")}


_SERIAL = "#"
_NOBODY = ("", "Nobody", None, None, 0)
_COLUMNS = tuple(field.name for field in attrs.fields(Named))
NAMED_BY_REFERENCE = Query(ServiceRequest, equals=("tenant", "reference"), columns=_COLUMNS)
_DEVICE_BY_SERIAL = Query(
    RequestDevice, equals=("tenant", "request"), in_="serial_key", where={"removed_at": None}, columns=("id",)
)
"""No row comes where the number is another one's, as where there is no such request."""


@attrs.frozen(kw_only=True)
class TrackScope(Loaded):
    """The request behind a reference, or nobody, and the counters. Nothing is proved yet: there is no subject.

    Attributes:
        has_device: Whether one of its devices has the serial number that was typed.
    """

    named: Named
    counter: Counter
    has_device: bool


def load_tracked(reader: Reader, command: TrackRequest, context: Context) -> TrackScope:
    """Counters, request, and its devices where a serial number was typed: the same reads, whether the reference exists
    or not and however many devices there are."""
    client = getattr(context.actor, "client", None)
    limits = {TRIES_BY_CLIENT: client, TRIES_OF_REFERENCE: str(command.reference), TRIES_OF_SITE: "tracking"}
    counter = count(reader, context, limits)
    named = find_named(reader, command.reference)
    serial = "" if command.serial is None else str(context.redactor.redact(command.serial).text)
    asked = {"request": named.id, "serial_key": tuple(typed_serial_keys(serial))}
    devices = reader.find(_DEVICE_BY_SERIAL, asked, limit=1) if asked["serial_key"] else ()
    return TrackScope(named=named, counter=counter, has_device=bool(devices))


def find_named(reader: Reader, reference: Reference) -> Named:
    """What is compared of the request with a reference: one read and the same work, whether there is one or not."""
    found = reader.find(NAMED_BY_REFERENCE, {"reference": str(reference)}, limit=1)
    (cells,) = found or (_NOBODY,)
    return Named(**dict(zip(_COLUMNS, cells, strict=True)))


@handles(TrackRequest, actors=CUSTOMERS, load=load_tracked, keyed=False)
def track(loaded: TrackScope, command: TrackRequest, context: Context) -> Verdict[Tracked]:
    """One answer for an unknown reference, for a surname or serial number that is wrong, and for a request without one,
    in the same work."""
    surname, serial = context.texts.get("surname"), context.texts.get("serial")
    if surname is None and serial is None:
        return refused(ONE_IS_NEEDED)
    if free_at := loaded.counter.free_at:
        return refused(Refusal(LINK_NEEDED, {"time": free_at}, kind=RefusalKind.VERIFY))
    named = loaded.named
    typed = typed_name_keys(str(surname or "")) | {_SERIAL + key for key in typed_serial_keys(str(serial or ""))}
    if not meet(named.keys, typed) | loaded.has_device or not named.id:
        return refused(NOT_FOUND_BY_NAME, *loaded.counter.one_more(context))
    grant = context.keyring.grant(GrantScope.TRACKING, named.id, "", named.generation, context.now)
    return Verdict(result=Tracked(request=named.id, grant=GrantToken(grant.token())))


def meet(stored: frozenset[str], typed: frozenset[str]) -> bool:
    """Whether the key sets meet, compared at one length and without stopping at the first that does."""
    marks = [digest(key) for key in stored]
    found = False
    for key in typed:
        mark = digest(key)
        for other in marks:
            found |= hmac.compare_digest(mark, other)
    return found
