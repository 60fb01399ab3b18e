"""The forms: what is asked. Whether an answer will do is decided by the core's commands, and its faults are shown
here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import BooleanField, Form, HiddenField, PasswordField, RadioField, SelectField, StringField, TextAreaField

from helpdesk_core import FieldError, InputError, Settings
from helpdesk_core.outcomes.model import RESULT_NAMES
from helpdesk_core.service_requests.model import Urgency

from .texts import FIELD_ERRORS, URGENCIES

Translate = Callable[..., str]


def _field(kind: type, code: str, **render: Any) -> Any:
    return kind(code, render_kw=render)


class BaseForm(Form):  # type: ignore[misc]
    """A form with the token that makes sending it twice the same as once."""

    form_token = HiddenField()

    def typed(self, *left_out: str) -> dict[str, Any]:
        """What was typed, by field, without tokens and the fields ``left_out``."""
        return {
            name: value
            for name, value in self.data.items()
            if name not in ("form_token", *left_out) and value not in (None, "")
        }

    def show_errors(self, error: InputError, t: Translate) -> None:
        """Put each fault beside its field; one without a field of the form goes to the first."""
        for fault in error.errors:
            field = self._fields.get(fault.path[0] if fault.path else "") or next(iter(self._fields.values()))
            field.errors = [*field.errors, t(FIELD_ERRORS.get(fault.code, "fault.unreadable"), **_params(fault))]

    def first_errors(self) -> list[tuple[str, str]]:
        """Field id and error with the field's name, in the order of the form, for the summary."""
        return [(field.id, f"{field.label.text.rstrip('?')}: {error}") for field in self for error in field.errors]


def _params(fault: FieldError) -> dict[str, Any]:
    return {name: value for name, value in fault.params.items() if isinstance(value, int | str)}


class ProblemForm(BaseForm):
    """First page of Quick Help: what is wrong with what."""

    problem = _field(TextAreaField, "quick_help.problem", rows=5, autocomplete="off")
    device = _field(StringField, "quick_help.device", autocomplete="off")
    urgency = RadioField("quick_help.urgency", default=Urgency.SOON.value)
    location = SelectField("quick_help.location", default="")

    def offer(self, settings: Settings, t: Translate, language: str) -> None:
        """Fill in the choices in the visitor's language."""
        self.urgency.choices = [(urgency.value, t(code)) for urgency, code in URGENCIES.items()]
        places = [(place.id, settings.label(place.labels, language)) for place in settings.locations if place.public]
        self.location.choices = [("", t("quick_help.location.none")), *places]
        if not places:
            del self.location


class PersonForm(BaseForm):
    """Second page: who asks, and how to reach them."""

    surname = _field(StringField, "quick_help.surname", autocomplete="family-name", spellcheck="false")
    contact = _field(StringField, "quick_help.contact", autocomplete="email", spellcheck="false", autocapitalize="none")
    given_name = _field(StringField, "quick_help.given_name", autocomplete="given-name", spellcheck="false")
    order = _field(StringField, "quick_help.order", autocomplete="off", spellcheck="false", list="own-orders")


class TakeForm(ProblemForm):
    """Staff write down a request for somebody."""

    surname = _field(StringField, "quick_help.surname", autocomplete="off", spellcheck="false")
    given_name = _field(StringField, "quick_help.given_name", autocomplete="off", spellcheck="false")
    contact = _field(StringField, "quick_help.contact", autocomplete="off", spellcheck="false")
    order = _field(StringField, "quick_help.order", autocomplete="off", spellcheck="false")
    source = RadioField("staff.new.source", default="counter")
    language = SelectField("staff.new.language")


class CodeForm(BaseForm):
    """The six digits."""

    code = _field(StringField, "code.label", autocomplete="one-time-code", inputmode="numeric", maxlength="12")


class ContactForm(BaseForm):
    """The contact used on the request."""

    contact = _field(StringField, "door.contact", autocomplete="email", spellcheck="false", autocapitalize="none")


class TrackForm(BaseForm):
    """Reference and surname."""

    reference = _field(
        StringField, "track.reference", autocomplete="off", spellcheck="false", autocapitalize="characters"
    )
    surname = _field(StringField, "track.surname", autocomplete="family-name", spellcheck="false")


class LinkForm(BaseForm):
    """Reference and contact."""

    reference = _field(
        StringField, "track.reference", autocomplete="off", spellcheck="false", autocapitalize="characters"
    )
    contact = _field(StringField, "door.contact", autocomplete="email", spellcheck="false", autocapitalize="none")


class ReplyForm(BaseForm):
    """A message on the thread."""

    text = _field(TextAreaField, "room.reply", rows=4, autocomplete="off")
    no_secret = BooleanField("room.no_secret")


class AnswerForm(BaseForm):
    """Solved or not."""

    text = _field(TextAreaField, "room.answer.text", rows=3, autocomplete="off")
    solved = HiddenField()


class SignInForm(BaseForm):
    """Staff sign in."""

    email = _field(StringField, "staff.sign_in.email", autocomplete="username", spellcheck="false", inputmode="email")
    password = _field(PasswordField, "staff.sign_in.password", autocomplete="current-password")


class NoteForm(BaseForm):
    """An internal note."""

    text = _field(TextAreaField, "staff.note", rows=4, autocomplete="off")


class StaffReplyForm(BaseForm):
    """A reply to the customer, with a status if wanted."""

    text = _field(TextAreaField, "staff.reply", rows=4, autocomplete="off")
    status = SelectField("staff.reply.status", default="")
    seen = HiddenField()


class SecretForm(BaseForm):
    """A secret that redaction let through: typed to be found, never kept."""

    value = _field(StringField, "staff.secret.value", autocomplete="off", spellcheck="false")


class DeviceForm(BaseForm):
    """The device as staff checked it."""

    device = _field(StringField, "staff.device", autocomplete="off")
    seen = HiddenField()


class OutcomeForm(BaseForm):
    """An outcome's draft."""

    result = RadioField("staff.outcome.result", default="solved")
    text = _field(TextAreaField, "staff.outcome.text", rows=5, autocomplete="off")
    outcome = HiddenField()

    def offer(self, t: Translate) -> None:
        """Fill in the choices."""
        self.result.choices = [(result.value, t(code)) for result, code in RESULT_NAMES.items()]


class ReviewForm(BaseForm):
    """The reviewer's own yes: a tick that only a person sets."""

    read = BooleanField("staff.review.read")
    digest = HiddenField()


def form_values(data: Mapping[str, Any]) -> dict[str, str]:
    """Only the texts of a submitted form: a file in a text field counts as nothing."""
    return {name: value for name, value in data.items() if isinstance(value, str)}
