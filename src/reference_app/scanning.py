"""What secrets an export hides: how many of which kind, in how many tickets and in which columns. Never a value: a
count is all that leaves."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import attrs

from helpdesk_core.redaction import Cue, Redactor

from .exports.files import read_export
from .exports.rows import Row
from .mapping import ImportMapping, mapping_of

_TAG = re.compile(r"<(?:(br|/p|/div|/li|/tr)\b)?[^<>]{0,2000}>", re.IGNORECASE)
_PLACE = re.compile(r"(?<=\.)\d+(?=\.|$)")
_LONGEST_WORD = 100
"""A cell that is longer, or has a space, is a text; another is a value, which its column's name announces."""
_SHORTEST = 4
_OFTEN = 60
"""Shorter cells come again and again: names, states, subjects."""
_HARMLESS = re.compile(r"\d{1,10}|\d{4}-\d\d-\d\d[\dT :.+\-Z]{0,24}|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)*\.[A-Za-z]{2,}")
"""Ids, moments and addresses, where their column announces nothing else."""


@attrs.define
class Findings:
    """Counts of one export.

    Attributes:
        tickets: Rows or mails looked at.
        unread: Rows that could not be read; what they hold is not known.
        secrets: How many by kind.
        holding: In how many tickets, by kind.
        holders: In how many tickets there is any.
        places: How many by column; a column that no mapping names is told by its place, because in a file without a
            header its name would be a value.
    """

    tickets: int = 0
    unread: int = 0
    secrets: Counter[str] = attrs.field(factory=Counter)
    holding: Counter[str] = attrs.field(factory=Counter)
    holders: int = 0
    places: Counter[str] = attrs.field(factory=Counter)

    @property
    def total(self) -> int:
        """All secrets."""
        return self.secrets.total()

    def plain(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "tickets": self.tickets,
            "unread": self.unread,
            "tickets_with_secrets": self.holders,
            "secrets": dict(self.secrets.most_common()),
            "tickets_by_kind": dict(self.holding.most_common()),
            "columns": dict(self.places.most_common()),
        }


class Scanner:
    """Looks at exports; holds no text longer than its row."""

    def __init__(self, mapping: ImportMapping | None = None, encoding: str | None = None) -> None:
        self._mapping, self._encoding = mapping, encoding
        self._redactor = Redactor()
        self._announces = cache(lambda name: bool(self._redactor.redact(f"{name}: 4821").found))
        self._often = lru_cache(maxsize=20_000)(lambda text: self._look(text, None))

    def run(self, path: Path) -> Iterator[tuple[Findings, int]]:
        """Scan a file; yields the same findings after each row, and how many bytes are read.

        Raises ConfigurationError where its letters cannot be read.
        """
        found = Findings()
        with read_export(path, self._encoding) as export:
            mapping, known = self._mapping, None
            # In a file without a header the first row stands in its place.
            self._count(Row(1, beyond=export.columns), None, frozenset(), found)
            for row in export.rows:
                if known is None and row.cells:
                    mapping = mapping or mapping_of(frozenset(row.cells))
                    known = mapping.named() if mapping else frozenset()
                found.tickets += 1
                found.unread += row.error is not None and not row.cells
                self._count(row, mapping, known or frozenset(), found)
                yield found, export.position()

    def _count(self, row: Row, mapping: ImportMapping | None, known: frozenset[str], found: Findings) -> None:
        here: Counter[str] = Counter()
        for place, kinds in self._kinds(row, mapping):
            here.update(kinds)
            found.places[place if place in known else _column(row.cells, place)] += len(kinds)
        found.secrets.update(here)
        found.holding.update(here.keys())
        found.holders += bool(here)

    def _kinds(self, row: Row, mapping: ImportMapping | None) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The column, without the place in its list, and the kinds found in it. Messages behind each other in one list
        are a thread: a question in one is answered by the next."""
        cue: Cue | None = None
        before, seen = "", set[str]()
        for name, cell in row.cells.items():
            text = _plain(cell)
            place = _PLACE.sub("*", name)
            if len(text) < _SHORTEST or (mapping is not None and mapping.leaves_out(place)) or text in seen:
                continue
            answered = cue if place == before and place != name else None
            if answered or len(text) > _LONGEST_WORD or " " in text or "\n" in text:
                seen.add(text)
                kinds, cue = self._often(text) if len(text) < _OFTEN and not answered else self._look(text, answered)
                before = place
            else:
                kinds = self._often(self._announced(name, text))[0]
            if kinds:
                yield place, kinds
        for text in (row.text, *row.beyond):
            if kinds := self._look(text, None)[0]:
                yield "", kinds

    def _announced(self, name: str, value: str) -> str:
        """A value behind its column's name, where that name announces a secret or claims a number for another thing."""
        last = name.rpartition(".")[2].replace("_", " ")
        if self._announces(last):
            return f"{last}: {value}"
        if _HARMLESS.fullmatch(value):
            return ""
        return f"{last}: {value}" if any(map(str.isdigit, value)) else value

    def _look(self, text: str, cue: Cue | None) -> tuple[tuple[str, ...], Cue | None]:
        done = self._redactor.redact(text, cue)
        return tuple(found.kind for found in done.found), done.cue


def _plain(cell: str) -> str:
    """The words of a cell that may be HTML."""
    if "<" not in cell:
        return cell.strip()
    return html.unescape(_TAG.sub(lambda tag: "\n" if tag[1] else "", cell)).strip()


def _column(cells: Mapping[str, str], place: str) -> str:
    names = list(dict.fromkeys(_PLACE.sub("*", name) for name in cells))
    return f"#{names.index(place) + 1}" if place in names else "#?"
