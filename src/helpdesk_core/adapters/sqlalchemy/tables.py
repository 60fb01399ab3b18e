"""SQLAlchemy tables made from the record declarations: real columns, foreign keys among our own, CHECKs, indexes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from ...base.records import Guard, Index, RecordType, record_types
from ...capabilities import load_models

PREFIX = "helpdesk_core_"
VERSION_TABLE = "helpdesk_core_version"
#: Text in byte order everywhere: pages by key and searches by beginning must not depend on a database's locale.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
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


def tables(metadata: sa.MetaData | None = None, *, prefix: str = PREFIX, schema: str | None = None) -> sa.MetaData:
    """Put one table per kind of record into ``metadata`` (a host's own, or a new one) and return it."""
    load_models()
    metadata = sa.MetaData(naming_convention=_NAMES) if metadata is None else metadata
    for kind in record_types.values():
        if table_key(kind, prefix, schema) not in metadata.tables:
            _table(kind, metadata, prefix, schema)
    return metadata


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
    for index in kind.indexes:
        _index(table, index)
    return table


def _check(guard: Guard) -> sa.CheckConstraint:
    free = ", ".join(f"'{state}'" for state in guard.free)
    wanted = (
        f"decided = '{guard.effect}:' || id || ':' || digest" if guard.digest else f"decided LIKE '{guard.effect}:%'"
    )
    return sa.CheckConstraint(f"{guard.state} IN ({free}) OR (decided IS NOT NULL AND {wanted})", name="guard")


def _index(table: sa.Table, index: Index) -> sa.Index:
    where = table.c.closed_at.is_(None) if index.open_only else None
    options: dict[str, Any] = {} if where is None else {"sqlite_where": where, "postgresql_where": where}
    name = f"ix_{table.name}_{'_'.join(column for column in index.columns if column not in ('tenant', 'id'))}"
    if index.open_only:
        name += "_open"
    return sa.Index(
        name[:60],
        *(table.c[column] for column in index.columns),
        unique=index.unique,
        **options,
    )


def not_ours(name: str | None, type_: str, parent_names: object = None) -> bool:
    """For a host's Alembic ``env.py`` where our tables have a chain of their own: ``context.configure(…,
    include_name=not_ours)`` keeps autogenerate from proposing to drop them."""
    return type_ != "table" or not (name or "").startswith(PREFIX)


def create_all(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Create what is missing and write the version row, so that migrations know where they start."""
    metadata.create_all(connection)
    version = sa.Table(VERSION_TABLE, sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
    version.create(connection, checkfirst=True)
    if connection.execute(sa.select(version.c.version_num)).first() is None:
        connection.execute(version.insert().values(version_num=head()))
