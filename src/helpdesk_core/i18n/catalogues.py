"""Compiled gettext catalogues, one per package and language, looked up by code."""

from __future__ import annotations

import gettext
from functools import lru_cache
from importlib.resources import files

#: Packages whose ``locales/<language>/LC_MESSAGES/<package>.mo`` are read; plugins' directories come in front of them.
PACKAGES = ("helpdesk_core", "reference_app")
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


def look_up(language: str, code: str, default: str, plural: str | None, count: int | None) -> str | None:
    """A text in exactly this language, None when no catalogue has it."""
    for package in PACKAGES:
        found = catalogue(package, language)
        if found is None:
            continue
        if plural is None:
            text = found.pgettext(code, default)
            known = (code + _CONTEXT + default) in getattr(found, "_catalog", {})
        else:
            text = found.npgettext(code, default, plural, 1 if count is None else count)
            known = (code + _CONTEXT + default, 0) in getattr(found, "_catalog", {})
        if known and text:
            return text
    return None
