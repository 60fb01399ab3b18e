"""Compiled gettext catalogues, one per package and language, looked up by code."""

from __future__ import annotations

import gettext
import logging
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

#: Packages whose ``locales/<language>/LC_MESSAGES/<package>.mo`` are read; plugins' directories come in front of them.
PACKAGES = ("helpdesk_core", "reference_app")
_log = logging.getLogger("helpdesk_core.i18n")
_CONTEXT = "\x04"


@lru_cache(maxsize=64)
def catalogue(package: str, language: str) -> gettext.NullTranslations | None:
    """The package's catalogue for a language, None when it has none."""
    try:
        file = files(package).joinpath("locales", language, "LC_MESSAGES", f"{package}.mo")
        with file.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    except (FileNotFoundError, ModuleNotFoundError, NotADirectoryError):
        return None


@lru_cache(maxsize=64)
def plugin_catalogues(directory: Path, language: str) -> tuple[gettext.NullTranslations, ...]:
    """Every readable ``<directory>/<language>/LC_MESSAGES/*.mo``, by name."""
    found = []
    for file in sorted(directory.joinpath(language, "LC_MESSAGES").glob("*.mo")):
        try:
            with file.open("rb") as stream:
                found.append(gettext.GNUTranslations(stream))
        except (OSError, ValueError, UnicodeDecodeError) as error:
            _log.error("the catalogue %s cannot be read: %s", file.name, type(error).__name__)
    return tuple(found)


def look_up(
    language: str, code: str, default: str, plural: str | None, count: int | None, directories: Sequence[Path] = ()
) -> str | None:
    """A text in exactly this language, from plugins' ``directories`` first; None when no catalogue has it."""
    plugins = [one for directory in directories for one in plugin_catalogues(directory, language)]
    own = [found for package in PACKAGES if (found := catalogue(package, language)) is not None]
    for found in (*plugins, *own):
        if plural is None:
            text = found.pgettext(code, default)
            known = (code + _CONTEXT + default) in getattr(found, "_catalog", {})
        else:
            text = found.npgettext(code, default, plural, 1 if count is None else count)
            known = (code + _CONTEXT + default, 0) in getattr(found, "_catalog", {})
        if known and text:
            return text
    return None
