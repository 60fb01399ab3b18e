"""Passwords of staff: changed by who knows the old one, or set anew by a link that is mailed."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from ..sign_in.hashing import check_password
from ..tables import TABLES, hashed, make_tables, text_now, writing
from .history import write_invitation_down
from .model import STAFF, StaffMember
from .staff import StaffAccounts

RESET_MINUTES = 30
RESETS = sa.Table(
    "helpdesk_app_resets",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, nullable=False, index=True),
    sa.Column("expires_at", sa.Text, nullable=False),
)


class Passwords:
    """Of one tenant's staff."""

    def __init__(self, accounts: StaffAccounts) -> None:
        self._accounts, self._engine, self._tenant = accounts, accounts.engine, accounts.tenant
        make_tables(self._engine, RESETS)

    def new_link(self, email: str) -> tuple[StaffMember, str] | None:
        """The account of an address, and a token that sets its password once, within half an hour. An earlier one is
        void. None when no active account has this address."""
        member = self._accounts.by_email(email)
        if member is None:
            return None
        with writing(self._engine) as connection:
            return member, self.begin(connection, member.id, timedelta(minutes=RESET_MINUTES))

    def begin(self, connection: sa.Connection, staff: str, lifetime: timedelta) -> str:
        """A token that sets an account's password once, in a transaction that is open. An earlier one is void.

        Args:
            connection: The transaction's.
            staff: The account's id.
            lifetime: For how long.
        """
        token, until = secrets.token_urlsafe(32), datetime.now(UTC) + lifetime
        row = {
            "id": hashed(token),
            "tenant": self._tenant,
            "staff": staff,
            "expires_at": until.isoformat(timespec="microseconds"),
        }
        connection.execute(RESETS.delete().where(RESETS.c.staff == staff))
        connection.execute(RESETS.insert().values(**row))
        return token

    def opens(self, token: str) -> bool:
        """Whether a link can still be used."""
        with self._engine.connect() as connection:
            return self._owner(connection, token) is not None

    def invites(self, token: str) -> str | None:
        """The name of who was invited by a link, and has no password yet."""
        query = sa.select(STAFF.c.name).where(STAFF.c.password == "")
        with self._engine.connect() as connection:
            owner = self._owner(connection, token)
            name: str | None = connection.execute(query.where(STAFF.c.id == owner)).scalar()
            return name

    def set_by_link(self, token: str, password: str) -> str | None:
        """Set a new password and end every session of the account; who was invited has come with it.

        Returns:
            The account's id; None when the link was used already or ran out.

        Raises:
            ValueError: This cannot be a password.
        """
        new = self._accounts.hashing.hashed(password)
        with writing(self._engine) as connection:
            # Deleting comes first: of two that use a link at once one finds it gone.
            owner = self._owner(connection, token)
            used = connection.execute(RESETS.delete().where(RESETS.c.id == hashed(token))).rowcount
            if owner is None or not used:
                return None
            invited = sa.and_(STAFF.c.id == owner, STAFF.c.password == "")
            if connection.execute(STAFF.update().where(invited).values(active=1)).rowcount:
                write_invitation_down(connection, owner, self._tenant, owner, "came")
            self._set(connection, owner, new)
            self._accounts.end_in(connection, owner)
        return owner

    def change(self, member: StaffMember, old: str, new: str, keep: str) -> bool:
        """Change a password and end every other session.

        Args:
            member: Whose.
            old: The present one.
            new: The one to set.
            keep: The session's token that stays.

        Returns:
            False when the old one is wrong.

        Raises:
            ValueError: The new one cannot be a password.
        """
        check_password(new)
        if not self._accounts.knows(member.email, old):
            return False
        stored = self._accounts.hashing.hashed(new)
        with writing(self._engine) as connection:
            self._set(connection, member.id, stored)
            self._accounts.end_in(connection, member.id, keep=keep)
        return True

    def _set(self, connection: sa.Connection, staff: str, stored: str) -> None:
        connection.execute(STAFF.update().where(STAFF.c.id == staff).values(password=stored))

    def _owner(self, connection: sa.Connection, token: str) -> str | None:
        theirs = sa.and_(RESETS.c.id == hashed(token), RESETS.c.tenant == self._tenant)
        active = sa.select(STAFF.c.id).where(sa.or_(STAFF.c.active == 1, STAFF.c.password == ""))
        query = sa.select(RESETS.c.staff).where(theirs, RESETS.c.expires_at > text_now(), RESETS.c.staff.in_(active))
        found: str | None = connection.execute(query).scalar()
        return found
