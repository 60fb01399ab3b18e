"""What is seen of a candidate: its own shape, the words and signs round it, the line it stands in, what was announced.
Each feature is a short name; `judge` knows what it weighs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from .candidates import NUMBER
from .context import Span, Text
from .kinds import Cue
from .words import load_words

_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|•+◦*|\n|[^\w\s]|_")
_PICTURES = re.compile("[\U0001f511\U0001f510\U0001f512\U0001f513\U0001f5dd]{1,9}")
_BEFORE, _BEHIND = 14, 9
_STEM = 5
REACH = 200
"""Nothing farther away than so many characters is looked at."""


class Seen:
    """A text in tokens, with the words that announce."""

    def __init__(self, text: Text, triggers: Sequence[Span], cue: Cue | None, removed: Sequence[Span] = ()) -> None:
        self.text, self.triggers, self.cue = text, triggers, cue
        self.starts: list[int] = []
        self.names: list[str] = []
        for found in _TOKEN.finditer(text.folded):
            self.starts.append(found.start())
            self.names.append(_name(found.group()))
        if not text.plain.isascii():
            self._see_pictures(text.plain)
        for start, _, kind in removed:
            place = bisect_left(self.starts, start)
            if place < len(self.starts) and self.starts[place] == start:
                self.names[place] = f"/m{kind}"
        self.roles = [_role(name) for name in self.names]
        for start, end, kind in triggers:
            for place in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
                self.roles[place] = "T" if kind else "X"
        self.trigger_starts = [start for start, _, _ in triggers]
        self.trigger_ends = [end for _, end, _ in triggers]

    def _see_pictures(self, plain: str) -> None:
        """A key or a lock among the words stands for one."""
        for found in _PICTURES.finditer(plain):
            place = bisect_left(self.starts, found.start())
            self.starts.insert(place, found.start())
            self.names.insert(place, "/key")

    def features(self, start: int, end: int, form: str) -> list[str]:
        """The names of what is seen of the candidate that stands here."""
        before = bisect_left(self.starts, start)
        behind = bisect_left(self.starts, end)
        first = max(before - _BEFORE, bisect_left(self.starts, start - REACH), 0)
        last = min(behind + _BEHIND, bisect_left(self.starts, end + REACH))
        left, right = self.names[first:before][::-1], self.names[behind:last]
        found = ["any", *_round(left, "l"), *_round(right, "r"), *self._announced(start, end)]
        size = min(sum(map(str.isdigit, self.text.folded[start:end])), 9) if form == NUMBER else ""
        found += [f"{name}|{size}" for name in found[-4:] if name[:2] in ("b1", "a:", "b:")]
        found += _order(self.roles[max(0, before - 5) : before][::-1], self.roles[behind : behind + 3])
        found += _lines(left, right)
        found += _number(self.text.folded[start:end]) if form == NUMBER else _word(self.text.plain[start:end])
        if self.cue is not None:
            found += [f"cue:{self.cue.value}", f"cue+{min(before, 4)}{min(len(right), 2)}"]
        if len(self.names) <= 8 and self.cue is not None:
            found.append(f"short:{len(self.names) - (behind - before)}")
        return found

    def _announced(self, start: int, end: int) -> list[str]:
        """The nearest words for secrets before and behind, and what stands between."""
        folded, found = self.text.folded, []
        at = bisect_right(self.trigger_ends, start)
        for step in (1, 2):
            if at - step < 0:
                break
            _, stop, kind = self.triggers[at - step]
            far = start - stop
            if far > 140:
                break
            kind = kind or "anti"
            where = _between(folded, stop, start)
            size = "0" if far < 4 else "1" if far < 12 else "2" if far < 30 else "3" if far < 70 else "4"
            found += [f"b{step}:{kind}", f"b{step}:{kind}:{size}{where}"]
        if not found:
            found.append("b:none")
        at = bisect_left(self.trigger_starts, end)
        if at < len(self.triggers):
            begin, _, kind = self.triggers[at]
            far = begin - end
            if far < 70:
                where = _between(folded, end, begin)
                size = "0" if far < 4 else "1" if far < 12 else "2" if far < 30 else "3"
                found += [f"a:{kind or 'anti'}", f"a:{kind or 'anti'}:{size}{where}"]
        return found


def _between(folded: str, start: int, end: int) -> str:
    """What parts two places: something removed, the end of a line or of a sentence."""
    found = _PARTED.search(folded, start, end)
    return "" if found is None else "m" if found[0] == "•" else "n" if found[0] == "\n" else "s"


_PARTED = re.compile(r"•|\n|[.!?;](?=\s|\Z)")


def _round(tokens: list[str], side: str) -> list[str]:
    """Tokens on one side, nearest first: by place, in pairs, and as a bag."""
    found = [f"{side}{place}{name}" for place, name in enumerate(tokens[:3])]
    found += [f"{side}.{name}" for name in dict.fromkeys(tokens)]
    if len(tokens) > 1:
        found.append(f"{side}0{tokens[0]}{tokens[1]}")
    if len(tokens) > 2:
        found.append(f"{side}0{tokens[0]}{tokens[1]}{tokens[2]}")
        found.append(f"{side}1{tokens[1]}{tokens[2]}")
    if not tokens:
        found.append(f"{side}0end")
    return found


def _order(left: list[str], right: list[str]) -> list[str]:
    """What the nearest words do, in their order: a word for a secret, a connector, a colon."""
    before = "".join(left)
    behind = "".join(right)
    found = [f"o{before[:size]}" for size in range(1, 6) if size <= len(before)]
    found += [f"p{behind[:size]}" for size in range(1, 4) if size <= len(behind)]
    found.append(f"q{before[:2]}|{behind[:1]}")
    if len(before) > 2:
        found.append(f"q{before[:3]}|{behind[:1]}")
    if len(behind) > 1:
        found.append(f"q{before[:2]}|{behind[:2]}")
    return found


def _lines(left: list[str], right: list[str]) -> list[str]:
    first, last = not left or left[0] == "/n", not right or right[0] == "/n"
    found = [f"line:{first:d}{last:d}"]
    if first and "/n" in left:
        found.append("line:more")
    if last and not first:
        line = left[: left.index("/n")] if "/n" in left else left
        found.append(f"line:end{min(len(line), 4)}")
    return found


def _number(value: str) -> list[str]:
    digits = "".join(filter(str.isdigit, value))
    if not digits:
        return ["v:spelled"]
    size = len(digits)
    shape = f"v:{size}" if len(value) == size else f"v:{size}{value[len(digits) // 2 :][:1]}" + str(len(value) - size)
    found = [shape, f"v#{size}"]
    if size == 4 and digits[:2] in ("19", "20"):
        found.append("v:year" if "1940" <= digits <= "2032" else "v:20")
    if digits.endswith("00"):
        found.append("v:00")
    if digits[0] == "0":
        found.append(f"v:0{size}")
    if len(set(digits)) <= 2:
        found.append("v:few")
    if digits in "01234567890" or digits in "09876543210":
        found.append("v:run")
    return found


def _word(value: str) -> list[str]:
    letters = "".join(_shape(char) for char in value)
    short = _REPEATED.sub(r"\1", letters)
    folded = value.lower()
    found = [
        f"v:{short[:9]}",
        f"v#{min(len(value), 20) // 2}",
        f"v<{folded[:3]}",
        f"v>{folded[-3:]}",
        f"v={folded[:7]}",
    ]
    if any(char in "!@#$%&*?_+=~^" for char in value[:-1]):
        found.append("v:sign")
    if value[-1:] == "!":
        found.append("v:!")
    if value[:1].isupper():
        found.append("v:cap")
    return found


_REPEATED = re.compile(r"(.)\1+")


def _shape(char: str) -> str:
    if char.isdigit():
        return "9"
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return char


@lru_cache(20_000)
def _name(token: str) -> str:
    """What a token counts as: the beginning of a word, how many digits, a sign."""
    first = token[0]
    if first == "•":
        return "/m"
    if first == "\n":
        return "/n"
    if first.isdigit():
        return f"/{len(token)}" if len(token) < 9 else "/9"
    return f"/{token[:_STEM]}"


@lru_cache(20_000)
def _role(name: str) -> str:
    """What a word or sign does, in one letter, in whatever language: denies, claims, asks to put in."""
    return _roles().get(name) or ("w" if name[1].isalpha() else "9" if name[1].isdigit() else name[1])


@lru_cache(1)
def _roles() -> dict[str, str]:
    return {f"/{word[:_STEM]}": role for role, words in load_words().roles.items() for word in words}
