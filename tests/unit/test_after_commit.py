"""What waits for a host's commit: only then, once, and never for what was rolled back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session, sessionmaker

import journeys as j
from helpdesk_core import hookimpl
from helpdesk_core.adapters.sqlalchemy import SqlStore, after_commit, build_tables, create_all, enforce_foreign_keys
from helpdesk_core.testing import make_desk


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    made = sa.create_engine(f"sqlite:///{tmp_path / 'shop.sqlite'}")
    enforce_foreign_keys(made)
    with made.begin() as connection:
        create_all(connection, build_tables())
        connection.exec_driver_sql("CREATE TABLE orders (id INTEGER PRIMARY KEY)")
    yield made
    made.dispose()


def add(session: Any) -> None:
    session.execute(sa.text("INSERT INTO orders DEFAULT VALUES"))


def test_only_after_the_commit_and_once(engine: sa.Engine) -> None:
    """The session may be used by the call; the next commit does not do it again."""
    done: list[int] = []
    with Session(engine) as session:
        add(session)
        after_commit(session, lambda: done.append(session.scalar(sa.text("SELECT count(*) FROM orders")) or 0))
        session.flush()
        assert done == []
        session.commit()
        assert done == [1]
        add(session)
        session.commit()
        assert done == [1]


def test_never_for_what_was_rolled_back(engine: sa.Engine) -> None:
    """Not by the commit that follows either: the obvious listener is deceived by that."""
    done: list[str] = []
    with Session(engine) as session:
        add(session)
        after_commit(session, lambda: done.append("rolled back"))
        session.rollback()
        add(session)
        after_commit(session, lambda: done.append("kept"))
        session.commit()
    with Session(engine) as session:
        add(session)
        after_commit(session, lambda: done.append("closed"))
    assert done == ["kept"]


def test_before_anything_was_done(engine: sa.Engine) -> None:
    """A rollback of nothing counts too."""
    done: list[str] = []
    with Session(engine) as session:
        after_commit(session, lambda: done.append("rolled back"))
        session.rollback()
        after_commit(session, lambda: done.append("kept"))
        session.commit()
        session.commit()
    assert done == ["kept"]


def test_a_savepoint_takes_its_own_back(engine: sa.Engine) -> None:
    """And what is released waits for the whole transaction."""
    done: list[str] = []
    with Session(engine) as session:
        add(session)
        after_commit(session, lambda: done.append("outer"))
        with session.begin_nested():
            add(session)
            after_commit(session, lambda: done.append("released"))
        assert done == []
        nested = session.begin_nested()
        after_commit(session, lambda: done.append("undone"))
        with session.begin_nested():
            after_commit(session, lambda: done.append("undone with it"))
        nested.rollback()
        session.commit()
    assert done == ["outer", "released"]


def test_a_connection_cannot_say_when(engine: sa.Engine) -> None:
    """It is refused, where a listener would be told before the commit."""
    with engine.connect() as connection, pytest.raises(TypeError, match=r"only a Session .* not a Connection"):
        after_commit(connection, list)


class Told:
    """A plugin that is told of what was saved."""

    def __init__(self) -> None:
        self.actions: list[str] = []

    @hookimpl
    def helpdesk_saved(self, actions: Any) -> None:
        self.actions += actions


@pytest.mark.parametrize("commits", [True, False])
def test_plugins_hear_of_a_request_after_the_hosts_commit(engine: sa.Engine, commits: bool) -> None:
    """Without a word in the host's code: the store knows whose transaction it is."""
    session, told = scoped_session(sessionmaker(engine)), Told()
    desk = make_desk(SqlStore.borrowed(lambda: session, dialect="sqlite"), plugins=[told])
    j.submit(desk)
    assert told.actions == []
    session.commit() if commits else session.rollback()
    assert bool(told.actions) == commits
    session.remove()


def test_an_async_session(tmp_path: Path) -> None:
    """FastAPI's: the same."""
    pytest.importorskip("aiosqlite")
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    async def run() -> list[str]:
        engine, done = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'shop.sqlite'}"), list[str]()
        async with AsyncSession(engine) as session:
            for keep in (False, True):
                await session.execute(sa.text("SELECT 1"))
                after_commit(session, lambda keep=keep: done.append(f"kept {keep}"))  # type: ignore[misc]
                await (session.commit() if keep else session.rollback())
        await engine.dispose()
        return done

    assert asyncio.run(run()) == ["kept True"]


def test_foreign_keys_on_one_engine_alone(tmp_path: Path) -> None:
    """Also on connections that were open before; another engine of the process is left as it is."""
    one, other = (sa.create_engine(f"sqlite:///{tmp_path / name}") for name in ("one", "other"))

    def state(engine: sa.Engine) -> Any:
        with engine.connect() as connection:
            return connection.exec_driver_sql("PRAGMA foreign_keys").scalar()

    assert (state(one), state(other)) == (0, 0)
    enforce_foreign_keys(one)
    enforce_foreign_keys(one)
    assert (state(one), state(other)) == (1, 0)
    one.dispose()
    other.dispose()
