"""What a shop says of its chats: the kinds of problem that are offered there, and its number at WhatsApp."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..base.messages import define
from ..base.phones import read_phone
from ..errors import FieldError
from .model import Settings

MOST_PROBLEM_KINDS = 9
"""With "a person" beside them they fit into the list that a chat shows."""
KINDS = define(
    "settings.error.problem_kinds",
    "At most {count} kinds of problem, each with an id of 1 to 60 small letters and digits and with a name.",
)
NUMBER = define("settings.error.whatsapp_number", "This is not a number with its country code, as +48 600 100 200.")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def problem_kinds(settings: Settings) -> Iterator[FieldError]:
    """What is wrong with the kinds of problem.

    Args:
        settings: The settings.

    Yields:
        What is wrong, each with its path.
    """
    kinds = settings.problem_kinds
    many = Counter(kind.id for kind in kinds)
    for place, kind in enumerate(kinds):
        if not _ID.fullmatch(kind.id) or many[kind.id] > 1 or not any(map(str.strip, kind.labels.values())):
            yield FieldError(KINDS, {"count": MOST_PROBLEM_KINDS}, ("problem_kinds", str(place), "id"))
    if sum(not kind.retired for kind in kinds) > MOST_PROBLEM_KINDS:
        yield FieldError(KINDS, {"count": MOST_PROBLEM_KINDS}, ("problem_kinds",))


def whatsapp_number(settings: Settings) -> Iterator[FieldError]:
    """What is wrong with the number.

    Args:
        settings: The settings.

    Yields:
        That it is none.
    """
    if settings.whatsapp_number and not chat_digits(settings):
        yield FieldError(NUMBER, path=("whatsapp_number",))


def chat_digits(settings: Settings) -> str:
    """The shop's number at WhatsApp as its links have it.

    Args:
        settings: The settings.

    Returns:
        The digits with the country code; empty where there is none, or none that can be read.
    """
    try:
        return read_phone(settings.whatsapp_number).removeprefix("+")
    except FieldError:
        return ""
