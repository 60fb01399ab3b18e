"""A folded copy of a text to look for words in, with the way back to the original's offsets."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_SAME = {
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ı": "i",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "→": ">",
    "⇒": ">",
    "：": ":",
    "＝": "=",
}


def _char(char: str) -> str:
    """One folded character, or none for what cannot be seen."""
    if char in _SAME:
        return _SAME[char]
    category = unicodedata.category(char)
    if category == "Cf" or category == "Mn":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    for part in unicodedata.normalize("NFKD", char.lower()):
        if not unicodedata.combining(part):
            return _SAME.get(part, part)
    return ""


class _Table(dict[int, str]):
    """For str.translate: each character is folded once in the life of the process."""

    def __missing__(self, ordinal: int) -> str:
        char = chr(ordinal)
        plain = char.lower() if char < "\x80" else _char(char)
        if len(self) < 4096:
            self[ordinal] = plain
        return plain


_TABLE = _Table()


def fold(text: str) -> tuple[str, Sequence[int]]:
    """The folded text and, for each of its characters and for its end, the offset in the original."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded = text.translate(_TABLE)
    if len(folded) == len(text):
        return folded, range(len(text) + 1)
    offsets = [place for place, char in enumerate(text) if _TABLE[ord(char)]]
    return folded, [*offsets, len(text)]
