"""What the owner of an account changes."""

from __future__ import annotations

import attrs

from ..base.actors import ActorKind
from ..base.changes import Job, Refusal, Touch, Verdict, refused
from ..base.commands import Command, Language, command, text
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.notices import URGENT
from ..base.results import Result
from ..base.text import RawText
from ..contacts.limits import Counter, count, mails_to
from ..context import Context
from ..handlers import handles
from ..ports.store import Reader
from ..reach import is_taken
from .changes import AccountChanged, AccountPhoneChanged
from .model import FORMER_PHONE, AddressName
from .rules import EMAIL_NEEDED, PHONE_NEEDED, SIGN_IN_AGAIN, OfAccount, is_fresh, is_number, load_own

SAME_ADDRESS = Refusal(define("refusal.account_same_email", "This is your address already."), field="email")


@command
class ChangeAccount(Command[Result]):
    """A customer corrects what their account says of them.

    Args:
        surname: The surname.
        given_name: The given name.
        phone: Where they can be called.
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
class OfNumber(OfAccount):
    """An account, and what was written to its number. Nobody proved that it is theirs: whoever types somebody else's
    number and changes it again must not have messages sent there as often as they like."""

    counter: Counter


def load_number(reader: Reader, command: ChangeAccount, context: Context) -> OfNumber | Refusal:
    """The own account."""
    found = load_own(reader, command, context)
    if isinstance(found, Refusal):
        return found
    number = found.account.phone
    told = {} if number is None else mails_to(Contact(ContactKind.PHONE, number), proved=False)
    return OfNumber(account=found.account, counter=count(reader, context, told))


@handles(ChangeAccount, actors=frozenset({ActorKind.CUSTOMER}), load=load_number)
def change(loaded: OfNumber, command: ChangeAccount, context: Context) -> Verdict[Result]:
    """Requests keep the name under which they were made. A number that is given up is told where a channel reaches it:
    staff call it about requests, and a thief would have them call somebody else."""
    account = loaded.account
    if not is_number(command.phone):
        return refused(PHONE_NEEDED)
    after = account.changed(
        surname=context.texts["surname"],
        given_name=context.texts.get("given_name"),
        phone=None if command.phone is None else command.phone.value,
        language=context.settings.language(command.language or account.language),
    )
    if after == account:
        return Verdict(result=Result())
    if after.phone == account.phone or not _can_tell(loaded, context):
        return Verdict(result=Result(), touched=(Touch(before=account, after=after, changes=(AccountChanged(),)),))
    after = after.changed(former_phone=account.phone)
    gone = AccountPhoneChanged(contact=FORMER_PHONE)
    return Verdict(
        result=Result(),
        touched=(Touch(before=account, after=after, changes=(gone,)),),
        saves=loaded.counter.one_more(context),
    )


def _can_tell(loaded: OfNumber, context: Context) -> bool:
    number = loaded.account.phone
    if number is None or loaded.counter.refusal is not None:
        return False
    return context.notifiers.reaching(Contact(ContactKind.PHONE, number)) is not None


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
