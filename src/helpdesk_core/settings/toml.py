"""One TOML file with all of a shop's settings: written whole, read with every error named.

The standard library reads TOML and writes none; what settings are made of (texts, numbers, lists, tables) is written
here. Reading what was written gives the same settings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..base.messages import define
from ..errors import FieldError, InputError
from .check import read_settings
from .model import KEYS, Settings
from .values import to_plain

NO_TOML = define("settings.error.no_toml", "This is no TOML file: {reason}.")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x7f": "\\u007f"}


def to_toml(settings: Settings, keys: Collection[str] = KEYS) -> str:
    """Settings as a TOML document: all but ``locked``, which code alone says, or some of them.

    Args:
        settings: The settings.
        keys: Which of them.

    Returns:
        The document.
    """
    return toml_document({key: to_plain(getattr(settings, key)) for key in KEYS if key in keys})


def toml_document(plain: Mapping[str, Any]) -> str:
    """Plain values as a TOML document.

    Args:
        plain: Texts, numbers, lists and tables by key.

    Returns:
        The document.
    """
    lines = [f"{key} = {_value(value)}" for key, value in plain.items() if not _is_section(value)]
    for key, value in plain.items():
        if _is_section(value):
            lines += _section(key, value)
    return "\n".join(lines) + "\n"


def plain_from_toml(text: str) -> Mapping[str, Any]:
    """The document's values by key, unchecked.

    Args:
        text: The document.

    Returns:
        The values.

    Raises:
        InputError: The text is not TOML. The place is named, the text is not repeated.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at (line \d+, column \d+|end of document)", str(error))
        raise InputError((FieldError(NO_TOML, {"reason": place.group() if place else "at its beginning"}),)) from None


def from_toml(text: str, onto: Settings | None = None) -> Settings:
    """Settings from a TOML document; a key that it does not name stays as it is in ``onto`` (the defaults).

    Args:
        text: The document.
        onto: What a key that is not named is taken from.

    Returns:
        The settings.

    Raises:
        InputError: with every error at once, each with its path.
    """
    return read_settings(plain_from_toml(text), onto)


def load_toml(path: Path | str) -> Settings:
    """Settings from a TOML file, as a host's code wants them.

    Args:
        path: The file.

    Returns:
        The settings.

    Raises:
        InputError: with every error at once.
        OSError: when the file cannot be read.
    """
    return from_toml(Path(path).read_text(encoding="utf-8"))


def _is_section(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _section(name: str, value: Any) -> Iterator[str]:
    """A table under its own heading, a list of tables under one heading each; deeper ones stay in their line."""
    if isinstance(value, list):
        for table in value:
            yield f"\n[[{name}]]"
            yield from (f"{_key(key)} = {_value(part)}" for key, part in table.items())
        return
    yield f"\n[{name}]"
    yield from (f"{_key(key)} = {_value(part)}" for key, part in value.items() if name != "wording")
    if name == "wording":
        for language, texts in value.items():
            yield from _section(f"{name}.{_key(language)}", texts)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_ESCAPED.get(char, char) for char in value) + '"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)
