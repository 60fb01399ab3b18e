"""The store on SQLAlchemy Core: SQLite and PostgreSQL, on an engine of its own or inside the host's transaction."""

from .asynchronous import LentSession
from .commits import after_commit, enforce_foreign_keys
from .copying import Copied, DatabaseCopy
from .driver_errors import is_of_session
from .full_text import create_full_text, not_full_text
from .places import mark_as_copy
from .store import SqlStore
from .tables import PREFIX, VERSION_TABLE, build_tables, create_all, not_ours

__all__ = [
    "PREFIX",
    "VERSION_TABLE",
    "Copied",
    "DatabaseCopy",
    "LentSession",
    "SqlStore",
    "after_commit",
    "build_tables",
    "create_all",
    "create_full_text",
    "enforce_foreign_keys",
    "is_of_session",
    "mark_as_copy",
    "not_full_text",
    "not_ours",
]
