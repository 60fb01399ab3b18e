"""The forms of an outcome."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, TextAreaField

from helpdesk_core.commands import OutcomeResult

from ..forms import BaseForm, ReviewForm, Translate, field


class AnswerForm(BaseForm):
    """Solved or not, as the customer says."""

    ids = "answer-"
    text = field(TextAreaField, "room.answer.text", rows=3, autocomplete="off")
    solved = HiddenField()


class RecordForm(ReviewForm):
    """A person's decision about an outcome."""

    tick = "staff.review.read"
    finding = HiddenField()


class OutcomeForm(BaseForm):
    """An outcome's draft."""

    ids = "outcome-"
    result = RadioField("staff.outcome.result", default="solved")
    text = field(TextAreaField, "staff.outcome.text", rows=5, autocomplete="off")
    outcome = HiddenField()

    def offer(self, t: Translate) -> None:
        """Fill in the choices."""
        self.result.choices = [(result.value, t(result.label)) for result in OutcomeResult]
