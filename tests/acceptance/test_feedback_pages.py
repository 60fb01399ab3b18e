"""Private feedback about the pages: from every page to the team, and to nobody else."""

from __future__ import annotations

import re
from html import unescape

import pytest

import journeys as j
from helpdesk_core import Guest, Refusal
from helpdesk_core.commands import EraseFeedback, FeedbackState, SendFeedback
from helpdesk_core.feedback.rules import FROM_CLIENT
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_feedback
from shops import Shop

WORDS = {"kind": "bug", "language": "en", "text": "The button does nothing."}


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("path", ["/", "/quick-help", "/track", "/journey", "/testimonials"])
def test_J11_every_page_has_a_way_to_say_what_is_unclear(shop: Shop, path: str) -> None:
    """With the page's name, and never its address."""
    page = shop.visitor().open(path).text
    assert re.search(r'href="/feedback\?page=[a-z_]+"', page)


def test_J11_feedback_goes_to_the_team_and_to_nobody_else(shop: Shop) -> None:
    """Kind, words without their secrets, an optional reference, the page; the team notes what becomes of it."""
    visitor, staff = shop.visitor(), shop.visitor()
    room = visitor.request_help("feedback@example.com")
    link = re.search(r'href="(/feedback\?page=[a-z_]+)"', visitor.open(room).text)
    assert link is not None
    assert room.rpartition("/")[2] not in link.group(1)
    visitor.open(link.group(1))
    said = {"kind": "idea", "text": "A dark look, please. My PIN is 482196.", "typed_reference": "SA78-1RQA"}
    visitor.send("/feedback", **said)
    assert "Thank you." in words(visitor.page.text)

    staff.sign_in("tom@example.com")
    page = words(staff.open("/staff/feedback").text)
    assert "A dark look, please." in page
    assert "482196" not in page
    assert "SA78-1RQA" in page
    staff.send("/staff/feedback", state="done", note="Dark since today.")
    assert "Dark since today." in unescape(staff.open("/staff/feedback?state=done").text)
    for path in ("/", "/journey", "/testimonials", room):
        assert "A dark look" not in visitor.open(path).text


def test_J11_what_is_wrong_is_said_beside_its_field(shop: Shop) -> None:
    """Nothing typed; an unknown kind is no page of an error."""
    visitor = shop.visitor()
    visitor.open("/feedback")
    visitor.send("/feedback", text=" ")
    assert visitor.page.status_code == 422
    visitor.open("/feedback?page=<script>")
    assert "<script>alert" not in visitor.page.text
    visitor.send("/feedback", text="Hello.", kind="praise")
    assert visitor.page.status_code == 422


def test_J11_one_network_cannot_flood_the_team() -> None:
    """Ten an hour; whoever the host knows is not counted with their network."""
    desk = make_desk()
    answers = [j.attempt(desk, SendFeedback, Guest(client="198.51.100.0/24"), **WORDS) for _ in range(11)]
    assert [isinstance(answer, Refusal) for answer in answers] == [False] * FROM_CLIENT.maximum + [True]
    assert not isinstance(j.attempt(desk, SendFeedback, j.CUSTOMER, **WORDS), Refusal)


def test_J11_an_admin_erases_the_words() -> None:
    """What the team noted stays, and the history holds."""
    desk = make_desk()
    sent = j.do(desk, SendFeedback, Guest(), **WORDS)
    j.do(desk, EraseFeedback, j.BOSS, feedback=sent.feedback)
    (row,) = desk.show(view_feedback, j.ANNA, FeedbackState.NEW).rows
    assert row.text is None
    assert desk.verify() == ()
