"""What a worker does now and then, beside its deliveries."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import attrs

from ..errors import StoreError

_log = logging.getLogger("helpdesk_core.desk")
_FIRST, _EVERY = 60, 6 * 3600
"""Seconds from a process's start to the first time, and between two."""
_FIRST_PURGE, _BUSY_PURGE, _IDLE_PURGE = 60, 1, 600
"""Seconds from a process's start to its first purge, between two while there is more, and when nothing is left."""


@attrs.define
class NowAndThen:
    """Does something some times a day; what fails is tried the next time.

    Attributes:
        do: What.
        what: Its name in the log.
    """

    do: Callable[[], object]
    what: str
    _next: float = attrs.field(factory=lambda: time.monotonic() + _FIRST)

    def look(self) -> None:
        """Do it, if it is time."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY
        try:
            self.do()
        except StoreError as error:
            _log.error("%s failed: %s", self.what, type(error).__name__)


@attrs.define
class Purging:
    """When a worker purges: not at once, and at most a tenth of its time."""

    _next: float = attrs.field(factory=lambda: time.monotonic() + _FIRST_PURGE)
    _began: float = 0.0

    def is_due(self, at: float) -> bool:
        """Whether it is time."""
        return at >= self._next

    def began(self, at: float) -> None:
        """It begins; if it fails the next one is as late as if nothing was left."""
        self._began, self._next = at, at + _IDLE_PURGE

    def ended(self, at: float, *, is_more: bool) -> None:
        """It ended."""
        self._next = at + (max(_BUSY_PURGE, 9 * (at - self._began)) if is_more else _IDLE_PURGE)
