"""A shop moves to another database: everything arrives as it was, whatever happens on the way."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from helpdesk_core import Admin, ConfigurationError, Guest, Helpdesk, StoreError
from helpdesk_core.adapters.sqlalchemy import SqlStore, copying, mark_as_copy
from helpdesk_core.adapters.sqlalchemy.copying import Copied, DatabaseCopy
from helpdesk_core.commands import ReplyToCustomer, SubmitRequest
from helpdesk_core.testing import CapturingNotifier
from helpdesk_core.views import view_queue, view_search
from reference_app.accounts import StaffAccounts
from reference_app.cli import main
from reference_app.commands import command_line
from reference_app.demo import PASSWORD, build
from reference_app.drafts import DraftStore
from reference_app.sent_mail.outbox import SENT_MAIL
from reference_app.tables import all_tables
from reference_app.variables import store_at

ADMIN = Admin(id="anna", name="Anna")
WORDS = {"problem": "It does not start.", "device": "Dell", "surname": "Nowak", "contact": "a@example.com"}
OTHERS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
WAITING = 8
#: What a database says of itself.
OWN = {"helpdesk_core_version", "helpdesk_core_outbox_places"}


def desk_on(store: SqlStore) -> tuple[Helpdesk, CapturingNotifier]:
    """A desk, and what it sends."""
    sent = CapturingNotifier()
    return Helpdesk(store, secret=[bytes(range(32))], notifiers=[sent]), sent


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder: staff, a session, quotes, outcomes, mails, an unsent draft, an index, and a message that
    waits."""
    folder = tmp_path_factory.mktemp("demo")
    made = build(folder, "http://127.0.0.1:8000")
    while made.desk.deliver().done:
        pass
    made.accounts.start_session(made.accounts.proved("anna@example.com", PASSWORD) or "")
    drafts = DraftStore(made.accounts.engine)
    drafts._save("reply", "token", {"text": "Zażółć"})
    for number in range(WAITING):
        made.desk.do(made.desk.read(SubmitRequest, WORDS | {"contact": f"a{number}@example.com"}), Guest())
    made.desk.index()
    made.desk.close()
    return folder


def _helpdesk(*arguments: str) -> Any:
    return command_line(arguments)(arguments, result_action="return_value")


@pytest.fixture
def source(demo: Path, tmp_path: Path) -> Path:
    """A database of its own for each test, with the mark beside it."""
    return shutil.copytree(demo, tmp_path / "demo") / "helpdesk.sqlite"


@pytest.fixture(params=OTHERS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """An empty database."""
    postgres = request.param == "postgres"
    at = request.getfixturevalue("postgres_url") if postgres else str(tmp_path / "other.sqlite")
    store = store_at(at, "TARGET", create=False)
    yield store
    store.close()


def copy(source: Path | SqlStore, target: SqlStore, *, restart: bool = False, **more: Any) -> list[Copied]:
    """Copy all there is."""
    opened = source if isinstance(source, SqlStore) else SqlStore.sqlite(source, create=False)
    try:
        made = DatabaseCopy(source=opened, target=target, more=all_tables(), **more)
        return made.run(restart=restart)
    finally:
        if opened is not source:
            opened.close()


def counts(path: Path) -> dict[str, int]:
    """Rows of every table of ours, as the file has them."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if name.startswith("helpdesk_") and "_fts" not in name]
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ours}


def change(path: Path, *statements: str) -> None:
    """Change a file behind its owner's back."""
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def test_everything_arrives(source: Path, target: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row of every table, the app's own included: histories verify against an anchor taken before, lists and
    search show the same, staff sign in, and unsent drafts wait."""
    monkeypatch.setattr(copying, "BATCH", 7)
    there = counts(source)
    with closing(SqlStore.sqlite(source)) as store:
        desk, _ = desk_on(store)
        anchor, queue = desk.anchor(), desk.show(view_queue, ADMIN)
        found = desk.show(view_search, ADMIN, "dell")
    copied = copy(source, target)
    assert {one.table: one.rows for one in copied} == {name: count for name, count in there.items() if name not in OWN}
    assert there["helpdesk_app_sessions"] == there["helpdesk_app_drafts"] == 1
    assert there["helpdesk_core_search_entries"] > 10
    desk, _ = desk_on(target)
    assert desk.store_problems() == ()
    assert desk.verify(anchor) == ()
    assert desk.show(view_queue, ADMIN) == queue
    assert desk.show(view_search, ADMIN, "dell") == found
    assert StaffAccounts(target.engine).knows("anna@example.com", PASSWORD)
    assert DraftStore(target.engine)._load("reply", "token") == {"text": "Zażółć"}


def test_work_goes_on_in_the_new_database(source: Path, target: SqlStore) -> None:
    """New requests, replies and the index continue where the old one stopped; a row that the database numbers itself
    gets a new number."""
    copy(source, target)
    desk, sent = desk_on(target)
    made = desk.do(desk.read(SubmitRequest, WORDS | {"problem": "Dziwny agregator"}), Guest())
    desk.do(desk.read(ReplyToCustomer, {"request": made.request, "text": "Dzień dobry", "unconfirmed": True}), ADMIN)
    while desk.deliver().done:
        pass
    assert [row.id for row in desk.show(view_search, ADMIN, "agregatora").rows] == [made.request]
    assert sent.sent
    assert desk.verify() == ()
    columns = {"tenant": "shop", "key": "k", "recipient": "r", "subject": "s", "text": "t", "sent_at": "now"}
    with target.sessions.setting_up() as connection:
        last = connection.execute(sa.select(sa.func.max(SENT_MAIL.c.number))).scalar_one()
        connection.execute(SENT_MAIL.insert().values(**columns))
        assert connection.execute(sa.select(sa.func.max(SENT_MAIL.c.number))).scalar_one() > last


def sent_by(store: SqlStore) -> int:
    """How many messages go out from a database."""
    desk, sent = desk_on(store)
    desk.deliver(500)
    return len(sent.sent)


def assert_sent_once(source: Path, target: SqlStore) -> None:
    """The messages that wait are the target's to send."""
    with closing(SqlStore.sqlite(source)) as store:
        assert sent_by(store) == 0
    assert sent_by(target) == WAITING


def test_waiting_messages_are_sent_once(source: Path, target: SqlStore) -> None:
    """By the new database; the old one, started again by mistake, holds them back."""
    copy(source, target)
    assert_sent_once(source, target)


def test_a_copied_backup_sends_nothing(source: Path, target: SqlStore) -> None:
    """What waits in a backup may have been sent since: it is held back in the new database as in a restored one."""
    with closing(sqlite3.connect(source)) as db:
        mark_as_copy(db)
    copy(source, target)
    assert sent_by(target) == 0


def test_positions_lie_before_those_to_come(source: Path, target: SqlStore) -> None:
    """A long feed into a young PostgreSQL: no position is ahead of its transactions, the order stays, and the index
    goes on with the next change, not with the first."""
    change(source, "UPDATE helpdesk_core_timeline SET position = position + 90000000")
    with closing(SqlStore.sqlite(source)) as store:
        desk, _ = desk_on(store)
        desk.index(500, restart=True)
        before = [entry.id for entry in desk.changes(limit=500).entries]
    copy(source, target)
    desk, _ = desk_on(target)
    assert desk.store_problems() == ()
    assert [entry.id for entry in desk.changes(limit=500).entries] == before
    assert desk.index(500).changes == 0
    made = desk.do(desk.read(SubmitRequest, WORDS), Guest())
    assert desk.changes(limit=500).entries[-1].subject == made.request
    assert desk.index(500).changes >= 1


class Cut(Exception):
    """The copy ends here."""


def cut_off(source: Path, target: SqlStore, at: int) -> bool:
    """Copy until so many steps were told of; whether it was cut off."""
    steps = iter(range(10**6))

    def progress(*_: object) -> None:
        if next(steps) == at:
            raise Cut

    try:
        copy(source, target, progress=progress)
    except Cut:
        return True
    return False


def test_it_goes_on_where_it_was_cut_off(source: Path, target: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off again and again: nothing is copied twice, nothing is left out, and nothing is served before the end."""
    monkeypatch.setattr(copying, "BATCH", 5)
    there = counts(source)
    told: list[Any] = []
    for at in (0, 7, 12, 11):
        assert cut_off(source, target, at=at)
        assert any("not finished" in problem for problem in target.problems())
    copied = copy(source, target, progress=lambda *step: told.append(step))
    assert ("copied", "helpdesk_core_attempts") not in {step[:2] for step in told}, "it began anew"
    assert {one.table: one.rows for one in copied} == {name: count for name, count in there.items() if name not in OWN}
    assert target.problems() == ()
    assert_sent_once(source, target)


@pytest.mark.parametrize("step", ["leave", "_digest", "_renumber"])
def test_cut_off_at_the_end(step: str, source: Path, target: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """While both are compared, or between taking over and giving up: waiting messages still go out once."""

    def cut(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr(copying, step, cut)
        with pytest.raises(Cut):
            copy(source, target)
    assert any("not finished" in problem for problem in target.problems())
    copy(source, target)
    assert_sent_once(source, target)


def test_what_was_written_in_between_is_found(source: Path, target: SqlStore) -> None:
    """Cut off, then written to: both differ, the table is named, and nothing is served; a fresh start is whole."""
    assert cut_off(source, target, at=30)
    change(source, "UPDATE helpdesk_core_service_requests SET device = 'changed'")
    with pytest.raises(StoreError, match="helpdesk_core_service_requests differs"):
        copy(source, target)
    assert target.problems()
    copy(source, target, restart=True)
    assert target.problems() == ()
    assert_sent_once(source, target)


def test_nobody_writes_meanwhile(source: Path, target: SqlStore) -> None:
    """Until the copy has ended, the source takes no writer."""
    tried: list[str] = []

    def progress(*_: object) -> None:
        if not tried:
            with closing(sqlite3.connect(source, timeout=0)) as db:
                try:
                    db.execute("UPDATE helpdesk_core_service_requests SET device = 'changed'")
                except sqlite3.OperationalError as error:
                    tried.append(str(error))

    copy(source, target, progress=progress)
    assert tried == ["database is locked"]


def test_a_target_with_data_is_refused(source: Path, target: SqlStore) -> None:
    """Another shop's data is neither mixed nor deleted, with --restart neither."""
    target.create_tables()
    desk, _ = desk_on(target)
    desk.do(desk.read(SubmitRequest, WORDS), Guest())
    for restart in (False, True):
        with pytest.raises(ConfigurationError, match=r"holds data \(helpdesk_core_"):
            copy(source, target, restart=restart)
    assert len(desk.show(view_queue, ADMIN).rows) == 1
    assert target.problems() == ()


def test_staff_alone_are_data(source: Path, target: SqlStore) -> None:
    """An account that was added to the new database already is not mixed with those that come."""
    target.create_tables()
    StaffAccounts(target.engine).add_staff("new@example.com", "New", "a long password")
    with pytest.raises(ConfigurationError, match="helpdesk_app_staff"):
        copy(source, target)


def test_the_copy_of_another_is_not_gone_on_with(source: Path, target: SqlStore, tmp_path: Path) -> None:
    """Half of one shop and half of another are never one database."""
    assert cut_off(source, target, at=10)
    other = shutil.copytree(source.parent, tmp_path / "another") / source.name
    with pytest.raises(ConfigurationError, match=r"a copy of .*demo.helpdesk\.sqlite was begun"):
        copy(other, target)
    copy(other, target, restart=True)
    assert target.problems() == ()


def test_what_cannot_be_copied_is_said(source: Path, target: SqlStore, tmp_path: Path) -> None:
    """The same database, one without tables, one of an older release, one with a table that nobody knows here."""
    same = SqlStore.sqlite(source.parent / ".." / source.parent.name / source.name, create=False)
    with closing(same), pytest.raises(ConfigurationError, match="same database"):
        copy(source, same)
    with pytest.raises(ConfigurationError, match="tables are missing"):
        copy(tmp_path / "empty.sqlite", target)
    change(source, "CREATE TABLE helpdesk_app_later (id TEXT)")
    with pytest.raises(ConfigurationError, match="unknown here: helpdesk_app_later"):
        copy(source, target)
    change(source, "DROP TABLE helpdesk_app_later", "UPDATE helpdesk_core_version SET version_num = '0000'")
    with pytest.raises(ConfigurationError, match="the tables are at 0000"):
        copy(source, target)


@pytest.mark.postgres
def test_there_and_back_is_the_same(source: Path, postgres_url: str, tmp_path: Path) -> None:
    """SQLite, PostgreSQL, SQLite: every digest as it was."""
    postgres, back = SqlStore.postgresql(postgres_url, create=False), SqlStore.sqlite(tmp_path / "back", create=False)
    there = copy(source, postgres)
    assert copy(postgres, back) == there
    assert sent_by(postgres) == 0
    assert sent_by(back) == WAITING
    postgres.close()
    back.close()


@pytest.mark.postgres
@pytest.mark.parametrize("own", [{"schema": "desk"}, {"prefix": "shop_"}, {"schema": "desk", "prefix": ""}], ids=str)
def test_a_host_calls_the_tables_its_own_way(
    own: dict[str, str], source: Path, postgres_url: str, tmp_path: Path
) -> None:
    """The rows arrive where its store looks for them, and leave from there: both are told by it."""
    engine = sa.create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA desk")
    store, back = SqlStore.on(engine, **own), SqlStore.sqlite(tmp_path / "back", create=False)
    there = copy(source, store)
    desk, _ = desk_on(store)
    assert len(desk.show(view_queue, ADMIN).rows) > 3
    assert desk.verify() == ()
    assert [(one.rows, one.digest) for one in copy(store, back)] == [(one.rows, one.digest) for one in there]
    assert sent_by(back) == WAITING
    back.close()
    engine.dispose()


@pytest.mark.postgres
def test_who_may_make_no_tables_is_told_in_a_line(
    source: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's reason, without the statement that it refused; the source is as it was."""
    engine = sa.create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS copier")
        connection.exec_driver_sql("CREATE ROLE copier LOGIN")
    engine.dispose()
    url = sa.make_url(postgres_url).set(username="copier").render_as_string(hide_password=False)
    monkeypatch.setattr(sys, "argv", ["helpdesk", "db", "copy", str(source), url])
    with pytest.raises(SystemExit) as ended:
        main()
    assert str(ended.value.code).endswith("permission denied for schema public")
    with closing(SqlStore.sqlite(source)) as store:
        assert sent_by(store) == WAITING


def test_the_command_says_what_it_did(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows and digests of every table."""
    _helpdesk("db", "copy", str(source), str(tmp_path / "new.sqlite"))
    said = capsys.readouterr().out
    assert "service requests" in said
    assert "Both hold the same" in said


@pytest.mark.parametrize(
    "arguments, wrong",
    {
        ("none.sqlite", "new.sqlite"): "there is no file none.sqlite",
        ("shop.sqlite", "mysql://u:hunter2@h/d"): "TARGET: mysql:// is no database of ours",
        ("postgres://u:hunter2@127.0.0.1:1/d", "new.sqlite"): "no connection to the database",
    }.items(),
)
def test_mistakes_of_the_command_are_named(
    arguments: tuple[str, str], wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, without the password."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.sqlite").touch()
    with pytest.raises((ConfigurationError, StoreError), match=wrong) as raised:
        _helpdesk("db", "copy", *arguments)
    assert "hunter2" not in str(raised.value)


CUT = """
import os, sys
from helpdesk_core.adapters.sqlalchemy import copying
from reference_app.copy_command import copy
copying.BATCH = 3
whole, left = copying._note, [int(sys.argv[3])]
def note(connection, step, value):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), 9)  # the batch is written, and not committed
    whole(connection, step, value)
copying._note = note
copy(sys.argv[1], sys.argv[2])
"""


@pytest.mark.full
def test_kill_minus_nine_costs_nothing(source: Path, target: SqlStore) -> None:
    """Killed in one process after the other, each a little further; the last one is let through."""
    at = target.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    at = at if target.sessions.dialect == "postgresql" else str(target.engine.url.database)
    for number in range(1, 40, 4):
        killed = subprocess.run([sys.executable, "-c", CUT, str(source), at, str(number)], timeout=120)
        assert killed.returncode in (-9, 0)
        if killed.returncode == 0:
            break
    assert number > 4
    if killed.returncode:
        copy(source, target)
    assert target.problems() == ()
    desk, _ = desk_on(target)
    assert desk.verify() == ()
    assert_sent_once(source, target)
