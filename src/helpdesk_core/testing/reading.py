"""The part of the store suite about reading: every shape of a query, pages, totals and the feed."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from ..base.queries import Also, Counts, Cursor, Query, Selection, Totals
from ..base.terms import Terms
from ..base.text import mark_safe
from ..base.time import utc_text
from ..contacts.model import CONTACTS
from ..conversations.model import THREAD
from ..guardrails.decisions import Decision
from ..guardrails.timeline import FEED
from ..notifications.model import OutboxRow
from ..outcomes.model import OUTCOMES_DECIDED, Outcome
from ..ports.store import Along
from ..search.model import SearchEntry
from ..service_requests.lifecycle import Phase
from ..service_requests.model import BY_CUSTOMER, BY_REFERENCE, ServiceRequest
from ..triage.queue import NEWEST
from .rows import NOW, decision, draft, entry, indexed, message, point, request, waiting
from .suite_base import StoreHelpers, in_threads
from .suites import claimed

BY_STATUS = Query(
    ServiceRequest,
    equals=("tenant", "status"),
    order=("priority", "created_at", "id"),
    open_only=True,
    columns=("priority", "created_at", "id"),
)
BY_SOURCE_ID = Query(ServiceRequest, prefix="source_id", columns=("id",))
SOME = Query(ServiceRequest, in_="id", columns=("id",))
ONE = Query(ServiceRequest, equals=("tenant", "id"), columns=("id", "priority"))
DUE = Query(OutboxRow, where={"state": "waiting"}, at_most="due_at", order=("due_at", "id"), columns=("id",))
SINCE = Query(ServiceRequest, at_least="created_at", columns=("id",))
PER_STATUS = Totals(ServiceRequest, at_least="created_at", group_by=("status",), sums=("priority",))
PER_ASSIGNEE = Totals(ServiceRequest, open_only=True, group_by=("assignee", "priority"))
OF_STATUS = Totals(ServiceRequest, equals=("tenant", "status"), sums=("priority",))
TAGGED = Query(ServiceRequest, has="tags", columns=("id",))
MATCHING = Query(SearchEntry, match="terms", order=("at", "id"), newest_first=True, columns=("request", "at", "id"))
#: Every shape of a query, with parameters that find one request of the suite's.
SHAPES: dict[str, tuple[Query, dict[str, Any]]] = {
    "equals": (BY_REFERENCE, {"reference": "R1000000"}),
    "backwards": (NEWEST, {}),
    "prefix": (BY_SOURCE_ID, {"source_id": "no"}),
    "in": (SOME, {"id": ("r1",)}),
    "whole": (Query(ServiceRequest), {}),
    "list": (BY_CUSTOMER, {"customer": "c"}),
    "open": (BY_STATUS, {"status": "received"}),
    "at least": (SINCE, {"created_at": utc_text(NOW)}),
    "at most": (Query(ServiceRequest, at_most="created_at"), {"created_at": utc_text(NOW)}),
    "where": (Query(ServiceRequest, where={"priority": 1, "status": "received"}), {}),
    "has": (Query(ServiceRequest, has="tags"), {"tags": "loan"}),
    "join": (Query(ServiceRequest, join="decided"), {}),
    "cells of both": (
        Query(ServiceRequest, columns=("id", "status"), join="decided", join_columns=("id", "digest")),
        {},
    ),
    "also": (Query(ServiceRequest, join="decided", also=(Also(record=Outcome, by="request", join="decided"),)), {}),
}


class ReadingTests(StoreHelpers):
    """What every reader promises."""

    @pytest.mark.parametrize("shape", SHAPES)
    def test_find_knows_only_its_tenant(self, store: Any, shape: str) -> None:
        """Another tenant's record is not found, by any shape of a query, nor by going on after a cursor."""
        query, params = SHAPES[shape]
        values: dict[str, Any] = {"source_id": "nowak", "customer": "c", "tags": (mark_safe("loan"),)}
        self.save(store, request("r1", tenant="other", **values), tenant="other")
        assert self.find(store, query, **params) == []
        (found,) = self.find(store, query, tenant="other", **params)
        beginning = self._before(query)
        assert self.find(store, query, after=beginning, **params) == []
        assert self.find(store, query, tenant="other", after=beginning, **params) == [found]

    def _before(self, query: Query) -> Cursor:
        """A place before everything."""
        columns = [query.record_type.column(name) for name in query.order]
        return Cursor(
            tuple(
                (9**9 if one.integer else "~") if query.newest_first else (-1 if one.integer else "") for one in columns
            )
        )

    def test_terms_are_matched_whole_or_by_their_beginning(self, store: Any) -> None:
        """One of each group; a term that another one only begins with is found with a star alone. Nothing wanted finds
        nothing."""
        self.save(store, request("r1"), request("r2"), indexed("r1", "nkern wbatter"), indexed("r2", "nkern wbattery"))
        self.save(store, request("r3"), indexed("r3", None))
        asked: dict[tuple[tuple[str, ...], ...], set[str]] = {
            (("nkern",),): {"r1", "r2"},
            (("nker",),): set(),
            (("nker*",),): {"r1", "r2"},
            (("wbatter",),): {"r1"},
            (("wbatter", "wbattery"), ("nkern",)): {"r1", "r2"},
            (("wbattery",), ("nlis*",)): set(),
            (("x", "nlis*"),): set(),
            (): set(),
        }
        for wanted, requests in asked.items():
            found = self.find(store, MATCHING, terms=wanted)
            assert {row[0] for row in found} == requests, wanted

    def test_a_match_follows_its_row_and_knows_only_its_tenant(self, store: Any) -> None:
        """What is written anew is found by its new terms, what is emptied is found no more; the latest come first."""
        first, second = indexed("r1", "nkern", at=NOW), indexed("r2", "nkern", at=NOW + timedelta(hours=1))
        self.save(store, request("r1"), request("r2"), first, second)
        self.save(store, request("r9", tenant="other"), indexed("r9", "nkern", tenant="other"), tenant="other")
        assert [row[0] for row in self.find(store, MATCHING, terms=(("nkern",),))] == ["r2", "r1"]
        assert len(self.find(store, MATCHING, tenant="other", terms=(("n*",),))) == 1
        self.save(store, (first, first.changed(terms=Terms("nlis"))), (second, second.changed(terms=None)))
        assert self.find(store, MATCHING, terms=(("nkern",),)) == []
        assert [row[0] for row in self.find(store, MATCHING, terms=(("nlis",),))] == ["r1"]

    def test_load_knows_only_its_tenant(self, store: Any) -> None:
        """Another tenant's record is not there."""
        self.save(store, request("r1", tenant="other"), tenant="other")
        assert self.load(store, ServiceRequest, "r1") is None
        assert self.load(store, ServiceRequest, "r1", tenant="other") is not None

    def test_a_reference_is_followed(self, store: Any) -> None:
        """Pairs of a record and the one it refers to, or None; one of another tenant counts as none."""
        made, theirs = decision("o1"), decision("o3", tenant="other")
        self.save(store, request("r1", tenant="other", reference="R2000000"), theirs, tenant="other")
        self.save(store, request("r2"), made)
        drafts = [draft(id, of="r2", decided=known) for id, known in (("o1", made.id), ("o2", None), ("o3", theirs.id))]
        self.save(store, *drafts)
        cells = Query(Outcome, in_="id", columns=("id",), join="decided", join_columns=("digest", "id"))
        some = {row[0]: row[1:] for row in self.find(store, cells, id=("o1", "o2", "o3"))}
        pairs = self.find(store, OUTCOMES_DECIDED, id=("o1", "o2", "o3"))
        assert some == {
            outcome.id: (None, None) if decided is None else (decided.digest, decided.id) for outcome, decided in pairs
        }
        assert [(outcome.id, found) for outcome, found in pairs] == [("o1", made), ("o2", None), ("o3", None)]
        assert self.load(store, Decision, theirs.id) is None
        query = Query(Outcome, in_="id", join="decided", columns=("request", "id"))
        rows, none = self.find(store, query, id=("o1", "o2")), (None,) * len(Decision.record_type.columns)
        assert rows == [("r2", "o1", *Decision.record_type.encode(made)), ("r2", "o2", *none)]

    def test_what_refers_to_a_record_is_read_along(self, store: Any) -> None:
        """Behind the record and what it refers to itself: what refers to it, with what that refers to in turn, or
        None."""
        made = decision("o1")
        self.save(store, request("r1"), request("r2"), made)
        kept = draft("o1", of="r1", decided=made.id)
        self.save(store, kept)
        query, params = SHAPES["also"]
        found = self.find(store, query, **params)
        assert [(one.id, *rest) for one, *rest in found] == [("r1", None, kept, made), ("r2", None, None, None)]

    def test_one_cell_may_be_read_along_with_the_first_record(self, store: Any) -> None:
        """It is what asking for it finds, of the reader's tenant, whether or not anything was loaded before; a unit's
        own reads and other questions are answered as ever."""
        self.save(store, request("r1", status="sorted"), request("r2"))
        self.save(store, request("r3", tenant="other", reference="R3000000"), tenant="other")
        query = Query(ServiceRequest, equals=("tenant", "id"), columns=("status",))
        expected: dict[str, list[Any]] = {"r1": [("sorted",)], "r2": [("received",)], "r3": [], "r4": []}
        for id, cells in expected.items():
            for first in ("r2", "r1", "r4", None):
                with store.read("shop", Along(query=query, id=id)) as reader:
                    loaded = reader.load(ServiceRequest, first) if first else None
                    assert (loaded and loaded.id) == (first if first != "r4" else None)
                    assert list(reader.find(query, {"id": id}, limit=1)) == cells
                    assert list(reader.find(query, {"id": "r1"}, limit=1)) == [("sorted",)]
                    assert reader.load(ServiceRequest, "r2") is not None
                for limit in (1, 2):
                    with store.read("shop", Along(query=query, id=id)) as reader:
                        found = reader.find(ONE, {"id": first or "r2"}, limit=limit)
                        assert list(found) == ([(first or "r2", 1)] if first != "r4" else [])
                        whole = reader.find(BY_REFERENCE, {"reference": "R1000000"}, limit=limit)
                        assert [one.id for one in whole] == ["r1"]
                        assert list(reader.find(query, {"id": id}, limit=1)) == cells

    def test_what_is_about_the_first_record_may_be_read_beside_it(self, store: Any) -> None:
        """It is what asking for it finds, of whichever record and with any limit; what the query leaves out is not
        there."""
        self.save(store, request("r1"), request("r2"), request("r3"), point("c3", of="r2"))
        self.save(store, point("c2", of="r1"), point("c1", of="r1"), point("c4", of="r1", ended_at=NOW))
        head = Query(ServiceRequest, equals=("tenant", "id"), columns=("status",))
        along = Along(query=head, id="r2", beside={"service_requests": CONTACTS})
        for first in ("r1", "r2", "r3", "r4", None):
            for limit in (1, 2, 50):
                with store.read("shop", along) as reader:
                    loaded = reader.load(ServiceRequest, first) if first else None
                    assert (loaded and loaded.id) == (first if first != "r4" else None)
                    for of, ids in (("r1", ["c1", "c2"]), ("r2", ["c3"]), ("r3", [])):
                        found = reader.find(CONTACTS, {"request": of}, limit=limit)
                        assert [one.id for one in found] == ids[:limit]
                    assert [one.contact for one in reader.find(CONTACTS, {"request": "r2"})] == ["c3@example.com"]
                    assert list(reader.find(head, {"id": "r2"}, limit=1)) == [("received",)]

    @pytest.mark.parametrize("other", ["ZAK", "Zak", "żak", "zak ", " zak", "zák"])
    def test_keys_are_compared_letter_for_letter(self, store: Any, other: str) -> None:
        """Case, accents and blanks tell keys apart: in ids, unique keys, conditions and beginnings."""
        self.save(
            store,
            request("zak", reference="zak", customer="zak", source_id="zak"),
            request(other, reference=other, customer=other, source_id=other),
        )
        assert self.load(store, ServiceRequest, "zak").customer == "zak"
        assert self.load(store, ServiceRequest, other).customer == other
        assert len(self.find(store, BY_REFERENCE, reference="zak")) == 1
        assert len(self.find(store, BY_CUSTOMER, customer="zak")) == 1
        assert len(self.find(store, SOME, id=("zak",))) == 1
        assert len(self.find(store, BY_SOURCE_ID, source_id="zak")) == 1 + other.startswith("zak")
        assert len(self.find(store, BY_SOURCE_ID, source_id=other)) == 1

    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    def test_pages_neither_repeat_nor_skip(self, store: Any, limit: int) -> None:
        """Not even where the keys before the id are all equal, forwards and backwards; no page is too long."""
        self.save(
            store,
            *(request(f"r{n:02}", priority=n % 2, customer="c") for n in range(11)),
            *(message(f"m{n:02}", "r01") for n in range(11)),
        )
        forwards = [row[2] for row in self._pages(store, BY_STATUS, limit, status="received")]
        assert forwards == [f"r{n:02}" for n in range(0, 11, 2)] + [f"r{n:02}" for n in range(1, 11, 2)]
        backwards = [found.id for found in self._pages(store, THREAD, limit, request="r01")]
        assert backwards == [f"m{n:02}" for n in reversed(range(11))]

    def _pages(self, store: Any, query: Query, limit: int, **params: Any) -> list[Any]:
        found: list[Any] = []
        after: Cursor | None = None
        while page := self.find(store, query, after=after, limit=limit, **params):
            assert len(page) <= limit
            found += page
            after = query.decode_cursor(query.cursor_of(page[-1]).encode())
            assert after == query.cursor_of(page[-1])
            assert len(found) < 100, "the pages do not end"
        return found

    def test_conditions_hold(self, store: Any) -> None:
        """open_only, where, prefix, in_, at_least, at_most."""
        self.save(
            store,
            request("r1", source_id="nowak"),
            request("r2", source_id="nowakowska", closed_at=NOW, phase=Phase.CANCELLED),
            request("r3", source_id="zet", created_at=NOW + timedelta(hours=1)),
            waiting("o1", "r1"),
            waiting("o2", "r1", NOW + timedelta(hours=2)),
        )
        assert [row[2] for row in self.find(store, BY_STATUS, status="received")] == ["r1", "r3"]
        assert self.find(store, BY_SOURCE_ID, source_id="nowak") == [("r1",), ("r2",)]
        for not_a_pattern in ("nowak%", "nowa_", "n*"):
            assert self.find(store, BY_SOURCE_ID, source_id=not_a_pattern) == []
        assert self.find(store, SOME, id=("r3", "r1", "nothing")) == [("r1",), ("r3",)]
        assert self.find(store, SOME, id=()) == []
        assert len(self.find(store, SOME, id=tuple(f"r{n}" for n in range(900)))) == 3
        assert self.find(store, DUE, due_at="2026-11-21T13:00:00.000000Z") == [("o1",)]
        assert self.find(store, SINCE, created_at=utc_text(NOW + timedelta(hours=1))) == [("r3",)]
        assert [row[0] for row in self.find(store, NEWEST, limit=1)] == ["r3"]

    def test_totals_count_and_sum(self, store: Any) -> None:
        """By group, in the order of the groups, an empty cell first; one row where nothing is grouped."""
        self.save(
            store,
            request("r1", assignee="tom", priority=2),
            request("r2", assignee="anna", priority=3, status="sorted"),
            request("r3", priority=3),
            request("r4", assignee="tom", priority=2, closed_at=NOW, phase=Phase.CANCELLED),
            request("r5", priority=1, created_at=NOW - timedelta(days=1)),
        )
        self.save(store, request("x1", tenant="other"), tenant="other")
        with store.read("shop") as reader:
            since = {"created_at": utc_text(NOW)}
            assert reader.totals(PER_STATUS, since) == [("received", 3, 7), ("sorted", 1, 3)]
            open_ones = [(None, 1, 1), (None, 3, 1), ("anna", 3, 1), ("tom", 2, 1)]
            assert reader.totals(PER_ASSIGNEE, {}) == open_ones
            assert reader.totals(OF_STATUS, {"status": "sorted"}) == [(1, 3)]
            assert reader.totals(OF_STATUS, {"status": "nothing"}) == [(0, 0)]
            assert reader.totals(PER_STATUS, {"created_at": "9999"}) == []

    def test_a_list_has_a_value_whole(self, store: Any) -> None:
        """Not a part of one, nor one with its quotes or case changed."""
        tags = {"r1": ("loan", "urgent part"), "r2": ("loan-phone",), "r3": ('lo"an',), "r4": (), "r5": ("żal",)}
        self.save(store, *(request(id, tags=tuple(map(mark_safe, some))) for id, some in tags.items()))
        asked = {"loan": ["r1"], "loan-phone": ["r2"], 'lo"an': ["r3"], "lo": [], "%": [], "LOAN": [], "żal": ["r5"]}
        for tag, found in asked.items():
            assert [row[0] for row in self.find(store, TAGGED, tags=tag)] == found, tag

    def test_several_selections_are_counted_at_once(self, store: Any) -> None:
        """Each with its own parameters, its own tenant's, and no further than asked."""
        self.save(
            store,
            *(request(f"r{n}", assignee="tom" if n % 2 else "anna") for n in range(5)),
            request("r8", closed_at=NOW, phase=Phase.CANCELLED, tags=(mark_safe("loan"),)),
        )
        self.save(store, request("x1", tenant="other", assignee="tom"), tenant="other")
        of_one, those = Selection(ServiceRequest, equals=("tenant", "assignee")), Selection(ServiceRequest, in_="id")
        late = {"created_at": utc_text(NOW - timedelta(seconds=1))}
        with store.read("shop") as reader:
            wanted: list[tuple[Selection, dict[str, Any]]] = [
                (of_one, {"assignee": "tom"}),
                (of_one, {"assignee": "anna"}),
                (Selection(ServiceRequest, open_only=True), {}),
                (Selection(ServiceRequest, has="tags"), {"tags": "loan"}),
                (Selection(ServiceRequest, at_most="created_at"), late),
                (those, {"id": ("r1", "r3", "x1")}),
                (those, {"id": ("r1",)}),
            ]
            assert reader.totals(Counts(parts=tuple(wanted), most=100), {}) == [(2, 3, 5, 1, 0, 2, 1)]
            assert reader.totals(Counts(parts=tuple(wanted), most=2), {}) == [(2, 2, 2, 1, 0, 2, 1)]
            assert reader.totals(Counts(parts=(), most=2), {}) == [()]

    def test_the_feed_tells_every_change_in_order(self, store: Any) -> None:
        """Of all subjects, page by page, its own tenant's only; nothing is added before what was read."""
        self.save(store, request("r1"), request("r2"))
        self.save(store, request("x1", tenant="other"), entry("x", "x1", 1, tenant="other"), tenant="other")
        self.save(store, entry("b", "r1", 1), entry("a", "r1", 2))
        first = self._read_feed(store, None, 2)
        self.save(store, entry("0", "r2", 1))
        self.save(store, entry("1", "r1", 3))
        later = self._read_feed(store, FEED.cursor_of(first[-1]), 2, limit=1)
        assert [one.id for one in (*first, *later)] == ["b", "a", "0", "1"]
        assert [one.id for one in self._read_feed(store, None, 1, tenant="other")] == ["x"]

    @claimed("concurrent")
    def test_the_feed_is_whole_while_others_write(self, store: Any) -> None:
        """A follower that keeps the cursor gets each change once."""
        self.save(store, *(request(f"r{n}") for n in range(4)))

        def write(n: int) -> None:
            for number in range(10):
                self.save(store, entry(f"{n}-{number}", f"r{n}", number + 1))

        def follow() -> list[str]:
            return [one.id for one in self._read_feed(store, None, 40, limit=3)]

        read = in_threads(follow, *((lambda n=n: write(n)) for n in range(4)))[0]
        assert sorted(read) == sorted(f"{n}-{number}" for n in range(4) for number in range(10))

    def _read_feed(
        self, store: Any, after: Cursor | None, expected: int, *, tenant: str = "shop", limit: int = 100
    ) -> list[Any]:
        """Follow the feed until so many changes were read. A commit may show a moment later."""
        found: list[Any] = []
        until = time.monotonic() + self.patience
        while len(found) < expected and time.monotonic() < until:
            with store.read(tenant) as reader:
                page = reader.feed(after, limit)
            found += page
            after = FEED.cursor_of(page[-1]) if page else after
            if not page:
                time.sleep(0.005)
        with store.read(tenant) as reader:
            assert list(reader.feed(after, limit)) == []
        return found
