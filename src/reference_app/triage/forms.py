"""The forms of assigning and ordering."""

from __future__ import annotations

from wtforms import HiddenField, SelectField

from ..forms import BaseForm


class AssignForm(BaseForm):
    """The assignee; empty to unassign."""

    assignee = SelectField("staff.assign")
    seen = HiddenField()


class PriorityForm(BaseForm):
    """The place in the queue."""

    priority = SelectField("staff.priority")
