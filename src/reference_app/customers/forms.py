"""The forms that correct something about a customer."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, StringField

from ..forms import BaseForm, ReviewForm, field


class CorrectContactForm(BaseForm):
    """Another contact in the place of one that is wrong or old."""

    contact = RadioField("customers.which")
    to = field(StringField, "customers.to", autocomplete="off", spellcheck="false", autocapitalize="none")
    in_person = BooleanField("customers.in_person")


class AddContactForm(BaseForm):
    """One more way to reach a customer, as they say themselves."""

    ids = "add-"
    contact = field(StringField, "reached.contact", autocomplete="email", spellcheck="false", autocapitalize="none")
    instead_of = HiddenField()


class StaffAddContactForm(BaseForm):
    """The same, as staff write it down."""

    ids = "add-"
    contact = field(StringField, "reached.contact", autocomplete="off", spellcheck="false", autocapitalize="none")
    in_person = BooleanField("customers.in_person")


class PreferContactForm(BaseForm):
    """Where news goes; nothing for where the customer wrote from last."""

    ids = "prefer-"
    contact = RadioField("reached.prefer")


class CorrectNameForm(BaseForm):
    """The right name."""

    surname = field(StringField, "quick_help.surname", autocomplete="off", spellcheck="false")
    given_name = field(StringField, "quick_help.given_name", autocomplete="off", spellcheck="false")


class BlockForm(BaseForm):
    """A contact from which nothing more is taken."""

    contact = RadioField("customers.block.which")
    reason = RadioField("customers.block.reason")


class UnblockForm(BaseForm):
    """The button beside a blocked contact."""

    contact = HiddenField()


class EraseForm(ReviewForm):
    """The last step before a customer is erased."""

    tick = "customers.erase.read"
