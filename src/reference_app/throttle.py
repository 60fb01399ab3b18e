"""Counting tries in this process, for sign-in. Customers' tries are counted in the database, by the core."""

from __future__ import annotations

import time
from collections import OrderedDict

_MOST_SUBJECTS = 10_000


class Throttle:
    """At most ``most`` tries of one subject in any ``seconds``; the longest-silent subjects are forgotten first."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._tries: OrderedDict[str, list[float]] = OrderedDict()

    def is_full(self, subject: str) -> bool:
        """Whether this subject has to wait."""
        since = time.monotonic() - self._seconds
        return sum(moment > since for moment in self._tries.get(subject, ())) >= self._most

    def count(self, subject: str) -> None:
        """Remember one failed try."""
        self._tries.setdefault(subject, []).append(time.monotonic())
        self._tries[subject] = self._tries[subject][-self._most :]
        self._tries.move_to_end(subject)
        while len(self._tries) > _MOST_SUBJECTS:
            self._tries.popitem(last=False)
