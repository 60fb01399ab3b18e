"""European repair information forms: given with a quote, read by its customer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import journeys as j
from capabilities import quotes
from capabilities.scene import CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, MakeRepairForm, OfferQuote, PrepareQuote
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_repair_forms, view_request_repair_forms
from shops import Visitor

RIGHT = "repair_forms.make"
SHOP_SAYS = {
    "company": "Fixly sp. z o.o., Warszawa",
    "address": "ul. Prosta 1, 00-001 Warszawa",
    "phone": "+48 22 123 45 67",
    "privacy_contact": "shop@fixly.example",
}
SAID = {
    "defect": "The screen is dark on its left half.",
    "time": "3 to 5 working days",
    "replacement": "A phone of ours, free of charge",
    "services": "Transport by courier: PLN 25.00",
    "more": "The guarantee is 12 months.",
}


def named(desk: Any) -> None:
    """The shop says who it is and how it is reached."""
    unsaid = {key: value for key, value in SHOP_SAYS.items() if not getattr(desk.settings, key)}
    if unsaid:
        rows = tuple({"key": key, "value": Published.of(value), "seen": 0} for key, value in unsaid.items())
        j.do(desk, ChangeSettings, j.BOSS, values=rows)
        desk.refresh_settings()


def offered(desk: Any, request: str, lines: Any = quotes.FIXED, days: int = 40) -> str:
    """A quote on offer that holds long enough; its id."""
    until = (desk.clock() + timedelta(days=days)).date()
    made = j.do(desk, PrepareQuote, j.ANNA, **{**quotes.fields(desk, request, lines), "valid_until": until})
    decided = {"request": request, "quote": made.quote, "digest": made.digest}
    j.do(desk, OfferQuote, j.ANNA, **decided, unconfirmed="yes")
    return str(made.quote)


def given(desk: Any, request: str, lines: Any = quotes.FIXED) -> None:
    """A form is given."""
    named(desk)
    j.do(desk, MakeRepairForm, j.ANNA, request=request, quote=offered(desk, request, lines), **SAID)


def _fields(scene: Scene) -> dict[str, Any]:
    named(scene.desk)
    return {"request": scene.request, "quote": offered(scene.desk, scene.request), **SAID}


EXAMPLES = by_command(Example(MakeRepairForm, STAFF, right=RIGHT, fields=_fields))
KEPT = {
    "repair_forms.seller": "the shop's own words",
    "repair_forms.made_by_name": "staff stand by what they gave",
}
CHANGES = {"repair_form_made": row(STAFF, MakeRepairForm)}


def _seen(scene: Scene) -> Any:
    given(scene.desk, scene.request)
    return by_id(scene)


VIEWS = {
    view_repair_forms: Look(by=CUSTOMERS, ask=_seen, stranger=NOT_FOUND),
    view_request_repair_forms: Look(by=STAFF, right=RIGHT, ask=_seen, stranger=NOT_FOUND),
}


def _open(visitor: Visitor, made: Any) -> None:
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/repair-form")


def _fresh(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    named(desk)
    made, _ = j.in_phase(desk, "in_review", j.Customer(id="7"), contact="form@example.com")
    offered(desk, made.request)
    _open(visitor, made)


def _errors(visitor: Visitor) -> None:
    _fresh(visitor)
    visitor.send(visitor.page.url.path, defect="", time="")


def _too_short(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    named(desk)
    made, _ = j.in_phase(desk, "in_review", j.Customer(id="7"), contact="short@example.com")
    offered(desk, made.request, days=9)
    _open(visitor, made)


def _none(visitor: Visitor) -> None:
    made, _ = j.in_phase(visitor.shop.desk, "in_review", j.Customer(id="7"), contact="none@example.com")
    _open(visitor, made)


def _at_request(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    made, _ = j.in_phase(desk, "in_review", j.Customer(id="7"), contact="given@example.com")
    given(desk, made.request)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}")


def _room(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    made, _ = j.in_phase(desk, "in_review", j.Customer(id="7"), contact="form-room@example.com")
    given(desk, made.request)
    visitor.client.cookies.set("test_customer", "7")
    visitor.open(f"/r/{j.link(desk, made)}")


PAGES = {
    "staff_repair_form": {
        "fresh": _fresh,
        "errors": _errors,
        "the quote ends too soon": _too_short,
        "no quote": _none,
        "given, on the request": _at_request,
        "given, in the room": _room,
    }
}
