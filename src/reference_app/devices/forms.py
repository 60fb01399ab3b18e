"""The forms about a device."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField

from ..forms import BaseForm, field


class DeviceForm(BaseForm):
    """All of a device."""

    unsent = frozenset({"then"})
    brand = field(StringField, "devices.brand", autocomplete="off", maxlength=60)
    model = field(StringField, "devices.model", autocomplete="off", maxlength=60)
    serial = field(
        StringField, "devices.serial", autocomplete="off", spellcheck="false", autocapitalize="characters", maxlength=64
    )
    nickname = field(StringField, "devices.nickname", autocomplete="off", maxlength=60)
    then = HiddenField()
    """Where to go on: "help" for Quick Help."""


class LinkForm(BaseForm):
    """Which request the device was in."""

    unsent = frozenset({"about"})
    about = SelectField("devices.link.request", default="")
