"""The link of an account: what it is made of, and what using it does."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import attrs

from ..base.actors import CUSTOMERS
from ..base.changes import Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Code, Command, OpaqueId, command
from ..base.contacts import Contact, ContactKind
from ..base.messages import Message, define
from ..base.results import Result, result
from ..contacts.limits import TRIES_BY_CLIENT, Counter, count
from ..context import Context
from ..handlers import Loaded, handles
from ..jobs import enclosed
from ..ports.store import Reader
from .changes import AccountAddressChanged, AccountConfirmed, AccountLinkUsed
from .model import LINK_PURPOSE, AccountAddress, AddressName, CustomerAccount, address_ids, address_row
from .rules import NO_ACCOUNTS, SIGN_IN_AGAIN, has_accounts

LINK_USED = Refusal(
    define("refusal.account_link", "This link was used already, or is too old. Please ask for a new one."),
    kind=RefusalKind.NOT_FOUND,
)


NO_LINK_CODE = Refusal(
    define(
        "refusal.account_link_code",
        "This link was not asked for in this browser. Please enter the code from the same message.",
    ),
    field="code",
)
LINK_CODE = define(
    "notice.account.link_code",
    "If you open the link in another browser or on another device, it asks for this code: {code}",
)


@result
class AccountOpened(Result):
    """Whom a link signs in.

    Attributes:
        account: The account's id.
        is_new: Whether it was confirmed by that.
    """

    account: str
    is_new: bool = False


@command
class FollowAccountLink(Command[AccountOpened]):
    """Use the link of a mail: it confirms an account, signs in, or proves a new address.

    Args:
        link: The link's token.
        code: The six digits that stand beside the link, where another browser asked for it (`AccountLink.asks_code`).
    """

    link: OpaqueId
    code: Code | None = None


def link_token(account: CustomerAccount, context: Context) -> str:
    """The token of its last link."""
    return f"{account.id}{context.keyring.mac(LINK_PURPOSE, account.id, str(account.link_number))[:32]}"


def browser_of(context: Context) -> str:
    """A mark of the browser of who acts; empty where the host tells no browsers apart."""
    browser = getattr(context.actor, "browser", None)
    return context.keyring.mac("account_browser", context.tenant, browser)[:32] if browser else ""


def asks_code(account: CustomerAccount, context: Context) -> bool:
    """Whether the last link is used elsewhere than where it was asked for. Programs that check mails open links and
    send the forms behind them: they are not that browser, and enter no code. A link that proves a new address is
    followed by who is signed in."""
    if account.link_browser is None or account.link_to is AddressName.NEW:
        return False
    return account.link_browser != browser_of(context)


@enclosed("account_confirm")
@enclosed("account_link")
@enclosed("account_exists")
def code_beside_link(reader: Reader, account_id: str, context: Context) -> Sequence[Message]:
    """The code for other browsers; none where the host tells none apart."""
    account = reader.load(CustomerAccount, account_id)
    if account is None or account.link_browser is None:
        return ()
    return (Message(LINK_CODE, {"code": context.keyring.code(account.id, account.link_number)}),)


def account_behind(reader: Reader, token: str, context: Context) -> CustomerAccount | None:
    """The account whose last link this is, if it can be used still."""
    id, proof = context.keyring.read_link(token) or ("", "")
    account = reader.load(CustomerAccount, id) if id else None
    number = 0 if account is None else account.link_number
    made = [mac[:32] for mac in context.keyring.macs(LINK_PURPOSE, id, str(number))]
    fits = [hmac.compare_digest(one.encode(), proof.encode("utf-8", "surrogatepass")) for one in made]
    if account is None or not any(fits) or account.erased_at is not None:
        return None
    return account if account.link_until is not None and context.now <= account.link_until else None


@attrs.frozen(kw_only=True)
class AtAccountLink(Loaded):
    """What a link leads to. Nothing was proved yet, so there is no subject."""

    account: CustomerAccount | None
    row: AccountAddress | None
    """Of the address that it proves."""
    former: AccountAddress | None
    """Of the address that it replaces."""
    counter: Counter


def load_at_account_link(reader: Reader, command: FollowAccountLink, context: Context) -> AtAccountLink | Refusal:
    """The account, and the rows of its addresses."""
    if not has_accounts(context):
        return NO_ACCOUNTS
    account = account_behind(reader, command.link, context)
    counter = count(reader, context, {TRIES_BY_CLIENT: getattr(context.actor, "client", None)})
    row, former = (
        None if address is None else address_row(reader, context.keyring, context.tenant, address)
        for address in _addresses(account)
    )
    return AtAccountLink(account=account, row=row, former=former, counter=counter)


def _addresses(account: CustomerAccount | None) -> tuple[Contact | None, Contact | None]:
    """The address that its last link proves, and the one that it replaces."""
    if account is None:
        return None, None
    if account.link_to is AddressName.NEW:
        return account.address(AddressName.NEW), account.address(AddressName.OWN)
    return account.address(AddressName.OWN), None


@handles(FollowAccountLink, actors=CUSTOMERS, load=load_at_account_link, keyed=False)
def follow(loaded: AtAccountLink, command: FollowAccountLink, context: Context) -> Verdict[AccountOpened]:
    """It works once. An address that another account has proved meanwhile is not taken from it."""
    if full := loaded.counter.refusal:
        return refused(full)
    account, row = loaded.account, loaded.row
    if account is None or (row is not None and row.account not in (None, account.id)):
        return refused(LINK_USED, *loaded.counter.one_more(context))
    if account.link_to is AddressName.NEW and getattr(context.actor, "id", None) != account.id:
        return refused(SIGN_IN_AGAIN)  # whose address was mistyped must not come by an account
    if asks_code(account, context):
        typed = command.code or ""
        if not context.keyring.is_code(typed, account.id, account.link_number):
            return refused(NO_LINK_CODE, *loaded.counter.one_more(context))
    used = {"link_number": account.link_number + 1, "link_until": None}
    if not account.is_open:
        after = account.changed(confirmed_at=context.now, **used)
        return _opened(account, after, AccountConfirmed(), _taken(account.email, row, after, context), is_new=True)
    if account.link_to is AddressName.OWN or account.new_email is None:
        return _opened(account, account.changed(**used), AccountLinkUsed())
    after = account.changed(email=account.new_email, new_email=None, former_email=account.email, **used)
    given_up = () if loaded.former is None else (Save(before=loaded.former, after=loaded.former.changed(account=None)),)
    change = AccountAddressChanged(contact=AddressName.FORMER.value)
    return _opened(account, after, change, (*_taken(after.email, row, after, context), *given_up))


def _taken(email: str, row: AccountAddress | None, account: CustomerAccount, context: Context) -> tuple[Save, ...]:
    """The address is this account's from now on: whoever else proves it at the same time finds the row taken."""
    if row is not None:
        return () if row.account == account.id else (Save(before=row, after=row.changed(account=account.id)),)
    id = address_ids(context.keyring, context.tenant, Contact(ContactKind.EMAIL, email))[0]
    return (Save(after=context.make(AccountAddress, id=id, account=account.id)),)


def _opened(
    before: CustomerAccount,
    after: CustomerAccount,
    change: Change,
    saves: tuple[Save, ...] = (),
    *,
    is_new: bool = False,
) -> Verdict[AccountOpened]:
    return Verdict(
        result=AccountOpened(account=before.id, is_new=is_new),
        touched=(Touch(before=before, after=after, changes=(change,)),),
        saves=saves,
    )
