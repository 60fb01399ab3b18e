"""A NUL, half of a letter, an address cut short: whatever a database or a parser stumbles over is a 4xx, wherever it
stands."""

from __future__ import annotations

import re
import string
from html import unescape
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from helpdesk_core.adapters.sqlalchemy import SqlStore
from shops import Shop, Visitor, build

PIECES = [
    "\x00",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\ufeff",
    "\u2028",
    "\u202e",
    "é",
    "💥",
    "'",
    '"',
    "%00",
    "..",
    "[",
    "a",
]
JUNK = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
PARAMETERS = ("q", "after", "status", "assignee", "next", "removed", "location", "view", "kind", "language", "page")
HEADERS = ("origin", "referer", "host", "cookie", "accept-language", "content-type", "hx-request", "x-forwarded-for")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    store: SqlStore = request.getfixturevalue(f"{request.param}_store")
    return build(tmp_path, store=store)


def raw(text: str) -> str:
    """As a browser sends it, half letters and all."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def is_broken(text: str) -> bool:
    return re.search("[\x00\ud800-\udfff]", text) is not None


@pytest.fixture
def known(shop: Shop) -> tuple[Visitor, Visitor]:
    """Somebody at the desk, and a customer in their room."""
    staff, customer = shop.visitor(), shop.visitor()
    staff.sign_in()
    customer.request_help("hostile@example.com")
    return staff, customer


def paths(shop: Shop) -> list[str]:
    return sorted({route.path for route in shop.app.routes if isinstance(route, Route)})


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(data=st.data())
def test_no_address_is_a_failure_of_ours(shop: Shop, known: tuple[Visitor, Visitor], data: st.DataObject) -> None:
    """In the path, in the query, in a cursor: 4xx where the letters are broken, never a 5xx."""
    visitor = known[data.draw(st.integers(0, 1))]
    path, junk = data.draw(st.sampled_from(paths(shop))), data.draw(JUNK)
    filled = re.sub(r"\{[^}]+\}", lambda _: raw(junk), path)
    name = data.draw(st.sampled_from(PARAMETERS))
    for address in (filled, f"{re.sub(r'{[^}]+}', 'x', path)}?{name}={raw(junk)}"):
        status = visitor.client.get(address).status_code
        assert status < 500, address
        if is_broken(junk) and raw(junk) in address:
            assert status >= 400, address


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(data=st.data())
def test_no_header_is_a_failure_of_ours(shop: Shop, data: st.DataObject) -> None:
    """Of a form's way here: an Origin that is none is refused like one of another site."""
    name = data.draw(st.sampled_from(HEADERS))
    letters = st.text(string.printable.strip() + "\x7f\xa0ÿ[]", max_size=20)
    value = data.draw(
        letters | st.sampled_from(["http://[", "http://[::1", "null", "//", "http://a:b:c", "helpdesk_staff=\xff"])
    )
    for method in ("GET", "POST"):
        answer = shop.visitor().client.request(method, "/quick-help", headers={name: value.encode("latin-1")})  # type: ignore[dict-item]
        assert answer.status_code < 500, (name, value)
        if name == "origin" and method == "POST":
            assert answer.status_code == 403


def forms_of(visitor: Visitor, page: str) -> list[tuple[str, dict[str, str]]]:
    """Each form of a page with what it would send."""
    found = []
    for form in re.findall(r"<form.*?</form>", visitor.open(page).text, re.S):
        action = re.search(r'action="([^"]+)"', form)
        if action is not None and 'method="post"' in form:
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
            shown = re.findall(r'<(?:input|select|textarea|button)\b[^>]* name="([^"]+)"', form)
            found.append(
                (unescape(action.group(1)), dict.fromkeys(shown, "") | {k: unescape(v) for k, v in hidden.items()})
            )
    return found


def pages_of(visitor: Visitor, first: str) -> list[str]:
    """The pages that a visitor finds from one, two links away."""
    seen = [first]
    for page in (first, *_links(visitor, first)):
        seen += [link for link in _links(visitor, page) if link not in seen]
    return seen[:60]


def _links(visitor: Visitor, page: str) -> list[str]:
    found = map(unescape, re.findall(r'href="(/[^"#]*)"', visitor.open(page).text))
    return [link for link in dict.fromkeys(found) if "/static/" not in link and "/language/" not in link]


@pytest.mark.parametrize(
    "junk, share",
    [
        ("a\x00b\ud800", 9),
        *(pytest.param(one, 1, marks=pytest.mark.full) for one in ("a\x00b\ud800", "\x00", "\ufeff\udfff")),
    ],
)
def test_no_field_of_a_form_is_a_failure_of_ours(
    shop: Shop, known: tuple[Visitor, Visitor], junk: str, share: int
) -> None:
    """Every field of every form that staff and customers find, hidden ones too, one after the other. By default every
    ninth field."""
    staff, customer = known
    sent = 0
    for visitor, first in ((staff, "/staff"), (customer, str(customer.page.url.path)), (shop.visitor(), "/")):
        done = set()
        for page in pages_of(visitor, first):
            for action, fields in forms_of(visitor, page):
                shape = re.sub(r"[A-Z0-9]{8}|[0-9a-f-]{16,}", "*", action), *sorted(fields)
                if shape in done or "sign-out" in action:
                    continue
                done.add(shape)
                for name in list(fields)[len(done) % share :: share]:
                    body = urlencode(fields | {name: junk}, errors="surrogatepass")
                    headers = {"content-type": "application/x-www-form-urlencoded"}
                    status = visitor.client.post(action, content=body, headers=headers).status_code
                    assert status < 500, (action, name)
                    sent += 1
    assert sent >= 180 // share
