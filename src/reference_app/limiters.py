"""How much of one kind is done at once: what waits here takes no thread from the pages and their files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

import attrs
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")


@attrs.frozen
class Limiter:
    """So many threads at once, in each event loop; further calls wait in line and hold none.

    Given as ``to_thread.run_sync(…, limiter=HASHING())``.
    """

    most: int
    _of_loop: RunVar[CapacityLimiter]

    @classmethod
    def of(cls, name: str, most: int) -> Limiter:
        """One of that name."""
        return cls(most, RunVar(f"helpdesk_{name}"))

    def __call__(self) -> CapacityLimiter:
        """That of the running loop."""
        found = self._of_loop.get(None)
        if found is None:
            found = CapacityLimiter(self.most)
            self._of_loop.set(found)
        return found


HASHING = Limiter.of("hashing", 2)
"""Passwords: each takes 64 MiB."""
WRITING = Limiter.of("writing", 20)
"""The app's own tables, whose writers may wait for a lock."""
MAILING = Limiter.of("mailing", 2)
"""Mails that are sent beside the pages: a mail server may take minutes."""
TYPESETTING = Limiter.of("typesetting", 2)
"""Documents: each takes a processor for a while."""


async def in_line(call: Callable[[Unpack[_Ts]], _T], *args: *_Ts) -> _T:
    """Write to the app's own tables."""
    return await to_thread.run_sync(call, *args, limiter=WRITING())
