"""One entry per change. Entries of a request form a chain; the request's row holds its head."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ..base.actors import Actor, ActorKind
from ..base.changes import Change
from ..base.digests import digest
from ..base.queries import Query
from ..base.records import Index, Record, col, record
from ..base.time import utc_text
from ..service_requests.model import ServiceRequest


@record(
    "timeline",
    # `verify` walks one tenant's histories, the feed one tenant's changes: both begin with the tenant.
    indexes=(
        Index(("tenant", "request", "sequence", "id")),
        Index(("tenant", "position", "sequence", "id")),
    ),
)
class TimelineEntry(Record):
    """A fact about a request. ``payload`` and ``salt`` can be erased; ``commitment`` stands in for them for ever."""

    request: str = col(references="service_requests")
    sequence: int
    at: datetime
    actor_kind: ActorKind
    actor: str = col(personal=False)
    action: str
    salt: str | None
    payload: dict[str, Any] | None = col(personal=True)
    commitment: str
    previous: str
    hash: str
    position: int = col(default=0, assigned=True)
    """Its place in the feed of all changes. The store gives it; a history does not depend on it."""

    def expected_commitment(self) -> str | None:
        """The commitment of salt and payload, None when they were erased."""
        return None if self.salt is None or self.payload is None else payload_commitment(self.salt, self.payload)

    def expected_hash(self) -> str:
        """The hash of everything that stays."""
        return entry_hash(
            self.previous,
            self.request,
            self.sequence,
            self.at,
            self.actor_kind,
            self.actor,
            self.action,
            self.commitment,
        )


ENTRIES = Query(TimelineEntry, equals=("tenant", "request"), order=("sequence", "id"))
LATEST_ENTRIES = Query(TimelineEntry, equals=("tenant", "request"), order=("sequence", "id"), newest_first=True)
EVERY_ENTRY = Query(TimelineEntry, order=("request", "sequence", "id"))
FEED = Query(TimelineEntry, order=("position", "sequence", "id"))


def payload_commitment(salt: str, payload: dict[str, Any]) -> str:
    """Commitment of a payload under its salt."""
    return digest(salt, json.dumps(payload, ensure_ascii=False, sort_keys=True))


def entry_hash(
    previous: str, request: str, sequence: int, at: datetime, kind: ActorKind, actor: str, action: str, commitment: str
) -> str:
    """The hash that the next entry builds on."""
    return digest(previous, request, str(sequence), utc_text(at), kind, actor, action, commitment)


def append(
    request: ServiceRequest, changes: Sequence[Change], actor: Actor, now: datetime, new_id: Callable[[], str]
) -> tuple[ServiceRequest, list[TimelineEntry]]:
    """The request with its head moved, and the entries for its changes."""
    head, sequence, entries = request.chain_head, request.chain_length, []
    for change in changes:
        sequence += 1
        id = new_id()
        salt, payload = new_id(), change.payload()
        commitment = payload_commitment(salt, payload)
        link = entry_hash(head, request.id, sequence, now, actor.kind, actor.id, change.action, commitment)
        entries.append(
            TimelineEntry(
                id=id,
                tenant=request.tenant,
                request=request.id,
                sequence=sequence,
                at=now,
                actor_kind=actor.kind,
                actor=actor.id,
                action=change.action,
                salt=salt,
                payload=payload,
                commitment=commitment,
                previous=head,
                hash=link,
            )
        )
        head = link
    return request.changed(chain_head=head, chain_length=sequence), entries
