"""The form of how urgent a request is."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectField

from ..forms import BaseForm, PropertyForm


class OwnUrgencyForm(BaseForm):
    """The customer's own word."""

    ids = "urgency-"
    urgency = RadioField("urgency.own")
    seen = HiddenField()


class UrgencyForm(PropertyForm):
    """What staff set."""

    ids = "set-"
    urgency = SelectField("staff.urgency")
