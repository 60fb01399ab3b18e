"""Keys for comparing surnames as people write them. Nothing stored or shown is ever changed."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations

_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u02bc\u2018`\u00b4\u2032"))
_TOKEN = re.compile(r"[^\W_]+")
# Letters that NFKD leaves whole.
_WHOLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Romanisation of Ukrainian by resolution 55 of the Cabinet of Ministers of 27 January 2010.
_UKRAINIAN = dict(
    zip(
        "абвгґдежзиійклмнопрстуфхцчшщюяєї",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "iu",
            "ia",
            "ie",
            "i",
        ],
        strict=True,
    )
)
_UKRAINIAN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_MOST_TOKENS = 3


def _latin(token: str) -> str:
    if not any("\u0400" <= char <= "\u04ff" for char in token):
        return token
    token = token.replace("зг", "zgh").replace("ь", "")
    first = _UKRAINIAN_INITIAL.get(token[:1], "")
    rest = token[1:] if first else token
    return first + "".join(_UKRAINIAN.get(char, char) for char in rest)


def _plain(token: str) -> str:
    if token.isascii():
        return token
    kept = unicodedata.normalize("NFKD", token.translate(_WHOLE))
    return "".join(char for char in kept if not unicodedata.combining(char))


def name_tokens(name: str) -> list[str]:
    """The parts of a name, folded for case and format characters, in their own letters still."""
    if name.isascii():
        return _TOKEN.findall(name.lower().translate(_APOSTROPHES))
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = unicodedata.normalize("NFC", "".join(c for c in folded if unicodedata.category(c) != "Cf"))
    return [_latin(token) for token in _TOKEN.findall(folded.translate(_APOSTROPHES))]


def name_keys(name: str) -> frozenset[str]:
    """Keys under which a surname matches: as one word, in any order, with ä as a and as ae. Empty for no letters."""
    tokens = name_tokens(name)
    if not tokens:
        return frozenset()
    keys = set()
    for spell in (_plain, lambda token: _plain(token.translate(_UMLAUTS))):
        words = [spell(token) for token in tokens]
        keys |= {"".join(words), "".join(sorted(words))}
    return frozenset(keys - {""})


def typed_name_keys(typed: str) -> frozenset[str]:
    """Keys of what a visitor typed: "Anna Kowalska" counts for Kowalska too, as one try.

    More than three words give no keys at all: that is a guessing machine.
    """
    tokens = name_tokens(typed)
    if not 0 < len(tokens) <= _MOST_TOKENS:
        return frozenset()
    keys: set[str] = set()
    for size in range(1, len(tokens) + 1):
        for some in combinations(tokens, size):
            keys |= name_keys(" ".join(some))
    return frozenset(keys)


def search_key(name: str) -> str:
    """One folded word for staff search by the beginning of a surname."""
    return "".join(_plain(token) for token in name_tokens(name))
