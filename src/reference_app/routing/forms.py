"""The forms of what colleagues take on, of absences, and of what a request is about."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, SelectField, StringField

from helpdesk_core.commands import Category

from ..forms import BaseForm, PropertyForm, field

KINDS = ("categories", "languages", "locations")


class ProfileForm(BaseForm):
    """What a colleague takes on. Ticks are added by `profile_form`."""

    ids = "profile-"
    takes = BooleanField("staff.routing.takes")
    devices = field(StringField, "staff.routing.devices", maxlength=300, autocomplete="off")


class AbsenceForm(BaseForm):
    """From when until when somebody is away."""

    ids = "absence-"
    first = field(StringField, "staff.absence.first", type="date")
    last = field(StringField, "staff.absence.last", type="date")


class EndForm(BaseForm):
    """Which absence is taken back."""

    absence = HiddenField()


class CategoryForm(PropertyForm):
    """What a request is about; empty for nothing in particular."""

    category = SelectField("staff.category")


def tick(kind: str, id: str) -> str:
    """The name of the field for a category, a language or a location."""
    return f"{kind}_{id}"


def profile_form(languages: Iterable[str], locations: Iterable[str]) -> type[ProfileForm]:
    """The class of the form for these languages and locations, which the page labels, and all categories."""
    fields = {tick("categories", one.value): BooleanField(one.label) for one in Category}
    fields |= {tick("languages", one): BooleanField() for one in languages}
    fields |= {tick("locations", one): BooleanField() for one in locations}
    return type("ProfileForm", (ProfileForm,), {**fields, "unsent": frozenset(fields)})
