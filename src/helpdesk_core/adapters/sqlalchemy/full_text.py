"""Full-text indexes of columns of terms: FTS5 beside the table on SQLite, a GIN index on PostgreSQL.

They are no part of the metadata: what autogenerates migrations knows neither. Triggers keep FTS5 with the rows, so that
a row that is written, emptied or deleted by whatever statement is so in the index, in the same transaction. A database
without them is searched all the same, by reading the terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import attrs
import sqlalchemy as sa

from ...base.given import configures
from ...base.records import record_types
from ...base.terms import Wanted, shop_term
from ...errors import ConfigurationError

SUFFIX = "_fts"
_ROWS, _SHOPS = "_rows", "_shops"
#: A shop has this many numbers for its entries, as a power of two.
_BITS = 32
#: Each word is looked for in every piece of FTS5's index: with few of them a search is short, and indexing takes a
#: third longer, which nobody waits for.
_MOST_PIECES = {"automerge": 2, "crisismerge": 4}
#: How many pages one step of merging writes about: some hundredths of a second.
_A_STEP = 64
#: The most entries that a search looks at on SQLite, the latest first.
MOST_FOUND = 500


def create_statements(dialect: str, table: str, column: str, schema: str | None = None) -> tuple[str, ...]:
    """The SQL that makes the index of a column of terms.

    Args:
        dialect: ``sqlite`` or ``postgresql``.
        table: The table's name.
        column: The column's.
        schema: The schema of both.

    Returns:
        Statements that do nothing where it is there already.
    """
    if dialect == "postgresql":
        vector = f"array_to_tsvector(string_to_array({column}, ' '))"
        at = f"{schema}.{table}" if schema else table
        return (f"CREATE INDEX IF NOT EXISTS {table}{SUFFIX} ON {at} USING gin ({vector})",)
    fts, rows, shops = (table + SUFFIX + name for name in ("", _ROWS, _SHOPS))
    # The index keeps no text of its own. Rows have numbers here, since those of a table with a text as its key may
    # change with VACUUM; and those of a shop lie together, so that a search looks at no other shop's.
    gone = (
        f"INSERT INTO {fts} ({fts}, rowid, {column}) SELECT 'delete', number, old.{column} FROM {rows} "  # noqa: S608
        f"WHERE entry = old.id AND old.{column} IS NOT NULL; DELETE FROM {rows} WHERE entry = old.id;"
    )
    ours = f"number > {_first('one.number')} AND number < {_first('one.number + 1')}"
    latest = f"SELECT max(number) FROM {rows} WHERE {ours}"  # noqa: S608
    new = (
        f"INSERT OR IGNORE INTO {shops} (shop) SELECT new.tenant WHERE new.{column} IS NOT NULL; "  # noqa: S608
        f"INSERT INTO {rows} (number, entry) SELECT coalesce(({latest}), {_first('number')}) + 1, new.id "
        f"FROM {shops} AS one WHERE shop = new.tenant AND new.{column} IS NOT NULL; "
        f"INSERT INTO {fts} (rowid, {column}) SELECT number, new.{column} FROM {rows} "
        f"WHERE entry = new.id AND new.{column} IS NOT NULL;"
    )
    when = "CREATE TRIGGER IF NOT EXISTS"
    unfilled = f"{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {rows})"  # noqa: S608
    return (
        f"CREATE TABLE IF NOT EXISTS {rows} (number INTEGER PRIMARY KEY, entry TEXT NOT NULL UNIQUE)",
        f"CREATE TABLE IF NOT EXISTS {shops} (number INTEGER PRIMARY KEY, shop TEXT NOT NULL UNIQUE)",
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {fts} USING fts5"
        f"({column}, content='', columnsize=0, detail=none, tokenize='ascii')",
        *(f"INSERT INTO {fts} ({fts}, rank) VALUES ('{name}', {most})" for name, most in _MOST_PIECES.items()),  # noqa: S608
        f"{when} {fts}_new AFTER INSERT ON {table} BEGIN {new} END",
        f"{when} {fts}_gone AFTER DELETE ON {table} BEGIN {gone} END",
        f"{when} {fts}_changed AFTER UPDATE OF {column} ON {table} BEGIN {gone} {new} END",
        f"INSERT OR IGNORE INTO {shops} (shop) SELECT DISTINCT tenant FROM {table} WHERE {unfilled}",  # noqa: S608
        f"INSERT INTO {fts} (rowid, {column}) SELECT {_first(f'{shops}.number')} + {table}.rowid, {column} "  # noqa: S608
        f"FROM {table} JOIN {shops} ON shop = tenant WHERE {unfilled}",
        f"INSERT INTO {rows} (number, entry) SELECT {_first(f'{shops}.number')} + {table}.rowid, id "  # noqa: S608
        f"FROM {table} JOIN {shops} ON shop = tenant WHERE {unfilled}",
    )


def _first(shop: str) -> str:
    """Behind which the numbers of a shop's entries begin."""
    return f"(({shop}) << {_BITS})"


def drop_statements(dialect: str, table: str) -> tuple[str, ...]:
    """The SQL that takes the index of a column of terms away."""
    if dialect == "postgresql":
        return (f"DROP INDEX IF EXISTS {table}{SUFFIX}",)
    triggers = (f"DROP TRIGGER IF EXISTS {table}{SUFFIX}_{name}" for name in ("new", "gone", "changed"))
    return (*triggers, *(f"DROP TABLE IF EXISTS {table}{SUFFIX}{name}" for name in ("", _ROWS, _SHOPS)))


@configures
def create_full_text(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Make the missing full-text indexes: for a host whose own migrations make the tables.

    Args:
        connection: In a transaction.
        metadata: What `build_tables` filled.

    Raises:
        ConfigurationError: It is no connection, an engine for one, or there are no tables of ours in the metadata.
    """
    found = tuple(_in(metadata))
    if not found:
        raise ConfigurationError("create_full_text(metadata): the desk's tables are not in it: build_tables(metadata)")
    for table, column in found:
        create_index(connection, table.name, column, table.schema)


def create_index(connection: sa.Connection, table: str, column: str, schema: str | None = None) -> None:
    """Make one full-text index, where it is missing and the database can have one.

    Args:
        connection: In a transaction.
        table: The table's name.
        column: The column of terms.
        schema: The table's schema.
    """
    if connection.dialect.name == "sqlite" and not has_fts5(connection.exec_driver_sql):
        return
    for statement in create_statements(connection.dialect.name, table, column, schema):
        connection.exec_driver_sql(statement)


def drop_index(connection: sa.Connection, table: str) -> None:
    """Take one full-text index away.

    Args:
        connection: In a transaction.
        table: The table's name.
    """
    for statement in drop_statements(connection.dialect.name, table):
        connection.exec_driver_sql(statement)


def merge_step(cursor: Any, metadata: sa.MetaData) -> bool:
    """Write a few pages on the way to FTS5's indexes in one piece each. A search is shortest then; and only then what
    was taken out of an index, as erasing does, is gone from the file: until its piece is written anew it is marked.

    Args:
        cursor: In a transaction on SQLite.
        metadata: Where the tables are.

    Returns:
        Whether there is more to do.
    """
    before = _total_changes(cursor)
    for table, _ in _in(metadata):
        if is_kept(cursor, table.name):
            fts = table.name + SUFFIX
            cursor.execute(f"INSERT INTO {fts} ({fts}, rank) VALUES ('merge', -{_A_STEP})")  # noqa: S608 - names of our own
            if _total_changes(cursor) > before + 1:  # the statement itself counts as one
                return True
            before += 1
    return False


def _total_changes(cursor: Any) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def _in(metadata: sa.MetaData) -> Iterator[tuple[sa.Table, str]]:
    """The tables with a column of terms, and the column's name."""
    names = {kind.name: column.name for kind in record_types.values() for column in kind.columns if column.is_indexed}
    for table in metadata.tables.values():
        for name, column in names.items():
            if table.name.endswith(name) and column in table.c:
                yield table, column


def not_full_text(name: str | None, type_: str, parent_names: object = None) -> bool:
    """Keeps the Alembic of a host whose own migrations make our tables from proposing to drop what these indexes are
    made of: ``context.configure(…, include_name=not_full_text)``.

    Args:
        name: As Alembic gives it.
        type_: As Alembic gives it.
        parent_names: As Alembic gives it.

    Returns:
        Whether Alembic should look at it.
    """
    names = {kind.name for kind in record_types.values() if any(column.is_indexed for column in kind.columns)}
    return type_ not in ("table", "index") or not any(f"{one}{SUFFIX}" in (name or "") for one in names)


def has_fts5(execute: Any) -> bool:
    """Whether this SQLite was built with FTS5."""
    found = execute("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'").fetchone()
    return found is not None


def is_kept(cursor: Any, table: str) -> bool:
    """Whether a table's FTS5 index is there, and its triggers with it: an index that nothing follows would lie."""
    names = [f"'{table}{SUFFIX}{name}'" for name in ("", _ROWS, _SHOPS, "_new", "_gone", "_changed")]
    cursor.execute(f"SELECT count(*) FROM sqlite_master WHERE name IN ({', '.join(names)})")  # noqa: S608 - names of our own
    return bool(cursor.fetchone()[0] == len(names))


@attrs.frozen
class Match:
    """How terms are asked for: of FTS5, of PostgreSQL, or where there is no index by reading the terms, for which the
    statement must know how many there are of each group."""

    mode: Literal["fts5", "tsquery", "read"]
    shape: tuple[int, ...] = ()

    @classmethod
    def of(cls, mode: Literal["fts5", "tsquery", "read"], wanted: Wanted) -> Match:
        """The match of a search."""
        return cls(mode, tuple(map(len, wanted)) if mode == "read" else ())

    def condition(self, table: sa.Table, column: str) -> sa.ColumnElement[bool]:
        """The condition of a statement."""
        if self.mode == "tsquery":
            vector = f"array_to_tsvector(string_to_array({table.name}.{column}, ' '))"
            return sa.literal_column(vector).op("@@", is_comparison=True)(_as_tsquery(sa.bindparam("_match")))
        if self.mode == "fts5":
            fts = table.name + SUFFIX
            asked = sa.literal_column(fts).op("MATCH", is_comparison=True)(sa.bindparam("_match"))
            rows = sa.table(fts + _ROWS, sa.column("number"), sa.column("entry"))
            at: Any = sa.literal_column(f"{fts}.rowid")
            found = sa.select(rows.c.entry).select_from(sa.table(fts).join(rows, rows.c.number == at))
            found = found.where(asked, at > _border(fts, "number"), at < _border(fts, "number + 1"))
            return table.c.id.in_(found.order_by(at.desc()).limit(sa.literal_column(str(MOST_FOUND))))
        padded = sa.literal_column("' '").concat(table.c[column]).concat(sa.literal_column("' '"))
        nought: Any = sa.literal_column("0")
        return sa.and_(
            *(
                sa.or_(*(sa.func.instr(padded, sa.bindparam(f"_match{n}_{m}")) > nought for m in range(terms)))
                for n, terms in enumerate(self.shape)
            )
        )

    def params(self, wanted: Wanted, tenant: str) -> dict[str, str]:
        """The values of the condition. Terms are letters and digits alone, so that nothing needs quoting. FTS5
        need not be told whose entries are meant: their numbers say so."""
        if self.mode == "read":
            return {
                f"_match{n}_{m}": f" {term[:-1]}" if term[-1] == "*" else f" {term} "
                for n, group in enumerate(wanted)
                for m, term in enumerate(group)
            }
        either, both = (" OR ", " AND ") if self.mode == "fts5" else (" | ", " & ")
        quoted = '"{}"{}' if self.mode == "fts5" else "'{}'{}"
        star = "*" if self.mode == "fts5" else ":*"
        said = (shop_term(tenant),) if self.mode == "fts5" else None
        groups = (
            either.join(quoted.format(term.rstrip("*"), star if term[-1] == "*" else "") for term in group)
            for group in wanted
            if group != said
        )
        return {"_match": both.join(f"({group})" for group in groups)}


def _border(fts: str, shop: str) -> Any:
    """Below the numbers of a shop's entries, or above them."""
    shops = sa.table(fts + _SHOPS, sa.column("shop"))
    border: Any = sa.literal_column(_first(shop))
    return sa.select(border).select_from(shops).where(shops.c.shop == sa.bindparam("tenant")).scalar_subquery()


def _as_tsquery(value: sa.BindParameter[Any]) -> sa.ColumnElement[Any]:
    from sqlalchemy.dialects.postgresql import TSQUERY

    return sa.cast(value, TSQUERY)
