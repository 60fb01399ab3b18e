"""Keys for comparing surnames as people write them. Nothing stored or shown is ever changed."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations

# What keyboards and languages have for one: typewriters', typographic, modifier letters, primes, saltillo.
_APOSTROPHES = dict.fromkeys(
    map(ord, "'`\u00b4\u2018\u2019\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78b\ua78c\u055a\u05f3")
)
_TOKEN = re.compile(r"[^\W_]+")
# Letters that NFKD leaves whole.
_WHOLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
# Words that stand before surnames and that people leave out, or put elsewhere, when they name themselves.
_PARTICLES = frozenset(
    (
        *("af", "al", "am", "auf", "av", "bin", "da", "das", "de", "dei", "del", "della", "den", "der", "des", "di"),
        *("do", "dos", "du", "el", "ibn", "la", "las", "le", "les", "los", "ten", "ter", "und", "van", "vom", "von"),
        *("y", "zu", "zum", "zur"),
    )
)
# Titles, which people put before their names and nobody is called by.
_TITLES = frozenset(
    (
        *("pan", "pani", "p", "dr", "hab", "inż", "mgr", "prof", "lek", "med", "mec", "ks", "płk", "mr", "mrs", "ms"),
        *("miss", "sir", "herr", "frau", "ing", "dipl", "mme", "sr", "sra", "pp"),
    )
)
_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
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
_MOST_WORDS, _MOST_TOKENS = 3, 4


def _latin(token: str) -> str:
    if not any("\u0400" <= char <= "\u04ff" for char in token):
        return token
    token = token.replace("зг", "zgh").replace("ь", "")
    first = _UKRAINIAN_INITIAL.get(token[:1], "")
    rest = token[1:] if first else token
    return first + "".join(_UKRAINIAN.get(char, char) for char in rest)


def without_accents(token: str) -> str:
    """A folded word in plain letters: ``żółć`` as ``zolc``."""
    if token.isascii():
        return token
    kept = unicodedata.normalize("NFKD", token.translate(_WHOLE))
    return "".join(char for char in kept if not unicodedata.combining(char))


def other_spelling(token: str) -> str:
    """A folded word with ä, ø and their like as two letters: ``muller`` is spelt ``mueller`` too."""
    return without_accents(token.translate(_UMLAUTS))


def name_tokens(name: str) -> list[str]:
    """The parts of a name, folded for case and format characters, in their own letters still; digits are ours."""
    if name.isascii():
        return _TOKEN.findall(name.lower().translate(_APOSTROPHES))
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = (str(unicodedata.decimal(c, c)) for c in folded if unicodedata.category(c) != "Cf")
    folded = unicodedata.normalize("NFC", "".join(kept))
    return [_latin(token) for token in _TOKEN.findall(folded.translate(_APOSTROPHES))]


def name_keys(name: str) -> frozenset[str]:
    """Keys under which a surname matches: as one word, in any order, with ä as a and as ae. Empty for no letters."""
    tokens = name_tokens(name)
    if not tokens:
        return frozenset()
    keys = set()
    for spell in (without_accents, other_spelling):
        words = [spell(token) for token in tokens]
        keys |= {"".join(words), "".join(sorted(words))}
    return frozenset(keys - {""})


def surname_keys(surname: str, given_name: str | None) -> frozenset[str]:
    """Keys under which a request's surname matches: of the whole, and without particles ("van der Berg": "Berg").

    Where nothing stands as the given name, the surname may be a whole name, as exports and people in a hurry write it
    ("Jan Maria Nowak", "NOWAK Jan", "Nowak, Jan"): then the surname within it counts too. Half of a double name never
    does.

    Args:
        surname: As stored.
        given_name: As stored; None for none.

    Returns:
        The keys, none where the name has no letters.
    """
    if len(name_tokens(surname)) == 1:  # as most are: nothing else stands in it
        return name_keys(surname)
    parts = {surname} if given_name is not None else {surname, *_surnames_in(surname)}
    return frozenset().union(*map(name_keys, parts | set(map(_without_particles, parts))))


def _surnames_in(name: str) -> set[str]:
    """The surname within a whole name: before a comma, in capitals, or the last word with its particles."""
    words = name.replace(",", " , ").split()
    while len(words) > 1 and (words[-1] == "," or _bare(words[-1]) in _AFTER_NAMES):
        words.pop()
    if "," in words[1:]:
        return {" ".join(words[: words.index(",")])}
    capitals = [word for word in words if word.isupper() and len(name_tokens(word)) and len(word) > 2]
    first = len(words) - 1
    while first > 0 and _bare(words[first - 1]) in _PARTICLES:
        first -= 1
    found = {" ".join(words[first:])}
    return found | {" ".join(capitals)} if len(capitals) < len(words) else found


def _bare(word: str) -> str:
    return "".join(name_tokens(word))


def _without_particles(name: str) -> str:
    words = [word for word in name.split() if _bare(word) not in _PARTICLES]
    return " ".join(words) or name


def typed_name_keys(typed: str) -> frozenset[str]:
    """Keys of what a visitor typed: "Anna Kowalska" counts for Kowalska too, as one try.

    More than three words beside particles, or four parts, give no keys at all: that is a guessing machine.
    """
    if len(name_tokens(typed)) == 1:  # most type one word: no other reading of it is another key
        return name_keys(typed)
    words = [word for word in typed.split() if name_tokens(word)]
    words = [word for word in words if _bare(word) not in _TITLES] or words
    counted = [word for word in words if _bare(word) not in _PARTICLES] or words
    tokens = name_tokens(" ".join(counted))
    if not words or len(words) > 2 * _MOST_WORDS or len(counted) > _MOST_WORDS or len(tokens) > _MOST_TOKENS:
        return frozenset()
    keys = set(name_keys(typed)).union(*map(name_keys, _surnames_in(typed)))
    for size in range(1, len(tokens) + 1):
        for some in combinations(tokens, size):
            keys |= name_keys(" ".join(some))
    return frozenset(keys)
