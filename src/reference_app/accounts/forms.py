"""The forms of the staff's own accounts."""

from __future__ import annotations

from wtforms import PasswordField, StringField

from ..forms import BaseForm, field


def _email() -> StringField:
    return field(StringField, "staff.sign_in.email", autocomplete="username", spellcheck="false", inputmode="email")


class SignInForm(BaseForm):
    """E-mail and password."""

    email = _email()
    password = field(PasswordField, "staff.sign_in.password", autocomplete="current-password")


class LinkForm(BaseForm):
    """Where the link goes that sets a password."""

    email = _email()


class NewPasswordForm(BaseForm):
    """A password to set."""

    new = field(PasswordField, "staff.password.new", autocomplete="new-password")


class ChangePasswordForm(NewPasswordForm):
    """The old one, and the one to set."""

    old = field(PasswordField, "staff.password.old", autocomplete="current-password")
