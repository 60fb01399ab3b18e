"""Colleagues who are invited: an account that is none until its owner has chosen a password by a link."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import attrs
import sqlalchemy as sa

from ..tables import wait_in_line, writing
from .history import COMMAND_LINE, write_down, write_invitation_down
from .model import STAFF, StaffMember
from .passwords import RESETS, Passwords
from .staff import StaffAccounts, declared, joined, member_of, role_named, staff_address

INVITATION_DAYS = 3
"""How long the link works: over a weekend, not for as long as a mailbox may be forgotten."""


class Taken(ValueError):
    """The address has an account, or waits for its owner; ``how`` is "there", "gone" or "waiting"."""

    def __init__(self, how: str) -> None:
        super().__init__(
            {
                "there": "this address has an account already",
                "gone": "this address has an account that was deactivated: helpdesk staff reactivate",
                "waiting": "this address is invited already",
            }[how]
        )
        self.how = how


@attrs.frozen
class Invited:
    """Somebody who has not come yet, and until when their link works."""

    member: StaffMember
    until: datetime


class Invitations:
    """Of one tenant's staff. The row of an account is there from the start, so that the history can speak of it, but
    it is inactive and has no password: nobody knows one that would open it, and no request is given to it.

    Args:
        accounts: The staff.
        passwords: Whose links the invitations are.
    """

    def __init__(self, accounts: StaffAccounts, passwords: Passwords) -> None:
        self._passwords, self._engine, self._tenant = passwords, accounts.engine, accounts.tenant
        open_ = sa.select(RESETS.c.staff)
        self._waiting = sa.and_(
            STAFF.c.tenant == self._tenant, STAFF.c.active == 0, STAFF.c.password == "", STAFF.c.id.in_(open_)
        )

    def invite(
        self,
        email: str,
        name: str,
        *,
        role: str = "agent",
        language: str = "en",
        rights: frozenset[str] | None = None,
        locations: frozenset[str] | None = None,
        by: str = COMMAND_LINE,
    ) -> tuple[StaffMember, str]:
        """Invite somebody; who was invited before and withdrawn is invited anew.

        Args:
            email: The address to sign in with.
            name: What customers read under "Handled by".
            role: ``agent`` or ``admin``.
            language: Of what the desk writes to this person.
            rights: Declared rights; None for all that agents have.
            locations: Ids of locations; None for everywhere.
            by: The id of who invites.

        Returns:
            Who it is, and the token with which they choose a password, once, within three days.

        Raises:
            ValueError: One of these cannot be used, or the address is taken (`Taken`).
        """
        row: dict[str, Any] = {"tenant": self._tenant, "password": "", "active": 0}
        row |= {"email": staff_address(email), "name": name, "role": role_named(role), "language": language}
        row |= {"rights": joined(declared(rights)), "locations": joined(locations)}
        theirs = sa.select(STAFF).where(STAFF.c.tenant == self._tenant, STAFF.c.email == row["email"])
        with writing(self._engine) as connection:
            wait_in_line(connection, f"staff of {self._tenant}")
            if (was := connection.execute(theirs).first()) is None:
                row["id"] = secrets.token_hex(8)
                connection.execute(STAFF.insert().values(**row))
            else:
                if was.active or was.password:
                    raise Taken("there" if was.active else "gone")
                if connection.execute(sa.select(RESETS.c.id).where(RESETS.c.staff == was.id)).first():
                    raise Taken("waiting")
                row["id"] = was.id
                connection.execute(STAFF.update().where(STAFF.c.id == was.id).values(**row))
            write_down(connection, by, None, row)
            token = self._passwords.begin(connection, row["id"], timedelta(days=INVITATION_DAYS))
            return member_of(connection.execute(theirs).one()), token

    def waiting(self) -> tuple[Invited, ...]:
        """Who has not come yet, by name; the link of some may have run out."""
        query = sa.select(STAFF, RESETS.c.expires_at).join(RESETS, RESETS.c.staff == STAFF.c.id).where(self._waiting)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(STAFF.c.name)).all()
        return tuple(Invited(member_of(row), datetime.fromisoformat(row.expires_at)) for row in rows)

    def new_link(self, email: str, by: str | None = None) -> tuple[StaffMember, str] | None:
        """A token anew, for three days from now; an earlier one is void.

        Args:
            email: Whose.
            by: The id of who sends it again; None where a mail only tries once more.

        Returns:
            Who it is, and the token; None when nobody of this address is waited for.
        """
        with writing(self._engine) as connection:
            wait_in_line(connection, f"staff of {self._tenant}")
            row = connection.execute(sa.select(STAFF).where(self._waiting, STAFF.c.email == email)).first()
            if row is None:
                return None
            if by is not None:
                write_invitation_down(connection, by, self._tenant, row.id, "again")
            return member_of(row), self._passwords.begin(connection, row.id, timedelta(days=INVITATION_DAYS))

    def withdraw(self, email: str, by: str = COMMAND_LINE) -> bool:
        """The link opens nothing any more; the name stays in the history.

        Args:
            email: Whose.
            by: The id of who withdraws it.

        Returns:
            False when nobody of this address is waited for: they have come meanwhile, or it was withdrawn before.
        """
        with writing(self._engine) as connection:
            wait_in_line(connection, f"staff of {self._tenant}")
            row = connection.execute(sa.select(STAFF).where(self._waiting, STAFF.c.email == email)).first()
            # Whoever deletes the link has it: who uses it at the same time deletes it too.
            if row is None or not connection.execute(RESETS.delete().where(RESETS.c.staff == row.id)).rowcount:
                return False
            write_invitation_down(connection, by, self._tenant, row.id, "withdrawn")
        return True
