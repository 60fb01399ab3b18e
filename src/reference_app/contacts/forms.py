"""The forms of contact and code."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from ..forms import BaseForm, SecretField, field


class ContactForm(BaseForm):
    """The contact used on the request; ``next`` is the page to go back to after the code."""

    unsent = frozenset({"next"})
    contact = field(StringField, "door.contact", autocomplete="email", spellcheck="false", autocapitalize="none")
    next = HiddenField()


class CodeForm(BaseForm):
    """The six digits."""

    unsent = frozenset({"next"})
    code = field(SecretField, "code.label", autocomplete="one-time-code", inputmode="numeric", **{"class": "code"})
    next = HiddenField()


class LinkForm(BaseForm):
    """Reference and contact."""

    reference = field(
        StringField, "track.reference", autocomplete="off", spellcheck="false", autocapitalize="characters"
    )
    contact = field(StringField, "door.contact", autocomplete="email", spellcheck="false", autocapitalize="none")
