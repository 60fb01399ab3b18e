"""The form of a checklist."""

from __future__ import annotations

from wtforms import Form, HiddenField, RadioField, StringField

from helpdesk_core import Settings
from helpdesk_core.commands import CheckOutcome, WorkChecklist, limits
from helpdesk_core.i18n import Translator
from helpdesk_core.views import DeviceChecklist

from ..forms import BaseForm, Rows, as_typed, field


class CheckForm(Form):  # type: ignore[misc]
    """One item."""

    item = HiddenField()
    outcome = RadioField("staff.checklist.answers")
    note = field(StringField, "staff.checklist.note", maxlength=300, autocomplete="off")


class Checks(Rows):
    """A row for each item; one of which nothing is said is left out."""

    def _sent(self) -> list[Form]:
        return [row for row in self.rows if row.outcome.data or row.note.data]


class ChecklistForm(BaseForm):
    """Answers to a checklist on one device."""

    answers = Checks(CheckForm, "staff.checklist.answers", least=0, most=limits(WorkChecklist, "answers")[1])
    answered = HiddenField()

    def offer(self, one: DeviceChecklist, settings: Settings, t: Translator) -> None:
        """The words of each item, and what can be found. Answers given in the meantime are looked at from now on."""
        words = {row.item: settings.label(row.labels, t.language) for row in one.rows}
        self.answered.data = str(one.answered)
        for row in self.answers.rows:
            row.outcome.choices = [(found.value, t(found.label)) for found in CheckOutcome]
            row.outcome.label.text = words.get(row.item.data, "")


def as_rows(one: DeviceChecklist) -> list[dict[str, str]]:
    """The items with the answers that hold."""
    return [
        {
            "item": row.item,
            "outcome": as_typed(row.answer.outcome) if row.answer else "",
            "note": str(row.answer.note.safe) if row.answer and row.answer.note else "",
        }
        for row in one.rows
    ]
