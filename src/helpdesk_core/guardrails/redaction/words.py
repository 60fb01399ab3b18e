"""The words of all languages as one set of patterns: people mix languages, so all are active at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import attrs

from .dictated import TABLES as DICTATED
from .dictated import Dictated, make_dictated
from .everyday import TABLES as EVERYDAY
from .everyday import Everyday, make_everyday
from .fold import fold
from .kinds import Cue
from .phrases import TABLES as PHRASES
from .phrases import Phrases, labels_of_numbers, make_phrases

#: A bare "code": which kind it is, other words tell.
CODE = "code"
#: "To log in …": announces a password only if it looks like one.
LOGIN = "login"
#: "Wi-Fi", "account": near such a word a coined one ("Bluebell44") is a password.
ACCESS = "access"
_ROUND = ("as", "own", "or")
_TABLES = (
    *("misspelt", "things", "users", "connectors", "fillers", "ends", "stop", "negations", "guards", "numbered"),
    "anti",
)
_MORE = {"everyday": EVERYDAY, "dictated": DICTATED}
"""Tables of their own in sections of their own."""


@attrs.frozen
class Words:
    """What the words of all languages come to. Every pattern runs on folded text."""

    triggers: re.Pattern[str]
    """A word that announces, or a phrase that looks like one and is none."""
    exact: dict[str, str]
    """The kind by trigger, where it has one form; empty for a phrase that announces nothing."""
    open_ended: tuple[tuple[re.Pattern[str], str], ...]
    """The same for those with any ending or beginning, phrases that announce nothing first."""
    connectors: re.Pattern[str]
    fillers: frozenset[str]
    ends: frozenset[str]
    stop: frozenset[str]
    negations: re.Pattern[str]
    guards: re.Pattern[str]
    """A label at the end of a stretch: it claims the value behind it."""
    numbered: re.Pattern[str]
    """The same for long numbers: "tracking number is" at the end of a stretch."""
    numbered_behind: re.Pattern[str]
    """Behind a number: "is my tracking number"."""
    numbered_next: re.Pattern[str]
    """All that stands between two numbers of a list."""
    near: dict[str, re.Pattern[str]]
    """Words near which a bare "code" is of a kind, in the order of `Cue`."""
    spelled: re.Pattern[str]
    """Four digits and more, in words."""
    digit_words: frozenset[str]
    digits_in_words: re.Pattern[str]
    """The same without a look at what stands before, so that a search leaps: who uses it looks there."""
    things: re.Pattern[str]
    """The beginning of a product's name, behind which a number stands: "Windows11"."""
    users: re.Pattern[str]
    """A user's name with its label, at the end of a stretch."""
    seeds: frozenset[str]
    phrases: Phrases
    everyday: Everyday
    """What looks like a secret and is none."""
    dictated: Dictated
    """How something is read out."""
    roles: dict[str, tuple[str, ...]]
    """Single words by what they do in a sentence, as a letter, for `features`."""
    senses: dict[str, tuple[str, ...]]
    """What words of all languages have to do with, by the word; those with any ending carry a star."""
    of: dict[str, re.Pattern[str]]
    """Words that have to do with cards, with devices and whose they are ("owners"), with codes that a person chose."""
    opening: frozenset[str]
    """Those of ``of["opening"]``, with their stars."""


_ANY_ENDING, _ANY_BEGINNING, _BLANKS = r"[^\W\d_]{0,8}", r"[^\W\d_]{0,16}", r"[ \t_\-]{1,3}"


def _pieces(word: str) -> list[str]:
    """``hasl*`` → any ending, ``*passwort`` → any beginning; a space may be several or a hyphen."""
    pieces = [_BLANKS if char == " " else re.escape(char) for char in word.strip("*")]
    return [_ANY_BEGINNING] * word.startswith("*") + pieces + [_ANY_ENDING] * word.endswith("*")


_Tree = dict[str, "_Tree"]


def alternation(words: Iterable[str]) -> str:
    """One pattern for all words, the longer ones first, as a tree of their letters: a flat one would try every word at
    every place."""
    tree: _Tree = {}
    for word in words:
        branch = tree
        for piece in _pieces(word):
            branch = branch.setdefault(piece, {})
        branch[""] = {}
    return _branches(tree)


def _branches(tree: _Tree) -> str:
    """Letters before what may stand for several, and both before the end of a word."""
    found = []
    for piece, branch in sorted(tree.items(), key=lambda item: (item[0] == "", len(item[0]), item[0])):
        while len(branch) == 1 and piece:
            ((more, behind),) = branch.items()
            piece, branch = piece + more, behind
            if not more:
                break
        found.append(piece + (f"(?:{_branches(branch)})" if branch else ""))
    return "|".join(found)


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _tables() -> list[dict[str, Any]]:
    folder = files(__package__).joinpath("words")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in found]


def _strings(table: Mapping[str, Any]) -> Iterator[str]:
    """All words of a file; of ``numbers`` the names."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from value if name == "numbers" else _strings(value)
        else:
            yield from value


def _seeds() -> frozenset[str]:
    text = files(__package__).joinpath("words", "bip39-english.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def _check(tables: Sequence[Mapping[str, Any]]) -> None:
    for table in tables:
        if unknown := set(table) - {*_TABLES, "words", "near", "numbers", "phrases", "senses", *_MORE}:
            raise ValueError(f"words: no table is called {', '.join(sorted(unknown))}")
        if unknown := set(table.get("near", ())) - set(Cue):
            raise ValueError(f"words: no kind is called {', '.join(sorted(unknown))}")
        if unknown := set(table.get("phrases", ())) - {*PHRASES}:
            raise ValueError(f"words: no phrases are called {', '.join(sorted(unknown))}")
        for section, names in _MORE.items():
            if unknown := set(table.get(section, ())) - {*names}:
                raise ValueError(f"words: nothing of {section} is called {', '.join(sorted(unknown))}")
        if typed := sorted({word for word in _strings(table) if fold(word)[0] != word}):
            raise ValueError(f"words are written folded: {', '.join(f'{word} as {fold(word)[0]}' for word in typed)}")


def _by_kind(tables: Sequence[Mapping[str, Any]], misspelt: Iterable[str]) -> dict[str, set[str]]:
    """The words that announce, by kind; those of ``misspelt`` with a letter left out, or two changed round, too."""
    kinds: dict[str, set[str]] = {}
    for table in tables:
        for kind, words in table["words"].items():
            kinds.setdefault(kind if kind in (CODE, LOGIN, ACCESS) else Cue(kind).value, set()).update(words)
    for word in misspelt:
        home = next(words for words in kinds.values() if word in words or f"{word}*" in words)
        home |= {word[:n] + word[n + 1 :] for n in range(1, len(word))}
        home |= {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 1)}
    if halved := [word for words in kinds.values() for word in words if "*" in word[1:-1]]:
        raise ValueError(f"words: a star stands at an end, not within {', '.join(sorted(halved))}")
    return kinds


@cache
def load_words() -> Words:
    """Read words/*.toml, one file a language. Raises ValueError for a table or a kind that does not exist, and for a
    star within a word."""
    tables = _tables()
    _check(tables)
    every: dict[str, set[str]] = {name: {w for table in tables for w in table.get(name, ())} for name in _TABLES}
    kinds = _by_kind(tables, every["misspelt"])
    phrases = _section(tables, "phrases", PHRASES)
    announced = {word: kind for kind, words in kinds.items() for word in words} | dict.fromkeys(every["anti"], "")
    digits = alternation(word for table in tables for word in table.get("numbers", {}))
    before, behind, between = labels_of_numbers(
        alternation(every["numbered"]),
        {name: alternation(w for table in tables for w in table.get("phrases", {}).get(name, ())) for name in _ROUND},
    )
    return Words(
        numbered=before,
        numbered_behind=behind,
        numbered_next=between,
        triggers=re.compile(rf"(?<![^\W_])(?:{alternation(announced)})(?![^\W_])"),
        exact={_spaced(word): announced[word] for word in sorted(announced, key=_longest_first) if "*" not in word},
        open_ended=tuple(
            (re.compile(alternation(word for word, its in announced.items() if its == kind and "*" in word)), kind)
            for kind in sorted({kind for word, kind in announced.items() if "*" in word})
        ),
        connectors=re.compile(rf"(?:{alternation(every['connectors'])})(?![^\W_])"),
        fillers=frozenset(every["fillers"]),
        ends=frozenset(every["ends"]),
        stop=frozenset(every["stop"]),
        negations=re.compile(rf"(?<![^\W_])(?:{alternation(every['negations'])})(?![^\W_])|n't(?![^\W_])"),
        guards=re.compile(
            rf"(?<![^\W_])(?:{alternation(every['guards'])})[\s\"']{{0,2}}(?:[.:#=(\-]|n[r°o]?\.?|num\S{{0,4}}|\s){{0,6}}\Z"
        ),
        near={
            cue.value: re.compile(
                rf"(?<![^\W_])(?:{alternation(w for table in tables for w in table.get('near', {}).get(cue, ()))})"
            )
            for cue in Cue
            if any(cue in table.get("near", {}) for table in tables)
        },
        spelled=re.compile(rf"(?<![^\W_])(?:{digits})(?:[ ,\-]{{1,3}}(?:{digits})){{3,9}}(?![^\W_])"),
        digit_words=frozenset(word for table in tables for word in table.get("numbers", {})),
        digits_in_words=re.compile(rf"(?:{digits})(?:[ ,\-]{{1,3}}(?:{digits})){{3,9}}(?![^\W_])"),
        things=re.compile(alternation(every["things"])),
        users=re.compile(
            rf"(?<![^\W_])(?:{alternation(every['users'])})[\s:=]{{1,3}}\S{{1,40}}[\s,;/|&]{{1,4}}(?:and\s|i\s|und\s|y\s|et\s|і\s)?\Z"
        ),
        seeds=_seeds(),
        roles=_roles(tables, every),
        senses=_by_word(table.get("senses", {}) for table in tables),
        of=_of_senses(tables),
        opening=frozenset(_listed(tables, _OF["opening"])),
        phrases=make_phrases(phrases, digits, alternation(every["users"]), alternation),
        everyday=_everyday(tables, kinds, phrases),
        dictated=make_dictated(
            _section(tables, "dictated", DICTATED),
            [word for table in tables for word in table.get("numbers", {})],
            alternation,
        ),
    )


def _everyday(
    tables: Sequence[Mapping[str, Any]], kinds: Mapping[str, Iterable[str]], phrases: Mapping[str, Iterable[str]]
) -> Everyday:
    passwords, of = alternation(kinds[Cue.PASSWORD]), alternation(phrases["of"])
    return make_everyday(_section(tables, "everyday", EVERYDAY), passwords, of, alternation)


def _section(tables: Sequence[Mapping[str, Any]], section: str, names: Iterable[str]) -> dict[str, list[str]]:
    """The words of all languages, by the names of a section's tables."""
    return {name: [word for table in tables for word in table.get(section, {}).get(name, ())] for name in names}


def _roles(tables: Sequence[Mapping[str, Any]], every: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    letters = (("F", "fillers"), ("G", "guards"), ("C", "connectors"), ("N", "negations"))
    verbs = _single(word for table in tables for word in table.get("phrases", {}).get("verbs", ()))
    return {**{letter: _single(every[name]) for letter, name in letters}, "V": verbs}


_OF = {
    "cards": ("card",),
    "owners": ("device", "who", "secretcard"),
    "codes": ("unlock", "number", "type", "word", "place"),
    "opening": ("unlock", "word", "spell", "refuse"),
}


def _of_senses(tables: Sequence[Mapping[str, Any]]) -> dict[str, re.Pattern[str]]:
    return {name: _with_senses(tables, *senses) for name, senses in _OF.items()}


def _with_senses(tables: Iterable[Mapping[str, Any]], *senses: str) -> re.Pattern[str]:
    words = _listed(tables, senses)
    return re.compile(rf"(?<![^\W\d_])(?:{alternation(words)})(?![^\W\d_])")


def _listed(tables: Iterable[Mapping[str, Any]], senses: Iterable[str]) -> set[str]:
    return {word for table in tables for sense in senses for word in table.get("senses", {}).get(sense, ())}


def _by_word(tables: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    senses: dict[str, set[str]] = {}
    for table in tables:
        for sense, words in table.items():
            for word in words:
                senses.setdefault(word, set()).add(sense)
    return {word: tuple(sorted(found)) for word, found in senses.items()}


def _single(words: Iterable[str]) -> tuple[str, ...]:
    """Those of one word, without their stars."""
    return tuple(sorted(word.strip("*") for word in words if word.strip("*").isalpha()))


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text)


_SPACES = re.compile(r"[ \t_\-]{1,3}")


@lru_cache(5_000)
def kind_of(trigger: str) -> str:
    """The kind that a matched trigger announces; empty for a phrase that announces nothing."""
    words = load_words()
    kind = words.exact.get(_spaced(trigger))
    if kind is not None:
        return kind
    return next((kind for pattern, kind in words.open_ended if pattern.fullmatch(trigger)), "")
