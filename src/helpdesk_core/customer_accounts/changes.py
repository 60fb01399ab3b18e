"""What happens to an account, and what its addresses are told."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.messages import define
from ..base.notices import CODE, NOT_YOU, to_contact

OPEN_LINK = define("notice.account.open", "Open the page")
ONCE = define("notice.account.once", "The link works once.")


class AccountRegistered(Change, action="account_registered", label="Account asked for", tells=NOBODY):
    """Somebody asked for an account with an address that nobody has proved yet."""

    by_staff_of: str | None = None
    """The request whose customer staff made it for."""


class AccountConfirmationSent(
    Change,
    action="account_confirmation_sent",
    label="Confirmation of the account sent",
    by_automation=to_contact(
        "account_confirm",
        "Please confirm your account",
        "An account was asked for with this address. Please confirm that it is yours: before that it cannot be used.",
        ONCE,
        NOT_YOU,
        link=OPEN_LINK,
        encloses="account",
    ),
):
    """The mail goes out that has to be answered."""

    contact: str
    account: str


class AccountLinkSent(
    Change,
    action="account_link_sent",
    label="Link to sign in sent",
    by_automation=to_contact(
        "account_link",
        "Your link to sign in",
        "With this link you are signed in, and can set a new password.",
        ONCE,
        NOT_YOU,
        link=OPEN_LINK,
        encloses="account",
    ),
):
    """A link that signs its owner in."""

    contact: str
    account: str


class AccountAskedForAgain(
    Change,
    action="account_asked_for_again",
    label="Account asked for again",
    by_automation=to_contact(
        "account_exists",
        "You have an account already",
        "Somebody, perhaps you, asked for an account with this address. It has one already: with this link you are "
        "signed in.",
        ONCE,
        NOT_YOU,
        link=OPEN_LINK,
        encloses="account",
    ),
):
    """Somebody asked for an account with the address of this one."""

    contact: str
    account: str


class AccountAddressAsked(
    Change,
    action="account_address_asked",
    label="Link to prove a new address sent",
    by_automation=to_contact(
        "account_address",
        "Please confirm your new address",
        "This address is to be that of an account. Please confirm that it is yours.",
        ONCE,
        NOT_YOU,
        link=OPEN_LINK,
    ),
):
    """The mail goes out to an address that is to take the place of the account's own."""

    contact: str


class AccountConfirmed(Change, action="account_confirmed", label="Account confirmed", tells=NOBODY):
    """The owner of the address answered the mail."""


class AccountLinkUsed(Change, action="account_link_used", label="Signed in by link", tells=NOBODY):
    """The last link was used."""


class AccountAddressChanged(
    Change,
    action="account_address_changed",
    label="Address of the account changed",
    by_customer=to_contact(
        "account_address_changed",
        "The address of your account was changed",
        "Your account has another e-mail address now, which was proved. Nobody signs in with this one any more. If it "
        "was not you, please call us.",
        is_farewell=True,
    ),
):
    """A new address was proved; the one before is told."""

    contact: str


class AccountPhoneAsked(
    Change,
    action="account_phone_asked",
    label="Code to prove a new number sent",
    by_customer=to_contact(
        "account_phone",
        "Please confirm your new number",
        "This number is to be that of an account. Please enter the code there, under “My account”.",
        CODE,
        NOT_YOU,
        is_code=True,
    ),
):
    """A code goes out to a number that is to take the place of the account's own."""

    contact: str
    code: str


_NUMBER_GONE = to_contact(
    "account_phone_changed",
    "The phone number of your account was changed",
    "This number does not belong to your account any more. If it was not you, please call us.",
    is_farewell=True,
)


class AccountPhoneChanged(
    Change,
    action="account_phone_changed",
    label="Phone number of the account changed",
    by_customer=_NUMBER_GONE,
    by_staff=_NUMBER_GONE,
):
    """Another number, or none; the one before is told."""

    contact: str


class AccountChanged(Change, action="account_changed", label="Details of the account changed", tells=NOBODY):
    """Name, number, language, or the address that is to be proved."""


class AccountRoleSet(Change, action="account_role_set", label="Role of the account set", tells=NOBODY):
    """Staff granted a role, or took one back."""

    before: str
    role: str


class PasskeyAdded(
    Change,
    action="passkey_added",
    label="Passkey added",
    by_customer=to_contact(
        "passkey_added",
        "A passkey was added to your account",
        "With this passkey somebody can sign in to your account from now on. If it was not you, please sign in, remove "
        "it under “My account”, and set a new password.",
        is_farewell=True,
    ),
):
    """Somebody who had just signed in added a key."""

    contact: str
    passkey: str


class PasskeyRemoved(
    Change,
    action="passkey_removed",
    label="Passkey removed",
    by_customer=to_contact(
        "passkey_removed",
        "A passkey of your account was removed",
        "Nobody signs in to your account with it any more. If it was not you, please sign in and look at your account.",
        is_farewell=True,
    ),
):
    """Its owner removed a key."""

    contact: str
    passkey: str


class PasskeyRefused(
    Change,
    action="passkey_refused",
    label="Passkey refused: it may have been copied",
    by_automation=to_contact(
        "passkey_refused",
        "A passkey of your account was refused",
        "Somebody wanted to sign in with a passkey that may have been copied: it counted fewer uses than we know of. "
        "Please sign in another way, remove the passkey and add a new one.",
        is_farewell=True,
    ),
):
    """A key said that it had been used less often than before."""

    contact: str
    passkey: str


class AccountErased(Change, action="account_erased", label="Account erased", tells=NOBODY):
    """What was personal in it is gone, and nobody is signed in to it any more."""
