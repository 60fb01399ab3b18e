"""What the rules of accounts share: whether there are any, who may see one, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from ..base.actors import ActorKind, Customer
from ..base.changes import Refusal, RefusalKind
from ..base.commands import Command, OpaqueId, R_co, command
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..context import Context
from ..handlers import Loaded
from ..ports.store import Reader
from ..subjects import NOT_ALLOWED, NOT_FOUND, can_access
from .model import CustomerAccount

AUTOMATION = frozenset({ActorKind.AUTOMATION})
EMAIL_NEEDED = Refusal(
    define("refusal.account_email", "An account needs an e-mail address."), field="email", kind=RefusalKind.INVALID
)
PHONE_NEEDED = Refusal(define("refusal.account_phone", "Please give a phone number here, or nothing."), field="phone")
SIGN_IN_AGAIN = Refusal(
    define("refusal.account_sign_in", "Please sign in to your account once more, and then try again."),
    kind=RefusalKind.VERIFY,
)
FRESH_FOR = timedelta(minutes=30)
"""For so long after a sign-in its owner may give an account another address, or erase it."""
NO_ACCOUNTS = Refusal(
    define("refusal.no_accounts", "There are no accounts of customers here."), kind=RefusalKind.FORBIDDEN
)


def has_accounts(context: Context) -> bool:
    """Whether customers have accounts here: not where the host has its own, or the shop wants none."""
    return not context.directory.is_there and context.settings.customer_accounts


def is_number(contact: Contact | None) -> bool:
    """Whether it is a phone number, or nothing."""
    return contact is None or contact.kind is ContactKind.PHONE


@command
class AccountCommand(Command[R_co]):
    """A command about one account.

    Args:
        account: The account's id.
    """

    account: OpaqueId


@attrs.frozen(kw_only=True)
class OfAccount(Loaded):
    """An account that this actor may see."""

    account: CustomerAccount

    @property
    def subject(self) -> CustomerAccount:
        """The account."""
        return self.account


def load_own(reader: Reader, command: Any, context: Context) -> OfAccount | Refusal:
    """The account of who is signed in."""
    actor = context.actor
    if not isinstance(actor, Customer) or not has_accounts(context):
        return NOT_ALLOWED
    account = reader.load(CustomerAccount, actor.id)
    return OfAccount(account=account) if account is not None and can_access(account, context) else NOT_FOUND


def load_account(reader: Reader, command: AccountCommand[Any], context: Context) -> OfAccount | Refusal:
    """The account, if whoever acts may see it."""
    account = reader.load(CustomerAccount, command.account)
    return OfAccount(account=account) if account is not None and can_access(account, context) else NOT_FOUND


def is_fresh(context: Context) -> bool:
    """Whether a customer has signed in just now; whoever is no customer need not have."""
    actor = context.actor
    if not isinstance(actor, Customer):
        return True
    return actor.signed_in_at is not None and context.now - actor.signed_in_at <= FRESH_FOR
