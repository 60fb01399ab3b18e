"""The conformance suite of the `Store` and `Outbox` ports: subclass it and give one fixture::

    class TestMyStore(StoreSuite):
        @pytest.fixture
        def store(self):
            return MyStore(...)          # empty at the start of every test

``capabilities`` names what the store claims; what is not claimed is skipped by name, what is claimed never skips.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from ..base.actors import ActorKind
from ..base.changes import Effect
from ..base.queries import Query
from ..base.records import Record
from ..base.text import mark_safe
from ..conversations.model import THREAD, ThreadMessage
from ..errors import ConcurrentUpdateError, DuplicateRequestError
from ..guardrails.decisions import Decision
from ..guardrails.timeline import ENTRIES, TimelineEntry
from ..idempotency import IdempotencyRecord
from ..notifications.model import OutboxRow
from ..outcomes.model import OUTCOMES_DECIDED
from ..service_requests.lifecycle import Phase
from ..service_requests.model import BY_CUSTOMER, BY_REFERENCE, ServiceRequest
from ..triage.views import NEWEST
from .outboxes import OutboxTests
from .rows import NOW, draft, message, request, sealed, used_key, waiting
from .suites import claimed

_BY_STATUS = Query(
    ServiceRequest,
    equals=("tenant", "status"),
    order=("priority", "created_at", "id"),
    open_only=True,
    columns=("id",),
)
_BY_SURNAME = Query(ServiceRequest, prefix="surname_key", columns=("id",))
_SOME = Query(ServiceRequest, in_="id", columns=("id",))
_UNTIL = Query(OutboxRow, equals=("tenant", "state"), at_most="due_at", order=("due_at", "id"), columns=("id",))
#: Text that stores like to change: decomposed, spaced, very long, in every plane, with quotes and percent signs.
AWKWARD = (
    "Żółć\u0301 e\u0301 \u2126",
    "  two  spaces  ",
    "'; DROP TABLE x; -- %s ? :name",
    "\U0001f600\u200d\U0001f527 \u05e9\u05dc\u05d5\u05dd",
    "x" * 20_000,
    "a\nb\tc",
    "trailing ",
    "\u00a0",
    "ﬁ ½ İ ı ß",
)


class StoreSuite(OutboxTests):
    """What every store promises."""

    #: ``concurrent``: several threads may write at once. ``outbox``: `claim` and `complete` are there.
    capabilities: ClassVar[frozenset[str]] = frozenset({"concurrent", "outbox"})

    @pytest.fixture
    def store(self) -> Any:
        """An empty store; yours overrides this."""
        raise NotImplementedError

    def save(self, store: Any, *records: Any, key: IdempotencyRecord | None = None, tenant: str = "shop") -> None:
        """One unit, one save."""
        with store.write(tenant) as unit:
            unit.save(sealed(*records, key=key, tenant=tenant))

    def load(self, store: Any, kind: type[Record], id: str, tenant: str = "shop") -> Any:
        """Load in a reader of its own."""
        with store.read(tenant) as reader:
            return reader.load(kind, id)

    def find(
        self, store: Any, query: Query, tenant: str = "shop", after: Any = None, limit: int = 50, **params: Any
    ) -> list[Any]:
        """Find in a reader of its own."""
        with store.read(tenant) as reader:
            return list(reader.find(query, params, after=after, limit=limit))

    def test_a_record_comes_back_as_it_was_saved(self, store: Any) -> None:
        """Every cell, every type, None included."""
        saved = request(
            "r1",
            surname=mark_safe("Żak"),
            surname_key="zak",
            held="spam",
            closed_at=NOW + timedelta(microseconds=1),
            phase=Phase.CANCELLED,
        )
        self.save(store, saved)
        assert self.load(store, ServiceRequest, "r1") == saved

    @pytest.mark.parametrize("text", AWKWARD)
    def test_text_is_kept_character_for_character(self, store: Any, text: str) -> None:
        """Nothing is normalised, trimmed, escaped or cut."""
        self.save(store, request("r1"), message("m1", "r1", text))
        assert str(self.load(store, ThreadMessage, "m1").text) == text
        assert [str(found.text) for found in self.find(store, THREAD, request="r1")] == [text]

    def test_load_knows_only_its_tenant(self, store: Any) -> None:
        """Another tenant's record is not there."""
        self.save(store, request("r1", tenant="other"), tenant="other")
        assert self.load(store, ServiceRequest, "r1") is None
        assert self.load(store, ServiceRequest, "r1", tenant="other") is not None

    def test_find_knows_only_its_tenant(self, store: Any) -> None:
        """Another tenant's record is not found, by any kind of query."""
        self.save(store, request("r1", tenant="other", surname_key="nowak", customer="c"), tenant="other")
        for query, params in (
            (BY_REFERENCE, {"reference": "R1000000"}),
            (NEWEST, {}),
            (_BY_SURNAME, {"surname_key": "no"}),
            (_SOME, {"id": ("r1",)}),
            (BY_CUSTOMER, {"customer": "c"}),
        ):
            assert self.find(store, query, **params) == []
            assert len(self.find(store, query, tenant="other", **params)) == 1

    def test_an_update_renews_every_key(self, store: Any) -> None:
        """Found by the new values, no longer by the old ones."""
        old = request("r1", surname_key="nowak", status="received")
        self.save(store, old)
        self.save(store, (old, old.changed(surname_key="kowal", status="confirmed", phase=Phase.CONFIRMED)))
        assert self.find(store, _BY_STATUS, status="received") == []
        assert self.find(store, _BY_STATUS, status="confirmed") == [("r1",)]
        assert self.find(store, _BY_SURNAME, surname_key="nowak") == []
        assert self.find(store, _BY_SURNAME, surname_key="kow") == [("r1",)]
        assert self.load(store, ServiceRequest, "r1").version == 2

    def test_the_second_of_two_writers_loses(self, store: Any) -> None:
        """A stored version that is not the expected one refuses the update; the first write stays."""
        old = request("r1")
        self.save(store, old)
        self.save(store, (old, old.changed(priority=0)))
        with pytest.raises(ConcurrentUpdateError):
            self.save(store, (old, old.changed(priority=3)))
        assert self.load(store, ServiceRequest, "r1").priority == 0

    def test_an_update_of_nothing_is_refused(self, store: Any) -> None:
        """There is no upsert, and another tenant's record counts as nothing."""
        with pytest.raises(ConcurrentUpdateError):
            self.save(store, (request("r1"), request("r1", priority=2)))
        self.save(store, request("r2", tenant="other"), tenant="other")
        with pytest.raises(ConcurrentUpdateError):
            self.save(store, (request("r2"), request("r2", priority=2)))
        assert self.load(store, ServiceRequest, "r2", tenant="other").priority == 1

    def test_an_insert_never_overwrites(self, store: Any) -> None:
        """A taken id, or a taken unique key, refuses the insert; what was there stays."""
        self.save(store, request("r1", priority=1))
        with pytest.raises(ConcurrentUpdateError):
            self.save(store, request("r1", priority=3))
        with pytest.raises(ConcurrentUpdateError):
            self.save(store, request("r9", reference="R1000000"))
        assert self.load(store, ServiceRequest, "r1").priority == 1
        assert self.load(store, ServiceRequest, "r9") is None

    def test_every_row_of_a_batch_is_kept(self, store: Any) -> None:
        """The last one too, of every kind."""
        self.save(
            store,
            request("r1"),
            *(message(f"m{n:03}", "r1", str(n)) for n in range(40)),
            *(waiting(f"o{n}", "r1") for n in range(5)),
        )
        assert sorted(m.id for m in self.find(store, THREAD, request="r1")) == [f"m{n:03}" for n in range(40)]
        assert len(self.find(store, _UNTIL, state="waiting", due_at="9999")) == 5

    def test_an_exception_keeps_nothing(self, store: Any) -> None:
        """A unit whose block raises has written nothing, its key included."""
        with pytest.raises(RuntimeError), store.write("shop") as unit:
            unit.save(sealed(request("r1"), message("m1", "r1"), key=used_key("k1")))
            raise RuntimeError
        assert self.load(store, ServiceRequest, "r1") is None
        assert self.load(store, IdempotencyRecord, "k1") is None

    def test_a_conflict_leaves_the_unit_usable_and_itself_nothing(self, store: Any) -> None:
        """After ConcurrentUpdateError the same unit saves other rows; of the refused ones none is there."""
        old = request("r1")
        self.save(store, old)
        self.save(store, (old, old.changed(priority=0)))
        with store.write("shop") as unit:
            with pytest.raises(ConcurrentUpdateError):
                unit.save(
                    sealed(request("r5"), (old, old.changed(priority=3)), message("m5", "r1"), key=used_key("k5"))
                )
            with pytest.raises(ConcurrentUpdateError):
                unit.save(sealed(request("r6"), request("r7", reference="R1000000"), key=used_key("k6")))
            unit.save(sealed(request("r2"), key=used_key("k2")))
        assert self.load(store, ServiceRequest, "r2") is not None
        assert self.load(store, ServiceRequest, "r1").priority == 0
        for kind, id in (
            (ServiceRequest, "r5"),
            (ServiceRequest, "r6"),
            (ThreadMessage, "m5"),
            (IdempotencyRecord, "k5"),
            (IdempotencyRecord, "k6"),
        ):
            assert self.load(store, kind, id) is None

    def test_a_used_key_refuses_everything(self, store: Any) -> None:
        """DuplicateRequestError, and nothing of the rows is written."""
        self.save(store, request("r1"), key=used_key("k1"))
        with pytest.raises(DuplicateRequestError):
            self.save(store, request("r2"), key=used_key("k1"))
        assert self.load(store, ServiceRequest, "r2") is None
        assert self.load(store, IdempotencyRecord, "k1").result == {"n": 1}

    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    def test_pages_neither_repeat_nor_skip(self, store: Any, limit: int) -> None:
        """Not even where the keys before the id are all equal, forwards and backwards."""
        self.save(
            store,
            *(request(f"r{n:02}", priority=n % 2, customer="c") for n in range(11)),
            *(message(f"m{n:02}", "r01") for n in range(11)),
        )
        forwards = [
            row[0]
            for row in self._pages(
                store, _BY_STATUS, ("priority", "created_at", "id"), limit, status="received", columns=True
            )
        ]
        assert forwards == [f"r{n:02}" for n in range(0, 11, 2)] + [f"r{n:02}" for n in range(1, 11, 2)]
        backwards = [found.id for found in self._pages(store, THREAD, ("at", "id"), limit, request="r01")]
        assert backwards == [f"m{n:02}" for n in reversed(range(11))]

    def _pages(
        self, store: Any, query: Query, order: tuple[str, ...], limit: int, columns: bool = False, **params: Any
    ) -> list[Any]:
        found: list[Any] = []
        after = None
        while page := self.find(store, query, after=after, limit=limit, **params):
            found += page
            last = self.load(store, ServiceRequest, page[-1][0]) if columns else page[-1]
            kind = last.record_type
            cells = dict(zip([column.name for column in kind.columns], kind.encode(last), strict=True))
            after = tuple(cells[name] for name in order)
            assert len(found) < 100, "the pages do not end"
        return found

    def test_limits_and_conditions_hold(self, store: Any) -> None:
        """open_only, starts, in_, until, newest_first."""
        self.save(
            store,
            request("r1", surname_key="nowak"),
            request("r2", surname_key="nowakowska", closed_at=NOW, phase=Phase.CANCELLED),
            request("r3", surname_key="zet", created_at=NOW + timedelta(hours=1)),
            waiting("o1", "r1"),
            waiting("o2", "r1", NOW + timedelta(hours=2)),
        )
        assert self.find(store, _BY_STATUS, status="received") == [("r1",), ("r3",)]
        assert self.find(store, _BY_SURNAME, surname_key="nowak") == [("r1",), ("r2",)]
        assert self.find(store, _BY_SURNAME, surname_key="nowak%") == []
        assert self.find(store, _SOME, id=("r3", "r1", "nothing")) == [("r1",), ("r3",)]
        assert self.find(store, _SOME, id=()) == []
        assert self.find(store, _UNTIL, state="waiting", due_at="2026-11-21T13:00:00.000000Z") == [("o1",)]
        assert [row[0] for row in self.find(store, NEWEST, limit=1)] == ["r3"]

    def test_a_reference_is_followed(self, store: Any) -> None:
        """Pairs of a record and the one it refers to, or None."""
        decision = Decision(
            id="complete:o1:d",
            tenant="shop",
            effect=Effect.COMPLETE,
            subject="o1",
            digest="d",
            request="r1",
            actor_kind=ActorKind.AGENT,
            actor="anna",
            decided_at=NOW,
        )
        self.save(store, request("r1"), decision, draft("o1", decided=decision.id), draft("o2"))
        assert [(outcome.id, found) for outcome, found in self.find(store, OUTCOMES_DECIDED, id=("o1", "o2"))] == [
            ("o1", decision),
            ("o2", None),
        ]

    def test_what_was_read_is_the_readers_own(self, store: Any) -> None:
        """Changing a returned value changes nothing that is stored."""
        entry = TimelineEntry(
            id="t1",
            tenant="shop",
            request="r1",
            sequence=1,
            at=NOW,
            actor_kind=ActorKind.GUEST,
            actor="guest",
            action="x",
            salt="s",
            payload={"a": "1"},
            commitment="c",
            previous="",
            hash="h",
        )
        self.save(store, request("r1"), entry)
        self.load(store, TimelineEntry, "t1").payload["a"] = "changed"
        self.find(store, ENTRIES, request="r1")[0].payload["a"] = "changed"
        entry.payload["a"] = "changed"  # type: ignore[index]
        assert self.load(store, TimelineEntry, "t1").payload == {"a": "1"}

    def test_reads_are_never_stale(self, store: Any) -> None:
        """A new reader sees every committed write, a unit sees its own."""
        with store.read("shop") as reader:
            assert reader.load(ServiceRequest, "r1") is None
        self.save(store, old := request("r1"))
        for n in range(3):
            assert self.load(store, ServiceRequest, "r1").priority == old.priority
            self.save(store, (old, new := old.changed(priority=(old.priority + 1) % 4)))
            old = self.load(store, ServiceRequest, "r1")
            assert (old.priority, old.version) == (new.priority, n + 2)
        with store.write("shop") as unit:
            unit.save(sealed(request("r2")))
            assert unit.load(ServiceRequest, "r2") is not None

    def test_only_sealed_changes_are_saved(self, store: Any) -> None:
        """Neither a look-alike nor another tenant's seal gets in."""

        class LooksSealed:
            tenant, key, rows = "shop", None, sealed(request("r1")).rows

        for changes in (LooksSealed(), sealed(request("r1", tenant="other"), tenant="other"), [request("r1")], None):
            with pytest.raises(TypeError), store.write("shop") as unit:
                unit.save(changes)
        assert self.load(store, ServiceRequest, "r1") is None

    @claimed("concurrent")
    def test_writers_at_once_lose_nothing(self, store: Any) -> None:
        """Eight threads, each retrying after a conflict: every increment is there."""
        self.save(store, request("r1", priority=0))

        def work() -> None:
            for _ in range(5):
                while True:
                    old = self.load(store, ServiceRequest, "r1")
                    with suppress(ConcurrentUpdateError):
                        self.save(store, (old, old.changed(priority=old.priority + 1)))
                        break

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert self.load(store, ServiceRequest, "r1").priority == 40
