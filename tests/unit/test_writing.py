"""What is written and in which order: changed cells alone, nobody in a circle, no change lost from the feed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import psycopg
import pytest

from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.sqlalchemy.record_store import RecordStore
from helpdesk_core.errors import ConcurrentUpdateError, LockTimeoutError
from helpdesk_core.guardrails.timeline import FEED
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing.rows import entry, request, sealed
from helpdesk_core.testing.suite_base import in_threads


def save(store: RecordStore, *records: Any) -> None:
    with store.write("shop") as unit:
        unit.save(sealed(*records))


def test_a_file_s_connection_is_kept_for_the_next_and_closed_with_the_store(sqlite_store: SqlStore) -> None:
    """One for all that is done one after another, also behind what failed; none is left open."""
    taken: set[int] = set()
    for _ in range(3):
        with sqlite_store.read("shop") as reader:
            taken.add(id(reader._cursor.connection))
        with suppress(LookupError), sqlite_store.write("shop") as unit:
            taken.add(id(unit._cursor.connection))
            raise LookupError
    assert len(taken) == 1
    pool: Any = sqlite_store.engine.pool
    assert pool.checkedout() == 1
    sqlite_store.close()
    assert pool.checkedout() == 0


def test_an_update_names_changed_columns_alone(sqlite_store: SqlStore) -> None:
    """An index on a named column is written even where the value is the same."""
    old = request("r1")
    save(sqlite_store, old)
    said: list[str] = []
    with sqlite_store.write("shop") as unit:
        unit._cursor.connection.set_trace_callback(said.append)
        unit.save(sealed((old, old.changed(priority=3))))
        unit._cursor.connection.set_trace_callback(None)
    (update,) = [statement for statement in said if statement.startswith("UPDATE")]
    assert update.partition(" WHERE ")[0] == "UPDATE helpdesk_core_service_requests SET version=2, priority=3"


def test_prepared_statements_are_bounded(sqlite_store: SqlStore) -> None:
    """However many sizes of lists are asked for."""
    statements = sqlite_store._statements
    for n in range(2500):
        statements._once(("x", n), lambda: statements.table(ServiceRequest.record_type).select())
    assert len(statements._made) <= 1000


@pytest.fixture
def connections(postgres_store: SqlStore, postgres_url: str) -> Iterator[Any]:
    """Opens a unit that stays open until the test commits it."""
    with ExitStack() as stack:

        def begin() -> tuple[Any, ExitStack]:
            own = stack.enter_context(ExitStack())
            return own.enter_context(postgres_store.write("shop")), own

        yield begin


@pytest.mark.postgres
def test_a_change_that_commits_late_is_not_lost(postgres_store: SqlStore, connections: Any) -> None:
    """The one that began first commits last: a follower who read between the two gets both, in order."""
    save(postgres_store, request("r1"), request("r2"))
    slow, first = connections()
    slow.save(sealed(entry("slow", "r1", 1)))
    fast, second = connections()
    fast.save(sealed(entry("fast", "r2", 1)))
    second.close()
    with postgres_store.read("shop") as reader:
        between = list(reader.feed())
    assert between == [], "nothing may be read that something could still be put before"
    first.close()
    with postgres_store.read("shop") as reader:
        assert [one.id for one in reader.feed()] == ["slow", "fast"]


@pytest.mark.postgres
@pytest.mark.full
def test_followers_of_the_feed_lose_nothing(postgres_store: SqlStore) -> None:
    """Eight writers whose transactions overlap, and a follower with a cursor all the while."""
    save(postgres_store, *(request(f"r{n}") for n in range(8)))
    done = threading.Event()

    def write(n: int) -> None:
        for number in range(25):
            with postgres_store.write("shop") as unit:
                unit.save(sealed(entry(f"{n}-{number}", f"r{n}", number + 1)))
                time.sleep(0.002 * ((n + number) % 5))

    def follow() -> list[str]:
        found: list[str] = []
        after = None
        while len(found) < 200 and not done.wait(0.001):
            with postgres_store.read("shop") as reader:
                page = reader.feed(after, 7)
            found += [one.id for one in page]
            after = FEED.cursor_of(page[-1]) if page else after
        return found

    timer = threading.Timer(60, done.set)
    timer.start()
    followed = in_threads(follow, *((lambda n=n: write(n)) for n in range(8)))[0]
    timer.cancel()
    assert sorted(followed) == sorted(f"{n}-{number}" for n in range(8) for number in range(25))


@pytest.mark.postgres
@pytest.mark.full
def test_opposite_orders_never_deadlock(postgres_store: SqlStore) -> None:
    """Two records saved in opposite order by four threads, a hundred times each: refused perhaps, never a deadlock."""
    save(postgres_store, request("r1", priority=0), request("r2", priority=0))
    kept: list[int] = []
    refused: list[str] = []

    def work(*ids: str) -> None:
        for _ in range(100):
            try:
                with postgres_store.write("shop") as unit:
                    pairs = [(old, old.changed(priority=old.priority + 1)) for old in map(_load(unit), ids)]
                    unit.save(sealed(*pairs))
                kept.append(1)
            except ConcurrentUpdateError as error:
                refused.append(str(error))

    in_threads(*((lambda ids=ids: work(*ids)) for ids in (("r1", "r2"), ("r2", "r1")) * 2))
    assert set(refused) <= {"service_requests"}, "else PostgreSQL ended a transaction"
    assert len(kept) + len(refused) == 400
    with postgres_store.read("shop") as reader:
        assert [reader.load(ServiceRequest, id).priority for id in ("r1", "r2")] == [len(kept)] * 2  # type: ignore[union-attr]


def _load(unit: Any) -> Any:
    return lambda id: unit.load(ServiceRequest, id)


@pytest.mark.postgres
def test_a_deadlock_of_somebody_elses_is_a_conflict(postgres_store: SqlStore, postgres_url: str) -> None:
    """What PostgreSQL ends so that others can go on is tried again like any conflict."""
    save(postgres_store, request("r1"), request("r2"))
    rows = "SELECT 1 FROM helpdesk_core_service_requests WHERE id = %s FOR UPDATE"
    with psycopg.connect(postgres_url) as other:
        other.execute("SET deadlock_timeout = '10s'")
        other.execute(rows, ["r2"])
        waiter = threading.Thread(target=other.execute, args=(rows, ["r1"]))

        def wait_in_a_circle() -> None:
            with postgres_store.write("shop") as unit:
                unit.lock([(ServiceRequest, "r1")])
                waiter.start()
                unit.lock([(ServiceRequest, "r2")])

        with pytest.raises(ConcurrentUpdateError, match="transaction"):
            wait_in_a_circle()
        waiter.join(20)


@pytest.mark.postgres
def test_who_waits_too_long_is_told(postgres_store: SqlStore, postgres_url: str) -> None:
    """LockTimeoutError, not a page that hangs."""
    save(postgres_store, request("r1"))
    with psycopg.connect(postgres_url) as other:
        other.execute("UPDATE helpdesk_core_service_requests SET priority = 2")

        def wait() -> None:
            with postgres_store.write("shop") as unit:
                unit._cursor.execute("SET LOCAL lock_timeout = 50")
                unit.lock([(ServiceRequest, "r1")])

        with pytest.raises(LockTimeoutError):
            wait()


@pytest.mark.postgres
def test_a_database_from_another_server_is_said(postgres_store: SqlStore, postgres_url: str) -> None:
    """Its changes carry numbers that are still to come here: new ones would go unseen."""
    save(postgres_store, request("r1"), entry("t1", "r1", 1))
    assert postgres_store.problems() == ()
    with psycopg.connect(postgres_url, autocommit=True) as raw:
        raw.execute("UPDATE helpdesk_core_timeline SET position = 900000000")
        (problem,) = postgres_store.problems()
        assert "positions of another server" in problem
        raw.execute("UPDATE helpdesk_core_timeline SET position = position - 900000001")  # as the docs say
    assert postgres_store.problems() == ()
    with postgres_store.read("shop") as reader:
        assert [one.id for one in reader.feed()] == ["t1"]
