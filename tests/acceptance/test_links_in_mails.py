"""A mail scanner that opens every link of every mail and sends every form that it finds there: no person, so nothing is
decided, confirmed, withdrawn or given by it (T21)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import account_pages
import attrs
import pytest
import sqlalchemy as sa

from capabilities import collected
from shops import Reader, Shop, Visitor

#: What a customer may do by pages without a name: the states that these lead to are those that mails are about.
ROUTES = {name: states for name, states in collected("PAGES").items() if not name.startswith("staff") or "link" in name}
_DEEP = 3
"""So many forms after one another: the question, its answer, and what comes after that."""
_OWN = re.compile(r"/(quick-help|feedback|track|language|demo|staff/sign-in)\b")
"""Pages that anybody finds without a mail: a scanner that writes there is any other visitor."""
#: Rows that a scanner may cause: what it tried, the codes and links that it asked for, and the mails with them.
_ITS_OWN = {"attempts", "entry_codes", "outbox", "outbox_places", "tries", "sent_mail", "idempotency_keys", "drafts"}


@attrs.define
class Scanner:
    """Opens, and sends, as far as it comes; each form of a kind of page once for each link."""

    client: Reader
    address: str
    sent: set[str] = attrs.field(factory=set)
    seen: set[tuple[str, str, str]] = attrs.field(factory=set)

    def scan(self, link: str) -> None:
        """A link of a mail, and the pages below it that the page links to."""
        at = urlsplit(link)
        page = self.client.get(f"{at.path}?{at.query}")
        below = {
            href
            for href in map(unescape, re.findall(r'<a\b[^>]* href="([^"#]+)', page.text))
            if href.startswith(f"{urlsplit(link).path}/")
        }
        self._send_all(page, _DEEP)
        for href in sorted(below):
            self._send_all(self.client.get(href), _DEEP)

    def _send_all(self, page: Any, deep: int) -> None:
        for form in re.findall(r"<form\b.*?</form>", page.text, re.S) if deep else ():
            action = re.search(r'<form\b[^>]* action="([^"]+)"', form)
            path = unescape(action.group(1)) if action else str(page.url.path)
            if 'method="post"' not in form or _OWN.search(path):
                continue
            for button in re.findall(r'<button\b[^>]* name="([^"]+)" value="([^"]*)"', form) or [("", "")]:
                if (path, *button) in self.seen:
                    continue
                self.seen.add((path, *button))
                self.sent.add(re.sub(r"[\w-]{14,}", "*", path))
                for words in (self.address, ""):
                    fields = _filled(form, words) | ({button[0]: unescape(button[1])} if button[0] else {})
                    self._send_all(self.client.post(path, data=fields), deep - 1)


def _filled(form: str, address: str) -> dict[str, str]:
    """Every field: hidden ones as they are, boxes ticked, the last of several, the mail's own address where one is
    asked for, or nothing where that is empty. It makes up no password and guesses no code."""
    fields = {}
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", form):
        of = dict(re.findall(r'\b([\w-]+)="([^"]*)"', tag))
        if "name" in of and of.get("type") != "file":
            said = address if of["name"] in ("contact", "email") else address and "1"
            fields[of["name"]] = unescape(of.get("value") or said)
    for name, options in re.findall(r'<select\b[^>]* name="([^"]+)".*?>(.*?)</select>', form, re.S):
        fields[name] = unescape((re.findall(r'value="([^"]*)"', options) or [""])[-1])
    return fields


def rows(shop: Shop) -> dict[str, set[tuple[Any, ...]]]:
    """All that is stored but what a scanner may cause, by table."""
    found = {}
    with shop.accounts.engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            if name.startswith("helpdesk_") and "_fts" not in name and name.split("_", 2)[2] not in _ITS_OWN:
                found[name] = {tuple(row) for row in connection.execute(sa.text(f"SELECT * FROM {name}"))}
    return found


def links_of(shop: Shop) -> set[tuple[str, str]]:
    """Each link of each mail, with the address to which it went."""
    mails = shop.outbox.sent(10_000)
    return {(link, mail["recipient"]) for mail in mails for link in re.findall(r"https?://[^\s<>]+", mail["text"])}


def scanned(shop: Shop, states: Iterable[Callable[[Visitor], object]]) -> tuple[set[str], dict[str, int]]:
    """Which forms of all links of all mails were sent, once the states were gone through; how many rows of which tables
    are others than before."""
    for go in states:
        shop.forget_tries()
        go(shop.visitor("en"))
    while shop.desk.deliver(500).done:
        pass
    before, reached = rows(shop), set()
    for link, address in sorted(links_of(shop)):
        shop.forget_tries()
        scanner = Scanner(Reader(shop.app, base_url=shop.base_url, headers={"origin": shop.base_url}), address)
        scanner.scan(link)
        reached |= scanner.sent
    after = rows(shop)
    return reached, {name: len(after[name] ^ before[name]) for name in after if after[name] != before[name]}


@pytest.mark.parametrize("share", [3, pytest.param(1, marks=pytest.mark.full)])
def test_T21_a_scanner_that_sends_forms_decides_nothing(shop: Shop, share: int) -> None:
    """In every state of the customers' pages, by default in each third of them. It comes as far as to the field for the
    code, also where it knows the address."""
    states = [go for route in ROUTES.values() for go in route.values()]
    reached, changed = scanned(shop, states[::share])
    assert reached == {"/r/*/contact", "/r/*/code", "/r/*/confirm"}
    assert changed == {}


@pytest.mark.parametrize("has_people", [False])
def test_T21_of_accounts_it_uses_up_no_link(shop: Shop) -> None:
    """Such a link is the whole proof only in the browser that asked for it; elsewhere it wants the code of its mail."""
    reached, changed = scanned(shop, [go for route in account_pages.PAGES.values() for go in route.values()])
    assert "/account/link/*" in reached
    assert changed == {}
