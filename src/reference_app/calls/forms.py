"""The forms of a call-back."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, StringField

from ..forms import BaseForm, field


class CallForm(BaseForm):
    """Number, time and urgency; all of them may be left as they are."""

    ids = "call-"
    contact = field(StringField, "call.phone", autocomplete="tel", inputmode="tel")
    when = field(StringField, "call.when", maxlength=200, autocomplete="off")
    urgent = BooleanField("call.urgent")


class SettleForm(BaseForm):
    """Whether the customer was reached."""

    reached = HiddenField()
