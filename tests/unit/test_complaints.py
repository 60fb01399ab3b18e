"""Complaints: a request of its own beside the repair, the law's clock, the reminders, and an answer by a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.scene import SHOP
from helpdesk_core import Refusal
from helpdesk_core.commands import (
    AnswerComplaint,
    AssignRequest,
    BlockContact,
    CancelRequest,
    EraseRequest,
    MakeComplaint,
    MarkComplaint,
    MergeRequest,
    Overview,
)
from helpdesk_core.complaints.model import OF_REQUEST, Complaint, ComplaintAnswer
from helpdesk_core.conversations.model import THREAD, Side
from helpdesk_core.testing import make_desk
from helpdesk_core.views import (
    CanComplain,
    RoomComplaint,
    RoomComplaints,
    ServiceRequest,
    view_queue,
    view_request_complaints,
    view_room,
)

SAID = {"text": "It hums again. My PIN is 4821", "ground": "liability", "wish": "repair", "part": "The new battery"}


def desk_of(country: str = "PL", **more: Any) -> Any:
    return make_desk(settings=attrs.evolve(SHOP, country=country, **more))


def made(desk: Any, **fields: Any) -> tuple[Any, Any]:
    """A finished repair, and a complaint about it by its customer."""
    repair, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    return repair, j.do(desk, MakeComplaint, j.CUSTOMER, request=repair.request, **(SAID | fields))


def complaint(desk: Any, request: str) -> Complaint:
    with desk.reading() as reader:
        found: Complaint = reader.find(OF_REQUEST, {"request": request})[0]
    return found


def stored(desk: Any, request: str) -> ServiceRequest:
    with desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    return found


def today(desk: Any) -> date:
    day: date = desk.settings.calendar().day_of(desk.clock())
    return day


def delivered(desk: Any, words: str) -> list[str]:
    while desk.deliver(100).done:
        pass
    return [str(mail.text) for mail in desk.notifier.sent if words in mail.text]


def waiting(desk: Any) -> list[str]:
    return [row.id for row in desk.show(view_queue, j.ANNA, overview=Overview.COMPLAINT).rows]


def refused(desk: Any, *args: Any, **fields: Any) -> str | None:
    found = j.attempt(desk, *args, **fields)
    return found.code if isinstance(found, Refusal) else None


def test_a_complaint_is_a_request_of_its_own_with_the_laws_last_day() -> None:
    """Fourteen calendar days in Poland, the day on which it came in not counted, and no customer chooses that day; the
    repair stays as it was."""
    desk = desk_of()
    repair, new = made(desk, received_on=(today(desk) - timedelta(days=9)).isoformat())
    found = complaint(desk, new.complaint)
    assert (found.repair, found.received_on, found.answer_by) == (
        repair.request,
        today(desk),
        today(desk) + timedelta(days=14),
    )
    request = stored(desk, new.complaint)
    assert request.complaint_due is not None
    assert request.complaint_due.astimezone(desk.settings.zone).date() == found.answer_by
    assert "4821" not in str(request.subject)
    assert (request.repair, request.device) == (None, stored(desk, repair.request).device)
    assert stored(desk, repair.request).phase.value == "closed"
    assert waiting(desk) == [new.complaint]
    (mail,) = delivered(desk, "We have your complaint")
    assert "at the latest" in mail
    seen = desk.show(view_request_complaints, j.ANNA, new.complaint)
    assert (seen.days_left, str(seen.repair)) == (14, stored(desk, repair.request).reference)
    assert "accepted" in seen.silence["en"]
    assert seen.law is not None
    assert "7a" in seen.law.names["en"]
    (about,) = desk.show(view_request_complaints, j.ANNA, repair.request).about
    assert about.id == new.complaint
    assert desk.verify() == ()


@pytest.mark.parametrize(("country", "days"), [("CZ", 30), ("", None)])
def test_the_days_are_those_of_the_shops_country(country: str, days: int | None) -> None:
    """A country without a clock has none; the complaint waits all the same."""
    desk = desk_of(country)
    _, new = made(desk)
    seen = desk.show(view_request_complaints, j.ANNA, new.complaint)
    assert seen.days_left == days
    assert waiting(desk) == [new.complaint]
    desk.clock.move(days=60)
    assert bool(delivered(desk, "time to answer")) is (days is not None)


def test_staff_are_reminded_before_and_after_and_nothing_happens_by_itself() -> None:
    """Once some days before, once when it is over: whoever has the request."""
    desk = desk_of()
    _, new = made(desk)
    j.do(desk, AssignRequest, j.ANNA, request=new.complaint, assignee="anna", name="Anna")
    before = stored(desk, new.complaint)
    desk.clock.move(days=10)
    assert delivered(desk, "is over soon") == []
    desk.clock.move(days=2)
    assert len(delivered(desk, "is over soon")) == 1
    assert delivered(desk, "answer this complaint is over.") == []
    desk.clock.move(days=4)
    assert len(delivered(desk, "answer this complaint is over.")) == 1
    desk.clock.move(days=30)
    assert len(delivered(desk, "complaint is over")) == 2
    after = stored(desk, new.complaint)
    assert (after.phase, after.status, complaint(desk, new.complaint).answer) == (before.phase, before.status, None)
    assert desk.show(view_request_complaints, j.ANNA, new.complaint).days_left < 0
    assert waiting(desk) == [new.complaint]


def test_staff_are_reminded_once_of_a_letter_that_lay_until_the_last_days() -> None:
    """When its time is over: that it is over soon, who has just marked it knows."""
    desk = desk_of()
    repair, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    letter = today(desk) - timedelta(days=12)
    j.do(desk, MakeComplaint, j.ANNA, request=repair.request, received_on=letter.isoformat(), **SAID)
    assert delivered(desk, "complaint is over") == []
    desk.clock.move(days=3)
    assert delivered(desk, "is over soon") == []
    assert len(delivered(desk, "answer this complaint is over.")) == 1


def test_a_person_answers_once_and_the_customer_reads_who_helps() -> None:
    """The answer stands in the room and in the mail, with its time; it ends the clock, and sets no status."""
    desk = desk_of()
    _, new = made(desk)
    says = {"request": new.complaint, "answer": "refused", "text": "The glass broke by a fall."}
    assert refused(desk, AnswerComplaint, j.CUSTOMER, **says) is not None
    phase = stored(desk, new.complaint).phase
    desk.clock.move(days=1)
    j.do(desk, AnswerComplaint, j.ANNA, **says)
    found = complaint(desk, new.complaint)
    assert (found.answer, found.answered_at) == (ComplaintAnswer.REFUSED, desk.clock())
    assert stored(desk, new.complaint).phase == phase
    assert waiting(desk) == []
    shown = desk.show(view_room, j.CUSTOMER, new.complaint).part(RoomComplaint)
    assert (str(shown.reasons), shown.answer) == ("The glass broke by a fall.", ComplaintAnswer.REFUSED)
    assert shown.differs
    (mail,) = delivered(desk, "We have answered your complaint")
    assert "Not accepted" in mail
    assert "consumer advisers" in mail
    assert refused(desk, AnswerComplaint, j.ANNA, **says) == "refusal.complaint_answered"
    desk.clock.move(days=60)
    assert delivered(desk, "complaint is over") == []
    assert desk.verify() == ()


def test_staff_take_one_at_the_counter_and_mark_a_request_as_one() -> None:
    """With the day on which it came in: not a later one, which would make the law's time longer."""
    desk = desk_of()
    repair, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    letter = today(desk) - timedelta(days=3)
    taken = j.do(desk, MakeComplaint, j.ANNA, request=repair.request, received_on=letter.isoformat(), **SAID)
    assert complaint(desk, taken.complaint).answer_by == letter + timedelta(days=14)
    assert stored(desk, taken.complaint).source.value == "counter"
    with desk.reading() as reader:
        (words,) = reader.find(THREAD, {"request": taken.complaint})
    assert (words.side, words.author) == (Side.CUSTOMER, "customer"), "it is not Anna who complains"
    other, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    says = {"request": other.request, "ground": "guarantee", "wish": "money", "repair": repair.reference}
    tomorrow = (today(desk) + timedelta(days=1)).isoformat()
    assert refused(desk, MarkComplaint, j.ANNA, **says, received_on=tomorrow) == "refusal.complaint_day"
    assert refused(desk, MarkComplaint, j.ANNA, **(says | {"repair": "AAAA-0000"})) == "refusal.complaint_no_repair"
    itself = says | {"repair": other.reference}
    assert refused(desk, MarkComplaint, j.ANNA, **itself) == "refusal.complaint_no_repair"
    came = today(desk)
    desk.clock.move(days=2)
    j.do(desk, MarkComplaint, j.ANNA, **says)
    assert complaint(desk, other.request).received_on == came  # when it was written, not when somebody noticed
    assert refused(desk, MarkComplaint, j.ANNA, **says) == "refusal.is_a_complaint"
    assert complaint(desk, other.request).repair == repair.request
    assert set(waiting(desk)) == {taken.complaint, other.request}
    assert refused(desk, AnswerComplaint, j.ANNA, request=repair.request, answer="accepted", text="x") == (
        "refusal.is_no_complaint"
    )


def test_what_can_be_complained_about_and_how_often() -> None:
    """A finished repair of one's own, and not without end."""
    desk = desk_of()
    open_one, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    assert refused(desk, MakeComplaint, j.CUSTOMER, request=open_one.request, **SAID) == (
        "refusal.complaint_not_finished"
    )
    assert desk.show(view_room, j.CUSTOMER, open_one.request).part(CanComplain) is None
    repair, new = made(desk)
    room = desk.show(view_room, j.CUSTOMER, repair.request)
    assert room.part(CanComplain) is not None
    assert [one.at.id for one in room.part(RoomComplaints).rows] == [new.complaint]
    for _ in range(2):
        j.do(desk, MakeComplaint, j.CUSTOMER, request=repair.request, **SAID)
    assert refused(desk, MakeComplaint, j.CUSTOMER, request=repair.request, **SAID) == "refusal.too_many_complaints"


def test_staff_take_more_than_a_customer_sends_within_the_hour() -> None:
    """Those that are answered stand in nobody's way, and what comes by letter has no limit."""
    desk = desk_of()
    repair, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    about = {"request": repair.request, **SAID}
    for actor in (j.CUSTOMER, j.ANNA):
        for _ in range(5):
            new = j.do(desk, MakeComplaint, actor, **about)
            j.do(desk, AnswerComplaint, j.ANNA, request=new.complaint, answer="refused", text="It is not.")
        assert refused(desk, MakeComplaint, j.CUSTOMER, **about) == "refusal.too_many"


def test_who_was_blocked_complains_at_the_counter_alone() -> None:
    """Online nothing more is taken; staff write down whatever comes in."""
    desk = desk_of()
    repair, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    j.do(desk, BlockContact, j.BOSS, request=repair.request, contact=repair.contact, reason="abuse")
    assert refused(desk, MakeComplaint, j.CUSTOMER, request=repair.request, **SAID) == "refusal.contact_blocked"
    assert refused(desk, MakeComplaint, j.ANNA, request=repair.request, **SAID) is None


def test_the_law_of_the_day_on_which_it_came_in_counts() -> None:
    """Poland gave a shop 30 days until the end of 2022, and gives 14 since."""
    desk = desk_of()
    desk.clock.now = datetime(2023, 1, 2, 12, tzinfo=UTC)
    repair, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    for came, days in ((date(2022, 12, 31), 30), (date(2023, 1, 1), 14)):
        new = j.do(desk, MakeComplaint, j.ANNA, request=repair.request, received_on=came.isoformat(), **SAID)
        assert complaint(desk, new.complaint).answer_by == came + timedelta(days=days)


def test_a_request_came_in_on_the_shops_day() -> None:
    """Half past midnight in Warsaw is the day before in UTC, which would make the law's time shorter."""
    desk = desk_of()
    desk.clock.now = desk.clock.now.replace(hour=23, minute=30)
    night, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    came = today(desk)
    assert came > desk.clock().date()
    desk.clock.move(days=2)
    j.do(desk, MarkComplaint, j.ANNA, request=night.request, ground="guarantee", wish="money")
    assert complaint(desk, night.request).received_on == came


def test_a_guest_complains_from_the_room_of_a_finished_repair() -> None:
    """It is confirmed by a code as any request of theirs, and the clock does not wait for that."""
    desk = desk_of()
    repair, guest = j.in_phase(desk, "closed")
    new = j.do(desk, MakeComplaint, guest, request=repair.request, **SAID)
    assert stored(desk, new.complaint).phase.value == "received"
    assert waiting(desk) == [new.complaint]
    assert len(delivered(desk, "We have your complaint")) == 1


def test_an_open_complaint_is_not_joined_and_goes_with_its_customer() -> None:
    """Its clock would be lost in another request; of an erased customer nobody waits any more."""
    desk = desk_of()
    other, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    _, new = made(desk)
    assert refused(desk, MergeRequest, j.ANNA, request=new.complaint, into=other.request) == "refusal.merge_complaint"
    j.do(desk, AnswerComplaint, j.ANNA, request=new.complaint, answer="accepted", text="We repair it again.")
    marked, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    j.do(desk, MarkComplaint, j.ANNA, request=marked.request, ground="liability", wish="price", noticed="since May")
    assert waiting(desk) == [marked.request]
    j.do(desk, EraseRequest, j.BOSS, request=marked.request)
    assert waiting(desk) == []
    assert complaint(desk, marked.request).noticed is None
    about, gone = made(desk)
    assert [one.at.id for one in desk.show(view_room, j.CUSTOMER, about.request).part(RoomComplaints).rows] == [
        gone.complaint
    ]
    j.do(desk, CancelRequest, j.CUSTOMER, request=gone.complaint)
    j.do(desk, EraseRequest, j.BOSS, request=gone.complaint)
    assert desk.show(view_room, j.CUSTOMER, about.request).part(RoomComplaints).rows == ()
    assert desk.verify() == ()
