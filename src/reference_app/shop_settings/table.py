"""An editor of a setting that is a list: a row of the form for each entry, and cells for its texts by language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import Form, StringField

from helpdesk_core import FieldError, Settings
from helpdesk_core.i18n import Translator

from ..forms import Rows, Translate
from ..texts import LANGUAGES
from .editors import Editor, Fields, Plain


class Table(Editor):
    """A list of tables: a row of the form for each."""

    table = True
    has_samples = False
    """Whether a row is a text that can be looked at first."""
    #: Name in the value → name of the cell where an error in it is shown.
    cells: Mapping[str, str] = {}
    #: Names in the value that are a text in each of the shop's languages.
    worded: tuple[str, ...] = ("labels",)

    def row(self, settings: Settings, t: Translate) -> Fields:
        """The cells of a row."""
        raise NotImplementedError

    def samples(self, row: Form, settings: Settings, words: Callable[[str], Translator]) -> list[tuple[str, str]]:
        """How a row reads to whom it is for, by language; nothing where it is no text."""
        return []

    def hint_at(self, row: Form, settings: Settings, words: Callable[[str], Translator]) -> None:
        """Show in a row's empty cells what holds as long as nothing stands there."""

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
        if name in self.worded:
            missing = str(error.params.get("languages", "")).split(", ")[0]
            name = f"{name}_{rest[0] if rest else missing or settings.languages[0]}"
        return (self.key, number, self.cells.get(name, name))


def label_cells(
    settings: Settings,
    t: Translate,
    name: str = "labels",
    label: str = "settings.label",
    kind: type = StringField,
    **rest: Any,
) -> Fields:
    """A cell for a text in each of the shop\'s languages."""
    return {
        f"{name}_{language}": kind(f"{t(label)} ({LANGUAGES.get(language, language)})", **rest)
        for language in settings.languages
    }


def labels_to_cells(plain: Plain, settings: Settings, name: str = "labels") -> dict[str, Any]:
    """A text in several languages as cells."""
    return {f"{name}_{language}": plain.get(name, {}).get(language, "") for language in settings.languages}


def labels_from_cells(cells: Mapping[str, Any], settings: Settings, name: str = "labels") -> dict[str, str]:
    """Cells as a text in several languages: those in which something stands."""
    typed = {one: str(cells.get(f"{name}_{one}") or "").strip() for one in settings.languages}
    return {language: text for language, text in typed.items() if text}
