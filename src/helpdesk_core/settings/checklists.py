"""Checklists of the shop's own: what staff look at when a device comes, at the bench, and before it goes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from ..base.digests import digest
from ..base.messages import define
from ..base.worded import Worded
from ..errors import FieldError
from .questions import has_word

MAX_CHECKLISTS, MAX_ITEMS = 40, 40
_LONGEST = 200
_TOO_MANY = define("settings.error.checklists", "These are too many: {count} at most.")
_TOO_LONG = define("settings.error.checklist_long", "This is too long for one line: {count} characters at most.")
_LINES = define(
    "settings.error.checklist_lines",
    "Please write at least one item, each different and on a line of its own, and as many in each language.",
)


class Moment(Worded, prefix="check.moment"):
    """When a checklist is worked."""

    INTAKE = "intake", "When it comes"
    BENCH = "bench", "At the bench"
    FINAL_CHECK = "final_check", "Before it goes back"


@attrs.frozen(kw_only=True)
class ChecklistItem:
    """One thing to look at.

    Attributes:
        id: Made from its words in the shop's first language: other words are another item.
        labels: The words by language.
    """

    id: str
    labels: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Checklist:
    """What staff look at on a device. Customers are shown none of it, and nothing is refused by it. A ``retired`` one
    is worked no more, and what was answered stays readable.

    Attributes:
        id: A key of small letters and digits.
        labels: Its name, in the shop's languages.
        moment: When it is worked.
        items: What is looked at, in the shop's languages: each on a line of its own.
        devices: It is for devices of which one of these begins a word ("phone", "ThinkPad"), as for questions; for all
            where there is none.
    """

    id: str
    labels: Mapping[str, str]
    moment: Moment
    items: Mapping[str, str]
    devices: tuple[str, ...] = ()
    retired: bool = False

    def listed(self, languages: Sequence[str]) -> tuple[ChecklistItem, ...]:
        """Its items.

        Args:
            languages: The shop's, the first one first.

        Returns:
            They, in their order.
        """
        lines = [_lines(self.items.get(one, "")) for one in languages]
        return tuple(
            ChecklistItem(id=digest(words[0])[:16], labels=dict(zip(languages, words, strict=True)))
            for words in zip(*lines, strict=False)
        )


def checklists_for(checklists: Iterable[Checklist], names: Iterable[str]) -> tuple[Checklist, ...]:
    """The checklists that are worked on a device, in the shop's order.

    Args:
        checklists: The shop's.
        names: What the device is called, by its customer and by staff.

    Returns:
        Those that fit.
    """
    named = tuple(names)
    return tuple(
        one
        for one in checklists
        if not one.retired and (not one.devices or any(has_word(name, one.devices) for name in named))
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def check_checklists(checklists: Sequence[Checklist], languages: Sequence[str]) -> Iterator[FieldError]:
    """What is wrong with checklists besides their ids and names."""
    if len(checklists) > MAX_CHECKLISTS:
        yield FieldError(_TOO_MANY, {"count": MAX_CHECKLISTS}, ("checklists",))
    for place, one in enumerate(checklists):
        path = ("checklists", str(place), "items")
        by_language = {language: _lines(one.items.get(language, "")) for language in languages}
        counts = {len(lines) for lines in by_language.values()}
        for language, lines in by_language.items():
            if len(counts) > 1 or not lines or len(set(lines)) < len(lines):
                yield FieldError(_LINES, path=(*path, language))
            elif len(lines) > MAX_ITEMS:
                yield FieldError(_TOO_MANY, {"count": MAX_ITEMS}, (*path, language))
            elif any(len(line) > _LONGEST for line in lines):
                yield FieldError(_TOO_LONG, {"count": _LONGEST}, (*path, language))
