"""The forms of firms."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from ..forms import BaseForm, field


class InviteForm(BaseForm):
    """A colleague's address."""

    ids = "invite-"
    email = field(StringField, "organisation.email", autocomplete="off", spellcheck="false", autocapitalize="none")


class WriteForm(BaseForm):
    """Words on a colleague's request."""

    text = field(TextAreaField, "organisation.write", rows=4, autocomplete="off")


class FirmForm(BaseForm):
    """All that staff write down of a firm."""

    name = field(StringField, "staff.organisation.name", autocomplete="off")
    tax_number = field(StringField, "staff.organisation.tax_number", autocomplete="off", spellcheck="false")
    notes = field(TextAreaField, "staff.organisation.notes", rows=2, autocomplete="off")


class MemberForm(BaseForm):
    """The account that staff put into a firm."""

    ids = "member-"
    email = field(
        StringField, "staff.organisation.account", autocomplete="off", spellcheck="false", autocapitalize="none"
    )
    is_manager = BooleanField("staff.organisation.as_manager")


class RequestForm(BaseForm):
    """The request that staff make a firm's."""

    ids = "request-"
    unsent = frozenset({"reference"})
    reference = field(StringField, "staff.organisation.reference", autocomplete="off", spellcheck="false")


class FirmOfRequestForm(BaseForm):
    """Which firm a request is to be of; empty for none."""

    organisation = HiddenField()
