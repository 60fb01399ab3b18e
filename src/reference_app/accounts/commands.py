"""``helpdesk staff …``: accounts of staff."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from cyclopts import App, Parameter

from helpdesk_core import ConfigurationError, Settings

from ..console import console
from ..environment import Shop, shop
from .first import FirstLink
from .history import COMMAND_LINE, placed
from .invitations import Invitations
from .passwords import Passwords
from .second_step import SecondSteps
from .staff import StaffAccounts

staff = App(name="staff", help="Staff accounts.")


@Parameter(name="*")
@dataclass(frozen=True)
class Colleague:
    """Whose account it will be.

    Args:
        email: The address to sign in with.
        name: As customers and colleagues read it.
        role: agent or admin.
        language: Of their pages and mails.
        rights: What an agent may do, with commas between; without it everything that agents may.
        locations: Ids of locations, with commas between; without it all of them.
    """

    email: str
    name: str
    _: KW_ONLY
    role: str = "agent"
    language: str = "en"
    rights: str | None = None
    locations: str | None = None

    def terms(self, settings: Settings) -> dict[str, Any]:
        """Everything but the name, as the accounts take it. Raises ValueError for a location that is not there."""
        places = placed(_names(self.locations), settings)
        return {"role": self.role, "language": self.language, "rights": _names(self.rights), "locations": places}


@staff.command
def add(colleague: Colleague) -> None:
    """Add a staff account; the password is asked for (or read from HELPDESK_STAFF_PASSWORD)."""
    made, accounts = _staff()
    password = _password()
    try:
        member = accounts.add_staff(colleague.email, colleague.name, password, **colleague.terms(made.desk.settings))
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    console.print(f"added {member.name} ({member.role})")


@staff.command
def invite(colleague: Colleague) -> None:
    """Print the link by which a colleague chooses a password that nobody else knows: once, within three days."""
    made, accounts = _staff()
    try:
        invitations, terms = Invitations(accounts, Passwords(accounts)), colleague.terms(made.desk.settings)
        _, token = invitations.invite(colleague.email, colleague.name, **terms)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    console.print(f"{made.desk.base_url.rstrip('/')}/staff/link/{token}", soft_wrap=True, highlight=False)


@staff.command
def first() -> None:
    """Say where the first account is made, for who runs the shop alone: a page that opens for a day, once."""
    made, accounts = _staff()
    if (address := FirstLink(made.desk, accounts).address()) is None:
        raise ConfigurationError("there is an account already; helpdesk staff add adds others")
    console.print(address, soft_wrap=True, highlight=False)


def _password() -> str:
    try:
        return os.environ.get("HELPDESK_STAFF_PASSWORD") or getpass.getpass("Password (12 characters or more): ")
    except EOFError:
        raise ConfigurationError("there is no terminal to ask for the password: set HELPDESK_STAFF_PASSWORD") from None


def _staff() -> tuple[Shop, StaffAccounts]:
    made = shop()
    assert made.accounts is not None
    made.desk.refresh_settings()  # locations may have been added in the app
    return made, made.accounts


def _names(given: str | None) -> frozenset[str] | None:
    return None if given is None else frozenset(part.strip() for part in given.split(",") if part.strip())


@staff.command(name="rights")
def set_rights(email: str, *, rights: str | None = None, locations: str | None = None) -> None:
    """Change what an agent may do, from the next click on.

    Args:
        email: Whose account it is.
        rights: What they may do, with commas between; left out, everything that agents may.
        locations: Ids of locations, with commas between; left out, all of them.
    """
    made, accounts = _staff()
    try:
        found = accounts.set_rights(email, _names(rights), placed(_names(locations), made.desk.settings))
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    if not found:
        raise ConfigurationError(f"there is no active account {email}")
    console.print(f"{email}: {rights or 'all rights of agents'}; {locations or 'all locations'}")


@staff.command
def deactivate(email: str) -> None:
    """Deactivate a staff account at once. The name stays in the histories.

    Args:
        email: Whose account it is.
    """
    _change(email, lambda accounts: accounts.deactivate(email), "can no longer sign in")


@staff.command
def reactivate(email: str) -> None:
    """Let somebody sign in again who was deactivated, with the password they had.

    Args:
        email: Whose account it is.
    """
    _change(email, lambda accounts: accounts.reactivate(email), "can sign in again")


@staff.command(name="role")
def set_role(email: str, role: str) -> None:
    """Make somebody an agent or an admin, from the next click on.

    Args:
        email: Whose account it is.
        role: agent or admin.
    """
    _change(email, lambda accounts: accounts.set_role(email, role), f"is {role}")


@staff.command
def sign_out(email: str) -> None:
    """End every session of a staff account at once.

    Args:
        email: Whose account it is.
    """

    def end(accounts: StaffAccounts) -> bool:
        member = accounts.by_email(email)
        return member is not None and accounts.end_sessions(member.id) >= 0

    _change(email, end, "is signed out everywhere")


@staff.command
def second_step_off(email: str) -> None:
    """Turn off the second step of a staff account, passkeys too: its owner has lost the phone and the codes on paper.

    They sign in with the password; where the shop wants a second step they are led to set up another one.

    Args:
        email: Whose account it is.
    """
    made, accounts = _staff()
    steps = SecondSteps(accounts, made.desk.keyring)

    def turn_off(accounts: StaffAccounts) -> bool:
        if (member := accounts.by_email(email)) is not None:
            steps.turn_off(member.id, by=COMMAND_LINE)
        return member is not None

    _change(email, turn_off, "signs in with the password alone")


def _change(email: str, change: Callable[[StaffAccounts], bool], done: str) -> None:
    _, accounts = _staff()
    try:
        found = change(accounts)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    if not found:
        raise ConfigurationError(f"there is no such account {email}")
    console.print(f"{email} {done}")
