"""H5: what says that it cannot wait comes first and is acknowledged at once; a person sees why, and may put it back."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

import journeys as j
from helpdesk_core import Customer, Helpdesk
from helpdesk_core.base.text import mark_safe
from helpdesk_core.commands import LowerUrgency, ReplyToCustomer, SubmitRequest, TakeRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.urgencies.finding import urgent_words
from helpdesk_core.views import UrgencyTaken, view_queue, view_request_urgency, view_room
from shops import Shop, read

OWNER = Customer(id="7")
OFFICE = attrs.evolve(
    POLISH_SHOP,
    working_hours=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("9:00-17:00",)),
    answer_hours={"cannot_wait": 2, "soon": 8, "no_hurry": 24},
    phone="+48 22 000 00 00",
)
WORDS = {"device": "Server", "surname": "Nowak", "contact": "nowak@example.com"}


def at(desk: Helpdesk, moment: datetime) -> None:
    """The clock is set."""
    desk.clock.now = moment  # type: ignore[attr-defined]


def said(desk: Helpdesk, problem: str) -> str:
    """A customer's new request; its id."""
    return str(j.do(desk, SubmitRequest, OWNER, problem=problem, **WORDS).request)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("URGENT: our entire website is down!", ["URGENT", "website is down"]),
        ("The battery is swollen and it smells.", ["battery is swollen"]),
        ("To bardzo PILNE, nie może czekać.", ["bardzo PILNE", "nie może czekać"]),
        ("Z laptopa leci dym i iskrzy.", ["dym", "iskrzy"]),
        ("It is not urgent, no hurry.", []),
        ("Nie jest pilne, w wolnej chwili.", []),
        ("Pali się czerwona dioda i nie chce ruszyć.", []),
        ("I can't wait to have it back.", []),
        ("The smoke detector beeps.", []),
        ("The screen is cracked.", []),
    ],
)
def test_H5_words_in_either_language_and_what_takes_them_back(problem: str, words: list[str]) -> None:
    """They are data; what is found is shown in the writer's own spelling."""
    assert [str(one) for one in urgent_words(mark_safe(problem), ("pl", "en"))] == words


def test_H5_it_stands_in_front_and_a_person_may_put_it_back() -> None:
    """Before older ones, due sooner; put back, it has the place and the time of the customer's own answer."""
    desk = make_desk(settings=OFFICE)
    at(desk, datetime(2026, 11, 25, 8, 59, tzinfo=UTC))
    older = said(desk, "The screen is cracked.")
    desk.clock.move(minutes=1)
    urgent = said(desk, "Urgent: the server smokes.")
    assert [row.id for row in desk.show(view_queue, j.ANNA).rows] == [urgent, older]
    row = desk.show(view_queue, j.ANNA).rows[0]
    assert row.due_at == datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    seen = desk.show(view_request_urgency, j.ANNA, urgent)
    assert [str(word) for word in seen.raised.words] == ["Urgent"]
    j.do(desk, LowerUrgency, j.ANNA, request=urgent)
    assert [row.id for row in desk.show(view_queue, j.ANNA).rows] == [older, urgent]
    lowered = desk.show(view_queue, j.ANNA).rows[1]
    assert lowered.due_at == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert desk.show(view_room, OWNER, urgent).part(UrgencyTaken) is None
    assert desk.verify() == ()


def test_H5_the_acknowledgement_names_this_hours_aim_or_the_next_opening() -> None:
    """Open: by when an answer is aimed at. Closed: when it opens. Answered: nothing."""
    desk = make_desk(settings=OFFICE)
    at(desk, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    request = said(desk, "Urgent: the server is on fire.")
    taken = desk.show(view_room, OWNER, request).part(UrgencyTaken)
    assert taken == UrgencyTaken(is_open=True, opens_at=desk.clock(), aims_at=datetime(2026, 11, 25, 11, 0, tzinfo=UTC))
    at(desk, datetime(2026, 11, 27, 19, 0, tzinfo=UTC))  # a Friday evening
    late = desk.show(view_room, OWNER, said(desk, "Pilne, wszystko stoi.")).part(UrgencyTaken)
    assert (late.is_open, late.opens_at) == (False, datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    j.do(desk, ReplyToCustomer, j.ANNA, request=request, text="We look at it.")
    assert desk.show(view_room, OWNER, request).part(UrgencyTaken) is None


def test_H5_a_shop_may_do_without_and_staffs_own_word_counts() -> None:
    """Switched off nothing is raised; at the counter a person says how urgent it is."""
    desk = make_desk(settings=attrs.evolve(OFFICE, urgent_words=False))
    first = said(desk, "The screen is cracked.")
    desk.clock.move(minutes=1)
    second = said(desk, "Urgent!")
    assert [row.id for row in desk.show(view_queue, j.ANNA).rows] == [first, second]
    desk = make_desk(settings=OFFICE)
    made = j.do(desk, TakeRequest, j.ANNA, problem="He says it is urgent.", **WORDS)
    assert desk.show(view_request_urgency, j.ANNA, made.request).raised is None


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H5_both_sides_read_it_on_their_pages(shop: Shop, language: str) -> None:
    """The customer that it stands in front, never worded as a promise; staff the words, with the way back."""
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    room = visitor.request_help("urgent@example.com", problem="Pilne! Z laptopa leci dym.")
    assert read(t("urgency.seen")) in visitor.page.text
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    reference = next(row.reference for row in shop.desk.show(view_queue, j.ANNA).rows if row.id == found[0])
    assert "Pilne" in shop.mail("anna@example.com", "wynika")["subject"]
    staff = shop.visitor(language)
    staff.sign_in()
    page = staff.open(f"/staff/requests/{reference}").text
    assert "“Pilne”" in page
    assert "“dym”" in page
    staff.send("/urgency/lower")
    assert read(t("urgency.seen")) not in visitor.open(room).text
