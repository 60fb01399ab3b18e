"""F3: the technician's note stands beside the status in overview and room, and nowhere for who only looks it up."""

from __future__ import annotations

import re

import pytest
from test_F3_dashboard import request_of, signed_in

import journeys as j
from helpdesk_core.commands import RemoveStatusNote, WriteStatusNote
from helpdesk_core.views import ServiceRequest, view_status_notes
from shops import Shop

NOTE = "The seal is ordered, its number is 12-B."


def stored(shop: Shop, id: str) -> ServiceRequest:
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, id)
    assert found is not None
    return found


def notes(shop: Shop, request: ServiceRequest) -> list[str | None]:
    """What was said beside the status, latest first."""
    rows = shop.desk.show(view_status_notes, j.ANNA, request.id).rows
    return [None if one.text is None else str(one.text) for one in rows]


@pytest.mark.parametrize(("language", "title"), [("en", "Note from the workshop"), ("pl", "Notatka z serwisu")])
def test_F3_it_is_looked_at_then_saved_and_read(shop: Shop, language: str, title: str) -> None:
    """What staff see beforehand is what the customer reads: without what redaction removes. Looking saves nothing."""
    request = stored(shop, request_of(shop, "7", "Radio"))
    staff, at = shop.visitor(language), f"/staff/requests/{request.reference}"
    staff.sign_in()
    form = next(one for one in re.findall(r"<form.*?</form>", staff.open(at).text, re.S) if "/status-note" in one)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    written = {"text": f"{NOTE} My PIN is 482196.", "status": "in_progress"}
    looked = staff.client.post(f"{at}/status-note/preview", data=hidden | written).text
    assert "Klient przeczyta:" in looked
    assert NOTE in looked.partition("Klient przeczyta:")[2]
    assert "482196" not in looked.partition("Klient przeczyta:")[2]
    assert notes(shop, request) == []
    staff.open(at)
    staff.send("/status-note", **written)
    assert stored(shop, request.id).status == "in_progress"
    visitor = signed_in(shop, "7", language)
    room = visitor.open(f"/r/{shop.desk.keyring.link(request.id, 1)}").text
    assert title in room
    assert NOTE in room
    assert "482196" not in room
    assert NOTE in visitor.open("/dashboard").text


def test_F3_who_looks_up_a_status_reads_no_note(shop: Shop) -> None:
    """Reference and surname open four facts, and this is none of them."""
    request = stored(shop, request_of(shop, "7", "Radio"))
    j.do(shop.desk, WriteStatusNote, j.ANNA, request=request.id, text=NOTE)
    guest = shop.visitor()
    guest.open("/track")
    guest.send("/track", reference=request.reference, surname="Nowak")
    assert "Status of your request" in guest.page.text
    assert "Confirmed" in guest.page.text
    assert "seal" not in guest.page.text
    assert "Note from the workshop" not in guest.page.text


def test_F3_the_latest_holds_and_the_others_are_its_history(shop: Shop) -> None:
    """A note is replaced, taken away, and what it said is kept and vouched for."""
    request = stored(shop, request_of(shop, "7", "Radio"))
    for text in ("First words.", "Second words."):
        j.do(shop.desk, WriteStatusNote, j.ANNA, request=request.id, text=text)
    visitor = signed_in(shop, "7")
    page = visitor.open("/dashboard").text
    assert "Second words." in page
    assert "First words." not in page
    j.do(shop.desk, RemoveStatusNote, j.ANNA, request=request.id)
    assert "words." not in visitor.open("/dashboard").text
    assert notes(shop, request) == [None, "Second words.", "First words."]
    assert shop.desk.verify() == ()
