"""Passkeys of accounts: adding and removing one, and signing in. That a signature is right, the app's sign-in says."""

from __future__ import annotations

import attrs

from ..base.actors import ActorKind
from ..base.changes import Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, command, number, text
from ..base.encoded import Encoded
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..handlers import handles
from ..ports.store import Reader
from ..subjects import NOT_ALLOWED, NOT_FOUND
from .changes import PasskeyAdded, PasskeyRefused, PasskeyRemoved
from .model import MOST_PASSKEYS, OF_OWNER, TOLD, CustomerAccount, Passkey, counts_back, passkey_id
from .rules import AUTOMATION, SIGN_IN_AGAIN, OfAccount, has_accounts, is_fresh, load_own

_OWNER = frozenset({ActorKind.CUSTOMER})
_MOST_SIGNED = 2**32 - 1
HAVE_IT = Refusal(
    define("refusal.passkey_there", "This passkey belongs to an account already."), kind=RefusalKind.CONFLICT
)
TOO_MANY = Refusal(
    define("refusal.too_many_passkeys", "There are too many passkeys in this account. Please remove one first."),
    kind=RefusalKind.CONFLICT,
)


@result
class PasskeyKept(Result):
    """The id of a passkey."""

    passkey: str


@result
class PasskeyUsed(Result):
    """Whom a passkey signs in.

    Attributes:
        account: The account's id, "" where it was refused.
    """

    account: str = ""


@command
class AddPasskey(Command[PasskeyKept]):
    """A customer who has just signed in adds a key that their device has made. The sign-in has verified it.

    Args:
        credential: The key's own id.
        public_key: Its public half.
        made_for: The name of the site that it was made for.
        sign_count: How often it says to have signed.
        name: What its owner calls it.
    """

    credential: Encoded
    public_key: Encoded
    made_for: OpaqueId
    sign_count: int = number(0, _MOST_SIGNED)
    name: RawText = text(max_length=60)


@command
class RemovePasskey(Command[Result]):
    """A customer who has just signed in removes one of their keys.

    Args:
        passkey: Its id.
    """

    passkey: OpaqueId


@command
class UsePasskey(Command[PasskeyUsed]):
    """What the sign-in says of a key whose signature was right.

    Args:
        passkey: Its id.
        sign_count: How often it says to have signed.
    """

    passkey: OpaqueId
    sign_count: int = number(0, _MOST_SIGNED)


@attrs.frozen(kw_only=True)
class ToAdd(OfAccount):
    """The account, its keys, and what is known of this one."""

    keys: tuple[Passkey, ...]
    known: Passkey | None


def load_to_add(reader: Reader, command: AddPasskey, context: Context) -> ToAdd | Refusal:
    """Of whoever is signed in."""
    loaded = load_own(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    known = reader.load(Passkey, passkey_id(command.credential))
    return ToAdd(account=loaded.account, keys=keys_of(reader, loaded.account.id), known=known)


def keys_of(reader: Reader, account: str) -> tuple[Passkey, ...]:
    """Those of an account that sign in to it."""
    found = reader.find(OF_OWNER, {"account": account}, limit=2 * MOST_PASSKEYS)
    return tuple(one for one in found if one.removed_at is None)


@handles(AddPasskey, actors=_OWNER, load=load_to_add)
def add(loaded: ToAdd, command: AddPasskey, context: Context) -> Verdict[PasskeyKept]:
    """Who has found a browser signed in cannot stay by it. The account's address is told."""
    if not is_fresh(context):
        return refused(SIGN_IN_AGAIN)
    if loaded.known is not None:
        return refused(HAVE_IT)
    if len(loaded.keys) >= MOST_PASSKEYS:
        return refused(TOO_MANY)
    key = context.make(
        Passkey,
        id=passkey_id(command.credential),
        account=loaded.account.id,
        name=context.texts["name"],
        credential=str(command.credential),
        public_key=str(command.public_key),
        made_for=str(command.made_for),
        sign_count=command.sign_count,
        created_at=context.now,
    )
    return Verdict(
        result=PasskeyKept(passkey=key.id),
        touched=(_told(loaded.account, PasskeyAdded(contact=TOLD, passkey=key.id)),),
        saves=(Save(after=key),),
    )


def _told(account: CustomerAccount, change: PasskeyAdded | PasskeyRemoved | PasskeyRefused) -> Touch:
    return Touch(before=account, after=account, changes=(change,))


@attrs.frozen(kw_only=True)
class OfPasskey(OfAccount):
    """A key and its owner's account."""

    key: Passkey


def load_own_passkey(reader: Reader, command: RemovePasskey, context: Context) -> OfPasskey | Refusal:
    """One of theirs."""
    loaded = load_own(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    key = reader.load(Passkey, command.passkey)
    if key is None or key.account != loaded.account.id or key.removed_at is not None:
        return NOT_FOUND
    return OfPasskey(account=loaded.account, key=key)


@handles(RemovePasskey, actors=_OWNER, load=load_own_passkey)
def remove(loaded: OfPasskey, command: RemovePasskey, context: Context) -> Verdict[Result]:
    """Nothing of it is left that could sign in. The account's address is told."""
    if not is_fresh(context):
        return refused(SIGN_IN_AGAIN)
    gone = loaded.key.erased().changed(removed_at=context.now)
    change = PasskeyRemoved(contact=TOLD, passkey=gone.id)
    return Verdict(
        result=Result(), touched=(_told(loaded.account, change),), saves=(Save(before=loaded.key, after=gone),)
    )


def load_used(reader: Reader, command: UsePasskey, context: Context) -> OfPasskey | Refusal:
    """The key, where somebody can be signed in by it."""
    if not has_accounts(context):
        return NOT_ALLOWED
    key = reader.load(Passkey, command.passkey)
    account = None if key is None or key.account is None else reader.load(CustomerAccount, key.account)
    if key is None or key.removed_at is not None or account is None or not account.is_open:
        return NOT_FOUND
    return OfPasskey(account=account, key=key)


@handles(UsePasskey, actors=AUTOMATION, load=load_used, keyed=False)
def use(loaded: OfPasskey, command: UsePasskey, context: Context) -> Verdict[PasskeyUsed]:
    """A key that counts must have counted on; else its owner is told, and nobody is signed in."""
    key = loaded.key
    if counts_back(key.sign_count, command.sign_count):
        change = PasskeyRefused(contact=TOLD, passkey=key.id)
        return Verdict(result=PasskeyUsed(), touched=(_told(loaded.account, change),))
    used = key.changed(sign_count=command.sign_count, used_at=context.now)
    return Verdict(result=PasskeyUsed(account=loaded.account.id), saves=(Save(before=key, after=used),))
