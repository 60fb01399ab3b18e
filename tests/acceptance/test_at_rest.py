"""What lies on the disk, what stands in logs, and what happens while the database is held or broken."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

import journeys as j
from helpdesk_core import AsyncHelpdesk, StoreError
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.sqlalchemy.sessions import OwnSessions
from helpdesk_core.adapters.sqlalchemy.write_queue import WriteQueue
from helpdesk_core.commands import WriteNote
from helpdesk_core.errors import LockTimeoutError
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_queue
from parts import share
from reference_app.accounts import StaffAccounts
from reference_app.drafts import DraftStore
from reference_app.edges import BehindHttps
from shops import FAST, build

TYPED, MAIL = "Kowalska of Lipowa 7", "kowalska@example.com"


def helpdesk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": str(folder / "shop.sqlite")}
    run = [sys.executable, "-m", "reference_app.cli", *words]
    return subprocess.run(run, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_what_commands_write_is_their_owners_alone(tmp_path: Path) -> None:
    """The database, its log and an anchor, whatever the umask of the shell."""
    before = os.umask(0o022)
    assert helpdesk(tmp_path, "audit", "anchor", "anchor.json").returncode == 0
    os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {"shop.sqlite", "anchor.json"} <= modes.keys()
    assert set(modes.values()) == {0o600}, modes


def broken(path: Path) -> Path:
    """A database with a page of noughts in its middle."""
    store = SqlStore.sqlite(path)
    desk = make_desk(store)
    for _ in range(40):
        j.in_phase(desk, "in_review")
    store.close()
    connection = sa.create_engine(f"sqlite:///{path}").connect()
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(8192))
    return path


@pytest.mark.parametrize("words", share(["check", "db check", "audit verify"], 3))
def test_a_damaged_file_is_found(tmp_path: Path, words: str) -> None:
    """By both checks and by the audit, in one line and with a status."""
    broken(tmp_path / "shop.sqlite")
    done = helpdesk(tmp_path, *words.split())
    assert done.returncode == 1
    assert "damaged" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_no_error_of_the_apps_own_tables_names_what_was_typed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Drafts and accounts fail as the desk's store does, on a host's engine too; neither the error nor its traceback
    holds a parameter."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}")
    drafts, accounts = DraftStore(engine), StaffAccounts(engine, hasher=FAST)
    with engine.begin() as connection:
        for table in ("helpdesk_app_drafts", "helpdesk_app_sessions", "helpdesk_app_staff"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    calls = (
        lambda: drafts._save("new", TYPED, {"problem": TYPED}),
        lambda: drafts._load("new", TYPED),
        lambda: accounts.proved(MAIL, TYPED),
        lambda: accounts.add_staff(MAIL, TYPED, "a long enough password"),
        lambda: accounts.session(TYPED),
    )
    for call in calls:
        try:
            call()
        except StoreError:
            logging.getLogger("host").exception("a host logs all it gets")
            said = traceback.format_exc() + caplog.text
            assert "OperationalError" in said
            assert "Kowalska" not in said
            assert "kowalska@" not in said
        else:
            pytest.fail("the table is gone")


def test_a_queue_that_a_stopped_process_holds_has_a_time_limit(tmp_path: Path) -> None:
    """The writer is told; it does not hang for as long as the other is stopped."""
    database = tmp_path / "d.sqlite"
    with (tmp_path / "d.sqlite-queue").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        queue = WriteQueue(str(database), 0.2)
        for _ in range(3):
            with pytest.raises(LockTimeoutError), queue:
                pass
        fcntl.flock(held, fcntl.LOCK_UN)
        for _ in range(3):
            with queue:
                pass
        queue.close()


def test_who_waited_in_the_queue_waits_no_second_time_for_the_lock(tmp_path: Path) -> None:
    """One limit for both: what was spent in the queue is taken off the wait for SQLite's own lock."""
    sessions = OwnSessions(f"sqlite:///{tmp_path / 'd.sqlite'}", busy_seconds=5.0)
    queue = sessions.queue
    assert queue is not None
    with queue as left:
        assert left is None, "nobody was before us: there is nothing to take off"
    begun, limits = threading.Event(), list[int]()
    with ThreadPoolExecutor(1) as other:
        with queue:
            waiting = other.submit(_limit_of_a_writer, sessions, begun, limits)
            begun.wait(10)
            time.sleep(0.7)
        waiting.result(10)
    assert len(limits) == 2
    assert 0 < limits[0] < 4500 < limits[1] == 5000, "shorter while it begins, then as for everybody"
    sessions.close()


def _limit_of_a_writer(sessions: OwnSessions, begun: threading.Event, limits: list[int]) -> None:
    """What one writer tells SQLite of its patience."""

    def look(statement: str) -> None:
        if statement.startswith("PRAGMA busy_timeout="):
            limits.append(int(statement.partition("=")[2]))

    def watch(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(look)

    sa.event.listen(sessions.engine, "checkout", watch)
    begun.set()
    with sessions.writing():
        pass


def test_readers_are_served_while_more_writers_wait_than_there_are_threads(sqlite_store: SqlStore) -> None:
    """Sixty writers wait for a lock that somebody holds; the queue of the staff is still shown."""
    desk = make_desk(sqlite_store)
    made, _ = j.in_phase(desk, "in_review")

    async def all_of_them() -> None:
        api = AsyncHelpdesk(desk)
        note = desk.read(WriteNote, {"request": made.request, "text": "waits"})
        with sqlite_store.sessions.writing():
            writers = [asyncio.ensure_future(api.handle(note, j.ANNA)) for _ in range(60)]
            await asyncio.sleep(0.1)
            await asyncio.wait_for(api.view(view_queue, j.ANNA), timeout=20)
            assert not any(writer.done() for writer in writers)
        await asyncio.gather(*writers)

    asyncio.run(all_of_them())


def test_behind_https_cookies_are_ours_alone_and_browsers_stay_there(tmp_path: Path) -> None:
    """Whatever the last hop speaks: a cookie that another subdomain set is not ours, and pages say to come by TLS."""
    shop = build(tmp_path, "https://testserver")
    client = TestClient(shop.app, base_url="http://testserver")  # the hop behind the proxy
    answer = client.get("/quick-help")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-helpdesk_visitor=")
    assert "; Secure" in cookie
    known = cookie.partition(";")[0].partition("=")[2]
    token = answer.text.partition('name="csrf" value="')[2][:32]
    fields = {"csrf": token, "problem": "p", "device": "d", "urgency": "soon"}
    for name, taken in (("helpdesk_visitor", False), ("__Host-helpdesk_visitor", True)):
        other = TestClient(shop.app, base_url="https://testserver", follow_redirects=False)
        sent = other.post("/quick-help", data=fields, headers={"cookie": f"shop=1; {name}={known}"})
        assert (sent.status_code != 403) is taken, name
    shop.desk._store.close()  # type: ignore[attr-defined]


def test_other_peoples_cookies_pass(tmp_path: Path) -> None:
    """Only names of ours are looked at; below a path the prefix is the one that allows a path."""
    seen: list[bytes] = []

    async def within(scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        seen.extend(value for name, value in scope["headers"] if name == b"cookie")

    scope = {
        "type": "http",
        "root_path": "/help",
        "headers": [(b"cookie", b"a=1; helpdesk_x=0; __Secure-helpdesk_x=2")],
    }
    asyncio.run(BehindHttps(within, base_url="https://x.example/help", strict=False)(scope, None, None))  # type: ignore[arg-type]
    assert seen == [b"a=1; helpdesk_x=2"]
