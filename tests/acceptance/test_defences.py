"""The pages under attack: forged forms, hostile input, scanners, and a byte scan for secrets."""

from __future__ import annotations

import base64
import json
import logging
import quopri
import urllib.parse
from itertools import product
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parts import share
from reference_app.demo import PASSWORD
from reference_app.security import LARGEST_BODY
from shops import Shop

FIELDS = (
    *("problem", "device", "urgency", "location", "surname", "contact", "given_name", "code", "reference", "text"),
    *("status", "seen", "assignee", "priority", "result", "outcome", "digest", "read", "solved", "email", "password"),
    *("source", "language", "form_token"),
)
NASTY = [
    "",
    "\x00",
    "a" * 100_000,
    "\u202e",
    "\ud800",
    "<script>",
    "%00",
    "../../etc/passwd",
    "' OR 1=1 --",
    "{{7*7}}",
    "\u0301" * 2000,
    "-1",
    "💥",
]


def _posts(shop: Shop) -> list[str]:
    return [route.path for route in shop.app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]


def _gets(shop: Shop) -> list[str]:
    return [route.path for route in shop.app.routes if isinstance(route, Route) and "GET" in (route.methods or ())]


def _fill(path: str, value: str) -> str:
    for name in ("token", "reference", "outcome", "row", "step", "code"):
        path = path.replace("{" + name + "}", urllib.parse.quote(value or "x", safe="", errors="replace"))
    return path


def _state(shop: Shop) -> tuple[str, list[object]]:
    with shop.desk._store.sessions.reading() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT count(*), max(version) FROM helpdesk_core_service_requests")
        rows = list(cursor.fetchall())
    return shop.desk.anchor().digest, rows


class ReadsForms:
    """A host's middleware that reads each form and keeps it, as one that counts bytes does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def left() -> Message:
            return {"type": "http.disconnect"}

        while scope["type"] == "http" and scope["method"] == "POST" and (await receive()).get("more_body"):
            pass
        await self._app(scope, left if scope.get("method") == "POST" else receive, send)


def test_a_form_that_does_not_come_whole_is_no_failure_of_ours(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever closes a tab while photos go up rings no bell at the shop; a host that keeps forms is told why."""
    client = TestClient(ReadsForms(shop.app), raise_server_exceptions=False)
    client.get("/quick-help")
    with caplog.at_level(logging.INFO):
        for path in ("/quick-help", "/sign-in", "/track"):
            answer = client.post(path, data={"problem": "x"}, headers={"origin": "http://testserver"})
            assert answer.status_code in (400, 404, 405), path
    assert "a middleware read it and kept it" in caplog.text
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


@pytest.mark.parametrize("share", [6, pytest.param(1, marks=pytest.mark.full)])
def test_forms_from_elsewhere_are_refused(shop: Shop, share: int) -> None:
    """C3: another site, another origin, no token, somebody else's token: nothing changes. By default every form meets
    the first, the next form the others too."""
    before = _state(shop)
    client = TestClient(shop.app, raise_server_exceptions=False)
    client.get("/")
    other = shop.visitor()
    other.open("/quick-help")
    theirs = other.page.text.partition('name="csrf" value="')[2][:32]
    assert len(theirs) == 32
    for place, path in enumerate(_posts(shop)):
        target = _fill(path, "AAAAAAAA")
        if place % share:
            answer = client.post(target, data={"csrf": "x"}, headers={"sec-fetch-site": "cross-site"})
            assert answer.status_code == 403, path
            continue
        forged = [
            client.post(target, data={"csrf": "x"}, headers={"sec-fetch-site": "cross-site"}),
            client.post(target, data={"csrf": "x"}, headers={"sec-fetch-site": "same-site"}),
            client.post(target, data={"csrf": "x"}, headers={"origin": "https://evil.example"}),
        ]
        assert {answer.status_code for answer in forged} == {403}, path
        null = client.post(target, data={"csrf": "x"}, headers={"origin": "null"}, follow_redirects=False)
        assert null.status_code in (303, 401, 403, 404), (
            "old browsers say so of our own forms too: there the token decides"
        )
        for fields in ({}, {"csrf": ""}, {"csrf": "0" * 32}, {"csrf": theirs}):
            assert client.post(target, data=fields, follow_redirects=False).status_code in (303, 401, 403, 404), path
        assert client.post(
            target, content=b"{}", headers={"content-type": "text/plain"}, follow_redirects=False
        ).status_code in (303, 400, 401, 403, 404)
    assert _state(shop) == before


def test_somebody_deactivated_is_out_at_once(shop: Shop) -> None:
    """The open session ends with the account, and the password opens nothing; others stay."""
    leaver, other = shop.visitor(), shop.visitor()
    leaver.sign_in("tom@example.com")
    other.sign_in("anna@example.com")
    assert leaver.open("/staff").status_code == 200
    assert shop.accounts.deactivate("tom@example.com")
    assert "/staff/sign-in" in str(leaver.open("/staff").url)
    leaver.open("/staff/sign-in")
    refused = leaver.send("/staff/sign-in", email="tom@example.com", password=PASSWORD)
    assert refused.status_code == 422
    assert "/staff/sign-in" in str(leaver.open("/staff").url)
    assert "/staff/sign-in" not in str(other.open("/staff").url)


@pytest.mark.parametrize("share", [3, pytest.param(1, marks=pytest.mark.full)])
def test_looking_changes_nothing(shop: Shop, share: int) -> None:
    """U20, T21: every GET and HEAD, signed in and not, with odd queries. By default each path with one value, the next
    path with the next one."""
    before = _state(shop)
    staff, guest = shop.visitor(), shop.visitor()
    staff.sign_in()
    for visitor in (staff, guest):
        for place, path in enumerate(_gets(shop)):
            for value in (shop.tracking[0].replace("-", ""), "0" * 64, "en")[place % share :: share]:
                visitor.client.get(
                    _fill(path, value) + "?after=x&status=closed&assignee=me&q=kow&next=//evil.example&removed=pin.card"
                )
                visitor.client.head(_fill(path, value))
    assert _state(shop) == before


@pytest.mark.parametrize("share", [16, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_input_is_a_500(shop: Shop, nasty: str, share: int) -> None:
    """D4: in every path, query and field, signed in and not. By default each meets every sixteenth path, the next one
    the paths beside them."""
    first = NASTY.index(nasty) % share
    while shop.desk.deliver(500).done:
        pass  # a desk whose messages lie for days says so by 503
    for sign_in in (True, False):
        visitor = shop.visitor()
        if sign_in:
            visitor.sign_in()
        quoted = urllib.parse.quote(nasty[:300], errors="replace")
        query = "&".join(f"{name}={quoted}" for name in ("q", "after", "status", "assignee", "next", "removed"))
        for path in _gets(shop)[first::share]:
            answer = visitor.client.get(f"{_fill(path, nasty[:200])}?{query}")
            assert answer.status_code < 500, path
        visitor.open("/quick-help")
        csrf = visitor.page.text.partition('name="csrf" value="')[2][:32]
        fields = {name: nasty.encode("utf-8", "replace").decode() for name in FIELDS} | {"csrf": csrf}
        for path in _posts(shop)[first::share]:
            for value in (nasty[:200], shop.tracking[0].replace("-", "")):
                assert visitor.client.post(_fill(path, value), data=fields).status_code < 500, path


def test_a_body_that_is_too_large_is_refused(shop: Shop) -> None:
    """T16: with its length said, and without."""
    client = TestClient(shop.app)
    headers = {"content-type": "application/x-www-form-urlencoded", "referer": "http://testserver/quick-help"}
    pieces = (b"a=" + b"x" * 65536 for _ in range(8))
    for content in (b"x" * (LARGEST_BODY + 1), pieces):
        answer = client.post("/quick-help", content=content, headers=headers)
        assert answer.status_code == 413
        assert "Go back in your browser" in answer.text
        assert 'data-back href="/quick-help"' in answer.text


def test_every_answer_carries_the_headers(shop: Shop) -> None:
    """C10: strict policy, no sniffing, no framing, no storing, no referrer; a forged host is refused, and echoed
    nowhere."""
    staff = shop.visitor()
    staff.sign_in()
    for path, name in product(_gets(shop), ("host", "x-forwarded-host")):
        answer = staff.client.get(_fill(path, "x"), headers={name: "evil.example"})
        assert (answer.status_code == 400) is (name == "host")
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil.example", ""],
)
def test_the_language_link_stays_here(shop: Shop, target: str) -> None:
    """No open redirect."""
    answer = TestClient(shop.app).get("/language/pl", params={"next": target}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


def test_markup_stays_text(shop: Shop) -> None:
    """T11: what a customer types is shown as typed, everywhere."""
    staff, customer = shop.visitor(), shop.visitor()
    evil = "<img src=x onerror=alert(1)>\"'><b>"
    room = customer.request_help("xss@example.com", problem=evil, device=evil[:60], surname="<b>Bold</b>")
    staff.sign_in()
    for page in (
        customer.open(room),
        staff.open("/staff"),
        staff.open("/staff/search?q=xss@example.com"),
        customer.open("/demo/mail"),
    ):
        assert "<img src=x" not in page.text
        assert "<b>Bold" not in page.text


SECRETS = {
    "password": "my password is Xk9{n}vQ77z",
    "pin": "PIN 49{n}17305",
    "card": "4111 1111 1111 1111",
    "account": "PL61 1090 1014 0000 0712 1981 2874",
    "code": "kod z SMS-a: 7{n}4120936",
    "cvv": "cvv 7{n}4",
}
#: Long enough not to stand by chance among the digits of ids and hashes.
VALUES = ["Xk9{n}vQ77z", "49{n}17305", "4111 1111 1111 1111", "4111111111111111", "1090 1014 0000", "7{n}4120936"]


@pytest.mark.parametrize("n", share(range(3), 3))
def test_no_secret_is_at_rest_anywhere(n: int, shop: Shop, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """G3, B9: through every form a customer and staff have, also into errors, as addresses and as headers; then every
    byte of database, WAL, log and error pages."""
    caplog.set_level(logging.DEBUG)
    customer, staff = shop.visitor("en"), shop.visitor("en")
    words = [text.replace("{n}", str(n)) for text in SECRETS.values()]
    room = customer.request_help("canary@example.com", problem="\n".join(words), device=words[1], surname="Canary")
    staff.sign_in("tom@example.com")
    found = staff.open("/staff/search?q=canary@example.com").text.partition("/staff/requests/")[2][:8]
    errors = ""
    for text in words:
        headers = dict.fromkeys(("user-agent", "referer", "accept-language", "x-forwarded-for", "x-request-id"), text)
        for path in ("/", f"/no-such-page/{urllib.parse.quote(text)}", f"/r/{'0' * 64}?{urllib.parse.quote(text)}"):
            errors += customer.client.get(path, headers=headers).text
        errors += customer.client.post("/track", content=text.encode(), headers=headers).text
        customer.open("/quick-help")
        customer.send("/quick-help", problem=text, device=text, urgency="soon")
        customer.send("/quick-help/contact", surname="", contact=text)
        customer.open(room)
        customer.send("/reply", text=text)
        page = f"/staff/requests/{found}"
        for action, fields in (
            ("/note", {"text": text}),
            ("/reply", {"text": text}),
            ("/device", {"device": text}),
            ("/outcome", {"result": "solved", "text": text}),
        ):
            staff.open(page)
            staff.send(action, **fields)
        staff.open("/staff/new")
        staff.send(
            "/staff/new",
            problem=text,
            device=text,
            surname=text[:90],
            contact="600100200",
            urgency="soon",
            source="phone",
            language="en",
            location="",
        )
    shop.desk.deliver(1000)
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    everything += errors.encode()
    everything += "\n".join(
        caplog.handler.format(one) for one in caplog.records if not one.name.startswith("httpx")
    ).encode()
    assert b"Canary" in everything
    for value in (value.replace("{n}", str(n)) for value in VALUES):
        raw = value.encode()
        forms = {
            raw,
            base64.b64encode(raw).rstrip(b"="),
            urllib.parse.quote(value).encode(),
            urllib.parse.quote_plus(value).encode(),
            json.dumps(value).strip('"').encode(),
            quopri.encodestring(raw),
        }
        for form in forms:
            assert form not in everything, value
