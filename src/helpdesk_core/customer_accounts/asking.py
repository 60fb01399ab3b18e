"""Asking for an account, and for a link to sign in. What goes out is decided by a job, so that the answer and the work
are the same for every address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from ..base.actors import CUSTOMERS
from ..base.changes import Change, Job, Refusal, SubjectKey, Touch, Verdict, refused
from ..base.commands import Command, Language, OpaqueId, command, text
from ..base.contacts import Contact, ContactKind
from ..base.notices import URGENT
from ..base.records import Subject
from ..base.results import Result
from ..base.text import RawText
from ..contacts.blocks import is_blocked
from ..contacts.limits import Counter, Limit, count, mails_to
from ..context import Context
from ..handlers import Loaded, handles
from ..jobs import Call, Carry, Drop, Work, job
from ..ports.store import Reader
from ..reach import is_taken
from ..subjects import NOT_FOUND
from .changes import (
    AccountAddressAsked,
    AccountAskedForAgain,
    AccountConfirmationSent,
    AccountErased,
    AccountLinkSent,
    AccountRegistered,
)
from .links import browser_of
from .model import OF_ADDRESS, AddressName, CustomerAccount, account_of, address_ids
from .rules import (
    AUTOMATION,
    EMAIL_NEEDED,
    NO_ACCOUNTS,
    PHONE_NEEDED,
    AccountCommand,
    OfAccount,
    has_accounts,
    is_number,
    load_account,
)

LINK_LIFETIME = timedelta(minutes=30)
CONFIRM_LIFETIME = timedelta(hours=24)
UNCONFIRMED_FOR = timedelta(days=7)
"""Then what somebody typed for an account is erased."""
REGISTRATIONS_BY_CLIENT = Limit("accounts_client", 10)
LINKS_BY_CLIENT = Limit("account_links_client", 20)
FORGET = "forget_unconfirmed_account"


@command
class RegisterAccount(Command[Result]):
    """Ask for an account. The answer, and the work, are the same whether the address has one already.

    Args:
        surname: The customer's surname.
        email: The address, which has to be proved.
        given_name: The customer's given name.
        phone: Where the customer can be called.
        language: Of what is written to the customer; the shop's first by default.
    """

    surname: RawText = text(max_length=100)
    email: Contact
    given_name: RawText | None = text(max_length=100, default=None)
    phone: Contact | None = None
    language: Language | None = None


@command
class AskAccountLink(Command[Result]):
    """Ask for a link to sign in. The answer is the same whether the address has an account or not.

    Args:
        email: The address.
    """

    email: Contact


@command
class WriteToAccount(AccountCommand[Result]):
    """What a job says when a link was asked for: which one is decided by how the account stands.

    Args:
        to: Which of its addresses.
        again: Whether an account was asked for that is there already.
        browser: The mark of the browser in which it was asked for.
    """

    to: AddressName = AddressName.OWN
    again: bool = False
    browser: OpaqueId | None = None


@command
class ForgetAccount(AccountCommand[Result]):
    """What a job says of an account that nobody confirmed."""


@attrs.frozen(kw_only=True)
class Asked(Loaded):
    """An address that somebody typed, and how often that was done. Nothing is proved: there is no subject."""

    email: Contact
    account: str
    """Of the account to write a link for; of nobody where there is none."""
    browser: str
    counter: Counter


def load_asked(reader: Reader, command: RegisterAccount | AskAccountLink, context: Context) -> Asked | Refusal:
    """The reads are the same whether the address has an account or not."""
    if not has_accounts(context):
        return NO_ACCOUNTS
    if not is_number(getattr(command, "phone", None)):
        return PHONE_NEEDED
    if command.email.kind is not ContactKind.EMAIL or not is_taken(command.email, context.notifiers):
        return EMAIL_NEEDED
    limit = REGISTRATIONS_BY_CLIENT if isinstance(command, RegisterAccount) else LINKS_BY_CLIENT
    counter = count(reader, context, {limit: getattr(context.actor, "client", None)})
    if isinstance(command, RegisterAccount):  # is not answered by whether there is one
        return Asked(email=command.email, account="", browser=browser_of(context), counter=counter)
    ids, nobody = address_ids(context.keyring, context.tenant, command.email), context.new_id()
    known = (str(account) for _, account in reader.find(OF_ADDRESS, {"id": ids}, limit=len(ids)) if account)
    account = next(known, nobody)
    return Asked(email=command.email, account=account, browser=browser_of(context), counter=counter)


@handles(RegisterAccount, actors=CUSTOMERS, load=load_asked)
def register(loaded: Asked, command: RegisterAccount, context: Context) -> Verdict[Result]:
    """What was typed is kept, for a week if nobody answers the mail. Which mail goes out is decided by a job."""
    if full := loaded.counter.refusal:
        return refused(full)
    account = new_account(command.email, context, language=command.language, phone=command.phone)
    return Verdict(
        result=Result(),
        touched=(Touch(after=account, changes=(AccountRegistered(),)),),
        saves=loaded.counter.one_more(context),
        jobs=asked_jobs(account, loaded.browser),
    )


def new_account(
    email: Contact, context: Context, *, language: Language | str | None, phone: Contact | None = None, **values: Any
) -> CustomerAccount:
    """An account that nobody has confirmed yet; its name is the command's, unless ``values`` say another."""
    named = {name: context.texts.get(name) for name in ("surname", "given_name") if name not in values}
    return context.make(
        CustomerAccount,
        email=email.value,
        phone=None if phone is None else phone.value,
        language=context.settings.language(language),
        created_at=context.now,
        **(named | values),
    )


def asked_jobs(account: CustomerAccount, browser: str) -> tuple[Job, ...]:
    """The mail to its address, and that what was typed goes again where nobody answers it. The link works without a
    code in that browser alone."""
    week = UNCONFIRMED_FOR.total_seconds()
    return (
        Job(name="write_to_account", subject=account, payload=_from(browser), lane=URGENT),
        Job(name=FORGET, subject=account, due_in=week),
    )


def _from(browser: str) -> dict[str, str]:
    return {"browser": browser} if browser else {}


@handles(AskAccountLink, actors=CUSTOMERS, load=load_asked, keyed=False)
def ask_link(loaded: Asked, command: AskAccountLink, context: Context) -> Verdict[Result]:
    """Every try counts, since it may send something; whether it does is decided by a job."""
    if full := loaded.counter.refusal:
        return refused(full)
    about = SubjectKey(record=CustomerAccount, id=loaded.account)
    return Verdict(
        result=Result(),
        saves=loaded.counter.one_more(context),
        jobs=(Job(name="write_to_account", subject=about, payload=_from(loaded.browser), lane=URGENT),),
    )


@job("write_to_account", lane=URGENT)
def write_job(reader: Reader, subject: Subject, keys: dict[str, str], context: Context) -> Work:
    """The link of an account; where its address is another one's, that one's owner is told instead."""
    if not isinstance(subject, CustomerAccount) or subject.erased_at is not None:
        return Call(work=_nothing)
    to = AddressName(keys.get("to", AddressName.OWN))
    browser = OpaqueId(keys["browser"]) if "browser" in keys else None
    address = subject.address(to)
    holder = None if address is None else account_of(reader, context.keyring, context.tenant, address)
    if holder is not None and holder.id != subject.id:
        return Carry(command=WriteToAccount(account=OpaqueId(holder.id), again=True, browser=browser))
    return Carry(command=WriteToAccount(account=OpaqueId(subject.id), to=to, browser=browser))


def _nothing() -> None:
    """Nobody to write to, and nothing that staff should see as undelivered."""


@attrs.frozen(kw_only=True)
class ToWrite(OfAccount):
    """The account, and what the address that is written to was sent within the hour."""

    counter: Counter
    is_blocked: bool


def load_to_write(reader: Reader, command: WriteToAccount, context: Context) -> ToWrite | Refusal:
    """Of an address that is proved more is sent than of one that somebody typed."""
    account = reader.load(CustomerAccount, command.account)
    if account is None or not has_accounts(context):
        return NOT_FOUND
    contact = account.address(command.to)
    if contact is None:
        return NOT_FOUND
    counter = count(reader, context, mails_to(contact, proved=account.is_open and command.to is AddressName.OWN))
    return ToWrite(account=account, counter=counter, is_blocked=is_blocked(reader, contact, context))


@handles(WriteToAccount, actors=AUTOMATION, load=load_to_write)
def write(loaded: ToWrite, command: WriteToAccount, context: Context) -> Verdict[Result]:
    """A new link, which voids the one before; nothing to an address that has had its share, or takes nothing."""
    if loaded.is_blocked or loaded.counter.refusal is not None:
        return Verdict(result=Result())
    account, to = loaded.account, command.to.value
    change: Change
    if not account.is_open:
        change, lifetime = AccountConfirmationSent(contact=to, account=account.id), CONFIRM_LIFETIME
    elif command.to is AddressName.NEW:
        change, lifetime = AccountAddressAsked(contact=to), CONFIRM_LIFETIME
    elif command.again:
        change, lifetime = AccountAskedForAgain(contact=to, account=account.id), LINK_LIFETIME
    else:
        change, lifetime = AccountLinkSent(contact=to, account=account.id), LINK_LIFETIME
    after = account.changed(
        link_number=account.link_number + 1,
        link_until=context.now + lifetime,
        link_to=command.to,
        link_browser=command.browser,
    )
    return Verdict(
        result=Result(),
        touched=(Touch(before=account, after=after, changes=(change,)),),
        saves=loaded.counter.one_more(context),
    )


@job(FORGET)
def forget_job(reader: Reader, subject: Subject, keys: dict[str, str], context: Context) -> Work:
    """Only what nobody confirmed."""
    if not isinstance(subject, CustomerAccount) or subject.confirmed_at is not None or subject.erased_at is not None:
        return Drop(reason="confirmed")
    return Carry(command=ForgetAccount(account=OpaqueId(subject.id)))


@handles(ForgetAccount, actors=AUTOMATION, load=load_account)
def forget(loaded: OfAccount, command: ForgetAccount, context: Context) -> Verdict[Result]:
    """What somebody typed, who never proved the address."""
    account = loaded.account
    if account.confirmed_at is not None or account.erased_at is not None:
        return Verdict(result=Result())
    after = account.erased().changed(erased_at=context.now)
    return Verdict(result=Result(), touched=(Touch(before=account, after=after, changes=(AccountErased(),)),))
