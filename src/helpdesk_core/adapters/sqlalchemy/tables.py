"""SQLAlchemy tables made from the record declarations: real columns, foreign keys among our own, CHECKs, indexes."""

from __future__ import annotations

from collections import Counter
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from ...base.given import configures
from ...base.kinds import kind_of
from ...base.records import Cell, Guard, Index, RecordType, record_types
from ...capabilities import load_models
from ...errors import ConfigurationError
from .full_text import create_full_text

PREFIX = "helpdesk_core_"
VERSION_TABLE = "helpdesk_core_version"
#: There for as long as a copy into this database is not finished.
COPY_TABLE = "helpdesk_core_copy"
#: Text in byte order everywhere: pages by key and searches by beginning must not depend on a database's locale.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_LONGEST = 60
_OURS = "helpdesk_core"
# Names of constraints must not depend on the database: migrations name them.
_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


@cache
def head() -> str:
    """The revision of these tables: the newest of migrations/versions."""
    folder = files(__package__).joinpath("migrations", "versions")
    return max(path.name[:4] for path in folder.iterdir() if path.name[:4].isdigit())


def build_tables(
    metadata: sa.MetaData | None = None, *, prefix: str = PREFIX, schema: str | None = None
) -> sa.MetaData:
    """Put one table per type of record into ``metadata``.

    Args:
        metadata: A host's own; None for a new one.
        prefix: What the tables' names begin with.
        schema: The schema that they belong to, where the database has schemas.

    Returns:
        The metadata.

    Raises:
        TypeError: Two indexes have one name.
        ConfigurationError: It is no metadata, or they stand there already, with another prefix or schema.
    """
    if not isinstance(metadata, sa.MetaData | None):
        raise ConfigurationError(f"build_tables(metadata): it is SQLAlchemy's MetaData, not {kind_of(metadata)}")
    load_models()
    metadata = sa.MetaData(naming_convention=_NAMES) if metadata is None else metadata
    known = metadata.info.setdefault(_OURS, (prefix, schema))
    if known != (prefix, schema):
        raise ConfigurationError(
            f"metadata: the desk's tables stand there with prefix={known[0]!r}, schema={known[1]!r}, "
            f"not prefix={prefix!r}, schema={schema!r}: give the same to all"
        )
    for kind in record_types.values():
        if table_key(kind, prefix, schema) not in metadata.tables:
            _table(kind, metadata, prefix, schema)
    return metadata


def own_tables(prefix: str, schema: str | None) -> sa.MetaData:
    """The tables of the stores that are given no metadata: made once in a process for all of them, since making them
    costs more than all else that makes a store."""
    load_models()
    return _made_once(prefix, schema, tuple(record_types.values()))


@cache
def _made_once(prefix: str, schema: str | None, kinds: tuple[RecordType, ...]) -> sa.MetaData:
    return build_tables(prefix=prefix, schema=schema)


def our_tables(metadata: sa.MetaData) -> list[sa.Table]:
    """The tables that `build_tables` put there."""
    names = metadata.info.get(_OURS)
    return [] if names is None else [metadata.tables[table_key(kind, *names)] for kind in record_types.values()]


def table_key(kind: RecordType, prefix: str, schema: str | None) -> str:
    """The key of a kind's table in the metadata."""
    name = prefix + kind.name
    return f"{schema}.{name}" if schema else name


def _table(kind: RecordType, metadata: sa.MetaData, prefix: str, schema: str | None) -> sa.Table:
    columns = [
        sa.Column(
            column.name,
            sa.BigInteger() if column.integer else TEXT,
            *(
                [sa.ForeignKey(f"{table_key(record_types[column.references], prefix, schema)}.id")]
                if column.references
                else []
            ),
            primary_key=column.name == "id",
            nullable=column.nullable,
        )
        for column in kind.columns
    ]
    checks = [_check(kind.guard)] if kind.guard else []
    table = sa.Table(prefix + kind.name, metadata, *columns, *checks, schema=schema)
    names = Counter(index_name(table.name, index) for index in kind.indexes)
    if twice := [name for name, count in names.items() if count > 1]:
        raise TypeError(f"{kind.name}: two indexes are called {', '.join(twice)}")
    for index in kind.indexes:
        _index(table, kind, index)
    return table


def _check(guard: Guard) -> sa.CheckConstraint:
    free = ", ".join(f"'{state}'" for state in guard.free)
    wanted = (
        f"decided = '{guard.effect}:' || id || ':' || digest" if guard.digest else f"decided LIKE '{guard.effect}:%'"
    )
    return sa.CheckConstraint(f"{guard.state} IN ({free}) OR (decided IS NOT NULL AND {wanted})", name="guard")


def index_name(table: str, index: Index) -> str:
    """A name that says what is in it. PostgreSQL knows 63 characters: a longer one ends in a digest, never cut."""
    columns = [column for column in index.columns if column not in ("tenant", "id")]
    conditions = [str(value) if value is not None else f"no_{name}" for name, value in index.fixed.items()]
    name = "_".join(("ix", table, *columns, *conditions))
    whole = "_".join(("ix", table, *index.columns, *conditions))
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 9]}_{sha256(whole.encode()).hexdigest()[:8]}"


def _index(table: sa.Table, kind: RecordType, index: Index) -> sa.Index:
    filled = [table.c[name].is_not(None) for name in index.columns if kind.column(name).nullable]
    fixed = [is_cell(table.c[name], cell) for name, cell in index.fixed.items()]
    where = sa.and_(*filled, *fixed) if filled or fixed else None
    options: dict[str, Any] = {} if where is None else {"sqlite_where": where, "postgresql_where": where}
    return sa.Index(
        index_name(table.name, index), *(table.c[name] for name in index.columns), unique=index.unique, **options
    )


def is_cell(column: sa.Column[Any], cell: Cell) -> sa.ColumnElement[bool]:
    """A condition that never changes, written out: databases match it with a partial index."""
    return column.is_(None) if cell is None else column == sa.literal_column(_literal(cell))


def _literal(cell: str | int) -> str:
    return str(cell) if isinstance(cell, int) else "'" + cell.replace("'", "''") + "'"


def not_ours(name: str | None, type_: str, parent_names: object = None) -> bool:
    """Keeps a host's Alembic from proposing to drop our tables, where they have a chain of migrations of their own:
    ``context.configure(…, include_name=not_ours)``.

    Args:
        name: As Alembic gives it.
        type_: As Alembic gives it.
        parent_names: As Alembic gives it.

    Returns:
        Whether Alembic should look at it.
    """
    return type_ != "table" or not (name or "").startswith(PREFIX)


@configures
def create_all(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Create the missing tables, and the version row that migrations start from.

    Args:
        connection: In a transaction.
        metadata: What `build_tables` filled.

    Raises:
        ConfigurationError: It is no connection, an engine for one, or there are no tables of ours in the metadata.
    """
    if _OURS not in metadata.info:
        raise ConfigurationError("create_all(metadata): the desk's tables are not in it: build_tables(metadata)")
    metadata.create_all(connection)
    create_full_text(connection, metadata)
    version = sa.Table(VERSION_TABLE, sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
    version.create(connection, checkfirst=True)
    if connection.execute(sa.select(version.c.version_num)).first() is None:
        connection.execute(version.insert().values(version_num=head()))
