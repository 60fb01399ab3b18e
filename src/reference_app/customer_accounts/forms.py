"""The forms of customer accounts."""

from __future__ import annotations

from typing import ClassVar

from wtforms import HiddenField, PasswordField, SelectField, StringField

from ..forms import BaseForm, SecretField, field


def _email(code: str = "sign_in.email", autocomplete: str = "email") -> StringField:
    return field(StringField, code, autocomplete=autocomplete, spellcheck="false", inputmode="email")


class _Named(BaseForm):
    surname = field(StringField, "account.surname", autocomplete="family-name")
    given_name = field(StringField, "account.given_name", autocomplete="given-name")
    phone = field(StringField, "account.phone", autocomplete="tel", inputmode="tel")


class RegisterForm(_Named):
    """What an account is asked for with: no password, which whoever proves the address chooses."""

    email = _email()


class CreateForm(BaseForm):
    """Which of a customer's addresses an account is made for."""

    contact = HiddenField()


class AccountForm(BaseForm):
    """Which account."""

    account = HiddenField()


class RoleForm(AccountForm):
    """A role for an account."""

    role = HiddenField()


class CustomerSignInForm(BaseForm):
    """E-mail and password; ``next`` is the page to go on to. Browsers offer passkeys at the address, too."""

    email = _email(autocomplete="username webauthn")
    password = field(PasswordField, "sign_in.password", autocomplete="current-password")
    next = HiddenField()


class CustomerLinkForm(BaseForm):
    """Where the link goes that signs in."""

    email = _email()


class FollowForm(BaseForm):
    """A link is used, with a code where another browser asked for it; a password can be set with it."""

    code = field(SecretField, "code.label", autocomplete="one-time-code", inputmode="numeric", **{"class": "code"})
    unsent: ClassVar[frozenset[str]] = frozenset({"new"})
    new = field(PasswordField, "password.new", autocomplete="new-password")


class DetailsForm(_Named):
    """What the account says of its owner."""

    ids = "details-"
    language = SelectField("account.language")


class PhoneCodeForm(BaseForm):
    """The code that went to the number that is to take the place of the present one."""

    ids = "phone-"
    code = field(SecretField, "code.label", autocomplete="one-time-code", inputmode="numeric", **{"class": "code"})


class EmailForm(BaseForm):
    """The address that is to take the place of the present one."""

    ids = "email-"
    email = _email("account.email.new")


class CustomerPasswordForm(BaseForm):
    """The old one, where there is one, and the one to set."""

    ids = "password-"
    old = field(PasswordField, "password.old", autocomplete="current-password")
    new = field(PasswordField, "password.new", autocomplete="new-password")
