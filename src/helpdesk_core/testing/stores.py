"""The conformance suite of the `Store` and `Outbox` ports: subclass it and give one fixture::

    class TestMyStore(StoreSuite):
        @pytest.fixture
        def store(self):
            return MyStore(...)          # empty at the start of every test

``capabilities`` names what the store claims; what is not claimed is skipped by name, what is claimed never skips.

- ``concurrent``: several threads may write at once.
- ``isolated``: a reader in another thread may read while a unit is open.
- ``outbox``: `claim` and `complete` are there.
- ``sql``: rows can be written past the store; override `StoreSuite.execute`.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from ..conversations.model import THREAD, ThreadMessage
from ..errors import ConcurrentUpdateError, DuplicateRequestError
from ..guardrails.timeline import ENTRIES, TimelineEntry
from ..idempotency import IdempotencyRecord
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest
from .cells import CellTests
from .outboxes import OutboxTests
from .purging import PurgeTests
from .reading import BY_SOURCE_ID, BY_STATUS, DUE, ReadingTests
from .rows import entry, message, note, request, sealed, used_key, waiting
from .writers import WriterTests

#: Text that stores like to change: decomposed, spaced, very long, in every plane, with quotes and percent signs.
AWKWARD = (
    "Żółć\u0301 e\u0301 \u2126",
    "  two  spaces  ",
    "'; DROP TABLE x; -- %s ? :name",
    "\U0001f600\u200d\U0001f527 \u05e9\u05dc\u05d5\u05dd",
    "x" * 120_000,
    "a\nb\tc",
    "trailing ",
    "\u00a0",
    "ﬁ ½ İ ı ß",
)


class StoreSuite(CellTests, ReadingTests, WriterTests, OutboxTests, PurgeTests):
    """What every store promises."""

    capabilities: ClassVar[frozenset[str]] = frozenset({"concurrent", "isolated", "outbox"})

    @pytest.fixture
    def store(self) -> Any:
        """An empty store; yours overrides this."""
        raise NotImplementedError

    def execute(self, store: Any, statement: str) -> None:
        """Run one SQL statement and commit it, behind the store's back. Override it to claim ``sql``.

        Args:
            store: The store.
            statement: In the dialect of its database.
        """
        raise NotImplementedError

    @pytest.mark.parametrize("text", AWKWARD)
    def test_text_is_kept_character_for_character(self, store: Any, text: str) -> None:
        """Nothing is normalised, trimmed, escaped or cut."""
        self.save(store, request("r1"), message("m1", "r1", text))
        assert str(self.load(store, ThreadMessage, "m1").text) == text
        assert [str(found.text) for found in self.find(store, THREAD, request="r1")] == [text]

    def test_an_update_renews_every_key(self, store: Any) -> None:
        """Found by the new values, no longer by the old ones."""
        old = request("r1", source_id="nowak", status="received")
        self.save(store, old)
        self.save(store, (old, old.changed(source_id="kowal", status="confirmed", phase=Phase.CONFIRMED)))
        assert self.find(store, BY_STATUS, status="received") == []
        assert [row[2] for row in self.find(store, BY_STATUS, status="confirmed")] == ["r1"]
        assert self.find(store, BY_SOURCE_ID, source_id="nowak") == []
        assert self.find(store, BY_SOURCE_ID, source_id="kow") == [("r1",)]
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
        """There is no upsert, and another tenant's record does not exist."""
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
        assert len(self.find(store, DUE, due_at="9999")) == 5

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
            with pytest.raises(ConcurrentUpdateError):
                unit.save(sealed(request("r8"), message("m8", "r8"), (note("n1", "r1"), note("n1", "r1", "bye"))))
            unit.save(sealed(request("r2"), key=used_key("k2")))
        assert self.load(store, ServiceRequest, "r2") is not None
        assert self.load(store, ServiceRequest, "r1").priority == 0
        for kind, id in (
            (ServiceRequest, "r8"),
            (ThreadMessage, "m8"),
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

    def test_what_was_read_is_the_readers_own(self, store: Any) -> None:
        """Changing a returned value changes nothing that is stored."""
        saved = entry("t1", "r1", 1)
        self.save(store, request("r1"), saved)
        self.load(store, TimelineEntry, "t1").payload["a"] = "changed"
        self.find(store, ENTRIES, subject="r1")[0].payload["a"] = "changed"
        saved.payload["a"] = "changed"  # type: ignore[index]
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
