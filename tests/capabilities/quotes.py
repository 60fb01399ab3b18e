"""Quotes: prepared and offered by staff; approved, declined and asked about by customers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import journeys as j
from capabilities.scene import AUTOMATION, CUSTOMERS, STAFF, Example, Go, Look, Scene, by_command, row
from helpdesk_core import Guest, Helpdesk
from helpdesk_core.contacts.codes import EnterCode, RequestCode
from helpdesk_core.contacts.model import CODES
from helpdesk_core.quotes.answers import ApproveQuote, AskAboutQuote, DeclineQuote, ExpireQuote
from helpdesk_core.quotes.approvers import NameApprover, RemoveApprover
from helpdesk_core.quotes.model import APPROVERS
from helpdesk_core.quotes.offers import OfferQuote, UseLimit, WithdrawQuote
from helpdesk_core.quotes.rules import PrepareQuote
from helpdesk_core.quotes.views import view_choice, view_quote, view_quotes
from helpdesk_core.subjects import NOT_FOUND
from shops import Visitor

LINES = (
    {"text": "Screen, original", "unit_price": "620", "part": "A"},
    {"text": "Screen, compatible", "unit_price": "290", "part": "B"},
    {"text": "Labour", "unit_price": "70", "quantity": 2},
    {"text": "Protective glass", "unit_price": "39", "part": "optional"},
)
OPTIONS = ({"letter": "A", "title": "Original", "text": "Guarantee 12 months."}, {"letter": "B", "title": "Compatible"})
FIXED = ({"text": "Diagnosis", "unit_price": "99"},)


def fields(desk: Helpdesk, request: str, lines: Any = LINES) -> dict[str, Any]:
    """What a quote is prepared from: with a choice, unless told otherwise."""
    rates = desk.settings.tax_rates or (0,)
    return {
        "request": request,
        "valid_until": (desk.clock() + timedelta(days=9)).date(),
        "lines": [{"tax_rate": rates[0]} | line for line in lines],
        "options": OPTIONS if lines is LINES else (),
        "text": "Two working days.",
    }


def draft(desk: Helpdesk, request: str, lines: Any = LINES) -> Any:
    """A draft."""
    return j.do(desk, PrepareQuote, j.ANNA, **fields(desk, request, lines))


def offer(desk: Helpdesk, request: str, lines: Any = LINES) -> Any:
    """A quote on offer."""
    made = draft(desk, request, lines)
    decided = {"request": request, "quote": made.quote, "digest": made.digest}
    j.do(desk, OfferQuote, j.ANNA, **decided, unconfirmed="yes")  # nobody entered the code in some of the scenes
    return made


def fixed(desk: Helpdesk, request: str) -> Any:
    """A quote on offer without anything to choose."""
    return offer(desk, request, FIXED)


def of_quote(make: Callable[[Helpdesk, str], Any], **fields: Any) -> Callable[[Scene], dict[str, Any]]:
    """Fields of a command about a quote that is made first."""
    return lambda scene: {"request": scene.request, "quote": make(scene.desk, scene.request).quote, **fields}


def seen(make: Callable[[Helpdesk, str], Any], **fields: Any) -> Callable[[Scene], dict[str, Any]]:
    """The same, of a command that names what was on the page."""

    def named(scene: Scene) -> dict[str, Any]:
        made = make(scene.desk, scene.request)
        return {"request": scene.request, "quote": made.quote, "digest": made.digest, **fields}

    return named


def _chosen(scene: Scene, by: str = "customer", **choice: Any) -> dict[str, Any]:
    priced: Any = scene.desk.view(view_choice, scene.actors[by], scene.request, **choice)  # type: ignore[arg-type]
    return {"request": scene.request, "digest": priced.digest, **choice}


def _approved(scene: Scene) -> dict[str, Any]:
    return of_quote(offer)(scene) | _chosen(scene, options=["A"], extras=[3])


def named(desk: Helpdesk, request: str, guest: Any) -> Any:
    """A quote on offer, about which the customer lets somebody else decide."""
    made = offer(desk, request)
    j.do(desk, NameApprover, guest, request=request, quote=made.quote, contact="jan@example.com")
    return made


def _removing(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "quote": named(scene.desk, scene.request, scene.guest).quote}


def by_approver(scene: Scene) -> dict[str, Any]:
    """The scene's guest becomes somebody whom the customer named; the fields of their approval."""
    fields = _removing(scene)
    scene.guest = approver(scene.desk, scene.request)
    return fields | _chosen(scene, "guest", options=["A"])


def approver(desk: Helpdesk, request: str) -> Guest:
    """Whoever was named last enters the code that was sent to them."""
    return desk.guest(j.do(desk, EnterCode, Guest(), **code_of_approver(desk, request)).grant)


def code_of_approver(desk: Helpdesk, request: str) -> dict[str, Any]:
    """Whoever was named last asks for a code: where it is entered, and its digits."""
    with desk.reading() as reader:
        person = next(one for one in reader.find(APPROVERS, {"request": request}) if one.lets_in)
        others = {(one.id, one.number) for one in reader.find(CODES, {"request": request})}
    at = {"link": desk.keyring.link(person.id, 1), "contact": person.contact}
    j.do(desk, RequestCode, Guest(), **at)
    with desk.reading() as reader:
        (made,) = (one for one in reader.find(CODES, {"request": request}) if (one.id, one.number) not in others)
    return at | {"code": desk.keyring.code(made.id, made.number)}


def _over(scene: Scene) -> dict[str, Any]:
    named = of_quote(offer)(scene)
    scene.desk.clock.move(days=11)  # type: ignore[attr-defined]
    return named


EXAMPLES = by_command(
    Example(PrepareQuote, STAFF, lambda s: fields(s.desk, s.request), right="quotes.prepare"),
    Example(OfferQuote, STAFF, seen(draft), right="quotes.offer"),
    Example(UseLimit, STAFF, seen(fixed), right="quotes.offer"),
    Example(WithdrawQuote, STAFF, seen(offer, text="We found a cheaper part."), right="quotes.offer"),
    Example(ApproveQuote, CUSTOMERS, _approved),
    Example(DeclineQuote, CUSTOMERS, seen(offer, text="Too dear.")),
    Example(AskAboutQuote, CUSTOMERS, of_quote(offer, text="Why two hours?")),
    Example(NameApprover, CUSTOMERS, of_quote(offer, contact="jan@example.com")),
    Example(RemoveApprover, CUSTOMERS, _removing),
    Example(ExpireQuote, AUTOMATION, _over),
)
CHANGES = {
    "quote_prepared": row(STAFF, PrepareQuote),
    "quote_offered": row(STAFF, OfferQuote, staff="customer"),
    "quote_limit_used": row(STAFF, UseLimit, staff="customer"),
    "quote_withdrawn": row(STAFF, WithdrawQuote, staff="customer"),
    "quote_approved": row(CUSTOMERS, ApproveQuote, customer="staff customer"),
    "quote_declined": row(CUSTOMERS, DeclineQuote, customer="staff"),
    "quote_asked": row(CUSTOMERS, AskAboutQuote, customer="staff"),
    "quote_approver_named": row(CUSTOMERS, NameApprover, customer="contact"),
    "quote_approver_removed": row(CUSTOMERS, RemoveApprover),
    "quote_approver_answered": row(("guest",), Example(ApproveQuote, ("guest",), by_approver), customer="customer"),
    "quote_expired": row(AUTOMATION, ExpireQuote, automation="staff"),
}
KEPT = dict.fromkeys(
    ("quotes.prepared_by", "quotes.prepared_by_name", "quote_limit_uses.used_by", "quote_limit_uses.used_by_name"),
    "staff stand by what they did",
)


def _look(scene: Scene, **choice: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    offer(scene.desk, scene.request)
    return (scene.request,), choice


VIEWS = {
    view_quote: Look(by=CUSTOMERS, ask=_look, stranger=NOT_FOUND),
    view_choice: Look(by=CUSTOMERS, ask=lambda s: _look(s, options=["A"]), stranger=NOT_FOUND),
    view_quotes: Look(by=STAFF, right="requests.view", ask=_look, stranger=NOT_FOUND),
}


#: Each its own address: one gets few messages within an hour.
_NUMBERS = count(1)


def read(path: str = "", *offers: Any) -> Go:
    """A page about the last of these offers."""

    def go(visitor: Visitor) -> None:
        room = visitor.request_help(f"quotes{next(_NUMBERS)}@example.com")
        found = visitor.shop.desk.keyring.read_link(room.rpartition("/")[2])
        for lines in offers or (LINES,):
            offer(visitor.shop.desk, found[0] if found else "", lines)
        visitor.open(f"{room}/quote{path}")

    return go


def let_in(visitor: Visitor, contact: str, by: Visitor | None = None) -> None:
    """From the page of a quote: name somebody, who opens the link of their mail and enters their code."""
    (by or visitor).send("/quote/approver", contact=contact)
    link = re.search(r"/r/\w{64}", visitor.shop.mail(contact)["text"])
    assert link is not None
    visitor.open(link.group())
    visitor.send("/contact", contact=contact)
    visitor.send("/confirm", code=visitor.shop.code(contact))


def as_approver(path: str = "") -> Go:
    """A page as somebody sees it whom the customer named."""

    def go(visitor: Visitor) -> None:
        read("", FIXED)(visitor)
        let_in(visitor, f"approver{next(_NUMBERS)}@example.com")
        visitor.open(str(visitor.page.url.path) + path)

    return go


def at_desk(path: str, *offers: Any) -> Go:
    """A page of the staff's, about a request with a limit, and a draft unless there are offers."""

    def go(visitor: Visitor) -> None:
        visitor.sign_in()
        desk = visitor.shop.desk
        made = j.submit(desk, contact="quoted@example.com", spending_limit="150")
        for lines in offers:
            offer(desk, made.request, lines)
        if not offers:
            draft(desk, made.request)
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}{path}")

    return go


def sent(go: Go, action: str, **typed: str) -> Go:
    """A page's form, sent."""
    return lambda visitor: (go(visitor), visitor.send(action, **typed))[1]


PAGES = {
    "room_quote": {
        "to choose": read(),
        "replaced": read("", FIXED, LINES),
        "approved": sent(read("/decide", FIXED), "/quote/decide?", read="y"),
        "errors": sent(read(), "/quote/question"),
        "errors in an approver": sent(read(), "/quote/approver", contact="unassigned"),
        "for an approver": as_approver(),
    },
    "room_quote_decide": {
        "by an approver": as_approver("/decide"),
        "summary": read("/decide?options-A=A&extras=3"),
        "errors": sent(read("/decide", FIXED), "/quote/decide?"),
    },
    "room_quote_decline": {"asked": read("/decline"), "errors": sent(read("/decline"), "/quote/decline")},
    "staff_quote": {
        "draft": at_desk("/quote"),
        "errors": sent(at_desk("/quote"), "/quote", valid_until="", **{"lines-0-unit_price": "0,005"}),
    },
    "staff_quote_review": {
        "review": at_desk("/quote/review"),
        "errors": sent(at_desk("/quote/review"), "/quote/review"),
        "limit beside it": at_desk("", FIXED),
        "errors withdrawn without a reason": sent(at_desk("", FIXED), "/quote/withdraw"),
    },
}
