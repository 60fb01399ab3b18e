"""Ourselves, as a host has us: everything that is on by default is on.

A guest creates, staff reply, a signed-in customer looks into the room and at the list. Who tracks is a guest with
reference and surname: a command that counts the try, and a view of the four public facts by the grant that it gives;
messages are shown to nobody who has not proved more. Pages of the queue and of the search ask for what those of the
others show. The search answers with the latest requests that have all the words, and reads all of their texts; where
the words stand in them is looked up when a page asks, which none of the others say. It was indexed before, and the
index merged, as workers do.
"""

from __future__ import annotations

import itertools
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from helpdesk_core import Agent, Customer, Guest, Helpdesk, Refusal
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.actors import Actor
from helpdesk_core.base.changes import Change, Effect
from helpdesk_core.base.contacts import ContactKind
from helpdesk_core.base.records import Attested, Record, record_types
from helpdesk_core.base.text import CustomerText, InternalNote, mark_safe
from helpdesk_core.commands import ReplyToCustomer, SubmitRequest, TrackRequest
from helpdesk_core.contacts.model import ContactPoint, Proof
from helpdesk_core.conversations.model import Note, ThreadMessage
from helpdesk_core.guardrails.decisions import Basis, Evidence, decide
from helpdesk_core.guardrails.timeline import append, attestation, attested_key
from helpdesk_core.intake.changes import RequestSubmitted
from helpdesk_core.outcomes.model import Outcome, OutcomeResult, OutcomeState
from helpdesk_core.outcomes.rules import OutcomeRecorded
from helpdesk_core.service_requests.model import BY_REFERENCE, Phase, ServiceRequest, Side, Source, Urgency
from helpdesk_core.service_requests.rules import StatusChanged
from helpdesk_core.views import view_customer_list, view_queue, view_room, view_search, view_tracking

from . import workload
from .plain import PRAGMAS

TENANT = "shop"
#: The shop's statuses by those of the workload.
STATUSES = {"new": "confirmed", "in_progress": "in_progress", "waiting": "waiting_for_customer", "closed": "closed"}
_URGENCIES = (Urgency.CANNOT_WAIT, Urgency.SOON, Urgency.NO_HURRY, Urgency.NO_HURRY)
#: The order in which rows refer to one another.
_ORDER = ("decisions", "service_requests", "contact_points", "messages", "notes", "timeline", "outcomes")
_BATCH = 2000
#: What the others' pages of the queue show too.
_SHOWN = (*("reference", "subject", "device", "status", "priority", "assignee", "created_at", "last_at", "surname"),)


def id_of(one: workload.Request, part: int = 0) -> str:
    """The id of a request, or of a row about it: it sorts by time, as those do that the library makes."""
    return f"{int(one.created.timestamp() * 1000):012x}{one.number * 10 + part:020x}"


def number_of(id: str) -> int:
    """The number of the request with an id."""
    return int(id[12:], 16) // 10


def agent(number: int | None) -> Agent:
    """A member of staff."""
    return Agent(id=f"a{number or 1}", name=f"Staff {number or 1}")


def customer(number: int) -> Customer:
    """A customer who is signed in."""
    return Customer(id=f"c{number}")


def fill(path: Path, size: int) -> None:
    """The shop as the library would have written it, by its own records, decisions and histories; and its index."""
    store = SqlStore.sqlite(path)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA synchronous=OFF")
        coming = workload.requests(size)
        while some := list(itertools.islice(coming, _BATCH)):
            rows = defaultdict(list)
            for record in itertools.chain.from_iterable(map(records_of, some)):
                rows[record.record_type.name].append(record.record_type.encode(record))
            for name in _ORDER:
                marks = ", ".join("?" * len(record_types[name].columns))
                db.executemany(f"INSERT INTO helpdesk_core_{name} VALUES ({marks})", rows[name])
        db.execute("ANALYZE")
    db.close()
    if size <= workload.SEARCHED:
        desk = _desk(store)
        while desk.index(1000).is_behind:
            pass
        while store.merge_full_text():
            pass
    store.close()


def records_of(one: workload.Request) -> Iterator[Record]:
    """One request with everything about it: its thread, its history, and of a closed one the decided outcome."""
    about: list[Attested] = [_contact(one), _message(one, Side.CUSTOMER, one.problem, 2, one.created)]
    if one.is_read:
        about.append(_message(one, Side.SHOP, one.answer, 3, one.updated))
    else:
        about.append(_note(one))
    request = _request(one)
    if one.closed is not None:
        draft = _outcome(one)
        by = Evidence(actor=agent(one.assignee), basis=Basis.STAFF)
        decision = decide(Effect.COMPLETE, draft, subject=request.id, by=by, now=one.closed)
        outcome = draft.changed(state=OutcomeState.RECORDED, recorded_at=one.closed, decided=decision.id)
        about.append(outcome)
        request = request.changed(decided=decision.id)
        last: Change = OutcomeRecorded(outcome=outcome.id, digest=outcome.digest)
        yield decision
    else:
        last = StatusChanged(status=request.status, phase=request.phase)
    kinds = {record.record_type.name for record in about} | {"outbox"} | ({"decisions"} if one.closed else set())
    head, entries = request.changed(has=tuple(sorted(kinds))), []
    by_whom: tuple[tuple[Change, Actor, datetime], ...] = (
        (RequestSubmitted(reference=one.reference, source="web"), customer(one.customer), one.created),
        (last, agent(one.assignee), one.updated),
    )
    for part, (change, actor, at) in enumerate(by_whom, 5):
        vouched = {attested_key(record): attestation(record) for record in about} if change is last else {}
        id, salt = id_of(one, part), f"{one.number:032x}"
        head, more = append(head, [change], vouched, actor, at, lambda id=id: id, lambda salt=salt: salt)
        entries += more
    yield from (head, *about, *entries)


def _request(one: workload.Request) -> ServiceRequest:
    says_last = Side.SHOP if one.is_read else Side.CUSTOMER
    status = STATUSES[one.status]
    return ServiceRequest(
        id=id_of(one),
        tenant=TENANT,
        version=3,
        reference=one.reference,
        phase=Phase(status),
        status=status,
        priority=one.priority,
        urgency=_URGENCIES[one.priority],
        subject=mark_safe(one.problem[:80]),
        device=mark_safe(one.device),
        customer=f"c{one.customer}",
        surname=mark_safe(workload.surname(one.customer)),
        language="en",
        assignee=None if one.assignee is None else agent(one.assignee).id,
        assignee_name=None if one.assignee is None else mark_safe(agent(one.assignee).name),
        source=Source.WEB,
        created_at=one.created,
        updated_at=one.updated,
        closed_at=one.closed,
        last_side=says_last,
        last_words=mark_safe((one.answer if one.is_read else one.problem)[:120]),
        last_at=one.updated if one.is_read else one.created,
        unread=False,
    )


def _contact(one: workload.Request) -> ContactPoint:
    return ContactPoint(
        id=id_of(one, 1),
        tenant=TENANT,
        salt=f"{one.number:032x}",
        request=id_of(one),
        contact_kind=ContactKind.EMAIL,
        contact=workload.email(one.customer),
        confirmed_at=one.created,
        proof=Proof.SIGN_IN,
    )


def _message(one: workload.Request, side: Side, text: str, part: int, at: datetime) -> ThreadMessage:
    by = agent(one.assignee) if side is Side.SHOP else None
    return ThreadMessage(
        id=id_of(one, part),
        tenant=TENANT,
        salt=f"{one.number:032x}",
        request=id_of(one),
        side=side,
        author=by.id if by else f"c{one.customer}",
        author_name=mark_safe(by.name) if by else None,
        at=at,
        text=CustomerText(mark_safe(text)),
    )


def _note(one: workload.Request) -> Note:
    by = agent(one.assignee)
    return Note(
        id=id_of(one, 3),
        tenant=TENANT,
        salt=f"{one.number:032x}",
        request=id_of(one),
        author=by.id,
        author_name=mark_safe(by.name),
        at=one.updated,
        text=InternalNote(mark_safe(one.answer)),
    )


def _outcome(one: workload.Request) -> Outcome:
    draft = Outcome(
        id=id_of(one, 4),
        tenant=TENANT,
        version=2,
        request=id_of(one),
        state=OutcomeState.DRAFT,
        result=OutcomeResult.SOLVED,
        text=CustomerText(mark_safe("Repaired, tested and cleaned.")),
        prepared_by=agent(one.assignee).id,
        prepared_at=one.updated,
    )
    return draft.committed(Effect.COMPLETE, f"{one.number:032x}")


def _desk(store: SqlStore) -> Helpdesk:
    return Helpdesk(store, secret=[bytes(range(32))], tenant=TENANT, notifiers=[ConsoleNotifier()])


def _shown(found: Any) -> Any:
    if isinstance(found, Refusal):
        raise AssertionError(found.code)
    return found


class Desk:
    """The library on its own store."""

    def __init__(self, path: Path) -> None:
        store = SqlStore.sqlite(path)
        store.sessions.engine.dispose()  # type: ignore[attr-defined]
        sa.event.listen(store.engine, "connect", _as_all_others)
        self._store, self._desk = store, _desk(store)

    def create(self, wish: workload.Wish) -> str:
        """A guest's form."""
        fields = {"problem": wish.problem, "device": wish.device, "surname": workload.surname(wish.customer)}
        fields |= {"contact": workload.email(wish.customer), "urgency": _URGENCIES[wish.priority].value}
        made = self._desk.do(self._desk.read(SubmitRequest, fields), Guest(), key=secrets.token_hex(16))
        return str(made.reference)

    def reply(self, one: workload.Request, text: str, by: int) -> None:
        """Reads the status, and says what was seen."""
        with self._desk.reading() as reader:
            (request,) = reader.find(BY_REFERENCE, {"reference": one.reference}, limit=1)
        status = "in_progress" if request.status == STATUSES["waiting"] else STATUSES["waiting"]
        fields = {"request": request.id, "text": text, "status": status, "seen": request.version}
        self._desk.do(self._desk.read(ReplyToCustomer, fields), agent(by), key=secrets.token_hex(16))

    def track(self, one: workload.Request, surname: str | None = None) -> str | None:
        """By reference and surname; each guest comes from a network of their own."""
        name = workload.surname(one.customer) if surname is None else surname
        guest = Guest(client=str(one.number))
        answer = self._desk.handle(self._desk.read(TrackRequest, {"reference": one.reference, "surname": name}), guest)
        if isinstance(answer, Refusal):
            return None
        seen = self._desk.view(view_tracking, self._desk.guest(str(answer.grant)), answer.request)
        return str(_shown(seen).status.phase.value)

    def room(self, one: workload.Request) -> tuple[str, list[str]]:
        """The whole page of a customer who is signed in."""
        room = _shown(self._desk.view(view_room, customer(one.customer), id_of(one)))
        return str(room.status.phase.value), [str(message.text) for message in room.messages[: workload.THREAD]]

    def queue(self, assignee: int | None, status: str | None) -> list[int]:
        """A page of the queue of a member of staff."""
        who = None if assignee is None else agent(assignee).id
        status = None if status is None else STATUSES[status]
        page = self._desk.view(view_queue, agent(1), assignee=who, status=status, columns=_SHOWN)
        return [number_of(row.id) for row in _shown(page).rows]

    def rare(self, words: str) -> list[int]:
        """The search's first page."""
        found = self._desk.view(view_search, agent(1), words, limit=workload.FOUND, columns=("reference", "subject"))
        return [number_of(row.id) for row in _shown(found).rows]

    common = rare

    def own(self, number: int) -> list[int]:
        """The list of a customer who is signed in."""
        return [number_of(row.id) for row in _shown(self._desk.view(view_customer_list, customer(number))).rows]

    def status_of(self, status: str) -> str:
        """How a status of the workload is called here."""
        return STATUSES[status]


def _as_all_others(connection: Any, _: object) -> None:
    """What a host may set; what the library sets besides, foreign keys and deleting for good, stays."""
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
