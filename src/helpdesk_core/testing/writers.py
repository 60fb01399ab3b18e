"""The part of the store suite about several at once: who waits, who sees what, who loses."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from ..base.queries import Query
from ..errors import ConcurrentUpdateError
from ..service_requests.model import ServiceRequest
from .rows import request, sealed
from .suite_base import StoreHelpers, in_threads
from .suites import claimed

_ALL = Query(ServiceRequest)


class WriterTests(StoreHelpers):
    """What every store promises to several at once."""

    @claimed("isolated")
    def test_nobody_reads_what_is_not_committed(self, store: Any) -> None:
        """Not while the unit is open, and never when it is taken back. Reading does not wait for the writer."""
        old = request("r1")
        self.save(store, old)

        def look() -> tuple[Any, list[str]]:
            return self.load(store, ServiceRequest, "r1").priority, [one.id for one in self.find(store, _ALL)]

        with suppress(RuntimeError), store.write("shop") as unit:
            unit.save(sealed((old, old.changed(priority=3)), request("r2")))
            assert in_threads(look, seconds=self.patience) == [(1, ["r1"])]
            raise RuntimeError
        assert look() == (1, ["r1"])
        with store.write("shop") as unit:
            unit.save(sealed((old, old.changed(priority=3)), request("r2")))
        assert look() == (3, ["r1", "r2"])

    @claimed("concurrent")
    def test_writers_at_once_lose_nothing(self, store: Any) -> None:
        """Eight threads, each trying again after a conflict: every increment is there."""
        self.save(store, request("r1", priority=0))

        def work() -> None:
            for _ in range(5):
                while True:
                    old = self.load(store, ServiceRequest, "r1")
                    with suppress(ConcurrentUpdateError):
                        self.save(store, (old, old.changed(priority=old.priority + 1)))
                        break

        in_threads(*[work] * 8)
        assert self.load(store, ServiceRequest, "r1").priority == 40

    @claimed("concurrent")
    def test_who_locks_waits_and_loses_nothing(self, store: Any) -> None:
        """Eight threads that lock before they load: each sees what the one before committed, and none is refused."""
        self.save(store, request("r1", priority=0))

        def work() -> None:
            for _ in range(5):
                with store.write("shop") as unit:
                    unit.lock([(ServiceRequest, "r1"), (ServiceRequest, "unknown")])
                    old = unit.load(ServiceRequest, "r1")
                    unit.save(sealed((old, old.changed(priority=old.priority + 1))))

        in_threads(*[work] * 8)
        assert self.load(store, ServiceRequest, "r1").priority == 40

    @claimed("concurrent")
    def test_opposite_orders_do_not_stand_in_each_others_way(self, store: Any) -> None:
        """Four threads that name two records in opposite order, in locks and in saves: none deadlocks."""
        self.save(store, request("r1", priority=0), request("r2", priority=0))

        def work(*ids: str) -> None:
            for _ in range(10):
                with store.write("shop") as unit:
                    unit.lock((ServiceRequest, id) for id in ids)
                    pairs = [(old, old.changed(priority=old.priority + 1)) for old in _both(unit, ids)]
                    unit.save(sealed(*pairs))

        in_threads(*(lambda ids=ids: work(*ids) for ids in (("r1", "r2"), ("r2", "r1")) * 2))
        assert [one.priority for one in self.find(store, _ALL)] == [40, 40]


def _both(unit: Any, ids: tuple[str, ...]) -> list[Any]:
    return [unit.load(ServiceRequest, id) for id in ids]
