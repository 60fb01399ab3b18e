"""A fair queue before SQLite's write lock."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from ...errors import LockTimeoutError, StoreError
from .driver_errors import NOTHING_SAVED
from .file_lock import HAS_FLOCK, FileLock

#: A wait in the queue (seconds) that is not worth the statements that take it off.
_WORTH_COUNTING = 0.5


class WriteQueue:
    """A fair queue before SQLite's write lock: a lock in the process, a file lock across processes.

    SQLite's own busy handler sleeps between tries, and newcomers overtake who sleeps.
    """

    def __init__(self, database: str | None, seconds: float) -> None:
        self._lock = threading.Lock()
        self._seconds = seconds
        on_disk = database and database != ":memory:" and not database.startswith("file:")
        self._file = FileLock(Path(f"{database}-queue")) if on_disk and HAS_FLOCK else None

    def __enter__(self) -> float | None:
        """Returns the seconds that are left to wait for the lock itself; None for all, where nobody was before us."""
        begun = time.monotonic()
        until = begun + self._seconds
        if not self._lock.acquire(timeout=self._seconds):
            raise LockTimeoutError("no write lock in time")
        try:
            if self._file is not None and not self._file.acquire(max(0.0, until - time.monotonic())):
                raise LockTimeoutError("no write lock in time")
        except BaseException as error:
            self._lock.release()
            if isinstance(error, OSError):  # another user's: a command was run as root before
                raise StoreError(f"{NOTHING_SAVED}: {error.filename} cannot be written") from error
            raise
        now = time.monotonic()
        return max(0.0, until - now) if now - begun > _WORTH_COUNTING else None

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.release()
        self._lock.release()
