"""The forms of devices that the shop lends."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from helpdesk_core.i18n import Translator
from helpdesk_core.views import LoanDevice

from ..forms import BaseForm, field


class LoanDeviceForm(BaseForm):
    """All that staff write down of a device to lend."""

    name = field(StringField, "staff.loan.name", maxlength=100, autocomplete="off")
    serial = field(StringField, "devices.serial", maxlength=64, autocomplete="off", spellcheck="false")
    notes = field(TextAreaField, "staff.loan.notes", rows=2, autocomplete="off")


class ChangedLoanDeviceForm(LoanDeviceForm):
    """The same of one that is there."""

    retired = BooleanField("staff.loan.retire")


class LendForm(BaseForm):
    """Which device goes out, how it looks, until when."""

    loan_device = SelectField("staff.loan.device", default="")
    condition = field(StringField, "staff.loan.condition", maxlength=300, autocomplete="off")
    due = field(StringField, "staff.loan.due", type="date")
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, free: Iterable[LoanDevice], t: Translator) -> None:
        """The devices that are in the shop."""
        named = ((one.id, f"{one.name} · {one.serial}" if one.serial else str(one.name)) for one in free)
        self.loan_device.choices = [("", t("staff.loan.choose")), *named]


class BackForm(BaseForm):
    """How it looks now."""

    condition = field(StringField, "staff.loan.condition.back", maxlength=300, autocomplete="off")
