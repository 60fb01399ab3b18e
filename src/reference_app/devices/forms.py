"""The forms about a device."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Form, HiddenField, SelectField, StringField

from helpdesk_core.commands import DeviceState, SetDeviceStates, limits
from helpdesk_core.i18n import Translator
from helpdesk_core.views import RequestDevices

from ..forms import BaseForm, Rows, field

MOST_ON_REQUEST = limits(SetDeviceStates, "states")[1]


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


class AddedForm(BaseForm):
    """What staff write down of one more device of a request."""

    ids = "added-"
    description = field(StringField, "staff.several.description", autocomplete="off", maxlength=200)
    serial = field(StringField, "devices.serial", autocomplete="off", spellcheck="false", maxlength=64)
    condition = field(StringField, "staff.several.condition", autocomplete="off", maxlength=300)
    accessories = field(StringField, "staff.several.accessories", autocomplete="off", maxlength=300)
    place = field(StringField, "staff.several.place", autocomplete="off", maxlength=100)


class CorrectedForm(AddedForm):
    """The same of one that is there."""

    ids = ""


class StateRow(Form):  # type: ignore[misc]
    """How far one device is."""

    device = HiddenField()
    state = SelectField("staff.several.state", default="")


class States(Rows):
    """A row for each device; one of which nothing is said is left out."""

    def typed(self) -> tuple[dict[str, Any], ...]:
        """The rows of which something is said."""
        return tuple({"device": row.device.data, "state": row.state.data} for row in self.rows if row.state.data)


class StatesForm(BaseForm):
    """How far each device is."""

    ids = "states-"
    states = States(StateRow, "staff.several.states", least=0, most=MOST_ON_REQUEST)
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, seen: RequestDevices, t: Translator) -> None:
        """The states in words, beside the name of each device. That one was handed over is said by its hand-over."""
        there = {one.device.id: one for one in seen.rows}
        for row in self.states.rows:
            one = there.get(row.device.data)
            is_gone = one is not None and one.device.state is DeviceState.HANDED_OVER
            states = [state for state in DeviceState if state is not DeviceState.HANDED_OVER or is_gone]
            blank = [("", t("staff.several.state.none"))] if one is None or one.device.state is None else []
            row.state.choices = [*blank, *((state.value, t(state.label)) for state in states)]
            if one is not None:
                row.state.label.text = f"{one.device.number}. {one.description}"


class MoreRow(Form):  # type: ignore[misc]
    """One more device at Quick Help."""

    own_device = SelectField("quick_help.own_device", default="")
    device = field(StringField, "quick_help.device", autocomplete="off")
    serial = field(StringField, "quick_help.serial", autocomplete="off", spellcheck="false")


class TakenRow(Form):  # type: ignore[misc]
    """One more device at the counter."""

    device = field(StringField, "staff.new.device", autocomplete="off")
    serial = field(StringField, "quick_help.serial", autocomplete="off", spellcheck="false")
