"""The forms of complaints."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from helpdesk_core.commands import ComplaintAnswer, ComplaintGround, ComplaintWish
from helpdesk_core.i18n import Translator

from ..forms import BaseForm, field


class TermsForm(BaseForm):
    """What a complaint says besides what is wrong."""

    part = field(StringField, "complaint.part", maxlength=200, autocomplete="off")
    noticed = field(StringField, "complaint.noticed", maxlength=100, autocomplete="off")
    wish = SelectField("complaint.wish", default=ComplaintWish.REPAIR.value)
    ground = SelectField("complaint.ground", default=ComplaintGround.LIABILITY.value)

    def offer(self, t: Translator) -> None:
        """What there is to choose."""
        self.wish.choices = [(one.value, t(one.label)) for one in ComplaintWish]
        self.ground.choices = [(one.value, t(one.label)) for one in ComplaintGround]


class ComplaintForm(TermsForm):
    """A complaint, by its customer."""

    ids = "complaint-"
    text = field(TextAreaField, "complaint.text", rows=5)


class CounterForm(ComplaintForm):
    """The same, written down for them."""

    received_on = field(StringField, "staff.complaint.received", type="date")


class MarkForm(TermsForm):
    """That a request is one."""

    ids = "mark-"
    seen = HiddenField()
    received_on = field(StringField, "staff.complaint.received", type="date")
    repair = field(StringField, "staff.complaint.repair.reference", maxlength=40, autocomplete="off")


class AnswerForm(BaseForm):
    """The answer."""

    seen = HiddenField()
    answer = RadioField("staff.complaint.answer.which")
    text = field(TextAreaField, "staff.complaint.answer.text", rows=5)
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, t: Translator) -> None:
        """The answers in words; none is chosen beforehand."""
        self.answer.choices = [(one.value, t(one.label)) for one in ComplaintAnswer]
