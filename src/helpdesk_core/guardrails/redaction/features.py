"""What is seen of a candidate: its own shape, the words and signs round it and what they have to do with, the line it
stands in, what was announced. Each feature is a short name; `judge` knows what it weighs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile
from operator import attrgetter

from .candidates import NUMBER, PLAIN
from .context import Span, Text, claimed
from .kinds import Cue
from .signs import KEY, KNOWN, Token, announcing, removed_as
from .words import load_words

_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|•+◦*|\n|[^\w\s]|_")
_PICTURES = re.compile("[\U0001f511\U0001f510\U0001f512\U0001f513\U0001f5dd]{1,9}")
_BEFORE, _BEHIND = 14, 9
REACH = 200
"""Nothing farther away than so many characters is looked at."""


class Seen:
    """A text in tokens, with the words that announce."""

    def __init__(self, text: Text, triggers: Sequence[Span], cue: Cue | None, removed: Sequence[Span] = ()) -> None:
        self.text, self.triggers, self.cue = text, triggers, cue
        found = list(_TOKEN.finditer(text.folded))
        self.starts = [one.start() for one in found]
        self.tokens = [KNOWN[one[0]] for one in found]
        if not text.plain.isascii():
            self._see_pictures(text.plain)
        for start, _, kind in removed:
            place = bisect_left(self.starts, start)
            if place < len(self.starts) and self.starts[place] == start:
                self.tokens[place] = removed_as(kind)
        for start, end, kind in triggers:
            for place in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
                self.tokens[place] = announcing(self.tokens[place], "T" if kind else "X")
        self.trigger_starts = [start for start, _, _ in triggers]
        self.trigger_ends = [end for _, end, _ in triggers]

    def _see_pictures(self, plain: str) -> None:
        """A key or a lock among the words stands for one."""
        for found in _PICTURES.finditer(plain):
            place = bisect_left(self.starts, found.start())
            self.starts.insert(place, found.start())
            self.tokens.insert(place, KEY)

    def features(self, start: int, end: int, form: str, value: tuple[str, str] | None = None) -> set[str]:
        """The names of what is seen of the candidate that stands here; ``value`` is it, folded and as typed, where
        it is masked."""
        before = bisect_left(self.starts, start)
        behind = bisect_left(self.starts, end)
        first = max(before - _BEFORE, bisect_left(self.starts, start - REACH), 0)
        last = min(behind + _BEHIND, bisect_left(self.starts, end + REACH))
        left, right = self.tokens[first:before][::-1], self.tokens[behind:last]
        folded, typed = value or (self.text.folded[start:end], self.text.plain[start:end])
        size = _size(folded) if form == NUMBER else ""
        found = ["any", *self._announced(start, end, size)]
        _round(left, right, found)
        _order(self.tokens[max(0, before - 5) : before][::-1], self.tokens[behind : behind + 3], found)
        _lines(left, right, found)
        _setting(left, right, size or form, found)
        _senses(left, right, size or form, found)
        _pairs(left, right, size or form, found)
        _message(self.tokens, before, behind, size or form, found)
        found += _number(folded) if form == NUMBER else _word(typed)
        if form == PLAIN:
            found += _grams(folded)
            found += _of_its_words(folded)
        if claimed(self.text.folded, start, load_words(), 0):
            found.append("claimed")
        if self.cue is not None:
            found += [f"cue:{self.cue.value}", f"cue+{min(before, 4)}{min(len(right), 2)}"]
            if len(self.tokens) <= 8:
                found.append(f"short:{len(self.tokens) - (behind - before)}")
        return set(found)

    def _announced(self, start: int, end: int, size: str) -> list[str]:
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
            place = f"b{step}:{kind}:{_far(far)}{where}"
            found += [f"b{step}:{kind}", place]
            if step == 1:
                found += [f"b1:{kind}|{size}", f"{place}|{size}"]
        if not found:
            found += ["b:none", f"b:none|{size}"]
        at = bisect_left(self.trigger_starts, end)
        if at < len(self.triggers):
            begin, _, kind = self.triggers[at]
            far = begin - end
            if far < 70:
                place = f"a:{kind or 'anti'}:{_far(far)}{_between(folded, end, begin)}"
                found += [f"a:{kind or 'anti'}", place, f"a:{kind or 'anti'}|{size}", f"{place}|{size}"]
        return found


def _size(value: str) -> str:
    """How many digits; of four, whether they could be a year."""
    digits = sum(map(str.isdigit, value))
    return "y" if digits == 4 and _YEAR.fullmatch(value) else str(min(digits, 9))


_YEAR = re.compile(r"19[4-9][0-9]|20[0-3][0-9]")


def _far(far: int) -> str:
    return "0" if far < 4 else "1" if far < 12 else "2" if far < 30 else "3" if far < 70 else "4"


def _between(folded: str, start: int, end: int) -> str:
    """What parts two places: something removed, the end of a line or of a sentence."""
    found = _PARTED.search(folded, start, end)
    return "" if found is None else "m" if found[0] == "•" else "n" if found[0] == "\n" else "s"


_PARTED = re.compile(r"•|\n|[.!?;](?=\s|\Z)")


def _round(left: list[Token], right: list[Token], found: list[str]) -> None:
    """Tokens on each side, nearest first: by place, in pairs, and as a bag."""
    found += {one.left for one in left}
    found += {one.right for one in right}
    for side, tokens in (("l", left), ("r", right)):
        names = [one.name for one in tokens[:3]]
        found += [f"{side}{place}{name}" for place, name in enumerate(names)]
        if len(names) > 1:
            found.append(f"{side}0{names[0]}{names[1]}")
        if len(names) > 2:
            found += [f"{side}0{names[0]}{names[1]}{names[2]}", f"{side}1{names[1]}{names[2]}"]
        if not names:
            found.append(f"{side}0end")


def _order(left: list[Token], right: list[Token], found: list[str]) -> None:
    """What the nearest words do, in their order: a word for a secret, a connector, a colon."""
    before = "".join([one.role for one in left])
    behind = "".join([one.role for one in right])
    found += [f"o{before[:size]}" for size in range(1, len(before) + 1)]
    found += [f"p{behind[:size]}" for size in range(1, len(behind) + 1)]
    found.append(f"q{before[:2]}|{behind[:1]}")
    if len(before) > 2:
        found.append(f"q{before[:3]}|{behind[:1]}")
    if len(behind) > 1:
        found.append(f"q{before[:2]}|{behind[:2]}")


def _setting(left: list[Token], right: list[Token], size: str, found: list[str]) -> None:
    """How much is said round it, how many numbers besides, how its sentence begins, what was asked before it."""
    many = len(left) + len(right)
    whole = "=" if many < _BEFORE else "+"
    numbers = [one.role for one in left].count("9"), [one.role for one in right].count("9")
    found += [
        f"u{min(many, 12) // 2}{whole}",
        f"u9{min(numbers[0], 3)}{min(numbers[1], 3)}",
        f"u#{size}{min(sum(numbers), 3)}",
    ]
    length = next((place for place, one in enumerate(left) if one.ends), len(left))
    if length:
        opener = left[length - 1]
        found += [f"s{opener.name}", f"s{min(length, 6)}"]
        if length > 1:
            found.append(f"s{opener.name}{left[length - 2].name}")
        found += [f"s.{sense}|{size}" for sense in opener.senses]
    while length < len(left) and left[length].name == "/n":
        length += 1
    if length < len(left) and left[length].name == "/?":
        found.append("ask")
        found += {f"ask{sense}" for one in left[length:] for sense in one.senses}


def _lines(left: list[Token], right: list[Token], found: list[str]) -> None:
    names = [one.name for one in left]
    first, last = not names or names[0] == "/n", not right or right[0].name == "/n"
    found.append(f"line:{first:d}{last:d}")
    if first and names:
        found.append("line:more")
    if last and not first:
        line = names.index("/n") if "/n" in names else len(names)
        found.append(f"line:end{min(line, 4)}")


def _senses(left: list[Token], right: list[Token], size: str, found: list[str]) -> None:
    """What the words before and behind have to do with: as a bag, apart for what stands beyond the end of the sentence;
    the nearest with how far it is; the first ones in pairs; the nearest on both sides."""
    before = _side(left, "<", size, found)
    behind = _side(right, ">", size, found)
    for one in before:
        found += [f"<>{one}{other}" for other in behind]


def _side(tokens: list[Token], side: str, size: str, found: list[str]) -> tuple[str, ...]:
    nearest: list[tuple[str, ...]] = []
    skipped, beyond = 0, False
    for token in tokens:
        senses = token.senses
        if not senses:
            skipped += 1
            continue
        if not nearest:
            for sense in senses:
                found += [f"{side}0{sense}{min(skipped, 2)}", f"{side}0{sense}#{size}"]
        if len(nearest) < 4:
            nearest.append(senses)
        if token.ends:
            beyond = True
        else:
            found += [f"{side}.{sense}" for sense in senses] if beyond else [f"{side}{sense}" for sense in senses]
    for place in range(len(nearest) - 1):
        found += [f"{side}{place}{one}+{other}" for one in nearest[place] for other in nearest[place + 1]]
    if len(nearest) > 2:
        first, second, third = nearest[0][0], nearest[1][0], nearest[2][0]
        found += [f"{side}{first}-{third}", f"{side}{first}+{second}+{third}"]
    return nearest[0] if nearest else ("-",)


def _pairs(left: list[Token], right: list[Token], size: str, found: list[str]) -> None:
    """The nearest words with the shape of the value and with one another, over a gap; so what its sentence has to do
    with."""
    names = [one.name for one in left[:4]] or ["/"]
    behind = [one.name for one in right[:3]] or ["/"]
    found += [f"c{size}l{names[0]}", f"c{size}r{behind[0]}", f"cl{names[0]}r{behind[0]}"]
    if len(names) > 1:
        found += [f"c{size}L{names[1]}", f"cL{names[1]}r{behind[0]}", f"c{size}l{names[0]}{names[1]}"]
    if len(names) > 2:
        found += [f"cl{names[0]}_{names[2]}", f"cl_{names[1]}_{names[2]}"]
    if len(names) > 3:
        found += [f"cl{names[1]}_{names[3]}", f"cl{names[0]}__{names[3]}"]
    if len(behind) > 1:
        found += [f"cl{names[0]}R{behind[1]}"]
    if len(behind) > 2:
        found += [f"cr{behind[0]}_{behind[2]}"]
    found += [f"S<{one}#{size}" for one in _said(left)]
    found += [f"S>{one}#{size}" for one in _said(right)]


def _said(tokens: list[Token]) -> list[str]:
    """What the rest of the sentence has to do with, each once, sorted."""
    rest = takewhile(lambda one: not one.ends, tokens)
    return sorted(set().union(*map(_SENSES, rest)))


def _message(tokens: list[Token], before: int, behind: int, size: str, found: list[str]) -> None:
    """How long the message is, where in it the value stands, and what the whole has to do with."""
    around = tokens[max(0, before - 30) : before] + tokens[behind : behind + 30]
    found += [f"m{min(before, 9)}", f"m>{min(len(tokens) - behind, 9)}", f"m#{min(len(around) // 3, 12)}{size}"]
    for one in set().union(*map(_SENSES, around)):
        found += _of_message(one, size)
    found += map("mR%s".__mod__, set(map(_ROLE, around)))


@cache
def _of_message(sense: str, size: str) -> tuple[str, str]:
    return f"mS{sense}", f"mS{sense}#{size}"


_SENSES, _ROLE = attrgetter("senses"), attrgetter("role")


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
    found += _habits(digits)
    if digits in "01234567890" or digits in "09876543210":
        found.append("v:run")
    return found


def _habits(digits: str) -> list[str]:
    """How people make numbers up: pairs, steps, columns of keys, days. Machines do so by chance alone."""
    size, found = len(digits), []
    if size == 4:
        first, second, third, last = tuple(digits)
        if first == second and third == last:
            found.append("v:aabb")
        if first == third and second == last:
            found.append("v:abab")
        if first == last and second == third:
            found.append("v:abba")
    halves = digits[:3] in (digits[3:], digits[:2:-1])
    if size == 6 and (halves or digits[:2] == digits[2:4] == digits[4:]):
        found.append("v:abcabc")
    steps = {(int(other) - int(one)) % 10 for one, other in pairwise(digits)}
    if len(steps) == 1:
        found.append("v:steps")
    if size == 6 and int(digits[2:4]) - int(digits[:2]) == int(digits[4:]) - int(digits[2:4]):
        found.append("v:steps2")
    if size in (4, 5, 6) and (digits in _KEYS or digits[::-1] in _KEYS):
        found.append("v:keys")
    if size in (4, 6, 8):
        day, month = int(digits[:2]), int(digits[2:4])
        found.append(f"v:day{size}{0 < day < 32 and 0 < month < 13:d}{0 < month < 32 and 0 < day < 13:d}")
        if size > 4 and 0 < day < 32 and 0 < month < 13:
            found.append(f"v:born{size}{digits[4:][-2:] > '26' or size == 8:d}")
    if len(set(digits)) == 1:
        found.append("v:one")
    return found


#: What fingers draw on the keys of a phone.
_DRAWN = (
    "2580 1470 1478 3690 1379 1397 7913 1590 3570 1590 2468 1357 2486 1236 1235 3214 7896 9874 8520 4563 "
    "1245 1254 2356 4785 5689 147258 258369 159357 147852 159753 142536 147369 123654 "
    "123321 741852 963852 14789 12369 78963 12580 25800 258025"
)
_KEYS = frozenset(_DRAWN.split())


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


_LONGEST = 40


def _grams(folded: str) -> list[str]:
    """Two and three letters in a row of an ordinary word: what people choose as a password is made of others than what
    they write of a repair. Never kept by name, as nothing of a value is."""
    word = f"^{folded[:_LONGEST]}$"
    return [f"v~{word[at : at + size]}" for size in (2, 3) for at in range(len(word) - size + 1)]


_ITS_WORD = re.compile(r"[^\W\d_]+")


def _of_its_words(folded: str) -> list[str]:
    """What the words of the value have to do with themselves, and how many of them say something: "later", "printed",
    "will call you" are no passwords, whichever letters they are of."""
    words = load_words()
    every = _ITS_WORD.findall(folded[:_LONGEST])
    known = [KNOWN.seen(word) for word in every]
    senses = {sense for one in known for sense in one.senses}
    said = sum(word in words.stop or word in words.fillers or word in words.ends for word in every)
    bare = sum(not one.senses and one.role == "w" for one in known)
    few = min(len(every), 4)
    return [*(f"v.{sense}" for sense in sorted(senses)), f"v.said{few}{min(said, 3)}", f"v.bare{few}{min(bare, 3)}"]


_REPEATED = re.compile(r"(.)\1+")


def _shape(char: str) -> str:
    if char.isdigit():
        return "9"
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return char
