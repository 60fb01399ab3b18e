"""SQL of the declared queries for Django's connection, written once for each: making a QuerySet anew for every call
costs several times what running it does. Names come from the declarations alone; every value is a parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from ...base.queries import Query
from ...base.records import Cell, RecordType, record_types
from ...ports import Page

_LAST = chr(0x10FFFF)


def table(kind: RecordType) -> str:
    """The quoted name of a kind's table."""
    return f'"helpdesk_core_{kind.name}"'


def _columns(kind: RecordType, alias: str = "") -> str:
    return ", ".join(f'{alias}"{column.name}"' for column in kind.columns)


@cache
def load(kind: RecordType) -> str:
    """One row by id and tenant."""
    return f"SELECT {_columns(kind)} FROM {table(kind)} WHERE id = %s AND tenant = %s"  # noqa: S608


@cache
def insert(kind: RecordType) -> str:
    """One row, unless its id or a unique key is taken. A broken CHECK or reference raises."""
    marks = ", ".join(["%s"] * len(kind.columns))
    return f"INSERT INTO {table(kind)} ({_columns(kind)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608


@cache
def update(kind: RecordType) -> str:
    """All columns but id and tenant, if the version is still the expected one."""
    values = ", ".join(f'"{column.name}" = %s' for column in kind.columns[2:])
    return f"UPDATE {table(kind)} SET {values} WHERE id = %s AND tenant = %s AND version = %s"  # noqa: S608


@cache
def claim(kind: RecordType) -> str:
    """Lease what is due, oldest first. A second claimer that waited for a row finds its ``due_at`` moved."""
    due = f"SELECT id FROM {table(kind)} WHERE tenant = %s AND state = 'waiting' AND due_at <= %s ORDER BY due_at, id"  # noqa: S608
    return (
        f"UPDATE {table(kind)} SET lease = %s, due_at = %s, attempts = attempts + 1, version = version + 1 "  # noqa: S608
        f"WHERE id IN ({due} LIMIT %s) AND state = 'waiting' AND due_at <= %s RETURNING {_columns(kind)}"
    )


@cache
def complete(kind: RecordType) -> str:
    """End a claim that is still this lease's; a ``due_at`` of None leaves it."""
    return (
        f"UPDATE {table(kind)} SET state = %s, reason = %s, completed_at = %s, due_at = COALESCE(%s, due_at), "  # noqa: S608
        "lease = NULL, version = version + 1 WHERE id = %s AND tenant = %s AND lease = %s AND state = 'waiting'"
    )


def find(
    vendor: str, query: Query, tenant: str, params: Mapping[str, Any], after: Page | None, limit: int
) -> tuple[str, list[Cell]]:
    """A declared query with its values."""
    choices: Sequence[Cell] = () if query.in_ is None else tuple(params[query.in_])
    values: list[Cell] = [tenant if name == "tenant" else params[name] for name in query.equals]
    if query.prefix is not None:
        values += _beginning(vendor, str(params[query.prefix]))
    values += choices
    if query.at_most is not None:
        values.append(params[query.at_most])
    if after is not None:
        values += after
    return _select(vendor, query, len(choices), after is not None), [*values, limit]


def _beginning(vendor: str, words: str) -> list[Cell]:
    """By range on SQLite, whose LIKE knows no case; by LIKE elsewhere, where order follows a locale."""
    if vendor == "sqlite":
        return [words, words + _LAST]
    return [words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"]


@cache
def _select(vendor: str, query: Query, choices: int, goes_on: bool) -> str:
    where = [f'q."{name}" = %s' for name in query.equals]
    if query.open_only:
        where.append("q.closed_at IS NULL")
    if query.prefix is not None:
        name = f'q."{query.prefix}"'
        where.append(f"{name} >= %s AND {name} < %s" if vendor == "sqlite" else f"{name} LIKE %s")
    if query.in_ is not None:
        where.append(f'q."{query.in_}" IN ({", ".join(["%s"] * choices)})' if choices else "1 = 0")
    if query.at_most is not None:
        where.append(f'q."{query.at_most}" <= %s')
    order = ", ".join(f'q."{name}"' for name in query.order)
    if goes_on:
        where.append(f"({order}) {'<' if query.newest_first else '>'} ({', '.join(['%s'] * len(query.order))})")
    direction = " DESC" if query.newest_first else ""
    sorted_by = ", ".join(f'q."{name}"{direction}' for name in query.order)
    what = (
        _columns(query.record_type, "q.")
        if query.columns is None
        else ", ".join(f'q."{name}"' for name in query.columns)
    )
    source = f"{table(query.record_type)} q"
    if query.join is not None:
        other = record_types[query.record_type.column(query.join).references or ""]
        what += ", " + _columns(other, "o.")
        source += f' LEFT JOIN {table(other)} o ON o.id = q."{query.join}" AND o.tenant = q.tenant'
    return f"SELECT {what} FROM {source} WHERE {' AND '.join(where)} ORDER BY {sorted_by} LIMIT %s"  # noqa: S608
