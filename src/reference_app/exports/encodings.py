"""In which encoding a file was written, or a refusal: letters are never changed in silence.

General detectors guess wrong on short tables (charset-normalizer 3.5 garbled 30 % of our samples, chardet 7.7 3 %), and
never say that they do not know. A file with one surname decides little, so that is what must be possible.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import attrs

from helpdesk_core import ConfigurationError

#: Stands for bytes that are no letter in the file's encoding; no text holds it.
MARK = "\udcff"
codecs.register_error("helpdesk-mark", lambda error: (MARK, error.end))  # type: ignore[attr-defined]
_CHUNK = 1 << 20
_MOST_WORDS = 20_000
_CLEARLY = 3
"""By so much the best reading must be more likely than every other."""
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Tried on files that are no Unicode. Windows-1252 holds what ISO-8859-1 holds.
_CANDIDATES = (
    *("cp1250", "cp1252", "cp1251", "iso8859-2", "cp852", "cp850", "iso8859-15", "koi8-u", "koi8-r", "cp866"),
    *("cp1257", "cp1254", "cp1253", "iso8859-5", "mac_roman", "mac_cyrillic"),
)
#: Letters beyond a to z of the languages in which those encodings are used.
_ALPHABETS = (
    "ąćęłńóśźż",  # Polish
    "áäčďéěíĺľňóôŕřšťúůýž",  # Czech, Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Slovene
    "ăâîșțşţ",  # Romanian
    "äöüß",  # German
    "áéíñóúü",  # Spanish
    "àâæçéèêëîïôœùûüÿ",  # French
    "àáâãçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "áèéêëïóöü",  # Dutch
    "åäæöøé",  # Danish, Norwegian, Swedish, Finnish
    "ąčęėįšųūž",  # Lithuanian
    "āčēģīķļņšūž",  # Latvian
    "äõöüšž",  # Estonian
    "çğıöşüâî",  # Turkish
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",  # Greek
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",  # Ukrainian
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",  # Russian, Bulgarian
    "абвгдеёжзійклмнопрстуўфхцчшыьэюя",  # Belarusian
)
_SPANISH = 6
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_HIGH_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
#: May stand between two words without a space, and beside a word.
_BETWEEN = re.compile("[’‘‚‹›„”“«»–—…·\u00a0\u00ad]+")
_SYMBOLS = frozenset("€£§°©®™¡¿ªº²³¹½¼¾±×÷¶•†%‰µΩ")
_UNITS = re.compile("n?°[CFKNESW]?|[kmnc]?[µΩ][A-Za-z]?|[kMG]Ω|[cdkm]?m[²³]|[a-z]+[®™©]", re.IGNORECASE)


@attrs.frozen
class _Reading:
    """What an encoding makes of the words with letters beyond ASCII: how many are no word of any language here, and how
    many languages the others need."""

    encoding: str
    strange: int
    languages: int
    words: tuple[str, ...]

    @property
    def cost(self) -> int:
        """How unlikely it is: a misspelt word is hardly more so than a word of one more language."""
        return 4 * self.strange + 3 * self.languages


def encoding_of(path: Path, given: str | None = None) -> str:
    """The encoding of a file.

    Args:
        path: The file. It is read once, in pieces.
        given: What its owner says, in place of looking.

    Raises:
        ConfigurationError: The given one does not exist, the letters fit several encodings or none, or they are what
            another encoding makes of UTF-8.
    """
    if given is not None:
        return known_encoding(given)
    with path.open("rb") as stream:
        first = stream.read(4096)
    if (named := bom_of(first)) is not None:
        return named
    if (unmarked := _unmarked_utf_16(first)) is not None:
        return unmarked
    if not _is_utf8(path):
        return _by_letters(path)
    if (example := _encoded_twice(path)) is not None:
        raise ConfigurationError(
            f"{path.name} was written as UTF-8 twice ({example[0]!r} stands where {example[1]!r} was meant): export it"
            " anew, or say --encoding utf-8 if these are its letters"
        )
    return "utf-8"


def bom_of(first: bytes) -> str | None:
    """The encoding that a file's first bytes name."""
    return next((encoding for bom, encoding in _BOMS if first.startswith(bom)), None)


def _unmarked_utf_16(first: bytes) -> str | None:
    """Of Latin letters every other byte is nought. Noughts side by side are what a file has whose end was never
    written."""
    low, high = first[::2].count(0), first[1::2].count(0)
    if (low + high) * 4 <= len(first) or 4 * min(low, high) > max(low, high):
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def known_encoding(given: str) -> str:
    """The encoding of this name. Raises ConfigurationError."""
    try:
        encoding = codecs.lookup(given).name
        "".encode(encoding)
    except (LookupError, ValueError):
        raise ConfigurationError(
            f"there is no encoding {given!r}; common are utf-8, cp1250 (Windows, Central Europe), iso8859-2, "
            "cp1252 (Windows, Western Europe), cp1251 (Windows, Cyrillic), cp852 (DOS), utf-16"
        ) from None
    return encoding


def _is_utf8(path: Path) -> bool:
    """Whether it is UTF-8, but for a few letters that were cut: those cost their rows alone. In text of another
    encoding hardly any two letters stand together as UTF-8 wants them."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = broken = 0
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        if not text.isascii():
            broken += text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd")
            letters += len(text) - len(text.encode("ascii", "ignore"))
    return broken <= 0 or broken * 2 < letters


def _encoded_twice(path: Path) -> tuple[str, str] | None:
    """What stands in the file for a letter, and that letter, where all that is not ASCII is UTF-8 that a program took
    for another encoding and wrote as UTF-8 once more."""
    decoder, found = codecs.getincrementaldecoder("utf-8")("replace"), dict[str, None]()
    for chunk in _chunks(path):
        found.update(dict.fromkeys(_BEYOND_ASCII.findall(decoder.decode(chunk))))
        if len(found) > _MOST_WORDS:
            break
    for encoding in ("cp1252", "cp1250", "latin-1"):
        meant = [_meant(run, encoding) for run in found]
        if meant and None not in meant:
            letter = str(meant[0])[0]
            return letter.encode().decode(encoding), letter
    return None


def _meant(run: str, encoding: str) -> str | None:
    """What letters of a known language, or signs, a run of letters was before it was taken for another encoding; None
    where it was none."""
    try:
        meant = run.encode(encoding).decode()
    except UnicodeError:
        return None
    known = all(char in _SYMBOLS or _BETWEEN.fullmatch(char) or _containing(char.lower()) for char in meant)
    return meant if known else None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _by_letters(path: Path) -> str:
    words: dict[bytes, None] = {}
    for chunk in _chunks(path):
        if len(words) < _MOST_WORDS:
            words.update(dict.fromkeys(_HIGH_WORD.findall(chunk)))
    read = sorted((_read(one, list(words)[:_MOST_WORDS]) for one in _CANDIDATES), key=lambda one: one.cost)
    best = read[0]
    rivals = [
        one.encoding
        for one in read[1:]
        if one.cost < best.cost + _CLEARLY + 2 * best.strange and one.words != best.words
    ]
    if best.strange * 20 > len(words) or rivals:
        fits = ", ".join((best.encoding, *rivals)) if rivals else "none that we know"
        raise ConfigurationError(
            f"{path.name} is not UTF-8, and too few of its letters tell the encoding (it could be {fits}): say it with "
            "--encoding, or save the file as UTF-8"
        )
    return best.encoding


def _read(encoding: str, found: list[bytes]) -> _Reading:
    words = tuple(word.decode(encoding, "replace") for word in found)
    strange, needed = 0, []
    for word in words:
        for part in filter(None, _BETWEEN.split(word)):
            languages = _languages(part)
            if languages is None:
                strange += 1
                break
            if languages:
                needed.append(languages)
    return _Reading(encoding, strange, _fewest(needed), words)


def _languages(word: str) -> frozenset[int] | None:
    """In which languages the letters of this word stand; None for no word at all, empty for plain letters and signs."""
    if word in _SYMBOLS or all(char in _SYMBOLS for char in word) or _UNITS.fullmatch(word):
        return frozenset()
    upside_down = word[0] in "¿¡"
    letters = word.lstrip("¿¡")
    if not letters.isalpha() or not _is_cased_as_written(letters):
        return None
    return _alphabets_with("".join(sorted({char for char in letters.lower() if char > "\x7f"})), letters, upside_down)


def _alphabets_with(special: str, word: str, upside_down: bool) -> frozenset[int] | None:
    if max(special, default="") >= "Ͱ" and any(char.isascii() for char in word):
        return None  # two scripts in one word
    found = _containing(special)
    if upside_down:
        found &= {_SPANISH}
    return found or None


@cache
def _containing(special: str) -> frozenset[int]:
    return frozenset(n for n, alphabet in enumerate(_ALPHABETS) if set(special) <= set(alphabet))


def _is_cased_as_written(word: str) -> bool:
    """Not like "sZafa": what another encoding's letters often are."""
    return all(before.isupper() for before, char in pairwise(word) if char.isupper() and char > "\x7f")


def _fewest(needed: list[frozenset[int]]) -> int:
    """How many languages cover every word: the one that covers most first."""
    count, left = 0, set(needed)
    while left:
        best = max(range(len(_ALPHABETS)), key=lambda n: sum(n in one for one in left))
        left = {one for one in left if best not in one}
        count += 1
    return count
