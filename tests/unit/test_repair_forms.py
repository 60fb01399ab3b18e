"""The European repair information form: its fields, how long it holds, and who may read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities import quotes
from capabilities.repair_forms import SAID, SHOP_SAYS, given, offered
from capabilities.scene import SHOP
from helpdesk_core.commands import MakeRepairForm
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_repair_forms, view_request_repair_forms

NAMED = attrs.evolve(SHOP, **SHOP_SAYS)


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=NAMED)


def _refused(desk: Any, request: str, quote: str) -> str:
    return str(getattr(j.attempt(desk, MakeRepairForm, j.ANNA, request=request, quote=quote, **SAID), "code", ""))


def test_a_form_says_what_the_law_asks(desk: Any) -> None:
    """Who, where, what, for how much at most, how long it takes and holds: of the quote and of a person."""
    made, guest = j.in_phase(desk, "in_review", location="here")
    given(desk, made.request, quotes.LINES)
    (form,) = desk.show(view_repair_forms, guest, made.request).rows
    assert (form.seller, form.address, form.phone, form.email) == tuple(SHOP_SAYS.values())
    assert form.place == "here, ul. Prosta 1, 00-001 Warszawa"
    assert str(form.defect) == SAID["defect"]
    assert form.least.minor < form.most.minor
    assert form.valid_until >= (desk.clock() + timedelta(days=30)).date()
    assert desk.verify() == ()


def test_a_form_is_given_once_and_holds_thirty_days(desk: Any) -> None:
    """A quote that ends sooner has none, and one that was given stays."""
    made, _ = j.in_phase(desk, "in_review")
    short = offered(desk, made.request, days=29)
    assert _refused(desk, made.request, short) == "refusal.repair_form_too_short"
    seen = desk.show(view_request_repair_forms, j.ANNA, made.request)
    assert (seen.quote, seen.problem.code) == (short, "refusal.repair_form_too_short")
    quote = offered(desk, made.request, days=30)
    assert _refused(desk, made.request, short) == "refusal.repair_form_no_quote"
    assert _refused(desk, made.request, quote) == ""
    assert _refused(desk, made.request, quote) == "refusal.repair_form_made"
    assert desk.show(view_request_repair_forms, j.ANNA, made.request).quote is None


def test_the_thirty_days_are_the_shops(desk: Any) -> None:
    """After midnight in Warsaw it is a day later than in UTC."""
    made, _ = j.in_phase(desk, "in_review")
    desk.clock.now = desk.clock.now.replace(hour=23, minute=30)
    assert _refused(desk, made.request, offered(desk, made.request, days=30)) == "refusal.repair_form_too_short"
    assert _refused(desk, made.request, offered(desk, made.request, days=31)) == ""


def test_a_shop_that_does_not_say_who_it_is_gives_none() -> None:
    """The law wants name, address, phone and e-mail."""
    desk = make_desk(settings=attrs.evolve(NAMED, phone=""))
    made, _ = j.in_phase(desk, "in_review")
    assert _refused(desk, made.request, offered(desk, made.request)) == "refusal.repair_form_no_shop"
