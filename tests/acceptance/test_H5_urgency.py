"""H5: what says that it cannot wait comes first and is acknowledged at once; a person sees why, and may put it back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest

import journeys as j
from helpdesk_core import Customer, Guest, Helpdesk
from helpdesk_core.base.text import Published, mark_safe
from helpdesk_core.commands import (
    AssignRequest,
    ChangeSettings,
    ChangeUrgency,
    LowerUrgency,
    NoteAbsence,
    ReplyToCustomer,
    SaveProfile,
    SetPriority,
    SubmitRequest,
    TakeRequest,
)
from helpdesk_core.service_requests.model import Urgency
from helpdesk_core.service_requests.waiting import PRIORITY, USUAL_PRIORITY
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.urgencies.finding import urgent_words
from helpdesk_core.views import ServiceRequest, UrgencyTaken, view_queue, view_request_urgency, view_room
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


def said(desk: Helpdesk, problem: str, **fields: str) -> str:
    """A customer's new request; its id."""
    return str(j.do(desk, SubmitRequest, OWNER, problem=problem, **WORDS, **fields).request)


def stored(desk: Helpdesk, request: str) -> ServiceRequest:
    with desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    return found


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


@pytest.mark.parametrize("how", ["its customer said so too", "staff put it back by hand", "staff set the urgency"])
def test_H5_where_nothing_is_put_back_nothing_says_so(how: str) -> None:
    """What stands no further in front than its urgency stays as it is: place, time, and who is said to have put it
    back."""
    desk = make_desk(settings=OFFICE)
    at(desk, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    request = said(desk, "Urgent!", urgency="cannot_wait" if how.startswith("its") else "soon")
    if how.endswith("by hand"):
        j.do(desk, SetPriority, j.ANNA, request=request, priority=3)
    if how.endswith("urgency"):
        j.do(desk, ChangeUrgency, j.ANNA, request=request, urgency="no_hurry")
    before = stored(desk, request)
    assert desk.show(view_request_urgency, j.ANNA, request).can_be_lowered is False
    j.do(desk, LowerUrgency, j.ANNA, request=request)
    assert stored(desk, request) == before
    assert desk.show(view_request_urgency, j.ANNA, request).raised.lowered_at is None
    taken = desk.show(view_room, OWNER, request).part(UrgencyTaken)
    assert (taken is not None) is how.startswith("its")


def test_H5_it_is_due_at_another_time_only_where_it_moves() -> None:
    """A customer's word that leaves a request in front leaves its time too."""
    desk = make_desk(settings=attrs.evolve(OFFICE, customers_set_urgency=True))
    at(desk, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    request = said(desk, "Urgent!")
    before = stored(desk, request)
    j.do(desk, ChangeUrgency, OWNER, request=request, urgency="no_hurry")
    after = stored(desk, request)
    assert (after.priority, after.due_at, after.urgency.value) == (before.priority, before.due_at, "no_hurry")
    assert desk.show(view_request_urgency, j.ANNA, request).can_be_lowered
    j.do(desk, LowerUrgency, j.ANNA, request=request)
    lowered = stored(desk, request)
    assert (lowered.priority, lowered.due_at) == (PRIORITY[Urgency.NO_HURRY], datetime(2026, 11, 30, 9, 0, tzinfo=UTC))


def test_H5_the_acknowledgement_names_this_hours_aim_or_the_next_opening() -> None:
    """Open: by when an answer is aimed at. Closed: when it opens. Answered: nothing."""
    desk = make_desk(settings=OFFICE)
    at(desk, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    request = said(desk, "Urgent: the server is on fire.")
    taken = desk.show(view_room, OWNER, request).part(UrgencyTaken)
    assert taken == UrgencyTaken(
        is_open=True,
        opens_at=desk.clock(),
        aims_at=datetime(2026, 11, 25, 11, 0, tzinfo=UTC),
        hours=OFFICE.hours_by_language(),
        phone=OFFICE.phone,
    )
    at(desk, datetime(2026, 11, 27, 19, 0, tzinfo=UTC))  # a Friday evening
    late = desk.show(view_room, OWNER, said(desk, "Pilne, wszystko stoi.")).part(UrgencyTaken)
    assert (late.is_open, late.opens_at) == (False, datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    j.do(desk, ReplyToCustomer, j.ANNA, request=request, text="We look at it.")
    assert desk.show(view_room, OWNER, request).part(UrgencyTaken) is None


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize(
    "moment", [datetime(2026, 11, 25, 9, 0, tzinfo=UTC), datetime(2026, 11, 27, 19, 0, tzinfo=UTC)]
)
def test_H5_who_is_not_on_the_page_is_told_with_the_first_code(moment: datetime, language: str) -> None:
    """Hours, aim or opening, and the number to call; nothing is promised, nothing of the request is said, and who can
    wait reads nothing of it."""
    desk = make_desk(settings=OFFICE)
    at(desk, moment)
    t = desk.translator(language)
    for problem, is_urgent in (("Pilne! The server smokes.", True), ("The screen is cracked.", False)):
        j.do(desk, SubmitRequest, Guest(), problem=problem, language=language, **WORDS)
        desk.deliver()
        mail = next(one for one in reversed(desk.notifier.sent) if one.contact.value == WORDS["contact"])  # type: ignore[attr-defined]
        for said in (
            t("urgency.seen"),
            t("urgency.hours", hours=OFFICE.hours_in_words(language)),
            t("urgency.call", phone=OFFICE.phone),
        ):
            assert (said in mail.text) is is_urgent, mail.text
        assert "smokes" not in mail.text
    aimed = t("urgency.aims", at=datetime(2026, 11, 25, 11, 0, tzinfo=UTC))
    opens = t("urgency.closed", at=datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    urgent = next(one for one in desk.notifier.sent if t("urgency.seen") in one.text)  # type: ignore[attr-defined]
    assert [said in urgent.text for said in (aimed, opens)] == [moment.day == 25, moment.day == 27]


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


def test_H5_it_is_given_at_once_to_somebody_who_is_there() -> None:
    """Told by the desk; not to who is away, and nothing else is given. A person may give it back, and lower it."""
    desk = make_desk(settings=OFFICE)
    at(desk, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    for person in ("ben", "ola"):
        j.do(desk, SaveProfile, j.BOSS, person=person, name=person.title(), takes=True)
    j.do(desk, NoteAbsence, j.BOSS, person="ben", first=date(2026, 11, 24), last=date(2026, 11, 25))
    usual, urgent = said(desk, "The screen is cracked."), said(desk, "Urgent: the server is on fire.")
    desk.deliver()
    assert (stored(desk, usual).assignee, stored(desk, urgent).assignee) == (None, "ola")
    j.do(desk, LowerUrgency, j.ANNA, request=urgent)
    j.do(desk, AssignRequest, j.ANNA, request=urgent)
    desk.deliver()
    assert (stored(desk, urgent).assignee, stored(desk, urgent).priority) == (None, USUAL_PRIORITY)
    assert desk.verify() == ()


def test_H5_closed_it_is_given_to_nobody_nor_where_the_shop_wants_none_given() -> None:
    """Nobody is there: its customer reads when the shop opens. The switch is the shop's."""
    for settings, moment in (
        (OFFICE, datetime(2026, 11, 27, 19, 0, tzinfo=UTC)),
        (attrs.evolve(OFFICE, assign_urgent=False), datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        (attrs.evolve(OFFICE, routing="off"), datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        (attrs.evolve(OFFICE, routing="assign"), datetime(2026, 11, 27, 19, 0, tzinfo=UTC)),
    ):
        desk = make_desk(settings=settings)
        at(desk, moment)
        j.do(desk, SaveProfile, j.BOSS, person="ola", name="Ola", takes=True)
        request = said(desk, "Urgent: the server is on fire.")
        desk.deliver()
        assert stored(desk, request).assignee is None


def test_H5_a_shop_that_is_closed_says_when_it_opens_and_whom_to_call(shop: Shop) -> None:
    """At once, in the room, with the number as a link."""
    values = (
        {"key": "phone", "value": Published.of("+48 22 000 00 00"), "seen": 0},
        {"key": "working_hours", "value": Published.of({"monday": ["9:00-9:01"]}), "seen": 0},
    )
    j.do(shop.desk, ChangeSettings, j.BOSS, values=values)
    shop.desk.refresh_settings()
    t, visitor = shop.desk.translator("en"), shop.visitor("en")
    visitor.request_help("closed@example.com", problem="Urgent! It smokes.")
    opens = shop.desk.settings.calendar().next_opening(shop.desk.clock())
    page = visitor.page.text
    assert read(t("urgency.closed", at=opens)).split(".")[0] in read(page)
    assert 'href="tel:+48220000000"' in page


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
    for word in ("Pilne", "dym"):
        assert f"„{word}”" in page
    staff.send("/urgency/lower")
    assert read(t("urgency.seen")) not in visitor.open(room).text
