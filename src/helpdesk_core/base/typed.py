"""What every reader of typed words begins with: one letter is one letter, whatever keyboard or app it comes from."""

from __future__ import annotations

import re
import unicodedata

#: Capitals of a Cyrillic keyboard that look like ours.
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")


# Marks of direction, soft hyphens, zero-width spaces; joiners too, but between letters of scripts that need them.
_HIDDEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    r"|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)


def without_hidden(text: str) -> str:
    """Typed words without what nobody sees, in their own letters.

    Args:
        text: As typed or pasted.

    Returns:
        The words.
    """
    return text if text.isascii() else _HIDDEN.sub("", text)


def in_one_width(text: str) -> str:
    """Typed words with full-width and half-width letters and signs as ordinary ones, and nothing else changed.

    Args:
        text: As typed or pasted.

    Returns:
        The words.
    """
    return text if text.isascii() else "".join(map(_of_one_width, text))


def _of_one_width(char: str) -> str:
    is_wide = unicodedata.decomposition(char).startswith(("<wide>", "<narrow>", "<small>"))
    return unicodedata.normalize("NFKC", char) if is_wide else char


def plain(text: str) -> str:
    """Typed words without what nobody sees: full-width letters and digits of other scripts become ordinary ones, every
    dash a hyphen and every space a space; marks of direction, zero-width and soft hyphens go.

    Args:
        text: As typed or pasted.

    Returns:
        The words, for reading a key out of them. Nothing is stored in this form but keys.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = (char for char in unicodedata.normalize("NFKC", text).translate(_DASHES) if _is_seen(char))
    return re.sub(r"\s", " ", "".join(map(_digit, kept)))


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) != "Cf"


def _digit(char: str) -> str:
    """An Arabic or Devanagari digit as ours."""
    return str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else char
