"""What the owner of an account changes."""

from __future__ import annotations

from ..base.actors import ActorKind
from ..base.changes import Job, Refusal, Touch, Verdict, refused
from ..base.commands import Command, Language, command, text
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.notices import URGENT
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..handlers import handles
from ..reach import is_taken
from .changes import AccountChanged
from .model import AddressName
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


@handles(ChangeAccount, actors=frozenset({ActorKind.CUSTOMER}), load=load_own)
def change(loaded: OfAccount, command: ChangeAccount, context: Context) -> Verdict[Result]:
    """Requests keep the name under which they were made."""
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
    return Verdict(result=Result(), touched=(Touch(before=account, after=after, changes=(AccountChanged(),)),))


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
