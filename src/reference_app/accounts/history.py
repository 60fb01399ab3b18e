"""Who changed what somebody may do: a row more for each change, none ever edited or deleted."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from helpdesk_core import Settings

from ..tables import TABLES, text_now
from .model import STAFF

COMMAND_LINE = "command-line"
"""Who changes an account where nobody is signed in."""
CHANGES = sa.Table(
    "helpdesk_app_staff_changes",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, sa.ForeignKey("helpdesk_app_staff.id"), nullable=False),
    sa.Column("changed_at", sa.Text, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=True),
    sa.Column("after", sa.Text, nullable=False),
)
_POWERS = ("active", "role", "rights", "locations")


class LastAdmin(ValueError):
    """Nobody would be left who may give rights."""


class NotTheFirst(ValueError):
    """There is an account already."""


class ChangedMeanwhile(ValueError):
    """Somebody else changed the account since it was looked at."""


def powers(row: Mapping[str, Any]) -> str:
    """What the account of a row may do, as the history keeps it."""
    invited = {} if row["active"] or row["password"] else {"invited": True}
    return json.dumps({name: row[name] for name in _POWERS} | invited)


def seen(row: Mapping[str, Any]) -> str:
    """Stands for what an account may do now: sent back with a change, so that two people do not undo each other's."""
    return hashlib.sha256(powers(row).encode()).hexdigest()[:32]


def write_down(connection: sa.Connection, by: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """Add a change to the history, in the transaction that makes it; nothing for what changes nothing.

    Args:
        connection: The transaction's.
        by: The id of who makes it.
        before: The account's row as it was, None for a new one.
        after: The row as it is.
    """
    if before is not None and powers(before) == powers(after):
        return
    row = {"id": secrets.token_hex(8), "tenant": after["tenant"], "staff": after["id"], "changed_at": text_now()}
    was = None if before is None else powers(before)
    connection.execute(CHANGES.insert().values(**row, changed_by=by, before=was, after=powers(after)))


def write_step_down(connection: sa.Connection, by: str, tenant: str, staff: str, *, is_on: bool) -> None:
    """Add to the history that an account's second step was turned on or off.

    Args:
        connection: The transaction's.
        by: The id of who did it.
        tenant: The account's.
        staff: Its id.
        is_on: Whether it is on now.
    """
    _write(connection, by, tenant, staff, {"second_step": not is_on}, {"second_step": is_on})


def write_key_down(connection: sa.Connection, by: str, tenant: str, staff: str, what: str) -> None:
    """Add to the history what happened to a passkey of an account.

    Args:
        connection: The transaction's.
        by: The id of who did it.
        tenant: The account's.
        staff: Its id.
        what: "added", "removed" or "refused".
    """
    _write(connection, by, tenant, staff, {"passkey": ""}, {"passkey": what})


def write_invitation_down(connection: sa.Connection, by: str, tenant: str, staff: str, what: str) -> None:
    """Add to the history what became of an invitation.

    Args:
        connection: The transaction's.
        by: The id of who did it.
        tenant: The account's.
        staff: Its id.
        what: "again", "withdrawn" or "came".
    """
    _write(connection, by, tenant, staff, {"invitation": ""}, {"invitation": what})


def _write(
    connection: sa.Connection, by: str, tenant: str, staff: str, was: Mapping[str, Any], now: Mapping[str, Any]
) -> None:
    row = {"id": secrets.token_hex(8), "tenant": tenant, "staff": staff, "changed_at": text_now(), "changed_by": by}
    before, after = (json.dumps({"active": 1, **one}) for one in (was, now))
    connection.execute(CHANGES.insert().values(**row, before=before, after=after))


def latest(engine: sa.Engine, tenant: str, limit: int = 50) -> tuple[Any, ...]:
    """The newest changes, with the names of both people."""
    who, whose = STAFF.alias(), STAFF.alias()
    query = (
        sa.select(CHANGES, whose.c.name.label("name"), who.c.name.label("by"))
        .join(whose, whose.c.id == CHANGES.c.staff)
        .outerjoin(who, who.c.id == CHANGES.c.changed_by)
        .where(CHANGES.c.tenant == tenant)
        .order_by(CHANGES.c.changed_at.desc(), CHANGES.c.id)
        .limit(limit)
    )
    with engine.connect() as connection:
        return tuple(connection.execute(query))


def placed(locations: frozenset[str] | None, settings: Settings) -> frozenset[str] | None:
    """The locations as they are. Raises ValueError for one that the shop has not."""
    known = {place.id for place in settings.locations}
    if unknown := (locations or frozenset()) - known:
        there = f"there are {', '.join(sorted(known))}" if known else "the settings name none"
        raise ValueError(f"there is no location {', '.join(sorted(unknown))}; {there}")
    return locations
