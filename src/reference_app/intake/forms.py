"""The forms that a request begins with."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from helpdesk_core import Location, Settings
from helpdesk_core.commands import Urgency

from ..forms import BaseForm, Translate, field
from ..texts import LANGUAGES, SOURCES, URGENCIES


class ProblemForm(BaseForm):
    """First page of Quick Help: what is wrong with what."""

    problem = field(TextAreaField, "quick_help.problem", rows=5, autocomplete="off")
    device = field(StringField, "quick_help.device", autocomplete="off")
    urgency = RadioField("quick_help.urgency", default=Urgency.SOON.value)
    location = SelectField("quick_help.location", default="")

    def offer(self, settings: Settings, t: Translate, language: str) -> None:
        """Fill in the choices in the visitor's language."""
        self.urgency.choices = [(urgency.value, t(code)) for urgency, code in URGENCIES.items()]
        places = [
            (place.id, settings.label(place.labels, language))
            for place in settings.locations
            if place.public and not place.retired
        ]
        self.location.choices = [("", t("quick_help.location.none")), *places]
        if not places:
            del self.location


class PersonForm(BaseForm):
    """Second page: who asks, and how to reach them. It carries the first one along, so that what its summary shows is
    what is sent, whatever another tab does meanwhile."""

    problem = HiddenField()
    device = HiddenField()
    urgency = HiddenField()
    location = HiddenField()
    surname = field(StringField, "quick_help.surname", autocomplete="family-name", spellcheck="false")
    contact = field(StringField, "quick_help.contact", autocomplete="email", spellcheck="false", autocapitalize="none")
    given_name = field(StringField, "quick_help.given_name", autocomplete="given-name", spellcheck="false")
    order = field(StringField, "quick_help.order", autocomplete="off", spellcheck="false", list="own-orders")
    spending_limit = field(StringField, "quick_help.limit", autocomplete="off", inputmode="decimal")

    @property
    def first_page(self) -> dict[str, str]:
        """What the first page said."""
        fields = (self.problem, self.device, self.urgency, self.location)
        return {one.name: one.data for one in fields if one.data}


class TakeForm(BaseForm):
    """Staff take a request for a customer: how to reach them comes first, since it says who they are."""

    contact = field(
        StringField, "staff.new.contact", autocomplete="off", spellcheck="false", autocapitalize="none", autofocus=True
    )
    surname = field(StringField, "quick_help.surname", autocomplete="off", spellcheck="false")
    given_name = field(StringField, "quick_help.given_name", autocomplete="off", spellcheck="false")
    other_contact = field(StringField, "staff.new.other", autocomplete="off", spellcheck="false", autocapitalize="none")
    problem = field(TextAreaField, "staff.new.problem", rows=4, autocomplete="off")
    device = field(StringField, "staff.new.device", autocomplete="off")
    location = SelectField("staff.location", default="")
    source = RadioField("staff.new.source", default="counter")
    urgency = RadioField("staff.urgency", default=Urgency.SOON.value)
    language = SelectField("staff.new.language")
    order = field(StringField, "quick_help.order", autocomplete="off", spellcheck="false")
    spending_limit = field(StringField, "staff.new.limit", autocomplete="off", inputmode="decimal")

    def offer(self, settings: Settings, t: Translate, language: str, places: Iterable[Location]) -> None:
        """Fill in the choices in the colleague's language."""
        self.urgency.choices = [(urgency.value, t(code)) for urgency, code in URGENCIES.items()]
        self.source.choices = [(value, t(code)) for value, code in SOURCES.items() if value in ("counter", "phone")]
        self.language.choices = [(code, LANGUAGES.get(code, code)) for code in settings.languages]
        names = [(place.id, settings.label(place.labels, language)) for place in places]
        self.location.choices = [("", t("staff.new.location.none")), *names]
        if not names:
            del self.location
