"""Whatever becomes of a form, the words in it are in the answer: escaped, redacted, to be sent again by a click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import attrs
import pytest
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from helpdesk_core import StoreError
from reference_app.again import _labels, _secrets
from shops import Shop, Visitor, build

WORDS = "The hinge of my <b>laptop</b> is loose & it creaks"
SECRET = "mellon-42-friend"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = build(tmp_path_factory.mktemp("words"))
    yield made
    made.desk._store.close()  # type: ignore[attr-defined]


def posts(shop: Shop) -> list[str]:
    """Every path that takes a form."""
    routes = [route for route in shop.app.routes if isinstance(route, Route)]
    return [route.path for route in routes if "POST" in (route.methods or ()) and not isinstance(route, Mount)]


def form(visitor: Visitor) -> dict[str, str]:
    """Words in every field that any form has, and something in those for secrets."""
    return dict.fromkeys(_labels(()), WORDS) | dict.fromkeys(_secrets(), SECRET)


def no_store(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> Any:
        raise StoreError("away")

    monkeypatch.setattr(type(shop.desk._store), "read", away)
    monkeypatch.setattr(type(shop.desk._store), "write", away)


def fails(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(shop.desk), "handle", broken)
    monkeypatch.setattr(type(shop.desk), "view", broken)
    monkeypatch.setattr(type(shop.desk), "read", broken)


@attrs.frozen
class Trouble:
    """What goes wrong while a form is sent, and whether its own token comes with it."""

    happens: Callable[[Shop, pytest.MonkeyPatch], None] | None
    token: bool


TROUBLE = {
    "an old token": Trouble(None, token=False),
    "the store is away": Trouble(no_store, token=True),
    "a fault of ours": Trouble(fails, token=True),
    "nobody is signed in": Trouble(None, token=True),
}
#: Forms without a word to keep, or whose page takes them as they are: sign-in, language, buttons, photos. And the
#: doors of machines, and a page to sign on whose link leads nowhere.
NOTHING_TYPED = re.compile(r"/(sign-in|sign-out|leave|code|files)$|^/staff/link/|/(pass)?key(/ask)?$|^/(inbound|sign)/")


@pytest.mark.parametrize("share", [2, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", TROUBLE)
def test_no_form_loses_its_words(shared: Shop, name: str, share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every path that takes a form, whatever goes wrong: never a redirect into the void, never a secret. By default one
    path meets every second trouble, the next one the others."""
    trouble, client = TROUBLE[name], TestClient(shared.app, raise_server_exceptions=False, follow_redirects=False)
    visitor = Visitor(client, shared)
    csrf = re.search(r'name="csrf" value="(\w+)"', visitor.open("/quick-help").text)
    assert csrf is not None
    if trouble.happens is not None:
        trouble.happens(shared, monkeypatch)
    reference = shared.tracking[0].replace("-", "")
    paths = [path for path in posts(shared) if not NOTHING_TYPED.search(path)]
    lost = []
    for path in paths[list(TROUBLE).index(name) % share :: share]:
        target = re.sub(r"\{[^}]+\}", reference, path)
        fields = form(visitor) | ({"csrf": csrf.group(1)} if trouble.token else {"csrf": "0" * 32})
        page = client.post(target, data=fields)
        assert SECRET not in page.text, path
        assert "<b>laptop" not in page.text, path
        if page.status_code >= 400 and WORDS not in unescape(page.text):  # else done, or shown on its own page
            lost.append((path, page.status_code))
    assert lost == []


def test_the_words_are_sent_by_a_click(shop: Shop) -> None:
    """After the session ended: signed in elsewhere, then sent from the page that kept them, once."""
    staff = shop.visitor()
    staff.sign_in("tom@example.com")
    reference = shop.tracking[0].replace("-", "")
    staff.open(f"/staff/requests/{reference}")
    staff.client.cookies.delete("helpdesk_staff")
    kept = staff.send("/note", text="A careful note about the hinge")
    assert (kept.status_code, "/staff/sign-in" in kept.text) == (401, True)
    staff.sign_in("tom@example.com")
    staff.page = kept
    words = re.search(r'name="text" value="([^"]+)"', kept.text)
    assert words is not None
    again = staff.send("/note", text=words.group(1))
    if again.status_code == 403:  # the sign-in began a new visit: the page asks once more
        staff.send("/note", text=words.group(1))
    assert "A careful note about the hinge" in staff.open(f"/staff/requests/{reference}").text


def test_a_customer_whose_time_is_over_keeps_the_answer(shop: Shop) -> None:
    """The room is shut again meanwhile. A secret among the words stands nowhere, as it would not in the room."""
    customer = shop.visitor()
    room = customer.request_help("late@example.com")
    customer.open(room)
    for name in [name for name in customer.client.cookies if name.startswith("helpdesk_room")]:
        customer.client.cookies.delete(name)
    kept = customer.send("/reply", text="My answer in three paragraphs. The PIN is 482196.")
    assert kept.status_code == 401
    assert "My answer in three paragraphs" in kept.text
    assert "482196" not in kept.text
    assert room in kept.text


def test_words_that_come_without_our_cookie_are_shown_and_not_sent(shop: Shop) -> None:
    """They may be another site's: no button sends them on, and what nobody typed is not shown."""
    sent = {"problem": "My own words", "csrf": "0" * 32, "hidden": "as-it-was"}
    kept = TestClient(shop.app, follow_redirects=False).post("/quick-help", data=sent)
    assert (kept.status_code, "My own words" in kept.text) == (403, True)
    assert 'name="problem"' not in kept.text
    assert "as-it-was" not in kept.text


def test_a_double_click_ends_where_one_click_does(shop: Shop) -> None:
    """The second one comes when the first is done: one request, and the same page."""
    visitor = shop.visitor()
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It is broken.", device="Dell", urgency="soon")
    visitor.reads_summary = True
    page = visitor.send("/quick-help/contact", surname="Double", contact="double@example.com")
    first = visitor.send("/quick-help/check").url
    visitor.page = page
    second = visitor.send("/quick-help/check").url
    assert first == second
    assert first.path.endswith("/confirm")


def test_two_tabs_are_two_drafts(shop: Shop) -> None:
    """What a tab said before goes along to its summary, and what that shows is what it sends."""
    visitor, pages = shop.visitor(), {}
    for words in ("The first tab", "The second tab"):
        visitor.open("/quick-help")
        visitor.send("/quick-help", problem=words, device="Dell", urgency="soon")
        pages[words] = visitor.page
    visitor.page, visitor.reads_summary = pages["The first tab"], True
    summary = visitor.send("/quick-help/contact", surname="Tabs", contact="tabs@example.com")
    assert "The first tab" in summary.text
    visitor.page = pages["The second tab"]
    assert "The second tab" in visitor.send("/quick-help/contact", surname="Tabs", contact="other@example.com").text
    visitor.page = summary
    visitor.send("/quick-help/check")
    assert "The second tab" in visitor.open("/quick-help").text, "the other one is still there"
    mail = shop.mail("tabs@example.com")
    link = re.search(r"(/r/[0-9a-f]{64})", mail["text"])
    assert link is not None
    visitor.open(f"{link.group(1)}/confirm")
    visitor.send("/confirm", code=shop.code("tabs@example.com"))
    assert "The first tab" in visitor.page.text


def test_a_form_that_is_too_large_is_answered_in_words(shop: Shop) -> None:
    """The browser has it still."""
    page = shop.visitor().client.post("/quick-help", data={"problem": "x" * 300_000})
    assert page.status_code == 413


def test_a_failure_of_a_shop_behind_https_keeps_the_words_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cookies have other names outside, and its page all the headers of the others."""
    shop = build(tmp_path, "https://shop.example")
    client = TestClient(shop.app, base_url="https://shop.example", raise_server_exceptions=False)
    visitor = Visitor(client, shop)
    visitor.open("/quick-help")
    fails(shop, monkeypatch)
    page = visitor.send("/quick-help", problem=WORDS, device="iPhone 13", urgency="soon")
    assert page.status_code == 500
    assert WORDS in unescape(page.text)
    assert "max-age" in page.headers["strict-transport-security"]
    assert "content-security-policy" in page.headers
    monkeypatch.undo()
    shop.desk.close()
    assert all(name.startswith("__Host-") for name in client.cookies)
