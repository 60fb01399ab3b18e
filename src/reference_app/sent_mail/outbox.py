"""A notifier for the demo: it keeps every mail for a page, so that a newcomer finds the code."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from helpdesk_core import Contact, ContactKind
from helpdesk_core.ports import Outgoing, Sent

from ..tables import TABLES, make_tables, text_now

SENT_MAIL = sa.Table(
    "helpdesk_app_sent_mail",
    TABLES,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sent_at", sa.Text, nullable=False),
    sa.UniqueConstraint("tenant", "key"),
)


class DemoOutbox:
    """Keeps the mails of one tenant in a table instead of sending them."""

    name = "demo"

    def __init__(self, engine: sa.Engine, tenant: str = "shop") -> None:
        self._engine, self._tenant = engine, tenant
        make_tables(engine, SENT_MAIL)

    def accepts(self, contact: Contact) -> bool:
        """E-mail only, as in life."""
        return contact.kind is ContactKind.EMAIL

    def send(self, outgoing: Outgoing) -> Sent:
        """Keep it, once for each key."""
        known = sa.select(SENT_MAIL.c.number).where(SENT_MAIL.c.tenant == self._tenant, SENT_MAIL.c.key == outgoing.key)
        with self._engine.begin() as connection:
            if connection.execute(known).first() is None:
                connection.execute(
                    SENT_MAIL.insert().values(
                        tenant=self._tenant,
                        key=outgoing.key,
                        recipient=outgoing.contact.value,
                        subject=outgoing.subject,
                        text=outgoing.text,
                        sent_at=text_now(),
                    )
                )
        return Sent(outgoing.key)

    def sent(self, limit: int = 50) -> list[dict[str, Any]]:
        """The mails, newest first."""
        query = sa.select(SENT_MAIL).where(SENT_MAIL.c.tenant == self._tenant).order_by(SENT_MAIL.c.number.desc())
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]
