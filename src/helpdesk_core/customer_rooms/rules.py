"""Guest tracking: a try, so it is a command and counts."""

from __future__ import annotations

import hmac
from hashlib import sha256

import attrs

from ..base.actors import CUSTOMERS
from ..base.changes import Refusal, RefusalKind, Verdict, refused
from ..base.commands import Command, command, text
from ..base.grants import GrantScope
from ..base.messages import define
from ..base.references import Reference
from ..base.results import GrantToken, Result, result
from ..base.surnames import name_keys, surname_keys, typed_name_keys
from ..base.text import RawText
from ..contacts.limits import TRIES_BY_CLIENT, TRIES_OF_REFERENCE, TRIES_OF_SITE, Counter, count
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import BY_REFERENCE, ServiceRequest
from ..subjects import can_access

NOT_FOUND_BY_NAME = Refusal(
    define(
        "refusal.not_found",
        "We did not find a request with these details. Please check the reference on your "
        "confirmation, and write the surname as it was given with the request.",
    ),
    kind=RefusalKind.NOT_FOUND,
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
    """A guest asks for the status of a request. Every attempt counts.

    Args:
        reference: The request's reference.
        surname: The surname it was submitted under.
    """

    reference: Reference
    surname: RawText = text(max_length=100)


@attrs.frozen(kw_only=True)
class TrackScope(Loaded):
    """The request behind a reference, or None, and the counters. Nothing is proved yet: there is no subject."""

    request: ServiceRequest | None
    counter: Counter


def load_tracked(reader: Reader, command: TrackRequest, context: Context) -> TrackScope:
    """Counters and request: the same two reads whether the reference exists or not."""
    client = getattr(context.actor, "client", None)
    limits = {TRIES_BY_CLIENT: client, TRIES_OF_REFERENCE: str(command.reference), TRIES_OF_SITE: "tracking"}
    counter = count(reader, context, limits)
    found = reader.find(BY_REFERENCE, {"reference": str(command.reference)}, limit=1)
    return TrackScope(request=found[0] if found else None, counter=counter)


_NOBODY = "no person has this name"


def _is_in(request: ServiceRequest | None, context: Context) -> bool:
    """Whether this browser has opened the request already: others' tries do not shut it out."""
    return request is not None and can_access(request, context)


@handles(TrackRequest, actors=CUSTOMERS, load=load_tracked, keyed=False)
def track(loaded: TrackScope, command: TrackRequest, context: Context) -> Verdict[Tracked]:
    """One answer for an unknown reference, a wrong surname and a request without one, in the same work."""
    request = loaded.request
    if (free_at := loaded.counter.free_at) and not _is_in(request, context):
        return refused(Refusal(LINK_NEEDED, {"time": free_at}, kind=RefusalKind.VERIFY))
    surname = str(request.surname) if request is not None and request.surname is not None else ""
    given_name = str(request.given_name) if request is not None and request.given_name is not None else None
    stored = surname_keys(surname, given_name) or name_keys(_NOBODY)
    matches = _meet(stored, typed_name_keys(str(context.texts["surname"]))) and bool(surname)
    if request is None or not matches:
        return refused(NOT_FOUND_BY_NAME, *loaded.counter.one_more(context))
    grant = context.keyring.grant(GrantScope.TRACKING, request.id, "", request.generation, context.now)
    return Verdict(result=Tracked(request=request.id, grant=GrantToken(grant.token())))


def _meet(stored: frozenset[str], typed: frozenset[str]) -> bool:
    """Whether the key sets meet, compared at one length and without stopping at the first that does."""
    marks = [sha256(key.encode()).digest() for key in stored]
    found = False
    for key in typed:
        mark = sha256(key.encode()).digest()
        for other in marks:
            found |= hmac.compare_digest(mark, other)
    return found
