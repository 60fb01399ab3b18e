"""Another number in the place of an account's own: a code that goes there proves it, or staff who heard its owner do.
Until then the one before is called."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Code, Command, command
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.results import Result
from ..contacts.blocks import is_blocked
from ..contacts.codes import WRONG_CODE
from ..contacts.limits import TRIES_BY_CLIENT, Counter, count, mails_to
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from .changes import AccountChanged, AccountPhoneAsked, AccountPhoneChanged
from .model import FORMER_PHONE, NEW_PHONE, AccountCode, CustomerAccount
from .rules import AccountCommand, OfAccount, load_account, load_own

VOUCH = right("accounts.phone", "Confirm the new phone number of a customer's account.")
NO_NEW_NUMBER = Refusal(
    define("refusal.account_no_new_phone", "There is no new number to confirm. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)


@command
class ConfirmAccountPhone(Command[Result]):
    """Enter the code that was sent to the new number of one's account.

    Args:
        code: Six digits.
    """

    code: Code


@command
class VouchForAccountPhone(AccountCommand[Result]):
    """Staff confirm the new number of an account: they have spoken to its owner there, or have them before them."""


@attrs.frozen(kw_only=True)
class OfNumber(OfAccount):
    """An account, and what was written to its number. Whoever types somebody else's number and changes it again must
    not have messages sent there as often as they like."""

    former: Counter


@attrs.frozen(kw_only=True)
class ToProve(OfNumber):
    """The new number, with its code and what was sent to it."""

    to: Contact | None
    code_id: str
    code: AccountCode | None
    tries: Counter


def takes_code(number: Contact, context: Context) -> bool:
    """Whether the shop sends codes to numbers, and a channel reaches this one; else staff confirm it."""
    return number.kind.value in context.settings.code_channels and context.notifiers.reaching(number) is not None


def told_before(reader: Reader, account: CustomerAccount, context: Context) -> Counter:
    """How often the number of an account was written to."""
    number = _number(account.phone)
    return count(reader, context, {} if number is None else mails_to(number, proved=False))


def code_id(account: CustomerAccount, number: str, context: Context) -> str:
    """The id of the code of a number at an account."""
    return context.keyring.mac("account_code", context.tenant, account.id, number)[:32]


def _number(number: str | None) -> Contact | None:
    return None if number is None else Contact(ContactKind.PHONE, number)


@attrs.frozen(kw_only=True)
class Asking:
    """A number that is to take the place of an account's own: its code, and what was sent there."""

    number: Contact
    code: AccountCode | None
    mails: Counter
    is_blocked: bool


def asking(reader: Reader, account: CustomerAccount, number: Contact | None, context: Context) -> Asking | None:
    """What is known of the number, None where it takes nobody's place: a first one, none, or the same."""
    if number is None or account.phone in (None, number.value):
        return None
    return Asking(
        number=number,
        code=reader.load(AccountCode, code_id(account, number.value, context)),
        mails=count(reader, context, mails_to(number, proved=False)),
        is_blocked=is_blocked(reader, number, context),
    )


def asked(account: CustomerAccount, found: Asking, context: Context) -> tuple[list[Change], list[Save]]:
    """The code that goes out, where the number takes one and had not too many messages; one that can be entered still
    is not followed by another."""
    code = found.code
    is_out = code is not None and code.is_open(context.now)
    if is_out or found.is_blocked or found.mails.refusal is not None or not takes_code(found.number, context):
        return [], []
    if code is None:
        id = code_id(account, found.number.value, context)
        save = Save(after=context.make(AccountCode, id=id, account=account.id, number=1, asked_at=context.now))
    else:
        save = Save(before=code, after=code.changed(number=code.number + 1, asked_at=context.now, tries=0, used=False))
    sent = AccountPhoneAsked(contact=NEW_PHONE, code=save.after.id)
    return [sent], [save, *found.mails.one_more(context)]


def changed_number(
    account: CustomerAccount, to: str | None, before: Counter, context: Context
) -> tuple[CustomerAccount, Change, list[Save]]:
    """The account with another number, or none. The one before is told where a channel reaches it: staff call it about
    requests, and a thief would have them call somebody else."""
    number = _number(account.phone)
    after = account.changed(phone=to, new_phone=None)
    if number is None or before.refusal is not None or context.notifiers.reaching(number) is None:
        return after, AccountChanged(), []
    gone = AccountPhoneChanged(contact=FORMER_PHONE)
    return after.changed(former_phone=account.phone), gone, list(before.one_more(context))


def load_to_prove(reader: Reader, command: ConfirmAccountPhone, context: Context) -> ToProve | Refusal:
    """The own account, with the code of its new number."""
    found = load_own(reader, command, context)
    if isinstance(found, Refusal):
        return found
    account, to = found.account, _number(found.account.new_phone)
    id = code_id(account, account.new_phone or "", context)
    return ToProve(
        account=account,
        former=told_before(reader, account, context),
        to=to,
        code_id=id,
        code=reader.load(AccountCode, id),
        tries=count(reader, context, {TRIES_BY_CLIENT: account.id}),
    )


@handles(ConfirmAccountPhone, actors=frozenset({ActorKind.CUSTOMER}), load=load_to_prove, keyed=False)
def confirm_phone(loaded: ToProve, command: ConfirmAccountPhone, context: Context) -> Verdict[Result]:
    """The right code puts the new number in the place of the one before, which is told."""
    if full := loaded.tries.refusal:
        return refused(full)
    code, to = loaded.code, loaded.to
    fits = context.keyring.is_code(command.code, loaded.code_id, code.number if code else 0)
    if to is None or code is None or not fits or not code.is_open(context.now):
        tried = () if code is None else (Save(before=code, after=code.changed(tries=code.tries + 1)),)
        return refused(WRONG_CODE, *tried, *loaded.tries.one_more(context))
    return _proved(loaded, Save(before=code, after=code.changed(used=True)), context=context)


def load_number(reader: Reader, command: VouchForAccountPhone, context: Context) -> OfNumber | Refusal:
    """The account, as staff see it."""
    found = load_account(reader, command, context)
    if isinstance(found, Refusal):
        return found
    return OfNumber(account=found.account, former=told_before(reader, found.account, context))


@handles(VouchForAccountPhone, actors=STAFF, load=load_number, right=VOUCH)
def vouch(loaded: OfNumber, command: VouchForAccountPhone, context: Context) -> Verdict[Result]:
    """Where no code can be sent, and where its owner cannot receive it."""
    if loaded.account.new_phone is None:
        return refused(NO_NEW_NUMBER)
    return _proved(loaded, context=context)


def _proved(loaded: OfNumber, *more: Save, context: Context) -> Verdict[Any]:
    account = loaded.account
    after, change, saves = changed_number(account, account.new_phone, loaded.former, context)
    touched = (Touch(before=account, after=after, changes=(change,)),)
    return Verdict(result=Result(), touched=touched, saves=(*more, *saves))
