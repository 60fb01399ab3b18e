"""Passkeys of staff. One counts as a second step: whoever signs with it has a device, and has unlocked it."""

from __future__ import annotations

from datetime import datetime

import attrs
import sqlalchemy as sa

from helpdesk_core.redaction import redact_text

from ..sign_in.passkeys import NewKey, Signed
from ..tables import TABLES, hashed, make_tables, text_now, wait_in_line, writing
from .history import write_key_down
from .model import STAFF
from .staff import StaffAccounts

MOST_KEYS = 20
STAFF_KEYS = sa.Table(
    "helpdesk_app_staff_passkeys",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, sa.ForeignKey("helpdesk_app_staff.id"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("credential", sa.Text, nullable=False),
    sa.Column("public_key", sa.Text, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("made_for", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("used_at", sa.Text, nullable=True),
)


@attrs.frozen(kw_only=True)
class StaffKey:
    """A key as its owner reads of it."""

    id: str
    name: str
    credential: str
    made_for: str
    created_at: datetime
    used_at: datetime | None


@attrs.frozen(kw_only=True)
class KeyUsed:
    """What came of a right signature.

    Attributes:
        staff: Whose key it is.
        is_refused: Whether it counted back: there may be a copy of it.
    """

    staff: str
    is_refused: bool


class StaffKeys:
    """Of one tenant's staff.

    Args:
        accounts: The staff.
    """

    def __init__(self, accounts: StaffAccounts) -> None:
        self._engine, self._tenant = accounts.engine, accounts.tenant
        make_tables(accounts.engine, STAFF_KEYS)

    def of(self, staff: str) -> tuple[StaffKey, ...]:
        """Those of an account, the newest first."""
        query = sa.select(STAFF_KEYS).where(self._theirs(staff)).order_by(STAFF_KEYS.c.created_at.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            StaffKey(
                id=row.id,
                name=row.name,
                credential=row.credential,
                made_for=row.made_for,
                created_at=datetime.fromisoformat(row.created_at),
                used_at=None if row.used_at is None else datetime.fromisoformat(row.used_at),
            )
            for row in rows
        )

    def count_in(self, connection: sa.Connection, staff: str) -> int:
        """How many an account has, in a transaction that is open."""
        query = sa.select(sa.func.count()).select_from(STAFF_KEYS).where(self._theirs(staff))
        return int(connection.execute(query).scalar_one())

    def add_in(self, connection: sa.Connection, staff: str, key: NewKey, *, name: str, made_for: str) -> bool:
        """Keep a key that was verified, in a transaction that is open. False where somebody has it, or there are too
        many."""
        id = hashed(key.credential)
        known = connection.execute(sa.select(STAFF_KEYS.c.id).where(STAFF_KEYS.c.id == id)).first()
        if known is not None or self.count_in(connection, staff) >= MOST_KEYS:
            return False
        row = {"id": id, "tenant": self._tenant, "staff": staff, "name": redact_text(name), "made_for": made_for}
        row |= {"credential": key.credential, "public_key": key.public_key, "created_at": text_now()}
        connection.execute(STAFF_KEYS.insert().values(**row, sign_count=key.sign_count))
        write_key_down(connection, staff, self._tenant, staff, "added")
        return True

    def remove_in(self, connection: sa.Connection, staff: str, *, by: str, only: str | None = None) -> int:
        """Remove one key, or all, in a transaction that is open; how many were."""
        which = [self._theirs(staff)] + ([] if only is None else [STAFF_KEYS.c.id == only])
        gone = int(connection.execute(STAFF_KEYS.delete().where(*which)).rowcount)
        if gone:
            write_key_down(connection, by, self._tenant, staff, "removed")
        return gone

    def public_key(self, credential: str) -> str | None:
        """What the signature of a key is checked with; None for a key of nobody who is active."""
        query = (
            sa.select(STAFF_KEYS.c.public_key)
            .join(STAFF, STAFF.c.id == STAFF_KEYS.c.staff)
            .where(STAFF_KEYS.c.id == hashed(credential), STAFF_KEYS.c.tenant == self._tenant, STAFF.c.active == 1)
        )
        with self._engine.connect() as connection:
            found: str | None = connection.execute(query).scalar()
        return found

    def use(self, signed: Signed) -> KeyUsed | None:
        """Whose key has signed; one that counts must have counted on. None where it was removed meanwhile."""
        id = hashed(signed.credential)
        here = sa.and_(STAFF_KEYS.c.id == id, STAFF_KEYS.c.tenant == self._tenant)
        with writing(self._engine) as connection:
            wait_in_line(connection, f"passkey {id}")
            row = connection.execute(sa.select(STAFF_KEYS).where(here)).first()
            if row is None:
                return None
            if signed.counts_back(row.sign_count):
                write_key_down(connection, row.staff, self._tenant, row.staff, "refused")
                return KeyUsed(staff=row.staff, is_refused=True)
            connection.execute(STAFF_KEYS.update().where(here).values(sign_count=signed.sign_count, used_at=text_now()))
        return KeyUsed(staff=row.staff, is_refused=False)

    def newest_site(self) -> str:
        """The name of the site that the newest key was made for, "" where there is none."""
        query = sa.select(STAFF_KEYS.c.made_for).where(STAFF_KEYS.c.tenant == self._tenant)
        with self._engine.connect() as connection:
            return str(connection.execute(query.order_by(STAFF_KEYS.c.created_at.desc()).limit(1)).scalar() or "")

    def _theirs(self, staff: str) -> sa.ColumnElement[bool]:
        return sa.and_(STAFF_KEYS.c.staff == staff, STAFF_KEYS.c.tenant == self._tenant)
