"""Compiled gettext catalogues, read by code: the msgctxt of an entry. The msgid is what translators see, and may be the
English of last year."""

from __future__ import annotations

import gettext
import logging
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import attrs

_log = logging.getLogger("helpdesk_core.i18n")
_PLURALS = re.compile(r"^plural-forms:\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;\n]+)", re.I | re.M)
_BYTE_ORDERS = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}


@attrs.frozen(eq=False)
class Catalogue:
    """The texts of one ``.mo`` file.

    ``texts`` has the forms of every translated text by code, ``plurals`` is how many a counted one has, and
    ``plural`` which of them a number takes.
    """

    texts: Mapping[str, tuple[str, ...]]
    plurals: int
    plural: Callable[[int], int]


def read_catalogue(content: bytes) -> Catalogue:
    """Read a ``.mo`` file in UTF-8. Raises ValueError for anything else."""
    try:
        order = _BYTE_ORDERS[content[:4]]
        count, originals, translations = struct.unpack_from(f"{order}3I", content, 8)
        entries = dict(
            zip(
                _strings(content, order, originals, count),
                _strings(content, order, translations, count),
                strict=True,
            )
        )
        forms = _PLURALS.search(entries.get("", ""))
        plurals, rule = (int(forms[1]), forms[2]) if forms else (2, "n != 1")
        return Catalogue(dict(_by_code(entries)), plurals, gettext.c2py(rule.strip()))
    except (KeyError, struct.error, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("no catalogue in UTF-8") from error


def _strings(content: bytes, order: str, table: int, count: int) -> Iterator[str]:
    for n in range(count):
        length, offset = struct.unpack_from(f"{order}2I", content, table + 8 * n)
        yield content[offset : offset + length].decode()


def _by_code(entries: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, text in entries.items():
        code, separator, _ = key.partition("\x04")
        forms = tuple(text.split("\0"))
        if separator and all(forms):
            yield code, forms


@lru_cache(maxsize=256)
def package_catalogue(package: str, language: str) -> Catalogue | None:
    """A package's own ``locales/<language>/LC_MESSAGES/<package>.mo``, None when it has none that can be read."""
    try:
        root = files(package)
    except (ModuleNotFoundError, TypeError, AttributeError):  # a script has no files of its own
        return None
    try:
        return read_catalogue(root.joinpath("locales", language, "LC_MESSAGES", f"{package}.mo").read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        _log.error("the %s catalogue of %s cannot be read: %s", language, package, type(error).__name__)
        return None


@lru_cache(maxsize=256)
def directory_catalogues(directory: Path, language: str) -> tuple[Catalogue, ...]:
    """Every ``<directory>/<language>/LC_MESSAGES/*.mo`` that can be read, by name."""
    found = []
    for file in sorted(directory.joinpath(language, "LC_MESSAGES").glob("*.mo")):
        try:
            found.append(read_catalogue(file.read_bytes()))
        except (OSError, ValueError) as error:
            _log.error("the catalogue %s cannot be read: %s", file.name, type(error).__name__)
    return tuple(found)
