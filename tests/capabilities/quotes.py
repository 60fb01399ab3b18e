"""Quotes: prepared and offered by staff; approved, declined and asked about by customers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Go, Look, Scene
from helpdesk_core import Helpdesk
from helpdesk_core.quotes.answers import ApproveQuote, AskAboutQuote, DeclineQuote, ExpireQuote
from helpdesk_core.quotes.model import Quote
from helpdesk_core.quotes.pricing import Choice, Part, price
from helpdesk_core.quotes.rules import OfferQuote, PrepareQuote, UseLimit
from helpdesk_core.quotes.views import view_choice, view_quote, view_quotes
from helpdesk_core.redaction_desk.rules import RemoveSecret
from helpdesk_core.subjects import NOT_FOUND
from shops import Visitor

LINES = (
    {"text": "Screen, original", "unit_price": "620", "part": "A"},
    {"text": "Screen, compatible", "unit_price": "290", "part": "B"},
    {"text": "Labour", "unit_price": "70", "quantity": 2},
    {"text": "Protective glass", "unit_price": "39", "part": "optional"},
)
OPTIONS = (
    {"letter": "A", "title": "Original screen", "text": "Guarantee 12 months."},
    {"letter": "B", "title": "Compatible screen"},
)
FIXED = ({"text": "Diagnosis", "unit_price": "99"},)


def draft(desk: Helpdesk, request: str, lines: Any = LINES, options: Any = OPTIONS, by: Any = j.ANNA) -> Any:
    """A draft: with a choice, unless told otherwise."""
    rates = desk.settings.tax_rates or (0,)
    fields = {
        "request": request,
        "valid_until": (desk.clock() + timedelta(days=9)).date(),
        "lines": [{"tax_rate": rates[0]} | line for line in lines],
        "options": options if lines is LINES else (),
        "text": "Two working days.",
    }
    return j.do(desk, PrepareQuote, by, **fields)


def offer(desk: Helpdesk, request: str, *args: Any, by: Any = j.ANNA) -> Any:
    """A quote on offer."""
    made = draft(desk, request, *args, by=by)
    j.do(desk, OfferQuote, by, request=request, quote=made.quote, digest=made.digest)
    return made


def _named(made: Any, scene: Scene, **fields: Any) -> dict[str, Any]:
    return {"request": scene.request, "quote": made.quote, **fields}


def _drafted(scene: Scene) -> dict[str, Any]:
    made = draft(scene.desk, scene.request)
    return _named(made, scene, digest=made.digest)


def _offered(scene: Scene) -> dict[str, Any]:
    made = offer(scene.desk, scene.request)
    return _named(made, scene, digest=made.digest)


def _chosen(scene: Scene) -> dict[str, Any]:
    made = offer(scene.desk, scene.request)
    with scene.desk.reading() as reader:
        quote = reader.load(Quote, made.quote)
    chosen = price(quote, Choice(options=(Part.A,), extras=(3,))) if quote else None
    assert chosen is not None
    return _named(made, scene, digest=chosen.digest, options=["A"], extras=[3])


def _within(scene: Scene) -> dict[str, Any]:
    scene.made = j.submit(scene.desk, j.CUSTOMER, location="here", spending_limit="150")
    made = offer(scene.desk, scene.request, FIXED)
    return _named(made, scene, digest=made.digest)


def _asked(scene: Scene) -> dict[str, Any]:
    return _named(offer(scene.desk, scene.request), scene, text="Why two hours?")


def _over(scene: Scene) -> dict[str, Any]:
    made = offer(scene.desk, scene.request)
    scene.desk.clock.move(days=11)  # type: ignore[attr-defined]
    return _named(made, scene)


def _line_of_offer(scene: Scene) -> dict[str, Any]:
    made = offer(scene.desk, scene.request)
    return {"request": scene.request, "record": made.quote, "field": "lines.0.text", "start": 0, "end": 6}


EXAMPLES = {
    PrepareQuote: Example(
        command=PrepareQuote,
        by=STAFF,
        right="quotes.prepare",
        fields=lambda s: {
            "request": s.request,
            "valid_until": "2026-12-02",
            "lines": LINES,
            "options": OPTIONS,
            "text": "Two working days.",
        },
    ),
    OfferQuote: Example(command=OfferQuote, by=STAFF, right="quotes.offer", fields=_drafted),
    UseLimit: Example(command=UseLimit, by=STAFF, right="quotes.offer", fields=_within),
    ApproveQuote: Example(command=ApproveQuote, by=CUSTOMERS, fields=_chosen),
    DeclineQuote: Example(command=DeclineQuote, by=CUSTOMERS, fields=lambda s: _offered(s) | {"text": "Too dear."}),
    AskAboutQuote: Example(command=AskAboutQuote, by=CUSTOMERS, fields=_asked),
    ExpireQuote: Example(command=ExpireQuote, by=("automation",), fields=_over),
}
#                          customer guest  agent  admin  automation
TABLE = {
    "quote_prepared":       ("no",  "no",  "yes", "yes", "no"),
    "quote_offered":        ("no",  "no",  "yes", "yes", "no"),
    "quote_approved":       ("yes", "yes", "no",  "no",  "no"),
    "quote_declined":       ("yes", "yes", "no",  "no",  "no"),
    "quote_asked":          ("yes", "yes", "no",  "no",  "no"),
    "quote_limit_used":     ("no",  "no",  "yes", "yes", "no"),
    "quote_expired":        ("no",  "no",  "no",  "no",  "yes"),
}  # fmt: skip
TELLS = {
    "quote_prepared": ("", "", ""),
    "quote_offered": ("customer", "", ""),
    "quote_approved": ("", "staff", ""),
    "quote_declined": ("", "staff", ""),
    "quote_asked": ("", "staff", ""),
    "quote_limit_used": ("customer", "", ""),
    "quote_expired": ("", "", "staff"),
}
KEPT = {
    "quotes.prepared_by": "staff stand by what they did",
    "quotes.prepared_by_name": "staff stand by what they did",
    "quote_limit_uses.used_by": "staff stand by what they did",
    "quote_limit_uses.used_by_name": "staff stand by what they did",
}
CAUSES = {
    "quote_prepared": (EXAMPLES[PrepareQuote],),
    "quote_offered": (EXAMPLES[OfferQuote],),
    "quote_approved": (EXAMPLES[ApproveQuote],),
    "quote_declined": (EXAMPLES[DeclineQuote],),
    "quote_asked": (EXAMPLES[AskAboutQuote],),
    "quote_limit_used": (EXAMPLES[UseLimit],),
    "quote_expired": (EXAMPLES[ExpireQuote],),
    "publication_redacted": (Example(command=RemoveSecret, by=STAFF, right="secrets.remove", fields=_line_of_offer),),
}


def _look(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    offer(scene.desk, scene.request)
    return (scene.request,), {}


VIEWS = {
    view_quote: Look(by=CUSTOMERS, ask=_look, stranger=NOT_FOUND),
    view_choice: Look(by=CUSTOMERS, ask=lambda s: (_look(s)[0], {"options": ["A"]}), stranger=NOT_FOUND),
    view_quotes: Look(by=STAFF, right="requests.view", ask=_look, stranger=NOT_FOUND),
}


def _room(visitor: Visitor, *args: Any) -> str:
    """The path of the quote in a fresh room."""
    path = visitor.request_help("quotes@example.com")
    found = visitor.shop.desk.keyring.read_link(path.rpartition("/")[2])
    assert found is not None
    offer(visitor.shop.desk, found[0], *args)
    return f"{path}/quote"


def read(path: str = "", *args: Any) -> Go:
    """A page about a quote that is on offer."""
    return lambda visitor: visitor.open(_room(visitor, *args) + path)


def _tick_missing(visitor: Visitor) -> None:
    read("/decide", FIXED)(visitor)
    visitor.send("/quote/decide?")


def _approved(visitor: Visitor) -> None:
    read("/decide", FIXED)(visitor)
    visitor.send("/quote/decide?", read="y")


def _question_missing(visitor: Visitor) -> None:
    read()(visitor)
    visitor.send("/quote/question")


def _replaced(visitor: Visitor) -> None:
    path = _room(visitor, FIXED)
    found = visitor.shop.desk.keyring.read_link(path.split("/")[2])
    assert found is not None
    offer(visitor.shop.desk, found[0])
    visitor.open(path)


def _desk(path: str, *args: Any, offered: bool = False, limit: str = "150") -> Go:
    """A page of the staff's, about a request with a draft, or a quote on offer."""

    def go(visitor: Visitor) -> None:
        visitor.sign_in()
        desk = visitor.shop.desk
        made = j.submit(desk, contact="quoted@example.com", spending_limit=limit)
        (offer if offered else draft)(desk, made.request, *args)
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}{path}")

    return go


def _sent(go: Go, action: str, **fields: str) -> Go:
    """The form of a page, sent with something missing."""

    def send(visitor: Visitor) -> None:
        go(visitor)
        visitor.send(action, **fields)

    return send


PAGES = {
    "room_quote": {
        "to choose": read(),
        "nothing to choose": read("", FIXED),
        "replaced": _replaced,
        "approved": _approved,
        "faults": _question_missing,
    },
    "room_quote_decide": {
        "summary": read("/decide?options-A=A&extras=3"),
        "faults": _tick_missing,
    },
    "room_quote_decline": {"asked": read("/decline")},
    "staff_quote": {
        "draft": _desk("/quote"),
        "faults": _sent(_desk("/quote"), "/quote", valid_until="", **{"lines-0-unit_price": "0,005"}),
    },
    "staff_quote_review": {
        "review": _desk("/quote/review"),
        "faults": _sent(_desk("/quote/review"), "/quote/review"),
        "limit beside it": _desk("", FIXED, offered=True),
    },
}
