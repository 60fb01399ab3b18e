"""One contender in a process of its own: reads what to do as lines of JSON, answers likewise."""

from __future__ import annotations

import importlib
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import OPERATIONS, workload

#: Kinds of one operation come in turn; their medians count alike.
_TURNS = 4
_TRIES = 12


class Worker:
    """One contender, and the shop that it has open."""

    def __init__(self, name: str) -> None:
        self._module = importlib.import_module(f"contenders.{name}")
        self._desk: Any = None
        self._size = 0

    def fill(self, path: str, size: int) -> None:
        """Make a shop."""
        self._module.fill(Path(path), size)

    def open(self, path: str, size: int) -> list[str]:
        """Open one; which of the operations it has."""
        self._desk, self._size = self._module.Desk(Path(path)), size
        return [name for name in OPERATIONS if hasattr(self._desk, name)]

    def measure(self, operation: str, seed: int, seconds: float) -> float:
        """Microseconds of CPU of one, kernel included."""
        draw, do = workload.Draw(self._size, seed), getattr(self._desk, operation)
        taken: list[list[int]] = [[] for _ in range(_TURNS)]
        until, count = time.monotonic() + seconds, 0
        while count < _TURNS or time.monotonic() < until:
            asked = draw.for_(operation)
            begun = time.thread_time_ns()
            do(*asked)
            taken[count % _TURNS].append(time.thread_time_ns() - begun)
            count += 1
        return statistics.mean(map(statistics.median, taken)) / 1000

    def check(self) -> list[str]:
        """What it answers wrongly."""
        asked = _Check(self._desk, list(workload.requests(self._size)))
        in_order = sorted(OPERATIONS, key=lambda name: name in ("create", "reply"))  # what writes comes last
        return [wrong for name in in_order if hasattr(self._desk, name) for wrong in asked.of(name)]


class _Check:
    """Answers beside those that follow from the workload."""

    def __init__(self, desk: Any, rows: list[workload.Request]) -> None:
        self._desk, self._rows = desk, rows
        self._called = getattr(desk, "status_of", lambda status: status)
        #: What Django's rival cannot say: its list has one order, and its statuses are fewer.
        self._is_coarse = self._called("new") == self._called("in_progress")

    def of(self, operation: str) -> Iterator[str]:
        """What is wrong."""
        draw = workload.Draw(len(self._rows), 11)
        for asked in (draw.for_(operation) for _ in range(_TRIES if operation not in ("create", "reply") else 1)):
            got, is_right = getattr(self, f"_{operation}")(*asked)
            if not is_right:
                yield f"{operation}: {str(asked)[:150]}: {str(got)[:150]}"

    def _create(self, wish: workload.Wish) -> tuple[Any, bool]:
        one, other = self._desk.create(wish), self._desk.create(wish)
        return one, bool(one) and one != other

    def _reply(self, one: workload.Request, text: str, by: int) -> tuple[Any, bool]:
        self._desk.reply(one, text, by)
        status, thread = self._desk.room(one)
        return thread, status != self._called(one.status) and thread[0] == text

    def _track(self, one: workload.Request) -> tuple[Any, bool]:
        got = self._desk.track(one), self._desk.track(one, "Nobody")
        return got, got == (self._called(one.status), None)

    def _room(self, one: workload.Request) -> tuple[Any, bool]:
        got = self._desk.room(one)
        return got, got == (self._called(one.status), one.thread)

    def _queue(self, assignee: int | None, status: str | None) -> tuple[Any, bool]:
        got = self._desk.queue(assignee, status)
        wanted = [
            one
            for one in self._rows
            if one.status != workload.CLOSED
            and assignee in (None, one.assignee)
            and (status is None or self._called(status) == self._called(one.status))
        ]
        right = sorted(wanted, key=lambda one: (one.priority, one.created))[: workload.PAGE]
        if self._is_coarse:
            return got, [self._rows[n - 1].priority for n in got] == [one.priority for one in right]
        return got, got == [one.number for one in right]

    def _rare(self, words: str) -> tuple[Any, bool]:
        got = self._desk.rare(words)
        return got, got == [one.number for one in self._rows if words in one.problem.split()]

    def _common(self, words: str) -> tuple[Any, bool]:
        got, wanted = self._desk.common(words), set(words.split())
        right = {one.number for one in self._rows if wanted <= {*one.problem.split(), *one.answer.split()}}
        return got, bool(right.intersection(got)) == bool(right)  # a search that knows other forms finds more

    def _own(self, number: int) -> tuple[Any, bool]:
        got = self._desk.own(number)
        return got, got == [one.number for one in self._rows if one.customer == number][::-1][: workload.LIST]


def main() -> None:
    """Do what comes, until nothing comes."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a contender prints is no answer
    worker = Worker(sys.argv[1])
    for line in sys.stdin:
        asked = json.loads(line)
        answer = getattr(worker, asked.pop("do"))(**asked)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
