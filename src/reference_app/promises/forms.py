"""The forms of promises."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from helpdesk_core.commands import PromiseKind
from helpdesk_core.i18n import Translator

from ..conversations.forms import StaffReplyForm
from ..forms import BaseForm, PropertyForm, field

_TIME = {"type": "time", "autocomplete": "off"}


class PromiseForm(BaseForm):
    """A promise before it is given; ``shown`` is what the person read of it."""

    unsent = frozenset({"shown"})
    shown = HiddenField()


class GiveForm(PromiseForm):
    """A new promise."""

    ids = "give-"
    seen = HiddenField()
    kind = SelectField("staff.promise.kind", default=PromiseKind.TIME.value)
    what = field(StringField, "staff.promise.what", maxlength=200, autocomplete="off")
    day = field(StringField, "staff.promise.day", type="date")
    time = field(StringField, "staff.promise.time", **_TIME)
    limit = field(StringField, "staff.promise.limit", inputmode="decimal", autocomplete="off")
    text = field(TextAreaField, "staff.promise.text", rows=3, autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, t: Translator) -> None:
        """The kinds in words."""
        self.kind.choices = [(one.value, t(one.label)) for one in PromiseKind]


class ReplyPromiseForm(StaffReplyForm):
    """A reply that gives a promise, or moves one."""

    promise = SelectField("staff.promise.along.which", default="")
    what = field(StringField, "staff.promise.what", maxlength=200, autocomplete="off")
    day = field(StringField, "staff.promise.day", type="date")
    time = field(StringField, "staff.promise.time", **_TIME)

    def typed(self) -> dict[str, Any]:
        """One that is moved says what it said before."""
        left_out = ("what",) if self.promise.data else ("promise",)
        typed = {name: value for name, value in super().typed().items() if name not in left_out}
        return typed if self.promise.data else typed | {"kind": PromiseKind.TIME.value}


class MoveForm(PromiseForm):
    """Another time, and why."""

    ids = "move-"
    day = field(StringField, "staff.promise.day", type="date")
    time = field(StringField, "staff.promise.time", **_TIME)
    text = field(TextAreaField, "staff.promise.move.text", rows=3, autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class WithdrawForm(BaseForm):
    """Why it is taken back."""

    ids = "withdraw-"
    text = field(TextAreaField, "staff.promise.withdraw.text", rows=3, autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class EstimateForm(PropertyForm):
    """The expected day."""

    estimate = field(StringField, "staff.estimate", type="date")
