"""The forms that a request begins with."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from helpdesk_core import Settings
from helpdesk_core.commands import Urgency

from ..forms import BaseForm, Translate, field
from ..texts import URGENCIES


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


class TakeForm(ProblemForm):
    """Staff take a request for a customer."""

    surname = field(StringField, "quick_help.surname", autocomplete="off", spellcheck="false")
    given_name = field(StringField, "quick_help.given_name", autocomplete="off", spellcheck="false")
    contact = field(StringField, "quick_help.contact", autocomplete="off", spellcheck="false")
    order = field(StringField, "quick_help.order", autocomplete="off", spellcheck="false")
    spending_limit = field(StringField, "quick_help.limit", autocomplete="off", inputmode="decimal")
    source = RadioField("staff.new.source", default="counter")
    language = SelectField("staff.new.language")
