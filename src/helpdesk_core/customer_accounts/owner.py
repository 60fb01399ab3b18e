"""What the owner of an account changes."""

from __future__ import annotations

import attrs

from ..base.actors import ActorKind
from ..base.changes import Change, Job, Refusal, Touch, Verdict, refused
from ..base.commands import Command, Language, command, text
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.notices import URGENT
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..handlers import handles
from ..ports.store import Reader
from ..reach import is_taken
from .changes import AccountChanged
from .model import AddressName
from .numbers import Asking, OfNumber, asked, asking, changed_number, told_before
from .rules import EMAIL_NEEDED, PHONE_NEEDED, SIGN_IN_AGAIN, OfAccount, is_fresh, is_number, load_own

SAME_ADDRESS = Refusal(define("refusal.account_same_email", "This is your address already."), field="email")


@command
class ChangeAccount(Command[Result]):
    """A customer corrects what their account says of them.

    Args:
        surname: The surname.
        given_name: The given name.
        phone: Where they can be called. Another one than before waits until it is proved (`ConfirmAccountPhone`,
            `VouchForAccountPhone`), and is sent a code where the shop sends such; None takes the number away.
        language: Of what is written to them.
    """

    surname: RawText = text(max_length=100)
    given_name: RawText | None = text(max_length=100, default=None)
    phone: Contact | None = None
    language: Language | None = None


@command
class ChangeAccountEmail(Command[Result]):
    """A customer names another address. It takes the place of the one before when it is proved, and that one is told.

    Args:
        email: The new address.
    """

    email: Contact


@attrs.frozen(kw_only=True)
class ToChange(OfNumber):
    """An account, and the number that is to take the place of its own, if one is."""

    asked: Asking | None


def load_to_change(reader: Reader, command: ChangeAccount, context: Context) -> ToChange | Refusal:
    """The own account."""
    found = load_own(reader, command, context)
    if isinstance(found, Refusal):
        return found
    if not is_number(command.phone):
        return PHONE_NEEDED
    account = found.account
    former = told_before(reader, account, context)
    return ToChange(account=account, former=former, asked=asking(reader, account, command.phone, context))


@handles(ChangeAccount, actors=frozenset({ActorKind.CUSTOMER}), load=load_to_change)
def change(loaded: ToChange, command: ChangeAccount, context: Context) -> Verdict[Result]:
    """Requests keep the name under which they were made. Another number waits until it is proved; a first one, which
    takes nobody's place, does not, and one that is taken away goes at once."""
    account, found = loaded.account, loaded.asked
    named = account.changed(
        surname=context.texts["surname"],
        given_name=context.texts.get("given_name"),
        language=context.settings.language(command.language or account.language),
    )
    changes: list[Change] = []
    if found is not None:
        after = named.changed(new_phone=found.number.value)
        sent, saves = asked(account, found, context)
        changes += [AccountChanged()] if after != account else []
        changes += sent
    elif command.phone is None and account.phone is not None:
        after, gone, saves = changed_number(named, None, loaded.former, context)
        changes.append(gone)
    else:
        after, saves = named.changed(phone=None if command.phone is None else command.phone.value, new_phone=None), []
        changes += [AccountChanged()] if after != account else []
    if not changes:
        return Verdict(result=Result())
    touched = (Touch(before=account, after=after, changes=tuple(changes)),)
    return Verdict(result=Result(), touched=touched, saves=tuple(saves))


@handles(ChangeAccountEmail, actors=frozenset({ActorKind.CUSTOMER}), load=load_own)
def change_email(loaded: OfAccount, command: ChangeAccountEmail, context: Context) -> Verdict[Result]:
    """Until it is proved the one before signs in. The answer says nothing of whether another account has it."""
    account = loaded.account
    if not is_fresh(context):
        return refused(SIGN_IN_AGAIN)
    if command.email.kind is not ContactKind.EMAIL or not is_taken(command.email, context.notifiers):
        return refused(EMAIL_NEEDED)
    if command.email == account.address(AddressName.OWN):
        return refused(SAME_ADDRESS)
    after = account.changed(new_email=command.email.value, link_until=None)
    return Verdict(
        result=Result(),
        touched=(Touch(before=account, after=after, changes=(AccountChanged(),)),),
        jobs=(Job(name="write_to_account", subject=account, payload={"to": AddressName.NEW.value}, lane=URGENT),),
    )
