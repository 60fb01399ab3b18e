"""The history of every subject: one entry per change, in a chain that cannot be changed unseen.

The subject's row holds the chain's head. An entry commits to its payload under a salt, so that a payload can be erased
and the chain still holds; it also vouches for the rows that the command wrote (`base.records.Attested`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any, Self, TypeVar

from ..base.actors import Actor, ActorKind
from ..base.changes import Change
from ..base.changes import changes as known_changes
from ..base.digests import digest
from ..base.queries import Query
from ..base.records import Attested, Index, Record, RecordType, Row, Subject, col, record
from ..base.time import utc_text
from ..base.values import Written, canonical, canonical_data

_S = TypeVar("_S", bound=Subject)
_NONE = Written({})


@record(
    "timeline",
    # `verify` walks one tenant's histories, the feed one tenant's changes: both begin with the tenant.
    indexes=(
        Index(("tenant", "subject", "sequence", "id")),
        Index(("tenant", "position", "sequence", "id")),
    ),
)
class TimelineEntry(Record):
    """A fact about a subject. ``payload`` and ``salt`` can be erased; ``commitment`` stands in for them permanently.

    Attributes:
        sequence: Its number in the subject's history, from 1.
    """

    subject: str = col(about=True)
    """Id of the request, the settings … that this is the history of. No foreign key: subjects are of several types."""
    sequence: int
    at: datetime
    actor_kind: ActorKind
    actor: str = col(personal=False)
    action: str
    salt: str | None
    payload: dict[str, Any] | None = col(personal=True, codes=True)
    commitment: str
    attested: dict[str, str] = col(personal=False, codes=True)
    """Rows that were written with this change: ``type:id`` → their digest."""
    previous: str
    hash: str
    position: int = col(default=0, assigned=True)
    """Its place in the feed of all changes. The store gives it; a history does not depend on it."""

    def erased(self) -> Self:
        """A copy without its payload where that tells something of the customer; the commitment stays."""
        change = known_changes.get(self.action)
        return self.changed(payload=None, salt=None) if change is None or change.personal else self

    def expected_commitment(self) -> str | None:
        """The commitment of salt and payload, None when they were erased."""
        return None if self.salt is None or self.payload is None else payload_commitment(self.salt, self.payload)

    def expected_hash(self) -> str:
        """The hash of everything that stays."""
        return chained(self.previous, self.expected_body())

    def expected_body(self) -> str:
        """The digest of the entry by itself. It gives nothing away, since the commitment in it is salted: a history can
        be shown to somebody who may read some of its entries, and still be followed to its head."""
        by = actor_digest(self.actor_kind, self.actor)
        return entry_body(self.subject, self.sequence, self.at, by, self.action, self.commitment, self.attested)


def chained(previous: str, body: str) -> str:
    """What an entry and everything before it come to.

    Args:
        previous: The hash of the entry before; empty for the first.
        body: As `entry_body` made it.

    Returns:
        The hash.
    """
    return digest(previous, body)


def entry_body(
    subject: str, sequence: int, at: datetime, by: str, action: str, commitment: str, attested: Mapping[str, str]
) -> str:
    """What an entry says, as a digest.

    Args:
        subject: The subject's id.
        sequence: The entry's number, from 1.
        at: When.
        by: The digest of who did it, as `actor_digest` made it.
        action: Name of the change.
        commitment: The salted commitment of its payload.
        attested: The rows that it vouches for.

    Returns:
        The digest.
    """
    return digest(subject, str(sequence), utc_text(at), by, action, commitment, canonical(attested))


def actor_digest(kind: str, id: str) -> str:
    """Who did something, without their id: that may be an e-mail address."""
    return digest(kind, id)


ENTRIES = Query(TimelineEntry, equals=("tenant", "subject"), order=("sequence", "id"))
LATEST_ENTRIES = Query(TimelineEntry, equals=("tenant", "subject"), order=("sequence", "id"), newest_first=True)
EVERY_ENTRY = Query(TimelineEntry, order=("subject", "sequence", "id"))
FEED = Query(TimelineEntry, order=("position", "sequence", "id"))
NEWEST_IN_FEED = Query(TimelineEntry, order=("position", "sequence", "id"), newest_first=True)


def payload_commitment(salt: str, payload: Mapping[str, Any]) -> str:
    """Commitment of a payload under its salt."""
    return digest(salt, canonical(payload))


def attestation(record: Attested, row: Row | None = None) -> str:
    """The digest by which a history vouches for a row: every cell but counters, under the row's own salt.

    Args:
        record: The record.
        row: Its cells, where they are known already.
    """
    record_type = record.record_type
    names, cells = _attested(record_type)
    row = record_type.encode(record) if row is None else row
    return digest(record.salt or "", record_type.name, names, canonical_data(cells(row)))


@cache
def _attested(record_type: RecordType) -> tuple[str, Callable[[Row], Row]]:
    """The names of the columns that are vouched for, and what takes their cells: their own digest would be as slow as
    writing the row."""
    names = [record_type.columns[place].name for place in record_type.attested]
    return canonical_data(names), itemgetter(*record_type.attested)


def attested_key(record: Record) -> str:
    """The name of a row in a history: its type and id."""
    return f"{record.record_type.name}:{record.id}"


def append(
    subject: _S,
    changes: Sequence[Change],
    attested: dict[str, str],
    actor: Actor,
    now: datetime,
    new_id: Callable[[], str],
    new_salt: Callable[[], str],
    has: tuple[str, ...] | None = None,
) -> tuple[_S, list[TimelineEntry]]:
    """Add changes to a subject's history.

    Args:
        subject: The subject, with its present head.
        changes: What happened, in order; at least one.
        attested: Rows about the subject that were written with it, as `attested_key` → `attestation`; the last entry
            vouches for them.
        actor: Who did it.
        now: When.
        new_id: Hands out fresh ids.
        new_salt: Hands out fresh salts.
        has: The names of the types of record there are about the subject now; None for those that it knows of.

    Returns:
        The subject with its head moved, and the entries to store.
    """
    head, sequence, entries = subject.chain_head, subject.chain_length, []
    for number, change in enumerate(changes, 1):
        sequence += 1
        salt, payload = new_salt(), Written(change.payload())
        commitment, vouched = payload_commitment(salt, payload), Written(attested) if number == len(changes) else _NONE
        by = actor_digest(actor.kind, actor.id)
        body = entry_body(subject.id, sequence, now, by, change.action, commitment, vouched)
        following = chained(head, body)
        entry = TimelineEntry(
            id=new_id(),
            tenant=subject.tenant,
            subject=subject.id,
            sequence=sequence,
            at=now,
            actor_kind=actor.kind,
            actor=actor.id,
            action=change.action,
            salt=salt,
            payload=payload,
            commitment=commitment,
            attested=vouched,
            previous=head,
            hash=following,
        )
        head = following
        entries.append(entry)
    has = subject.has if has is None else has
    return subject.changed(chain_head=head, chain_length=sequence, has=has), entries
