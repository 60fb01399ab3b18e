"""The forms of calls."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, StringField

from ..forms import BaseForm, field


class CallForm(BaseForm):
    """Number, time and urgency; all of them may be left as they are."""

    ids = "call-"
    contact = field(StringField, "call.phone", autocomplete="tel", inputmode="tel")
    when = field(StringField, "call.when", maxlength=200, autocomplete="off")
    urgent = BooleanField("call.urgent")


class OfferForm(BaseForm):
    """By what people would speak, where and when."""

    ids = "offer-"
    kind = field(RadioField, "staff.call.kind")
    link = field(StringField, "staff.call.link", type="url", maxlength=1000, autocomplete="off", inputmode="url")
    when = field(StringField, "staff.call.offer.when", maxlength=200, autocomplete="off")


class AnswerForm(BaseForm):
    """Whether the customer wants the call that is offered, and on which number."""

    ids = "wanted-"
    contact = field(StringField, "call.phone", autocomplete="tel", inputmode="tel")
    wanted = HiddenField()


class SettleForm(BaseForm):
    """Whether the customer was reached."""

    reached = HiddenField()
