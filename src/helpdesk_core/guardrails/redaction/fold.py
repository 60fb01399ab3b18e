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
    if category in ("Cf", "Mn", "Me"):
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
#: A Greek or Cyrillic letter beside a Latin one; the word that it stands in, before and behind.
_MIXED = re.compile(r"[\u0370-\u04ff](?:(?<=[a-z].)|(?=[a-z]))")
_BEFORE = re.compile(r"[a-z0-9_\u0370-\u04ff]{0,60}\Z")
_BEHIND = re.compile(r"[a-z0-9_\u0370-\u04ff]*")


def _without_mixed(folded: str) -> str:
    parts, done = [], 0
    for found in _MIXED.finditer(folded):
        if found.start() >= done:
            start = _BEFORE.search(folded, max(done, found.start() - 60), found.start()).start()  # type: ignore[union-attr]
            end = _BEHIND.match(folded, found.start()).end()  # type: ignore[union-attr]
            parts += [folded[done:start], folded[start:end].translate(_ALIKE)]
            done = end
    return "".join((*parts, folded[done:])) if parts else folded


_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> tuple[str, str, Sequence[int]]:
    """The folded text; the original without what cannot be seen, place for place with it; and for each place and the
    end the offset in the original."""
    if text.isascii():
        return text.lower(), text, range(len(text) + 1)
    folded = _without_mixed(_FOREIGN.sub(lambda run: run[0].translate(_TABLE), text).lower())
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
