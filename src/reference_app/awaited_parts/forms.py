"""The forms of parts that are waited for."""

from __future__ import annotations

from wtforms import BooleanField, StringField

from ..forms import BaseForm, field


class AwaitForm(BaseForm):
    """A part that was ordered."""

    ids = "await-"
    part = field(StringField, "staff.part.part", maxlength=200, autocomplete="off")
    supplier = field(StringField, "staff.part.supplier", maxlength=100, autocomplete="off")
    expected = field(StringField, "staff.part.expected", type="date")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class ExpectForm(BaseForm):
    """Another day."""

    ids = "expect-"
    expected = field(StringField, "staff.part.expected", type="date")
    unconfirmed = BooleanField("staff.unconfirmed.seen")
