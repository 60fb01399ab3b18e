"""Labels that people write with signs in the place of letters: "h4sło", "pa$$word", "p1n"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .context import Span, is_strong
from .words import ACCESS, LOGIN, Words, kind_of, load_words

#: A sign that stands for a letter, behind a letter; and the word round it.
_SIGN = re.compile(r"[01345@$!](?<=[^\W\d_].)(?:[\w$!@]{0,12}?[^\W\d_]|(?<=[0@$])(?=[\s:=]))")
_BEFORE = re.compile(r"(?<![\w@$!./\-])[\w@$!]{1,14}\Z")
_WORD = re.compile(r"[\w@$!]{3,16}(?![\w@$/\-]|[.][^\W_])")
_LATIN = tuple(str.maketrans("01345@$!", f"o{one}eas" + "asi") for one in "il")
_CYRILLIC = (str.maketrans("013@!", "оізаі"),)
#: What stands between a label and its value; what ends what was said before it.
_SAID = re.compile(r"\s{0,2}(?:[:=>\-]|\()\s{0,2}\S|\s(?=\S)")
_NEW = re.compile(r"(?:\A|[.,;!?\n(/|])\s{0,3}\Z")


def find_disguised(folded: str, triggers: Sequence[Span]) -> Iterator[Span]:
    """Spans of labels in which signs stand for letters, with their kinds; not where such a word is itself the value
    ("my password is p4ssw0rd")."""
    words, done = load_words(), 0
    for sign in _SIGN.finditer(folded):
        before = _BEFORE.search(folded, max(done, sign.start() - 15), sign.start())
        word = _WORD.match(folded, before.start()) if before else None
        if word is None or word.end() <= sign.start():
            continue
        kind = _kind(word[0])
        if kind and _is_label(folded, word, triggers, words):
            done = word.end()
            yield *word.span(), kind


def _kind(written: str) -> str:
    """The kind that a word announces once its signs are letters."""
    for table in _LATIN if any("a" <= char <= "z" for char in written) else _CYRILLIC:
        meant = written.translate(table)
        if meant.isalpha() and (kind := kind_of(meant)) not in ("", ACCESS, LOGIN):
            return kind
    return ""


def _is_label(folded: str, word: re.Match[str], triggers: Sequence[Span], words: Words) -> bool:
    start, end = word.span()
    if not _SAID.match(folded, end):
        return False
    if any(0 <= start - stop < 4 for _, stop, kind in triggers if kind not in ("", ACCESS)):
        return False
    before = folded[max(0, start - 40) : start]
    return _NEW.search(before) is not None or not is_strong(f"x {before}", words)  # fillers alone announce nothing
