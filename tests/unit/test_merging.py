"""Two requests of one customer are joined: one remains, nothing is moved, and it can be taken apart again."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core import Agent, Guest, Refusal, Settings
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop
from helpdesk_core.customer_rooms.rules import TrackRequest
from helpdesk_core.customer_rooms.views import view_room, view_tracking
from helpdesk_core.service_requests.model import NEVER
from helpdesk_core.service_requests.rules import ReopenRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.merging import MergeRequest, SeparateRequest
from helpdesk_core.triage.request_page import view_request


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=Settings(answer_hours={"soon": 8}))


@pytest.fixture
def pair(desk: Any) -> tuple[Any, Any, Guest]:
    """Two open requests under one proved contact, the first with its guest."""
    one, guest = j.in_phase(desk, "in_review", problem="It hums.")
    two, _ = j.in_phase(desk, "in_progress", problem="It gets hot.")
    return one, two, guest


def merge(desk: Any, one: Any, two: Any, actor: Any = j.ANNA, **fields: Any) -> Any:
    return j.attempt(desk, MergeRequest, actor, request=one.request, into=two.request, **fields)


def test_one_ends_and_says_where_it_continues(desk: Any, pair: Any) -> None:
    """Both histories stay and verify; the customer is told, and reads what was written."""
    one, two, guest = pair
    anchor = desk.anchor()
    assert not isinstance(merge(desk, one, two), Refusal)
    desk.deliver(100)
    assert desk.verify(anchor) == ()
    room = desk.view(view_room, guest, one.request)
    assert room.continues_in.id == two.request
    assert room.status.code == "status.continued"
    assert [str(message.text) for message in room.messages] == ["It hums."]
    assert not any((room.can_reply, room.can_reopen, room.can_cancel))
    assert any("continues in another one" in sent.subject for sent in desk.notifier.sent)
    page = desk.view(view_request, j.ANNA, two.reference)
    assert [row.id for row in page.joined] == [one.request]
    assert desk.view(view_request, j.ANNA, one.reference).continues_in.grouped == two.reference


def test_what_is_said_afterwards_is_said_in_the_one_that_remains(desk: Any, pair: Any) -> None:
    """By neither side in the other, whoever sends the command."""
    one, two, guest = pair
    merge(desk, one, two)
    for command, actor in ((ReplyToShop, guest), (ReplyToCustomer, j.ANNA)):
        answer = j.attempt(desk, command, actor, request=one.request, text="Hello?")
        assert answer.code == "refusal.continued"
    for actor in (guest, j.ANNA):
        assert j.attempt(desk, ReopenRequest, actor, request=one.request).code == "refusal.continued"


def test_the_old_reference_shows_the_status_of_the_one_that_remains(desk: Any, pair: Any) -> None:
    """Also where that one was joined with a third."""
    one, two, _ = pair
    three, _ = j.in_phase(desk, "ready")
    merge(desk, one, two)
    merge(desk, two, three)
    tracked = j.do(desk, TrackRequest, Guest(), reference=one.reference, surname="Kowalska")
    shown = desk.view(view_tracking, desk.guest(tracked.grant), tracked.request)
    assert shown.status.phase.value == "ready"


def test_taken_apart_it_is_open_again(desk: Any, pair: Any) -> None:
    """With its messages where they were."""
    one, two, guest = pair
    merge(desk, one, two)
    j.do(desk, SeparateRequest, j.ANNA, request=one.request)
    room = desk.view(view_room, guest, one.request)
    assert (room.continues_in, room.can_reply, room.status.phase.value) == (None, True, "in_review")
    assert desk.view(view_request, j.ANNA, two.reference).joined == ()
    assert desk.verify(desk.anchor()) == ()
    assert j.attempt(desk, SeparateRequest, j.ANNA, request=one.request).code == "refusal.not_joined"


def test_who_waits_goes_on_waiting(desk: Any, pair: Any) -> None:
    """Since the first word that nobody answered, in whichever of the two."""
    one, two, guest = pair
    j.do(desk, ReplyToCustomer, j.ANNA, request=two.request, text="We are on it.")
    j.do(desk, ReplyToShop, guest, request=one.request, text="Any news?")
    since, due = j.stored(desk, one).waits_since, j.stored(desk, one).due_at
    assert (NEVER in (since, due), j.stored(desk, two).waits_since) == (False, NEVER)
    merge(desk, one, two)
    assert (j.stored(desk, one).waits_since, j.stored(desk, two).waits_since) == (NEVER, since)
    assert (j.stored(desk, one).due_at, j.stored(desk, two).due_at) == (NEVER, due)


def test_only_one_customers_open_requests_are_joined(desk: Any, pair: Any) -> None:
    """Not by a contact that nobody proved, not by a name, not with itself, not what has ended."""
    one, two, _ = pair
    typed = j.submit(desk)
    named, _ = j.in_phase(desk, "in_review", contact="else@example.com")
    other, _ = j.in_phase(desk, "in_review", surname="Nowak")
    for stranger in (typed, named, other, one):
        assert merge(desk, one, stranger).code == "refusal.not_one_customer"
    ended, _ = j.in_phase(desk, "closed")
    assert merge(desk, one, ended).code == "refusal.merge_ended"
    assert merge(desk, ended, one).code == "refusal.merge_ended"
    merge(desk, one, two)
    assert merge(desk, one, two).code == "refusal.continued"
    assert merge(desk, two, one).code == "refusal.merge_ended"


def test_what_may_not_be_seen_is_joined_with_nothing(desk: Any, pair: Any) -> None:
    """A request at another location does not exist for who does not work there; nor is a page that is old enough."""
    one, two, _ = pair
    away, _ = j.in_phase(make_desk(), "in_review")
    assert merge(desk, one, away).code == "refusal.no_such_request"
    assert merge(desk, one, two, seen=1).code == "refusal.conflict"
    nobody = Agent(id="zoe", name="Zoe", rights=frozenset({"requests.view", "requests.status"}))
    assert merge(desk, one, two, actor=nobody).code == "refusal.not_allowed"
