"""The app's own tables when it runs alone: staff, their sessions, drafts, and the demo's sent mails."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import argon2
import attrs
import sqlalchemy as sa

from helpdesk_core import Admin, Agent, Contact, ContactKind, FieldError, Recipient
from helpdesk_core.base.time import utc_text
from helpdesk_core.ports import Outgoing, Sent

SESSION_HOURS = 12
DRAFT_HOURS = 48
MAX_PASSWORD = 1024
MIN_PASSWORD = 12
_metadata = sa.MetaData()
STAFF = sa.Table(
    "helpdesk_app_staff",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("active", sa.Integer, nullable=False),
    sa.CheckConstraint("role IN ('agent', 'admin')"),
)
SESSIONS = sa.Table(
    "helpdesk_app_sessions",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("staff", sa.Text, sa.ForeignKey("helpdesk_app_staff.id"), nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
DRAFTS = sa.Table(
    "helpdesk_app_drafts",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
SENT_MAIL = sa.Table(
    "helpdesk_app_sent_mail",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sent_at", sa.Text, nullable=False),
)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _in(hours: int) -> str:
    return utc_text(datetime.now(UTC) + timedelta(hours=hours))


def _now() -> str:
    return utc_text(datetime.now(UTC))


@attrs.frozen(kw_only=True)
class StaffMember:
    """A row of the staff table, without its password."""

    id: str
    email: str
    name: str
    role: str
    language: str

    @property
    def actor(self) -> Agent | Admin:
        """As the core knows them."""
        return Admin(id=self.id, name=self.name) if self.role == "admin" else Agent(id=self.id, name=self.name)


class Accounts:
    """Staff accounts, sessions and drafts in one database. ``hasher`` is replaced in tests, where hashing need not be
    slow."""

    def __init__(self, engine: sa.Engine, hasher: argon2.PasswordHasher | None = None) -> None:
        self._engine = engine
        self._hasher = hasher or argon2.PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(8))
        with engine.begin() as connection:
            _metadata.create_all(connection)

    def add_staff(
        self, email: str, name: str, password: str, *, role: str = "agent", language: str = "en"
    ) -> StaffMember:
        """Add somebody. Raises ValueError for what is no e-mail address, a password that is too short, or an address
        used already."""
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise ValueError(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")
        member = StaffMember(id=secrets.token_hex(8), email=_address(email), name=name, role=role, language=language)
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    STAFF.insert().values(**attrs.asdict(member), password=self._hasher.hash(password), active=1)
                )
        except sa.exc.IntegrityError:
            raise ValueError("this address has an account already, or the role is not agent or admin") from None
        return member

    def deactivate(self, email: str) -> bool:
        """Shut somebody out: their sessions end, signing in fails, their name stays in the histories. False when no
        active account has this address. Raises ValueError for what is no e-mail address."""
        theirs = STAFF.c.email == _address(email)
        with self._engine.begin() as connection:
            done = connection.execute(STAFF.update().where(theirs, STAFF.c.active == 1).values(active=0))
            return bool(done.rowcount)

    def staff(self) -> tuple[StaffMember, ...]:
        """Everybody who is active, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(STAFF).where(STAFF.c.active == 1).order_by(STAFF.c.name))
            return tuple(_member(row) for row in rows)

    def sign_in(self, email: str, password: str) -> str | None:
        """A fresh session token for the right password, else None, in the same time whether the account exists or
        not."""
        try:
            address = _address(email)
        except ValueError:
            address = ""  # nobody has it
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(STAFF).where(STAFF.c.email == address, STAFF.c.active == 1)).first()
        try:
            self._hasher.verify(
                row.password if row else self._nobody, password[:MAX_PASSWORD].encode("utf-8", "surrogatepass")
            )
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return None
        if row is None or len(password) > MAX_PASSWORD:
            return None
        token = secrets.token_urlsafe(32)
        with self._engine.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.expires_at < _now()))
            connection.execute(SESSIONS.insert().values(id=_hash(token), staff=row.id, expires_at=_in(SESSION_HOURS)))
            if self._hasher.check_needs_rehash(row.password):
                connection.execute(
                    STAFF.update().where(STAFF.c.id == row.id).values(password=self._hasher.hash(password))
                )
        return token

    def session(self, token: str) -> StaffMember | None:
        """Who holds this token, if the session lives and the account is active."""
        query = (
            sa.select(STAFF)
            .join(SESSIONS, SESSIONS.c.staff == STAFF.c.id)
            .where(SESSIONS.c.id == _hash(token), SESSIONS.c.expires_at > _now(), STAFF.c.active == 1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _member(row) if row else None

    def sign_out(self, token: str) -> None:
        """End one session."""
        with self._engine.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.id == _hash(token)))

    def recipient(self, assignee: str | None) -> Recipient | None:
        """Whom to tell on the staff's side: the assignee, or for the team the first admin."""
        people = self.staff()
        found = (
            next((one for one in people if one.id == assignee), None)
            if assignee
            else next((one for one in people if one.role == "admin"), None)
        )
        return Recipient(Contact(ContactKind.EMAIL, found.email), found.language) if found else None

    def save_draft(self, token: str, fields: Mapping[str, str]) -> None:
        """Keep an unfinished form under a token that only its visitor's browser has. The texts must be redacted
        already."""
        values = {"fields": json.dumps(dict(fields)), "expires_at": _in(DRAFT_HOURS)}
        with self._engine.begin() as connection:
            connection.execute(DRAFTS.delete().where(DRAFTS.c.expires_at < _now()))
            if not connection.execute(DRAFTS.update().where(DRAFTS.c.id == _hash(token)).values(**values)).rowcount:
                connection.execute(DRAFTS.insert().values(id=_hash(token), **values))

    def draft(self, token: str) -> dict[str, str]:
        """The unfinished form, empty when there is none."""
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(DRAFTS.c.fields).where(DRAFTS.c.id == _hash(token), DRAFTS.c.expires_at > _now())
            ).scalar()
        loaded: dict[str, str] = json.loads(found) if found else {}
        return loaded

    def drop_draft(self, token: str) -> None:
        """Forget an unfinished form."""
        with self._engine.begin() as connection:
            connection.execute(DRAFTS.delete().where(DRAFTS.c.id == _hash(token)))

    def sent_mail(self, limit: int = 50) -> list[dict[str, Any]]:
        """The demo's sent mails, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(SENT_MAIL).order_by(SENT_MAIL.c.number.desc()).limit(limit))
            return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it


def _address(email: str) -> str:
    try:
        contact = Contact.parse(email)
    except FieldError:
        contact = None
    if contact is None or contact.kind is not ContactKind.EMAIL:
        raise ValueError("staff sign in with an e-mail address")
    return contact.value.casefold()  # phones begin a field with a capital


def _member(row: Any) -> StaffMember:
    return StaffMember(id=row.id, email=row.email, name=row.name, role=row.role, language=row.language)


class DemoOutbox:
    """A notifier for the demo: it keeps every mail for a page, so that a newcomer finds the code."""

    name = "demo"

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def accepts(self, contact: Contact) -> bool:
        """E-mail only, as in life."""
        return contact.kind is ContactKind.EMAIL

    def send(self, outgoing: Outgoing) -> Sent:
        """Keep it, once for each key."""
        with self._engine.begin() as connection:
            if connection.execute(sa.select(SENT_MAIL.c.number).where(SENT_MAIL.c.key == outgoing.key)).first() is None:
                connection.execute(
                    SENT_MAIL.insert().values(
                        key=outgoing.key,
                        recipient=outgoing.contact.value,
                        subject=outgoing.subject,
                        text=outgoing.text,
                        sent_at=_now(),
                    )
                )
        return Sent(outgoing.key)
