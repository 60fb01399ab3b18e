"""Pages that are open: they hear of news, by a stream or by asking, and nothing moves under anybody's eyes."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from html import unescape
from typing import Any
from wsgiref.util import setup_testing_defaults

import httpx2 as httpx
import pytest
from a2wsgi import ASGIMiddleware

import journeys as j
from helpdesk_core.commands import HoldRequest, ReplyToCustomer, ReplyToShop, WriteNote
from reference_app import live as live_pages
from reference_app.demo import PASSWORD
from reference_app.hosts.wsgi import answer
from shops import Shop, Visitor, signed_in

EVENTS = {"accept": "text/event-stream"}


def asked(shop: Shop, **fields: str) -> Any:
    """A request in review, and its customer."""
    return j.in_phase(shop.desk, "in_review", **fields)


def at(made: Any) -> str:
    return f"/staff/requests/{made.reference.replace('-', '')}"


def stamp(visitor: Visitor, address: str) -> str:
    return str(visitor.open(f"{address}/live").json()["stamp"])


def test_a_stamp_changes_with_what_the_page_shows(shop: Shop) -> None:
    """On the customer's page, the staff's, and the queue; and by nothing else."""
    made, guest = asked(shop, contact="live@example.com")
    other, _ = asked(shop, contact="other@example.com")
    staff, customer = shop.visitor(), shop.visitor()
    staff.sign_in()
    room = customer.request_help("room@example.com")
    pages = [(staff, at(made)), (staff, "/staff"), (customer, room)]
    before = [stamp(*one) for one in pages]
    assert before == [stamp(*one) for one in pages]
    j.do(shop.desk, WriteNote, j.ANNA, request=other.request, text="Not on these pages.")
    changed = [stamp(*one) for one in pages]
    assert [a == b for a, b in zip(before, changed, strict=True)] == [True, False, True]
    j.do(shop.desk, ReplyToShop, guest, request=made.request, text="It is wet inside.")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=found[0], text="Thank you.")
    assert all(stamp(*one) not in (was, then) for one, was, then in zip(pages, before, changed, strict=True))


def test_a_page_says_what_it_had_seen_when_it_was_made(shop: Shop) -> None:
    """What happens before the browser listens is news, too."""
    made, _ = asked(shop, contact="seen@example.com")
    staff, customer = shop.visitor(), shop.visitor()
    staff.sign_in()
    room = customer.request_help("seen-room@example.com")
    for visitor, address in ((staff, at(made)), (staff, "/staff"), (customer, room)):
        seen = re.search(r'data-seen="([^"]+)"', visitor.open(address).text)
        assert seen is not None, address
        assert unescape(seen[1]) == stamp(visitor, address)


def test_who_may_not_see_the_page_gets_no_stamp(shop: Shop) -> None:
    """Nobody signed in, a link without its room, a reference of nothing, and a person who lost the right."""
    made, _ = asked(shop, contact="none@example.com")
    stranger, staff = shop.visitor(), shop.visitor()
    for headers in ({}, EVENTS):
        for address in (f"{at(made)}/live", "/staff/live"):
            answer = stranger.client.get(address, headers=headers)
            assert answer.url.path == "/staff/sign-in"
        assert stranger.client.get(f"/r/{j.link(shop.desk, made)}/live", headers=headers).status_code == 404
    staff.sign_in()
    assert staff.open("/staff/requests/0000000000/live").status_code == 404


def test_too_many_streams_are_told_to_ask_instead(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """204 is what makes a browser give up a stream (WHATWG HTML §9.2.3)."""
    monkeypatch.setattr(live_pages, "MOST_STREAMS", 0)
    staff = shop.visitor()
    staff.sign_in()
    assert staff.client.get("/staff/live", headers=EVENTS).status_code == 204
    assert staff.open("/staff/live").status_code == 200


@pytest.mark.parametrize("bridge", ["ours", "a2wsgi"])
def test_behind_wsgi_no_answer_stays_open(shop: Shop, bridge: str) -> None:
    """Few threads answer everybody there: the page is told to ask, and who wants a stream all the same gets none."""
    staff = shop.visitor()
    staff.sign_in()
    token = "; ".join(f"{one.name}={one.value}" for one in staff.client.cookies.jar)
    for path, accept, expected in (("/staff/live", EVENTS["accept"], "204"), ("/staff", "text/html", "200")):
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ |= {"PATH_INFO": path, "SCRIPT_NAME": "", "HTTP_ACCEPT": accept, "HTTP_COOKIE": token}
        environ["HTTP_HOST"] = "localhost"
        if bridge == "ours":
            given = answer(shop.app, environ, prefix="")
            status, page = str(given.status), given.body if isinstance(given.body, bytes) else b"".join(given.body)
        else:
            said: list[str] = []
            page = b"".join(ASGIMiddleware(shop.app)(environ, lambda status, *_: said.append(status)))
            status = said[0]
        assert status.startswith(expected)
        assert b"data-streams" not in page
    assert "data-streams" in staff.open("/staff").text


def events(lines: Iterator[str]) -> Iterator[str]:
    """The stamps of a stream."""
    return (line.partition(": ")[2] for line in lines if line.startswith("data: "))


def at_desk(live: Shop, email: str = "anna@example.com") -> dict[str, str]:
    return {"helpdesk_staff": signed_in(live.accounts, email)}


def test_a_stream_tells_of_each_change_and_of_what_was_missed(live: Shop) -> None:
    """What happened between the page and the stream is told at once; another request's changes are not."""
    made, guest = asked(live, contact="stream@example.com")
    other, _ = asked(live, contact="stream-other@example.com")
    version = j.stored(live.desk, made).version
    j.do(live.desk, ReplyToShop, guest, request=made.request, text="One.")
    address = f"{live.base_url}{at(made)}/live?seen={version}"
    with (
        httpx.Client(cookies=at_desk(live), timeout=20) as client,
        client.stream("GET", address, headers=EVENTS) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = events(answer.iter_lines())
        assert next(told) == str(version + 1)
        j.do(live.desk, WriteNote, j.ANNA, request=other.request, text="Elsewhere.")
        later = threading.Timer(1.5, j.do, (live.desk, ReplyToShop, guest), {"request": made.request, "text": "Two."})
        later.start()
        assert next(told) == str(version + 2)
        later.join()


def test_a_stream_ends_with_the_right_to_see(live: Shop) -> None:
    """Whoever loses it is not told that there was one more change."""
    made, guest = asked(live, contact="ends@example.com")
    live.accounts.add_staff("leaver@example.com", "Lea", PASSWORD)
    address = f"{live.base_url}{at(made)}/live"
    with (
        httpx.Client(cookies=at_desk(live, "leaver@example.com"), timeout=20) as client,
        client.stream("GET", address, headers=EVENTS) as answer,
    ):
        told = events(answer.iter_lines())
        next(told)
        live.accounts.deactivate("leaver@example.com")
        j.do(live.desk, ReplyToShop, guest, request=made.request, text="After she left.")
        assert list(told) == []


@pytest.fixture
def opened(browser: Any, live: Shop) -> Iterator[Any]:
    """Opens a page in Chromium as Anna, in English, and measures how much of it moves."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en", base_url=live.base_url)
    cookies = {**at_desk(live), "helpdesk_language": "en"}
    context.add_cookies([{"name": name, "value": value, "url": live.base_url} for name, value in cookies.items()])
    context.add_init_script(
        """window.shift = 0; new PerformanceObserver((list) => {
            for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )

    def go(path: str) -> Any:
        page = context.new_page()
        page.goto(path)
        return page

    yield go
    context.close()


def typed(page: Any, words: str) -> None:
    """Type an answer, and wait for its preview: it comes right behind the keys that it belongs to."""
    page.fill("#write-reply textarea", words)
    page.wait_for_selector(f"#preview :text('{words}')")
    page.evaluate("window.shift = 0")


@pytest.mark.browser
@pytest.mark.quick
def test_a_thread_grows_while_somebody_types(live: Shop, opened: Any) -> None:
    """Nothing moves, the words stay, and what has been seen meanwhile is no conflict."""
    made, guest = asked(live, contact="grows@example.com")
    page = opened(at(made))
    typed(page, "We will look at")
    j.do(live.desk, ReplyToShop, guest, request=made.request, text="It rattles as well.")
    page.wait_for_selector("#thread :text('It rattles as well.')", timeout=10_000)
    assert page.evaluate("window.shift") <= 0.02
    assert page.input_value("#write-reply textarea") == "We will look at"
    page.locator("#write-reply textarea").press("End")
    page.keyboard.type(" both.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert "We will look at both." in page.text_content("#thread")


@pytest.mark.browser
def test_news_elsewhere_on_the_page_are_said_and_shown_on_request(live: Shop, opened: Any) -> None:
    """A request that is held: the page says that there is more, and words that were typed are there afterwards."""
    made, _ = asked(live, contact="said@example.com")
    page = opened(at(made))
    typed(page, "Half a sent")
    j.do(live.desk, HoldRequest, j.BOT, request=made.request, reason="spam")
    page.wait_for_selector(".toast", state="visible", timeout=10_000)
    assert page.evaluate("window.shift") <= 0.02
    with page.expect_navigation():
        page.click(".toast a")
    assert page.input_value("#write-reply textarea") == "Half a sent"
    assert page.is_hidden(".toast")


@pytest.mark.browser
def test_the_queue_says_that_there_is_a_new_request(live: Shop, opened: Any) -> None:
    """The number in the menu is right at once; the rows stay where they are until somebody asks for them."""
    page = opened("/staff")
    # What moves while fonts arrive is not what news move.
    page.evaluate("document.fonts.ready.then(() => { window.shift = 0 })")
    rows, number = page.locator(".rows .what a").count(), "a[href='/staff'] .count"
    before = int(page.text_content(f".side {number}"))
    asked(live, contact="queue@example.com")
    page.wait_for_selector(".toast", state="visible", timeout=10_000)
    assert int(page.text_content(f".side {number}")) == before + 1
    assert page.locator(".rows .what a").count() == rows
    assert page.evaluate("window.shift") <= 0.02
    with page.expect_navigation():
        page.click(".toast a")
    assert page.locator(".rows .what a").count() == rows + 1


@pytest.mark.browser
def test_a_customer_is_told_of_an_answer(live: Shop, opened: Any) -> None:
    """In the room; what they were writing is there still."""
    customer = live.visitor()
    room = customer.request_help("told@example.com")
    page = opened("/")
    page.context.add_cookies(
        [{"name": one.name, "value": one.value, "url": live.base_url} for one in customer.client.cookies.jar]
    )
    page.goto(room)
    found = live.desk.keyring.read_link(room.rpartition("/")[2])
    page.fill("textarea", "I wonder whether")
    assert found is not None
    j.do(live.desk, ReplyToCustomer, j.ANNA, request=found[0], text="It is ready.")
    page.wait_for_selector(".toast", state="visible", timeout=10_000)
    assert page.evaluate("window.shift") <= 0.02
    with page.expect_navigation():
        page.click(".toast a")
    assert "It is ready." in page.text_content("main")
    assert page.input_value("textarea") == "I wonder whether"
