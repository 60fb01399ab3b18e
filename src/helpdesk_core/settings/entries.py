"""What is asked of any entry of the settings' lists: an id, labels in the shop's languages, a choice that there is, and
that none stands there twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..base.messages import define
from ..errors import FieldError
from .model import Settings
from .statuses import Labels

NOT_A_CHOICE = define("settings.error.not_a_choice", "Please choose one of these: {choices}.")
ID = define("settings.error.id", "An id is 1 to 60 small letters, digits, hyphens and underscores.")
TWICE = define("settings.error.twice", "This stands here twice.")
NO_LABEL = define("settings.error.no_label", "A text in this language is missing: {languages}.")

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def named(settings: Settings, key: str) -> Iterator[FieldError]:
    """What is wrong with the ids and labels of a list."""
    for place, row in enumerate(getattr(settings, key)):
        yield from id_of(row.id, (key, str(place), "id"))
        yield from labelled(settings, row.labels, (key, str(place), "labels"))
    yield from twice([row.id for row in getattr(settings, key)], key, "id")


def choice(value: str, choices: tuple[str, ...], path: tuple[str, ...]) -> Iterator[FieldError]:
    """The error of a word that is none of the choices."""
    if value not in choices:
        yield FieldError(NOT_A_CHOICE, {"choices": ", ".join(choices)}, path)


def id_of(id: str, path: tuple[str, ...]) -> Iterator[FieldError]:
    """The error of a word that is no id."""
    if not _ID.fullmatch(id):
        yield FieldError(ID, path=path)


def labelled(settings: Settings, labels: Labels, path: tuple[str, ...]) -> Iterator[FieldError]:
    """The error of labels that lack a language of the shop's."""
    if missing := [code for code in settings.languages if not labels.get(code, "").strip()]:
        yield FieldError(NO_LABEL, {"languages": ", ".join(missing)}, path)


def twice(values: Iterable[object], key: str, *field: str) -> Iterator[FieldError]:
    """An error for each value that stood there before."""
    seen: set[object] = set()
    for place, value in enumerate(values):
        if value in seen:
            yield FieldError(TWICE, path=(key, str(place), *field))
        seen.add(value)
