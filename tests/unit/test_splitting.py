"""A message that is about something else starts a request of its own."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core import Guest
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.request_page import view_request
from helpdesk_core.triage.splitting import SplitRequest

WORDS = "And my tablet is slow, too."


@pytest.fixture
def desk() -> Any:
    return make_desk()


def said(desk: Any, **fields: Any) -> tuple[Any, Guest, str]:
    """A request, its guest, and the id of what they wrote later."""
    made, guest = j.in_phase(desk, "in_review", **fields)
    desk.clock.move(minutes=1)
    return made, guest, j.do(desk, ReplyToShop, guest, request=made.request, text=WORDS).message


def split(desk: Any, made: Any, message: str, **fields: Any) -> Any:
    return j.attempt(desk, SplitRequest, j.ANNA, request=made.request, message=message, **fields)


def test_the_message_starts_a_request_of_the_same_customer(desk: Any) -> None:
    """Confirmed, nobody's yet, waiting; both histories verify, and each page leads to the other."""
    made, _, message = said(desk, location=None, given_name="Maria")
    anchor = desk.anchor()
    made_too = split(desk, made, message)
    assert desk.verify(anchor) == ()
    page = desk.view(view_request, j.ANNA, made_too.reference)
    request = page.request
    assert (str(request.subject), str(request.surname), request.phase.value) == (WORDS[:-1], "Kowalska", "confirmed")
    assert (request.assignee, request.is_waiting, request.unread) == (None, True, True)
    assert [str(one.text) for one in page.thread.entries if hasattr(one, "text")] == [WORDS]
    assert [row.id for row in page.others] == [made.request]
    entries = desk.view(view_request, j.ANNA, made.reference).thread.entries
    assert WORDS in [str(one.text) for one in entries if hasattr(one, "text")]
    assert j.stored(desk, made).phase.value == "in_review"


def test_the_customer_is_told_and_gets_in_by_a_code(desk: Any) -> None:
    """One mail, with the reference and the link; the old grant opens nothing there."""
    made, guest, message = said(desk)
    desk.deliver(100)
    before = len(desk.notifier.sent)
    new = split(desk, made, message)
    while desk.deliver(100).done:
        pass
    (mail,) = desk.notifier.sent[before:]
    assert new.reference in mail.subject
    assert desk.keyring.read_link(mail.link.rsplit("/", 1)[-1])[0] == new.split
    assert desk.view(view_room, guest, new.split).code == "refusal.no_such_request"


def test_only_a_later_message_of_the_customer_will_do(desk: Any) -> None:
    """Not the problem itself, not the shop's words, not another request's, and nothing that is not there."""
    made, _, _ = said(desk)
    _, _, elsewhere = said(desk, contact="else@example.com")
    page = desk.view(view_request, j.ANNA, made.reference)
    first = next(one.id for one in page.thread.entries if hasattr(one, "side"))
    ours = j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Which tablet?").message
    for message in (first, ours, elsewhere, "nothing"):
        assert split(desk, made, message).code == "refusal.not_a_later_message"


def test_a_page_that_is_old_splits_nothing(desk: Any) -> None:
    """Somebody may have done it already."""
    made, _, message = said(desk)
    seen = j.stored(desk, made).version
    assert split(desk, made, message, seen=seen).reference
    assert split(desk, made, message, seen=seen).code == "refusal.conflict"
