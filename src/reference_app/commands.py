"""``helpdesk …``: each command is a thin door to the desk."""

from __future__ import annotations

import getpass
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cyclopts import App
from rich.table import Table

from helpdesk_core import Anchor, ConfigurationError
from helpdesk_core.adapters.sqlalchemy import mark_as_copy

from .accounts import StaffAccounts
from .accounts.history import COMMAND_LINE, placed
from .accounts.second_step import SecondSteps
from .case_files.commands import signing_keys, verify_file
from .channels.commands import mail_in
from .channels.mailbox import mailbox_beside
from .checking import check_desk, check_environment
from .copy_command import copy
from .doctor.commands import doctor
from .embedding_commands import embed
from .environment import DeskOption, Shop, bar, console, shop, store
from .file_commands import import_, redact, scan
from .guides.commands import guides
from .journey.commands import journey
from .search.commands import search
from .serving import demo, refuse, serve
from .shop_settings.commands import settings
from .worker import Worker

app = App(
    name="helpdesk", help="Requests for help and repair: demo, server, worker and care of the data.", version="0.1.0"
)
staff = App(name="staff", help="Staff accounts.")
db = App(name="db", help="The database.")
audit = App(name="audit", help="The histories: anchor and verify.")
for group in (staff, db, audit, settings, search, journey, guides):
    app.command(group)
db.command(copy)
app.command(import_, name="import")
app.command(redact)
app.command(scan)
app.command(mail_in)
app.command(doctor)
app.command(embed)
app.command(demo)
app.command(serve)
app.command(signing_keys)
app.command(verify_file)


@app.command(name="worker")
def run_worker(*, desk: DeskOption = (), seconds: float = 2.0) -> None:
    """Deliver what waits, every few seconds, until stopped."""
    desks = shop(desk).desks
    with Worker(*desks, seconds=seconds) as running, mailbox_beside(desks):
        try:
            while running.wait(3600):
                pass
        except KeyboardInterrupt:
            console.print("stopped")
            return
    sys.exit("the worker's thread ended")  # whoever watches this process starts it again


@app.command
def deliver(*, desk: DeskOption = (), limit: int = 500) -> None:
    """Deliver what waits, once: for cron."""
    desks = shop(desk).desks
    for one in desks:
        report = one.deliver(limit)
        one.purge()
        of = f"{one.tenant}: " if len(desks) > 1 else ""
        said = f"done {report.done}, waiting {report.waiting}, failed {report.failed}, dropped {report.dropped}"
        console.print(f"{of}{said}")


@app.command
def purge(*, desk: DeskOption = (), limit: int = 500, pause: float = 0.05) -> None:
    """Delete technical rows that are over, until none is left: used keys, counted tries, old drafts, finished jobs.

    A worker does so too, a little at a time. It can be stopped at any moment and goes on where it was; ``limit`` are
    rows in one go, ``pause`` are seconds between two.
    """
    for one in shop(desk).desks:
        gone, is_more = 0, True
        while is_more:
            found = one.purge(limit)
            gone, is_more = gone + found.rows, found.is_more
            time.sleep(pause if is_more else 0)
        console.print(f"{one.tenant}: {gone}")


@staff.command
def add(
    email: str,
    name: str,
    *,
    role: str = "agent",
    language: str = "en",
    rights: str | None = None,
    locations: str | None = None,
) -> None:
    """Add a staff account; the password is asked for (or read from HELPDESK_STAFF_PASSWORD).

    ``rights`` and ``locations`` are names with commas between. Without them an agent may do everything that agents may,
    everywhere.
    """
    made, accounts = _staff()
    password = _password()
    try:
        member = accounts.add_staff(
            email,
            name,
            password,
            role=role,
            language=language,
            rights=_names(rights),
            locations=placed(_names(locations), made.desk.settings),
        )
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    console.print(f"added {member.name} ({member.role})")


def _password() -> str:
    try:
        return os.environ.get("HELPDESK_STAFF_PASSWORD") or getpass.getpass("Password (12 characters or more): ")
    except EOFError:
        raise ConfigurationError("there is no terminal to ask for the password: set HELPDESK_STAFF_PASSWORD") from None


def _staff() -> tuple[Shop, StaffAccounts]:
    made = shop()
    assert made.accounts is not None
    made.desk.refresh_settings()  # locations may have been added in the app
    return made, made.accounts


def _names(given: str | None) -> frozenset[str] | None:
    return None if given is None else frozenset(part.strip() for part in given.split(",") if part.strip())


@staff.command(name="rights")
def set_rights(email: str, *, rights: str | None = None, locations: str | None = None) -> None:
    """Change what an agent may do, from the next click on.

    ``rights`` and ``locations`` are names with commas between; what is left out is not narrowed any more.
    """
    made, accounts = _staff()
    try:
        found = accounts.set_rights(email, _names(rights), placed(_names(locations), made.desk.settings))
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    if not found:
        raise ConfigurationError(f"there is no active account {email}")
    console.print(f"{email}: {rights or 'all rights of agents'}; {locations or 'all locations'}")


@staff.command
def deactivate(email: str) -> None:
    """Deactivate a staff account at once. The name stays in the histories."""
    _change(email, lambda accounts: accounts.deactivate(email), "can no longer sign in")


@staff.command
def reactivate(email: str) -> None:
    """Let somebody sign in again who was deactivated, with the password they had."""
    _change(email, lambda accounts: accounts.reactivate(email), "can sign in again")


@staff.command(name="role")
def set_role(email: str, role: str) -> None:
    """Make somebody an agent or an admin, from the next click on."""
    _change(email, lambda accounts: accounts.set_role(email, role), f"is {role}")


@staff.command
def sign_out(email: str) -> None:
    """End every session of a staff account at once."""

    def end(accounts: StaffAccounts) -> bool:
        member = accounts.by_email(email)
        return member is not None and accounts.end_sessions(member.id) >= 0

    _change(email, end, "is signed out everywhere")


@staff.command
def second_step_off(email: str) -> None:
    """Turn off the second step of a staff account, whose owner has lost the phone and the codes on paper."""
    made, accounts = _staff()
    steps = SecondSteps(accounts, made.desk.keyring)

    def turn_off(accounts: StaffAccounts) -> bool:
        if (member := accounts.by_email(email)) is not None:
            steps.turn_off(member.id, by=COMMAND_LINE)
        return member is not None

    _change(email, turn_off, "signs in with the password alone")


def _change(email: str, change: Callable[[StaffAccounts], bool], done: str) -> None:
    _, accounts = _staff()
    try:
        found = change(accounts)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    if not found:
        raise ConfigurationError(f"there is no such account {email}")
    console.print(f"{email} {done}")


@db.command
def upgrade() -> None:
    """Bring the tables to this release."""
    from helpdesk_core.adapters.sqlalchemy.migrations import current
    from helpdesk_core.adapters.sqlalchemy.migrations import upgrade as run

    with store().sessions.setting_up() as connection:
        run(connection)
        console.print(f"the tables are at {current(connection)}")


@db.command
def check() -> None:
    """Say whether the tables fit this release."""
    from helpdesk_core.adapters.sqlalchemy.migrations import current, head

    kept = store()
    with kept.sessions.setting_up() as connection:
        at = current(connection)
    if at != head() or kept.problems():
        raise ConfigurationError(f"the tables are at {at}, this release needs {head()}; {'; '.join(kept.problems())}")
    refuse(kept.damage())
    console.print(f"the tables are at {head()}, nothing is missing")


@db.command
def backup(target: Path) -> None:
    """Copy the SQLite database while it is in use. For PostgreSQL use pg_dump."""
    source = os.environ.get("HELPDESK_DATABASE", "helpdesk.sqlite")
    if source.startswith("postgresql"):
        raise ConfigurationError("pg_dump backs up PostgreSQL")
    if not Path(source).exists() or target.exists():
        raise ConfigurationError(
            f"{source} is not there" if not Path(source).exists() else f"{target} is there already"
        )
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other, bar() as shown:
        task = shown.add_task("copying pages", total=None)
        one.backup(
            other, pages=1000, progress=lambda _, left, total: shown.update(task, total=total, completed=total - left)
        )
        mark_as_copy(other)
    target.chmod(0o600)
    console.print(f"copied to {target}")


@db.command
def restored(*, desk: DeskOption = ()) -> None:
    """Say that the database was restored from a backup: what waited in it was perhaps sent since, and is held back
    until staff release it on the page of undelivered messages."""
    held = shop(desk, operator=True).desk.restored()
    console.print(f"held back: {held} messages")


@audit.command(name="anchor")
def make_anchor(target: Path, *, desk: DeskOption = ()) -> None:
    """Write one digest over all histories. Keep the file where the database's owner cannot change it."""
    made = shop(desk).desk.anchor()
    if target.exists():
        raise ConfigurationError(f"{target} is there already: an anchor is never overwritten")
    target.write_text(made.to_json(), encoding="utf-8")
    console.print(f"{len(made.heads)} histories, digest {made.digest}")


@audit.command
def verify(*, anchor: Path | None = None, desk: DeskOption = ()) -> None:
    """Check every history, and against an anchor what was cut or vanished."""
    against = None if anchor is None else Anchor.from_json(anchor.read_text(encoding="utf-8"))
    made = shop(desk).desk
    refuse(made.damage())
    findings = made.verify(against)
    if not findings:
        console.print("every history is whole")
        return
    table = Table("request", "entry", "finding")
    for finding in findings:
        table.add_row(finding.subject, str(finding.sequence), finding.code)
    console.print(table)
    sys.exit(1)


@app.command(name="check")
def check_all(*, desk: DeskOption = ()) -> None:
    """Say whether the desk can run: what it was given is tried (settings, tables, mail server, files, scanner, mailbox,
    payments), and nothing is sent."""
    made = shop(desk, operator=True)
    tried = [one for each in made.desks for one in check_desk(each)] + [*check_environment(made.desks)]
    for one in tried:
        console.print(f"{'✗' if one.wrong else '!' if one.to_do else '✓'} {one.what}", markup=False)
        for line in (*one.wrong, *one.to_do):
            console.print(f"  {line}", markup=False, soft_wrap=True)
    if any(one.wrong for one in tried):
        sys.exit(1)
    console.print(
        "everything is in place" + (", but for what is to be done (!)" if any(one.to_do for one in tried) else "")
    )
