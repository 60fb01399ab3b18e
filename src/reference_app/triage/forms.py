"""The forms of assigning and ordering."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, StringField

from ..forms import BaseForm, PropertyForm


class AssignForm(PropertyForm):
    """The assignee; empty to unassign."""

    assignee = SelectField("staff.assign")


class PriorityForm(PropertyForm):
    """The place in the queue."""

    priority = SelectField("staff.priority")


class LocationForm(PropertyForm):
    """Where the work is done; empty for no location in particular."""

    location = SelectField("staff.location")


class KeepForm(BaseForm):
    """The name of an overview that is kept, and what it asks for."""

    name = StringField("staff.keep.name")
    shared = BooleanField("staff.keep.shared")
    overview = HiddenField()
    assignee = HiddenField()
    status = HiddenField()
    location = HiddenField()
    urgency = HiddenField()
    tag = HiddenField()
    sort = HiddenField()


class RemoveForm(BaseForm):
    """The overview to take away."""

    overview = HiddenField()


class TagForm(BaseForm):
    """One tag, to be put on or taken off."""

    ids = "tag-"
    tag = StringField("staff.filter.tag")
