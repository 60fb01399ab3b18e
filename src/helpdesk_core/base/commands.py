"""Commands: what an actor asks for. Forms, webhooks, JSON, the command line and tests all build the same classes."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform

import attrs

from ..countries import TaxNumberRule
from ..errors import FieldError, InputError
from . import input_errors  # noqa: F401 - the words of what is raised while reading
from .asked import check_fields
from .contacts import Contact
from .encoded import Encoded
from .money import MAX_MINOR, Money
from .plain_values import check_day, read_plain
from .references import Reference
from .results import Result
from .tax_numbers import TaxNumber
from .text import Published, RawText
from .typed import plain
from .values import hints_of, is_piece, item_of, leaf_types, without_none
from .web_addresses import HookAddress, WebAddress

_OPAQUE = re.compile(r"[!-~]{1,200}")
# A number on its own: no part of a word, of a reference or of an amount.
_NUMBER = re.compile(r"(?<![\w.,+\-])\d(?:[ \-]?\d)*+(?![\w\-]|[.,]\d)")
_LONGEST_PASTE = 2000
MAX_ITEMS = 200


class OpaqueId(str):
    """An opaque id, ours or a host's: 1 to 200 visible ASCII characters.

    Raises:
        FieldError: ``input.unreadable``.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> OpaqueId:
        if not isinstance(typed, str) or not _OPAQUE.fullmatch(typed):
            raise FieldError("input.unreadable")
        return super().__new__(cls, typed)


class Code(str):
    """A typed code: six digits, whatever spaces and hyphens stand between, alone or in the sentence that was pasted
    with them. Its repr hides it.

    Raises:
        FieldError: ``code.unreadable`` where there is none, or more than one.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> Code:
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        text = plain(typed[:_LONGEST_PASTE]).strip()
        if not text:
            raise FieldError("input.required")
        alone = re.sub(r"[\s.\-]", "", text)
        numbers = [alone] if alone.isdigit() else [re.sub(r"\D", "", number) for number in _NUMBER.findall(text)]
        codes = {number for number in numbers if len(number) == 6}
        if len(codes) != 1:
            raise FieldError("code.unreadable")
        return super().__new__(cls, codes.pop())

    def __repr__(self) -> str:
        return "<Code>"


class Language(str):
    """A language tag as hosts give it (``pl``, ``en-GB``, ``zh_hans``), cut to its language in lower case."""

    __slots__ = ()

    def __new__(cls, typed: str) -> Language:
        if not isinstance(typed, str) or not (found := re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", typed[:35])):
            raise FieldError("language.unknown")
        return super().__new__(cls, found.group().lower())


_ALLOWED = (
    RawText, Contact, Reference, OpaqueId, Encoded, Code, Language, TaxNumber, WebAddress, HookAddress, Money,
    Published, datetime, date, bool, int,
)  # fmt: skip
_C = TypeVar("_C")
R_co = TypeVar("R_co", bound=Result, covariant=True)


@attrs.frozen(kw_only=True)
class Command(Generic[R_co]):
    """Base of all commands; ``Command[Submitted]`` names the result of one that is carried out."""

    result_type: ClassVar[type[Result]] = Result

    def __attrs_post_init__(self) -> None:
        check_fields(self)
        kind: Any = type(self)
        for name in _days(kind):
            if (value := getattr(self, name)) is not None:
                check_day(value)


#: Every command by class name.
commands: dict[str, type[Command[Any]]] = {}


def _checked(
    type_: type, check: Callable[[Any], None], default: Any, optional: bool = False, **metadata: Any
) -> Any:  # the type checkers read the field's annotation
    optional = optional or default is None

    def validate(_: object, field: attrs.Attribute[Any], value: Any) -> None:
        if value is None and optional:
            return
        if not isinstance(value, type_) or (type(value) is bool and type_ is int):  # True is no number
            raise TypeError(f"{field.name} needs {type_.__name__}, not {type(value).__name__}")
        check(value)

    return attrs.field(validator=validate, default=None if optional else default, metadata=metadata)


def limits(cls: type, field: str) -> tuple[int, int]:
    """The bounds that a command says for one of its fields: what a form may offer.

    Args:
        cls: A command, or a piece of one.
        field: The field's name.

    Returns:
        The least and the most, both allowed: of a number, of the items of a list, of the characters of a text, of an
        amount in minor units.

    Raises:
        LookupError: There is no such field, or it has no bounds.
    """
    found = attrs.fields_dict(cls)[field].metadata.get("limits")
    if found is None:
        raise LookupError(f"{cls.__name__}.{field} has no bounds")
    return typing.cast(tuple[int, int], found)


def text(*, max_length: int = 10_000, optional: bool = False, default: Any = attrs.NOTHING) -> Any:
    """Declare a field for typed text.

    Args:
        max_length: Characters allowed, from 1. Longer text is refused, never cut.
        default: Value when none is given; None for a field that may be left out. It is named ``default`` because type
            checkers look for that word.
        optional: The same as ``default=None``, unseen by type checkers.
    """

    def check(value: RawText) -> None:
        if not len(value):
            raise FieldError("input.required")
        if len(value) > max_length:
            raise FieldError("input.too_long", {"count": max_length})

    return _checked(RawText, check, default, optional, limits=(1, max_length))


def number(at_least: int, at_most: int, *, optional: bool = False, default: Any = attrs.NOTHING) -> Any:
    """Declare a field for a whole number within bounds, both allowed."""

    def check(value: int) -> None:
        if not at_least <= value <= at_most:
            raise FieldError("input.out_of_range", {"least": at_least, "most": at_most})

    return _checked(int, check, default, optional, limits=(at_least, at_most))


def money(at_least: int = 0, at_most: int = MAX_MINOR, *, optional: bool = False, default: Any = attrs.NOTHING) -> Any:
    """Declare a field for an amount within bounds, in minor units of its currency, both allowed."""

    def check(value: Money) -> None:
        if not at_least <= value.minor <= at_most:
            raise FieldError("money.out_of_range")

    return _checked(Money, check, default, optional, limits=(at_least, at_most))


def items(at_most: int = MAX_ITEMS, *, at_least: int = 0, default: Any = attrs.NOTHING) -> Any:
    """Declare a field for a list of pieces or ids with so many items. A list that may be empty is empty where none is
    given; ``default=()`` says so to type checkers, which look for that word."""

    def check(value: tuple[Any, ...]) -> None:
        if len(value) > at_most:
            raise FieldError("input.too_many", {"count": at_most})
        if len(value) < at_least:
            raise FieldError("input.required")

    return _checked(tuple, check, default if at_least else (), False, limits=(at_least, at_most))


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, text, number, money, items)
)
def command(cls: type[_C]) -> type[_C]:
    """Class decorator for a command. One that leaves its result open is no command itself: others derive from it, and
    share its fields.

    Raises:
        TypeError: Another command has this name, or a field could carry text that redaction does not reach.
    """
    made: Any = attrs.frozen(kw_only=True)(cls)
    if cls.__name__ in commands:
        raise TypeError(f"two commands are called {cls.__name__}")
    hints = typing.get_type_hints(made)
    for field in attrs.fields(made):
        _refuse_unread(f"{cls.__name__}.{field.name}", hints[field.name])
    made.__doc__ = _with_shared_args(cls)
    if isinstance(result := _result_of(cls), type):
        made.result_type = result
        commands[cls.__name__] = made
    return typing.cast(type[_C], made)


def _refuse_unread(where: str, hint: Any) -> None:
    """A list is of pieces or of plain values; a bare list of texts would have no names for its errors."""
    item = item_of(without_none(hint)[0])
    if item is not None and item in (RawText, Contact, Code):
        raise TypeError(f"{where}: a list holds pieces or ids; put the text into a piece")
    for leaf in leaf_types(hint):
        if not (leaf in _ALLOWED or (isinstance(leaf, type) and issubclass(leaf, Enum))):
            raise TypeError(f"{where}: a command field is RawText or a typed value, not {leaf!r}")


def _result_of(cls: type) -> type[Result] | TypeVar:
    for base in getattr(cls, "__orig_bases__", ()):
        if issubclass(typing.get_origin(base) or object, Command):
            (result,) = typing.get_args(base)
            return typing.cast(type[Result], result)
    return Result


def _with_shared_args(cls: type) -> str:
    """The docstring of a command, with what the class that it derives from says of its fields."""
    own, shared = inspect.getdoc(cls) or "", (inspect.getdoc(cls.__base__) or "").partition("Args:\n")[2]
    if not shared:
        return own
    return own.replace("Args:\n", f"Args:\n{shared}\n", 1) if "Args:\n" in own else f"{own}\n\nArgs:\n{shared}"


@attrs.frozen(kw_only=True)
class Reading:
    """What reading needs to know of the shop."""

    country_codes: tuple[str, ...] = ("48",)
    """Put before national phone numbers, without +: the first that fits."""
    currency: str = ""
    """Of amounts that name none (ISO 4217)."""
    tax_number: TaxNumberRule | None = None
    """How tax numbers are written that name no country."""


def read_command(cls: type[_C], fields: Mapping[str, Any], shop: Reading = Reading()) -> _C:
    """Build a command from typed values: a form, JSON, a row.

    Args:
        cls: The command's class.
        fields: Values by field name; lists of pieces are lists of mappings. Empty text counts as nothing given.
        shop: The shop's country codes, currency and tax numbers.

    Returns:
        The command.

    Raises:
        InputError: Reports all validation errors together, each with its path; nothing of what was typed is in it.
    """
    return typing.cast(_C, _read_fields(cls, fields, shop))


def _read_fields(cls: Any, fields: Mapping[str, Any], shop: Reading) -> Any:
    values, errors = _values(cls, fields, shop, checked=False)
    with suppress(FieldError):  # each field is checked: of nearly all commands there is nothing more to say
        if not errors:
            return cls(**values)
    if errors := _values(cls, fields, shop, checked=True)[1]:
        raise InputError(tuple(errors))
    return cls(**values)


def _values(cls: Any, fields: Mapping[str, Any], shop: Reading, *, checked: bool) -> tuple[dict[str, Any], list[Any]]:
    slots = _slots(cls)  # ``checked``: says also what is wrong with what can be read
    errors = [FieldError("input.unknown_field", path=(str(name)[:40],)) for name in fields if name not in slots]
    values: dict[str, Any] = {}
    for name, (target, optional, field) in slots.items():
        given = fields.get(name)
        if given is None or (isinstance(given, str) and not given.strip()):
            if not optional:
                errors.append(FieldError("input.required", path=(name,)))
            continue
        try:
            values[name] = _read(target, given, shop, field.metadata.get("limits", (0, MAX_ITEMS))[1])
            if checked and field.validator is not None:
                field.validator(typing.cast(Any, None), field, values[name])
        except (FieldError, InputError) as error:
            wrong: Any = getattr(error, "errors", (error,))
            errors += [one.at(name) for one in wrong]
    return values, errors


@cache
def _slots(cls: Any) -> dict[str, tuple[Any, bool, attrs.Attribute[Any]]]:
    """Each field's type, whether it may be left out, and its declaration."""
    hints = hints_of(cls)
    return {
        field.name: (without_none(hints[field.name])[0], field.default is not attrs.NOTHING, field)
        for field in attrs.fields(cls)
    }


@cache
def _days(cls: Any) -> tuple[str, ...]:
    """The fields that hold a day or a moment."""
    return tuple(name for name, (target, _, _) in _slots(cls).items() if target in (date, datetime))


_item_of = cache(item_of)


def _read(target: Any, given: Any, shop: Reading, at_most: int) -> Any:
    if (item := _item_of(target)) is not None:
        return _read_items(item, given, shop, at_most)
    if is_piece(target):
        if isinstance(given, target):
            return given
        if not isinstance(given, Mapping):
            raise FieldError("input.unreadable")
        return _read_fields(target, given, shop)
    if isinstance(given, target) and target not in (int, date, datetime):
        return given
    if target is Contact:
        return Contact.parse(given, *shop.country_codes)
    if target is TaxNumber:
        return TaxNumber(given, shop.tax_number)
    if target is Money:
        return Money.parse(given, shop.currency)
    if issubclass(target, Enum):
        try:
            return target(given)
        except ValueError:
            raise FieldError("input.not_a_choice") from None
    if target in (int, bool, datetime, date):
        return read_plain(target, given)
    return target(given)


def _read_items(item: Any, given: Any, shop: Reading, at_most: int) -> tuple[Any, ...]:
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Sequence):
        raise FieldError("input.unreadable")
    if len(given) > at_most:  # before any of them is read
        raise FieldError("input.too_many", {"count": at_most})
    read: list[Any] = []
    errors: list[FieldError] = []
    for number_, one in enumerate(given):
        try:
            read.append(_read(item, one, shop, at_most))
        except (FieldError, InputError) as error:
            wrong: Any = getattr(error, "errors", (error,))
            errors += [one_wrong.at(str(number_)) for one_wrong in wrong]
    if errors:
        raise InputError(tuple(errors))
    return tuple(read)
