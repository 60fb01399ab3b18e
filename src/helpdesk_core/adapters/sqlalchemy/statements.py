"""SQL compiled once: building a statement for each call costs more than running it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from ...base.queries import Query
from ...base.records import RecordType
from .tables import table_key

_DIALECTS: dict[str, Callable[[], sa.Dialect]] = {
    "sqlite": lambda: SQLiteDialect(paramstyle="qmark"),
    "postgresql": lambda: PGDialect(paramstyle="format"),  # type: ignore[no-untyped-call]
}


@attrs.frozen
class Statement:
    """A compiled statement and the names of its parameters, in the order of its placeholders."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]
    """Values that the compiler put in itself."""

    def bind(self, params: Mapping[str, Any]) -> tuple[Any, ...]:
        """The parameters in that order."""
        return tuple([params[name] if name in params else self.constants[name] for name in self.names])


class Statements:
    """The statements of one set of tables in one dialect."""

    def __init__(self, metadata: sa.MetaData, dialect: str, prefix: str, schema: str | None) -> None:
        self._metadata, self._prefix, self._schema = metadata, prefix, schema
        self.dialect = dialect
        self._compiler = _DIALECTS[dialect]()
        self._made: dict[Any, Statement] = {}

    def table(self, kind: RecordType) -> sa.Table:
        """The table of a kind."""
        return self._metadata.tables[table_key(kind, self._prefix, self._schema)]

    def _once(self, key: Any, make: Callable[[], Any]) -> Statement:
        made = self._made.get(key)
        if made is None:
            compiled = make().compile(dialect=self._compiler)
            constants = {name: value for name, value in compiled.params.items() if name.startswith("param_")}
            made = self._made[key] = Statement(str(compiled), tuple(compiled.positiontup or ()), constants)
        return made

    def load(self, kind: RecordType) -> Statement:
        """One record by id; parameters id, tenant."""
        table = self.table(kind)
        return self._once(
            ("load", kind.name),
            lambda: sa.select(*table.c).where(
                table.c.id == sa.bindparam("id"), table.c.tenant == sa.bindparam("tenant")
            ),
        )

    def insert(self, kind: RecordType) -> Statement:
        """One record; parameters are its cells in order. Nothing happens when the id or a unique key is taken."""
        table = self.table(kind)
        insert = (postgresql if self.dialect == "postgresql" else sqlite).insert
        return self._once(
            ("insert", kind.name),
            lambda: insert(table).values({c.name: sa.bindparam(c.name) for c in table.c}).on_conflict_do_nothing(),
        )

    def update(self, kind: RecordType) -> Statement:
        """Replace one record if its version is the expected one; parameters are its cells without id and tenant, in
        order, then id, tenant, expected. Naming the id in SET, even unchanged, would make SQLite look for every row
        that refers to it.
        """
        table = self.table(kind)
        return self._once(
            ("update", kind.name),
            lambda: (
                sa.update(table)
                .where(
                    table.c.id == sa.bindparam("_id"),
                    table.c.tenant == sa.bindparam("_tenant"),
                    table.c.version == sa.bindparam("_expected"),
                )
                .values({c.name: sa.bindparam(c.name) for c in table.c if c.name not in ("id", "tenant")})
            ),
        )

    def delete(self, kind: RecordType) -> Statement:
        """Take back one new record; parameters id, tenant."""
        table = self.table(kind)
        return self._once(
            ("delete", kind.name),
            lambda: sa.delete(table).where(table.c.id == sa.bindparam("id"), table.c.tenant == sa.bindparam("tenant")),
        )

    def claim(self, kind: RecordType) -> Statement:
        """Claim what is due; parameters tenant, now, limit, lease, until. Returns whole rows."""
        return self._once(("claim", kind.name), lambda: _claim(self.table(kind)))

    def complete(self, kind: RecordType) -> Statement:
        """End a claim; parameters state, why, completed_at, due_at (None: as it is), id, tenant, lease."""
        return self._once(("complete", kind.name), lambda: _complete(self.table(kind)))

    def find(self, query: Query, *, after: bool, many: int) -> Statement:
        """A declared query: with a place to go on from, with ``many`` values for ``in_``. Parameters: its own, and
        ``limit``."""
        return self._once((query, after, many), lambda: self._select(query, after, many))

    def _select(self, query: Query, after: bool, many: int) -> sa.Select[Any]:
        table = self.table(query.record_type)
        columns: list[Any] = [table.c[name] for name in query.columns] if query.columns else list(table.c)
        source: Any = table
        if (followed := query.joined) is not None:
            other = self.table(followed)
            on = sa.and_(other.c.id == table.c[query.join or ""], other.c.tenant == table.c.tenant)
            source = table.outerjoin(other, on)
            columns += [column.label(f"followed_{column.name}") for column in other.c]
        select = (
            sa.select(*columns)
            .select_from(source)
            .where(*(table.c[name] == sa.bindparam(name) for name in query.equals))
        )
        if query.open_only:
            select = select.where(table.c.closed_at.is_(None))
        if query.prefix is not None:
            column = table.c[query.prefix]
            select = select.where(column >= sa.bindparam("starts"), column < sa.bindparam("starts_end"))
        if query.in_ is not None:
            select = select.where(table.c[query.in_].in_([sa.bindparam(f"any{n}") for n in range(many)]))
        if query.at_most is not None:
            select = select.where(table.c[query.at_most] <= sa.bindparam("until"))
        order = [table.c[name] for name in query.order]
        if after:
            place = sa.tuple_(*(sa.bindparam(f"after{n}") for n in range(len(order))))
            key = sa.tuple_(*order)
            select = select.where(key < place if query.newest_first else key > place)
        return select.order_by(*(column.desc() if query.newest_first else column for column in order)).limit(
            sa.bindparam("limit")
        )


def _claim(table: sa.Table) -> sa.sql.dml.ReturningUpdate[Any]:
    due = (
        sa.select(table.c.id)
        .where(
            table.c.tenant == sa.bindparam("tenant"),
            table.c.state == sa.literal_column("'waiting'"),
            table.c.due_at <= sa.bindparam("now"),
        )
        .order_by(table.c.due_at, table.c.id)
        .limit(sa.bindparam("limit"))
        .with_for_update(skip_locked=True)
    )
    return (
        sa.update(table)
        .where(table.c.id.in_(due))
        .values(
            lease=sa.bindparam("_lease"),
            due_at=sa.bindparam("until"),
            attempts=table.c.attempts + sa.literal_column("1"),
            version=table.c.version + sa.literal_column("1"),
        )
        .returning(*table.c)
    )


def _complete(table: sa.Table) -> sa.Update:
    return (
        sa.update(table)
        .where(
            table.c.id == sa.bindparam("_id"),
            table.c.tenant == sa.bindparam("_tenant"),
            table.c.lease == sa.bindparam("_lease"),
            table.c.state == sa.literal_column("'waiting'"),
        )
        .values(
            state=sa.bindparam("_state"),
            reason=sa.bindparam("_reason"),
            completed_at=sa.bindparam("_settled_at"),
            due_at=sa.func.coalesce(sa.cast(sa.bindparam("_due_at"), sa.Text), table.c.due_at),
            lease=sa.null(),
            version=table.c.version + sa.literal_column("1"),
        )
    )


_LAST = chr(0x10FFFF)


def find_params(
    query: Query, tenant: str, params: Mapping[str, Any], after: Sequence[Any] | None, limit: int
) -> dict[str, Any]:
    """The values for `Statements.find`."""
    values: dict[str, Any] = {
        "tenant": tenant,
        "limit": limit,
        **{name: params[name] for name in query.equals if name != "tenant"},
    }
    if query.prefix is not None:
        values |= {"starts": params[query.prefix], "starts_end": params[query.prefix] + _LAST}
    if query.in_ is not None:
        values |= {f"any{n}": value for n, value in enumerate(params[query.in_])}
    if query.at_most is not None:
        values["until"] = params[query.at_most]
    if after is not None:
        values |= {f"after{n}": value for n, value in enumerate(after)}
    return values
