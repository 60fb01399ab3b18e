"""The forms of assigning and ordering."""

from __future__ import annotations

from wtforms import SelectField

from ..forms import PropertyForm


class AssignForm(PropertyForm):
    """The assignee; empty to unassign."""

    assignee = SelectField("staff.assign")


class PriorityForm(PropertyForm):
    """The place in the queue."""

    priority = SelectField("staff.priority")
