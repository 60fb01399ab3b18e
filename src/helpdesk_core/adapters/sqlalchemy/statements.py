"""SQL compiled once: building a statement for each call costs more than running it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import sqlalchemy as sa

from ...base.queries import Also, Query, Selection, Totals
from ...base.records import RecordType
from ...base.terms import Wanted
from ...guardrails.timeline import FEED
from .conditions import Dialect, conditions
from .full_text import Match, is_kept
from .tables import is_cell, table_key
from .waiting_jobs import call_forward, hold

_MOST = 1000
_ZERO: Any = sa.literal_column("0")
_ONE: Any = sa.literal_column("1")


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


def dialect_named(name: str, paramstyle: str) -> sa.Dialect:
    """A dialect to compile with; only the one that is used is imported."""
    if name == "postgresql":
        from sqlalchemy.dialects.postgresql.base import PGDialect

        return PGDialect(paramstyle=paramstyle)  # type: ignore[no-untyped-call]
    from sqlalchemy.dialects.sqlite.base import SQLiteDialect

    return SQLiteDialect(paramstyle=paramstyle)


class Statements:
    """The statements of one set of tables in one dialect.

    Args:
        metadata: Where the tables are.
        dialect: ``sqlite`` or ``postgresql``.
        paramstyle: How the cursors that run them mark parameters.
        prefix: What the tables' names begin with.
        schema: The schema of the tables.
        in_byte_order: The text columns were made in byte order. Otherwise searches by beginning ask for it.
    """

    def __init__(
        self,
        metadata: sa.MetaData,
        dialect: str,
        *,
        paramstyle: str,
        prefix: str,
        schema: str | None = None,
        in_byte_order: bool = True,
    ) -> None:
        self._metadata, self._prefix, self._schema = metadata, prefix, schema
        self.dialect = dialect
        self._compiler = dialect_named(dialect, paramstyle)
        self._on = Dialect(name=dialect, in_byte_order=in_byte_order)
        # Compiled once for all the stores of these tables: they stay where the tables are.
        alike = ("helpdesk_core", dialect, paramstyle, in_byte_order)
        self._made: dict[Any, Statement] = metadata.info.setdefault(alike, {})
        self._kept: set[str] = set()

    def table(self, kind: RecordType) -> sa.Table:
        """The table of a record type."""
        return self._metadata.tables[table_key(kind, self._prefix, self._schema)]

    def _once(self, key: Any, make: Callable[[], Any]) -> Statement:
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _MOST:  # lists and sets of columns of every size: a desk in use needs some hundred
                self._made.clear()
            compiled = make().compile(dialect=self._compiler)
            constants = {name: value for name, value in compiled.params.items() if name.startswith("param_")}
            made = self._made[key] = Statement(str(compiled), tuple(compiled.positiontup or ()), constants)
        return made

    def load(self, kind: RecordType, along: Query | None = None, beside: Query | None = None) -> Statement:
        """One record by id, with the cell that another query asks for, and a row for each record of ``beside``;
        parameters id, tenant, and _along, the id of that other record."""

        def make() -> Any:
            table, more = self.table(kind), self._cell(along)
            if beside is None:
                return sa.select(*table.c, *more).where(*_is(table, "id", "tenant"))
            about: Any = self.table(beside.record_type).alias("beside")
            both = table.outerjoin(about, sa.and_(*conditions(about, beside, 0, self._on)))
            asked = sa.select(*table.c, *more, *_labelled(about)).select_from(both)
            return asked.where(*_is(table, "id", "tenant")).order_by(*(about.c[name] for name in beside.order))

        return self._once(("load", kind.name, along, beside), make)

    def _cell(self, along: Query | None) -> list[Any]:
        """One more column: the cell that a query asks for, of the record whose id is _along."""
        if along is None or along.columns is None:
            return []
        other = self.table(along.record_type).alias("along")
        there = (other.c.id == sa.bindparam("_along"), other.c.tenant == sa.bindparam("tenant"))
        return [sa.select(other.c[along.columns[0]]).where(*there).scalar_subquery().label("along")]

    def lock(self, kind: RecordType) -> Statement:
        """Keep others from writing one record; parameters id, tenant. SQLite has one lock, which any write takes."""
        table = self.table(kind)
        row = _is(table, "id", "tenant")
        if self.dialect == "sqlite":
            return self._once(("lock", kind.name), lambda: sa.update(table).where(*row).values(version=table.c.version))
        return self._once(
            ("lock", kind.name), lambda: sa.select(table.c.id).where(*row).with_for_update(key_share=True)
        )

    def insert(self, kind: RecordType) -> Statement:
        """One record. Nothing happens when the id or a unique key is taken. What the store assigns is not a
        parameter."""
        return self._once(("insert", kind.name), lambda: self._insert(kind))

    def _insert(self, kind: RecordType) -> Any:
        table = self.table(kind)
        insert: Any
        if self.dialect == "postgresql":
            from sqlalchemy.dialects.postgresql import insert
        else:
            from sqlalchemy.dialects.sqlite import insert
        values = {
            column.name: self._next(table, column.name) if column.assigned else sa.bindparam(column.name)
            for column in kind.columns
        }
        return insert(table).values(values).on_conflict_do_nothing()

    def _next(self, table: sa.Table, name: str) -> Any:
        """A new row's place in the feed. SQLite has one writer: the next number. On PostgreSQL, where transactions
        commit in any order, it is the transaction's number, which readers compare with the oldest that is still open.
        """
        if self.dialect == "postgresql":
            return _number(sa.func.pg_current_xact_id())
        others = table.alias("others")
        last = sa.func.coalesce(sa.func.max(others.c[name]), sa.literal_column("0"))
        select = sa.select(last + sa.literal_column("1")).where(others.c.tenant == sa.bindparam("tenant"))
        return select.scalar_subquery()

    def update(self, kind: RecordType, names: tuple[str, ...]) -> Statement:
        """Replace these cells of one record if its version is the expected one; parameters are the cells in the order
        of the columns, then id, tenant, expected. Cells that stay are not named: each index on a named one is
        written.
        """
        table = self.table(kind)
        return self._once(
            ("update", kind.name, names),
            lambda: (
                sa.update(table)
                .where(
                    table.c.id == sa.bindparam("_id"),
                    table.c.tenant == sa.bindparam("_tenant"),
                    table.c.version == sa.bindparam("_expected"),
                )
                .values({name: sa.bindparam(name) for name in names})
            ),
        )

    def delete(self, kind: RecordType) -> Statement:
        """Take back one new record; parameters id, tenant."""
        table = self.table(kind)
        return self._once(("delete", kind.name), lambda: sa.delete(table).where(*_is(table, "id", "tenant")))

    def purge(self, query: Query) -> Statement:
        """Delete what a query of ids finds. Parameters: `find_params`. The conditions are asked of each row once more
        when it is deleted: another transaction may have renewed it meanwhile."""

        def make() -> Any:
            table = self.table(query.record_type)
            still = conditions(table, query, 0, self._on)
            return sa.delete(table).where(table.c.id.in_(self._select(query, False, 0)), *still)

        return self._once(("purge", query), make)

    def claim(self, kind: RecordType, lanes: int) -> Statement:
        """Claim what is due, of so many lanes (0: of all). Parameters: tenant, now, _limit, _lease, until, _lane…"""
        return self._once(("claim", kind.name, lanes), lambda: _claim(self.table(kind), lanes))

    def complete(self, kind: RecordType) -> Statement:
        """End a claim; parameters state, reason, completed_at, due_at, planned (the moment it is due again as planned,
        else None), lapses, id, tenant, lease."""
        return self._once(("complete", kind.name), lambda: _complete(self.table(kind)))

    def renew(self, kind: RecordType, begun: bool) -> Statement:
        """Keep a claim; parameters until, id, tenant, lease, and lapses where the job is begun."""
        return self._once(("renew", kind.name, begun), lambda: _renew(self.table(kind), begun))

    def hold(self, kind: RecordType) -> Statement:
        """Hold back the notices that wait; parameters _tenant, _now."""
        return self._once(("hold", kind.name), lambda: hold(self.table(kind)))

    def call_forward(self, kind: RecordType) -> Statement:
        """Do what was wanted by a clock that was set back; parameters _tenant, _now, _seen, _until."""
        return self._once(("call_forward", kind.name), lambda: call_forward(self.table(kind)))

    def keep_place(self, kind: RecordType) -> Statement:
        """Keep where jobs are handed out; parameters _place, _handed_out, _seen_at, _id, _tenant."""
        table = self.table(kind)
        names = ("place", "handed_out", "seen_at")
        return self._once(
            ("keep_place", kind.name),
            lambda: (
                sa.update(table)
                .where(table.c.id == sa.bindparam("_id"), table.c.tenant == sa.bindparam("_tenant"))
                .values(version=table.c.version + _ONE, **{name: sa.bindparam(f"_{name}") for name in names})
            ),
        )

    def count_handed_out(self, kind: RecordType) -> Statement:
        """Count one more; parameters _id, _tenant. Answers how many there are."""
        table = self.table(kind)
        return self._once(
            ("count_handed_out", kind.name),
            lambda: (
                sa.update(table)
                .where(table.c.id == sa.bindparam("_id"), table.c.tenant == sa.bindparam("_tenant"))
                .values(version=table.c.version + _ONE, handed_out=table.c.handed_out + _ONE)
                .returning(table.c.handed_out)
            ),
        )

    def find(
        self, query: Query, *, after: bool, many: int, match: Match | None = None, along: Query | None = None
    ) -> Statement:
        """A declared query: with a place to go on from, with ``many`` values for ``in_``, with the cell that another
        query asks for. Parameters: `find_params`, those of the match, and _along."""
        key = (query, after, many, match, along)
        return self._once(key, lambda: self._select(query, after, many, match).add_columns(*self._cell(along)))

    def match(self, query: Query, cursor: Any, wanted: Wanted) -> Match:
        """How to ask for terms here. An index of FTS5 may be missing where a host's own migrations made the tables."""
        if self.dialect == "postgresql":
            return Match.of("tsquery", wanted)
        table = self.table(query.record_type).name
        if table not in self._kept and is_kept(cursor, table):
            self._kept.add(table)
        return Match.of("fts5" if table in self._kept else "read", wanted)

    def feed(self, *, after: bool) -> Statement:
        """The timeline in the order of commits. Parameters: `find_params`."""

        def make() -> Any:
            select, position = self._select(FEED, after, 0), self.table(FEED.record_type).c.position
            if self.dialect == "postgresql":
                select = select.where(position < _number(sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot())))
            return select

        return self._once(("feed", after), make)

    def ahead(self) -> Statement:
        """A change whose transaction is still to come; on PostgreSQL only."""
        table = self.table(FEED.record_type)
        coming = _number(sa.func.pg_snapshot_xmax(sa.func.pg_current_snapshot()))
        select = sa.select(table.c.id).where(table.c.position >= coming).limit(sa.bindparam("_limit"))
        return self._once("ahead", lambda: select)

    def totals(self, totals: Totals, *, many: int) -> Statement:
        """Counts and sums. Parameters: `selection_params`."""
        return self._once((totals, many), lambda: self._totals(totals, many))

    def _totals(self, totals: Totals, many: int) -> Any:
        table = self.table(totals.record_type)
        groups = [table.c[name] for name in totals.group_by]
        sums = [sa.func.coalesce(sa.func.sum(table.c[name]), sa.literal_column("0")) for name in totals.sums]
        select = sa.select(*groups, sa.func.count(table.c.id), *sums).where(*conditions(table, totals, many, self._on))
        return select.group_by(*groups)

    def counts(self, wanted: tuple[tuple[Selection, int], ...]) -> Statement:
        """Several selections counted at once, each with so many values for ``in_``. Parameters: _most, and those of
        `selection_params` behind ``_of0_``, ``_of1_`` …"""
        return self._once(("counts", wanted), lambda: self._counts(wanted))

    def _counts(self, wanted: tuple[tuple[Selection, int], ...]) -> Any:
        counted = []
        for place, (selection, many) in enumerate(wanted):
            table = self.table(selection.record_type)
            rows = sa.select(_ONE.label("one")).where(*conditions(table, selection, many, self._on, f"_of{place}_"))
            some = rows.limit(sa.bindparam("_most")).subquery(f"some{place}")
            counted.append(sa.select(sa.func.count()).select_from(some).scalar_subquery().label(f"count{place}"))
        return sa.select(*counted)

    def _select(self, query: Query, after: bool, many: int, match: Match | None = None) -> sa.Select[Any]:
        table = self.table(query.record_type)
        columns: list[Any] = [table.c[name] for name in query.columns] if query.columns else list(table.c)
        source, columns = self._joined(query, table, table, columns, query.join_columns)
        for number, also in enumerate(query.also):
            kind, own = also.record_type, query.record_type
            other = self.table(kind).alias(f"also{number}")
            on = [other.c[also.by] == table.c.id, other.c.tenant == table.c.tenant]
            if kind.about is not None and own.about is not None:  # their index begins with it
                on.append(other.c[kind.about.name] == table.c[own.about.name])
            source, columns = source.outerjoin(other, sa.and_(*on)), [*columns, *_labelled(other)]
            source, columns = self._joined(also, other, source, columns)
        select = sa.select(*columns).select_from(source).where(*conditions(table, query, many, self._on))
        if match is not None and query.match is not None:
            select = select.where(match.condition(table, query.match))
        order = [table.c[name] for name in query.order]
        if after:
            end, key = sa.tuple_(*(sa.bindparam(f"_after{n}") for n in range(len(order)))), sa.tuple_(*order)
            select = select.where(key < end if query.newest_first else key > end)
        order_by = [column.desc() if query.newest_first else column for column in order]
        return select.order_by(*order_by).limit(sa.bindparam("_limit"))

    def _joined(
        self, one: Query | Also, table: Any, source: Any, columns: list[Any], some: tuple[str, ...] | None = None
    ) -> tuple[Any, list[Any]]:
        """The source and the columns with what a table refers to."""
        if (kind := one.joined) is None:
            return source, columns
        other = self.table(kind).alias(f"of_{table.name}")
        on = sa.and_(other.c.id == table.c[one.join or ""], other.c.tenant == table.c.tenant)
        return source.outerjoin(other, on), [*columns, *_labelled(other, some)]


def _labelled(table: Any, some: tuple[str, ...] | None = None) -> list[Any]:
    columns = table.c if some is None else [table.c[name] for name in some]
    return [column.label(f"{table.name}_{column.name}") for column in columns]


def _is(table: sa.Table, *names: str) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(name) for name in names]


def _number(transaction: Any) -> Any:
    """A transaction's number, which PostgreSQL turns into one by way of text alone."""
    return sa.cast(sa.cast(transaction, sa.Text), sa.BigInteger)


def _claim(table: sa.Table, lanes: int) -> Any:
    due = (
        sa.select(table.c.id)
        .where(
            table.c.tenant == sa.bindparam("tenant"),
            is_cell(table.c.state, "waiting"),
            table.c.due_at <= sa.bindparam("now"),
            *([table.c.lane.in_([sa.bindparam(f"_lane{n}") for n in range(lanes)])] if lanes else []),
        )
        .order_by(table.c.lane, table.c.due_at, table.c.id)
        .limit(sa.bindparam("_limit"))
        .with_for_update(skip_locked=True)
    )
    return (
        sa.update(table)
        .where(table.c.id.in_(due))
        .values(
            lease=sa.bindparam("_lease"),
            due_at=sa.bindparam("until"),
            attempts=table.c.attempts + _ONE,
            version=table.c.version + _ONE,
        )
        .returning(*table.c)
    )


def _claimed(table: sa.Table) -> Any:
    """The row of a claim that still holds."""
    return sa.update(table).where(
        table.c.id == sa.bindparam("_id"),
        table.c.tenant == sa.bindparam("_tenant"),
        table.c.lease == sa.bindparam("_lease"),
        is_cell(table.c.state, "waiting"),
    )


def _renew(table: sa.Table, begun: bool) -> Any:
    lapses: dict[str, Any] = {"lapses": sa.bindparam("_lapses")} if begun else {}
    return _claimed(table).values(due_at=sa.bindparam("until"), version=table.c.version + _ONE, **lapses)


def _complete(table: sa.Table) -> Any:
    anew = sa.cast(sa.bindparam("_planned"), sa.Text)
    return _claimed(table).values(
        state=sa.bindparam("_state"),
        reason=sa.bindparam("_reason"),
        completed_at=sa.bindparam("_completed_at"),
        due_at=sa.func.coalesce(sa.cast(sa.bindparam("_due_at"), sa.Text), table.c.due_at),
        provider_id=sa.func.coalesce(sa.cast(sa.bindparam("_provider_id"), sa.Text), table.c.provider_id),
        wanted_at=sa.func.coalesce(anew, table.c.wanted_at),
        attempts=sa.case((anew.is_not(None), _ZERO), else_=table.c.attempts),
        lapses=sa.case((anew.is_not(None), _ZERO), else_=sa.cast(sa.bindparam("_lapses"), sa.BigInteger)),
        lease=sa.null(),
        version=table.c.version + _ONE,
    )
