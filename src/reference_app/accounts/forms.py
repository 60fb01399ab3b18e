"""The form of the staff sign-in."""

from __future__ import annotations

from wtforms import PasswordField, StringField

from ..forms import BaseForm, field


class SignInForm(BaseForm):
    """E-mail and password."""

    email = field(StringField, "staff.sign_in.email", autocomplete="username", spellcheck="false", inputmode="email")
    password = field(PasswordField, "staff.sign_in.password", autocomplete="current-password")
