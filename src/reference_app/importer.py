"""Reading another system's rows into requests, through the very same door as everybody else's.

A row that was imported is found again by its id and left alone: stop it anywhere, run it again, and each row is there
once.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import attrs

from helpdesk_core import Automation, ConfigurationError, FieldError, Helpdesk, InputError, Message, Refusal
from helpdesk_core.commands import ImportRequest
from helpdesk_core.i18n import Translator, define
from helpdesk_core.redaction import Redactor

from .exports.files import read_export
from .exports.rows import Row, folded
from .mapping import ImportMapping, load_mapping

__all__ = ["BadRow", "BadRows", "ImportReport", "Importer", "count_rows", "load_mapping"]

MISSING = define("row.missing", "There is no such column in this row.")
TWICE = define("row.twice", "An earlier row of this file has the same id.")


@attrs.frozen
class BadRow:
    """One thing for which a row was not imported: the line it begins in, the field, and a message code with what it
    needs."""

    line: int
    field: str
    reason: str
    params: Mapping[str, Any] = attrs.field(factory=dict)

    def sentence(self, t: Translator) -> str:
        """The reason in words."""
        return t.text(Message(self.reason, self.params))


@attrs.define
class ImportReport:
    """What became of the rows; in a dry run, what would become of them."""

    created: int = 0
    known: int = 0
    bad: list[BadRow] = attrs.field(factory=list)
    secrets: Counter[str] = attrs.field(factory=Counter)
    contacts: set[str] = attrs.field(factory=set, repr=False)
    """Different contacts of the rows that were, or would be, created."""
    unread: int = 0
    """Rows that could not be read, each counted once."""

    @property
    def reasons(self) -> Counter[str]:
        """How often each reason comes, as "field: reason"."""
        return Counter(f"{bad.field}: {bad.reason}".removeprefix(": ") for bad in self.bad)

    @property
    def rows(self) -> int:
        """Rows read."""
        return self.created + self.known + self.unread


class BadRows:
    """A CSV file of the rows that were not imported, for people to correct and import again: the line each had, what is
    wrong, and the columns that the mapping names. It is made with the first such row, readable by its owner alone;
    secrets in it are redacted, as they would be in the import."""

    def __init__(self, path: Path, mapping: ImportMapping, t: Translator) -> None:
        self.path = path
        self._columns, self._t = mapping.columns(), t
        self._redactor = Redactor()
        self._stream: Any = None

    def __enter__(self) -> BadRows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    def write(self, row: Row, reasons: list[BadRow]) -> None:
        """Add a row with everything that is wrong with it."""
        if self._stream is None:
            self._stream = private_file(self.path)
            self._writer = csv.writer(self._stream)
            self._writer.writerow(["line", "error", *self._columns, "text"])
        said = "; ".join(f"{bad.field}: {bad.sentence(self._t)}".removeprefix(": ") for bad in reasons)
        cells = [row.cells.get(folded(name), "") for name in self._columns]
        self._writer.writerow([row.line, said, *map(self._safe, cells), self._safe(row.text)])

    def _safe(self, cell: str) -> str:
        return _no_formula(self._redactor.redact(_writable(cell)).text.text)


def private_file(path: Path) -> Any:
    """A new file in the place of what was there, which only its owner may read. What a link leads to stays as it is; a
    device or pipe is written to as it is. Raises ConfigurationError where no file can be."""
    try:
        is_new = path.is_file() or not path.exists()
        if is_new:
            path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | (os.O_CREAT | os.O_EXCL if is_new else 0), 0o600)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from None
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().\-/]+$)")


def _no_formula(cell: str) -> str:
    """A spreadsheet computes what begins like a formula (OWASP, CSV injection); a phone number stays."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


@attrs.frozen
class Importer:
    """Imports one file into one desk.

    Args:
        desk: Where the requests go.
        mapping: Which column is which field.
        actor: Who imports.
        dry: Whether nothing is written: each row is decided about as if it were.
        encoding: Of the file, as its owner says; found out by default.
    """

    desk: Helpdesk
    mapping: ImportMapping
    actor: Automation = attrs.field(factory=lambda: Automation(id="importer"))
    dry: bool = False
    encoding: str | None = None

    def run(self, path: Path, bad: BadRows | None = None) -> Iterator[ImportReport]:
        """Import row by row; yields the same report after each, so that progress can be shown.

        Raises ConfigurationError when the file lacks a column that the mapping names, or its letters cannot be read.
        """
        report = ImportReport()
        seen: set[str] = set()
        with read_export(path, self.encoding, self.mapping.missing) as export:
            for row in export.rows:
                reasons = self._one(row, seen, report)
                if reasons:
                    report.bad += reasons
                    report.unread += 1
                    if bad is not None:
                        bad.write(row, reasons)
                yield report

    def _one(self, row: Row, seen: set[str], report: ImportReport) -> list[BadRow]:
        """Import a row. Returns why it was not."""
        if row.error is not None:
            return [BadRow(row.line, "", row.error)]
        if lacking := self.mapping.missing(frozenset(row.cells)):
            return [BadRow(row.line, name, MISSING) for name in lacking]
        fields = self.mapping.fields(row.cells)
        if fields["source_id"] in seen:
            return [BadRow(row.line, "source_id", TWICE)]
        try:
            command = self._command(fields)
        except InputError as error:
            return [BadRow(row.line, ".".join(wrong.path), wrong.code, wrong.params) for wrong in error.errors]
        seen.add(fields["source_id"])
        refusal = self._previewed(command, report) if self.dry else self._handled(command, report)
        return [] if refusal is None else [BadRow(row.line, refusal.field or "", refusal.code, refusal.params)]

    def _command(self, fields: dict[str, str]) -> ImportRequest:
        """Every error of the row at once, its moment's among them."""
        errors: tuple[FieldError, ...] = ()
        if typed := fields.get("created_at"):
            try:
                fields["created_at"] = self.mapping.moment(typed, self.desk.settings.zone)
            except FieldError as error:
                errors = (error.at("created_at"),)
                fields["created_at"] = ""
        try:
            command = self.desk.read(ImportRequest, fields)
        except InputError as error:
            raise InputError((*errors, *error.errors)) from None
        if errors:
            raise InputError(errors)
        return command

    def _handled(self, command: ImportRequest, report: ImportReport) -> Refusal | None:
        answer = self.desk.handle(command, self.actor)
        if isinstance(answer, Refusal):
            return answer
        self._count(command, answer.created, report)
        return None

    def _previewed(self, command: ImportRequest, report: ImportReport) -> Refusal | None:
        answer = self.desk.preview(command, self.actor)
        if isinstance(answer, Refusal):
            return answer
        self._count(command, bool(answer.changes), report)
        if answer.changes:
            report.secrets.update(answer.removed)
        return None

    def _count(self, command: ImportRequest, created: bool, report: ImportReport) -> None:
        report.created += created
        report.known += not created
        if created and command.contact is not None:
            report.contacts.add(command.contact.value)


def count_rows(path: Path, encoding: str | None = None) -> int:
    """Rows of a file, for the progress bar."""
    with read_export(path, encoding) as export:
        return sum(1 for _ in export.rows)
