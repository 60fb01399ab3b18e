"""Editors of settings that are lists of tables: statuses, the ways between them, locations, saved replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import BooleanField, Form, SelectField, StringField

from helpdesk_core import Settings
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import FILLED, PARTS, JourneyStep, Readiness, Stage, SurveyType, filled
from helpdesk_core.views import Phase

from ..forms import ShopText, Translate
from .editors import Choice, Fields, Plain, hours_typed, number, week_fields, week_shown, week_typed
from .table import Table, label_cells, labels_from_cells, labels_to_cells
from .texts import REPLY_EXAMPLES, STAFF_CHOICES


def _who(t: Translate, label: str) -> SelectField:
    choices = [(value, t(code)) for value, code in STAFF_CHOICES.items()]
    return Choice(t(label), choices, default="admin agent")


class Statuses(Table):
    """The shop's own statuses."""

    cells = {"may_set": "who"}

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, phase, labels, who may set it, and whether it is retired."""
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            "phase": Choice(
                t("settings.phase"), [("", "–"), *((one.value, t(one.staff_label)) for one in Phase)], default=""
            ),
            **label_cells(settings, t),
            "who": _who(t, "settings.may_set"),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A status as cells."""
        return {
            **{name: plain[name] for name in ("id", "phase", "retired")},
            **labels_to_cells(plain, settings),
            "who": " ".join(plain["may_set"]),
        }

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a status."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "phase": cells.get("phase") or "",
            "labels": labels_from_cells(cells, settings),
            "may_set": str(cells.get("who") or "").split(),
            "retired": cells.get("retired") == "yes",
        }


class Transitions(Table):
    """The moves between statuses that are named."""

    cells = {"may": "who"}

    def row(self, settings: Settings, t: Translate) -> Fields:
        """From where, to where, and who may."""
        choices = [("", "–"), *((one.value, t(one.staff_label)) for one in Phase)]
        choices += [(one.id, settings.label(one.labels, settings.languages[0])) for one in settings.statuses]
        return {
            "from_status": Choice(t("settings.from_status"), choices, default=""),
            "to_status": Choice(t("settings.to_status"), choices, default=""),
            "who": _who(t, "settings.may"),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A move as cells."""
        return {"from_status": plain["from_status"], "to_status": plain["to_status"], "who": " ".join(plain["may"])}

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a move."""
        return {
            "from_status": cells.get("from_status") or "",
            "to_status": cells.get("to_status") or "",
            "may": str(cells.get("who") or "").split(),
        }


class Steps(Table):
    """The steps of the customers' way."""

    worded = PARTS

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, where it stands on the way, what one may rely on, links, whether it is ready, and its texts."""
        plain = {"autocapitalize": "none", "spellcheck": "false"}
        return {
            "id": StringField(t("settings.id"), render_kw=plain),
            "stage": Choice(t("settings.step.stage"), [(one.value, t(one.label)) for one in Stage], default="start"),
            "readiness": Choice(
                t("settings.step.readiness"), [(one.value, t(one.label)) for one in Readiness], default="ready"
            ),
            "link": StringField(t("settings.step.link"), render_kw=plain),
            "fallback": StringField(t("settings.step.fallback"), render_kw=plain),
            "checking": BooleanField(t("settings.step.checking")),
            **{
                name: cell
                for part in PARTS
                for name, cell in label_cells(settings, t, part, f"settings.step.{part}").items()
            },
        }

    def hint_at(self, row: Form, settings: Settings, words: Callable[[str], Translator]) -> None:
        """The library's own texts of a step of that id."""
        own = JourneyStep(id=str(row._fields["id"].data or "").strip(), stage=Stage.START.value)
        for part in PARTS:
            code = own.code(part)
            for language in settings.languages if code else ():
                row._fields[f"{part}_{language}"].render_kw = {"placeholder": words(language)(str(code))}

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A step as cells."""
        texts = (labels_to_cells(plain, settings, part) for part in PARTS)
        return {
            **{name: plain[name] for name in ("id", "stage", "readiness", "link", "fallback")},
            "checking": not plain["ready"],
            **{name: text for cells in texts for name, text in cells.items()},
        }

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a step."""
        return {
            **{name: str(cells.get(name) or "").strip() for name in ("id", "stage", "readiness", "link", "fallback")},
            "ready": cells.get("checking") != "yes",
            **{part: labels_from_cells(cells, settings, part) for part in PARTS},
        }


class SavedReplies(Table):
    """Replies that staff choose from."""

    worded = ("labels", "texts")
    has_samples = True
    hint_values = {"filled": ", ".join(f"{{{name}}}" for name in FILLED)}

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, what staff call it, the words in each language, and whether it is retired."""
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            **label_cells(settings, t),
            **label_cells(settings, t, "texts", "settings.reply_text", ShopText, render_kw={"rows": 4}),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A reply as cells."""
        labels, texts = labels_to_cells(plain, settings), labels_to_cells(plain, settings, "texts")
        return {"id": plain["id"], "retired": plain["retired"], **labels, **texts}

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a reply."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": labels_from_cells(cells, settings),
            "texts": labels_from_cells(cells, settings, "texts"),
            "retired": cells.get("retired") == "yes",
        }

    def samples(self, row: Form, settings: Settings, words: Callable[[str], Translator]) -> list[tuple[str, str]]:
        """How it reads, with an example of everything that is put in."""
        shop = {"shop": settings.shop_name, "phone": settings.phone}
        texts = ((words(language), str(row._fields[f"texts_{language}"].data or "")) for language in settings.languages)
        return [
            (t.language, filled(text, shop | {name: t(code) for name, code in REPLY_EXAMPLES.items()}))
            for t, text in texts
            if text.strip()
        ]


class ProblemKinds(Table):
    """What automatic answers in chats offer to choose from."""

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, labels and whether it is retired."""
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            **label_cells(settings, t),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A kind as cells."""
        return {name: plain[name] for name in ("id", "retired")} | labels_to_cells(plain, settings)

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a kind."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": labels_from_cells(cells, settings),
            "retired": cells.get("retired") == "yes",
        }


class ShippingMethods(Table):
    """How resellers send devices."""

    _TICKS = ("asks_point", "point_is_code", "retired")

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, labels, whether a locker is named, and whether it is retired."""
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            **label_cells(settings, t),
            "asks_point": BooleanField(t("settings.asks_point")),
            "point_is_code": BooleanField(t("settings.point_is_code")),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A method as cells."""
        return {name: plain[name] for name in ("id", *self._TICKS)} | labels_to_cells(plain, settings)

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a method."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": labels_from_cells(cells, settings),
            **{name: cells.get(name) == "yes" for name in self._TICKS},
        }


class DeviceWarnings(Table):
    """What is told of a type or model of device."""

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, words in each language, the devices, and whether it is retired."""
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            "devices": ShopText(t("settings.warning_devices"), render_kw={"rows": 2}),
            **label_cells(settings, t, "labels", "settings.warning", ShopText, render_kw={"rows": 3}),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A warning as cells."""
        cells = {"id": plain["id"], "devices": "\n".join(plain["devices"]), "retired": plain["retired"]}
        return cells | labels_to_cells(plain, settings)

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a warning."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": labels_from_cells(cells, settings),
            "devices": [one.strip() for one in str(cells.get("devices") or "").splitlines() if one.strip()],
            "retired": cells.get("retired") == "yes",
        }


class Survey(Table):
    """The questions of the survey."""

    worded = ("labels", "choices")

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, question, how it is answered, choices, and whether it is retired."""
        kinds = [(one.value, t(one.label)) for one in SurveyType]
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            **label_cells(settings, t),
            "type": Choice(t("settings.survey_type"), kinds, default=SurveyType.SCALE.value),
            **label_cells(settings, t, "choices", "settings.survey_choices", ShopText, render_kw={"rows": 4}),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A question as cells."""
        labels, choices = labels_to_cells(plain, settings), labels_to_cells(plain, settings, "choices")
        return {**{name: plain[name] for name in ("id", "type", "retired")}, **labels, **choices}

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a question."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": labels_from_cells(cells, settings),
            "type": cells.get("type") or SurveyType.SCALE.value,
            "choices": labels_from_cells(cells, settings, "choices"),
            "retired": cells.get("retired") == "yes",
        }


class SpecialDays(Table):
    """Days that are not as their weekday is."""

    def row(self, settings: Settings, t: Translate) -> Fields:
        """From when until when, the hours, where, and what is the matter."""
        places = [(one.id, settings.label(one.labels, settings.languages[0])) for one in settings.locations]
        where = Choice(t("settings.special.location"), [("", t("settings.special.everywhere")), *places], default="")
        return {
            "first": StringField(t("settings.special.first"), render_kw={"type": "date"}),
            "last": StringField(t("settings.special.last"), render_kw={"type": "date"}),
            "hours": StringField(t("settings.special.hours"), render_kw={"autocomplete": "off"}),
            **({"location": where} if places else {}),
            **label_cells(settings, t, label="settings.special.label"),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """The days as cells."""
        named = {name: plain[name] for name in ("first", "last", "location")}
        return {**named, "hours": ", ".join(plain["hours"]), **labels_to_cells(plain, settings)}

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as the days."""
        return {
            **{name: str(cells.get(name) or "").strip() for name in ("first", "last", "location")},
            "hours": hours_typed(cells.get("hours")),
            "labels": labels_from_cells(cells, settings),
        }


class Locations(Table):
    """Where repairs are done."""

    cells = {"turnaround_days": "fastest"}
    worded = ("labels", "opening_hours", "working_hours")

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, labels, days, hours, who sees it, and whether it is retired."""
        days = {"inputmode": "numeric", "size": 4}
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            **label_cells(settings, t),
            "fastest": StringField(t("settings.fastest"), render_kw=days),
            "slowest": StringField(t("settings.slowest"), render_kw=days),
            "country_code": StringField(t("settings.country_code"), render_kw=days),
            **label_cells(settings, t, "opening_hours", "settings.opening_hours"),
            **week_fields("working_hours", t("settings.own_hours"), t),
            "appointments_at_once": StringField(t("settings.own_at_once"), render_kw=days),
            "staff_only": BooleanField(t("settings.staff_only")),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A location as cells."""
        fastest, slowest = plain.get("turnaround_days") or ("", "")
        return {
            **{name: plain[name] for name in ("id", "retired", "country_code")},
            **labels_to_cells(plain, settings),
            "fastest": str(fastest),
            "slowest": str(slowest),
            **labels_to_cells(plain, settings, "opening_hours"),
            **week_shown("working_hours", plain["working_hours"]),
            "appointments_at_once": str(plain.get("appointments_at_once") or ""),
            "staff_only": not plain["public"],
        }

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a location."""
        days = [number(str(cells.get(name) or "").strip()) for name in ("fastest", "slowest")]
        at_once = str(cells.get("appointments_at_once") or "").strip()
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": labels_from_cells(cells, settings),
            **({"turnaround_days": days} if any(day != "" for day in days) else {}),
            "country_code": str(cells.get("country_code") or "").strip(),
            "opening_hours": labels_from_cells(cells, settings, "opening_hours"),
            "working_hours": week_typed("working_hours", cells),
            **({"appointments_at_once": number(at_once)} if at_once else {}),
            "public": cells.get("staff_only") != "yes",
            "retired": cells.get("retired") == "yes",
        }
