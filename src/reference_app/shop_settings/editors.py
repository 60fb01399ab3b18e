"""How each setting is edited in a form: its fields, what they show, and the plain value that was typed.

An editor knows the shape of one setting's plain value and nothing of its rules: what is wrong is said by the core, with
a path, and `field_of` finds the field that the path is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, SelectField, StringField

from helpdesk_core import FieldError, Settings
from helpdesk_core.settings import WEEKDAYS

from ..forms import ShopText, Translate
from ..texts import LANGUAGES

Fields = dict[str, Any]
Plain = Any
_HOURS = {"placeholder": "9:00-17:00", "autocomplete": "off"}


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
    hint_values: Mapping[str, str] = {}
    """What stands in its hint."""

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


class Number(Editor):
    """A whole number; what is none stays as it was typed, and is refused."""

    def typed(self, form: Any, settings: Settings) -> Plain:
        """The number."""
        return number(super().typed(form, settings))


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
        return {self.key: ShopText(t(self.label), render_kw={"rows": 4, **self.render})}

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


class Hours(Editor):
    """A number of hours for each of several things, none where nothing is typed."""

    def __init__(self, key: str, things: Mapping[str, str]) -> None:
        super().__init__(key)
        self.things = things

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """One field for each."""
        label = t(self.label)
        return {
            f"{self.key}_{thing}": StringField(f"{label}: {t(code)}", render_kw={"inputmode": "numeric"})
            for thing, code in self.things.items()
        }

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """The numbers."""
        return {f"{self.key}_{thing}": str(plain.get(thing, "")) for thing in self.things}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """Those that were typed."""
        typed = {thing: (form[f"{self.key}_{thing}"].data or "").strip() for thing in self.things}
        return {thing: number(text) for thing, text in typed.items() if text}

    def names(self, settings: Settings) -> tuple[str, ...]:
        """A field for each."""
        return tuple(f"{self.key}_{thing}" for thing in self.things)

    def field_of(self, error: FieldError, settings: Settings) -> tuple[str, ...]:
        """The one that it is about."""
        thing = error.path[1] if len(error.path) > 1 else next(iter(self.things))
        return (f"{self.key}_{thing}",)


class Week(Editor):
    """The hours of each weekday: ``9:00-12:00, 13:00-17:00``."""

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """One field for each day."""
        return week_fields(self.key, t(self.label), t)

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """The hours, with commas between them."""
        return week_shown(self.key, plain)

    def typed(self, form: Any, settings: Settings) -> Plain:
        """The days with hours."""
        return week_typed(self.key, {name: form[name].data for name in self.names(settings)})

    def names(self, settings: Settings) -> tuple[str, ...]:
        """A field for each day."""
        return tuple(f"{self.key}_{day}" for day in WEEKDAYS)

    def field_of(self, error: FieldError, settings: Settings) -> tuple[str, ...]:
        """The day's."""
        day = error.path[1] if len(error.path) > 1 else next(iter(WEEKDAYS))
        return (f"{self.key}_{day}",)


def week_fields(name: str, label: str, t: Translate) -> Fields:
    """A field for the hours of each weekday."""
    return {f"{name}_{day}": StringField(f"{label}: {t(code)}", render_kw=_HOURS) for day, code in WEEKDAYS.items()}


def week_shown(name: str, plain: Plain) -> dict[str, Any]:
    """What these fields show."""
    return {f"{name}_{day}": ", ".join(plain.get(day, ())) for day in WEEKDAYS}


def week_typed(name: str, cells: Mapping[str, Any]) -> Plain:
    """What was typed into them."""
    typed = {day: hours_typed(cells.get(f"{name}_{day}")) for day in WEEKDAYS}
    return {day: hours for day, hours in typed.items() if hours}


def hours_typed(text: object) -> list[str]:
    """Hours with commas between them, each as a text of its own."""
    return [one.strip() for one in str(text or "").split(",") if one.strip()]


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

    def fields(self, settings: Settings, t: Translate) -> Fields:
        """A tick for each message; a subject that stands for its name is of no request in particular."""
        labels = {name: t(label, reference="…", shop=settings.shop_name) for name, label in self.choices.items()}
        return {f"{self.key}_{name}": BooleanField(label) for name, label in labels.items()}

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """What is sent is ticked."""
        return {f"{self.key}_{name}": plain.get(name, True) for name in self.choices}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """Those that are off are named."""
        return {name: False for name in self.choices if not form[f"{self.key}_{name}"].data}


class Switch(Ticks):
    """On or off."""

    def __init__(self, key: str, label: str) -> None:
        super().__init__(key, {"on": label})

    def shown(self, plain: Plain, settings: Settings) -> dict[str, Any]:
        """Ticked for on."""
        return {f"{self.key}_on": plain}

    def typed(self, form: Any, settings: Settings) -> Plain:
        """Whether it is ticked."""
        return bool(form[f"{self.key}_on"].data)


def number(typed: str) -> int | str:
    """A whole number; what is none stays as it was typed."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else typed
