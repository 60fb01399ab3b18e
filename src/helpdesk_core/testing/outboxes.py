"""The `Outbox` part of the store suite: jobs are handed out once, and completed by the holder of the lease."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import attrs

from ..notifications.model import OutboxRow, State
from .rows import NOW, request, sealed, waiting
from .suite_base import StoreHelpers
from .suites import claimed


class OutboxTests(StoreHelpers):
    """What every outbox promises."""

    @claimed("outbox")
    def test_what_goes_out_is_written_with_its_cause(self, store: Any) -> None:
        """Record and outbox row: both, or after an exception neither."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        with suppress(RuntimeError), store.write("shop") as unit:
            unit.save(sealed(request("r2"), waiting("o2", "r2")))
            raise RuntimeError
        assert [item.id for item in store.claim("shop", NOW, limit=9, lease_seconds=60)] == ["o1"]

    @claimed("outbox")
    def test_a_claimed_row_is_not_claimed_again(self, store: Any) -> None:
        """Not while the lease lasts; each row goes to one claimer; what is not due stays."""
        self.save(
            store,
            request("r1"),
            *(waiting(f"o{n}", "r1") for n in range(6)),
            waiting("later", "r1", NOW + timedelta(hours=1)),
        )
        first = store.claim("shop", NOW, limit=4, lease_seconds=60)
        second = store.claim("shop", NOW, limit=4, lease_seconds=60)
        assert [len(first), len(second)] == [4, 2]
        assert sorted(item.id for item in (*first, *second)) == [f"o{n}" for n in range(6)]
        assert store.claim("shop", NOW + timedelta(seconds=59), limit=9, lease_seconds=60) in ((), [])
        assert store.claim("other", NOW, limit=9, lease_seconds=60) in ((), [])
        assert {item.attempts for item in first} == {1}

    @claimed("outbox")
    def test_an_outbox_knows_only_its_tenant(self, store: Any) -> None:
        """Another tenant's rows are not handed out, and not completed."""
        self.save(store, request("r1", tenant="other"), waiting("o1", "r1", tenant="other"), tenant="other")
        assert store.claim("shop", NOW, limit=9, lease_seconds=60) in ((), [])
        (item,) = store.claim("other", NOW, limit=9, lease_seconds=60)
        assert (item.id, item.tenant, self.load(store, OutboxRow, "o1", tenant="other").attempts) == ("o1", "other", 1)
        assert store.complete(attrs.evolve(item, tenant="shop"), state="done", now=NOW) is False
        assert store.complete(item, state="done", now=NOW) is True

    @claimed("outbox")
    def test_the_oldest_comes_first(self, store: Any) -> None:
        """By due time: a claim gets the job that has waited longest."""
        self.save(store, request("r1"), *(waiting(f"o{n}", "r1", NOW - timedelta(hours=n)) for n in (2, 1, 3)))
        order = [store.claim("shop", NOW, limit=1, lease_seconds=60)[0].id for _ in range(3)]
        assert order == ["o3", "o2", "o1"]

    @claimed("outbox")
    def test_lower_lanes_come_first(self, store: Any) -> None:
        """However long another has waited: a code does not stand behind a thumbnail."""
        self.save(store, request("r1"), *(waiting(f"o{n}", "r1", NOW - timedelta(hours=n), lane=n) for n in (2, 0, 1)))
        order = [store.claim("shop", NOW, limit=1, lease_seconds=60)[0].id for _ in range(3)]
        assert order == ["o0", "o1", "o2"]

    @claimed("outbox")
    def test_a_worker_of_some_lanes_gets_no_other(self, store: Any) -> None:
        """Neither of a lower nor of a higher one; the others stay for whoever asks for them."""
        self.save(store, request("r1"), *(waiting(f"o{n}", "r1", lane=n) for n in range(3)))
        for lanes, expected in (((1,), ["o1"]), ((1,), []), ((0, 2), ["o0", "o2"])):
            assert [item.id for item in store.claim("shop", NOW, limit=9, lease_seconds=60, lanes=lanes)] == expected

    @claimed("outbox")
    def test_a_lease_ends(self, store: Any) -> None:
        """After it the row can be claimed again, by a new lease; the old claim can no longer settle it."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        (old,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
        (new,) = store.claim("shop", NOW + timedelta(seconds=61), limit=9, lease_seconds=60)
        assert (new.id, new.attempts) == ("o1", 2)
        assert store.complete(old, state="done", now=NOW) is False
        assert self.load(store, OutboxRow, "o1").state is State.WAITING
        assert store.complete(new, state="done", now=NOW) is True
        assert store.complete(new, state="failed", now=NOW) is False
        assert self.load(store, OutboxRow, "o1").state is State.DONE

    @claimed("outbox")
    def test_a_clock_that_was_set_back_holds_nothing_up(self, store: Any) -> None:
        """What waits by the old clock is done within a minute; what is planned for later stays where it was, and a
        claim stays with who renews it."""
        self.save(store, request("r1"), waiting("o1", "r1"), waiting("o2", "r1"))
        store.begin("shop", NOW)
        (item,) = store.claim("shop", NOW, limit=1, lease_seconds=60)
        back, later = NOW - timedelta(hours=1), NOW - timedelta(minutes=59)
        store.begin("shop", back)
        assert store.renew(item, later + timedelta(seconds=30)) is True
        assert store.claim("shop", back, limit=9, lease_seconds=60) in ((), [])
        (other,) = store.claim("shop", later, limit=9, lease_seconds=60)
        assert other.id != item.id
        assert store.complete(item, state="done", now=later) is True

    @claimed("outbox")
    def test_a_lease_is_renewed_by_its_holder(self, store: Any) -> None:
        """A slow job keeps its claim for as long as it takes; who lost it cannot take it back."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        (item,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
        assert store.renew(item, NOW + timedelta(seconds=100)) is True
        assert store.renew(attrs.evolve(item, tenant="other"), NOW + timedelta(hours=1)) is False
        assert store.claim("shop", NOW + timedelta(seconds=99), limit=9, lease_seconds=60) in ((), [])
        (other,) = store.claim("shop", NOW + timedelta(seconds=100), limit=9, lease_seconds=60)
        assert store.renew(item, NOW + timedelta(hours=1)) is False
        assert store.complete(other, state="done", now=NOW) is True
        assert store.renew(other, NOW + timedelta(hours=1)) is False

    @claimed("outbox")
    def test_a_claim_that_ended_without_a_word_is_counted(self, store: Any) -> None:
        """Nobody knows whether that job was done, once it was begun; one that was completed, or never begun, is no
        lapse. Planned again, a job begins anew."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        lapses = []
        for minutes, begun, completed in ((0, False, False), (2, True, False), (4, True, True), (6, False, True)):
            (item,) = store.claim("shop", NOW + timedelta(minutes=minutes), limit=9, lease_seconds=60)
            lapses.append(item.lapses)
            if begun:
                assert store.renew(item, NOW + timedelta(minutes=minutes + 1), begun=True)
            if completed:
                assert store.complete(item, state="waiting", now=NOW, due_at=NOW, reason="down")
        assert lapses == [0, 0, 1, 1]
        (item,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
        assert store.complete(item, state="waiting", now=NOW, due_at=NOW + timedelta(hours=1))
        (item,) = store.claim("shop", NOW + timedelta(hours=1), limit=9, lease_seconds=60)
        assert (item.lapses, item.attempts) == (0, 1)

    @claimed("outbox")
    def test_what_is_late_is_late_since_it_was_wanted(self, store: Any) -> None:
        """Leases and pauses move the time of the next try, and not that one; only a new plan does."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        for due, reason, wanted in ((5, "down", 0), (9, "", 9)):
            (item,) = store.claim("shop", NOW + timedelta(minutes=due), limit=9, lease_seconds=60)
            later = NOW + timedelta(minutes=due)
            assert store.complete(item, state="waiting", now=NOW, due_at=later, reason=reason)
            row = self.load(store, OutboxRow, "o1")
            assert (row.due_at, row.wanted_at) == (later, NOW + timedelta(minutes=wanted))

    @claimed("outbox")
    def test_a_settled_row_waits_or_is_done(self, store: Any) -> None:
        """Waiting again until its time; sent, dropped and dead for good."""
        self.save(store, request("r1"), waiting("o1", "r1"), waiting("o2", "r1"))
        one, two = store.claim("shop", NOW, limit=9, lease_seconds=60)
        assert store.complete(one, state="waiting", now=NOW, due_at=NOW + timedelta(minutes=5), reason="down")
        assert store.complete(two, state="failed", now=NOW, reason="refused")
        assert store.claim("shop", NOW + timedelta(minutes=4), limit=9, lease_seconds=60) in ((), [])
        assert [item.id for item in store.claim("shop", NOW + timedelta(minutes=5), limit=9, lease_seconds=60)] == [
            "o1"
        ]
        assert self.load(store, OutboxRow, "o2").reason == "refused"

    @claimed("outbox")
    def test_what_was_taken_back_is_not_completed(self, store: Any) -> None:
        """Not even with the lease that still stands in the row: it was cancelled while somebody did it."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        (item,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
        row = self.load(store, OutboxRow, "o1")
        with store.write("shop") as unit:
            unit.save(sealed((row, row.changed(state=State.CANCELLED))))
        assert store.complete(item, state="waiting", now=NOW, due_at=NOW, reason="down") is False
        assert self.load(store, OutboxRow, "o1").state is State.CANCELLED

    @claimed("outbox")
    def test_what_the_channel_calls_it_is_kept(self, store: Any) -> None:
        """Also when it is completed again without that name."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        (item,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
        assert store.complete(item, state="waiting", now=NOW, due_at=NOW, provider_id="<1@mail>")
        (item,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
        assert store.complete(item, state="done", now=NOW)
        assert self.load(store, OutboxRow, "o1").provider_id == "<1@mail>"

    @claimed("outbox")
    def test_a_recurring_row_begins_anew(self, store: Any) -> None:
        """Waiting without a reason is as planned, and costs no attempt; waiting for a reason does."""
        self.save(store, request("r1"), waiting("o1", "r1"))
        for reason, attempts in (("down", 2), ("", 1), ("down", 2)):
            (item,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
            assert store.complete(item, state="waiting", now=NOW, due_at=NOW, reason=reason)
            (item,) = store.claim("shop", NOW, limit=9, lease_seconds=60)
            assert item.attempts == attempts
            assert store.complete(item, state="waiting", now=NOW, due_at=NOW)

    @claimed("concurrent")
    @claimed("outbox")
    def test_claimers_at_once_never_share_a_row(self, store: Any) -> None:
        """Four threads empty the outbox: each row once."""
        self.save(store, request("r1"), *(waiting(f"o{n:02}", "r1") for n in range(40)))
        claimed: list[str] = []

        def work() -> None:
            while items := store.claim("shop", NOW, limit=3, lease_seconds=60):
                claimed.extend(item.id for item in items)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(claimed) == [f"o{n:02}" for n in range(40)]
