"""Reports that may be about one incident: many people, within hours, in the same words. It is proposed to staff, who
say whether it is one; nothing follows by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations

import attrs

from ..base.terms import Wanted
from ..guides.finding import telling

BEFORE = timedelta(days=7)
"""What was said as often in these days is what people say all the time."""
_MOST_WORDS = 12


@attrs.frozen(kw_only=True)
class Report:
    """A request as far as the rule looks at it.

    Attributes:
        person: Who sent it: somebody who writes five times is one person.
        words: The words of the device and of the problem, each with its other forms.
    """

    id: str
    at: datetime
    location: str | None
    person: str
    words: Wanted


@attrs.frozen(kw_only=True)
class Burst:
    """Reports that may be about one incident, the first one first; ``location`` where all of them stand in one."""

    reports: tuple[str, ...]
    location: str | None


def words_of(text: str, languages: tuple[str, ...]) -> Wanted:
    """The words of a request that may say what it is about."""
    return telling(text, languages)[:_MOST_WORDS]


def bursts(reports: Iterable[Report], *, least: int, hours: int, now: datetime) -> tuple[Burst, ...]:
    """What looks like one incident: of at least so many people, within so many hours, with two words in common that as
    many did not use in the week before.

    Args:
        reports: Live requests of the hours and of the week before.
        least: How many people; 0 for never.
        hours: How many hours back.
        now: The present moment.

    Returns:
        The bursts, the largest first; no report is in two.
    """
    if not least:
        return ()
    since = now - timedelta(hours=hours)
    known = sorted((one for one in reports if one.at >= since - BEFORE), key=lambda one: (one.at, one.id))
    left = [one for one in known if one.at >= since]
    having = _index(known)
    usual = {one.id: one.person for one in known if one.at < since}
    found: list[Burst] = []
    while best := _largest(left, having, usual, least):
        places = {one.location for one in best}
        found.append(Burst(reports=tuple(one.id for one in best), location=places.pop() if len(places) == 1 else None))
        left = [one for one in left if one not in best]
    return tuple(found)


def _index(reports: Iterable[Report]) -> dict[str, set[str]]:
    """The ids of the reports that have a form of a word."""
    index: dict[str, set[str]] = defaultdict(set)
    for one in reports:
        for word in one.words:
            for form in word:
                index[form].add(one.id)
    return index


def _largest(
    reports: Sequence[Report], having: Mapping[str, set[str]], usual: Mapping[str, str], least: int
) -> list[Report]:
    """The most people who share two words, each pair of words asked once; empty where no pair is enough."""
    best: list[Report] = []
    asked: set[tuple[tuple[str, ...], ...]] = set()
    for seed in reports:
        for pair in combinations(sorted(seed.words), 2):
            if pair in asked or not set(pair[0]).isdisjoint(pair[1]):
                continue
            asked.add(pair)
            one_word, other = (set().union(*(having[form] for form in word)) for word in pair)
            both = one_word & other
            if len(both) < least:
                continue
            people = {usual[id] for id in both if id in usual}
            alike = [one for one in reports if one.id in both]
            if len(people) < least <= _people(alike) > _people(best):
                best = alike
    return best


def _people(reports: Sequence[Report]) -> int:
    return len({one.person for one in reports})
