"""A folded copy of a text to look for words in, with the way back to the original's offsets."""

from __future__ import annotations

import re
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
    if category in ("Zs", "So"):
        return " "  # a pointing hand stands where a colon could
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


# Letters of other scripts that look Latin, inside a word that is otherwise Latin.
_ALIKE = str.maketrans("асеорхуіјѕкмтвнαοερτυιν", "aceopxyijskmtbhaoeptuiv")
_MIXED = re.compile(
    r"[a-z0-9_]*(?:[a-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-z])[a-z0-9_\u0370-\u03ff\u0400-\u04ff]*"
)


def fold(text: str) -> tuple[str, str, Sequence[int]]:
    """The folded text; the original without what cannot be seen, place for place with it; and for each place and the
    end the offset in the original."""
    if text.isascii():
        return text.lower(), text, range(len(text) + 1)
    folded = text.translate(_TABLE)
    if _MIXED.search(folded):
        folded = _MIXED.sub(lambda found: found.group().translate(_ALIKE), folded)
    if len(folded) == len(text):
        return folded, text, range(len(text) + 1)
    unseen = re.compile(f"[{re.escape(''.join(char for char in set(text) if not _TABLE[ord(char)]))}]+")
    offsets: list[int] = []
    done = 0
    for found in unseen.finditer(text):
        offsets.extend(range(done, found.start()))
        done = found.end()
    offsets.extend(range(done, len(text) + 1))
    return folded, unseen.sub("", text), offsets
