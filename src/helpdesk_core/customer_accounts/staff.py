"""What staff do about accounts: make one for a customer they know, grant a role, erase one."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.contacts import ContactKind
from ..base.messages import define
from ..base.records import Record
from ..base.results import Result
from ..belongings import Belongings
from ..contacts.model import ContactPoint
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..subjects import NOT_FOUND
from ..timeline.about import everything_about
from .asking import asked_jobs, new_account
from .changes import AccountErased, AccountRegistered, AccountRoleSet
from .model import NO_BROWSER, AccountRole, account_of
from .rules import NO_ACCOUNTS, SIGN_IN_AGAIN, AccountCommand, OfAccount, has_accounts, is_fresh, load_account

CREATE = right("accounts.create", "Create accounts for customers.")
GRANT = right("accounts.role", "Give accounts of customers a role: business or reseller.", admins=True)
ERASE = right("accounts.erase", "Erase accounts of customers.", admins=True)
ACCOUNT_EXISTS = Refusal(
    define("refusal.account_exists", "There is an account with this address already."),
    field="contact",
    kind=RefusalKind.CONFLICT,
)
EMAIL_OF_REQUEST = Refusal(
    define("refusal.account_contact", "Please choose an e-mail address of this customer."), field="contact"
)


@command
class CreateAccount(RequestCommand[Result]):
    """Make an account for the customer of a request. They get the mail that everybody gets, and answer it.

    Args:
        contact: The id of one of the request's e-mail addresses.
    """

    contact: OpaqueId


@command
class SetAccountRole(AccountCommand[Result]):
    """Grant an account a role, or take it back.

    Args:
        role: The role that it has from now on.
    """

    role: AccountRole


@command
class EraseAccount(AccountCommand[Result]):
    """Erase an account: an admin any, a customer the own one (GDPR, article 17). Requests are erased one by one."""


@attrs.frozen(kw_only=True)
class ToCreate(OfRequest):
    """The request, and the address that the account is to have."""

    point: ContactPoint
    is_taken: bool


def load_to_create(reader: Reader, command: CreateAccount, context: Context) -> ToCreate | Refusal:
    """The address has to be one of the request's."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    if not has_accounts(context):
        return NO_ACCOUNTS
    point = reader.load(ContactPoint, command.contact)
    if point is None or point.request != loaded.request.id or not point.lets_in:
        return NOT_FOUND
    if point.contact_kind is not ContactKind.EMAIL:
        return EMAIL_OF_REQUEST
    taken = account_of(reader, context.keyring, context.tenant, point.value) is not None
    return ToCreate(request=loaded.request, point=point, is_taken=taken)


@handles(CreateAccount, actors=STAFF, load=load_to_create, right=CREATE)
def create(loaded: ToCreate, command: CreateAccount, context: Context) -> Verdict[Result]:
    """The name and the language are those of the request. It is of no use before its mail is answered."""
    if loaded.is_taken:
        return refused(ACCOUNT_EXISTS)
    request = loaded.request
    account = new_account(
        loaded.point.value,
        context,
        language=request.language,
        surname=request.surname,
        given_name=request.given_name,
    )
    registered = AccountRegistered(by_staff_of=request.id)
    return Verdict(
        result=Result(), touched=(Touch(after=account, changes=(registered,)),), jobs=asked_jobs(account, NO_BROWSER)
    )


@handles(SetAccountRole, actors=STAFF, load=load_account, right=GRANT)
def set_role(loaded: OfAccount, command: SetAccountRole, context: Context) -> Verdict[Result]:
    """What it was stands in the history."""
    account = loaded.account
    if account.role is command.role:
        return Verdict(result=Result())
    change = AccountRoleSet(before=account.role.value, role=command.role.value)
    after = account.changed(role=command.role)
    return Verdict(result=Result(), touched=(Touch(before=account, after=after, changes=(change,)),))


@attrs.frozen(kw_only=True)
class ToErase(OfAccount):
    """An account, every record about it that tells something of its owner, and what belongs to it."""

    records: tuple[Record, ...]
    belongings: Belongings


def load_to_erase(reader: Reader, command: EraseAccount, context: Context) -> ToErase | Refusal:
    """The account, its addresses, and all that belongs to it."""
    loaded = load_account(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    records = tuple(everything_about(reader, loaded.account, personal=True))
    belongings = Belongings.of(reader, loaded.account.id)
    return ToErase(account=loaded.account, records=records, belongings=belongings)


@handles(EraseAccount, actors=frozenset({ActorKind.ADMIN, ActorKind.CUSTOMER}), load=load_to_erase, right=ERASE)
def erase(loaded: ToErase, command: EraseAccount, context: Context) -> Verdict[Result]:
    """The address is free again. Doing it again does no harm."""
    account = loaded.account
    if not is_fresh(context):
        return refused(SIGN_IN_AGAIN)
    gone: dict[str, Any] = {"erased_at": account.erased_at or context.now}
    pairs = [(record, record.erased()) for record in loaded.records]
    theirs = loaded.belongings.gone(context)
    touched = Touch(before=account, after=account.erased().changed(**gone), changes=(AccountErased(),))
    saves = (Save(before=before, after=after) for before, after in pairs if before != after)
    return Verdict(result=Result(), touched=(touched, *theirs.touched), saves=(*saves, *theirs.saves))
