"""A lock across processes that is waited for in line, and no longer than allowed."""

from __future__ import annotations

import os
import threading
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - only where processes have no flock
    fcntl = None  # type: ignore[assignment]

HAS_FLOCK = fcntl is not None


class FileLock:
    """``flock`` with a time limit, for one caller at a time.

    The kernel lets processes in as they came, but it waits without end, and trying again and again lets newcomers
    overtake. So a thread waits in the kernel's line, and its caller for the thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._held: int | None = None
        self._waiting: _Waiting | None = None
        self._owner = 0

    def acquire(self, seconds: float) -> bool:
        """Lock. Returns False when it could not be had in so many seconds."""
        if self._file is None or self._owner != os.getpid():
            self._file, self._owner, self._waiting = _opened(self._path), os.getpid(), None
        if self._waiting is None and _is_locked(self._file):
            self._held = self._file
            return True
        if self._waiting is None or self._waiting.is_over():
            self._waiting = _Waiting(self._path)
        self._held = self._waiting.file(seconds)
        if self._held is not None:
            self._waiting = None
        return self._held is not None

    def release(self) -> None:
        """Unlock."""
        if self._held is None:
            return
        if self._held == self._file:
            fcntl.flock(self._held, fcntl.LOCK_UN)
        else:
            os.close(self._held)
        self._held = None

    def close(self) -> None:
        """Close the file."""
        if self._file is not None and self._owner == os.getpid():
            os.close(self._file)
        self._file = None


class _Waiting:
    """A thread in the kernel's line. When it comes to its turn and nobody wants it any more, it lets go."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        self._turn, self._mutex = threading.Event(), threading.Lock()
        self._wanted, self._over = True, False
        threading.Thread(target=self._wait, name="helpdesk-queue", daemon=True).start()

    def _wait(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._mutex:
            if self._wanted:
                self._turn.set()
            else:
                self._over = True
                os.close(self._file)

    def is_over(self) -> bool:
        """Whether its turn has passed; otherwise it is wanted from now on."""
        with self._mutex:
            self._wanted = not self._over
            return self._over

    def file(self, seconds: float) -> int | None:
        """The locked file; None when its turn did not come in so many seconds."""
        self._turn.wait(seconds)
        with self._mutex:
            self._wanted = self._turn.is_set()
            return self._file if self._wanted else None


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _is_locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
