"""What every form has: its token, its rows, and where errors are shown. Whether an answer will do is decided by the
core's commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, ClassVar, Self

import attrs
from babel.numbers import get_decimal_symbol
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.fields import Field

from helpdesk_core import FieldError, InputError, Money
from helpdesk_core.views import CustomerText

from .widgets import Meta

Translate = Callable[..., str]
_TOKEN = re.compile(r"[0-9a-f]{32}")
_CELL = r"-([0-9]{1,4})-([a-z_]{1,40})"


def field(kind: type, code: str, **render: Any) -> Any:
    """A field with the message code of its label; ``render`` are HTML attributes."""
    return kind(code, render_kw=render)


class ShopText(TextAreaField):  # type: ignore[misc]
    """Words of the shop itself, which go to everybody: nothing reminds of secrets beside them (see macros.html)."""


class SecretField(StringField):  # type: ignore[misc]
    """A line for a code, or for words that are to be taken out: never shown again in a form that could not be taken."""


class Rows(FieldList):  # type: ignore[misc]
    """A list of sub-forms, at most ``most``. Its cells are named like ``lines-0-text``.

    The submit buttons ``name="add" value="lines"`` and ``name="remove" value="lines-2"`` add and take away a row
    without JavaScript. The command's field gets a tuple with a mapping for each row that is not blank.
    """

    def __init__(self, row: type[Form], label: str = "", *, least: int = 1, most: int = 50, **rest: Any) -> None:
        super().__init__(FormField(row), label, min_entries=least, **rest)
        self.most = most

    @property
    def rows(self) -> list[Form]:
        """The sub-forms."""
        return [entry.form for entry in self.entries]

    def typed(self) -> tuple[dict[str, Any], ...]:
        """The rows that have something typed."""
        return tuple(_typed(row) for row in self._sent())

    def cell(self, number: int, name: str) -> Field | None:
        """The field that ``<rows>.<number>.<name>`` of an error's path is about: blank rows were not sent."""
        sent = self._sent()
        return sent[number]._fields.get(name) if number < len(sent) else None

    def _sent(self) -> list[Form]:
        return [row for row in self.rows if not _is_blank(row)]


class BaseForm(Form):  # type: ignore[misc]
    """A form with the token that makes sending it twice the same as once.

    What is wrong is kept in the form until it is shown again: beside a field, or in ``general`` at the top;
    ``http_status`` is the status of that page.
    """

    Meta = Meta
    form_token = HiddenField()
    ids: ClassVar[str] = ""
    """What the ids of its fields begin with: it keeps apart those of several forms on a page."""
    unsent: ClassVar[frozenset[str]] = frozenset()
    """Fields that are not the command's."""
    http_status = 422
    rearranged = False
    """Whether a row was added or removed: then the form is shown again and nothing is sent."""
    verify_again = False
    """Whether the core asks for a fresh proof of who this is, before it decides."""
    refused = ""
    """The code of the refusal, if it was one."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data=data)
        self.general: list[str] = []

    @classmethod
    def posted(cls, values: Mapping[str, str]) -> Self:
        """The form as it was sent."""
        data: dict[str, Any] = dict(values)
        names = [name for name in dir(cls) if issubclass(getattr(getattr(cls, name), "field_class", object), Rows)]
        for name in names:
            data[name] = rows_of(name, values)
        form = cls(data)
        for name in names:
            form.rearranged |= _rearrange(form[name], data[name], values)
        return form

    @property
    def key(self) -> str | None:
        """The idempotency key: the token, if it is one that we made. Without it each sending counts."""
        token = self.form_token.data or ""
        return token if _TOKEN.fullmatch(token) else None

    def typed(self) -> dict[str, Any]:
        """What was typed, by field, as a command is read from."""
        return {name: value for name, value in _typed(self).items() if name not in self.unsent and name != "form_token"}

    def numbered(self) -> Iterator[tuple[Field, int | None]]:
        """Every field that can be filled in; those of rows with the row's number."""
        for one in self:
            for number, row in enumerate(one.rows if isinstance(one, Rows) else (), start=1):
                for cell in row:
                    yield cell, number
            yield one, None

    def show_errors(self, error: InputError, t: Translate) -> None:
        """Put each error beside its field, and at the top what no field that people see is about."""
        for wrong in error.errors:
            found = self._at(".".join(wrong.path).split("."))
            if found is None:
                self.add_general(t("error.form_part"))
            else:
                words = t(wrong.code, **_params(wrong))
                found.errors = [*found.errors, words]

    def show_refusal(self, words: str, status: int, path: str | None = None) -> None:
        """Put a refusal beside the field it is about, else at the top."""
        found = self._at(path.split(".")) if path else None
        if found is None:
            self.add_general(words)
        else:
            found.errors = [*found.errors, words]
        self.http_status = status

    def add_general(self, words: str) -> None:
        """Say something about the form as a whole, once."""
        if words not in self.general:
            self.general.append(words)

    def _at(self, path: list[str]) -> Field | None:
        found = self._fields.get(path[0])
        if isinstance(found, Rows) and len(path) > 2 and path[1].isdecimal():
            found = found.cell(int(path[1]), path[2])
        return None if isinstance(found, HiddenField) else found

    def first_errors(self) -> list[tuple[str, str]]:
        """Field id and error with the field's name, in the order of the form, for the summary."""
        return [
            (one.id, f"{one.label.text.rstrip('?.')}{f' ({number})' if number else ''}: {error}")
            for one, number in self.numbered()
            for error in one.errors
        ]

    @property
    def failed(self) -> bool:
        """Whether the page has to say what is wrong."""
        return bool(self.general or self.first_errors())


def rows_of(name: str, values: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a posted list, in the order of their numbers."""
    rows: dict[int, dict[str, str]] = {}
    for key, value in values.items():
        if found := re.fullmatch(re.escape(name) + _CELL, key):
            rows.setdefault(int(found[1]), {})[found[2]] = value
    return [row for _, row in sorted(rows.items())]


def _rearrange(rows: Rows, data: list[dict[str, str]], values: Mapping[str, str]) -> bool:
    """Add or take away a row, if that button was pressed."""
    found = re.fullmatch(re.escape(rows.name) + r"-([0-9]{1,4})", values.get("remove", ""))
    if found is not None:
        rows.process(None, data[: int(found[1])] + data[int(found[1]) + 1 :])
    elif values.get("add") == rows.name:
        if len(rows.entries) < rows.most:
            rows.append_entry()
    else:
        return False
    return True


def _is_blank(row: Form) -> bool:
    return all(cell.data in (None, "", False) or cell.data == cell.default for cell in row)


def _typed(form: Form) -> dict[str, Any]:
    typed = {one.name if isinstance(form, BaseForm) else one.short_name: _value(one) for one in form}
    return {name: value for name, value in typed.items() if value not in (None, "", ())}


def _value(one: Field) -> Any:
    if isinstance(one, Rows):
        return one.typed()
    if isinstance(one, BooleanField):
        return "yes" if one.data else "no"
    return one.data


def _params(error: FieldError) -> dict[str, Any]:
    return {name: value for name, value in error.params.items() if isinstance(value, int | str)}


class ButtonForm(BaseForm):
    """A button that needs nothing but its token."""


class SeenForm(BaseForm):
    """A button about what was looked at: ``seen`` is the version of the request on the page."""

    seen = HiddenField()


#: In an address, for a property that had no value.
NONE = "-"


class PropertyForm(BaseForm):
    """One property of a request: ``was`` is the value on the page, so that a change can be said and undone."""

    unsent = frozenset({"was"})
    seen = HiddenField()
    was = HiddenField()

    @property
    def own(self) -> Field:
        """The field of the property itself."""
        return next(one for one in self if not isinstance(one, HiddenField))

    @property
    def is_unchanged(self) -> bool:
        """Whether it was sent as it stood there."""
        return bool(self.own.data == self.was.data)


class ReviewForm(BaseForm):
    """The second step of a decision: a person's own yes to exactly what was shown, a tick that only a person sets."""

    tick: ClassVar[str]
    """The code of the tick's label; ``<tick>.missing`` is said where it is not set."""
    unsent = frozenset({"read"})
    read = BooleanField()
    digest = HiddenField()


def form_values(data: Mapping[str, Any]) -> dict[str, str]:
    """Only the texts of a submitted form: a file in a text field counts as nothing. Browsers end every line with CRLF,
    in hidden fields too; here it is as it stood on the page and is stored."""
    return {name: value.replace("\r\n", "\n") for name, value in data.items() if isinstance(value, str)}


def as_typed(value: Any, language: str = "en") -> Any:
    """What is stored, as somebody would have typed it into a form: "620.00" for an amount, with a comma in a language
    that has one there, rows for pieces."""
    if isinstance(value, tuple):
        return [as_typed(one, language) for one in value]
    if isinstance(value, Money):
        whole, rest = divmod(value.minor, 10**value.decimals)
        mark = "," if get_decimal_symbol(language.replace("-", "_")) == "," else "."  # the two that are read
        return f"{whole}{mark}{rest:0{value.decimals}}" if value.decimals else str(whole)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, CustomerText) or not attrs.has(type(value)):
        return "" if value is None else str(value)
    return {field.name: as_typed(getattr(value, field.name), language) for field in attrs.fields(type(value))}
