"""How each setting is edited in a form: its fields, what they show, and the plain value that was typed.

An editor knows the shape of one setting's plain value and nothing of its rules: what is wrong is said by the core, with
a path, and `field_of` finds the field that the path is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField

from helpdesk_core import ContactKind, FieldError, Settings
from helpdesk_core.settings import switchable
from helpdesk_core.views import Phase

from ..forms import Rows, Translate
from ..texts import LANGUAGES
from .texts import CHANNELS, NOTICES, PRICES, STAFF_CHOICES

Fields = dict[str, Any]
Plain = Any


class Choice(SelectField):  # type: ignore[misc]
    """One of these values, each with its words."""

    def __init__(self, label: str, options: Sequence[tuple[str, str]], **rest: Any) -> None:
        super().__init__(label, **rest)
        self.choices = options


class Editor:
    """A setting that is one text."""

    def __init__(self, key: str, **render: Any) -> None:
        self.key, self.render = key, render

    table = False
    """Whether it is a list of rows."""
    choices: Mapping[str, str] = {}
    """What can be ticked, with message codes."""

    def names(self, settings: Settings) -> tuple[str, ...]:
        """The names of its fields."""
        return (self.key,)

    @property
    def label(self) -> str:
        """The message code of its label."""
        return f"settings.{self.key}"

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """The form's fields by name; the first one has the setting's name, or begins with it."""
        return {self.key: StringField(t(self.label), render_kw=self.render)}

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """What the fields show."""
        return {self.key: plain}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """The plain value that was typed."""
        return (form[self.key].data or "").strip()

    def field_of(self, error: FieldError, settings: Settings) -> tuple[str, ...]:
        """Where in the form an error is shown."""
        return (self.key,)


class OneOf(Editor):
    """One of several values, each with its words."""

    def __init__(self, key: str, options: Mapping[str, str]) -> None:
        super().__init__(key)
        self.options = options

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """One choice."""
        return {self.key: Choice(t(self.label), [(value, t(code)) for value, code in self.options.items()])}


class Lines(Editor):
    """A list of texts, one on each line."""

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """One text area."""
        return {self.key: TextAreaField(t(self.label), render_kw={"rows": 4, **self.render})}

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A line for each."""
        return {self.key: "\n".join(map(self.line, plain))}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """Lines with something on them."""
        return [self.value(line.strip()) for line in (form[self.key].data or "").splitlines() if line.strip()]

    def line(self, value: Any) -> str:
        """A value as a line."""
        return str(value)

    def value(self, line: str) -> Any:
        """A line as a value."""
        return line


class Percents(Lines):
    """A list of basis points, shown as percent: 23, 8,5."""

    def line(self, value: Any) -> str:
        """``850`` as ``8.5``."""
        return f"{Decimal(value) / 100:f}".rstrip("0").rstrip(".") if value % 100 else str(value // 100)

    def value(self, line: str) -> Any:
        """Basis points; what is no percentage with at most two decimals stays as it was typed, and is refused."""
        try:
            points = Decimal(line.rstrip("% \u00a0").replace(",", ".")) * 100
            return int(points) if points == points.to_integral_value() else line
        except (InvalidOperation, OverflowError, ValueError):
            return line


class Labels(Editor):
    """A text in each of the shop's languages."""

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """One field for each language."""
        return {
            f"{self.key}_{language}": StringField(f"{t(self.label)} ({LANGUAGES.get(language, language)})")
            for language in settings.languages
        }

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """Each language's text."""
        return {f"{self.key}_{language}": plain.get(language, "") for language in settings.languages}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """The texts that were typed."""
        typed = {one: (form[f"{self.key}_{one}"].data or "").strip() for one in settings.languages}
        return {language: text for language, text in typed.items() if text}

    def names(self, settings: Settings) -> tuple[str, ...]:
        """A field for each language."""
        return tuple(f"{self.key}_{language}" for language in settings.languages)

    def field_of(self, error: FieldError, settings: Settings) -> tuple[str, ...]:
        """The language's field."""
        language = error.path[1] if len(error.path) > 1 else settings.languages[0]
        return (f"{self.key}_{language}",)


class Ticks(Editor):
    """A set of choices, one tick for each."""

    def __init__(self, key: str, choices: Mapping[str, str]) -> None:
        super().__init__(key)
        self.choices = choices

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """A tick for each choice."""
        return {f"{self.key}_{choice}": BooleanField(t(label)) for choice, label in self.choices.items()}

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """What is chosen is ticked."""
        return {f"{self.key}_{choice}": choice in plain for choice in self.choices}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """The choices that are ticked."""
        return sorted(choice for choice in self.choices if form[f"{self.key}_{choice}"].data)

    def field_of(self, error: FieldError, settings: Settings) -> tuple[str, ...]:
        """The first tick."""
        return (f"{self.key}_{next(iter(self.choices))}",)


class Switches(Ticks):
    """On or off for each automatic message: what is not named is on."""

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """What is sent is ticked."""
        return {f"{self.key}_{name}": plain.get(name, True) for name in self.choices}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """Those that are off are named."""
        return {name: False for name in self.choices if not form[f"{self.key}_{name}"].data}


class Table(Editor):
    """A list of tables: a row of the form for each."""

    table = True
    #: Name in the value → name of the cell where an error in it is shown.
    cells: Mapping[str, str] = {}

    def row(self, settings: Settings, t: Translate) -> Fields:
        """The cells of a row."""
        raise NotImplementedError

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A table as cells."""
        raise NotImplementedError

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a table."""
        raise NotImplementedError

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """A list of rows."""
        return {self.key: Rows(type("Row", (Form,), self.row(settings, t)), t(self.label), least=0, most=100)}

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A row for each."""
        return {self.key: [self.to_cells(one, settings) for one in plain]}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """The rows that are not blank."""
        return [self.from_cells(cells, settings) for cells in form[self.key].typed()]

    def field_of(self, error: FieldError, settings: Settings) -> tuple[str, ...]:
        """The cell; a missing label is shown at the first language that lacks one."""
        if len(error.path) < 3:
            return (self.key,)
        _, number, name, *rest = error.path
        if name == "labels":
            missing = str(error.params.get("languages", "")).split(", ")[0]
            name = f"labels_{rest[0] if rest else missing or settings.languages[0]}"
        return (self.key, number, self.cells.get(name, name))


def _label_cells(settings: Settings, t: Translate) -> Fields:
    return {
        f"labels_{language}": StringField(f"{t('settings.label')} ({LANGUAGES.get(language, language)})")
        for language in settings.languages
    }


def _labels_to_cells(plain: Plain, settings: Settings) -> dict[str, Any]:
    return {f"labels_{language}": plain.get("labels", {}).get(language, "") for language in settings.languages}


def _labels_from_cells(cells: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    typed = {one: str(cells.get(f"labels_{one}") or "").strip() for one in settings.languages}
    return {language: text for language, text in typed.items() if text}


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
                t("settings.phase"), [("", "–"), *((one.value, t(one.label)) for one in Phase)], default=""
            ),
            **_label_cells(settings, t),
            "who": _who(t, "settings.may_set"),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A status as cells."""
        return {
            **{name: plain[name] for name in ("id", "phase", "retired")},
            **_labels_to_cells(plain, settings),
            "who": " ".join(plain["may_set"]),
        }

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a status."""
        return {
            "id": str(cells.get("id") or "").strip(),
            "phase": cells.get("phase") or "",
            "labels": _labels_from_cells(cells, settings),
            "may_set": str(cells.get("who") or "").split(),
            "retired": cells.get("retired") == "yes",
        }


class Transitions(Table):
    """The moves between statuses that are named."""

    cells = {"may": "who"}

    def row(self, settings: Settings, t: Translate) -> Fields:
        """From where, to where, and who may."""
        choices = [("", "–"), *((one.value, t(one.label)) for one in Phase)]
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


class Locations(Table):
    """Where repairs are done."""

    cells = {"turnaround_days": "fastest"}

    def row(self, settings: Settings, t: Translate) -> Fields:
        """Id, labels, days, who sees it, and whether it is retired."""
        days = {"inputmode": "numeric", "size": 4}
        return {
            "id": StringField(t("settings.id"), render_kw={"autocapitalize": "none", "spellcheck": "false"}),
            **_label_cells(settings, t),
            "fastest": StringField(t("settings.fastest"), render_kw=days),
            "slowest": StringField(t("settings.slowest"), render_kw=days),
            "country_code": StringField(t("settings.country_code"), render_kw=days),
            "staff_only": BooleanField(t("settings.staff_only")),
            "retired": BooleanField(t("settings.retired")),
        }

    def to_cells(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """A location as cells."""
        fastest, slowest = plain.get("turnaround_days") or ("", "")
        return {
            **{name: plain[name] for name in ("id", "retired", "country_code")},
            **_labels_to_cells(plain, settings),
            "fastest": str(fastest),
            "slowest": str(slowest),
            "staff_only": not plain["public"],
        }

    def from_cells(self, cells: Mapping[str, Any], settings: Settings) -> Plain:
        """Cells as a location."""
        days = [_number(str(cells.get(name) or "").strip()) for name in ("fastest", "slowest")]
        return {
            "id": str(cells.get("id") or "").strip(),
            "labels": _labels_from_cells(cells, settings),
            **({"turnaround_days": days} if any(day != "" for day in days) else {}),
            "country_code": str(cells.get("country_code") or "").strip(),
            "public": cells.get("staff_only") != "yes",
            "retired": cells.get("retired") == "yes",
        }


def _number(typed: str) -> int | str:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else typed


_CHANNELS = {kind.value: CHANNELS[kind.value] for kind in ContactKind}


def groups() -> dict[str, Sequence[Editor]]:
    """The pages of the settings, each with the settings it edits; wording has pages of its own."""
    known = switchable()
    notices = {name: NOTICES[name] for name in NOTICES if name in known}
    notices |= {name: f"notice.{name}.subject" for name in known if name not in NOTICES}
    return {
        "shop": (
            Editor("shop_name"),
            Editor("phone", inputmode="tel"),
            Labels("opening_hours"),
            Lines("languages", autocapitalize="none"),
            Editor("time_zone"),
            Editor("country_code", inputmode="numeric"),
            Editor("currency", autocapitalize="characters"),
            Percents("tax_rates"),
            OneOf("prices", PRICES),
        ),
        "statuses": (Statuses("statuses"), Transitions("transitions")),
        "locations": (Locations("locations"),),
        "numbers": (Lines("published_numbers"),),
        "messages": (
            Editor("team_email", inputmode="email", autocapitalize="none"),
            Switches("automatic", notices),
            Ticks("code_channels", _CHANNELS),
            Ticks("send_replies_to", _CHANNELS),
        ),
    }
