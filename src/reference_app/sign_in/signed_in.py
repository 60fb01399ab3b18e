"""Passwords and sessions of customer accounts, where the app runs alone. Who they are is the core's."""

from __future__ import annotations

from datetime import datetime

import argon2
import sqlalchemy as sa

from helpdesk_core import Automation, Helpdesk, Refusal
from helpdesk_core.commands import UsePasskey
from helpdesk_core.views import view_account_id, view_account_is_open, view_passkey

from ..tables import TABLES, guarded, make_tables, writing
from .hashing import Hashing
from .passkeys import Signed
from .sessions import Sessions, sessions_table

SESSION_HOURS = 30 * 24
CUSTOMER_SESSIONS = sessions_table("helpdesk_app_customer_sessions")
PASSWORDS = sa.Table(
    "helpdesk_app_customer_passwords",
    TABLES,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
)
_DOOR = Automation(id="customer-sign-in")


class SignedInCustomers:
    """Who of the customers is signed in, for one desk.

    Args:
        desk: Knows the accounts.
        engine: The database of the two tables, which are made here.
        hasher: Replaced in tests, where hashing need not be slow.
    """

    def __init__(self, desk: Helpdesk, engine: sa.Engine, *, hasher: argon2.PasswordHasher | None = None) -> None:
        self._desk, self.engine = desk, guarded(engine)
        self._hashing = Hashing(hasher)
        make_tables(engine, PASSWORDS, CUSTOMER_SESSIONS)
        self.sessions = Sessions(self.engine, desk.tenant, CUSTOMER_SESSIONS, SESSION_HOURS)

    @property
    def is_open(self) -> bool:
        """Whether the shop wants accounts of customers."""
        return self._desk.settings.customer_accounts

    def sign_in(self, email: str, password: str, device: str = "") -> str | None:
        """A fresh session's token for the right password, else None, in the same time whether there is such an account
        or not, or one without a password."""
        account = str(self._desk.show(view_account_id, _DOOR, email))
        stored = self._stored(account)
        if not self._hashing.fits(stored, password):
            return None
        if stored is not None and (again := self._hashing.again(stored, password)):
            self._store(account, again)
        return self.sessions.start(account, device)

    def has_password(self, account: str) -> bool:
        """Whether one was set."""
        return self._stored(account) is not None

    def knows(self, account: str, password: str) -> bool:
        """Whether it is the password of this account."""
        return self._hashing.fits(self._stored(account), password)

    def set_password(self, account: str, password: str, keep: str | None = None) -> None:
        """Set a password, and end every session but the one of the token ``keep``.

        Raises:
            ValueError: This cannot be a password.
        """
        self._store(account, self._hashing.hashed(password))
        self.sessions.end(account, keep=keep)

    def public_key(self, credential: str) -> str | None:
        """What the signature of a key is checked with, None for one that nobody has."""
        found = self._desk.show(view_passkey, _DOOR, credential)
        return None if found is None else found.public_key

    def sign_in_by_key(self, signed: Signed, device: str = "") -> str | None:
        """A fresh session's token for a signature that was right; None where the key's rule says no."""
        found = self._desk.show(view_passkey, _DOOR, signed.credential)
        if found is None:
            return None
        used = self._desk.read(UsePasskey, {"passkey": found.id, "sign_count": signed.sign_count})
        answer = self._desk.handle(used, _DOOR)
        if isinstance(answer, Refusal) or not answer.account:
            return None
        return self.sessions.start(answer.account, device)

    def find(self, token: str) -> tuple[str, datetime] | None:
        """Whose session it is and since when, if it lives and so does the account."""
        found = self.sessions.find(token)
        if found is None or not self._desk.show(view_account_is_open, _DOOR, found[0]):
            return None
        return found

    def forget(self, account: str) -> None:
        """The password and every session of an account that is erased."""
        with writing(self.engine) as connection:
            connection.execute(PASSWORDS.delete().where(PASSWORDS.c.account == account))
            self.sessions.end_in(connection, account)

    def _stored(self, account: str) -> str | None:
        query = sa.select(PASSWORDS.c.password).where(PASSWORDS.c.account == account)
        with self.engine.connect() as connection:
            found: str | None = connection.execute(query.where(PASSWORDS.c.tenant == self._desk.tenant)).scalar()
        return found

    def _store(self, account: str, stored: str) -> None:
        row = {"account": account, "tenant": self._desk.tenant, "password": stored}
        with writing(self.engine) as connection:
            connection.execute(PASSWORDS.delete().where(PASSWORDS.c.account == account))
            connection.execute(PASSWORDS.insert().values(**row))
