"""Commands: what somebody wants. Forms, webhooks, JSON, the command line and tests all build the same classes."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, dataclass_transform

import attrs

from ..errors import FieldError, InputError
from .contacts import Contact
from .references import Reference
from .text import RawText

_KEY = re.compile(r"[!-~]{1,200}")


class OpaqueId(str):
    """An opaque id, ours or a host's: 1 to 200 visible ASCII characters. Raises FieldError ``input.unreadable``."""

    __slots__ = ()

    def __new__(cls, typed: str) -> OpaqueId:
        if not isinstance(typed, str) or not _KEY.fullmatch(typed):
            raise FieldError("input.unreadable")
        return super().__new__(cls, typed)


class Code(str):
    """A typed code: digits, whatever spaces and hyphens stand between. Its repr hides it."""

    __slots__ = ()

    def __new__(cls, typed: str) -> Code:
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        digits = re.sub(r"[\s\-]", "", typed[:40])
        if not digits:
            raise FieldError("input.required")
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise FieldError("code.unreadable")
        return super().__new__(cls, digits)

    def __repr__(self) -> str:
        return "<Code>"


class Language(str):
    """A language tag as hosts give it (``pl``, ``en-GB``, ``zh_hans``), cut to its language in lower case."""

    __slots__ = ()

    def __new__(cls, typed: str) -> Language:
        if not isinstance(typed, str) or not (found := re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", typed[:35])):
            raise FieldError("language.unknown")
        return super().__new__(cls, found.group().lower())


_ALLOWED = (RawText, Contact, Reference, OpaqueId, Code, Language, datetime, bool, int)
_C = TypeVar("_C")


@attrs.frozen(kw_only=True)
class Command:
    """Base of all commands."""


#: Every command by class name.
commands: dict[str, type[Command]] = {}


def text(*, max_length: int = 10_000, optional: bool = False) -> Any:
    """Declare a field for typed text of 1 to ``max_length`` characters; an ``optional`` one may be None."""

    def check(_: object, field: attrs.Attribute[Any], value: RawText | None) -> None:
        if value is None and optional:
            return
        if not isinstance(value, RawText):
            raise TypeError(f"{field.name} needs RawText, not {type(value).__name__}")
        if not len(value):
            raise FieldError("input.required")
        if len(value) > max_length:
            raise FieldError("input.too_long", {"count": max_length})

    default: Any = None if optional else attrs.NOTHING
    return attrs.field(validator=check, default=default, metadata={"max_length": max_length})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, text))
def command(cls: type[_C]) -> type[_C]:
    """Class decorator for a command. Raises TypeError for a field of a type that could carry unchecked text."""
    made: Any = attrs.frozen(kw_only=True)(cls)
    for name, hint in typing.get_type_hints(made).items():
        for part in _parts(hint):
            if not (part in _ALLOWED or (isinstance(part, type) and issubclass(part, Enum))):
                raise TypeError(f"{cls.__name__}.{name}: a command field is RawText or a typed value, not {part!r}")
    commands[cls.__name__] = made
    return typing.cast(type[_C], made)


def _parts(hint: Any) -> Iterator[Any]:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) in (typing.Union, tuple):
        for arg in typing.get_args(hint):
            if arg is not type(None) and arg is not Ellipsis:
                yield from _parts(arg)
    else:
        yield hint


def read_command(cls: type[_C], fields: Mapping[str, Any], *, country_code: str = "48") -> _C:
    """Build a command from typed values (a form, JSON, a row). Unknown fields and empty optional ones are told apart.

    Raises InputError naming every fault at once; nothing of what was typed is in it.
    """
    slots = _slots(typing.cast(Any, cls))
    faults = [FieldError("input.unknown_field", path=(name,)) for name in fields if name not in slots]
    values: dict[str, Any] = {}
    for name, (target, optional, field) in slots.items():
        given = fields.get(name)
        if given is None or (isinstance(given, str) and not given.strip()):
            if not optional:
                faults.append(FieldError("input.required", path=(name,)))
            continue
        try:
            values[name] = _read(target, given, country_code)
            if field.validator is not None:
                field.validator(typing.cast(Any, None), field, values[name])
        except FieldError as fault:
            faults.append(fault.at(name))
    if faults:
        raise InputError(tuple(faults))
    return cls(**values)


@cache
def _slots(cls: Any) -> dict[str, tuple[Any, bool, attrs.Attribute[Any]]]:
    """Each field's type, whether it may be left out, and its declaration."""
    hints = typing.get_type_hints(cls)
    return {
        field.name: (next(_parts(hints[field.name])), field.default is not attrs.NOTHING, field)
        for field in attrs.fields(cls)
    }


def _read(target: Any, given: Any, country_code: str) -> Any:
    if isinstance(given, target) and target is not int:
        return given
    if target is Contact:
        return Contact.parse(given, country_code)
    if issubclass(target, Enum):
        try:
            return target(given)
        except ValueError:
            raise FieldError("input.not_a_choice") from None
    if target in (int, bool, datetime):
        return _read_plain(target, given)
    return target(given)


def _read_plain(target: type, given: Any) -> Any:
    try:
        if target is bool:
            return {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}[str(given).lower()]
        if target is int:
            return int(given) if len(str(given)) <= 18 else _fail()
        moment = datetime.fromisoformat(given)
    except (KeyError, TypeError, ValueError):
        raise FieldError("input.unreadable") from None
    if moment.tzinfo is None:
        raise FieldError("input.unreadable")
    return moment


def _fail() -> typing.NoReturn:
    raise ValueError
