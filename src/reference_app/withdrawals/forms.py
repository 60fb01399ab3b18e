"""The forms of withdrawals."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from helpdesk_core.commands import DeclaredBy
from helpdesk_core.i18n import Translator

from ..forms import BaseForm, field


class DeclareForm(BaseForm):
    """The declaration, by its customer."""

    ids = "withdraw-"
    order = HiddenField()
    name = field(StringField, "withdrawal.name", maxlength=200, autocomplete="name")
    reason = field(TextAreaField, "withdrawal.reason", rows=2)


class RecordForm(DeclareForm):
    """The same, written down for them."""

    seen = HiddenField()
    how = SelectField("staff.withdrawal.how")
    received_on = field(StringField, "staff.withdrawal.received", type="date")
    sent_on = field(StringField, "staff.withdrawal.sent", type="date")

    def offer(self, t: Translator) -> None:
        """The ways in words; what is declared in the room is written down by itself."""
        self.how.choices = [(one.value, t(one.label)) for one in DeclaredBy if one is not DeclaredBy.ONLINE]


class AnswerForm(BaseForm):
    """What follows from it."""

    ids = "answer-"
    seen = HiddenField()
    withdrawal = HiddenField()
    owed = field(StringField, "staff.withdrawal.owed", autocomplete="off", inputmode="decimal")
    returned = field(StringField, "staff.withdrawal.returned", autocomplete="off", inputmode="decimal")
    is_repaid = BooleanField("staff.withdrawal.is_repaid")
    hand_back = BooleanField("staff.withdrawal.hand_back")
    text = field(TextAreaField, "staff.withdrawal.text", rows=5)
    unconfirmed = BooleanField("staff.unconfirmed.seen")
