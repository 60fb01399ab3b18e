"""Texts without words: a code with typed parameters, turned into a sentence only at the edge.

Every text of the project is defined once, by `define` or `define_plural`; the registry is their one list.
The English default is the msgid and the code the msgctxt of the gettext catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Union

import attrs

from .money import Money

Param = Union[str, int, Money, datetime, date, "Message"]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


@attrs.frozen
class Message:
    """A text for a person: ``code`` of a definition, ``params`` for its placeholders, ``count`` for its plural."""

    code: str
    params: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    count: int | None = None

    def __attrs_post_init__(self) -> None:
        for name, value in self.params.items():
            if isinstance(value, float):
                raise TypeError(f"parameter {name} of {self.code}: a float has no exact words; use Money or an int")


@attrs.frozen
class Definition:
    """One text: its code, its English default and, for counted texts, the English plural."""

    code: str
    default: str
    plural: str | None = None

    @property
    def placeholders(self) -> frozenset[str]:
        """Names that a translation may use."""
        return frozenset(_PLACEHOLDER.findall(self.default + (self.plural or "")))


#: Every text of the process by code: capabilities, pages and plugins add theirs when they are imported.
definitions: dict[str, Definition] = {}


def define(code: str, default: str) -> str:
    """Define a text and return its code. Raises ValueError for a code used twice or badly formed."""
    return _add(Definition(code, default))


def define_plural(code: str, default: str, plural: str) -> str:
    """Define a counted text (``{count}`` is its number) and return its code."""
    return _add(Definition(code, default, plural))


def _add(definition: Definition) -> str:
    if not _CODE.fullmatch(definition.code):
        raise ValueError(f"{definition.code!r} is no message code")
    if definitions.get(definition.code, definition) != definition:
        raise ValueError(f"two texts share the code {definition.code}")
    definitions[definition.code] = definition
    return definition.code
