"""The forms of sorting."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from ..forms import BaseForm, field


class PutForm(BaseForm):
    """Which request a message belongs to."""

    ids = "put-"
    request = HiddenField()
    reference = field(StringField, "staff.inbound.reference", maxlength=40, autocomplete="off")


class MakeForm(BaseForm):
    """What a new request is called."""

    ids = "make-"
    device = field(StringField, "staff.inbound.device", maxlength=200, autocomplete="off")
    surname = field(StringField, "staff.inbound.surname", maxlength=100, autocomplete="off")
