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
_BUSY = 1
"""Seconds at least between two steps of what is done little by little."""
PURGED_EVERY, MERGED_EVERY = 600, _EVERY
"""Seconds until what is over is looked for again, and pieces of the search's index, when none is left."""


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
class LittleByLittle:
    """Does something in short steps: not at once, and at most a tenth of a worker's time. If a step fails the next one
    is as late as if nothing was left.

    Attributes:
        step: One of them; whether there is more to do.
        what: Its name in the log.
        idle: Seconds until the next one when nothing is left.
        clock: Gives seconds that never go back.
    """

    step: Callable[[], bool]
    what: str
    idle: float
    clock: Callable[[], float] = time.monotonic
    _next: float = attrs.field(default=attrs.Factory(lambda self: self.clock() + _FIRST, takes_self=True))

    def look(self) -> None:
        """Do a step, if it is time."""
        began = self.clock()
        if began < self._next:
            return
        self._next = began + self.idle
        try:
            is_more = self.step()
        except StoreError as error:
            _log.error("%s failed: %s", self.what, type(error).__name__)
            return
        ended = self.clock()
        self._next = ended + (max(_BUSY, 9 * (ended - began)) if is_more else self.idle)
