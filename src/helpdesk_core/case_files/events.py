"""The history as the customer may read it. What is not theirs is there as a digest alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import cast, get_args, get_type_hints

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import changes
from ..base.notices import Audience
from ..base.records import record_types
from ..base.text import InternalNote
from ..context import Context
from ..conversations.model import THREAD, Side, ThreadMessage
from ..guardrails.timeline import ENTRIES, TimelineEntry, actor_digest, attested_key
from ..ports.store import Reader
from ..quotes.changes import ApproverAnswered, QuoteApproved, QuoteDeclined
from ..service_requests.lifecycle import status_of
from ..service_requests.model import ServiceRequest
from ..timeline.audit import scan
from .model import Event, EventProof, HistoryPart, RowDigest, Words

_DECIDED = frozenset({QuoteApproved.action, QuoteDeclined.action, ApproverAnswered.action})


def history_of(
    reader: Reader, request: ServiceRequest, by_approver: frozenset[str], language: str, context: Context
) -> HistoryPart:
    """The whole history of a request.

    Args:
        reader: Reads it.
        request: The request.
        by_approver: Ids of the quotes that a person decided about whom the customer named.
        language: Of the words for statuses.
        context: Of the view.

    Returns:
        What the customer may read, and the digests of all entries.
    """
    entries = cast(Sequence[TimelineEntry], tuple(scan(reader, ENTRIES, {"subject": request.id})))
    said, vouching = _said_with(entries, cast(Iterator[ThreadMessage], scan(reader, THREAD, {"request": request.id})))
    theirs = (one for one in entries if one.sequence in said or one.sequence in vouching or _is_theirs(one))
    return HistoryPart(
        subject=request.id,
        events=tuple(_event(one, said.get(one.sequence, ()), by_approver, language, context) for one in theirs),
        bodies=tuple(one.expected_body() for one in entries),
        head=request.chain_head,
    )


def _said_with(
    entries: Iterable[TimelineEntry], messages: Iterable[ThreadMessage]
) -> tuple[dict[int, tuple[ThreadMessage, ...]], set[int]]:
    """Messages by the number of the entry that tells of them, and the numbers of those that vouch for them. The last
    entry of a command vouches for all its rows; what was said belongs to the one before it that is about words, where
    there is one."""
    waiting = {attested_key(one): one for one in messages}
    said: dict[int, tuple[ThreadMessage, ...]] = {}
    vouching: set[int] = set()
    spoken: TimelineEntry | None = None
    for entry in entries:
        if _is_spoken(entry):
            spoken = entry
        if words := tuple(waiting.pop(key) for key in entry.attested if key in waiting):
            teller = spoken if spoken is not None and spoken.at == entry.at else entry
            said[teller.sequence] = (*said.get(teller.sequence, ()), *sorted(words, key=lambda one: one.at))
            vouching.add(entry.sequence)
    return said, vouching


def _is_spoken(entry: TimelineEntry) -> bool:
    change = changes.get(entry.action)
    return change is not None and change.is_spoken


@cache
def _is_of_staff(row_type: str) -> bool:
    """Whether rows of a type hold an internal note: that there is one is not told either."""
    known = record_types.get(row_type)
    return known is None or InternalNote in {
        part for hint in get_type_hints(known.make).values() for part in (hint, *get_args(hint))
    }


def _is_theirs(entry: TimelineEntry) -> bool:
    """How it began, what the customer did, and what they were told of; nothing else."""
    change = changes.get(entry.action)
    if change is None:
        return False
    told = (*change.by_staff, *change.by_automation)
    return entry.sequence == 1 or entry.actor_kind in CUSTOMERS or any(n.audience is Audience.CUSTOMER for n in told)


def _event(
    entry: TimelineEntry,
    said: Iterable[ThreadMessage],
    by_approver: frozenset[str],
    language: str,
    context: Context,
) -> Event:
    payload = entry.payload or {}
    return Event(
        sequence=entry.sequence,
        at=entry.at,
        by=_by(entry, payload, by_approver),
        action=entry.action,
        phase=str(payload.get("phase", "")),
        status=_status(payload, language, context),
        words=tuple(map(_words, said)),
        proof=proof_of(entry),
    )


def proof_of(entry: TimelineEntry) -> EventProof | None:
    """What an entry's digest is made of.

    Args:
        entry: The entry.

    Returns:
        The parts, None for one that vouches for rows of the staff's too.
    """
    if any(_is_of_staff(row.partition(":")[0]) for row in entry.attested):
        return None
    rows = (RowDigest(row=row, digest=mark) for row, mark in sorted(entry.attested.items()))
    by = actor_digest(entry.actor_kind, entry.actor)
    return EventProof(actor=by, commitment=entry.commitment, rows=tuple(rows))


def _by(entry: TimelineEntry, payload: Mapping[str, object], by_approver: frozenset[str]) -> str:
    if entry.actor_kind in STAFF:
        return "shop"
    if entry.actor_kind not in CUSTOMERS:
        return "machine"
    return "approver" if entry.action in _DECIDED and payload.get("quote") in by_approver else "customer"


def _status(payload: Mapping[str, object], language: str, context: Context) -> str:
    status = status_of(context.settings, str(payload.get("status", "")))
    return "" if status is None else context.settings.label(status.labels, language)


def _words(message: ThreadMessage) -> Words:
    return Words(
        row=attested_key(message),
        from_shop=message.side is Side.SHOP,
        author=message.author_name,
        at=message.at,
        text=message.text,
    )
