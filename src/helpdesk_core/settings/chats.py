"""What a shop says of its chats: the kinds of problem that are offered there, and the way to its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import attrs

from ..base.messages import define
from ..base.phones import read_phone
from ..errors import FieldError
from .model import Settings

CHAT_WAYS = ("whatsapp", "sms", "tel")
"""What the link to the shop's number opens."""
CHAT_PLACES = ("pages", "guides", "mails", "slips", "invoices")
"""Where it can stand."""
MOST_PROBLEM_KINDS = 9
"""With "a person" beside them they fit into the list that a chat shows."""
KINDS = define(
    "settings.error.problem_kinds",
    "At most {count} kinds of problem, each with an id of 1 to 60 small letters and digits and with a name.",
)
NUMBER = define("settings.error.chat_number", "This is not a number with its country code, as +48 600 100 200.")
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


def way_problems(settings: Settings) -> Iterator[FieldError]:
    """What is wrong with the way to the shop's number.

    Args:
        settings: The settings.

    Yields:
        What is wrong, each with its path.
    """
    if settings.chat_number and not _read(settings.chat_number):
        yield FieldError(NUMBER, path=("chat_number",))
    if settings.chat_by not in CHAT_WAYS:
        yield FieldError("input.not_a_choice", path=("chat_by",))
    if settings.chat_places - set(CHAT_PLACES):
        yield FieldError("input.not_a_choice", path=("chat_places",))


@attrs.frozen
class ChatWay:
    """The way to the shop's number.

    Attributes:
        by: One of `CHAT_WAYS`.
        number: As the shop writes it.
        link: What a tap or a scanned square opens.
    """

    by: str
    number: str
    link: str

    @property
    def line(self) -> str:
        """Where nothing can be tapped or scanned: a line of the same words in every language."""
        if self.by == "whatsapp":
            return f"WhatsApp: {self.link}"
        return f"SMS: {self.number}" if self.by == "sms" else self.number


def chat_way(settings: Settings, place: str) -> ChatWay | None:
    """The way to the shop's number, for one of the places where the shop wants it to stand.

    Args:
        settings: The settings.
        place: One of `CHAT_PLACES`.

    Returns:
        The way; None where the shop names no number, or none that can be read, or does not want it there.
    """
    number = _read(settings.chat_number) if place in settings.chat_places else ""
    if not number:
        return None
    by = settings.chat_by
    link = f"https://wa.me/{number.removeprefix('+')}" if by == "whatsapp" else f"{by}:{number}"
    return ChatWay(by=by, number=settings.chat_number.strip(), link=link)


def _read(number: str) -> str:
    try:
        return read_phone(number)
    except FieldError:
        return ""
