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
