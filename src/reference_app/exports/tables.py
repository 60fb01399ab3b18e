"""CSV as systems and people write it: comma, semicolon, tab or bar, also with a blank behind it; ``sep=`` or titles
before the header; cells with line ends, large cells, quotation marks that were never closed."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

import attrs

from helpdesk_core import ConfigurationError

from .rows import MOST, OPEN_QUOTE, TOO_LONG, TOO_MANY_CELLS, Line, Row, checked, folded

_DELIMITERS = ",;\t|"
_LOOKED_THROUGH = 32 * MOST
"""Characters in which the end of a row that is too large is looked for."""
_QUOTES = re.compile('""|"')
_QUOTED = re.compile(' +".*" *', re.DOTALL)
_FIRST = 30
"""Lines in which the header is looked for."""

# The module's limit holds for the process, and 131,072 characters are less than a log that a customer pasted.
csv.field_size_limit(max(csv.field_size_limit(), MOST))


@attrs.frozen
class Table:
    """A header as it is written, and the rows behind it, whose cells have `folded` names."""

    columns: tuple[str, ...]
    delimiter: str
    rows: Iterator[Row]


@attrs.frozen
class _Form:
    """How a file is written: what stands between two cells, and whether a blank behind it belongs to neither."""

    delimiter: str
    is_spaced: bool


@attrs.frozen
class _Cells:
    """A row's cells, or the text of one that has none."""

    line: int
    cells: list[str]
    error: str | None = None
    text: str = ""


#: Which columns a header lacks, by the names it has.
Missing = Callable[[frozenset[str]], Sequence[str]]


def read_table(lines: Iterator[Line], missing: Missing | None = None) -> Table | None:
    """The table in these lines; None where there is nothing at all.

    Args:
        lines: Of the file.
        missing: Which columns a header lacks; the first line that lacks none is it. Without it, the first line as wide
            as most.

    Raises:
        ConfigurationError: No line has the columns; says which there are.
    """
    first = list(islice(lines, _FIRST))
    told, first = _told_delimiter(first)
    forms = [_Form(delimiter, is_spaced) for is_spaced in (False, True) for delimiter in (told or _DELIMITERS)]
    tried = [(form, list(_cells(iter(first), form))) for form in forms]
    found = _widest(tried) if missing is None else _complete(tried, missing)
    if found is None:
        return None
    form, header = found
    if _has_blanks(header.cells):
        form = attrs.evolve(form, is_spaced=True)
    rest = chain((line for line in first if line.number >= header.line), lines)
    below = _cells(rest, form)
    names = next(below).cells
    return Table(tuple(names), form.delimiter, _rows(below, _names(names)))


def _has_blanks(header: list[str]) -> bool:
    """Whether whoever wrote this header sets a blank behind each delimiter: then one is no part of a cell, and a
    quotation mark behind it opens one."""
    return any(map(_QUOTED.fullmatch, header)) or (len(header) > 1 and all(name[:1] == " " for name in header[1:]))


def _told_delimiter(first: list[Line]) -> tuple[str, list[Line]]:
    """Excel's first line ``sep=;`` names the delimiter."""
    told = first[0].text.rstrip("\r\n") if first else ""
    if len(told) == 5 and told.lower().startswith("sep="):
        return told[4], first[1:]
    return "", first


_Tried = Sequence[tuple[_Form, Sequence[_Cells]]]


def _complete(tried: _Tried, missing: Missing) -> tuple[_Form, _Cells] | None:
    nearest: tuple[int, Sequence[str], list[str]] | None = None
    for form, rows in tried:
        for row in rows:
            lacks = missing(frozenset(map(folded, row.cells)))
            if not lacks:
                return form, row
            if row.cells and (nearest is None or (len(lacks), -len(row.cells)) < (nearest[0], -len(nearest[2]))):
                nearest = len(lacks), lacks, row.cells
    if nearest is None:
        return None
    there = ", ".join(name.strip() for name in nearest[2] if name)
    raise ConfigurationError(f"there is no column {', '.join(nearest[1])}; there are: {there}")


def _widest(tried: _Tried) -> tuple[_Form, _Cells] | None:
    """The delimiter by which most lines are of one width, the wider the better: titles and the lines of another
    delimiter are not."""
    best: tuple[float, int, _Form, _Cells] | None = None
    for form, rows in tried:
        widths = Counter(len(row.cells) for row in rows if row.cells)
        if widths:
            width = max(widths, key=lambda one: (one > 1, widths[one]))
            share = widths[width] / widths.total() * (width > 1)
            if best is None or (share, width) > best[:2]:
                best = share, width, form, next(row for row in rows if len(row.cells) == width)
    return None if best is None else best[2:]


def _names(header: list[str]) -> list[str]:
    """The names by which cells are found: the first of two columns of one name keeps it, the next is "name 2"."""
    seen: Counter[str] = Counter()
    names = []
    for name in map(folded, header):
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


def _rows(found: Iterator[_Cells], names: list[str]) -> Iterator[Row]:
    for row in found:
        if row.error is not None:
            yield Row(row.line, {}, row.error, row.text)
            continue
        beyond = tuple(row.cells[len(names) :])
        cells = dict(zip(names, [*row.cells, *[""] * (len(names) - len(row.cells))], strict=False))
        if any(cell.strip() for cell in beyond):
            yield Row(row.line, cells, TOO_MANY_CELLS, beyond=beyond)
        else:
            yield checked(Row(row.line, cells, OPEN_QUOTE if any(map(_is_cut, row.cells)) else None))


def _is_cut(cell: str) -> bool:
    """Whether it opens a quotation mark behind a blank, where the header has no blanks: what was quoted goes on in
    other cells or lines."""
    return cell[:1] == " " and cell.lstrip(" ")[:1] == '"' and cell.count('"') % 2 == 1


class _NotClosedError(Exception):
    """A row goes on and on."""


class _Feed:
    """Lines for a `csv.reader`, which can be given back: those that it took since its last row."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []
        self._size = 0
        self.ran_out = False
        """Whether the file ended within a row."""

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._next()
        if line is None:
            self.ran_out = bool(self.taken)
            raise StopIteration
        self.taken.append(line)
        self._size += len(line.text)
        if self._size > MOST or not line.is_whole:
            raise _NotClosedError
        return line.text

    def _next(self) -> Line | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def passes_over(self, delimiter: str) -> bool:
        """Read to the end of a row that is too large, where its quotation mark is closed as one should be: before a
        delimiter or the end of a line. Where it is not, nothing was read, and the mark may be a mistake."""
        read, size, line = [], 0, self.taken[-1] if len(self.taken) > 1 else None
        while line is not None and line.is_whole and size < _LOOKED_THROUGH:
            mark = next((found for found in _QUOTES.finditer(line.text) if found[0] == '"'), None)
            if mark is not None:
                rest = line.text[mark.end() :].rstrip("\r\n")
                if (rest and rest[0] != delimiter) or rest.count('"') % 2:
                    break
                self.begin()
                return True
            size += len(line.text)
            if (line := self._next()) is not None:
                read.append(line)
        self._again.extendleft(reversed(read))
        return False

    def begin(self) -> None:
        """A row is complete: what was taken is not needed any more."""
        self.taken, self._size = [], 0

    def give_back(self) -> Line:
        """Set the first line of the row aside and read those behind it again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self.begin()
        self.ran_out = False
        return first


def _cells(lines: Iterator[Line], form: _Form) -> Iterator[_Cells]:
    feed = _Feed(lines)
    while True:
        try:
            for cells in csv.reader(feed, delimiter=form.delimiter, skipinitialspace=form.is_spaced):
                if feed.ran_out:
                    break
                line = feed.taken[0].number
                feed.begin()
                if any(cells):
                    yield _Cells(line, cells)
        except _NotClosedError:
            begun = feed.taken[0]
            if begun.is_whole and feed.passes_over(form.delimiter):
                yield _Cells(begun.number, [], TOO_LONG, begun.text)
                continue
        except csv.Error:
            pass
        if not feed.taken:
            return
        begun = feed.give_back()
        yield _Cells(begun.number, [], OPEN_QUOTE if begun.is_whole else TOO_LONG, begun.text)
