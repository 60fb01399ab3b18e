"""What the guard tests are told of quotes: who may do what, how it comes about, and every state of its pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import journeys as j
from helpdesk_core.commands import OfferQuote, PrepareQuote, UseLimit

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

LINES = [
    {"text": "Screen, original", "unit_price": "620", "tax_rate": 2300, "part": "A"},
    {"text": "Screen, compatible", "unit_price": "290", "tax_rate": 2300, "part": "B"},
    {"text": "Labour", "unit_price": "70", "quantity": 2, "tax_rate": 2300},
    {"text": "Protective glass", "unit_price": "39", "tax_rate": 2300, "part": "optional"},
]
OPTIONS = [
    {"letter": "A", "title": "Original screen", "text": "Guarantee 12 months."},
    {"letter": "B", "title": "Compatible"},
]
FIXED = [{"text": "Diagnosis", "unit_price": "99"}]


def offer(shop: Any, request: str, *, lines: Any = LINES, options: Any = OPTIONS, offered: bool = True) -> Any:
    """A quote, offered unless a draft is wanted."""
    day = (shop.desk.clock() + timedelta(days=9)).date()
    lines = [{"tax_rate": 2300} | line for line in lines]
    fields = {"request": request, "valid_until": day, "lines": lines, "options": options, "text": "Two working days."}
    anna = shop.accounts.staff()[0].actor
    draft = j.do(shop.desk, PrepareQuote, anna, **fields)
    if offered:
        j.do(shop.desk, OfferQuote, anna, request=request, quote=draft.quote, digest=draft.digest)
    return draft


def _room(page: Any, shop: Any, **fields: Any) -> tuple[str, str]:
    from test_pages import _room

    _room(page, shop)
    token = re.sub(r".*/r/", "", page.url)
    request = shop.desk.keyring.read_link(token)[0]
    offer(shop, request, **fields)
    return f"{shop.base_url}/r/{token}/quote", request


def _read(page: Any, shop: Any) -> None:
    path, request = _room(page, shop, lines=FIXED, options=())
    offer(shop, request)
    page.goto(path)


def _fixed(page: Any, shop: Any) -> None:
    page.goto(_room(page, shop, lines=FIXED, options=())[0])


def _incomplete(page: Any, shop: Any) -> None:
    page.goto(_room(page, shop)[0])
    page.click("main button.primary")
    page.wait_for_selector(".errors")


def _summary(page: Any, shop: Any) -> None:
    page.goto(_room(page, shop)[0])
    page.check("#option-A")
    page.check("#extra-3")
    page.click("main button.primary")
    page.wait_for_selector("#read")


def _tick_missing(page: Any, shop: Any) -> None:
    _summary(page, shop)
    page.click("main button.primary")
    page.wait_for_selector(".errors")


def _approved(page: Any, shop: Any) -> None:
    _summary(page, shop)
    page.check("#read")
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"\?done"))


def _within_limit(page: Any, shop: Any) -> None:
    from test_pages import _draft

    _draft(page, shop)
    page.fill("#surname", "Axe")
    page.fill("#contact", contact := f"limit{page.viewport_size['width']}@example.com")
    page.fill("#spending_limit", "150,00")
    page.click("main button.primary")
    page.fill("#code", shop.code(contact))
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/r/[0-9a-f]{64}$"))
    request = shop.desk.keyring.read_link(page.url.rpartition("/")[2])[0]
    draft = offer(shop, request, lines=FIXED, options=())
    named = {"request": request, "quote": draft.quote, "digest": draft.digest}
    j.do(shop.desk, UseLimit, shop.accounts.staff()[0].actor, **named)
    page.goto(f"{page.url}/quote")


def _decline(page: Any, shop: Any) -> None:
    page.goto(_room(page, shop)[0] + "/decline")


def _card(page: Any, shop: Any) -> None:
    page.goto(_room(page, shop)[0].removesuffix("/quote"))


def _staff(path: str, lines: Any = LINES, options: Any = OPTIONS, offered: bool = False) -> Any:
    def go(page: Any, shop: Any) -> None:
        from test_pages import _staff

        made = j.submit(shop.desk, contact=f"staff{j.__name__}@example.com", spending_limit="150")
        if lines:
            offer(shop, made.request, lines=lines, options=options, offered=offered)
        _staff(f"/staff/requests/{made.reference.replace('-', '')}{path}")(page, shop)

    return go


def _staff_errors(path: str, lines: Any) -> Any:
    def go(page: Any, shop: Any) -> None:
        _staff(path, lines)(page, shop)
        page.click("main form button:is(.primary, .customer):not([hidden])")
        page.wait_for_selector(".errors")

    return go


#: Route → its states.
PAGES = {
    "room_quote": {
        "to choose": _read,
        "nothing to choose": _fixed,
        "incomplete": _incomplete,
        "approved": _approved,
        "within the limit": _within_limit,
        "on the card": _card,
    },
    "room_quote_decide": {"summary": _summary, "tick missing": _tick_missing},
    "room_quote_decline": {"asked": _decline},
    "staff_quote": {"empty": _staff("/quote", ()), "draft": _staff("/quote"), "faults": _staff_errors("/quote", ())},
    "staff_quote_review": {
        "review": _staff("/quote/review"),
        "tick missing": _staff_errors("/quote/review", LINES),
        "in the list": _staff("", FIXED, (), offered=True),
    },
}
