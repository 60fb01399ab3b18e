"""The queue's order: by priority, then by age; a customer's own word sets where a request begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Refusal
from helpdesk_core.commands import ImportRequest, Overview, SetPriority
from helpdesk_core.service_requests.model import Urgency
from helpdesk_core.service_requests.waiting import PRIORITY, USUAL_PRIORITY
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_customer_list, view_queue, view_search

ROW = {"source": "old", "problem": "p", "device": "d"}


@pytest.fixture
def desk(store: Any) -> Any:
    return make_desk(store)


def queue(desk: Any, **filters: Any) -> list[str]:
    """The ids in the queue's order, page by page of two."""
    ids: list[str] = []
    after = None
    while True:
        page = desk.view(view_queue, j.ANNA, after=after, limit=2, **filters)
        assert not isinstance(page, Refusal)
        ids += [row.id for row in page.rows]
        if (after := page.next) is None:
            return ids


def test_priority_comes_before_age(desk: Any) -> None:
    """What cannot wait goes first however late it came; of one priority the oldest. Staff may say otherwise."""
    made = {}
    for name in ("soon", "no_hurry", "cannot_wait", "soon again", "cannot_wait again"):
        made[name] = j.submit(desk, urgency=name.removesuffix(" again")).request
        desk.clock.move(minutes=1)
    in_order = ["cannot_wait", "cannot_wait again", "soon", "soon again", "no_hurry"]
    assert queue(desk) == [made[name] for name in in_order]
    j.do(desk, SetPriority, j.ANNA, request=made["no_hurry"], priority="0")
    j.do(desk, SetPriority, j.ANNA, request=made["cannot_wait"], priority="3")
    again = ["no_hurry", "cannot_wait again", "soon", "soon again", "cannot_wait"]
    assert queue(desk) == [made[name] for name in again]
    assert queue(desk, status="received") == queue(desk)


def test_who_says_nothing_raises_nothing(desk: Any) -> None:
    """A request whose customer did not say how urgent it is has the usual place; "high" is given by staff alone."""
    silent = j.stored(desk, j.submit(desk))
    places = {urgency: j.stored(desk, j.submit(desk, urgency=urgency)).priority for urgency in PRIORITY}
    assert silent.priority == USUAL_PRIORITY == 2
    assert places == {Urgency.CANNOT_WAIT: 0, Urgency.SOON: 2, Urgency.NO_HURRY: 3}


@pytest.mark.parametrize("phase", ["closed", "cancelled"])
def test_what_has_ended_is_not_in_it(desk: Any, phase: str) -> None:
    """Neither in the whole queue nor in anybody's own."""
    made, _ = j.in_phase(desk, phase)
    j.do(desk, j.AssignRequest, j.ANNA, request=made.request, assignee="anna", name="Anna")
    assert queue(desk) == queue(desk, assignee="anna") == queue(desk, status=phase) == []


def test_everybody_has_a_queue_of_their_own(desk: Any) -> None:
    """By the host's id of the person, and a status besides."""
    ids = []
    for who in ("anna", "ewa", "anna"):
        ids.append(j.submit(desk).request)
        j.do(desk, j.AssignRequest, j.ANNA, request=ids[-1], assignee=who, name=who)
        desk.clock.move(minutes=1)
    assert queue(desk, assignee="anna") == [ids[0], ids[2]]
    assert queue(desk, assignee="ewa", status="received") == [ids[1]]
    assert queue(desk, assignee="ewa", status="ready") == queue(desk, assignee="an") == []


def test_an_imported_request_is_as_old_as_its_row(desk: Any) -> None:
    """Among what was imported; one that says it comes from the future is as old as its import."""
    now = desk.clock()
    past, future, none = (
        j.do(desk, ImportRequest, j.BOT, **ROW, source_id=id, created_at=(now + timedelta(days=days)).isoformat())
        for id, days in (("1", -30), ("2", 30), ("3", -1))
    )
    assert queue(desk, overview=Overview.IMPORTED) == [past.request, none.request, future.request]


def test_an_imported_backlog_stands_apart_until_a_person_takes_it_up(desk: Any) -> None:
    """Nobody waits for it and nothing of it is due; from then on it is work like any other."""
    imported = j.do(desk, ImportRequest, j.BOT, **ROW, source_id="1").request
    here = j.submit(desk).request
    assert queue(desk) == queue(desk, overview=Overview.FOR_US) == [here]
    assert queue(desk, overview=Overview.IMPORTED) == [imported]
    j.do(desk, j.AssignRequest, j.ANNA, request=imported, assignee="anna", name="Anna")
    assert queue(desk) == [here, imported]
    assert queue(desk, overview=Overview.IMPORTED) == []
    assert queue(desk, overview=Overview.FOR_US) == [here]


FOUND = {
    "reference": ("by phone", lambda made: made["by phone"].reference),
    "reference in small letters": ("by phone", lambda made: made["by phone"].reference.lower().replace("-", "")),
    "national number": ("by phone", "600 100 200"),
    "number with its country": ("by phone", "+48 600-100-200"),
    "address": ("by mail", "zoe@example.com"),
    "address in capitals": ("by mail", " ZOE@Example.com "),
    "order": ("by mail", "100-7"),
    "imported id": ("imported", "T-17"),
    "surname": ("by mail", "Żółkiewska"),
    "its beginning, without accents": ("by mail", "zolk"),
}


@pytest.mark.parametrize("name", FOUND)
def test_search_finds_by_what_staff_hear_or_read(desk: Any, name: str) -> None:
    """That one request first; what has only parts of it may follow."""
    made = {
        "by phone": j.submit(desk, contact="600 100 200", surname="Nowak"),
        "by mail": j.submit(desk, contact="zoe@example.com", surname="Żółkiewska", order="100-7"),
        "imported": j.do(desk, ImportRequest, j.BOT, **ROW, source_id="T-17", surname="Axe"),
    }
    wanted, words = FOUND[name]
    found = desk.view(view_search, j.ANNA, words(made) if callable(words) else words)
    assert found.rows[0].id == made[wanted].request


def test_a_customers_list_begins_with_the_latest(desk: Any) -> None:
    """And goes on page by page, without a gap or a repetition."""
    ids = []
    for _ in range(5):
        ids.append(j.submit(desk, j.CUSTOMER).request)
        desk.clock.move(minutes=1)
    seen: list[str] = []
    after = None
    while True:
        page = desk.view(view_customer_list, j.CUSTOMER, after=after, limit=2)
        seen += [row.id for row in page.rows]
        if (after := page.next) is None:
            break
    assert seen == ids[::-1]
