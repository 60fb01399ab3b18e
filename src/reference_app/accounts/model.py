"""Who the staff are and where they are signed in: tables and values."""

from __future__ import annotations

from datetime import datetime

import attrs
import sqlalchemy as sa

from helpdesk_core import Admin, Agent

from ..sign_in.sessions import sessions_table
from ..tables import TABLES

STAFF = sa.Table(
    "helpdesk_app_staff",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("active", sa.Integer, nullable=False),
    sa.Column("rights", sa.Text, nullable=True),
    sa.Column("locations", sa.Text, nullable=True),
    sa.CheckConstraint("role IN ('agent', 'admin')"),
    sa.UniqueConstraint("tenant", "email"),
)
SESSIONS = sessions_table("helpdesk_app_sessions", sa.ForeignKey("helpdesk_app_staff.id"))
#: Of who has given the password and still owes a code.
HALF_WAY = sessions_table("helpdesk_app_half_signed_in", sa.ForeignKey("helpdesk_app_staff.id"))
#: Asked on every page of the desk: building a statement takes longer than running it.
ACTIVE = sa.select(STAFF).where(STAFF.c.tenant == sa.bindparam("tenant"), STAFF.c.active == 1).order_by(STAFF.c.name)
SIGNED_IN = (
    sa.select(STAFF, SESSIONS.c.signed_in_at)
    .join(SESSIONS, SESSIONS.c.owner == STAFF.c.id)
    .where(
        SESSIONS.c.id == sa.bindparam("session"),
        SESSIONS.c.tenant == sa.bindparam("tenant"),
        SESSIONS.c.expires_at > sa.bindparam("now"),
        STAFF.c.active == 1,
    )
)


@attrs.frozen(kw_only=True)
class StaffMember:
    """A row of the staff table, without its password.

    ``rights`` and ``locations`` narrow what an agent may do: None is everything that agents may, everywhere.
    """

    id: str
    email: str
    name: str
    role: str
    language: str
    rights: frozenset[str] | None = None
    locations: frozenset[str] | None = None
    signed_in_at: datetime | None = None
    """When the session began that they were found by."""
    seen: str = ""
    """Stands for what they may do now."""

    @property
    def actor(self) -> Agent | Admin:
        """As the core knows them."""
        if self.role == "admin":
            return Admin(id=self.id, name=self.name, signed_in_at=self.signed_in_at)
        return Agent(
            id=self.id,
            name=self.name,
            rights=self.rights,
            locations=self.locations,
            signed_in_at=self.signed_in_at,
        )
