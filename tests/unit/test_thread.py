"""Staff read one thread: what was said, noted and done, in the order of the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Helpdesk
from helpdesk_core.commands import (
    AssignRequest,
    ChangeStatus,
    EraseRequest,
    ImportRequest,
    ReplyToCustomer,
    WriteNote,
)
from helpdesk_core.conversations.model import Note, ThreadMessage
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.thread import PAGE
from helpdesk_core.views import view_place, view_request


@pytest.fixture
def desk() -> Helpdesk:
    return make_desk()


def told(entry: Any) -> str:
    """An entry in a word: its text, or what happened."""
    return str(entry.text) if isinstance(entry, ThreadMessage | Note) else str(entry.action)


def pages(desk: Helpdesk, reference: str) -> list[list[str]]:
    """The thread, page by page, the latest first."""
    found: list[list[str]] = []
    before = None
    while True:
        thread = desk.view(view_request, j.ANNA, reference, before=before).thread  # type: ignore[union-attr]
        found.append([told(entry) for entry in thread.entries])
        if thread.older is None:
            return found
        before = thread.older


def test_messages_notes_and_events_stand_in_one_order(desk: Helpdesk) -> None:
    """What an entry of the history says in words is not told a second time as an event."""
    made, _ = j.in_phase(desk, "confirmed")
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Does it start?", status="waiting_for_customer")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Third one this month.")
    j.do(desk, AssignRequest, j.ANNA, request=made.request, assignee="tom", text="Please look at the board.")
    (page,) = pages(desk, made.reference)
    assert page[-5:] == [
        "Does it start?",
        "status_changed",
        "Third one this month.",
        "Please look at the board.",
        "request_assigned",
    ]
    assert "request_submitted" in page
    assert not {"shop_replied", "note_written"} & set(page)


def test_nothing_is_lost_or_shown_twice_between_pages(desk: Helpdesk) -> None:
    """Also where a page ends between the entries of one command."""
    made, _ = j.in_phase(desk, "confirmed")
    for number in range(PAGE):
        status = ("in_review", "waiting_for_customer")[number % 2]
        j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text=f"word {number}.", status=status)
    found = pages(desk, made.reference)
    assert len(found) > 2
    words = [text for page in reversed(found) for text in page if text.startswith("word")]
    assert words == [f"word {number}." for number in range(PAGE)]


def test_words_taken_out_of_a_text_leave_it_where_it_was_written(desk: Helpdesk) -> None:
    """The history vouches for a changed row again; the thread shows it once."""
    made, _ = j.in_phase(desk, "confirmed")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="The key lies under the mat.")
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="in_review")
    place = desk.view(view_place, j.BOSS, made.request, words="under the mat")
    desk.do(place.command, j.BOSS)  # type: ignore[union-attr]
    (page,) = pages(desk, made.reference)
    assert page[-3].startswith("The key lies")
    assert "mat" not in page[-3]
    assert page[-2:] == ["status_changed", "secret_removed"]
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    (page,) = pages(desk, made.reference)
    assert page[-3:] == ["status_changed", "secret_removed", "request_erased"]


def test_what_came_out_of_another_system_keeps_its_problem(desk: Helpdesk) -> None:
    """Its first message is older than its history."""
    opened = datetime.now(UTC) - timedelta(days=400)
    row = j.do(
        desk,
        ImportRequest,
        j.BOT,
        source="old",
        source_id="17",
        device="Dell XPS",
        problem="It hums.",
        surname="Miller",
        created_at=opened.isoformat(),
    )
    (page,) = pages(desk, row.reference.replace("-", ""))
    assert page == ["It hums.", "request_imported"]
