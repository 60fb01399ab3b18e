"""JSON Lines, and JSON arrays of rows, read object by object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from .rows import KEY_TWICE, LETTERS, MOST, NOT_JSON, TOO_DEEP, TOO_LONG, Row, checked, folded, lines_of

_DEEPEST = 8
_MOST_CELLS = 1_000
_LARGEST = 32 * MOST
"""Characters of an object that is still looked through for its end."""
_SURROGATE = re.compile("[\ud800-\udfff]")
# [ … as exports are, or {"success": true, "data": {"tickets": [ … as interfaces answer
_SCALAR = r'(?:true|false|null|-?\d+|"[^"]{0,200}")'
_ARRAY = re.compile(
    r'\s*(?:\{\s*(?:"\w{1,40}"\s*:\s*' + _SCALAR + r'\s*,\s*){0,20}"\w{1,40}"\s*:\s*){0,3}\[(?=\s*[{\]])'
)
_BETWEEN = re.compile(r"[\s,]*")
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class _Twice(dict[str, Any]):
    """An object that gives a name twice: which of its values is meant only its writer knows (RFC 8259, 4)."""


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


# Numbers stay as they are written: a float would lose digits of an id, and 1e999 would become a word.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_object_of)


def json_lines(stream: TextIO) -> Iterator[Row]:
    """One object in each line."""
    for line in lines_of(stream):
        if not line.is_whole:
            yield Row(line.number, {}, TOO_LONG, line.text)
        elif line.text.strip():
            yield _row(line.number, line.text)


def _row(number: int, text: str) -> Row:
    try:
        return row_of(number, _DECODER.decode(text), text)
    except (ValueError, RecursionError):
        return Row(number, {}, NOT_JSON, text)


def row_of(number: int, value: Any, text: str = "") -> Row:
    """An object as a row: nested values are named by their path ("requester.name"), lists of plain values joined."""
    if len(text) > MOST:
        return Row(number, {}, TOO_LONG, text[:MOST])
    if not isinstance(value, dict):
        return Row(number, {}, NOT_JSON, text)
    cells: dict[str, str] = {}
    if error := _flatten("", value, cells, _DEEPEST):
        return Row(number, {}, error, text)
    if any(_SURROGATE.search(cell) for cell in cells.values()):
        return Row(number, cells, LETTERS)
    return checked(Row(number, cells))


def _flatten(name: str, value: Any, cells: dict[str, str], depth: int) -> str:
    """Put the value into the cells. Returns why it cannot be, else nothing."""
    if len(cells) >= _MOST_CELLS or depth < 0:
        return TOO_DEEP
    if isinstance(value, list) and all(not isinstance(one, dict | list) for one in value):
        text = ", ".join(_plain(one) for one in value)
    elif isinstance(value, _Twice):
        return KEY_TWICE
    elif isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        prefix = f"{name}." if name else ""
        found = (_flatten(f"{prefix}{folded(str(key))}", one, cells, depth - 1) for key, one in inside)
        return next(filter(None, found), "")
    else:
        text = _plain(value)
    # "ID" beside "id", or "a.b" beside a "b" in an "a", are one name too.
    return "" if cells.setdefault(name, text) == text else KEY_TWICE


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def json_objects(stream: TextIO) -> Iterator[Row]:
    """The objects of an array, or one behind the other, numbered from 1."""
    text = stream.read(MOST)
    begun = _ARRAY.match(text)
    place, number = begun.end() if begun else 0, 0
    while True:
        place = _place_behind(_BETWEEN, text, place)
        if text.startswith("]", place):
            return
        end, value = _object(text, place)
        if end is None:
            left = len(text) - place
            more = stream.read(max(MOST, left)) if left < _LARGEST else ""
            if not more:
                if left:
                    yield Row(number + 1, {}, NOT_JSON if left <= MOST else TOO_LONG, text[place : place + MOST])
                return
            text, place = text[place:] + more, 0
            continue
        number += 1
        yield row_of(number, value, text[place:end])
        place = end


def _place_behind(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place


def _object(text: str, place: int) -> tuple[int | None, Any]:
    """The value at this place and where it ends; no end where more of the text is needed. What is closed and cannot be
    read is passed over: the value is then None."""
    try:
        value, end = _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        return _closed(text, place), None
    return end, value


def _closed(text: str, place: int) -> int | None:
    depth = 0
    for found in _BRACKETS.finditer(text, place):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(found.group(), 0)
        if depth <= 0 and found.group() in "}]":
            return found.end()
    return None


def is_one_a_line(first: str, second: str) -> bool:
    """Whether the file holds one object in each line."""
    try:
        is_object = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        is_object = False
    return is_object and (second.lstrip().startswith("{") or not _ARRAY.match(first))
