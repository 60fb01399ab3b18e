"""Unfinished forms in the app's own table: found again by their browser, for two days, and by nothing else."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app import drafts
from reference_app.drafts import DRAFTS, BorrowedDrafts, Draft, DraftStore

FIELDS = {"problem": "The screen is cracked.", "device": "iPhone 13"}
#: The store does not look at who asks: the token is all.
ANYBODY: Any = None


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    made = sa.create_engine(f"sqlite:///{tmp_path / 'app.sqlite'}")
    yield made
    made.dispose()


async def call_at_once(call: Callable[[], Any]) -> Any:
    """Where the session may be used: here."""
    return call()


def load(store: DraftStore, form: str = "quick_help", token: str = "t-1") -> dict[str, str]:
    return asyncio.run(store.load(ANYBODY, form, token))


def save(store: DraftStore, fields: dict[str, str], form: str = "quick_help", token: str = "t-1") -> None:
    asyncio.run(store.save(ANYBODY, form, token, fields))


def count(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(DRAFTS)).scalar_one())


def test_it_is_found_by_shop_form_and_token_together(engine: sa.Engine) -> None:
    """Another shop, another form and another browser have their own, and none of them overwrites this one."""
    own, other = DraftStore(engine, "one"), DraftStore(engine, "two")
    save(own, FIELDS)
    for elsewhere in ((other, "quick_help", "t-1"), (own, "reply", "t-1"), (own, "quick_help", "t-2")):
        assert load(*elsewhere) == {}
    save(other, {"problem": "another shop's"})
    save(own, {"problem": "another browser's"}, token="t-2")
    assert load(own) == FIELDS
    asyncio.run(other.drop(ANYBODY, "quick_help", "t-1"))
    asyncio.run(own.drop(ANYBODY, "quick_help", "t-2"))
    assert load(own) == FIELDS


def test_one_token_is_another_with_another_kind(engine: sa.Engine) -> None:
    """Whoever names an account's id as their token takes no place of that account's."""
    store = DraftStore(engine)
    save(store, {"problem": "somebody's"}, token="7")
    save(store, FIELDS, form="quick_help of an account", token="7")
    assert load(store, form="quick_help of an account", token="7") == FIELDS
    assert load(store, token="7") == {"problem": "somebody's"}


class Browser:
    """One with a cookie for its unfinished form, in which somebody may sign in."""

    def __init__(self, store: DraftStore) -> None:
        self.account: str | None = None
        self.cookie = ""
        self._draft = Draft(store, "quick_help", self._owner)

    async def _owner(self, request: Any) -> str | None:
        return self.account

    def _request(self) -> Request:
        cookie = f"helpdesk_draft_quick_help={self.cookie}".encode()
        scope = {"type": "http", "scheme": "http", "path": "/", "query_string": b"", "server": ("shop.example", 80)}
        return Request({**scope, "headers": [(b"cookie", cookie)]})

    def load(self) -> dict[str, str]:
        return asyncio.run(self._draft.load(self._request()))

    def save(self, problem: str) -> None:
        response = Response()
        asyncio.run(self._draft.save(self._request(), response, {"problem": problem}))
        self.cookie = response.headers["set-cookie"].partition("=")[2].partition(";")[0].strip('"')

    def drop(self) -> None:
        asyncio.run(self._draft.drop(self._request(), Response()))


def test_what_was_begun_in_a_browser_becomes_the_accounts_of_who_signs_in(engine: sa.Engine) -> None:
    """It comes before what the account had; kept, it is the account's alone, and dropped it is gone from both."""
    store = DraftStore(engine)
    here, there = Browser(store), Browser(store)
    there.account = "7"
    there.save("The account's.")
    here.save("This browser's.")
    cookie, here.account = here.cookie, "7"
    assert here.load() == {"problem": "This browser's."}
    here.save("Both.")
    assert (here.cookie, there.load()) == ("", {"problem": "Both."})
    here.cookie, here.account = cookie, None
    assert here.load() == {}, "nothing is left to the browser"
    here.cookie = "7" * 43
    here.save("A stranger's.")
    there.account = here.cookie
    assert there.load() == {}, "an id that is like a cookie finds nothing"
    there.account = here.account = "7"
    here.drop()
    assert there.load() == {}


@pytest.mark.postgres
def test_two_first_savings_at_once_both_succeed(postgres_store: SqlStore) -> None:
    """Two tabs: the later one stands."""
    engine = postgres_store.engine.execution_options(isolation_level="READ COMMITTED")
    store, written = DraftStore(engine), threading.Event()
    with ThreadPoolExecutor(1) as other:
        with Session(engine) as session, session.begin():
            save(BorrowedDrafts(session, call_at_once), FIELDS)
            later = other.submit(lambda: (written.set(), save(store, {"problem": "The other tab's."})))
            written.wait()
            time.sleep(0.3)
        later.result(timeout=20)
    assert load(store) == {"problem": "The other tab's."}


def test_the_newest_stands_for_all_before(engine: sa.Engine) -> None:
    """One of each kind per browser; dropped, it is gone."""
    store = DraftStore(engine)
    save(store, FIELDS)
    save(store, {"problem": "Another."})
    assert load(store) == {"problem": "Another."}
    assert count(engine) == 1
    asyncio.run(store.drop(ANYBODY, "quick_help", "t-1"))
    assert load(store) == {}
    assert count(engine) == 0


def test_it_runs_out(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too old is not shown, and deleted when anybody saves; what is not stays."""
    store = DraftStore(engine)
    save(store, {"problem": "Still wanted."}, token="t-2")
    monkeypatch.setattr(drafts, "DRAFT_HOURS", -1)
    save(store, FIELDS)
    assert count(engine) == 2
    assert load(store) == {}
    monkeypatch.undo()
    save(store, FIELDS, token="t-3")
    assert count(engine) == 2
    assert load(store, token="t-2") == {"problem": "Still wanted."}


def test_what_is_over_goes_when_an_app_starts_and_when_a_form_is_sent(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shop in which nobody begins another form keeps none of them."""
    store = DraftStore(engine)
    monkeypatch.setattr(drafts, "DRAFT_HOURS", -1)
    save(store, FIELDS)
    assert count(engine) == 1
    DraftStore(engine)
    assert count(engine) == 0
    save(store, FIELDS)
    asyncio.run(store.drop(ANYBODY, "quick_help", "another"))
    assert count(engine) == 0


def test_the_table_opens_nothing(engine: sa.Engine) -> None:
    """Tokens are stored as hashes: who reads the table holds no cookie."""
    save(DraftStore(engine), FIELDS, token="a-token-as-in-a-cookie")
    with engine.connect() as connection:
        assert "a-token-as-in-a-cookie" not in repr(connection.execute(sa.select(DRAFTS)).all())


@pytest.mark.postgres
def test_lines_that_a_restart_of_the_database_cut_are_made_anew(postgres_store: SqlStore, postgres_url: str) -> None:
    """Nobody meets an error for each line that the pool still held."""
    store = DraftStore(postgres_store.engine)
    save(store, FIELDS)
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert load(store) == FIELDS
