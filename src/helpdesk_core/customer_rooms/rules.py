"""Guest tracking: a try, so it is a command and counts."""

from __future__ import annotations

import hmac
from hashlib import sha256

import attrs

from ..base.actors import CUSTOMERS
from ..base.changes import Refusal, Verdict
from ..base.commands import Command, command, text
from ..base.grants import Scope
from ..base.handlers import Handler
from ..base.messages import define
from ..base.references import Reference
from ..base.surnames import name_keys, typed_name_keys
from ..base.text import RawText
from ..contacts.limits import BY_CLIENT, BY_REQUEST, TOO_MANY, Counter, count
from ..context import Context
from ..guardrails.redaction import Texts
from ..outcomes.model import Outcome, current_outcome
from ..ports.store import Reader
from ..service_requests.model import BY_REFERENCE, ServiceRequest
from .views import tracked

NOT_FOUND = Refusal(
    define(
        "refusal.not_found",
        "We did not find a request with these details. Please check the reference on your "
        "confirmation, and write the surname as it was given with the request.",
    )
)


@command
class TrackRequest(Command):
    """A guest asks for the status by reference and surname."""

    reference: Reference
    surname: RawText = text(max_length=100)


@attrs.frozen(kw_only=True)
class Tracked:
    """The request behind a reference, or None; its outcome; and the counters."""

    request: ServiceRequest | None
    outcome: Outcome | None
    counter: Counter


def load_tracked(reader: Reader, command: TrackRequest, context: Context) -> Tracked:
    """Counters and request: the same two reads whether the reference exists or not."""
    client = getattr(context.actor, "client", None)
    counter = count(reader, context, {BY_CLIENT: client, BY_REQUEST: str(command.reference)})
    found = reader.find(BY_REFERENCE, {"reference": str(command.reference)}, limit=1)
    request = found[0] if found else None
    return Tracked(request=request, outcome=current_outcome(reader, request) if request else None, counter=counter)


_NOBODY = "no person has this name"


def track(loaded: Tracked, command: TrackRequest, context: Context, texts: Texts) -> Verdict:
    """One answer for an unknown reference, a wrong surname and a request without one, in the same work."""
    if loaded.counter.is_full:
        return Verdict(refusal=TOO_MANY)
    request = loaded.request
    surname = str(request.surname) if request is not None and request.surname is not None else ""
    stored = name_keys(surname) or name_keys(_NOBODY)
    matches = _meet(stored, typed_name_keys(str(texts["surname"]))) and bool(surname)
    if request is None or not matches:
        return Verdict(saves=loaded.counter.one_more(context), refusal=NOT_FOUND)
    grant = context.keyring.grant(Scope.TRACKING, request.id, "", request.generation, context.now)
    return Verdict(
        result={"request": request.id, "grant": grant.token(), "tracked": tracked(request, loaded.outcome, context)}
    )


def _meet(stored: frozenset[str], typed: frozenset[str]) -> bool:
    """Whether the key sets meet, compared at one length and without stopping at the first that does."""
    marks = [sha256(key.encode()).digest() for key in stored]
    found = False
    for key in typed:
        mark = sha256(key.encode()).digest()
        for other in marks:
            found |= hmac.compare_digest(mark, other)
    return found


HANDLERS = (Handler(command=TrackRequest, actors=CUSTOMERS, load=load_tracked, decide=track, keyed=False),)
