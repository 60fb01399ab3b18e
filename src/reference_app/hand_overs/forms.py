"""The forms of a hand-over."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Form, HiddenField, SelectField, StringField

from helpdesk_core.commands import HandOverProof, RecordHandOver, limits
from helpdesk_core.i18n import Translator
from helpdesk_core.views import RequestHandOvers

from ..forms import BaseForm, Rows, SecretField, field


class CollectorForm(BaseForm):
    """Who may collect it."""

    name = field(StringField, "collect.name", maxlength=100, autocomplete="off")


class GivenRow(Form):  # type: ignore[misc]
    """One of several devices, and whether it is given."""

    device = HiddenField()
    given = BooleanField("staff.hand_over.devices")


class Given(Rows):
    """A row for each device that can be given; the command gets those that are ticked."""

    def typed(self) -> tuple[Any, ...]:
        """The ids of the ticked ones."""
        return tuple(row.device.data for row in self.rows if row.given.data and row.device.data)


class HandOverForm(BaseForm):
    """To whom it was given, and what showed that they may have it."""

    ids = "hand-"
    name = field(StringField, "staff.hand_over.name", maxlength=100, autocomplete="off")
    proof = SelectField("staff.hand_over.proof", default=HandOverProof.SLIP.value)
    code = field(SecretField, "staff.hand_over.code", inputmode="numeric", autocomplete="off")
    devices = Given(GivenRow, "staff.hand_over.devices", least=0, most=limits(RecordHandOver, "devices")[1])
    note = field(StringField, "staff.hand_over.note", maxlength=200, autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, seen: RequestHandOvers, t: Translator) -> None:
        """The proofs in words, and what each device is called."""
        staying = {one.id: one for one in seen.staying}
        for row in self.devices.rows:
            if (one := staying.get(row.device.data)) is not None:
                row.given.label.text = f"{one.number}. {one.description}"
        self.proof.choices = [(one.value, t(one.label)) for one in HandOverProof]
