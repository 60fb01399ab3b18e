"""What looks like a secret and is none, for what stands right beside it: a network's name, a code that shops advertise,
an error of a log-in, a code that two devices show to find each other, the digits left of a masked card.

Asked of what was found alone, so that a message in which nothing was costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import attrs

from .kinds import CARD_NUMBER, WORDS, Cue

#: The tables of ``[everyday]`` in words/*.toml.
TABLES = (
    *("network_name", "network", "joins", "vouchers", "off", "percent", "grants"),
    *("pairs", "screens", "lasting", "fails", "paid"),
)


@attrs.frozen
class Everyday:
    """Patterns on folded text."""

    network_name: re.Pattern[str]
    """ "Network name is", at the end of a stretch."""
    network: re.Pattern[str]
    """ "wifi:", at the end of a stretch."""
    then_password: re.Pattern[str]
    """Behind a network's name: ", password", but no password of something else."""
    offered: re.Pattern[str]
    """ "10 percent with the code", at the end of a stretch."""
    worth: re.Pattern[str]
    """Behind a code: "gives 10 percent", "for 10% off"."""
    pairs: re.Pattern[str]
    screens: re.Pattern[str]
    lasting: re.Pattern[str]
    """What a code opens for good, or an account that it is of."""
    fails: re.Pattern[str]
    """ "Fails with code", at the end of a stretch."""
    paid: re.Pattern[str]
    """ "Paid by card": says nothing of the number beside it."""


def make_everyday(
    tables: Mapping[str, Iterable[str]], passwords: str, of: str, alternation: Callable[[Iterable[str]], str]
) -> Everyday:
    """Compile the tables; ``passwords`` are words for a password and ``of`` those for "for", as patterns."""
    one = {name: rf"(?<![^\W_])(?:{alternation(tables[name])})(?![^\W_])" for name in TABLES}
    percent = rf"[0-9]{{1,2}}\s?(?:%|{one['percent']})"
    few = r"(?:\s[^\W\d_]{1,12}){0,3}"
    return Everyday(
        network_name=re.compile(rf"{one['network_name']}[\"']?(?:\s?[:=\-]|\s{one['joins']})?\s{{0,2}}[\"'`]?\Z"),
        network=re.compile(rf"{one['network']}(?:\s?[:=]|\s{one['joins']})\s{{0,2}}[\"'`]?\Z"),
        then_password=re.compile(
            rf"[\"'`]?\s?(?:[,;/|\n]|{one['joins']})\s{{0,2}}(?:[^\W\d_]{{1,3}}\s){{0,2}}"
            rf"(?<![^\W_])(?:{passwords})(?![^\W_])(?!\s(?:{of})(?![^\W_]))"
        ),
        offered=re.compile(
            rf"(?:{percent}(?:\s{one['off']})?(?:\s[^\W\d_]{{1,8}}){{0,3}}|{one['vouchers']}"
            rf"(?:\s[^\W\d_]{{1,8}})?)\s?:?\s?[\"'`]?\Z"
        ),
        worth=re.compile(
            rf"[\"'`]?(?:{few}\s(?:{one['grants']}{few}\s{percent}|{one['off']}\s{percent})"
            rf"|,?{few}\s{percent}\s{one['off']})"
        ),
        pairs=re.compile(one["pairs"]),
        screens=re.compile(one["screens"]),
        lasting=re.compile(one["lasting"]),
        fails=re.compile(rf"{one['fails']}[^.,;!?\n0-9]{{0,20}}\Z"),
        paid=re.compile(one["paid"]),
    )


#: Capitals, and a number that could be a percentage or a year: "SPRING10".
_ADVERTISED = re.compile(r"[^\W\d_]{3,16}[0-9]{0,4}")
#: Errors of Microsoft's log-in, by the prefixes that its documentation lists; numbers alone as its five digits begin.
_ERROR = re.compile(r"aadsts[0-9]{4,7}|0?x?caa[0-9a-f]{5}")
_ERROR_NUMBER = re.compile(r"(?:50|53|65|70|75|80|90)[0-9]{3}")
#: How makers and providers name a wireless network before anybody does: "FunBox-8F2C", "Livebox-A4F2_5G".
_FACTORY_NAME = re.compile(
    r"(?:funbox|homehub|livebox|freebox|bbox|sfr|sky|vodafone|easybox|fritz!?box|speedport|telekom|magenta|o2-wlan|upc"
    r"|orange|plus|movistar|tp-link|netgear|linksys|d-?link|asus|huawei|zte|virgin|vm|bthub|ee|play|netia|kyivstar)"
    r"[0-9a-z!]{0,6}[_\-][0-9a-f]{2,8}(?:[_\-](?:2g|2\.4g|5g|ext))?"
)
#: A machine's name on a network: "db1.example.net".
_HOST = re.compile(r"(?:[0-9a-z\-]{1,40}\.){1,5}(?:com|net|org|local|lan|internal)")
#: What is shown of a card or an account where the rest is not.
_MASKED_BEFORE = re.compile(r"[*x•#]{3,16}[ \-]\Z")
_MASKED_BEHIND = re.compile(r"[ \-]?[*x#]{3,16}")
_CODES = frozenset({Cue.PASSCODE.value, Cue.ONE_TIME_CODE.value, Cue.PIN.value})
_NEVER = frozenset({CARD_NUMBER, *(cue.value for cue in Cue)}) - _CODES - WORDS
_BEFORE, _BEHIND, _ROUND = 60, 60, 70
_SENTENCE = re.compile(r"[.!?](?=\s)|\n")


def stays(folded: str, plain: str, span: tuple[int, int, str], everyday: Everyday) -> bool:
    """Whether what was found as a secret is none for what stands right beside it.

    Args:
        folded: The folded text.
        plain: The text, place for place with it.
        span: What was found.
        everyday: The patterns.

    Returns:
        True if it must stay.
    """
    start, end, kind = span
    if kind in _NEVER:
        return False
    value = folded[start:end]
    if _ERROR.fullmatch(value):
        return True
    first = max(0, start - _BEFORE)
    if any(map(str.isalpha, value)):
        return _names_network(folded, span, first, everyday) or _is_advertised(folded, plain, span, first, everyday)
    if kind in WORDS:
        return False
    if _MASKED_BEHIND.match(folded, end) or _MASKED_BEFORE.search(folded, first, start):
        return True
    if _ERROR_NUMBER.fullmatch(value) and everyday.fails.search(folded, first, start):
        return True
    return kind in _CODES and _pairs_devices(folded, start, end, everyday)


def _names_network(folded: str, span: tuple[int, int, str], first: int, everyday: Everyday) -> bool:
    """ "The network name is Otter-Nest7"; "wifi: Otter-Nest7, password …"."""
    start, end, kind = span
    if kind not in WORDS:
        return False
    if _FACTORY_NAME.fullmatch(folded, start, end) or _HOST.fullmatch(folded, start, end):
        return True
    if everyday.network_name.search(folded, first, start):
        return True
    return everyday.then_password.match(folded, end) is not None and (
        everyday.network.search(folded, first, start) is not None
    )


def _is_advertised(folded: str, plain: str, span: tuple[int, int, str], first: int, everyday: Everyday) -> bool:
    """ "The password SPRING10 gives 10 percent off": everybody may have it."""
    start, end, _ = span
    value = plain[start:end]
    if not value.isupper() or not _ADVERTISED.fullmatch(value):
        return False
    return (
        everyday.worth.match(folded, end, end + _BEHIND) is not None
        or everyday.offered.search(folded, first, start) is not None
    )


def _pairs_devices(folded: str, start: int, end: int, everyday: Everyday) -> bool:
    """A code that a screen shows so that two devices find each other: drawn anew each time, for a minute, and of use to
    nobody who is not beside them. One of an account, a lock or a router is none of these, nor is one that is printed
    on a device: those stay the same."""
    before = folded[max(0, start - _ROUND) : start]
    ends = [found.end() for found in _SENTENCE.finditer(before)]
    behind = _SENTENCE.search(folded, end, end + _ROUND)
    sentence = before[ends[-1] if ends else 0 :] + " " + folded[end : behind.start() if behind else end + _ROUND]
    return (
        everyday.pairs.search(sentence) is not None
        and everyday.screens.search(sentence) is not None
        and everyday.lasting.search(sentence) is None
    )
