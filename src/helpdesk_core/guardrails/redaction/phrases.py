"""What stands round a value, in phrases: "or", "as my", "use … to log in". Made from the tables of all languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import attrs

#: The tables of ``[phrases]`` in words/*.toml.
TABLES = (
    "or",
    "new",
    "as",
    "own",
    "verbs",
    "for",
    "of",
    "card",
    "units",
    "network",
    "keys",
    "answers",
    "maybe",
    "wrong",
    "code",
    "word",
    "promise",
    "give",
    "got",
    "labels",
    "space",
    "yours",
    "by",
    "told",
    "opens",
)


@attrs.frozen
class Phrases:
    """Patterns on folded text."""

    another: re.Pattern[str]
    """Between two numbers: "or", ", and for the tablet it is"."""
    other_one: re.Pattern[str]
    """Between two passwords: "or maybe", "and the new one is"."""
    verb: re.Pattern[str]
    """ "Enter", "use", with the blank behind."""
    used: re.Pattern[str]
    """A verb at the end of a stretch, before a value."""
    to_log_in: re.Pattern[str]
    """ "use X to", at the end of a stretch."""
    before: re.Pattern[str]
    """ "X is my", at the end of a stretch."""
    link: re.Pattern[str]
    """All that may stand between a number and the word for it: "is my new"."""
    named: re.Pattern[str]
    """ "as": what follows is a user's name."""
    of: re.Pattern[str]
    """ "of my", at the end of a stretch: what follows says what a code is for."""
    card: re.Pattern[str]
    units: re.Pattern[str]
    """Behind a number: it is an amount, a time, a count."""
    network: re.Pattern[str]
    labels: frozenset[str]
    """Short for a password: written only as a label."""
    keys: frozenset[str]
    """Words for a password only where a wireless network was named."""
    lead: re.Pattern[str]
    """How an answer begins: "sure, it's"."""
    several: re.Pattern[str]
    """ "is three words, river copper moon"."""
    give: re.Pattern[str]
    """ "Send it over": a whole message that waits for a value."""
    promise: re.Pattern[str]
    """The value is said to come in a message of its own: "I'll send the PIN"."""
    user_and: re.Pattern[str]
    """ "user/", at the end of a stretch."""
    got: re.Pattern[str]
    """ "I got", at the end of a stretch."""
    yours: re.Pattern[str]
    """Behind a number: "is your … code"."""
    put_behind: re.Pattern[str]
    """A verb behind a number: "2772 eingeben"."""
    by: re.Pattern[str]
    """ "get in *with*"."""
    told: re.Pattern[str]
    """ "is now", "it's", at the end of a stretch."""
    opens: re.Pattern[str]
    """Behind a number: "opens the phone"."""
    wrong: re.Pattern[str]
    """Said of what was sent before: the right one comes next."""


def make_phrases(
    tables: Mapping[str, Iterable[str]], digits: str, users: str, alternation: Callable[[Iterable[str]], str]
) -> Phrases:
    """Compile the tables; ``digits`` are those in words, as a pattern, ``users`` labels of a user's name."""
    one = {name: rf"(?:{alternation(tables[name])})(?![^\W_])" for name in TABLES}
    return Phrases(
        another=re.compile(
            rf"\s{{0,2}}(?:,|/|\||\n)?\s{{0,2}}(?:{one['or']})?\s{{0,3}}"
            rf"(?:{one['of']}\s{{1,2}}(?:{one['own']})?\s{{0,2}}[^\W\d_]{{2,14}}(?:\s{{1,2}}(?:{one['as']})?|:)\s{{0,2}})?(?=\S)"
        ),
        other_one=re.compile(
            rf"[\"'`]?,?\s{{1,2}}(?:(?:{one['or']}\s{{1,2}})?(?:{one['own']}\s{{1,2}})?"
            rf"{one['new']}(?:\s{{1,2}}(?:one|{one['as']})){{0,2}}:?\s|{one['or']}\s{{1,2}}(?:{one['maybe']})?)\s{{0,2}}"
        ),
        verb=re.compile(rf"(?<![^\W_]){one['verbs']}\s{{1,2}}(?=\S)"),
        used=re.compile(rf"(?<![^\W_]){one['verbs']}\s{{1,3}}(?:{one['own']}\s)?(?:{one['code']}\s)?[\"'`(]?\Z"),
        to_log_in=re.compile(
            rf"(?<![^\W_]){one['verbs']}\s{{1,2}}(\S{{4,64}})\s{{1,2}}{one['for']}\s{{1,2}}(?:\w{{1,10}}\s{{1,2}}){{0,2}}\Z"
        ),
        before=re.compile(
            rf"(?<!\S)[\"'`(]?([^\s\"'`(]{{3,64}})[\"'`)]?,?\s{{1,2}}(?:[\-–]\s)?{one['as']}\s{{1,2}}"
            rf"(?:{one['own']}\s{{1,2}}){{0,2}}(?:\w{{2,14}}\s{{1,2}})?\Z"
        ),
        link=re.compile(
            rf"\s{{0,2}}[\-–(=:]?\s{{0,2}}(?:{one['as']}|=)?\s{{0,2}}(?:{one['own']})?\s{{0,2}}(?:{one['new']}|\w{{2,12}})?\s{{0,2}}"
        ),
        named=re.compile(rf"(?<![^\W_]){one['as']}\s{{1,2}}\Z"),
        of=re.compile(
            rf"(?<![^\W_]){one['of']}\s{{1,2}}(?:(?:{one['own']}|l')\s{{0,2}}){{0,2}}(?:[^\W\d_]{{3,12}}(?:'s)?\s)?\Z"
        ),
        card=re.compile(rf"(?<![^\W_]){one['card']}(?![^\W_])"),
        units=re.compile(rf"[0-9a-z@/]|[.,:/\-][0-9]|\s{{0,2}}(?:[€£$%]|{one['units']}(?!\w))"),
        network=re.compile(alternation(tables["network"])),
        labels=frozenset(tables["labels"]),
        keys=frozenset(tables["keys"]),
        several=re.compile(
            rf"(?:'s)?[^\n.;!?]{{0,20}}?(?<![^\W_])(?:(?:{digits}|[2-6])\s{one['word']}[,:]?|{one['space']}:)\s"
            r"(?P<value>[^\W\d_]{2,14}(?:\s[^\W\d_]{2,14}){1,5})(?=[,.;!?\n]|\Z)"
        ),
        give=re.compile(
            rf"\W{{0,3}}(?:[^\W\d_]{{1,6}}\W{{1,2}}){{0,2}}{one['give']}(?:\s[^\W\d_]{{1,8}}){{0,3}}\W{{0,3}}"
        ),
        promise=re.compile(rf"(?<![^\W_]){one['promise']}"),
        user_and=re.compile(rf"(?<![^\W_])(?:{users})\s?/\s?\Z"),
        got=re.compile(rf"(?<![^\W_]){one['got']}\s{{1,3}}\Z"),
        yours=re.compile(rf"\s{one['yours']}\s[^.\n]{{0,40}}?[^\W\d_]*{one['code']}"),
        put_behind=re.compile(rf"\s{one['verbs']}"),
        by=re.compile(one["by"]),
        told=re.compile(rf"(?<![^\W_]){one['told']}\Z"),
        opens=re.compile(rf"\s{one['opens']}"),
        wrong=re.compile(one["wrong"]),
        lead=re.compile(rf"[\s\"'`>*(]{{0,4}}(?:{one['answers']}[\s,:;\-!.]{{1,4}}){{0,3}}"),
    )


#: What may stand between a label and its number: "no.", "nr", "numery", "Nummer", "id".
_NUMBER_WORD = r"(?:n[ro]s?\.?|n°|nos|id|key|num[a-z]{0,6}\.?|номер\w{0,3})"


def labels_of_numbers(
    labels: str, phrases: Mapping[str, str]
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of a label at the end of a stretch, of one behind a number, and of what joins two numbers of a list.
    All arguments are alternations; of the phrases "as", "own" and "or"."""
    label = rf"(?<![^\W_])(?:{labels})(?![^\W_])"
    signs = r"[\s:#=(,\-/\"'*]"
    more = rf"(?:{_NUMBER_WORD}|{phrases['as']}|{labels})(?![^\W_])"
    return (
        re.compile(rf"{label}(?:{signs}{{1,3}}{more}){{0,3}}{signs}{{0,4}}\Z"),
        re.compile(
            rf"[\"')]?\s{{0,2}}(?:[(\-=]\s{{0,2}}|,?\s?(?:{phrases['as']})\s)(?:(?:{phrases['own']})\s){{0,2}}"
            rf"(?:{_NUMBER_WORD}\s)?{label}(?:\s{_NUMBER_WORD}(?![^\W_]))?(?!{signs}{{0,3}}[0-9])"
        ),
        re.compile(rf"(?:[^a-z\u0370-\u04ff\n]|\n|(?<![^\W_])(?:{phrases['or']})(?![^\W_])){{1,60}}"),
    )
