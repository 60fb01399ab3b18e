"""Appointments in the app: a time chosen in the room, suggested by staff, moved, cancelled, and the list of the day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

import journeys as j
from helpdesk_core.commands import CancelRequest
from helpdesk_core.views import view_request_id
from shops import Shop, Visitor

WARSAW = ZoneInfo("Europe/Warsaw")
EMAIL = "times@example.com"


@attrs.define
class Now:
    """The desk's clock, standing."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@attrs.frozen
class Case:
    """A request at ten on a Wednesday, its customer in the room, and staff."""

    shop: Shop
    clock: Now
    customer: Visitor
    room: str
    staff: Visitor
    reference: str

    def times(self, visitor: Visitor, path: str) -> list[tuple[str, str]]:
        """The free times that a page offers: what stands there, and where it leads."""
        visitor.open(path)
        found = re.findall(r'href="(\?[^"]*at=[^"]*)">([0-9:]+)<', visitor.page.text)
        return [(words, f"{path.partition('?')[0]}{unescape(href)}") for href, words in found]


def said(visitor: Visitor) -> str:
    """The page as people read it."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", visitor.page.text)))


@pytest.fixture
def case(shop: Shop) -> Case:
    today = shop.desk.clock().astimezone(WARSAW).date()
    wednesday = today + timedelta(days=(2 - today.weekday()) % 7 + 21)  # the demo's own appointments are over
    shop.desk.clock = clock = Now(datetime.combine(wednesday, datetime.min.time(), WARSAW).replace(hour=10))
    customer, staff = shop.visitor("en"), shop.visitor("en")
    room = customer.request_help(EMAIL, location="centrum")
    staff.sign_in()
    staff.client.get("/language/en")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(j.ServiceRequest, found[0])
    assert request is not None
    return Case(shop, clock, customer, room, staff, request.reference)


def test_appointments_a_customer_books_moves_and_cancels_a_time_by_links_and_two_buttons(case: Case) -> None:
    """Nothing is booked by looking; then both sides read it, and the file is one for a calendar."""
    choose = f"{case.room}/appointment"
    ways = case.customer
    ways.open(case.room)
    assert "Choose a time to bring it" in said(ways)
    first = case.times(ways, choose)
    assert first[0][0] == "12:00", "two hours of notice, from ten"
    ways.open(first[2][1])
    assert "Is this right?" in said(ways)
    assert "Bringing the device" in said(ways)
    assert case.times(ways, choose) == first, "looking takes nothing"
    ways.open(first[2][1])
    path = unescape(re.findall(r'<form[^>]* action="([^"]*/appointment[^"]*)"', ways.page.text)[0])
    ways.send(path, note="I come by bike")
    assert ways.page.url.path == case.room
    assert "Your appointment" in said(ways)
    assert "13:00" in said(ways)
    assert "I come by bike" in said(ways)
    assert "13:00" in case.shop.mail(EMAIL, "Your appointment is confirmed")["text"]
    file = re.search(r'href="([^"]+appointment\.ics)"', ways.page.text)
    assert file is not None
    answer = ways.client.get(file.group(1))
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.startswith("BEGIN:VCALENDAR\r\n")
    day = case.clock.now.date()
    case.staff.open(f"/staff/appointments?location=centrum&day={day}")
    assert "13:00" in said(case.staff)
    assert "Kowalska" in said(case.staff)
    assert "I come by bike" in said(case.staff)
    ways.open(case.room)
    move = re.search(r'href="([^"]*appointment\?move=[^"]+)"', ways.page.text)
    assert move is not None
    later = case.times(ways, unescape(move.group(1)))
    ways.open(later[-1][1])
    assert "Now: " in said(ways)
    path = unescape(re.findall(r'<form[^>]* action="([^"]*/move[^"]*)"', ways.page.text)[0])
    ways.send(path)
    assert "17:30" in said(ways)
    ways.send("/cancel", text="I found another way.")
    assert "Choose a time to bring it" in said(ways)
    case.staff.open(f"/staff/requests/{case.reference}")
    assert "I found another way." in said(case.staff)
    assert case.shop.desk.verify() == ()


def test_appointments_a_day_further_on_stays_chosen(case: Case) -> None:
    """Its link says from when on days are shown: else it would not be among them."""
    choose, start = f"{case.room}/appointment", case.clock.now.date() + timedelta(days=10)
    case.customer.open(f"{choose}?from={start}")
    href, day = re.findall(r'href="(\?[^"]*day=([0-9-]+))"', case.customer.page.text)[-1]
    times = case.times(case.customer, f"{choose}{unescape(href)}")
    assert {re.findall("day=([0-9-]+)", way)[0] for _, way in times} == {day}
    case.customer.open(times[0][1])
    assert "Is this right?" in said(case.customer)


def test_appointments_staff_suggest_a_time_and_the_customer_confirms_it_in_polish(case: Case) -> None:
    """It is the first thing in the room; the mail says it in the customer's language."""
    suggest = f"/staff/requests/{case.reference}/appointments"
    times = case.times(case.staff, suggest)
    case.staff.open(times[0][1])
    path = unescape(re.findall(r'<form[^>]* action="([^"]*/appointments[^"]*)"', case.staff.page.text)[0])
    case.staff.send(path, note="Please bring the charger.")
    assert "Suggested, not confirmed" in said(case.staff)
    customer = case.customer
    customer.client.get("/language/pl")
    customer.open(case.room)
    assert "Prosimy potwierdzić zaproponowany termin" in said(customer)
    assert re.search(r"środa, \d+ \w+ 20\d\d, godz\. 10:30", said(customer), re.IGNORECASE)
    assert "Please bring the charger." in said(customer)
    customer.send("/confirm")
    assert "Umówiony termin" in said(customer)
    case.staff.open(suggest)
    assert "Confirmed" in said(case.staff)
    case.clock.now += timedelta(hours=1)
    case.staff.open(suggest)
    case.staff.send("/settle", came="no")
    assert "Nobody came" in said(case.staff)
    customer.open(case.room)
    assert "Czekaliśmy na Państwa" in said(customer)


def test_appointments_a_time_that_is_gone_is_said_and_the_rest_is_shown(case: Case) -> None:
    """Two people had the same last place before them; a shop without appointments shows no way to any."""
    choose = f"{case.room}/appointment"
    last = case.times(case.customer, choose)[0][1]
    for number in range(2):
        other = case.shop.visitor("en")
        room = other.request_help(f"faster{number}@example.com", location="centrum")
        other.open(f"{room}/appointment?{last.partition('?')[2]}")
        path = unescape(re.findall(r'<form[^>]* action="([^"]*/appointment[^"]*)"', other.page.text)[0])
        if number == 0:
            case.customer.open(last)
        other.send(path)
        assert "Your appointment" in said(other)
    path = unescape(re.findall(r'<form[^>]* action="([^"]*/appointment[^"]*)"', case.customer.page.text)[0])
    answer: Any = case.customer.send(path)
    assert answer.status_code == 409
    assert "Somebody else has just taken this time" in said(case.customer)
    assert "12:30" in said(case.customer)
    assert ">12:00<" not in case.customer.page.text


def test_appointments_what_moves_is_shown_at_its_own_place_on_both_sides(case: Case) -> None:
    """The request is at one location, its appointment at another: both pages show the times of that one."""
    choose = f"{case.room}/appointment?location=praga"
    customer = case.customer
    customer.open(case.times(customer, choose)[0][1])
    path = unescape(re.findall(r'<form[^>]* action="([^"]*/appointment[^"]*)"', customer.page.text)[0])
    customer.send(path)
    assert "Warsaw, Praga" in said(customer)
    move = re.search(r'href="([^"]*appointment\?move=[^"]+)"', customer.page.text)
    assert move is not None
    last = case.times(customer, unescape(move.group(1)))[-1][1]
    customer.open(last)
    assert "Warsaw, Praga" in said(customer)
    assert "Warsaw, Centre" not in said(customer)
    desk = f"/staff/requests/{case.reference}/appointments"
    case.staff.open(case.times(case.staff, f"{desk}?{move.group(1).partition('?')[2]}")[-1][1])
    assert "Warsaw, Praga" in said(case.staff)
    path = unescape(re.findall(r'<form[^>]* action="([^"]*/move[^"]*)"', case.staff.page.text)[0])
    case.staff.send(path, agreed="yes")
    customer.open(case.room)
    assert "Warsaw, Praga" in said(customer)
    assert case.shop.desk.verify() == ()


def test_appointments_of_a_request_that_is_over_are_given_back_where_they_are_seen(case: Case) -> None:
    """The day and the request say that the time is still taken; the room offers no yes and no other time."""
    suggest = f"/staff/requests/{case.reference}/appointments"
    for kind in ("drop_off", "pick_up"):
        case.staff.open(case.times(case.staff, f"{suggest}?kind={kind}")[0][1])
        path = unescape(re.findall(r'<form[^>]* action="([^"]*/appointments[?][^"]*)"', case.staff.page.text)[0])
        case.staff.send(path)
    desk = case.shop.desk
    j.do(desk, CancelRequest, j.ANNA, request=desk.show(view_request_id, j.ANNA, case.reference))
    customer = case.customer
    customer.open(case.room)
    assert said(customer).count("this time is still kept for you") == 2
    assert customer.page.text.count('/cancel"') == 2
    assert "/confirm" not in customer.page.text
    assert "?move=" not in customer.page.text
    page = f"/staff/requests/{case.reference}"
    case.staff.open(page)
    assert said(case.staff).count("The request is over, and the time is still taken.") == 2
    case.staff.send("/cancel")
    assert case.staff.page.url.path == suggest
    assert said(case.staff).count("the time is still taken") == 1
    assert "A time for the customer" not in said(case.staff)
    case.staff.open(f"/staff/appointments?location=centrum&day={case.clock.now.date()}")
    case.staff.send("/cancel")
    case.staff.open(page)
    assert "the time is still taken" not in said(case.staff)
    assert desk.verify() == ()
