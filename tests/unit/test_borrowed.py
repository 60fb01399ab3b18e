"""Inside the host's own transaction: both or neither, and nothing of the host's is ended, closed or tuned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

import journeys as j
from helpdesk_core import ConfigurationError, Guest
from helpdesk_core.adapters.sqlalchemy import SqlStore, build_tables, create_all
from helpdesk_core.errors import ConcurrentUpdateError
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.rows import request, sealed
from helpdesk_core.triage.queue import NEWEST
from helpdesk_core.views import view_queue

METADATA = sa.MetaData()
ORDERS = sa.Table("orders", METADATA, sa.Column("number", sa.Integer, primary_key=True))
WORDS = {"problem": "p", "device": "d", "surname": "s", "contact": "x@example.com"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        made = sa.create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}")
        sa.event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
    else:
        made = sa.create_engine(
            request.getfixturevalue("postgres_url").replace("postgresql://", "postgresql+psycopg://")
        )
    with made.begin() as connection:
        METADATA.create_all(connection)
        create_all(connection, build_tables())
    yield made
    made.dispose()


def counts(engine: sa.Engine) -> tuple[int, int]:
    """Orders of the host, requests of ours."""
    with engine.connect() as connection:
        orders = connection.execute(sa.select(sa.func.count()).select_from(ORDERS)).scalar_one()
        requests = connection.exec_driver_sql("SELECT count(*) FROM helpdesk_core_service_requests").scalar_one()
    return orders, requests


@pytest.mark.parametrize("commit", [True, False])
def test_host_and_desk_keep_both_or_neither(engine: sa.Engine, commit: bool) -> None:
    """The host's order and our request, in one session that the host ends; no mail before it is committed."""
    with Session(engine) as session:
        desk = make_desk(SqlStore.borrowed(lambda: session, dialect=engine.dialect.name))
        session.execute(ORDERS.insert().values(number=1))
        made = j.submit(desk)
        assert session.in_transaction()
        assert desk.view(j.view_room, j.enter(desk, made), made.request).reference  # type: ignore[union-attr]
        if commit:
            session.commit()
        else:
            session.rollback()
    assert counts(engine) == ((1, 1) if commit else (0, 0))
    delivering = make_desk(SqlStore.on(engine))
    assert (delivering.deliver().done > 0) == commit


def test_what_the_host_rolls_back_was_never_there(engine: sa.Engine) -> None:
    """Our command has answered, then the host thinks better of it: nothing of ours stays, nothing is sent, the key is
    free, and the same command makes what it would have made."""
    desk = make_desk(SqlStore.borrowed(lambda: session, dialect=engine.dialect.name))
    command = desk.read(SubmitRequest, WORDS)
    for fails in (True, True, False):
        with Session(engine) as session:
            session.execute(ORDERS.insert().values(number=1))
            made = desk.do(command, Guest(), key="a-click")
            if fails:
                session.rollback()
                assert desk.view(view_queue, j.ANNA).rows == ()  # type: ignore[union-attr]
            else:
                assert desk.do(command, Guest(), key="a-click").request == made.request
                session.commit()
        outside = make_desk(SqlStore.on(engine))
        assert counts(engine) == ((0, 0) if fails else (1, 1))
        assert (outside.deliver(500).total > 0) is not fails
        assert len(outside.notifier.sent) == (0 if fails else 1)
        assert outside.verify() == ()


def test_a_savepoint_of_the_hosts_takes_back_only_what_is_in_it(engine: sa.Engine) -> None:
    """The request before it stays, and its key is used; the one within leaves no trace."""
    with Session(engine) as session:
        desk = make_desk(SqlStore.borrowed(lambda: session, dialect=engine.dialect.name))
        first = desk.do(desk.read(SubmitRequest, WORDS), Guest(), key="first")
        nested = session.begin_nested()
        second = desk.read(SubmitRequest, WORDS | {"contact": "y@example.com"})
        desk.do(second, Guest(), key="second")
        nested.rollback()
        assert desk.do(desk.read(SubmitRequest, WORDS), Guest(), key="first").request == first.request
        session.commit()
    outside = make_desk(SqlStore.on(engine))
    assert counts(engine) == (0, 1)
    assert outside.deliver(500).done == 1
    outside.do(second, Guest(), key="second")
    assert counts(engine) == (0, 2)


class Base(DeclarativeBase):
    metadata = METADATA


class Order(Base):
    """The host's own, as its ORM knows it."""

    __table__ = ORDERS


def test_what_the_host_has_added_is_written_before_ours(engine: sa.Engine) -> None:
    """The database sees the host's rows first, as the host's program wrote them; one that it refuses stops the step
    before anything of ours is written."""
    with Session(engine) as session:
        desk = make_desk(SqlStore.borrowed(lambda: session, dialect=engine.dialect.name))
        session.add(Order(number=1))
        j.submit(desk)
        assert session.connection().execute(sa.select(sa.func.count()).select_from(ORDERS)).scalar_one() == 1
        session.commit()
    with Session(engine) as session:
        desk = make_desk(SqlStore.borrowed(lambda: session, dialect=engine.dialect.name))
        session.add(Order(number=1))
        with pytest.raises(sa.exc.IntegrityError):
            j.submit(desk)
    assert counts(engine) == (1, 1)


def test_a_conflict_leaves_the_hosts_transaction_usable(engine: sa.Engine) -> None:
    """What the refused step wrote is taken back; the host's own row stays, and so does what comes after."""
    with Session(engine) as session:
        store = SqlStore.borrowed(lambda: session, dialect=engine.dialect.name)
        session.execute(ORDERS.insert().values(number=1))
        old = request("r1")
        with store.write("shop") as unit:
            unit.save(sealed(old))
            unit.save(sealed((old, old.changed(priority=0))))
            with pytest.raises(ConcurrentUpdateError):
                unit.save(sealed(request("r2"), (old, old.changed(priority=3))))
        session.commit()
    assert counts(engine) == (1, 1)
    with SqlStore.on(engine).read("shop") as reader:
        found = reader.load(ServiceRequest, "r1")
    assert found is not None
    assert found.priority == 0


def test_a_host_that_commits_in_the_middle_commits_whole_steps(engine: sa.Engine) -> None:
    """Between two commands of ours nothing of either is open."""
    with Session(engine) as session:
        desk = make_desk(SqlStore.borrowed(lambda: session, dialect=engine.dialect.name))
        made = j.submit(desk)
        session.commit()
        j.enter(desk, made)
        session.rollback()
    with make_desk(SqlStore.on(engine)).reading() as reader:
        assert [row[3] for row in reader.find(NEWEST, {})] == ["received"]
    assert make_desk(SqlStore.on(engine)).verify() == ()


def test_a_connection_can_be_lent_too(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        desk = make_desk(SqlStore.borrowed(lambda: connection, dialect=engine.dialect.name))
        j.submit(desk)
        connection.rollback()
    assert counts(engine) == (0, 0)


def test_foreign_keys_that_are_off_are_said(tmp_path: Path) -> None:
    """A borrowed SQLite connection without them cannot carry the guard: `check` and `serve` refuse it."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'off.sqlite'}")
    assert "tables are missing" in SqlStore.on(engine).problems()[0]
    with engine.begin() as connection:
        create_all(connection, build_tables())
    (problem,) = SqlStore.on(engine).problems()
    assert "foreign keys are off" in problem
    engine.dispose()


def test_only_databases_we_know_are_taken() -> None:
    with pytest.raises(ConfigurationError, match="SQLite and PostgreSQL"):
        SqlStore.borrowed(lambda: None, dialect="mysql")
    with pytest.raises(ConfigurationError, match="postgresql://"):
        SqlStore.postgresql("sqlite:///x")
    with pytest.raises(ConfigurationError, match="can be lost"):
        SqlStore.sqlite("x.sqlite", synchronous="OFF")


def test_the_guard_is_in_the_database_too(tmp_path: Path) -> None:
    """A raw UPDATE past the rules is refused by CHECK and foreign key."""
    store = SqlStore.sqlite(tmp_path / "g.sqlite")
    desk = make_desk(store)
    made, _ = j.in_phase(desk, "in_review")
    j.prepare(desk, made)
    raw = (
        "UPDATE helpdesk_core_outcomes SET state = 'recorded'",
        "UPDATE helpdesk_core_outcomes SET state = 'Recorded', decided = 'complete:x:y'",
        "UPDATE helpdesk_core_outcomes SET state = 'recorded', decided = 'complete:' || id || ':' || digest",
        "UPDATE helpdesk_core_service_requests SET phase = 'closed'",
        "UPDATE helpdesk_core_service_requests SET phase = 'Closed', decided = 'x'",
        "UPDATE helpdesk_core_service_requests SET phase = 'closed', decided = 'complete:x:y'",
    )
    for statement in raw:
        with pytest.raises(Exception, match="IntegrityError"), store.sessions.writing() as cursor:
            cursor.execute(statement)
    store.close()


def test_an_unknown_language_is_the_shops_first() -> None:
    desk = make_desk()
    made = desk.handle(desk.read(SubmitRequest, WORDS | {"language": "xx"}), Guest())
    assert j.stored(desk, made).language == "en"  # type: ignore[arg-type]
