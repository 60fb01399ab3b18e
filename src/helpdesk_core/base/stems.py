"""Stems of words, so that a word is found in its other forms: "baterię" by "bateria".

Polish is stemmed by rules of our own: of 880 forms of about 100 nouns of repair they miss fewer than Snowball does,
and of two forms of one verb ("pękł", "pęknięty") they miss one pair in six.
Other languages have Snowball's stemmers (the extra ``search``); without it they are searched by the beginnings of
words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from .polish_verbs import roots
from .surnames import without_accents

_SNOWBALL = dict(
    zip(
        (
            "cs",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "hu",
            "it",
            "lt",
            "nl",
            "no",
            "pt",
            "ro",
            "ru",
            "sr",
            "sv",
        ),
        (
            *("czech", "danish", "german", "greek", "english", "spanish", "estonian", "finnish", "french", "hungarian"),
            *("italian", "lithuanian", "dutch", "norwegian", "portuguese", "romanian", "russian", "serbian", "swedish"),
        ),
        strict=True,
    )
)
_LONGEST = 30
#: What a language's stemmer takes off the beginning of words ("gelopen": "lopen"). The others keep the first letter.
_TAKEN_OFF = {"nl": "ge"}
# Before the ending goes: the sounds that it changed, as they stand in the word's other forms.
_SOFT = (
    (re.compile(r"dź$|(?<=..)dzi(?=[aeouęą]|$)"), "d"),
    (re.compile(r"ć$|(?<=..)ci(?=[aeouęą]|om|ach|ami|$)"), "t"),
    (re.compile(r"dz(?=e$)"), "g"),
    (re.compile(r"rz(?=e$)"), "r"),
    (re.compile(r"c(?=e$)"), "k"),
)
# Of nouns and adjectives, the longest first. What is left is no syllable alone.
_NOUN = re.compile(r"(?<=...)(?:iami|ach|ami|ego|emu|iej|ych|ymi|imi|ich|om|em|ej|ym|im|ia|ie|iu|io|a|e|i|o|u|y)$")
_OF_MANY = re.compile(r"(?<=...)ow(?:i|ie)?$")


@cache
def _stemmer(language: str) -> Any:
    """Snowball's stemmer of a language, None where there is none."""
    try:
        import snowballstemmer
    except ImportError:
        return None
    name = _SNOWBALL.get(language, "")
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def stemming(languages: Sequence[str]) -> str:
    """How words are stemmed here, as a key: what was indexed otherwise must be indexed again."""
    return ",".join(f"{language}{'+' if _stemmer(language) else ''}" for language in languages)


def first_letters_lost(languages: Sequence[str]) -> set[str]:
    """How words begin whose stems may begin otherwise.

    Args:
        languages: Language codes.

    Returns:
        Beginnings.
    """
    return {_TAKEN_OFF[language] for language in languages if language in _TAKEN_OFF}


@lru_cache(maxsize=50_000)
def stems(word: str, languages: tuple[str, ...]) -> frozenset[str]:
    """The stems of a word in some languages, without accents.

    Args:
        word: In small letters, with its accents or without: people type both.
        languages: Language codes.

    Returns:
        The stems. Two words are forms of one where these meet.
    """
    if not word.isalpha() or not 3 <= len(word) <= _LONGEST:
        return frozenset()
    found: set[str] = set()
    for form in {word, without_accents(word)}:
        for language in languages:
            found |= _polish(form) if language == "pl" else {_stem(form, language)}
    return frozenset(found)


def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return without_accents(stemmer.stemWord(word) if stemmer else word)


def _polish(word: str) -> set[str]:
    """The stems of a Polish word: as a noun, and where it may be one, as a verb or in the genitive of many."""
    verbs = set(roots(without_accents(word)))
    for sound, plain in _SOFT:
        word = sound.sub(plain, word, count=1)
    word = without_accents(word)
    return {_bare(ending.sub("", word)) for ending in (_NOUN, _OF_MANY)} | verbs


def _bare(stem: str) -> str:
    """Without the vowel that comes and goes ("zegarek", "zegarka"), nor what is left of an ending."""
    stem = re.sub(r"(?<=...)u[tl]$", "", stem)
    stem = re.sub(r"(?<=..[^aeiouy])[iy]?[aeiouy]+$", "", stem)
    stem = re.sub(r"(?<=..[^aeiouy])i?e([kclnrmw])$", r"\1", stem)
    return re.sub(r"(?<=...)[ij]+$", "", stem)
