"""What the owner of an account, the app's sign-in, and staff are shown of it."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import CUSTOMERS, STAFF, ActorKind, Customer
from ..base.changes import Refusal
from ..base.contacts import Contact, ContactKind
from ..base.text import SafeText
from ..contacts.model import CONTACTS
from ..context import Context
from ..errors import FieldError
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .links import LINK_USED, account_behind, asks_code
from .model import (
    CONFIRMED,
    NEWEST_PASSKEY,
    NOBODY,
    OF_ADDRESS,
    AccountRole,
    AddressName,
    CustomerAccount,
    Passkey,
    account_of,
    address_ids,
    passkey_id,
)
from .numbers import takes_code
from .passkeys import keys_of
from .rules import has_accounts, is_fresh


@customer_view
class OwnAccount:
    """An account as its owner reads it.

    Attributes:
        new_email: The address that is to be proved, None for none.
        phone: As it is shown, None where none was given.
        new_phone: The number that is to be proved, None for none.
        phone_by_code: Whether a code was sent there that can be entered; otherwise staff confirm it.
        is_fresh: Whether its owner has signed in just now, as some changes want it.
    """

    id: str
    surname: SafeText | None
    given_name: SafeText | None
    email: str
    new_email: str | None
    phone: str | None
    new_phone: str | None
    phone_by_code: bool
    language: str
    role: AccountRole
    created_at: datetime
    is_fresh: bool


@customer_view
class AccountLink:
    """What a link would do, before it is used.

    Attributes:
        does: "confirm" an account, "sign_in", or prove a new "address".
        email: The address that it proves, masked.
        asks_code: Whether the code beside it is asked for: another browser asked for the link.
    """

    does: str
    email: str
    asks_code: bool


@staff_view
class AccountForStaff:
    """The account of a request's customer.

    Attributes:
        new_phone: The number that is to take the place of the one before, and waits to be confirmed.
    """

    id: str
    email: str
    new_phone: str | None
    role: AccountRole
    created_at: datetime


@customer_view
class OwnPasskey:
    """A key as its owner reads of it.

    Attributes:
        credential: The key's own id, by which a device knows that it has one already.
        used_at: When it signed in last, None for never.
    """

    id: str
    name: SafeText | None
    credential: str
    made_for: str
    created_at: datetime
    used_at: datetime | None


@customer_view
class OwnPasskeys:
    """The keys of who is signed in, the newest first."""

    rows: tuple[OwnPasskey, ...]


@staff_view
class PasskeyToCheck:
    """What a signature is checked with.

    Attributes:
        id: The key's, by which `UsePasskey` names it.
        public_key: Its public half, in base64url.
        sign_count: How often it had signed when it was used last.
    """

    id: str
    public_key: str
    sign_count: int


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_customer_account(reader: Reader, context: Context, request: ServiceRequest) -> AccountForStaff | None:
    """The account that a request belongs to, or that one of its proved addresses signs in to.

    Args:
        request_id: The request's id.

    Returns:
        The account, None for none; a refusal when there is no such request within the viewer's locations.
    """
    found = reader.load(CustomerAccount, request.customer) if request.customer else None
    if found is None:
        points = reader.find(CONTACTS, {"request": request.id})
        proved = (point.value for point in points if point.confirmed_at is not None and not point.is_erased)
        owners = (account_of(reader, context.keyring, context.tenant, one) for one in proved)
        found = next((one for one in owners if one is not None), None)
    if found is None or not found.is_open:
        return None
    number = found.new_phone
    return AccountForStaff(
        id=found.id,
        email=found.email,
        new_phone=None if number is None else Contact(ContactKind.PHONE, number).shown,
        role=found.role,
        created_at=found.created_at,
    )


@view(actors=CUSTOMERS)
def view_own_account(reader: Reader, context: Context) -> OwnAccount | Refusal:
    """The account of who is signed in.

    Returns:
        The account; a refusal for a guest, and where the host has accounts of its own.
    """
    actor = context.actor
    if not isinstance(actor, Customer) or not has_accounts(context):
        return NOT_FOUND
    found = get_visible(reader, CustomerAccount, actor.id, context)
    if found is None:
        return NOT_FOUND
    numbers = (found.phone, found.new_phone)
    phone, new_phone = (None if one is None else Contact(ContactKind.PHONE, one) for one in numbers)
    return OwnAccount(
        id=found.id,
        surname=found.surname,
        given_name=found.given_name,
        email=found.email,
        new_email=found.new_email,
        phone=None if phone is None else phone.shown,
        new_phone=None if new_phone is None else new_phone.shown,
        phone_by_code=new_phone is not None and takes_code(new_phone, context),
        language=found.language,
        role=found.role,
        created_at=found.created_at,
        is_fresh=is_fresh(context),
    )


@view(actors=CUSTOMERS)
def view_account_link(reader: Reader, context: Context, link: str) -> AccountLink | Refusal:
    """What a link would do. Looking uses nothing up: programs that check mails look too.

    Args:
        link: The link's token.

    Returns:
        What it does, or a refusal for one that was used, is too old, or is none.
    """
    account = account_behind(reader, link, context) if has_accounts(context) else None
    if account is None:
        return LINK_USED
    address = account.address(account.link_to)
    does = "confirm" if not account.is_open else "address" if account.link_to is AddressName.NEW else "sign_in"
    return (
        LINK_USED
        if address is None
        else AccountLink(does=does, email=address.masked, asks_code=asks_code(account, context))
    )


@view(actors=frozenset({ActorKind.AUTOMATION}))
def view_account_id(reader: Reader, context: Context, email: str) -> str:
    """Whose an address is: for a sign-in, which says nobody what it finds. The reads are the same whatever that is, and
    bare cells.

    Args:
        email: The address as it was typed.

    Returns:
        The id of the account, "" for none.
    """
    try:
        contact = Contact.parse(email)
    except FieldError:
        contact = Contact(ContactKind.EMAIL, "nobody@invalid")
    ids = address_ids(context.keyring, context.tenant, contact)
    known = (str(account) for _, account in reader.find(OF_ADDRESS, {"id": ids}, limit=len(ids)) if account)
    account = next(known, NOBODY)
    found = reader.find(CONFIRMED, {"id": (account,)}, limit=1)
    return account if any(confirmed_at for (confirmed_at,) in found) and has_accounts(context) else ""


@view(actors=frozenset({ActorKind.AUTOMATION}))
def view_account_is_open(reader: Reader, context: Context, account: str) -> bool:
    """Whether somebody can be signed in to an account: asked with each page.

    Args:
        account: The account's id.

    Returns:
        Whether it is there still.
    """
    found = reader.load(CustomerAccount, account) if has_accounts(context) else None
    return found is not None and found.is_open


@view(actors=CUSTOMERS)
def view_own_passkeys(reader: Reader, context: Context) -> OwnPasskeys | Refusal:
    """The keys that sign in to the account of who is signed in.

    Returns:
        The keys, the newest first; a refusal for a guest, and where the host has accounts of its own.
    """
    actor = context.actor
    if not isinstance(actor, Customer) or not has_accounts(context):
        return NOT_FOUND
    found = get_visible(reader, CustomerAccount, actor.id, context)
    if found is None:
        return NOT_FOUND
    return OwnPasskeys(
        rows=tuple(
            OwnPasskey(
                id=one.id,
                name=one.name,
                credential=str(one.credential),
                made_for=one.made_for,
                created_at=one.created_at,
                used_at=one.used_at,
            )
            for one in keys_of(reader, found.id)
        )
    )


@view(actors=frozenset({ActorKind.AUTOMATION}))
def view_passkey(reader: Reader, context: Context, credential: str) -> PasskeyToCheck | None:
    """A key by its own id: for a sign-in, which has one answer for all that does not fit.

    Args:
        credential: The key's own id, in base64url.

    Returns:
        What a signature is checked with, None for a key that is unknown or was removed.
    """
    key = reader.load(Passkey, passkey_id(credential)) if has_accounts(context) else None
    if key is None or key.removed_at is not None or key.public_key is None:
        return None
    return PasskeyToCheck(id=key.id, public_key=key.public_key, sign_count=key.sign_count)


@view(actors=frozenset({ActorKind.AUTOMATION}))
def view_passkey_site(reader: Reader, context: Context) -> str:
    """The name of the site that the newest key was made for: who moves the pages elsewhere is told that keys stay
    behind.

    Returns:
        The name, "" where nobody has a key.
    """
    return next((str(made_for) for (made_for,) in reader.find(NEWEST_PASSKEY, {}, limit=1)), "")
