"""Names in the order of a language's alphabet."""

from __future__ import annotations

import unicodedata

#: Letters that a language counts as its own, after the one they are made from; every other sign on a letter only
#: decides between names that are the same without it (Unicode CLDR, collation charts).
_OWN_LETTERS = {
    "pl": {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "źż"},
    "es": {"n": "ñ"},
    "sv": {"z": "åäö"},
    "da": {"z": "æøå"},
    "nb": {"z": "æøå"},
}
#: Letters that are no base letter with a sign, and what they are read as elsewhere.
_READ_AS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "ı": "i"})


def sort_key(language: str, name: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """What to sort by: ``sorted(names, key=partial(sort_key, "pl"))``.

    Args:
        language: The reader's; a variety (``pl-PL``) sorts as its language does.
        name: A name as it is written.

    Returns:
        A key that compares with other keys of the same language: letters first, then signs and capitals.
    """
    places = {
        letter: (after, place)
        for after, letters in _OWN_LETTERS.get(language.partition("-")[0], {}).items()
        for place, letter in enumerate(letters, start=1)
    }
    letters: list[tuple[str, int]] = []
    for char in unicodedata.normalize("NFC", name.casefold()):
        if char in places:
            letters.append(places[char])
        else:
            plain = unicodedata.normalize("NFD", char).translate(_READ_AS)
            letters += [(one, 0) for one in plain if not unicodedata.combining(one)]
    return tuple(letters), name
