"""Staff and their sessions, where the app runs alone."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import argon2
import attrs
import sqlalchemy as sa

from helpdesk_core import Admin, Agent, Contact, ContactKind, FieldError, Recipient
from helpdesk_core.ports import StaffRights
from helpdesk_core.rights import RIGHTS

from ..tables import guarded, hashed, text_in, text_now

SESSION_HOURS = 12
MAX_PASSWORD = 1024
MIN_PASSWORD = 12
_metadata = sa.MetaData()
STAFF = sa.Table(
    "helpdesk_app_staff",
    _metadata,
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
SESSIONS = sa.Table(
    "helpdesk_app_sessions",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, sa.ForeignKey("helpdesk_app_staff.id"), nullable=False),
    sa.Column("signed_in_at", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
#: Asked on every page of the desk: building a statement takes longer than running it.
_ACTIVE = sa.select(STAFF).where(STAFF.c.tenant == sa.bindparam("tenant"), STAFF.c.active == 1).order_by(STAFF.c.name)
_SIGNED_IN = (
    sa.select(STAFF, SESSIONS.c.signed_in_at)
    .join(SESSIONS, SESSIONS.c.staff == STAFF.c.id)
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


class StaffAccounts:
    """The staff of one tenant, and their sessions. Given to ``Helpdesk(access=…)`` it says what each may do now.

    Args:
        engine: The database of the two tables, which are made here.
        tenant: Whose staff.
        hasher: Replaced in tests, where hashing need not be slow.
    """

    def __init__(self, engine: sa.Engine, tenant: str = "shop", *, hasher: argon2.PasswordHasher | None = None) -> None:
        self.engine, self.tenant = guarded(engine), tenant
        self._hasher = hasher or argon2.PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(8))
        with engine.begin() as connection:
            _metadata.create_all(connection)

    def of(self, tenant: str) -> StaffAccounts:
        """The staff of another tenant in the same database."""
        return self if tenant == self.tenant else StaffAccounts(self.engine, tenant, hasher=self._hasher)

    def add_staff(
        self,
        email: str,
        name: str,
        password: str,
        *,
        role: str = "agent",
        language: str = "en",
        rights: frozenset[str] | None = None,
        locations: frozenset[str] | None = None,
    ) -> StaffMember:
        """Add an account.

        Args:
            email: The address to sign in with.
            name: What customers read under "Handled by".
            password: 12 to 1024 characters.
            role: ``agent`` or ``admin``; an admin may do everything, everywhere.
            language: Of what the desk writes to this person.
            rights: Declared rights; None for all that agents have.
            locations: Ids of locations; None for everywhere.

        Raises:
            ValueError: One of these cannot be used, or the address has an account already.
        """
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise ValueError(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")
        member = StaffMember(
            id=secrets.token_hex(8),
            email=_address(email),
            name=name,
            role=role,
            language=language,
            rights=_declared(rights),
            locations=locations,
        )
        row = {name: getattr(member, name) for name in ("id", "email", "name", "role", "language")}
        row |= {"tenant": self.tenant, "password": self._hasher.hash(password), "active": 1}
        narrowed = {"rights": _joined(member.rights), "locations": _joined(locations)}
        try:
            with self.engine.begin() as connection:
                connection.execute(STAFF.insert().values(**row, **narrowed))
        except sa.exc.IntegrityError:
            raise ValueError("this address has an account already, or the role is not agent or admin") from None
        return member

    def set_rights(self, email: str, rights: frozenset[str] | None, locations: frozenset[str] | None) -> bool:
        """Change what an agent may do, from the next click on.

        Args:
            email: The account's address.
            rights: Declared rights; None for all that agents have.
            locations: Ids of locations; None for everywhere.

        Returns:
            False when no active account has this address.

        Raises:
            ValueError: A right is not declared, or the text is not an e-mail address.
        """
        theirs = sa.and_(STAFF.c.tenant == self.tenant, STAFF.c.email == _address(email), STAFF.c.active == 1)
        values = {"rights": _joined(_declared(rights)), "locations": _joined(locations)}
        with self.engine.begin() as connection:
            return bool(connection.execute(STAFF.update().where(theirs).values(**values)).rowcount)

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        """See `helpdesk_core.ports.Access.rights`."""
        query = sa.select(STAFF).where(STAFF.c.tenant == self.tenant, STAFF.c.id == actor.id, STAFF.c.active == 1)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None or (isinstance(actor, Admin) and row.role != "admin"):
            return None
        member = _member(row)
        if member.role == "admin":
            return StaffRights()
        return StaffRights(rights=member.rights, locations=member.locations)

    def deactivate(self, email: str) -> bool:
        """Deactivate an account: its sessions end, signing in fails, the name stays in the histories. False when no
        active account has this address. Raises ValueError for text that is not an e-mail address."""
        theirs = sa.and_(STAFF.c.tenant == self.tenant, STAFF.c.email == _address(email))
        with self.engine.begin() as connection:
            done = connection.execute(STAFF.update().where(theirs, STAFF.c.active == 1).values(active=0))
            return bool(done.rowcount)

    def staff(self) -> tuple[StaffMember, ...]:
        """Everybody who is active, by name."""
        with self.engine.connect() as connection:
            return tuple(_member(row) for row in connection.execute(_ACTIVE, {"tenant": self.tenant}))

    def sign_in(self, email: str, password: str) -> str | None:
        """A fresh session token for the right password, else None, in the same time whether the account exists or
        not."""
        try:
            address = _address(email)
        except ValueError:
            address = ""  # an address that no account has
        with self.engine.connect() as connection:
            own = sa.select(STAFF).where(STAFF.c.tenant == self.tenant, STAFF.c.email == address, STAFF.c.active == 1)
            row = connection.execute(own).first()
        try:
            self._hasher.verify(
                row.password if row else self._nobody, password[:MAX_PASSWORD].encode("utf-8", "surrogatepass")
            )
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return None
        if row is None or len(password) > MAX_PASSWORD:
            return None
        token = secrets.token_urlsafe(32)
        with self.engine.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.expires_at < text_now()))
            session = {"id": hashed(token), "tenant": self.tenant, "staff": row.id, "signed_in_at": text_now()}
            connection.execute(SESSIONS.insert().values(**session, expires_at=text_in(SESSION_HOURS)))
            if self._hasher.check_needs_rehash(row.password):
                connection.execute(
                    STAFF.update().where(STAFF.c.id == row.id).values(password=self._hasher.hash(password))
                )
        return token

    def session(self, token: str) -> StaffMember | None:
        """Who holds this token, if the session lives and the account is active."""
        values = {"session": hashed(token), "tenant": self.tenant, "now": text_now()}
        with self.engine.connect() as connection:
            row = connection.execute(_SIGNED_IN, values).first()
        return attrs.evolve(_member(row), signed_in_at=datetime.fromisoformat(row.signed_in_at)) if row else None

    def sign_out(self, token: str) -> None:
        """End one session."""
        with self.engine.begin() as connection:
            connection.execute(
                SESSIONS.delete().where(SESSIONS.c.id == hashed(token), SESSIONS.c.tenant == self.tenant)
            )

    def recipient(self, assignee: str | None) -> Recipient | None:
        """Whom to tell on the staff's side: the assignee, or for the team the first admin."""
        people = self.staff()
        found = (
            next((one for one in people if one.id == assignee), None)
            if assignee
            else next((one for one in people if one.role == "admin"), None)
        )
        return Recipient(Contact(ContactKind.EMAIL, found.email), found.language) if found else None


def _address(email: str) -> str:
    try:
        contact = Contact.parse(email)
    except FieldError:
        contact = None
    if contact is None or contact.kind is not ContactKind.EMAIL:
        raise ValueError("staff sign in with an e-mail address")
    return contact.key  # phones begin a field with a capital


def _member(row: Any) -> StaffMember:
    return StaffMember(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.role,
        language=row.language,
        rights=_parted(row.rights),
        locations=_parted(row.locations),
    )


def _declared(rights: frozenset[str] | None) -> frozenset[str] | None:
    """The rights as they are. Raises ValueError for one that no capability declares."""
    if unknown := (rights or frozenset()) - RIGHTS.keys():
        raise ValueError(f"there is no right {', '.join(sorted(unknown))}; there are {', '.join(sorted(RIGHTS))}")
    return rights


def _joined(names: frozenset[str] | None) -> str | None:
    return None if names is None else ",".join(sorted(names))


def _parted(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(part for part in text.split(",") if part)
