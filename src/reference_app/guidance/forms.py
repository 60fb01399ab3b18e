"""The forms by which details are given and asked for."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField

from ..forms import BaseForm, field


class DetailsForm(BaseForm):
    """What is missing, a field each; `keep` leaves the others out."""

    ids = "detail-"
    device = field(StringField, "detail.device", maxlength=200, autocomplete="off")
    serial = field(StringField, "detail.serial", maxlength=64, autocomplete="off", spellcheck="false")
    order = field(StringField, "detail.order", maxlength=64, autocomplete="off", spellcheck="false")
    location = SelectField("detail.location", default="")

    def keep(self, names: frozenset[str]) -> None:
        """Leave out the fields of what is not missing."""
        for name in ("device", "serial", "order", "location"):
            if name not in names:
                del self[name]


class WishForm(BaseForm):
    """What a short message meant."""

    ids = "wish-"
    guessed = HiddenField()
    meant = SelectField("staff.wish.meant", default="")
