"""The conditions of a selection in SQL, and the values of their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import sqlalchemy as sa

from ...base.queries import Cursor, Query, Selection, in_a_list
from .tables import is_cell

_LAST = chr(0x10FFFF)
_ZERO: Any = sa.literal_column("0")


@attrs.frozen(kw_only=True)
class Dialect:
    """What differs between databases. Where text columns were not made in byte order, searches by beginning ask for
    it."""

    name: str
    in_byte_order: bool


def conditions(
    table: sa.Table, selection: Selection, many: int, on: Dialect, mark: str = ""
) -> list[sa.ColumnElement[bool]]:
    """The conditions but for ``match``.

    Args:
        table: What is read.
        selection: Which of its rows.
        many: How many values ``in_`` has.
        on: The database.
        mark: Stands before the names of the parameters.

    Returns:
        Conditions that must all hold.
    """

    def param(name: str) -> Any:
        return sa.bindparam(f"{mark}{name}")

    found: list[Any] = [table.c[name] == param(name) for name in selection.equals]
    found += [is_cell(table.c[name], cell) for name, cell in selection.fixed.items()]
    if selection.prefix is not None:
        column: Any = table.c[selection.prefix]
        column = column.collate("C") if on.name == "postgresql" and not on.in_byte_order else column
        found += [column >= param("_prefix"), column < param("_prefix_end")]
    if selection.in_ is not None:
        found.append(table.c[selection.in_].in_([param(f"_any{n}") for n in range(many)]))
    if selection.at_least is not None:
        found.append(table.c[selection.at_least] >= param("_at_least"))
    if selection.at_most is not None:
        found.append(table.c[selection.at_most] <= param("_at_most"))
    if selection.has is not None:
        place = sa.func.instr if on.name == "sqlite" else sa.func.strpos
        found.append(place(table.c[selection.has], param("_has")) > _ZERO)
    return found


def selection_params(selection: Selection, tenant: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a selection's conditions. A statement takes those that it names."""
    values: dict[str, Any] = {**params, "tenant": tenant}
    if selection.prefix is not None:
        values |= {"_prefix": params[selection.prefix], "_prefix_end": params[selection.prefix] + _LAST}
    if selection.in_ is not None:
        values |= {f"_any{n}": value for n, value in enumerate(params[selection.in_])}
    if selection.at_least is not None:
        values["_at_least"] = params[selection.at_least]
    if selection.at_most is not None:
        values["_at_most"] = params[selection.at_most]
    if selection.has is not None:
        values["_has"] = in_a_list(params[selection.has])
    return values


def find_params(
    query: Query, tenant: str, params: Mapping[str, Any], after: Cursor | None, limit: int
) -> dict[str, Any]:
    """The values for `Statements.find` and `Statements.feed`."""
    values = selection_params(query, tenant, params)
    values["_limit"] = limit
    if after is not None:
        values |= {f"_after{n}": cell for n, cell in enumerate(after.cells)}
    return values
