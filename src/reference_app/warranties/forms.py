"""The form of a warranty."""

from __future__ import annotations

from wtforms import BooleanField, StringField

from ..forms import BaseForm, field


class WarrantyForm(BaseForm):
    """What is covered, and for how long."""

    ids = "warranty-"
    part = field(StringField, "staff.warranty.part", maxlength=200, autocomplete="off")
    months = field(StringField, "staff.warranty.months", inputmode="numeric", autocomplete="off")
    begins_on = field(StringField, "staff.warranty.begins", type="date")
    unconfirmed = BooleanField("staff.unconfirmed.seen")
