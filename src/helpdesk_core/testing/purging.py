"""The part of the store suite about technical rows that go by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from ..contacts.model import Attempt
from ..notifications.model import OutboxRow, State
from ..service_requests.model import ServiceRequest
from .rows import NOW, request, waiting
from .suite_base import StoreHelpers

_TRIES = Attempt.record_type.purges[0]
_DONE = next(one for one in OutboxRow.record_type.purges if one.where == {"state": "done"})


def _tried(id: str, ends_at: datetime, tenant: str = "shop") -> Attempt:
    return Attempt(id=id, tenant=tenant, counts={}, ends_at=ends_at)


class PurgeTests(StoreHelpers):
    """What every store promises about them."""

    def test_what_is_over_goes_in_batches_the_oldest_first(self, store: Any) -> None:
        """Up to the moment that is named, that moment included; calling again goes on, and in the end nothing goes."""
        self.save(store, *(_tried(f"a{n}", NOW - timedelta(hours=n)) for n in range(5)))
        before = NOW - timedelta(hours=1)
        went, left = [], []
        for _ in range(3):
            went.append(store.purge("shop", Attempt, _TRIES, before, 3))
            left.append([n for n in range(5) if self.load(store, Attempt, f"a{n}") is not None])
        assert went == [3, 1, 0]
        assert left == [[0, 1], [0], [0]]

    def test_another_tenants_rows_stay(self, store: Any) -> None:
        """However old they are."""
        self.save(store, _tried("a1", NOW))
        self.save(store, _tried("a2", NOW, tenant="other"), tenant="other")
        assert store.purge("shop", Attempt, _TRIES, NOW + timedelta(days=1), 9) == 1
        assert self.load(store, Attempt, "a2", tenant="other") is not None

    def test_of_jobs_only_those_go_that_the_purge_is_about(self, store: Any) -> None:
        """What waits, failed or was held back stays until somebody has seen to it."""
        jobs = [waiting(f"o-{state}", "r1").changed(state=state, completed_at=NOW) for state in State]
        jobs.append(waiting("o-now", "r1"))
        self.save(store, request("r1"), *jobs)
        assert store.purge("shop", OutboxRow, _DONE, NOW, 99) == 1
        assert self.load(store, OutboxRow, "o-done") is None
        assert all(self.load(store, OutboxRow, one.id) is not None for one in jobs if one.id != "o-done")
        assert self.load(store, ServiceRequest, "r1") is not None

    def test_rows_of_a_type_that_declares_nothing_stay(self, store: Any) -> None:
        """Neither by another type's purge nor by one that somebody makes up."""
        self.save(store, request("r1"))
        for kind, purge in ((ServiceRequest, _TRIES), (OutboxRow, _TRIES)):
            with pytest.raises(TypeError):
                store.purge("shop", kind, purge, NOW + timedelta(days=1), 9)
        assert self.load(store, ServiceRequest, "r1") is not None
