"""A file that another system wrote, as rows: which of the forms it has is seen from its content."""

from __future__ import annotations

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


@contextmanager
def read_export(path: Path, encoding: str | None = None, missing: Missing | None = None) -> Iterator[Export]:
    """Read a file.

    Args:
        path: CSV, JSON Lines, JSON with one array of objects, or mbox.
        encoding: As its owner says; found out by default.
        missing: Which columns a table's header lacks.

    Raises:
        ConfigurationError: It is not there or no file, its encoding cannot be told, or columns are missing.
    """
    if not path.is_file():
        raise ConfigurationError(f"{path} is {'no file' if path.exists() else 'not there'}")
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
