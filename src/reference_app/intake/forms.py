"""The forms that a request begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from helpdesk_core import InputError, Location, Settings, is_doubtful_imei, meant_address
from helpdesk_core.commands import SubmitRequest, Urgency, limits
from helpdesk_core.views import OwnDevice

from ..devices.forms import MoreRow, TakenRow
from ..forms import BaseForm, Rows, Translate, field, rows_of
from ..questions.fields import QuestionsForm
from ..texts import LANGUAGES, SOURCES, URGENCIES

MORE = "devices"
"""The field of devices besides the first one."""
MOST_MORE = limits(SubmitRequest, MORE)[1]


def more_of(draft: Mapping[str, str]) -> list[dict[str, str]]:
    """The further devices of a draft."""
    return rows_of(MORE, draft)


def is_of_more(name: str) -> bool:
    """Whether a field of a draft says something of a further device."""
    return name.startswith(f"{MORE}-")


def flat(typed: Mapping[str, Any]) -> dict[str, str]:
    """What was typed as a draft keeps it: further devices by the names of their cells."""
    rest = {name: value for name, value in typed.items() if name != MORE}
    cells = enumerate(typed.get(MORE, ()))
    return rest | {f"{MORE}-{place}-{name}": value for place, row in cells for name, value in row.items()}


class ProblemForm(BaseForm):
    """First page of Quick Help: what is wrong with what."""

    problem = field(TextAreaField, "quick_help.problem", rows=5, autocomplete="off")
    own_device = SelectField("quick_help.own_device", default="")
    device = field(StringField, "quick_help.device", autocomplete="off")
    devices = Rows(MoreRow, "quick_help.more", least=0, most=MOST_MORE)
    urgency = RadioField("quick_help.urgency", default=Urgency.SOON.value)
    location = SelectField("quick_help.location", default="")

    def offer(self, settings: Settings, t: Translate, language: str, own: Sequence[OwnDevice] = ()) -> None:
        """Fill in the choices in the visitor's language, and the chosen one of their ``own`` devices, where they said
        nothing of it in words of theirs."""
        for form in (self, *self.devices.rows):
            form.own_device.choices = [("", t("quick_help.own_device.none")), *((one.id, one.title) for one in own)]
            chosen = next((one for one in own if one.id == form.own_device.data), None)
            if chosen is not None and (form.device.data or "").strip() in ("", *(one.description for one in own)):
                form.device.data = chosen.description
            if not own:
                del form.own_device
        self.urgency.choices = [(urgency.value, t(code)) for urgency, code in URGENCIES.items()]
        places = [
            (place.id, ", ".join(filter(None, (settings.label(place.labels, language), turnaround(place, t)))))
            for place in settings.locations
            if place.public and not place.retired
        ]
        self.location.choices = [("", t("quick_help.location.none")), *places]
        if not places:
            del self.location


def turnaround(place: Location, t: Translate) -> str:
    """How long work there usually takes, in words; empty where the location says nothing."""
    if place.turnaround_days is None:
        return ""
    fastest, slowest = place.turnaround_days
    if fastest == slowest:
        return t("tracked.turnaround", count=slowest)
    return t("tracked.turnaround.range", count=slowest, fastest=fastest)


class ReachForm(BaseForm):
    """A form that asks for an address and a serial number: one that looks mistyped is asked about once, before anything
    goes out to it."""

    unsent = frozenset({"asked"})
    contact: StringField
    serial: StringField
    asked = HiddenField()

    def asks(self, t: Translate) -> bool:
        """Whether the form has to be shown again with a question; the same, sent again, is taken."""
        address, serial = self.contact.data or "", self.serial.data or ""
        meant, is_doubtful = meant_address(address), is_doubtful_imei(serial)
        typed = f"{address} {serial}" if is_doubtful else address
        if (meant is None and not is_doubtful) or self.asked.data == typed:
            return False
        self.asked.data = typed
        if meant is not None:
            self.contact.errors = [t("contact.meant", address=meant)]
        if is_doubtful:
            self.serial.errors = [t("intake.serial.doubtful")]
        return True


class PersonForm(ReachForm):
    """Who asks, and how to reach them. It carries along what was said before, so that two tabs are two orders."""

    carried: Mapping[str, str] = {}
    surname = field(StringField, "quick_help.surname", autocomplete="family-name", spellcheck="false")
    contact = field(StringField, "quick_help.contact", autocomplete="email", spellcheck="false", autocapitalize="none")
    given_name = field(StringField, "quick_help.given_name", autocomplete="given-name", spellcheck="false")
    order = field(StringField, "quick_help.order", autocomplete="off", spellcheck="false", list="own-orders")
    serial = field(StringField, "quick_help.serial", autocomplete="off", spellcheck="false")
    spending_limit = field(StringField, "quick_help.limit", autocomplete="off", inputmode="decimal")


PERSON = ("surname", "contact", "given_name", "order", "serial", "spending_limit")
FIRST = ("problem", "device", "urgency", "location", "own_device")


class OrderForm(BaseForm):
    """The last page: everything that was said, as it is shown, and nothing to type."""

    unsent = frozenset({"again", "for_firm"})
    again = HiddenField()
    """Sent when another request is wanted beside those that are open."""
    for_firm = HiddenField()
    """"yes" for a request of the customer's firm; it is theirs alone otherwise."""
    problem = HiddenField("quick_help.problem")
    device = HiddenField("quick_help.device")
    urgency = HiddenField("quick_help.urgency")
    location = HiddenField("quick_help.location")
    own_device = HiddenField("quick_help.own_device")
    devices = Rows(MoreRow, "quick_help.more.one", least=0, most=MOST_MORE)
    surname = HiddenField("quick_help.surname")
    contact = HiddenField("quick_help.contact")
    given_name = HiddenField("quick_help.given_name")
    order = HiddenField("quick_help.order")
    serial = HiddenField("quick_help.serial")
    spending_limit = HiddenField("quick_help.limit")

    def show_errors(self, error: InputError, t: Translate) -> None:
        """At the top, each with the name of what it is about: the fields are on other pages."""
        for wrong in error.errors:
            found = self._fields.get(wrong.path[0]) if wrong.path else None
            words = t(wrong.code, **{name: one for name, one in wrong.params.items() if isinstance(one, int | str)})
            self.add_general(words if found is None else f"{found.label.text.rstrip('?')}: {words}")


class WayForm(BaseForm):
    """How the device comes to the shop: brought, or in one of the ways that are offered."""

    way = RadioField("order.way", default="")


class TakeForm(ReachForm):
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
    serial = field(StringField, "quick_help.serial", autocomplete="off", spellcheck="false")
    devices = Rows(TakenRow, "quick_help.more", least=0, most=MOST_MORE)
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


class TakeWithQuestions(TakeForm, QuestionsForm):
    """The same with the shop's own questions."""

    ids = ""
