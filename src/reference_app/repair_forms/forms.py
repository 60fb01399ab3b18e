"""The form of what a European repair form says besides its quote."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField

from ..forms import BaseForm, field


class RepairFormForm(BaseForm):
    """What the quote does not say."""

    quote = HiddenField()
    defect = field(TextAreaField, "staff.repair_form.defect", rows=2, maxlength=500, autocomplete="off")
    time = field(StringField, "staff.repair_form.time", maxlength=200, autocomplete="off")
    replacement = field(StringField, "staff.repair_form.replacement", maxlength=300, autocomplete="off")
    services = field(TextAreaField, "staff.repair_form.services", rows=2, maxlength=500, autocomplete="off")
    more = field(TextAreaField, "staff.repair_form.more", rows=2, maxlength=1000, autocomplete="off")
