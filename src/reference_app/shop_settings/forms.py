"""Forms that are made for the shop at hand: one for each page of settings, one for a text of the wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField

from helpdesk_core import FieldError, Settings

from ..forms import BaseForm, Rows, ShopText, Translate
from .editors import Editor


class SettingsForm(BaseForm):
    """Base of the forms made here: what was wrong stands beside the field of its path."""

    def show_error(self, field: tuple[str, ...], words: str) -> None:
        """Put an error beside a field, else at the top."""
        found: Any = self._fields.get(field[0])
        if isinstance(found, Rows) and len(field) == 3:
            found = found.cell(int(field[1]), field[2]) or found
        if found is None:
            self.add_general(words)
        else:
            found.errors = [*found.errors, words]


def seen_name(key: str) -> str:
    """The hidden field that carries the number of a key's last change."""
    return f"seen_{key}"


def settings_form(editors: Sequence[Editor], settings: Settings, t: Translate) -> type[SettingsForm]:
    """The class of the form for these settings, those that are locked left out."""
    fields: dict[str, Any] = {}
    for editor in editors:
        fields |= editor.fields(settings, t)
        fields[seen_name(editor.key)] = HiddenField()
    return type("GroupForm", (SettingsForm,), fields)


def shown_data(editors: Sequence[Editor], values: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """What the form's fields show."""
    data: dict[str, Any] = {}
    for editor in editors:
        data |= editor.shown(values[editor.key], settings)
    return data


def text_form(forms: Mapping[str, str], t: Translate) -> type[SettingsForm]:
    """The class of the form for one text: ``words``, or ``words_few`` and so on for each plural form, which is labelled
    with numbers that take it."""
    names = {f"words_{form}": t("settings.wording.form", form=numbers) for form, numbers in forms.items()}
    names = names or {"words": t("settings.wording.words")}
    fields: dict[str, Any] = {name: ShopText(label, render_kw={"rows": 3}) for name, label in names.items()}
    return type("TextForm", (SettingsForm,), {**fields, "action": HiddenField(), seen_name("wording"): HiddenField()})


def words_of(error: FieldError, t: Translate) -> str:
    """An error in the reader's language."""
    params = {name: value for name, value in error.params.items() if isinstance(value, int | str)}
    return t(error.code, **params)
