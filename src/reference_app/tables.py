"""What the app's own tables share: tokens are stored as hashes, moments as text."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from helpdesk_core import StoreError


def hashed(token: str) -> str:
    """A token as it is stored: reading the table opens nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def text_in(hours: int) -> str:
    """The moment in so many hours, as it is stored."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="microseconds")


def text_now() -> str:
    """This moment, as it is stored."""
    return text_in(0)


def guarded(engine: sa.Engine) -> sa.Engine:
    """The same engine, whose errors are those of the desk's store: a `StoreError` that names no parameter. A broken
    constraint stays what it is, for its caller to answer.

    Args:
        engine: The database of an app's own tables, ours or a host's; it is not changed.
    """
    own = engine.execution_options()
    own.hide_parameters = True
    sa.event.listen(own, "handle_error", _as_store_error, retval=True)
    return own


def _as_store_error(context: sa.engine.ExceptionContext) -> BaseException | None:
    error = context.sqlalchemy_exception
    if error is None or isinstance(error, sa.exc.IntegrityError):
        return None
    return StoreError(type(context.original_exception).__name__)
