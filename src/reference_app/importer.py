"""Reading another system's rows into requests, through the very same door as everybody else's.

A row that was imported is found again by its id and left alone: stop it anywhere, run it again, and each row is there
once.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.v import transform_error

from helpdesk_core import Automation, ConfigurationError, Helpdesk, InputError, Refusal
from helpdesk_core.commands import ImportRequest

#: Each field of the command that a row may have a column for; a new one must get its place in `ImportMapping`.
_FIELDS = tuple(
    field.name for field in attrs.fields(ImportRequest) if field.name not in ("source", "device", "problem")
)


@attrs.frozen
class Columns:
    """A text made of columns, joined by spaces: empty ones and the values of ``skip`` are left out; ``or_`` if
    nothing stays."""

    columns: list[str]
    skip: list[str] = attrs.field(factory=list)
    or_: str = ""

    def text(self, row: Mapping[str, str]) -> str:
        """The text for one row."""
        parts = [row[name].strip() for name in self.columns]
        return " ".join(part for part in parts if part and part not in self.skip) or self.or_


@attrs.frozen(kw_only=True)
class ImportMapping:
    """Which column is which field. ``source`` names the other system; with ``source_id`` it identifies the row
    permanently."""

    source: str
    source_id: str
    device: Columns
    problem: Columns
    created_at: str | None = None
    source_status: str | None = None
    surname: str | None = None
    given_name: str | None = None
    contact: str | None = None
    language: str | None = None
    urgency: str | None = None
    location: str | None = None
    order: str | None = None

    @property
    def columns(self) -> list[str]:
        """Every column it names."""
        single = [getattr(self, name) for name in _FIELDS]
        return [*self.device.columns, *self.problem.columns, *(name for name in single if name)]

    def fields(self, row: Mapping[str, str], zone: ZoneInfo) -> dict[str, str]:
        """The fields of `ImportRequest` for one row, as text."""
        found = {name: row[column].strip() for name in _FIELDS if (column := getattr(self, name))}
        if moment := found.get("created_at"):
            found["created_at"] = _moment(moment, zone)
        return found | {"source": self.source, "device": self.device.text(row), "problem": self.problem.text(row)}


def _moment(text: str, zone: ZoneInfo) -> str:
    """A day or a moment without zone is meant in the shop's zone."""
    try:
        moment = (
            datetime.fromisoformat(text)
            if len(text) > 10
            else datetime.combine(date.fromisoformat(text), datetime.min.time())
        )
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).isoformat()


def load_mapping(name: str) -> ImportMapping:
    """A shipped mapping by name, or a TOML file by path. Raises ConfigurationError naming everything that is wrong in
    it."""
    if name.endswith(".toml"):
        content = Path(name).read_text(encoding="utf-8")
    else:
        file = files("reference_app.mappings").joinpath(f"{name}.toml")
        if not file.is_file():
            shipped = sorted(
                one.name.removesuffix(".toml")
                for one in files("reference_app.mappings").iterdir()
                if one.name.endswith(".toml")
            )
            raise ConfigurationError(
                f"there is no mapping {name!r}; shipped are {', '.join(shipped)}, or give the path of a .toml file"
            )
        content = file.read_text(encoding="utf-8")
    converter = Converter(forbid_extra_keys=True)
    try:
        table = tomllib.loads(content)
        for part in ("device", "problem"):
            if isinstance(table.get(part), dict) and "or" in table[part]:
                table[part]["or_"] = table[part].pop("or")
        return converter.structure(table, ImportMapping)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"mapping {name}: {error}") from error
    except BaseValidationError as error:
        raise ConfigurationError(f"mapping {name}: " + "; ".join(transform_error(error))) from error


@attrs.frozen
class BadRow:
    """A row that was not imported: its line in the file, the field and the reason, and the row itself."""

    line: int
    field: str
    reason: str
    row: Mapping[str, str]


@attrs.define
class ImportReport:
    """What became of the rows."""

    created: int = 0
    known: int = 0
    bad: list[BadRow] = attrs.field(factory=list)

    @property
    def rows(self) -> int:
        """Rows read."""
        return self.created + self.known + self.unread

    @property
    def unread(self) -> int:
        """Rows that could not be read, each counted once."""
        return len({bad.line for bad in self.bad})


def decoded(content: bytes) -> str:
    """The file's text: UTF-8 with or without BOM, else windows-1250, which Polish offices write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", "replace")


def rows_of(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines and rows of a CSV file (comma, semicolon or tab, by its header) or of JSON Lines."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield number, _json_row(line)
        return
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, restkey="", restval="")
    for row in reader:
        yield (
            reader.line_num,
            {str(name): value if isinstance(value, str) else " ".join(value) for name, value in row.items()},
        )


def _json_row(line: str) -> dict[str, str]:
    try:
        row = json.loads(line)
    except ValueError:
        return {"": line}
    return (
        {str(name): "" if value is None else str(value) for name, value in row.items()}
        if isinstance(row, dict)
        else {"": line}
    )


@attrs.frozen
class Importer:
    """Imports one file into one desk."""

    desk: Helpdesk
    mapping: ImportMapping
    actor: Automation = attrs.field(factory=lambda: Automation(id="importer"))

    def run(self, path: Path) -> Iterator[ImportReport]:
        """Import row by row; yields the same report after each, so that progress can be shown.

        Raises ConfigurationError when the file lacks a column that the mapping names.
        """
        report = ImportReport()
        seen: set[str] = set()
        checked = False
        for line, row in rows_of(path, decoded(path.read_bytes())):
            if not checked and path.suffix.lower() not in (".jsonl", ".ndjson"):
                self._check_columns(path, row)
                checked = True
            self._one(line, row, seen, report)
            yield report

    def _check_columns(self, path: Path, row: Mapping[str, str]) -> None:
        missing = [name for name in self.mapping.columns if name not in row]
        if missing:
            raise ConfigurationError(
                f"{path.name} has no column {', '.join(missing)}; it has {', '.join(name for name in row if name)}"
            )

    def _one(self, line: int, row: dict[str, str], seen: set[str], report: ImportReport) -> None:
        missing = [name for name in self.mapping.columns if name not in row]
        if missing:
            report.bad += [BadRow(line, name, "missing", row) for name in missing]
            return
        fields = self.mapping.fields(row, self.desk.settings.zone)
        if fields["source_id"] in seen:
            report.bad.append(BadRow(line, "source_id", "twice_in_this_file", row))
            return
        try:
            command = self.desk.read(ImportRequest, fields)
        except InputError as error:
            report.bad += [BadRow(line, ".".join(wrong.path), wrong.code, row) for wrong in error.errors]
            return
        seen.add(fields["source_id"])
        answer = self.desk.handle(command, self.actor)
        if isinstance(answer, Refusal):
            report.bad.append(BadRow(line, "", answer.code, row))
        elif answer.created:
            report.created += 1
        else:
            report.known += 1


def write_report(report: ImportReport, path: Path) -> None:
    """Bad rows as CSV: line, field, reason, and the row as JSON, so that nothing is lost."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["line", "field", "reason", "row"])
        for bad in report.bad:
            writer.writerow([bad.line, bad.field, bad.reason, json.dumps(dict(bad.row), ensure_ascii=False)])


def count_rows(path: Path) -> int:
    """Rows of a file, for the progress bar."""
    return sum(1 for _ in rows_of(path, decoded(path.read_bytes())))
