"""Which column of another system's file is which field of a request. A mapping is data: a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from cattrs import Converter
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.v import transform_error

from helpdesk_core import ConfigurationError
from helpdesk_core.commands import ImportRequest

from .exports.moments import read_moment, tells_day
from .exports.rows import folded

#: Each field of the command that a row may have a column for; a new one must get its place in `ImportMapping`.
_FIELDS = tuple(
    field.name for field in attrs.fields(ImportRequest) if field.name not in ("source", "device", "problem")
)
#: As `ImportRequest` takes it.
_SOURCE = re.compile(r"[!-~]{1,200}")
#: What other systems have for line ends within a cell; as controls they would vanish and join two words.
_BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85"), "\n")


@attrs.frozen
class Columns:
    """A text made of columns, joined by spaces: empty ones and the values of ``skip`` are left out; ``or_`` if
    nothing stays."""

    columns: list[str]
    skip: list[str] = attrs.field(factory=list)
    or_: str = ""

    def text(self, row: Mapping[str, str]) -> str:
        """The text for one row."""
        parts = [row.get(folded(name), "").strip() for name in self.columns]
        return " ".join(part for part in parts if part and part not in self.skip).translate(_BREAKS) or self.or_


@attrs.frozen
class Scan:
    """What a scan for secrets leaves out: ids, addresses of pages, second forms of a text; ``*`` stands for a place in
    a list. ``columns`` are those that it tells by name beside the ones of the fields."""

    skip: list[str] = attrs.field(factory=list)
    columns: list[str] = attrs.field(factory=list)


#: A column, or several of which the first with something in it counts.
Choice = str | list[str] | None


@attrs.frozen(kw_only=True)
class ImportMapping:
    """Which column is which field. ``source`` names the other system; with ``source_id`` it identifies the row
    permanently.

    A field names a column, or several of which the first that is not empty counts. A column with the whole
    name is the surname's, without one for the given name. ``values`` holds by field what a word of the other system is
    here. ``recognise`` are columns by which a file of this system is known.
    """

    source: str
    source_id: Choice
    device: Columns
    problem: Columns
    created_at: Choice = None
    created_at_format: Choice = None
    source_status: Choice = None
    surname: Choice = None
    given_name: Choice = None
    contact: Choice = None
    language: Choice = None
    urgency: Choice = None
    location: Choice = None
    order: Choice = None
    serial: Choice = None
    values: dict[str, dict[str, str]] = attrs.field(factory=dict)
    recognise: list[str] = attrs.field(factory=list)
    scan: Scan = attrs.field(factory=lambda: Scan())

    def missing(self, columns: frozenset[str]) -> list[str]:
        """The columns it needs that are not among these (`folded`) ones; of a choice one is enough. A part of an object
        (`requester.email`) may be absent from any row: there the object is."""
        named = [_several(getattr(self, name)) for name in _FIELDS]
        named += [[column] for column in (*self.device.columns, *self.problem.columns)]
        return [" or ".join(one) for one in named if one and not any(_is_there(name, columns) for name in one)]

    def named(self) -> frozenset[str]:
        """Every column that may be told by its name (`folded`)."""
        return frozenset(map(folded, (*self.columns(), *self.scan.columns)))

    def leaves_out(self, place: str) -> bool:
        """Whether a scan leaves this column out."""
        return any(fnmatchcase(place, folded(pattern)) for pattern in self.scan.skip)

    def columns(self) -> list[str]:
        """Every column it names, once."""
        named = [column for name in _FIELDS for column in _several(getattr(self, name))]
        return list(dict.fromkeys([*named, *self.device.columns, *self.problem.columns]))

    def fields(self, row: Mapping[str, str]) -> dict[str, str]:
        """The fields of `ImportRequest` for one row, as text; a moment is still as it is written."""
        found = {name: _first(row, getattr(self, name)) for name in _FIELDS if getattr(self, name)}
        for name, words in self.values.items():
            if name in found:
                known = {folded(word): value for word, value in words.items()}
                found[name] = known.get(folded(found[name]), found[name])
        return found | {"source": self.source, "device": self.device.text(row), "problem": self.problem.text(row)}

    def moment(self, typed: str, zone: ZoneInfo) -> str:
        """A moment in the form that commands read. Raises FieldError."""
        return read_moment(typed, zone, _several(self.created_at_format)).isoformat()


def _is_there(name: str, columns: frozenset[str]) -> bool:
    return "." in name or folded(name) in columns


def _several(choice: Choice) -> Sequence[str]:
    return [] if choice is None else [choice] if isinstance(choice, str) else choice


def _first(row: Mapping[str, str], choice: Choice) -> str:
    found = (row.get(folded(name), "").strip() for name in _several(choice))
    return next(filter(None, found), "")


def mapping_of(columns: frozenset[str]) -> ImportMapping | None:
    """The shipped mapping that knows a file by these (`folded`) columns; None where none does."""
    known = (load_mapping(name) for name in shipped_mappings())
    return next((one for one in known if one.recognise and columns >= set(map(folded, one.recognise))), None)


def shipped_mappings() -> list[str]:
    """Their names."""
    there = (one.name for one in files("reference_app.mappings").iterdir())
    return sorted(name.removesuffix(".toml") for name in there if name.endswith(".toml"))


def load_mapping(name: str) -> ImportMapping:
    """A shipped mapping by name, or a TOML file by path. Raises ConfigurationError naming everything that is wrong in
    it."""
    content = _content(name)
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook_func(lambda kind: kind == list[str], _texts)
    converter.register_structure_hook(Choice, lambda value, _: value if isinstance(value, str) else _texts(value))
    try:
        table = tomllib.loads(content)
        for part in ("device", "problem"):
            if isinstance(table.get(part), dict) and "or" in table[part]:
                table[part]["or_"] = table[part].pop("or")
        found = converter.structure(table, ImportMapping)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"mapping {name}: {error}") from error
    except BaseValidationError as error:
        said = "; ".join(transform_error(error, "$", _in_words))
        raise ConfigurationError(f"mapping {name}: {said.replace('.or_', '.or')}") from error
    if wrong := "; ".join(_wrong(found)):
        raise ConfigurationError(f"mapping {name}: {wrong}")
    return found


def _text(value: Any, _: Any = None) -> str:
    if not isinstance(value, str):
        raise TypeError("needs a text in quotation marks")
    return value


def _texts(value: Any, _: Any = None) -> list[str]:
    """A text is no list of its letters."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError('needs a list of texts, ["one", "another"], or one text where a field is given')
    return value


def _in_words(error: BaseException, _: Any) -> str:
    """What `transform_error` puts before the place."""
    if isinstance(error, KeyError):
        return "missing"
    if isinstance(error, ForbiddenExtraKeysError):
        return f"nothing is called {', '.join(sorted(error.extra_fields))}"
    if isinstance(error, AttributeError):  # something else was asked for its keys
        return "needs a table, as in [device]"
    return str(error)


def _wrong(mapping: ImportMapping) -> Iterator[str]:
    """What every row would fail of, and what would never do anything."""
    if not _SOURCE.fullmatch(mapping.source):
        yield "source needs a name of 1 to 200 letters a to z, digits and signs, without blanks"
    if not any(_several(mapping.source_id)):
        yield "source_id names no column"
    for part in ("device", "problem"):
        if not any(getattr(mapping, part).columns):
            yield f"{part}.columns names no column"
    for name in sorted(mapping.values.keys() - set(_FIELDS)):
        yield f"values.{name}: no field is called so: {', '.join(_FIELDS)}"
    for form in _several(mapping.created_at_format):
        if not tells_day(form):
            yield f"created_at_format {form!r} tells no day: %d is the day, %m the month, %Y the year, %H:%M the time"


def mapping_file(name: str | None) -> Path | None:
    """The file in which a mapping stands, None for a shipped one."""
    return Path(name) if name is not None and name.endswith(".toml") else None


def _content(name: str) -> str:
    if name.endswith(".toml"):
        try:
            return Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"mapping {name} cannot be read: {type(error).__name__}") from None
    if name not in shipped_mappings():
        shipped = ", ".join(shipped_mappings())
        raise ConfigurationError(
            f"there is no mapping {name!r}; shipped are {shipped}, or give the path of a .toml file"
        )
    return files("reference_app.mappings").joinpath(f"{name}.toml").read_text(encoding="utf-8")
