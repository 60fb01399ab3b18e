"""The forms about somebody in charge."""

from __future__ import annotations

from wtforms import HiddenField, TextAreaField

from ..forms import BaseForm, field


class AskForm(BaseForm):
    """Why somebody in charge should look at it."""

    ids = "escalation-"
    text = field(TextAreaField, "escalation.reason", rows=3, maxlength=1000, autocomplete="off")


class AnswerForm(BaseForm):
    """The answer; the button says which."""

    ids = "escalation-"
    text = field(TextAreaField, "staff.escalation.answer", rows=3, maxlength=1000, autocomplete="off")
    escalation = HiddenField()
    granted = HiddenField()
