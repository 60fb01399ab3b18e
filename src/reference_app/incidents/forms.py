"""The forms of an incident."""

from __future__ import annotations

from typing import Any

from wtforms import Form, HiddenField, SelectField, StringField, TextAreaField

from helpdesk_core.commands import IncidentStage
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import Settings

from ..forms import BaseForm, ReviewForm, Rows, ShopText, field


class WordsRow(Form):  # type: ignore[misc]
    """What is said in one language."""

    title = field(StringField, "staff.incident.name", maxlength=120, autocomplete="off")
    affected = field(StringField, "staff.incident.affected", maxlength=300, autocomplete="off")
    text = field(ShopText, "staff.incident.text", rows=4, maxlength=2_000)
    report = field(ShopText, "staff.incident.report", rows=6, maxlength=5_000)


class Words(Rows):
    """A row for each language of the shop, in their order."""

    languages: tuple[str, ...] = ()

    def typed(self) -> tuple[dict[str, Any], ...]:
        """The rows that have something typed, each with its language."""
        sent = self._sent()
        named = [language for language, row in zip(self.languages, self.rows, strict=False) if row in sent]
        return tuple(row | {"language": one} for row, one in zip(super().typed(), named, strict=True))


class IncidentForm(BaseForm):
    """All that is written of an incident; ``requests`` are those that a new one begins with."""

    unsent = frozenset({"requests"})
    stage = SelectField("staff.incident.stage")
    location = SelectField("staff.incident.location")
    began_day = field(StringField, "staff.incident.began_day", type="date")
    began_time = field(StringField, "staff.incident.began_time", type="time")
    ended_day = field(StringField, "staff.incident.ended_day", type="date")
    ended_time = field(StringField, "staff.incident.ended_time", type="time")
    words = Words(WordsRow, "staff.incident.words", most=20)
    notes = field(TextAreaField, "staff.incident.notes", rows=3, maxlength=5_000)
    requests = HiddenField()
    seen = HiddenField()

    def offer(self, settings: Settings, t: Translator) -> None:
        """The choices, and a row for each language."""
        self.stage.choices = [(one.value, t(one.label)) for one in IncidentStage]
        places = [(one.id, settings.label(one.labels, t.language) or one.id) for one in settings.locations]
        self.location.choices = [("", t("staff.incident.everywhere")), *places]
        self.words.languages = settings.languages
        while len(self.words.entries) < len(settings.languages):
            self.words.append_entry()


class PublishForm(ReviewForm):
    """A person's decision that everybody may read it."""

    tick = "staff.incident.read"


class DismissForm(BaseForm):
    """Requests that are no incident."""

    requests = HiddenField()

    def typed(self) -> dict[str, Any]:
        """Their ids."""
        return {"requests": ids_of(self.requests.data)}


class LinkForm(BaseForm):
    """Which incident a request is about."""

    ids = "incident-"
    incident = SelectField("staff.incident.link.which", validate_choice=False)


class UnlinkForm(BaseForm):
    """The incident that a request is not about."""

    incident = HiddenField()


def ids_of(text: str | None) -> tuple[str, ...]:
    """Ids as a page's address and forms hold several."""
    return tuple(one for one in (text or "").split(",") if one)[:100]
