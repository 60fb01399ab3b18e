"""What an operation asks of the database: how many statements, which plans, how many rows. No clock."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from test_customer_accounts import EMAIL, account

import journeys as j
from capabilities import attachments, promises, quotes, testimonials
from capabilities.scene import SHOP, Scene
from helpdesk_core import Guest, Helpdesk, Refusal, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Cursor
from helpdesk_core.calls.rules import AskForCall
from helpdesk_core.commands import ClaimRequest
from helpdesk_core.conversations.rules import ReplyToCustomer, WriteNote
from helpdesk_core.customer_rooms.rules import TrackRequest
from helpdesk_core.customer_rooms.views import view_customer_list
from helpdesk_core.errors import StoreError
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.outcomes.rules import AnswerOutcome
from helpdesk_core.quotes.answers import ApproveQuote
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_account_id, view_queue, view_search, view_tracking
from shops import build


class Watched:
    """A desk whose statements are written down."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.store = SqlStore.sqlite(path)
        self.desk: Helpdesk = make_desk(self.store, settings=settings)
        self.statements: list[str] = []
        self.rows = 0
        sessions = self.store.sessions
        for name in ("reading", "writing"):
            setattr(sessions, name, self._watch(getattr(sessions, name)))

    def _watch(self, make: Any) -> Any:
        @contextmanager
        def watched(**how: Any) -> Iterator[Any]:
            with make(**how) as cursor:
                writing = make.__name__ == "writing"
                if writing:
                    self.statements.append("BEGIN")
                yield _Cursor(cursor, self)
                if writing:
                    self.statements.append("COMMIT")

        return watched

    def count(self, do: Any) -> int:
        self.statements.clear()
        self.rows = 0
        do()
        return len(self.statements)

    def plans(self) -> str:
        """The query plans of what was read."""
        with self.store.sessions.engine.connect() as connection:  # type: ignore[attr-defined]
            raw = connection.connection.cursor()
            lines = []
            for sql in self.statements:
                if sql.startswith("SELECT"):
                    raw.execute(f"EXPLAIN QUERY PLAN {sql}", [0] * sql.count("?"))
                    lines += [row[3] for row in raw.fetchall()]
        return "\n".join(lines)


class _Cursor:
    def __init__(self, cursor: Any, watch: Watched) -> None:
        self._cursor, self._watch = cursor, watch

    def execute(self, sql: str, *params: Any) -> Any:
        self._watch.statements.append(sql)
        answer = self._cursor.execute(sql, *params)
        self._watch.rows += max(0, self._cursor.rowcount) if not sql.startswith("SELECT") else 0
        return answer

    def executemany(self, sql: str, params: Any) -> Any:
        self._watch.statements.append(sql)
        answer = self._cursor.executemany(sql, params)
        self._watch.rows += self._cursor.rowcount
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path / "w.sqlite", Settings())
    yield made
    made.store.close()


WORDS = {"problem": "It does not start. " * 10, "device": "Dell", "surname": "Nowak", "contact": "x@example.com"}


def test_creating_costs_at_most_thirteen_statements(watched: Watched) -> None:
    """W1, settings and transaction included, and one commit. One of them asks whether the contact is blocked."""
    desk = watched.desk
    assert watched.count(lambda: desk.handle(desk.read(SubmitRequest, WORDS), Guest(), key="k1")) <= 13
    assert watched.statements.count("COMMIT") == 1


def test_replying_costs_at_most_eight_statements_and_seven_rows(watched: Watched) -> None:
    """W2 with a new status; the same for a short thread and a long one. Whether the customer hears of it is read along
    with the request."""
    desk = watched.desk
    made, _ = j.in_phase(desk, "in_review")
    fields = {"request": made.request, "text": "Please bring it. " * 12, "status": "waiting_for_customer"}
    assert watched.count(lambda: desk.handle(desk.read(ReplyToCustomer, fields), j.ANNA, key="k1")) <= 8
    assert watched.rows <= 7
    _no_scan(watched)
    assert watched.statements.count("COMMIT") == 1


def test_a_form_costs_at_most_ten_statements(tmp_path: Path) -> None:
    """All that the database is asked for a customer's reply and for a status that staff set, by the pages: who is
    signed in, settings, and where transactions begin and end."""
    shop = build(tmp_path)
    asked: list[str] = []
    sessions = shop.desk._store.sessions  # type: ignore[attr-defined]
    customer, staff = shop.visitor(), shop.visitor()
    customer.request_help("someone@example.com")
    staff.sign_in()
    staff.open(f"/staff/requests/{shop.tracking[0].replace('-', '')}")
    choices = re.findall(r'<select[^>]*name="status".*?</select>', staff.page.text, re.S)[0]
    (status, *_) = re.findall(r'<option value="(\w+)"', choices)
    sessions.idle.clear()
    sessions.engine.dispose()
    event.listen(sessions.engine, "connect", lambda made, _: made.set_trace_callback(asked.append))
    for visitor, action, fields in ((customer, "/reply", {"text": "When?"}), (staff, "/status", {"status": status})):
        visitor.client.follow_redirects = False
        visitor.client.get("/healthz")
        asked.clear()
        assert visitor.send(action, **fields).status_code == 303
        costs = [sql for sql in asked if not sql.startswith("PRAGMA")]
        assert any("INSERT INTO helpdesk_core_timeline" in sql for sql in costs)
        assert len(costs) <= 10, costs
    shop.desk.close()


def test_tracking_costs_three_reads(watched: Watched) -> None:
    """W3: counters, request and settings; no scan, no sort."""
    desk = watched.desk
    made, _ = j.in_phase(desk, "in_review")
    command = desk.read(TrackRequest, {"reference": made.reference, "surname": "kowalska"})
    answers: list[Any] = []
    assert watched.count(lambda: answers.append(desk.handle(command, Guest(client="net")))) <= 3
    _no_scan(watched)
    guest = desk.guest(answers[0].grant)
    assert watched.count(lambda: desk.show(view_tracking, guest, made.request)) == 1
    assert watched.statements[0].count("helpdesk_core_service_requests.") < 15, "the four facts' cells alone"
    _no_scan(watched)


def test_tracking_by_serial_costs_the_same_for_every_miss(watched: Watched) -> None:
    """One read more than by surname, whether there is such a request or not, and however many devices it has."""
    desk = watched.desk
    more = ({"device": "iPad", "serial": "DMPX1234"}, {"device": "Pixel", "serial": "PXL98765"})
    several, _ = j.in_phase(desk, "in_review", contact="several@example.com", serial="C39XYZ12", devices=more)
    one, _ = j.in_phase(desk, "in_review", serial="C39XYZ12")
    seen = set()
    for reference in (several.reference, one.reference, "0000-0000"):
        command = desk.read(TrackRequest, {"reference": reference, "serial": "WRONG1234"})
        desk.handle(command, Guest(client=f"first{reference}"))
        watched.count(lambda: desk.handle(command, Guest(client=f"net{reference}")))
        seen.add((tuple(sorted(watched.statements)), watched.rows))
        _no_scan(watched)
    ((statements, _),) = seen
    assert sum("request_devices" in one for one in statements) == 1


@pytest.mark.parametrize(
    "filters", [{}, {"assignee": "anna"}, {"status": "received"}, {"assignee": "anna", "status": "received"}]
)
@pytest.mark.parametrize("after", [None, Cursor((1, "2026-11-21T12:00:00.000000Z", "0" * 32)).encode()])
def test_a_queue_page_costs_one_read(watched: Watched, filters: dict[str, str], after: Any) -> None:
    """W4: whatever the filter and however deep; the index delivers the order."""
    for _ in range(3):
        j.submit(watched.desk)
    assert watched.count(lambda: watched.desk.view(view_queue, j.ANNA, after=after, **filters)) == 1
    _no_scan(watched)


def test_a_customers_list_costs_at_most_three_reads(watched: Watched) -> None:
    """W6: the list, all their decided outcomes at once, and the settings."""
    for phase in ("in_review", "closed", "closed"):
        j.in_phase(watched.desk, phase, j.CUSTOMER)
    assert watched.count(lambda: watched.desk.view(view_customer_list, j.CUSTOMER)) <= 3
    _no_scan(watched)


def test_a_page_of_found_requests_costs_the_same_however_many_there_are(watched: Watched) -> None:
    """W5: their records are read by type, by their index, and not one request after the other."""
    desk, costs = watched.desk, []
    desk.view(view_search, j.ANNA, "hedgehog")  # the first one looks whether there is an index
    for many in (1, 4):
        for n in range(many):
            made, _ = j.in_phase(desk, "in_review", contact=f"c{many}{n}@example.com", problem="A hedgehog sits in it.")
            j.do(desk, WriteNote, j.ANNA, request=made.request, text="A hedgehog indeed.")
        desk.index()
        costs.append(watched.count(lambda: desk.view(view_search, j.ANNA, "hedgehog")))
        watched.statements[:] = [one for one in watched.statements if "MATCH" not in one]
        assert "SCAN" not in watched.plans()
    assert costs[0] == costs[1] <= 11


def _no_scan(watched: Watched) -> None:
    plans = watched.plans()
    assert "SCAN" not in plans, plans
    assert "TEMP B-TREE" not in plans, plans


PARTS: dict[str, tuple[str, Callable[[Scene], Any]]] = {
    "nothing": ("in_review", lambda scene: None),
    "a call": ("in_review", lambda s: j.do(s.desk, AskForCall, s.guest, request=s.request, contact="601 234 567")),
    "a promise": ("in_review", lambda s: promises.promise(s.desk, s.request)),
    "photos": ("in_review", attachments.ready),
    "a quote": ("in_review", lambda s: quotes.offer(s.desk, s.request)),
    "a quote that was answered": (
        "in_review",
        lambda s: j.do(s.desk, ApproveQuote, s.guest, **quotes.EXAMPLES[ApproveQuote].fields(s)),
    ),
    "an outcome": ("outcome_recorded", lambda scene: None),
    "an outcome and its answer, and a testimonial": (
        "outcome_recorded",
        lambda s: (
            j.do(s.desk, AnswerOutcome, s.guest, request=s.request, solved="yes"),
            testimonials.given(s),
        ),
    ),
}


@pytest.mark.parametrize("there", PARTS)
def test_a_room_costs_four_reads_and_one_for_each_capability_that_has_something(tmp_path: Path, there: str) -> None:
    """Request and settings in one, thread, contacts, and who else has that contact. What has nothing costs nothing."""
    watched = Watched(tmp_path / "room.sqlite", SHOP)
    phase, make = PARTS[there]
    scene = Scene.in_phase(phase, watched.desk)
    make(scene)
    capabilities = 0 if there == "nothing" else 1 + there.count(", and ")
    capabilities += j.stored(watched.desk, scene.made).waits  # its place in the queue
    assert watched.count(lambda: watched.desk.show(j.view_room, scene.guest, scene.request)) <= 4 + capabilities
    watched.store.close()


def test_a_room_asks_once_for_all_other_requests(tmp_path: Path) -> None:
    """Not once for each; closed ones stay away."""
    watched = Watched(tmp_path / "others.sqlite", Settings())
    desk = watched.desk
    (made, guest), *others = (j.in_phase(desk, "confirmed") for _ in range(2))
    asked = watched.count(lambda: desk.view(j.view_room, guest, made.request))
    others += [j.in_phase(desk, "confirmed") for _ in range(4)]
    j.do(desk, j.CancelRequest, others[0][1], request=others[0][0].request)
    assert watched.count(lambda: desk.view(j.view_room, guest, made.request)) == asked
    room = desk.view(j.view_room, guest, made.request)
    assert not isinstance(room, Refusal)
    assert {other.id for other in room.others} == {other.request for other, _ in others[1:]}
    plans = re.sub("SCAN (CONSTANT ROW|some[0-9a-z]*)", "", watched.plans())  # of numbers that are counted
    assert "SCAN" not in plans, plans


def test_a_sign_in_reads_the_same_for_every_address(watched: Watched) -> None:
    """Whoever measures how long it takes learns of no account."""
    desk: Any = watched.desk
    account(desk)

    def read(email: str) -> list[str]:
        watched.count(lambda: desk.show(view_account_id, j.BOT, email))
        return [sql for sql in watched.statements if "shop_settings" not in sql]  # which are looked at now and then

    assert read(EMAIL) == read("nobody@example.com") == read("no address")


def test_adding_a_request_to_an_account_reads_nothing_of_somebody_elses(watched: Watched) -> None:
    """An unknown reference and a stranger's are the same reads, of the few cells that are compared."""
    desk: Any = watched.desk
    owner = account(desk)
    theirs = j.submit(desk, contact="eve@example.com").reference

    def read(reference: str) -> list[str]:
        watched.count(lambda: j.attempt(desk, ClaimRequest, owner, reference=reference, surname="Other"))
        return sorted(watched.statements)  # counters are written in the order of their ids

    read("ZZZZ-8888")  # once: the site's counter begins
    assert read(str(theirs)) == read("ZZZZ-9999")
    assert not [sql for sql in watched.statements if "device" in sql]


def test_a_connection_keeps_what_it_prepared(tmp_path: Path) -> None:
    """Some hundred statements are run again and again by a desk in use; a driver by itself keeps 128. SQLite asks what
    is allowed whenever it prepares one."""
    prepared: list[int] = []
    with SqlStore.sqlite(tmp_path / "desk.sqlite").sessions.reading() as cursor:
        cursor.connection.set_authorizer(lambda action, *of: prepared.append(action) or 0)
        for expected in (True, False):
            prepared.clear()
            for number in range(400):
                cursor.execute(f"SELECT {number}").fetchall()
            assert bool(prepared) is expected
        cursor.connection.set_authorizer(None)


def test_a_file_is_read_at_once_for_a_view_and_given_back_at_rest(tmp_path: Path) -> None:
    """Its statements are of one transaction and one state. However the block ends, a connection that lies ready holds
    nothing back; what may read for long holds on to no state."""
    sessions = SqlStore.sqlite(tmp_path / "desk.sqlite").sessions
    with sessions.writing() as cursor:
        cursor.execute("CREATE TABLE seen (number)")

    def seen(cursor: Any) -> list[Any]:
        cursor.execute("SELECT number FROM seen")
        return list(cursor.fetchall())

    with sessions.reading(at_once=True) as reading, sessions.reading() as each:
        assert seen(reading) == seen(each) == []
        with sessions.writing() as cursor:
            cursor.execute("INSERT INTO seen VALUES (1)")
        assert (seen(reading), seen(each)) == ([], [(1,)])

    def fail(error: type[BaseException]) -> None:
        with sessions.reading(at_once=True) as cursor:
            cursor.execute("SELECT number FROM seen")  # and is not read to its end
            raise error

    for error in (KeyError, KeyboardInterrupt, sqlite3.OperationalError):
        with pytest.raises((error, StoreError)):
            fail(error)
        assert not any(kept.driver_connection.in_transaction for kept in sessions.idle)  # type: ignore[attr-defined]
    with sessions.reading(at_once=True) as cursor:
        assert seen(cursor) == [(1,)]


def test_commands_and_views_read_at_once(watched: Watched) -> None:
    """Whoever names what to read along ends soon; others may scan a whole shop."""
    store, along = watched.store, watched.desk.settings_source.along
    for named, is_one in ((along, True), (None, False)):
        with store.read("shop", named) as reader:
            assert reader._cursor.connection.in_transaction is is_one
