"""The forms about a request as such."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField

from ..forms import BaseForm, PropertyForm, field


class DeviceForm(BaseForm):
    """The device as staff checked it."""

    device = field(StringField, "staff.device", autocomplete="off")
    seen = HiddenField()


class StatusForm(PropertyForm):
    """Another status."""

    ids = "set-"
    status = SelectField("staff.status")
