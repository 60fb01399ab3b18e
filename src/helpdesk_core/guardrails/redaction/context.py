"""What the words round a value say: where a sentence ends, what announces, what claims, what denies. All on folded
text, each search within bounds."""

from __future__ import annotations

import re
from functools import cached_property

import attrs

from .words import Words

Span = tuple[int, int, str]


FAR, NEAR = 110, 46


#: Where the words about a value end: the sentence does, or a placeholder says that the value was removed before.
# A full stop behind an abbreviation ends nothing.
SENTENCE = re.compile(
    r"[.](?=\s|$)(?<!\bno.)(?<!\bnr.)(?<!\bnum.)(?<!\btel.)(?<!\bref.)(?<!\bexp.)|[!?;](?=\s|$)|\n\s*\n|\[[a-z_]{2,20}\]"
)


STRONG = re.compile(r"[\"'`*_)\]]{0,3}\s{0,3}(?:[:=>|~]|->|=>|--|-(?=\s)){1,3}[\s>*`_]{0,4}")


SPACE = re.compile(r"[\s,(\"'*`_]{0,4}")


WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|'(?=[^\W\d_])){0,30}(?![\w@])")


#: All that is no letter as a blank.
_APART = {sign: " " for sign in range(128) if not chr(sign).isalpha()}
_LETTERS = re.compile(r"[^\W\d_]+")


def words_in(folded: str) -> list[str]:
    """The words of a text, in order."""
    return folded.translate(_APART).split() if folded.isascii() else _LETTERS.findall(folded)


@attrs.frozen(slots=False)
class Text:
    """A message: folded with everything found so far masked, and as it was typed, place for place."""

    folded: str
    plain: str

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words: whether a pattern could find anything, they say for a fraction of what that takes."""
        return frozenset(words_in(self.folded))


def clause(folded: str, start: int, most: int) -> int:
    """Where the sentence that continues at ``start`` ends, at most ``most`` characters on."""
    found = SENTENCE.search(folded, start, min(len(folded), start + most))
    return found.start() if found else min(len(folded), start + most)


def claimed(folded: str, place: int, words: Words, floor: int) -> bool:
    """Whether a label behind ``floor`` claims what stands here ("IMEI", "ticket"); in "PIN of my phone 1234" the phone
    claims nothing."""
    begin = max(floor, place - 30)
    found = words.guards.search(folded[begin:place])
    return (
        found is not None
        and words.phrases.of.search(folded[max(0, begin + found.start() - 34) : begin + found.start()]) is None
    )


def is_strong(between: str, words: Words) -> bool:
    """Whether a stretch ends in what announces the value: a colon, "is", "to", perhaps with a filler behind it."""
    if between.strip() == ",":
        return True
    bare = between.rstrip(" \t\n\"'`*_(👉")
    if bare.endswith((":", "=", "->", ">", "-", "|")):
        return True
    for _ in range(4):
        tail = _LAST_WORD.search(bare, max(0, len(bare) - 23))
        if tail is None:
            return not bare
        word = tail.group(1)
        if words.connectors.fullmatch(word):
            return True
        two = _LAST_TWO.search(bare, max(0, len(bare) - 45))
        if two is not None and words.connectors.fullmatch(two.group()):
            return True
        if word not in words.fillers:
            return False
        bare = bare[: tail.start(1)].rstrip(" ,\"'(")
    return False


_LAST_WORD = re.compile(r"(?:^|[\s,'\"(])([^\W\d_][\w']{0,20})\Z")
_LAST_TWO = re.compile(r"[^\W\d_][\w']{0,20}\s{1,2}[^\W\d_][\w']{0,20}\Z")
_PART = re.compile(r"[.,!?;:\n]")


def is_denied(folded: str, start: int, words: Words) -> bool:
    """Whether the words before say that there is none: "I forgot the", "nie pamiętam"."""
    before = _PART.split(folded[max(0, start - 28) : start])[-1]
    return words.negations.search(before) is not None


def behind_quote(folded: str, place: int) -> int:
    """The end of the line at ``place``; where it is a quoted one ("> …"), of the last line that is quoted with it."""
    line = folded.rfind("\n", 0, place) + 1
    end = folded.find("\n", place, place + 200)
    if end < 0 or not folded.startswith(">", line):
        return place if end < 0 else end
    quoted = _QUOTED_LINES.match(folded, end)
    return quoted.end() - 1 if quoted else end


_QUOTED_LINES = re.compile(r"\n(?:>[^\n]{0,200}\n){0,6}")


def blanks(folded: str, place: int) -> int:
    """How many spaces stand here, four at most."""
    count = 0
    while place + count < len(folded) and folded[place + count] in " \t\n" and count < 4:
        count += 1
    return count
