"""``helpdesk redact``: secrets taken out of a text or a table, without a desk."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from helpdesk_core import ConfigurationError
from helpdesk_core.redaction import Caution, Redactor

from .console import bar
from .redacting import Sieve, redact_csv, redact_text, source_of, target_of

Encoding = Annotated[
    str | None, Parameter(help="The file's encoding (cp1250, iso8859-2, utf-16, …). By default it is found out.")
]


def redact(
    file: Path | None = None,
    *,
    columns: str = "",
    output: Path | None = None,
    encoding: Encoding = None,
    careful: bool = False,
    why: bool = False,
) -> None:
    """Remove secrets from standard input, a text file, or columns of a CSV file; needs no database.

    The result is UTF-8; how many of which kind were removed is said on standard error. What cannot be read is left out,
    and the exit status is then 1.

    Args:
        file: What to read; without it standard input.
        columns: Names with commas between: with them the file is read as CSV.
        output: Where the result goes; without it to standard output.
        careful: Remove more of what no rule finds.
        why: Say of each secret where it stood, its kind and what spoke for it, never the value.
    """
    told = Console(stderr=True)
    redactor = Redactor(caution=Caution.CAREFUL if careful else Caution.BALANCED, explain=why)
    sieve = Sieve(partial(told.print, markup=False, highlight=False) if why else None, redactor)
    with source_of(file, encoding) as source, target_of(output, file) as target, bar(told) as shown:
        task = shown.add_task("redacting", total=None)
        work = redact_csv(source, target, columns.split(","), sieve) if columns else redact_text(source, target, sieve)
        for done in work:
            shown.update(task, completed=done)
    told.print(f"removed: {counted(sieve.removed) or 'nothing'}")
    if sieve.unread:
        raise ConfigurationError(f"{sieve.unread} pieces could not be read and were left out: say --encoding")


def counted(kinds: Counter[str]) -> str:
    """Kinds with how many, the most first."""
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
