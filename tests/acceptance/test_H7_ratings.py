"""H7: after an outcome a customer says whether it works, and how content they are: to the team alone."""

from __future__ import annotations

import pytest

import journeys as j
from helpdesk_core import Guest, Refusal
from helpdesk_core.commands import RateService
from helpdesk_core.testing import make_desk
from helpdesk_core.views import ServiceRequest, view_rating_results, view_request_rating, view_testimonials
from shops import Shop, read


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H7_from_the_outcome_to_the_teams_chart(shop: Shop, language: str) -> None:
    """It works, four of five, a word: a fact each, and completing stays with the staff."""
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    room = visitor.request_help("rates@example.com")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    assert read(t("rating.title")) not in visitor.open(room).text
    draft = j.do(shop.desk, j.PrepareOutcome, j.ANNA, request=found[0], result="solved", text="A new battery is in.")
    j.do(shop.desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    visitor.open(room)
    visitor.send("/answer", solved="yes")
    visitor.send("/rating", stars="4", text="Well explained. PIN: 482196")
    assert read(t("rating.given", stars=4)) in visitor.page.text
    assert "482196" not in visitor.page.text
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    assert (request.phase.value, request.is_waiting) == ("outcome_recorded", False)
    staff = shop.visitor(language)
    staff.sign_in()
    page = staff.open("/staff/ratings").text
    assert "Well explained." in page
    assert "<svg" in page
    assert "<table" in page
    assert "Well explained." in staff.open(f"/staff/requests/{request.reference}").text
    assert shop.desk.verify() == ()


def test_H7_once_for_each_outcome_and_never_public() -> None:
    """Nothing to rate before there is one; a second rating is refused; nobody else reads it."""
    desk = make_desk()
    early, guest = j.in_phase(desk, "in_review", contact="early@example.com")
    answer = j.attempt(desk, RateService, guest, request=early.request, stars=5)
    assert isinstance(answer, Refusal)
    assert answer.code == "refusal.nothing_to_rate"
    made, guest = j.in_phase(desk, "outcome_recorded", contact="rates@example.com")
    j.do(desk, RateService, guest, request=made.request, stars=2, text="It took weeks.")
    again = j.attempt(desk, RateService, guest, request=made.request, stars=5)
    assert isinstance(again, Refusal)
    assert again.code == "refusal.rated_already"
    assert desk.show(view_request_rating, j.ANNA, made.request).stars == 2
    results = desk.show(view_rating_results, j.ANNA)
    assert (dict(results.counts), results.content, results.total) == ({5: 0, 4: 0, 3: 0, 2: 1, 1: 0}, 0, 1)
    assert desk.show(view_testimonials, Guest()).rows == ()
