"""H11: who could take a request, and why, for people to read; what it seems to be about; given as the shop says."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Customer, Helpdesk, Location, Refusal
from helpdesk_core.base.text import mark_safe
from helpdesk_core.commands import (
    AssignRequest,
    EndAbsence,
    NoteAbsence,
    RouteRequest,
    SaveProfile,
    SetCategory,
    SubmitRequest,
)
from helpdesk_core.routing.categories import category_of
from helpdesk_core.routing.proposing import SPEAKS
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import (
    Candidate,
    ServiceRequest,
    view_colleague,
    view_colleagues,
    view_proposal,
    view_proposals,
    view_queue,
)
from reference_app.texts import LANGUAGES
from shops import Shop, read

OWNER = Customer(id="7")
OFFICE = attrs.evolve(
    POLISH_SHOP,
    working_hours=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("9:00-17:00",)),
    locations=tuple(Location(id=id, labels={"en": id, "pl": id}) for id in ("here", "there")),
)
WORDS = {"device": "MacBook Air", "surname": "Nowak", "contact": "nowak@example.com"}
WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def office(**settings: Any) -> Helpdesk:
    """A desk on a Wednesday at ten."""
    desk = make_desk(settings=attrs.evolve(OFFICE, **settings))
    desk.clock.now = WEDNESDAY
    return desk


def takes(desk: Helpdesk, person: str, **fields: Any) -> None:
    """A colleague takes on requests."""
    j.do(desk, SaveProfile, j.BOSS, **{"person": person, "name": person.title(), "takes": True, **fields})


def said(desk: Helpdesk, problem: str = "The screen is cracked.", **fields: str) -> str:
    """A customer's new request; its id."""
    return str(j.do(desk, SubmitRequest, OWNER, problem=problem, **{**WORDS, **fields}).request)


def stored(desk: Helpdesk, request: str) -> ServiceRequest:
    with desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    return found


def proposed(desk: Helpdesk, request: str) -> str | None:
    found = desk.show(view_proposal, j.ANNA, request).candidate
    return None if found is None else found.person


@pytest.mark.parametrize(
    ("problem", "category"),
    [
        ("The screen is cracked and the glass is loose.", "screen"),
        ("Pękła szybka, ekran miga.", "screen"),
        ("The battery drains within an hour.", "battery"),
        ("Bateria spuchła, rozładowuje się.", "battery"),
        ("I spilled coffee over it.", "water"),
        ("Zalałem laptopa kawą.", "water"),
        ("Please recover my photos from the hard drive.", "data"),
        ("Odzyskanie danych z dysku.", "data"),
        ("Three keys of the keyboard do not work.", "keyboard"),
        ("Nie działa klawiatura, klawisz spacji.", "keyboard"),
        ("It does not charge, the charger gets hot.", "charging"),
        ("Nie ładuje się, gniazdo jest luźne.", "charging"),
        ("Windows is slow after the update.", "software"),
        ("System się zawiesza po aktualizacji.", "software"),
        ("I was charged twice, please refund the invoice.", "billing"),
        ("Proszę o fakturę i zwrot płatności.", "billing"),
        ("It hums.", None),
        ("My PIN is [PASSCODE], my password [PASSWORD]. It does not charge, the cable is new.", "charging"),
        ("Hasło to [PASSWORD] Nie ładuje się, kabel jest nowy.", "charging"),
        ("It hums. [PASSWORD]", None),
        ("Coś brzęczy.", None),
    ],
)
def test_H11_words_say_what_it_seems_to_be_about(problem: str, category: str | None) -> None:
    """Data, in either language; where they say nothing nothing is suggested."""
    assert category_of(mark_safe(problem), ("pl", "en")) == category


def test_H11_who_fits_is_proposed_with_reasons_that_a_person_can_read() -> None:
    """By language, by what it is about, by the device; the fewest open, and until when they are there."""
    desk = office()
    takes(desk, "ola", languages=["pl"], categories=["screen"])
    takes(desk, "ben", languages=["en"], devices="iPhone, MacBook")
    request = said(desk, language="pl")
    found = desk.show(view_proposal, j.ANNA, request).candidate
    assert isinstance(found, Candidate)
    t = desk.translator("en")
    assert [t.text(one) for one in found.reasons] == [
        "speaks Polish",
        "takes on: Screen",
        "0 open",
        "is here until 17:00",
    ]
    assert proposed(desk, said(desk, language="en")) == "ben"
    assert stored(desk, request).assignee is None
    assert desk.show(view_proposals, j.ANNA, (request,))[request].person == "ola"


def test_H11_nobody_is_proposed_who_is_away_works_elsewhere_or_takes_none() -> None:
    """On the day on which somebody works next; taken back, they are there."""
    desk = office()
    takes(desk, "ola", locations=["there"])
    takes(desk, "ben")
    takes(desk, "idle", takes=False)
    request = said(desk, location="here")
    assert proposed(desk, request) == "ben"
    j.do(desk, NoteAbsence, j.BOSS, person="ben", first=date(2026, 11, 25), last=date(2026, 11, 27))
    found = desk.show(view_proposal, j.ANNA, request)
    assert (found.candidate, found.nobody) == (None, "routing.nobody.fits")
    (absence,) = desk.show(view_colleague, j.BOSS, "ben").absences
    desk.clock.now = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)  # closed: the next day of work is Monday
    assert proposed(desk, request) == "ben"
    desk.clock.now = WEDNESDAY
    j.do(desk, EndAbsence, j.BOSS, absence=absence.id)
    assert proposed(desk, request) == "ben"
    assert desk.verify() == ()


def test_H11_everybody_says_of_themselves_when_they_are_away_and_of_nobody_else() -> None:
    """Also who has no profile yet; what others take on is for who manages it."""
    desk = office()
    takes(desk, "ben")
    j.do(desk, NoteAbsence, j.ANNA, first=date(2026, 12, 1), last=date(2026, 12, 2))
    own = desk.show(view_colleague, j.ANNA)
    assert [(one.first, one.last) for one in own.absences] == [(date(2026, 12, 1), date(2026, 12, 2))]
    away = {"person": "ben", "first": date(2026, 12, 1), "last": date(2026, 12, 2)}
    assert desk.handle(desk.read(NoteAbsence, away), j.ANNA).code == "refusal.not_allowed"
    assert desk.show(view_colleague, j.ANNA, "ben") is None
    wrong = {"first": date(2026, 12, 2), "last": date(2026, 12, 1)}
    assert desk.handle(desk.read(NoteAbsence, wrong), j.ANNA).code == "refusal.not_an_absence"
    assert isinstance(desk.view(view_colleagues, j.ANNA), Refusal)


def test_H11_assigned_by_the_desk_the_colleague_is_told_and_a_person_may_change_it() -> None:
    """By load, then whoever was given none for the longest; the history says that the desk did it, and why."""
    desk = office(routing="assign")
    takes(desk, "ola")
    takes(desk, "ben")
    requests = []
    for _ in range(4):
        requests.append(said(desk))
        desk.deliver()
        desk.clock.move(minutes=1)
    assert [stored(desk, one).assignee for one in requests] == ["ben", "ola", "ben", "ola"]
    j.do(desk, AssignRequest, j.ANNA, request=requests[0], assignee="ola", name="Ola")
    j.do(desk, RouteRequest, j.BOT, request=requests[0])
    assert stored(desk, requests[0]).assignee == "ola"
    assert desk.verify() == ()


@pytest.mark.parametrize(("mode", "whose"), [("off", None), ("suggest", None), ("assign", "ola")])
def test_H11_the_shop_says_whether_anything_is_done(mode: str, whose: str | None) -> None:
    """Off nothing is proposed; suggested nothing is done."""
    desk = office(routing=mode)
    takes(desk, "ola")
    request = said(desk)
    desk.deliver()
    assert stored(desk, request).assignee == whose
    assert proposed(desk, request) == ("ola" if mode == "suggest" else None)


def test_H11_sixteen_at_once_leave_loads_that_differ_by_one_at_most() -> None:
    """Whoever gives one writes the shop's row of turns, so that nobody gives by what was true before."""
    desk = office(routing="assign")
    for person in ("ada", "ben", "cyd"):
        takes(desk, person)
    requests = [said(desk) for _ in range(32)]
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda one: desk.handle(desk.read(RouteRequest, {"request": one}), j.BOT), requests))
    assert not [one for one in answers if isinstance(one, Refusal)]
    given = [stored(desk, one).assignee for one in requests]
    loads = [given.count(person) for person in ("ada", "ben", "cyd")]
    assert sum(loads) == 32
    assert max(loads) - min(loads) <= 1


def test_H11_what_it_is_about_is_suggested_and_a_person_says_it() -> None:
    """The suggestion is gone then; customers see neither."""
    desk = office()
    request = said(desk)
    assert desk.show(view_proposal, j.ANNA, request).category == "screen"
    j.do(desk, SetCategory, j.ANNA, request=request, category="battery")
    assert desk.show(view_proposal, j.ANNA, request).category is None
    assert (stored(desk, request).category, stored(desk, request).category_suggested) == ("battery", "screen")
    assert desk.verify() == ()


def in_shop(shop: Shop, problem: str = "The screen is cracked.") -> str:
    """A request in the shop; its reference."""
    made, _ = j.in_phase(shop.desk, "in_review", contact="routing@example.com", problem=problem)
    return str(made.reference.replace("-", ""))


def test_H11_one_click_on_the_page_of_the_request_gives_it_and_says_what_it_is_about(shop: Shop) -> None:
    """With the reasons beside it; then nothing is proposed any more, and customers read none of it."""
    t, staff = shop.desk.translator("pl"), shop.visitor()
    staff.sign_in()
    (anna,) = [one for one in shop.accounts.staff() if one.email == "anna@example.com"]
    staff.open(f"/staff/routing/person?person={anna.id}")
    staff.send(f"/staff/routing/person?person={anna.id}", takes="yes", categories_screen="yes", devices="Radio")
    assert read(t("category.screen")) in staff.page.text
    page = staff.open(f"/staff/requests/{in_shop(shop)}").text
    assert read(t("staff.routing.proposed", name=anna.name)) in page
    assert read(t("routing.reason.category", category=t("category.screen"))) in page
    assert read(t("staff.category.suggested", category=t("category.screen"))) in page
    staff.send("/category")
    assert read(t("staff.category.take")) not in staff.page.text
    staff.send("/assign")
    assert read(t("staff.routing.proposed", name=anna.name)) not in staff.page.text


def test_H11_one_click_in_the_queue_gives_it(shop: Shop) -> None:
    """And stays in the queue; rows that are ticked stay as they are."""
    (anna,) = [one for one in shop.accounts.staff() if one.email == "anna@example.com"]
    j.do(shop.desk, SaveProfile, j.BOSS, person=anna.id, name=anna.name, takes=True)
    reference = in_shop(shop)
    staff = shop.visitor("en")
    staff.sign_in()
    page = staff.open("/staff").text
    (button,) = [one for one in re.findall(r'name="give" value="([^"]+)"', page) if reference in one]
    staff.send("/staff/queue/bulk", forged={"give": button})
    assert staff.page.url.path == "/staff"
    row = next(one for one in shop.desk.show(view_queue, j.ANNA).rows if one.id == button.split(" ", maxsplit=1)[0])
    assert row.assignee == anna.id


def test_H11_everybody_notes_their_own_absence(shop: Shop) -> None:
    """And takes it back; an admin does it for others."""
    today = shop.desk.settings.calendar().day_of(shop.desk.clock())
    staff = shop.visitor("en")
    staff.sign_in()
    staff.open("/staff/absence")
    staff.send("/staff/absence", first=today.isoformat(), last="")
    assert staff.page.status_code == 422
    staff.send("/staff/absence", first=today.isoformat(), last=today.isoformat())
    staff.send("/staff/absence/end")
    assert read(shop.desk.translator("pl")("staff.absence.none")) in staff.page.text


def test_H11_every_language_that_the_page_offers_can_be_said() -> None:
    """One that is named for the pages alone could be ticked, and would be refused."""
    assert LANGUAGES.keys() <= SPEAKS.keys()
