"""The forms of the staff's own accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField

from helpdesk_core.rights import RIGHTS

from ..forms import BaseForm, SecretField, field


def _email(autocomplete: str = "username") -> StringField:
    return field(StringField, "sign_in.email", autocomplete=autocomplete, spellcheck="false", inputmode="email")


class SignInForm(BaseForm):
    """E-mail and password; ``next`` is the page to go on to."""

    email = _email("username webauthn")
    password = field(PasswordField, "sign_in.password", autocomplete="current-password")
    next = HiddenField()


class FirstAccountForm(BaseForm):
    """Who runs a new shop."""

    name = field(StringField, "staff.people.name", autocomplete="name")
    email = _email()
    password = field(PasswordField, "staff.first.password", autocomplete="new-password")


class LinkForm(BaseForm):
    """Where the link goes that sets a password."""

    email = _email()


class NewPasswordForm(BaseForm):
    """A password to set."""

    new = field(PasswordField, "password.new", autocomplete="new-password")


class ChangePasswordForm(NewPasswordForm):
    """The old one, and the one to set."""

    old = field(PasswordField, "password.old", autocomplete="current-password")


class SecondStepForm(BaseForm):
    """A code of the authenticator app, or one on paper; ``next`` is the page to go on to."""

    code = field(SecretField, "second_step.code", autocomplete="one-time-code", spellcheck="false")
    next = HiddenField()


class OwnPasswordForm(BaseForm):
    """The present password, before anything about the second step is changed."""

    ids = "second-"
    password = field(PasswordField, "password.old", autocomplete="current-password")


class PersonForm(BaseForm):
    """What somebody may do. Ticks for rights and locations are added by `person_form`."""

    role = RadioField("staff.people.role")
    all_rights = field(BooleanField, "staff.people.all_rights")
    everywhere = field(BooleanField, "staff.people.everywhere")
    seen = HiddenField()


class InvitationForm(PersonForm):
    """A colleague who is to be added."""

    name = field(StringField, "staff.people.name", autocomplete="off")
    email = _email("off")
    language = RadioField("staff.invite.language")


def tick(kind: str, name: str) -> str:
    """The name of the field for a right or a location."""
    return f"{kind}_{name.replace('.', '__')}"


_P = TypeVar("_P", bound=PersonForm)


def person_form(locations: Iterable[str], kind: type[_P]) -> type[_P]:
    """The class of the form for these locations, which the page labels, and all rights."""
    fields = {tick("right", name): BooleanField(f"right.{name}") for name in RIGHTS}
    fields |= {tick("location", id): BooleanField() for id in locations}
    return type(kind.__name__, (kind,), fields)
