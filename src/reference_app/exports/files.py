"""A file that another system wrote, as rows: which of the forms it has is seen from its content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import TextIO, cast

import attrs

from helpdesk_core import ConfigurationError

from .encodings import encoding_of
from .json_rows import is_one_a_line, json_lines, json_objects
from .mails import is_mbox, read_mails
from .rows import Row, lines_of, opened
from .tables import Missing, read_table


@attrs.frozen
class Export:
    """A file's rows, read while they are asked for. ``columns`` are those of a table's header as they are written."""

    encoding: str
    rows: Iterator[Row]
    position: Callable[[], int]
    """How many bytes of the file are read."""
    columns: tuple[str, ...] = ()
    delimiter: str = ""


#: What other files begin with, and what becomes a file that can be read.
_OTHERS = (
    (b"PK\x03\x04", "a workbook (.xlsx, .ods) or a ZIP archive: save the sheet as CSV (UTF-8), or unpack it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook (.xls) or an older document: save the sheet as CSV (UTF-8)"),
    (b"\x1f\x8b", "compressed by gzip: unpack it"),
    (b"BZh", "compressed by bzip2: unpack it"),
    (b"\xfd7zXZ\x00", "compressed by xz: unpack it"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd: unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it"),
    (b"%PDF-", "a PDF: export the requests as CSV or JSON"),
    (b"SQLite format 3\x00", "a database: export its tables as CSV"),
)
_MARKED_UP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|\?xml)\b", re.I)


def refuse_others(path: Path, *, marked_up: bool = False) -> None:
    """Look whether a file is of a kind that holds its text otherwise.

    Args:
        path: The file.
        marked_up: Whether HTML and XML are such kinds too, as they are where rows are wanted.

    Raises:
        ConfigurationError: It is one; says what to do.
    """
    with path.open("rb") as stream:
        first = stream.read(512)
    for mark, what in _OTHERS:
        if first.startswith(mark):
            raise ConfigurationError(f"{path.name} is {what}")
    if marked_up and _MARKED_UP.match(first):
        raise ConfigurationError(f"{path.name} is HTML or XML: save the table as CSV (UTF-8), or export JSON")


@contextmanager
def read_export(path: Path, encoding: str | None = None, missing: Missing | None = None) -> Iterator[Export]:
    """Read a file.

    Args:
        path: CSV, JSON Lines, JSON with one array of objects, or mbox.
        encoding: As its owner says; found out by default.
        missing: Which columns a table's header lacks.

    Raises:
        ConfigurationError: It is not there or no file or another kind of file, its encoding cannot be told, or columns
            are missing.
    """
    if not path.is_file():
        raise ConfigurationError(f"{path} is {'no file' if path.exists() else 'not there'}")
    refuse_others(path, marked_up=True)
    with path.open("rb") as stream:
        if is_mbox(stream.read(5)):
            yield Export("", read_mails(stream), stream.tell)
            return
    encoding = encoding_of(path, encoding)
    with opened(path, encoding) as stream:
        yield _begun(path, stream, encoding, missing)


def _begun(path: Path, stream: TextIO, encoding: str, missing: Missing | None) -> Export:
    position = cast(BufferedReader, stream.buffer).tell
    first, second, *_ = [*(line.text for line in islice(lines_of(stream), 2)), "", ""]
    stream.seek(0)
    if first.lstrip()[:1] in ("{", "["):
        rows = json_lines(stream) if is_one_a_line(first, second) else json_objects(stream)
        return Export(encoding, rows, position)
    try:
        table = read_table(lines_of(stream), missing)
    except ConfigurationError as error:
        raise ConfigurationError(f"{path.name}: {error}") from None
    if table is None:
        return Export(encoding, iter(()), position)
    return Export(encoding, table.rows, position, table.columns, table.delimiter)
