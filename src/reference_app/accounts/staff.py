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

from ..given import check_given
from ..sign_in.hashing import Hashing
from ..sign_in.sessions import Session, Sessions
from ..tables import guarded, hashed, make_tables, text_now, wait_in_line, writing
from .history import CHANGES, COMMAND_LINE, ChangedMeanwhile, LastAdmin, NotTheFirst, seen, write_down
from .model import ACTIVE, HALF_WAY, SESSIONS, SIGNED_IN, STAFF, StaffMember

SESSION_HOURS = 12
_HALF_WAY_HOURS = 1


class StaffAccounts:
    """The staff of one tenant, and their sessions. Given to ``Helpdesk(access=…)`` it says what each may do now.

    Args:
        engine: The database of the two tables, which are made here.
        tenant: Whose staff.
        hasher: Replaced in tests, where hashing need not be slow.

    Raises:
        ConfigurationError: It is no engine, or no tenant.
    """

    def __init__(self, engine: sa.Engine, tenant: str = "shop", *, hasher: argon2.PasswordHasher | None = None) -> None:
        check_given(
            "StaffAccounts",
            engine=(isinstance(engine, sa.Engine), "SQLAlchemy's engine: create_engine(…), store.engine", engine),
            tenant=(isinstance(tenant, str) and tenant.split() == [tenant], "a name without blanks", tenant),
        )
        self.engine, self.tenant = guarded(engine), tenant
        self.hasher, self.hashing = hasher, Hashing(hasher)
        self.open_sessions = Sessions(self.engine, tenant, SESSIONS, SESSION_HOURS)
        self.half_way = Sessions(self.engine, tenant, HALF_WAY, _HALF_WAY_HOURS)
        make_tables(engine, STAFF, SESSIONS, HALF_WAY, CHANGES)

    def of(self, tenant: str) -> StaffAccounts:
        """The staff of another tenant in the same database."""
        return self if tenant == self.tenant else StaffAccounts(self.engine, tenant, hasher=self.hasher)

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
        by: str | None = COMMAND_LINE,
        only_first: bool = False,
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
            by: The id of who adds it; None for the account's own.
            only_first: Add it only where there is none, not even a deactivated one.

        Raises:
            ValueError: One of these cannot be used, the address has an account already, or there is one and this was to
                be the first (`NotTheFirst`).
        """
        stored = self.hashing.hashed(password)
        member = StaffMember(
            id=secrets.token_hex(8),
            email=staff_address(email),
            name=name,
            role=role,
            language=language,
            rights=declared(rights),
            locations=locations,
        )
        row = {name: getattr(member, name) for name in ("id", "email", "name", "role", "language")}
        row |= {"tenant": self.tenant, "password": stored, "active": 1}
        row |= {"rights": joined(member.rights), "locations": joined(locations)}
        try:
            with writing(self.engine) as connection:
                wait_in_line(connection, f"staff of {self.tenant}")
                if only_first and connection.execute(self._one).first():
                    raise NotTheFirst("there is an account already")
                connection.execute(STAFF.insert().values(**row))
                write_down(connection, member.id if by is None else by, None, row)
        except sa.exc.IntegrityError:
            raise ValueError("this address has an account already, or the role is not agent or admin") from None
        return member

    def set_rights(
        self,
        email: str,
        rights: frozenset[str] | None,
        locations: frozenset[str] | None,
        *,
        role: str | None = None,
        by: str = COMMAND_LINE,
        looked_at: str | None = None,
    ) -> bool:
        """Change what somebody may do, from the next click on.

        Args:
            email: The account's address.
            rights: Declared rights; None for all that agents have.
            locations: Ids of locations; None for everywhere.
            role: ``agent`` or ``admin``; None leaves it.
            by: The id of who changes it.
            looked_at: `StaffMember.seen` as it was looked at; another one now refuses the change.

        Returns:
            False when no active account has this address.

        Raises:
            ValueError: A right is not declared, there is no such role, the text is not an e-mail address, the last
                admin would be gone (`LastAdmin`), or somebody else was faster (`ChangedMeanwhile`).
        """
        values = {"rights": joined(declared(rights)), "locations": joined(locations)}
        if role is not None:
            values["role"] = role_named(role)
        return self._changed(email, values, by=by, looked_at=looked_at)

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        """See `helpdesk_core.ports.Access.rights`."""
        query = sa.select(STAFF).where(STAFF.c.tenant == self.tenant, STAFF.c.id == actor.id, STAFF.c.active == 1)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None or (isinstance(actor, Admin) and row.role != "admin"):
            return None
        member = member_of(row)
        if member.role == "admin":
            return StaffRights()
        return StaffRights(rights=member.rights, locations=member.locations)

    def deactivate(self, email: str, *, by: str = COMMAND_LINE) -> bool:
        """Deactivate an account: its sessions end, signing in fails, the name stays in the histories.

        Args:
            email: The account's address.
            by: The id of who does it.

        Returns:
            False when no active account has this address.

        Raises:
            ValueError: It is the last admin's, or the text is not an e-mail address.
        """
        return self._changed(email, {"active": 0}, by=by)

    def reactivate(self, email: str, *, by: str = COMMAND_LINE) -> bool:
        """Let somebody sign in again, with the password they had. False when no account of this address is
        deactivated: who was invited and never came had none. Raises ValueError for text that is not an e-mail
        address."""
        return self._changed(email, {"active": 1}, was_active=0, by=by)

    def set_role(self, email: str, role: str, *, by: str = COMMAND_LINE) -> bool:
        """Make somebody an ``agent`` or an ``admin``, from the next click on.

        Args:
            email: The account's address.
            role: The role.
            by: The id of who does it.

        Returns:
            False when no active account has this address.

        Raises:
            ValueError: It is the last admin's, there is no such role, or the text is not an e-mail address.
        """
        return self._changed(email, {"role": role_named(role)}, by=by)

    def _changed(
        self, email: str, values: dict[str, Any], *, by: str, was_active: int = 1, looked_at: str | None = None
    ) -> bool:
        here = STAFF.c.tenant == self.tenant
        whose = sa.and_(here, STAFF.c.email == staff_address(email))
        theirs = sa.and_(whose, STAFF.c.active == was_active, STAFF.c.password != "")
        admins = sa.select(sa.func.count()).select_from(STAFF).where(here, STAFF.c.role == "admin", STAFF.c.active == 1)
        with writing(self.engine) as connection:
            wait_in_line(connection, f"staff of {self.tenant}")
            found = connection.execute(sa.select(STAFF).where(theirs)).mappings().first()
            if found is None:
                return False
            was = dict(found)
            if looked_at not in (None, seen(was)):
                raise ChangedMeanwhile("somebody else changed this account meanwhile")
            before = connection.execute(admins).scalar_one()
            connection.execute(STAFF.update().where(STAFF.c.id == was["id"]).values(**values))
            if before and not connection.execute(admins).scalar_one():
                raise LastAdmin("this is the last admin: make somebody else one first")
            write_down(connection, by, was, was | values)
            if values.get("active") == 0:
                self.end_in(connection, was["id"])
        return True

    @property
    def _one(self) -> sa.Select[Any]:
        return sa.select(STAFF.c.id).where(STAFF.c.tenant == self.tenant).limit(1)

    def has_any(self) -> bool:
        """Whether there is an account, even a deactivated one."""
        with self.engine.connect() as connection:
            return connection.execute(self._one).first() is not None

    def staff(self) -> tuple[StaffMember, ...]:
        """Everybody who is active, by name."""
        with self.engine.connect() as connection:
            return tuple(member_of(row) for row in connection.execute(ACTIVE, {"tenant": self.tenant}))

    def member(self, id: str) -> StaffMember | None:
        """The active account of an id."""
        return next((one for one in self.staff() if one.id == id), None)

    def by_email(self, email: str) -> StaffMember | None:
        """The active account of an address."""
        row = self._row(email)
        return None if row is None else member_of(row)

    def knows(self, email: str, password: str) -> bool:
        """Whether it is the password of this address, in the same time whether the account exists or not."""
        return self._verified(email, password) is not None

    def _row(self, email: str) -> Any:
        try:
            address = staff_address(email)
        except ValueError:
            address = ""  # an address that no account has
        own = sa.select(STAFF).where(STAFF.c.tenant == self.tenant, STAFF.c.email == address, STAFF.c.active == 1)
        with self.engine.connect() as connection:
            return connection.execute(own).first()

    def _verified(self, email: str, password: str) -> Any:
        row = self._row(email)
        return row if self.hashing.fits(row.password if row else None, password) else None

    def proved(self, email: str, password: str) -> str | None:
        """The id of the active account that has this address and password, else None, in the same time whether the
        account exists or not."""
        row = self._verified(email, password)
        if row is None:
            return None
        if stored := self.hashing.again(row.password, password):
            with writing(self.engine) as connection:
                connection.execute(STAFF.update().where(STAFF.c.id == row.id).values(password=stored))
        return str(row.id)

    def start_session(self, staff: str, device: str = "") -> str:
        """A fresh session's token, for somebody who has proved who they are."""
        return self.open_sessions.start(staff, device)

    def sessions(self, staff: str) -> tuple[Session, ...]:
        """The sessions of an account that live, the newest first."""
        return self.open_sessions.of(staff)

    def end_sessions(self, staff: str, *, only: str | None = None, keep: str | None = None) -> int:
        """End sessions of an account. See `Sessions.end`."""
        with writing(self.engine) as connection:
            return self.end_in(connection, staff, only=only, keep=keep)

    def end_in(self, connection: sa.Connection, staff: str, *, only: str | None = None, keep: str | None = None) -> int:
        """The same in a transaction that is open. Unless one session is meant, what is half done ends too."""
        if only is None:
            self.half_way.end_in(connection, staff)
        return self.open_sessions.end_in(connection, staff, only=only, keep=keep)

    def session(self, token: str) -> StaffMember | None:
        """Who holds this token, if the session lives and the account is active."""
        values = {"session": hashed(token), "tenant": self.tenant, "now": text_now()}
        with self.engine.connect() as connection:
            row = connection.execute(SIGNED_IN, values).first()
        return attrs.evolve(member_of(row), signed_in_at=datetime.fromisoformat(row.signed_in_at)) if row else None

    def sign_out(self, token: str) -> None:
        """End one session."""
        self.open_sessions.sign_out(token)

    def recipient(self, assignee: str | None) -> Recipient | None:
        """Whom to tell on the staff's side: the assignee, or for the team the first admin."""
        people = self.staff()
        found = (
            next((one for one in people if one.id == assignee), None)
            if assignee
            else next((one for one in people if one.role == "admin"), None)
        )
        return Recipient(Contact(ContactKind.EMAIL, found.email), found.language) if found else None


def staff_address(email: str) -> str:
    """An address as accounts are found by it. Raises ValueError for what is no e-mail address."""
    try:
        contact = Contact.parse(email)
    except FieldError:
        contact = None
    if contact is None or contact.kind is not ContactKind.EMAIL:
        raise ValueError("staff sign in with an e-mail address")
    return contact.key  # phones begin a field with a capital


def member_of(row: Any) -> StaffMember:
    """The account of a row."""
    return StaffMember(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.role,
        language=row.language,
        rights=parted(row.rights),
        locations=parted(row.locations),
        seen=seen(dict(row._mapping)),  # noqa: SLF001 - SQLAlchemy's documented name
    )


def role_named(role: str) -> str:
    """The role as it is. Raises ValueError for one that there is not."""
    if role not in ("agent", "admin"):
        raise ValueError("a role is agent or admin")
    return role


def declared(rights: frozenset[str] | None) -> frozenset[str] | None:
    """The rights as they are. Raises ValueError for one that no capability declares."""
    if unknown := (rights or frozenset()) - RIGHTS.keys():
        raise ValueError(f"there is no right {', '.join(sorted(unknown))}; there are {', '.join(sorted(RIGHTS))}")
    return rights


def joined(names: frozenset[str] | None) -> str | None:
    """Names as a cell keeps them."""
    return None if names is None else ",".join(sorted(names))


def parted(text: str | None) -> frozenset[str] | None:
    """The names of a cell."""
    return None if text is None else frozenset(part for part in text.split(",") if part)
