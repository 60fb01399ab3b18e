"""The forms of feedback."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from helpdesk_core.commands import FeedbackKind, FeedbackState

from ..forms import BaseForm, Translate, field


class FeedbackForm(BaseForm):
    """What a visitor says about a page."""

    ids = "feedback-"
    kind = RadioField("feedback.kind", default=FeedbackKind.CONFUSION.value)
    text = field(TextAreaField, "feedback.text", rows=5, maxlength=2000)
    typed_reference = field(StringField, "feedback.reference", maxlength=80, autocomplete="off")
    page = HiddenField()

    def offer(self, t: Translate) -> None:
        """Fill in the choices."""
        self.kind.choices = [(kind.value, t(kind.label)) for kind in FeedbackKind]


class HandleForm(BaseForm):
    """What the team makes of it."""

    state = SelectField("staff.feedback.state", default=FeedbackState.IN_HAND.value)
    note = field(TextAreaField, "staff.feedback.note", rows=2, maxlength=2000)
    feedback = HiddenField()

    def offer(self, t: Translate) -> None:
        """Fill in the choices."""
        self.state.choices = [(state.value, t(state.label)) for state in FeedbackState]


class EraseForm(BaseForm):
    """Which words go."""

    feedback = HiddenField()
