"""Complaints in the app: made in the room of a finished repair, a clock for staff, an answer by a person."""

from __future__ import annotations

import re

import pytest

import journeys as j
from capabilities.complaints import SAID
from helpdesk_core import Customer
from helpdesk_core.commands import MakeComplaint, RenewLink
from helpdesk_core.views import ServiceRequest
from shops import Shop

WORDS = {
    "en": ("Make a complaint", "We have your complaint.", "Not accepted", "consumer advisers"),
    "pl": ("Złóż reklamację", "Mamy Państwa reklamację.", "Nieuznana", "rzecznik konsumentów"),
}
LEFT, SILENCE = "pozostało 14 dni", "uważa się za uznaną"
"""As staff of the tests' shop read it."""


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_complaint_from_the_room_to_its_answer(shop: Shop, language: str) -> None:
    """The customer makes it where the repair stands, staff read by when and what silence means, a person answers."""
    make, received, refused, helps = WORDS[language]
    repair, _ = j.in_phase(shop.desk, "closed", Customer(id="7"), contact="complains@example.com", language=language)
    room, visitor = f"/r/{j.link(shop.desk, repair)}", shop.visitor(language)
    visitor.client.cookies.set("test_customer", "7")
    assert make in visitor.open(room).text
    visitor.open(f"{room}/complaint")
    visitor.send("/complaint", **(SAID | {"text": "It hums. My PIN is 482196"}))
    own = visitor.page.url.path
    if "removed" not in str(visitor.page.url):
        assert received in visitor.page.text
    assert "482196" not in visitor.page.text
    assert own in visitor.open(room).text

    found = shop.desk.keyring.read_link(own.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    staff = shop.visitor(language)
    staff.sign_in()
    assert f"/staff/requests/{request.reference}" in staff.open("/staff?view=complaint").text
    page = staff.open(f"/staff/requests/{request.reference}").text
    assert LEFT in page
    assert SILENCE in page
    assert f"/staff/requests/{repair.reference.replace('-', '')}" in staff.open(f"{staff.page.url.path}/complaint").text
    staff.send("/complaint/answer", answer="refused", text="The glass broke by a fall.")
    assert LEFT not in staff.page.text
    assert f"/staff/requests/{request.reference}" not in staff.open("/staff?view=complaint").text

    page = visitor.open(own).text
    assert refused in page
    assert helps in page
    assert "The glass broke by a fall." in page
    for other, words in WORDS.items():  # whatever language the request is in
        visitor.client.headers["accept-language"] = other
        assert words[-1] in visitor.open(own).text
    assert shop.desk.verify() == ()


def test_a_repair_and_its_complaint_lead_to_each_other_by_links_that_open_them_now(shop: Shop) -> None:
    """Both links were renewed since: those of before lead nowhere."""
    customer = Customer(id="7")
    repair, _ = j.in_phase(shop.desk, "closed", customer, contact="complains@example.com")
    new = j.do(shop.desk, MakeComplaint, customer, request=repair.request, **SAID)
    for one in (repair.request, new.complaint):
        j.do(shop.desk, RenewLink, j.BOSS, request=one)
    link = shop.desk.keyring.link
    rooms = [f"/r/{link(repair.request, repair.generation + 1)}", f"/r/{link(new.complaint, new.generation + 1)}"]
    visitor = shop.visitor("en")
    visitor.client.cookies.set("test_customer", "7")
    for here, there in (rooms, rooms[::-1]):
        assert set(re.findall(rf"{there[:35]}\w+", visitor.open(here).text)) == {there}


def test_staff_take_a_complaint_at_the_counter(shop: Shop) -> None:
    """With its own page, from the page of the finished repair; what is missing is said there."""
    repair, _ = j.in_phase(shop.desk, "closed", Customer(id="7"), contact="complains@example.com")
    staff = shop.visitor("en")
    staff.sign_in()
    at = f"/staff/requests/{repair.reference.replace('-', '')}"
    assert f"{at}/complaint" in staff.open(at).text
    staff.open(f"{at}/complaint")
    staff.send("/complaint", text="")
    assert staff.page.status_code == 422
    staff.send("/complaint", **SAID)
    assert staff.page.url.path != at
    assert "It hums again." in staff.page.text
    assert LEFT in staff.page.text
