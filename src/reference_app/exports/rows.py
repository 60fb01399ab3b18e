"""Rows of a file: each is its cells by column, or what is wrong with it. No row ends the reading, and no row is larger
in memory than `MOST`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

import attrs

from helpdesk_core.i18n import define

from .encodings import MARK

#: Characters of one row, at most.
MOST = 1_000_000
LETTERS = define("row.letters", "Some of its letters are not of the file's encoding.")
TOO_LONG = define("row.too_long", "It is longer than a million characters.")
OPEN_QUOTE = define("row.open_quote", "A quotation mark is opened and never closed.")
TOO_MANY_CELLS = define("row.too_many_cells", "It has more cells than the header has columns.")
NOT_JSON = define("row.not_json", "It is no JSON object.")
KEY_TWICE = define("row.key_twice", "It gives a name twice, with a value each.")
TOO_DEEP = define("row.too_deep", "Its values are nested too deep, or there are too many.")


@attrs.frozen
class Row:
    """One row and the line it begins in, from 1. ``error`` is a message code; what could be read is in ``cells``, what
    could not in ``text``, and ``beyond`` are the cells behind the header's last."""

    line: int
    cells: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    error: str | None = None
    text: str = attrs.field(default="", repr=False)
    beyond: tuple[str, ...] = attrs.field(default=(), repr=False)


@attrs.frozen
class Line:
    """A line with its end, cut at `MOST`."""

    number: int
    text: str = attrs.field(repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was cut off."""
        return len(self.text) < MOST


def lines_of(stream: TextIO) -> Iterator[Line]:
    """The lines of a stream that was opened with ``newline=""``: CR and LF end a line, and nothing else (RFC 4180)."""
    number = 0
    while text := stream.readline(MOST):
        number += 1
        yield Line(number, text)
        while len(text) == MOST and not text.endswith(("\n", "\r")):
            text = stream.readline(MOST)


def opened(path: Path, encoding: str) -> TextIO:
    """The file as text; bytes that are no letters become `MARK`."""
    return path.open(encoding=encoding, errors="helpdesk-mark", newline="")


def checked(row: Row) -> Row:
    """The row, with an error where bytes were no letters."""
    if row.error is None and any(MARK in cell for cell in row.cells.values()):
        return attrs.evolve(row, error=LETTERS)
    return row


def folded(column: str) -> str:
    """A column's name as names are compared: in any case, without spaces around."""
    return column.strip().casefold()
