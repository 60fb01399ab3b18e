"""Technical rows go by themselves, in batches; what people have to see to, and what a history vouches for, stays."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Guest
from helpdesk_core.base.queries import Query
from helpdesk_core.base.records import Attested, Index, Purge, Subject, col, record, record_types
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.conversations.model import MessageDraft
from helpdesk_core.conversations.rules import DraftReply
from helpdesk_core.desk.daily import LittleByLittle
from helpdesk_core.errors import StoreError
from helpdesk_core.idempotency import IdempotencyRecord
from helpdesk_core.notifications.model import OutboxRow
from helpdesk_core.testing import make_desk

OF_EVERY_REQUEST = {"idempotency_keys", "attempts", "message_drafts", "outbox"}
PURGED = OF_EVERY_REQUEST | {
    "appointment_days",
    "chat_dialogues",
    "chat_windows",
    "guide_answers",
    "inbound_facts",
    "incident_dismissals",
    "kept_guides",
    "parcel_facts",
    "passkeys",
}
WORDS = {"problem": "No sound", "device": "Radio", "surname": "Kern", "contact": "kern@example.com"}


@pytest.fixture
def desk(store: Any) -> Any:
    """A shop on each store."""
    return make_desk(store)


def rows(desk: Any, kind: Any) -> list[Any]:
    with desk.reading() as reader:
        return list(reader.find(Query(kind), {}, limit=5000))


def test_only_technical_records_go_by_themselves() -> None:
    """Written by hand: whoever lets another type of row go by itself is asked here."""
    assert {known.name for known in record_types.values() if known.purges} == PURGED


@pytest.mark.parametrize("base", [Attested, Subject])
def test_what_a_history_vouches_for_cannot_be_declared_to_go(base: Any) -> None:
    """Only a person decides about that."""

    class Vouched(base):  # type: ignore[misc]
        at: str = col(personal=False)

    with pytest.raises(TypeError, match="history vouches"):
        record(f"x{secrets.token_hex(4)}", indexes=(Index(("tenant", "id")),), purges=(Purge("at", days=1),))(Vouched)


def test_what_is_over_goes_and_what_is_not_stays(desk: Any) -> None:
    """Keys, tries, drafts and jobs of a quarter of a year ago; the request and its history are as before."""
    made = desk.handle(desk.read(SubmitRequest, WORDS), Guest(client="net"), key="k1")
    j.do(desk, DraftReply, j.ANNA, request=made.request, text="Hello")
    while desk.deliver(100).done:
        pass
    before = [len(rows(desk, record_types[name].make)) for name in sorted(OF_EVERY_REQUEST)]
    assert all(before)
    assert desk.purge().rows == 0
    desk.clock.move(days=91)
    waiting = sum(one.state.value in ("waiting", "failed", "held") for one in rows(desk, OutboxRow))
    purged = desk.purge()
    assert not purged.is_more
    assert purged.rows == sum(before) - waiting
    assert [rows(desk, kind) for kind in (IdempotencyRecord, MessageDraft)] == [[], []]
    assert j.stored(desk, made).id == made.request
    assert desk.verify() == ()


def test_a_key_can_be_used_again_once_it_is_gone(desk: Any) -> None:
    """Until then it answers as it did the first time."""
    first = desk.handle(desk.read(SubmitRequest, WORDS), Guest(), key="k1")
    desk.clock.move(days=89)
    desk.purge()
    assert desk.handle(desk.read(SubmitRequest, WORDS), Guest(), key="k1").request == first.request
    desk.clock.move(days=2)
    desk.purge()
    assert desk.handle(desk.read(SubmitRequest, WORDS), Guest(), key="k1").request != first.request


@pytest.mark.parametrize("limit", [3, 4, 6])
def test_a_purge_ends_at_its_limit_and_goes_on_when_it_is_called_again(desk: Any, limit: int) -> None:
    """However many types of rows there are."""
    for number in range(5):
        words = WORDS | {"contact": f"k{number}@example.com"}
        desk.handle(desk.read(SubmitRequest, words), Guest(client="net"), key=f"k{number}")
    desk.clock.move(days=91)
    found = desk.purge(limit)
    assert (found.rows, found.is_more) == (limit, True)
    total = found.rows
    while found.is_more:
        found = desk.purge(limit)
        assert found.rows <= limit
        total += found.rows
    assert desk.purge().rows == 0
    assert total >= 5


def test_a_worker_purges_a_tenth_of_its_time_at_most() -> None:
    """Not when it starts; soon again while there is more, else after a while; and one that fails is not tried at
    once."""
    now, steps = [100.0], []

    def step() -> bool:
        steps.append(now[0])
        now[0] += 2
        if len(steps) == 3:
            raise StoreError("away")
        return len(steps) == 1

    purging = LittleByLittle(step, "purging", 600, lambda: now[0])
    for second in range(100, 2200):
        now[0] = max(now[0], float(second))
        purging.look()
    assert steps == [160, 180, 782, 1382, 1984]


def test_deliveries_purge_when_it_is_time() -> None:
    """And never in a round of a process that has just begun."""
    desk = make_desk()
    desk.handle(desk.read(SubmitRequest, WORDS), Guest(), key="k1")
    desk.clock.move(days=91)  # type: ignore[attr-defined]
    desk.deliver()
    assert len(rows(desk, IdempotencyRecord)) == 1
    desk._purging._next = 0.0
    desk.deliver()
    assert rows(desk, IdempotencyRecord) == []
