"""What the app's own tables share: tokens are stored as hashes, moments as text."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable


def hashed(token: str) -> str:
    """A token as it is stored: reading the table opens nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def text_in(hours: int) -> str:
    """The moment in so many hours, as it is stored."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="microseconds")


def text_now() -> str:
    """This moment, as it is stored."""
    return text_in(0)


def make_tables(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Create the tables that are missing; several processes may start at once.

    Args:
        engine: The database.
        metadata: The tables.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7240662)")
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
