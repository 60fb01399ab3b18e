"""Redaction of streams: text by paragraphs, CSV by columns. Each yields how many it has done."""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO, cast

import attrs

from helpdesk_core import ConfigurationError
from helpdesk_core.redaction import Redactor

from .exports.encodings import MARK, bom_of, encoding_of, known_encoding
from .exports.files import refuse_others
from .exports.rows import MOST, Row, folded, lines_of, opened
from .exports.tables import read_table

#: A paragraph longer than this is redacted in pieces that overlap by nothing: cut at a line, so keys stay whole.
_MOST_LINES = 400
#: Stands for what could not be read: who cannot read a text cannot say that no secret is in it.
UNREADABLE = "[UNREADABLE]"


@attrs.define
class Sieve:
    """Redacts and counts: what was removed by kind, and how many pieces could not be read and were left out. ``tell``
    is given a line about each secret: where it stood, its kind, and why; never the value."""

    tell: Callable[[str], object] | None = None
    redactor: Redactor = attrs.field(factory=Redactor)
    removed: Counter[str] = attrs.field(factory=Counter)
    unread: int = 0
    _lines: int = attrs.field(default=0, init=False)

    def safe(self, text: str) -> str:
        """The text without its secrets."""
        if MARK in text:
            self.unread += 1
            return UNREADABLE
        done = self.redactor.redact(text)
        self.removed.update(found.kind for found in done.found)
        if self.tell is not None:
            for found in done.found:
                before = text[: found.start]
                place = f"line {self._lines + before.count(chr(10)) + 1}, from {len(before) - before.rfind(chr(10))}"
                self.tell(f"{place}: {found.kind} ({', '.join(found.why)})")
            self._lines += text.count("\n")
        return done.text.text


def redact_text(source: TextIO, target: TextIO, sieve: Sieve) -> Iterator[int]:
    """Paragraph by paragraph, so that a secret and its announcement on two lines are seen together. Keys between header
    lines count as one paragraph."""
    lines: list[str] = []
    in_key = False
    done = 0
    while line := source.readline(MOST):
        lines.append(line)
        in_key = ("-----BEGIN" in line or in_key) and "-----END" not in line
        if (not line.strip() and not in_key) or len(lines) >= _MOST_LINES:
            target.write(_paragraph(lines, sieve))
            done += len(lines)
            lines.clear()
            yield done
    target.write(_paragraph(lines, sieve))
    yield done + len(lines)


def _paragraph(lines: list[str], sieve: Sieve) -> str:
    safe = sieve.safe("".join(lines))
    return f"{safe}\n\n" if safe == UNREADABLE else safe


def redact_csv(source: TextIO, target: TextIO, columns: Sequence[str], sieve: Sieve) -> Iterator[int]:
    """Row by row, the named columns alone. Raises ConfigurationError for a column that is not there."""
    wanted = [name.strip() for name in columns]

    def missing(there: frozenset[str]) -> list[str]:
        return [name for name in wanted if folded(name) not in there]

    table = read_table(lines_of(source), missing)
    if table is None:
        raise ConfigurationError("there are no rows")
    writer = csv.writer(target, delimiter=table.delimiter)
    writer.writerow(table.columns)
    names = frozenset(map(folded, wanted))
    for number, row in enumerate(table.rows, 1):
        writer.writerow(_redacted(row, names, sieve))
        yield number


def _redacted(row: Row, names: frozenset[str], sieve: Sieve) -> list[str]:
    """In a row with too many cells a comma has moved them: which column is which is not known, so all are redacted. A
    row that is none becomes one cell."""
    if not row.cells:
        return [sieve.safe(row.text)]
    cells = [
        sieve.safe(cell) if name in names or row.beyond or MARK in cell else cell for name, cell in row.cells.items()
    ]
    return [*cells, *map(sieve.safe, row.beyond)]


@contextmanager
def source_of(file: Path | None, encoding: str | None) -> Iterator[TextIO]:
    """The file, or standard input, as text. What comes in a pipe is UTF-8 unless it says otherwise: nobody can look at
    all of it first."""
    if file is not None:
        if not file.is_file():
            raise ConfigurationError(f"{file} is {'no file' if file.exists() else 'not there'}")
        refuse_others(file)
        with opened(file, encoding_of(file, encoding)) as stream:
            yield stream
        return
    first = cast(BufferedReader, sys.stdin.buffer).peek(4)[:4]
    told = known_encoding(encoding) if encoding else bom_of(first) or "utf-8"
    sys.stdin.reconfigure(encoding=told, errors="helpdesk-mark", newline="")  # type: ignore[union-attr]
    yield sys.stdin


@contextmanager
def target_of(output: Path | None, source: Path | None) -> Iterator[TextIO]:
    """The output as UTF-8. A file is there when it is whole: until then what stood in its place stays. A device or pipe
    is written to as it is.

    Raises:
        ConfigurationError: The output is the input, or its folder is not there.
    """
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        yield sys.stdout
        return
    refuse_same(output, source)
    if output.is_dir():
        raise ConfigurationError(f"{output} is a folder: name a file in it")
    if output.exists() and not output.is_file():
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    if not output.resolve().parent.is_dir():
        raise ConfigurationError(f"there is no folder {output.parent}")
    folder = output.resolve().parent
    with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=folder, delete=False) as made:
        try:
            yield cast(TextIO, made)
            made.close()
            os.replace(made.name, output)
        except BaseException:
            made.close()
            os.unlink(made.name)
            raise


def refuse_same(output: Path, *read: Path | None) -> None:
    """Raises ConfigurationError when the output is a file that is read."""
    for source in read:
        if source is not None and source.exists() and output.exists() and output.samefile(source):
            raise ConfigurationError(f"{output} is the input: give the output another name")
