"""Who is meant by ``@name`` in a note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import attrs

# Not within an e-mail address: what stands before the sign is no letter, digit, dot or hyphen.
_AT = re.compile(r"(?<![\w.\-+])@(?=\w)")
_WORD = re.compile(r"[\w\-]+")


@attrs.frozen(kw_only=True)
class Mentions:
    """Who was named in a text.

    Attributes:
        ids: The people, each once, in the order of the text.
        unknown: Words after ``@`` by which nobody is meant, or more than one.
    """

    ids: tuple[str, ...]
    unknown: tuple[str, ...]


def mentioned(text: str, people: Mapping[str, str]) -> Mentions:
    """Read who is mentioned: by the whole name, the longest that fits, or by a first word that is one person's alone.

    Args:
        text: The note as it was typed.
        people: Names by id.

    Returns:
        The people, and the words that nobody is called by.
    """
    names = {id: _plain(name) for id, name in people.items() if name.strip()}
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    plain = unicodedata.normalize("NFC", text)
    for match in _AT.finditer(plain):
        rest = plain[match.end() :]
        who = _whole(rest, names) or _first(rest, names)
        if who is not None:
            found[who] = None
        elif (word := _WORD.match(rest)) is not None:
            unknown[word.group()] = None
    return Mentions(ids=tuple(found), unknown=tuple(unknown))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _whole(rest: str, names: Mapping[str, str]) -> str | None:
    """Whose whole name stands there; nobody's where two share it."""
    said = " ".join(rest.casefold().split())
    fitting = [id for id, name in names.items() if said.startswith(name) and not said[len(name) :][:1].isalnum()]
    longest = max((len(names[id]) for id in fitting), default=0)
    return _alone([id for id in fitting if len(names[id]) == longest])


def _first(rest: str, names: Mapping[str, str]) -> str | None:
    word = _WORD.match(rest)
    said = word.group().casefold() if word else ""
    return _alone([id for id, name in names.items() if name.split()[0] == said])


def _alone(ids: list[str]) -> str | None:
    return ids[0] if len(ids) == 1 else None
