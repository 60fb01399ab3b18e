"""Redaction of streams: text by paragraphs, CSV by columns. Each yields how many it has done."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from helpdesk_core import ConfigurationError

#: A paragraph longer than this is redacted in pieces that overlap by nothing: cut at a line, so keys stay whole.
_MOST_LINES = 400


def redact_text(source: TextIO, target: TextIO, safe: Callable[[str], str]) -> Iterator[int]:
    """Paragraph by paragraph, so that a secret and its announcement on two lines are seen together. Keys between header
    lines count as one paragraph."""
    lines: list[str] = []
    in_key = False
    done = 0
    for line in source:
        lines.append(line)
        in_key = ("-----BEGIN" in line or in_key) and "-----END" not in line
        if (not line.strip() and not in_key) or len(lines) >= _MOST_LINES:
            target.write(safe("".join(lines)))
            done += len(lines)
            lines.clear()
            yield done
    target.write(safe("".join(lines)))
    yield done + len(lines)


def redact_csv(source: TextIO, target: TextIO, columns: Sequence[str], safe: Callable[[str], str]) -> Iterator[int]:
    """Row by row, the named columns alone. Raises ConfigurationError for a column that is not there."""
    rows = csv.DictReader(source)
    names = [name.strip() for name in columns]
    if missing := [name for name in names if name not in (rows.fieldnames or ())]:
        raise ConfigurationError(
            f"there is no column {', '.join(missing)}; there are: {', '.join(rows.fieldnames or ())}"
        )
    written = csv.DictWriter(target, rows.fieldnames or [])
    written.writeheader()
    for number, row in enumerate(rows, 1):
        written.writerow({name: safe(value or "") if name in names else value for name, value in row.items()})
        yield number
