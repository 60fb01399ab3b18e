"""How customers sign up where the shop has no accounts of its own, and every page of theirs in every state."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

from capabilities import collected
from shops import Shop, Visitor

LINK = r"/account/link/[0-9a-f]{64}"
_NUMBERS = count(1)
_SIGNED_IN: dict[str, dict[str, str]] = {}
"""The cookies of an account, by its shop."""


def link_in_mail(shop: Shop, email: str, says: str = "") -> str:
    """The path of the link in the newest mail to an address."""
    found = re.search(LINK, shop.mail(email, says or LINK)["text"])
    assert found is not None
    return found.group(0)


def code_in_mail(shop: Shop, email: str) -> str:
    """The code beside that link, for browsers in which nobody asked for it."""
    found = re.search(r"(?:code|kod):\s(\d{6})", shop.mail(email, LINK)["text"])
    assert found is not None
    return found.group(1)


def sign_up(shop: Shop, email: str, password: str = "", language: str = "en") -> Visitor:
    """From the start page to the first page of the account."""
    visitor = shop.visitor(language)
    visitor.open("/register")
    visitor.send("/register", surname="Zielińska", given_name="Ola", email=email)
    path = link_in_mail(shop, email)
    visitor.open(path)
    visitor.send(path, new=password)
    assert visitor.page.url.path == "/dashboard", visitor.page.text
    return visitor


def _open(path: str) -> Callable[[Visitor], object]:
    return lambda visitor: visitor.open(path)


def _sent(path: str, **fields: str) -> Callable[[Visitor], object]:
    """The answer to a form."""

    def go(visitor: Visitor) -> None:
        visitor.open(path)
        visitor.send(path, **fields)

    return go


def _asked(visitor: Visitor) -> str:
    """Whoever has signed up and not answered the mail: the link in it. Each time another address, since few mails go
    to one that nobody answers."""
    email = f"ola{next(_NUMBERS)}@example.com"
    visitor.open("/register")
    visitor.send("/register", surname="Zielińska", given_name="Ola", email=email)
    return link_in_mail(visitor.shop, email)


def _signed_up(path: str) -> Callable[[Visitor], object]:
    """One account for each shop: few are taken from one network."""

    def go(visitor: Visitor) -> None:
        kept = _SIGNED_IN.setdefault(visitor.shop.base_url, {})
        if not kept:
            link = _asked(visitor)
            visitor.open(link)
            visitor.send(link, new="")
            kept |= dict(visitor.client.cookies)
        visitor.client.cookies.update({name: value for name, value in kept.items() if name != "helpdesk_language"})
        visitor.open(path)

    return go


def _new_number(visitor: Visitor) -> None:
    """One waits to be confirmed by staff."""
    _signed_up("/account")(visitor)
    for phone in ("600 100 200", "600 100 201"):
        visitor.send("/account/details", surname="Zielińska", phone=phone, language="en")
        visitor.open("/account")


#: Route → its states, in a shop whose customers have accounts of the app's.
PAGES: dict[str, dict[str, Callable[[Visitor], object]]] = {
    "register": {
        "empty": _open("/register"),
        "errors": _sent("/register"),
        "sent": _sent("/register", surname="Zielińska", email="ola@example.com"),
    },
    "sign_in": {"empty": _open("/sign-in"), "wrong": _sent("/sign-in", email="ola@example.com", password="no")},
    "sign_in_link": {
        "empty": _open("/sign-in/link"),
        "errors": _sent("/sign-in/link"),
        "sent": _sent("/sign-in/link", email="ola@example.com"),
    },
    "account_link": {
        "opened": lambda visitor: visitor.open(_asked(visitor)),
        "in another browser": lambda visitor: visitor.open(_asked(visitor.shop.visitor())),
        "unknown": _open(f"/account/link/{'0' * 64}"),
    },
    "account": {"opened": _signed_up("/account"), "a new number": _new_number},
    "dashboard": {"signed up": _signed_up("/dashboard")},
    "own_invoices": {"none": _signed_up("/invoices")},
    "staff_customer": {"without an account": collected("PAGES")["staff_customer"]["seeded"]},
}
