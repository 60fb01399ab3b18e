"""The rows that the suites write, made through the gate like everybody's."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from ..base.actors import ActorKind, Agent
from ..base.changes import Effect, Save
from ..base.contacts import ContactKind
from ..base.money import Money
from ..base.notices import NORMAL
from ..base.records import Cell, Column, Record, RecordType, Row, record_types
from ..base.terms import Terms
from ..base.text import CustomerText, InternalNote, mark_safe
from ..base.time import utc_text
from ..base.values import canonical, from_json, is_piece, item_of, without_none
from ..contacts.model import ContactPoint
from ..conversations.model import Note, Side, ThreadMessage
from ..guardrails import gate
from ..guardrails.decisions import Basis, Decision
from ..guardrails.gate import RowWrite, SealedChanges
from ..guardrails.timeline import TimelineEntry
from ..idempotency import IdempotencyRecord
from ..notifications.model import OutboxRow
from ..outcomes.model import Outcome, OutcomeResult, OutcomeState
from ..search.model import SearchEntry
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest, Source, Urgency

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA = Agent(id="anna", name="Anna")


def request(id: str, tenant: str = "shop", **values: Any) -> ServiceRequest:
    """A service request as the suite writes it."""
    defaults: dict[str, Any] = {
        "id": id,
        "tenant": tenant,
        "reference": id.upper().ljust(8, "0")[:8],
        "phase": Phase.RECEIVED,
        "status": "received",
        "priority": 1,
        "urgency": Urgency.SOON,
        "subject": mark_safe("It is dark"),
        "device": mark_safe("laptop"),
        "language": "en",
        "source": Source.WEB,
        "created_at": NOW,
        "updated_at": NOW,
        "last_at": NOW,
    }
    return ServiceRequest(**(defaults | values))


def message(id: str, of: str, text: str = "hello", at: datetime = NOW, tenant: str = "shop") -> ThreadMessage:
    """A message as the suite writes it."""
    return ThreadMessage(
        id=id,
        tenant=tenant,
        salt="s",
        request=of,
        side=Side.CUSTOMER,
        author="guest",
        at=at,
        text=CustomerText(mark_safe(text)),
    )


def point(id: str, of: str, **values: Any) -> ContactPoint:
    """A contact point as the suite writes it."""
    contact = {"contact_kind": ContactKind.EMAIL, "contact": f"{id}@example.com"}
    return ContactPoint(**{"id": id, "tenant": "shop", "salt": "s", "request": of, **contact, **values})


def note(id: str, of: str, text: str = "hello") -> Note:
    """A note as the suite writes it."""
    return Note(
        id=id,
        tenant="shop",
        salt="s",
        request=of,
        author="a",
        author_name=mark_safe("Ann"),
        at=NOW,
        text=InternalNote(mark_safe(text)),
    )


def waiting(id: str, of: str, due_at: datetime = NOW, tenant: str = "shop", lane: int = NORMAL) -> OutboxRow:
    """An outbox row as the suite writes it."""
    return OutboxRow(
        id=id,
        tenant=tenant,
        subject=of,
        subject_type="service_requests",
        job="notice",
        payload={"notice": "status"},
        lane=lane,
        due_at=due_at,
        wanted_at=due_at,
        created_at=due_at,
    )


def indexed(of: str, terms: str | None, at: datetime = NOW, tenant: str = "shop") -> SearchEntry:
    """An entry of the search's index as the suite writes it."""
    return SearchEntry(id=f"e-{of}", tenant=tenant, request=of, at=at, terms=None if terms is None else Terms(terms))


def used_key(id: str) -> IdempotencyRecord:
    """An idempotency key as the suite writes it."""
    return IdempotencyRecord(id=id, tenant="shop", content="c", result={"n": 1}, created_at=NOW)


def sealed(
    *records: Record | tuple[Record, Record], key: IdempotencyRecord | None = None, tenant: str = "shop"
) -> SealedChanges:
    """Rows of cells as the gate orders and seals them: a record is new, a pair replaces."""
    pairs = [one if isinstance(one, tuple) else (None, one) for one in records]
    kept = None if key is None else gate._write(Save(after=key))
    ordered = sorted((Save(before=before, after=after) for before, after in pairs), key=gate._place)
    return SealedChanges(tenant, kept, tuple(map(gate._write, ordered)), gate._SEAL)


def draft(id: str, decided: str | None = None, of: str = "r1") -> Outcome:
    """A draft of an outcome, as the suite writes it."""
    return Outcome(
        id=id,
        tenant="shop",
        salt="s",
        commitments={},
        digest="d",
        decided=decided,
        request=of,
        state=OutcomeState.DRAFT,
        result=OutcomeResult.SOLVED,
        text=CustomerText(mark_safe("done")),
        prepared_by="anna",
        prepared_at=NOW,
    )


def entry(id: str, of: str, sequence: int, tenant: str = "shop") -> TimelineEntry:
    """A timeline entry as the suite writes it."""
    return TimelineEntry(
        id=id,
        tenant=tenant,
        subject=of,
        sequence=sequence,
        at=NOW,
        actor_kind=ActorKind.GUEST,
        actor="guest",
        action="x",
        salt="s",
        payload={"a": "1"},
        commitment="c",
        attested={},
        previous="",
        hash="h",
    )


def decision(record: str, tenant: str = "shop") -> Decision:
    """A decision about an outcome, as the suite writes it."""
    return Decision(
        id=f"complete:{record}:d",
        tenant=tenant,
        effect=Effect.COMPLETE,
        record=record,
        digest="d",
        subject="r1",
        actor_kind=ActorKind.AGENT,
        actor="anna",
        basis=Basis.STAFF,
        decided_at=NOW,
    )


def written(*writes: tuple[RecordType, Row, Row | None]) -> SealedChanges:
    """Rows as they are, with the rows they replace: the suite tries cells that no rule would write."""
    rows = tuple(RowWrite(kind, row, before) for kind, row, before in writes)
    return SealedChanges("shop", None, rows, gate._SEAL)


def samples(kind: RecordType, *, full: bool) -> dict[str, tuple[RecordType, Row]]:
    """A row of the type by its id, behind those it refers to: every cell set, or every nullable one empty."""
    found: dict[str, tuple[RecordType, Row]] = {}
    cells: list[Cell] = []
    for column in kind.columns:
        if column.references and (full or not column.nullable):
            found |= samples(record_types[column.references], full=False)
            cells.append(f"{column.references}-1")
        else:
            cells.append(_cell(kind, column, full))
    return found | {f"{kind.name}-1": (kind, _as_stored(kind, tuple(cells)))}


def _cell(kind: RecordType, column: Column, full: bool) -> Cell:
    own: dict[str, Cell] = {"id": f"{kind.name}-1", "tenant": "shop", "version": 1}
    if column.name in own:
        return own[column.name]
    if kind.guard and column.name == kind.guard.state:
        return kind.guard.free[0]
    return None if column.nullable and not full else next(possible(column))


def possible(column: Column) -> Iterator[Cell]:
    """Cells that the column can hold."""
    candidates: list[Cell]
    if column.hint is Money:
        candidates = [2**40, 7] if column.integer else ["PLN", "EUR"]
    elif column.integer:
        candidates = [2**40, 7, 1, 0] if column.decode is None else [1, 0]
    elif column.decode is None:
        candidates = [f"{column.name} ż'%s", "other"]
    elif item_of(column.hint) is not None or is_piece(column.hint):
        candidates = [canonical(from_json(column.hint, _example(column.hint))), "[]"]
    else:
        choices = getattr(column.decode, "__self__", None)
        enums = list(choices) if isinstance(choices, dict) else []
        later = NOW.replace(microsecond=1)
        nested = ['{"a": "ż"}', '{"a":"ż"}', "{}", "[]"]
        candidates = [*enums, utc_text(NOW), utc_text(later), "2026-11-21", "2026-11-22", *nested, "text", "other"]
    return (cell for cell in candidates if column.hint is Money or _is_possible(column, cell))


def _example(hint: Any) -> Any:
    """JSON data of a value with every part of it set."""
    hint, _ = without_none(hint)
    if (item := item_of(hint)) is not None:
        return [_example(item)]
    if is_piece(hint):
        return {name: _example(part) for name, part in typing.get_type_hints(hint).items()}
    if issubclass(hint, Enum):
        return next(iter(hint)).value
    plain = {
        int: 7,
        bool: True,
        Money: {"minor": 2**40, "currency": "PLN"},
        date: "2026-11-21",
        datetime: utc_text(NOW),
    }
    return plain.get(hint, "ż'%s")


def _is_possible(column: Column, cell: Cell) -> bool:
    try:
        value = column.decode(cell) if column.decode else cell
        return (column.encode(value) if column.encode else value) == cell
    except (TypeError, ValueError, KeyError):
        return False


def _as_stored(kind: RecordType, row: Row) -> Row:
    """Cells that follow from others are as they follow."""
    return kind.encode(kind.decode(row))
