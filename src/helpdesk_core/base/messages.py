"""Texts without words: a code with typed parameters, turned into a sentence only at the edge.

Every text of the project is defined once, by `define` or `define_plural`; the registry is their one list. Translations
are found by the code alone, so that the English can be reworded without losing them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Union

import attrs

from .money import Money

Param = Union[str, int, Money, datetime, date, time, "Message"]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


@attrs.frozen
class Message:
    """A text for a person, in no language yet.

    Attributes:
        code: The code of a definition.
        params: Values of its placeholders.
        count: The number that chooses the plural form, None for a text without one.
    """

    code: str
    params: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    count: int | None = None

    def __attrs_post_init__(self) -> None:
        for name, value in self.params.items():
            if isinstance(value, float):
                raise TypeError(f"parameter {name} of {self.code}: a float has no exact words; use Money or an int")


@attrs.frozen
class Definition:
    """One text: its code, its English default and, for counted texts, the English plural.

    ``package`` is the top-level package that defined it; its translations are in that package's catalogues
    (``<package>/locales/<language>/LC_MESSAGES/<package>.mo``).
    """

    code: str
    default: str
    plural: str | None = None
    package: str = attrs.field(default="", eq=False)

    @property
    def placeholders(self) -> frozenset[str]:
        """Names that a translation may use."""
        return frozenset(_PLACEHOLDER.findall(self.default + (self.plural or "")))


#: Every text of the process by code: capabilities, pages and plugins add theirs when they are imported.
definitions: dict[str, Definition] = {}


def define(code: str, default: str) -> str:
    """Define a text for the package that calls.

    Args:
        code: The text's name, in parts joined by dots ("room.title").
        default: The English words; ``{name}`` is a placeholder.

    Returns:
        The code.

    Raises:
        ValueError: The code is badly formed, or is that of another text.
    """
    return _add(Definition(code, default, package=_calling_package()))


def define_plural(code: str, default: str, plural: str) -> str:
    """Define a counted text, of which ``{count}`` is the number, for the package that calls.

    Args:
        code: As for `define`.
        default: The English words for one.
        plural: The English words for any other number.

    Returns:
        The code.

    Raises:
        ValueError: As for `define`.
    """
    return _add(Definition(code, default, plural, _calling_package()))


def _calling_package() -> str:
    """The top-level package of whoever called `define`: asking the caller to name it would be one more thing to get
    wrong."""
    frame = inspect.currentframe()
    caller = frame and frame.f_back and frame.f_back.f_back
    return "" if caller is None else str(caller.f_globals.get("__name__", "")).partition(".")[0]


def _add(definition: Definition) -> str:
    if not _CODE.fullmatch(definition.code):
        raise ValueError(f"{definition.code!r} is not a message code")
    if definitions.get(definition.code, definition) != definition:
        raise ValueError(f"two texts share the code {definition.code}")
    definitions[definition.code] = definition
    return definition.code
