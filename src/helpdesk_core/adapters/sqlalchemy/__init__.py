"""The store on SQLAlchemy Core: SQLite and PostgreSQL, on an engine of its own or inside the host's transaction."""

from .asynchronous import LentSession
from .places import mark_as_copy
from .store import SqlStore
from .tables import PREFIX, VERSION_TABLE, build_tables, create_all, not_ours

__all__ = [
    "PREFIX",
    "VERSION_TABLE",
    "LentSession",
    "SqlStore",
    "build_tables",
    "create_all",
    "mark_as_copy",
    "not_ours",
]
