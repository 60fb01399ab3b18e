"""The forms of appointments. What is booked stands on the page; a form adds words at most."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from ..forms import BaseForm, field


class TakeForm(BaseForm):
    """A time that was chosen on the page before."""

    ids = "take-"
    kind = HiddenField()
    location = HiddenField()
    starts_at = HiddenField()
    note = field(StringField, "appointment.note", maxlength=300, autocomplete="off")


class ArrivalForm(BaseForm):
    """A time at which the device of a new order is brought."""

    kind = HiddenField()
    starts_at = SelectField("appointment.arrival.time")


class AnotherTimeForm(BaseForm):
    """Another time for an appointment that there is."""

    starts_at = HiddenField()


class SuggestForm(TakeForm):
    """A time that staff choose for a customer."""

    note = field(StringField, "staff.appointment.note", maxlength=300, autocomplete="off")
    agreed = BooleanField("staff.appointment.agreed")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class StaffMoveForm(AnotherTimeForm):
    """Another time that staff choose."""

    ids = "take-"
    agreed = BooleanField("staff.appointment.agreed")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class ConfirmForm(BaseForm):
    """Yes to the time that was read."""

    digest = HiddenField()


class CancelForm(BaseForm):
    """Why it is given back."""

    ids = "cancel-"
    text = field(TextAreaField, "appointment.cancel.text", rows=3, autocomplete="off")


class StaffCancelForm(CancelForm):
    """Why staff give it back."""

    unconfirmed = BooleanField("staff.unconfirmed.seen")


class CameForm(BaseForm):
    """Whether it took place."""

    came = HiddenField()
