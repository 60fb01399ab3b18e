"""What staff are writing: whose it is, for how long somebody is taken to be writing, and what is left of it."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core import Agent
from helpdesk_core.conversations.model import DraftKind
from helpdesk_core.conversations.rules import DraftNote, DraftReply, WriteNote
from helpdesk_core.erasure.rules import EraseRequest
from helpdesk_core.redaction_desk.rules import RemoveSecret, view_place
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.request_page import view_writing

TOM = Agent(id="tom", name="Tom Reed")


@pytest.fixture
def desk() -> Any:
    return make_desk()


@pytest.fixture
def made(desk: Any) -> Any:
    return j.in_phase(desk, "in_review")[0]


def seen(desk: Any, made: Any, actor: Any) -> Any:
    """Who is writing, as somebody sees it."""
    return desk.view(view_writing, actor, made.reference)


def test_somebody_is_writing_for_a_minute_after_the_last_word(desk: Any, made: Any) -> None:
    """Then only the words are left, for who wrote them."""
    j.do(desk, DraftReply, TOM, request=made.request, text="Please bri")
    desk.clock.move(seconds=59)
    assert [(str(one.name), one.kind) for one in seen(desk, made, j.ANNA).others] == [("Tom Reed", DraftKind.REPLY)]
    desk.clock.move(seconds=2)
    assert seen(desk, made, j.ANNA).others == ()
    assert str(seen(desk, made, TOM).reply.text) == "Please bri"


def test_nobody_reads_what_another_writes(desk: Any, made: Any) -> None:
    """Each has a reply and a note of their own; what is typed anew takes their place."""
    for actor, words in ((TOM, "Tom's"), (j.ANNA, "Anna's"), (j.ANNA, "Anna's own")):
        j.do(desk, DraftNote, actor, request=made.request, text=words)
    assert str(seen(desk, made, j.ANNA).note.text) == "Anna's own"
    assert "Tom's" not in repr(seen(desk, made, j.ANNA))
    assert seen(desk, made, j.ANNA).reply is None


def test_a_draft_leaves_no_trace_and_changes_nothing(desk: Any, made: Any) -> None:
    """No entry in the history, no newer version for others to stumble over; thrown away it is gone."""
    anchor, version = desk.anchor(), j.stored(desk, made).version
    j.do(desk, DraftNote, TOM, request=made.request, text="Called, nobody th")
    j.do(desk, DraftNote, TOM, request=made.request)
    assert (desk.verify(anchor), j.stored(desk, made).version) == ((), version)
    assert seen(desk, made, TOM).note is None


def test_words_from_elsewhere_leave_the_draft(desk: Any, made: Any) -> None:
    """Who sends a note from a list has not sent what stands on the page."""
    j.do(desk, DraftNote, TOM, request=made.request, text="A long story")
    j.do(desk, WriteNote, TOM, request=made.request, text="Same as above.")
    assert str(seen(desk, made, TOM).note.text) == "A long story"
    j.do(desk, WriteNote, TOM, request=made.request, text="A long story, told.", sends_draft="yes")
    assert seen(desk, made, TOM).note is None


def test_erasing_and_taking_out_a_secret_reach_drafts(desk: Any, made: Any) -> None:
    """They are words about the customer like all others."""
    j.do(desk, DraftNote, TOM, request=made.request, text="She lives in Wonderland Street.")
    place = desk.view(view_place, j.BOSS, made.request, words="Wonderland")
    fields = {name: getattr(place.command, name) for name in ("request", "record", "field", "start", "end")}
    j.do(desk, RemoveSecret, j.BOSS, **fields)
    assert "Wonderland" not in str(seen(desk, made, TOM).note.text)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    assert seen(desk, made, TOM).note is None
