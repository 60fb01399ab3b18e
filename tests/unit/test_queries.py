"""Queries, the one encoding of cursors, and names of indexes."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_core.adapters.sqlalchemy import build_tables
from helpdesk_core.adapters.sqlalchemy.tables import index_name
from helpdesk_core.base.ids import time_ordered_id
from helpdesk_core.base.queries import Cursor, Query
from helpdesk_core.base.records import Index, record_types
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.service_requests.model import ServiceRequest

QUEUE = Query(ServiceRequest, order=("priority", "created_at", "id"))


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("length", range(9))
def test_a_cursor_of_any_length_comes_back(length: int) -> None:
    """Whatever base64 would pad it with: a cursor that is not read shows the first page again and again."""
    cursor = Cursor((3, "2026-11-21T12:00:00.000000Z", "x" * length))
    assert QUEUE.decode_cursor(cursor.encode()) == cursor


def test_a_cursor_comes_back_from_an_address() -> None:
    """Whatever letters its cells have."""
    cursor = Cursor((3, "2026-11-21T12:00:00.000000Z", "Ż?&=%/+ "))
    text = cursor.encode()
    assert text.isascii()
    assert not set(text) & set("?&=%/+ ")
    assert QUEUE.decode_cursor(text) == cursor


@pytest.mark.parametrize("length", range(1, 9))
def test_a_cursor_of_any_length_is_read_back(length: int) -> None:
    """Whatever is missing of its last four letters."""
    cursor = Cursor(("2026-11-21T12:00:00.000000Z", "x" * length))
    assert THREAD.decode_cursor(cursor.encode()) == cursor


NONSENSE: dict[str, Any] = {
    "nothing": None,
    "empty": "",
    "no base64": "%%%",
    "not ASCII": "ż" * 8,
    "no JSON": base64.urlsafe_b64encode(b"{").decode(),
    "no list": encoded({"a": 1}),
    "a number": encoded(7),
    "too few cells": encoded([1, "a"]),
    "too many cells": encoded([1, "a", "b", "c"]),
    "a text for a number": encoded(["1", "a", "b"]),
    "a number for a text": encoded([1, 2, "b"]),
    "a truth for a number": encoded([True, "a", "b"]),
    "half a number": encoded([1.5, "a", "b"]),
    "an endless number": base64.urlsafe_b64encode(b'[Infinity, "a", "b"]').decode(),
    "a number too large": encoded([2**63, "a", "b"]),
    "a list for a text": encoded([1, ["a"], "b"]),
    "nothing for a text": encoded([1, None, "b"]),
    "a zero byte": encoded([1, "a\0", "b"]),
    "half a character": base64.urlsafe_b64encode(b'[1, "\\ud800", "b"]').decode(),
    "deeply nested": base64.urlsafe_b64encode(b"[" * 1400).decode(),
    "very long": encoded([1, "a" * 5000, "b"]),
    "another query's": Cursor(("2026-11-21T12:00:00.000000Z", "m1")).encode(),
}


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_the_first_page(text: str | None) -> None:
    """A cursor comes out of an address that anybody may change: None, and never an error."""
    assert QUEUE.decode_cursor(text) is None


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    assert THREAD.decode_cursor(text) is None or isinstance(THREAD.decode_cursor(text), Cursor)


def test_a_query_says_no() -> None:
    """Without the tenant, or with an order that does not make pages exact."""
    with pytest.raises(ValueError, match="tenant"):
        Query(ServiceRequest, equals=("status",))
    with pytest.raises(ValueError, match="end in the id"):
        Query(ServiceRequest, order=("created_at",))


def test_names_of_indexes_are_never_cut() -> None:
    """A long one ends in a digest of all that is in it, so that two that begin alike are told apart."""
    columns = ("tenant", "assignee", "status", "priority", "created_at", "id")
    names = {
        index_name("helpdesk_core_service_requests", Index(some, where=where))
        for some in (columns, (*columns[:-1], "location", "id"))
        for where in ({}, {"closed_at": None})
    }
    assert len(names) == 4
    assert all(len(name) <= 60 for name in names)


def test_two_indexes_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the tables are built, not when a database finds out."""
    kind = record_types["notes"]
    twice = attrs.evolve(kind, indexes=(Index(("request", "at", "id")), Index(("tenant", "request", "at", "id"))))
    monkeypatch.setitem(record_types, "notes", twice)
    with pytest.raises(TypeError, match="two indexes are called ix_helpdesk_core_notes_request_at"):
        build_tables()


def test_ids_sort_by_their_time() -> None:
    """From one millisecond to the next; within one they differ."""
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    ids = [time_ordered_id(now + timedelta(milliseconds=n)) for n in range(50)]
    assert ids == sorted(ids)
    assert {len(id) for id in ids} == {32}
    assert len({time_ordered_id(now) for _ in range(1000)}) == 1000
    at_once = [time_ordered_id(moment) for moment in (now, now + timedelta(milliseconds=1)) for _ in range(500)]
    assert at_once == sorted(at_once)
    assert {len(one) for one in at_once} == {32}
    other = now + timedelta(minutes=1)
    mixed = [(time_ordered_id(now), time_ordered_id(other)) for _ in range(50)]
    assert [first for first, _ in mixed] == sorted(first for first, _ in mixed), "clocks that differ go on each"
