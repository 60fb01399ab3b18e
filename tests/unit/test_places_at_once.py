"""How many appointments a location has at once: its own number, else the shop's; the last place is one person's."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from test_appointments import EVERY_DAY, book, booked_at_once, desk_with, offer, request_of, warsaw

from helpdesk_core import Location, Refusal
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.appointments.slots import places_at
from helpdesk_core.errors import ConfigurationError
from helpdesk_core.settings import read_settings
from helpdesk_core.settings.values import to_plain
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_slots

TWO, OWN = (
    Location(id="centre", labels={"en": "Centre", "pl": "Centrum"}, appointments_at_once=2),
    Location(id="praga", labels={"en": "Praga", "pl": "Praga"}),
)
TAKEN = "refusal.appointment_taken"


def _desk(store: Any = None, *, shops: int = 1, **location: Any) -> Any:
    places = (attrs.evolve(TWO, **location), OWN)
    return desk_with(store, locations=places, appointments_at_once=shops)


def _takes(desk: Any, place: str, number: int) -> list[str]:
    """What so many people are told who want one time there, one after the other."""
    found = []
    for one in range(number):
        made, guest = request_of(desk, contact=f"{place}{one}@example.com", location=place)
        answer = book(desk, guest, made, warsaw(27, 10))
        found.append(answer.code if isinstance(answer, Refusal) else "")
    return found


def test_a_location_has_its_own_number_and_else_the_shops() -> None:
    """Each of the two has its own places."""
    desk = _desk()
    assert _takes(desk, "centre", 3) == ["", "", TAKEN]
    assert _takes(desk, "praga", 2) == ["", TAKEN]
    assert _takes(_desk(shops=3), "praga", 4) == ["", "", "", TAKEN]


def test_fewer_than_the_shops_holds_too() -> None:
    """For staff as for customers."""
    desk = _desk(shops=3, appointments_at_once=1)
    assert _takes(desk, "centre", 2) == ["", TAKEN]
    made, _ = request_of(desk, contact="x@example.com", location="centre")
    answer = offer(desk, made, warsaw(27, 10))
    assert isinstance(answer, Refusal)
    assert answer.code == TAKEN


def test_a_time_is_shown_as_long_as_it_has_a_place() -> None:
    """The list of times goes by the same number."""
    desk = _desk()
    made, guest = request_of(desk, contact="y@example.com", location="centre")

    def has(place: str) -> bool:
        found = desk.show(view_slots, guest, made.request, location=place)
        return any(one.starts_at == warsaw(27, 10) for day in found.days for one in day.times)

    for place, places in (("centre", 2), ("praga", 1)):
        for number in range(places):
            assert has(place), (place, number)
            other, its = request_of(desk, contact=f"{place}{number}@example.com", location=place)
            assert not isinstance(book(desk, its, other, warsaw(27, 10)), Refusal)
        assert not has(place)


@pytest.mark.parametrize("places", [1, 3])
def test_of_many_people_who_want_the_last_place_of_a_location_exactly_one_gets_it(tmp_path: Any, places: int) -> None:
    """At once, whatever the shop's own number is."""
    desk = _desk(SqlStore.sqlite(tmp_path / "shop.sqlite"), shops=5, appointments_at_once=places)
    people = [request_of(desk, contact=f"p{number}@example.com", location="centre") for number in range(10)]
    answers = booked_at_once(desk, people, warsaw(27, 10))
    assert [one.code for one in answers if isinstance(one, Refusal)] == [TAKEN] * (10 - places)
    with desk.reading() as reader:
        (day,) = reader.find(EVERY_DAY, {})
    assert len(day.taken) == places
    assert desk.verify() == ()


@pytest.mark.parametrize("number", [0, -1, 51])
def test_a_number_is_within_the_bounds_of_the_shops(number: int) -> None:
    """Said with the location's place in the list."""
    settings = attrs.evolve(POLISH_SHOP, locations=(attrs.evolve(TWO, appointments_at_once=number), OWN))
    with pytest.raises(ConfigurationError, match=r"locations\.0\.appointments_at_once"):
        make_desk(settings=settings)


def test_it_is_a_setting_as_the_others() -> None:
    """In a file, an export and an import; left out it is the shop's."""
    plain = to_plain((TWO, OWN))
    assert [one.get("appointments_at_once") for one in plain] == [2, None]
    given = [{key: value for key, value in one.items() if value is not None} for one in plain]
    read = read_settings({"locations": given})
    assert [places_at(read, one.id) for one in read.locations] == [2, 1]
