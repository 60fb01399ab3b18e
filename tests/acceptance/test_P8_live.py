"""P8: orders are followed in real time: an open page shows the new status by itself, by a stream or by asking."""

from __future__ import annotations

import threading
import wsgiref.simple_server
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any

import pytest
from a2wsgi import ASGIMiddleware

import journeys as j
from helpdesk_core import Customer
from helpdesk_core.commands import ChangeStatus, SubmitRequest
from shops import Shop, read

READY = {"en": "Ready for pick-up", "pl": "Gotowe do odbioru"}


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said of requests."""


class _Threads(ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


@pytest.fixture(params=["asgi", "wsgi"])
def address(live: Shop, request: pytest.FixtureRequest) -> Iterator[str]:
    """The same shop where answers stay open, and where few threads answer everybody."""
    if request.param == "asgi":
        yield live.base_url
        return
    server = wsgiref.simple_server.make_server("127.0.0.1", 0, ASGIMiddleware(live.app), _Threads, _Quiet)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def _order(shop: Shop, customer: str) -> Any:
    """A confirmed order of an account, which staff have looked at."""
    words = {"problem": "It hums.", "device": "Radio", "surname": "Nowak", "contact": "both@example.com"}
    return j.do(shop.desk, SubmitRequest, Customer(id=customer), **words)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("place", ["dashboard", "room"])
def test_P8_an_open_page_shows_the_new_status_without_a_reload(
    live: Shop, browser: Any, address: str, place: str, language: str
) -> None:
    """On the customer's first page and in the room: the page stays as it is but for the status, and what was typed
    stays. Where a stream may stay open it is told within seconds, elsewhere it asks every twenty."""
    made, ready = _order(live, "8"), READY[language]
    context = browser.new_context(locale=language, base_url=address)
    context.add_cookies([
        {"name": "test_customer", "value": "8", "url": address},
        {"name": "helpdesk_language", "value": language, "url": address},
    ])  # fmt: skip
    page = context.new_page()
    streams: list[str] = []
    page.on("response", lambda got: streams.append(got.headers.get("content-type", "")) if "/live" in got.url else None)
    page.clock.install()
    page.goto("/dashboard" if place == "dashboard" else f"/r/{j.link(live.desk, made)}")
    shown = f"[data-fresh='{made.request if place == 'dashboard' else 'status'}']"
    assert ready not in read(page.text_content(shown))
    page.evaluate("window.stays = true")
    if place == "room":
        page.fill("textarea", "Half a sentence")
    j.do(live.desk, ChangeStatus, j.ANNA, request=made.request, status="in_progress")
    j.do(live.desk, ChangeStatus, j.ANNA, request=made.request, status="ready_for_pick_up")
    if "127.0.0.1" in address and address != live.base_url:
        page.clock.fast_forward(20_000)
    page.wait_for_function(
        "([where, words]) => document.querySelector(where).textContent.replaceAll('\\u00a0', ' ').includes(words)",
        arg=[shown, ready],
        timeout=10_000,
    )
    assert page.evaluate("window.stays")
    if place == "room":
        assert page.input_value("textarea") == "Half a sentence"
        assert page.locator(".track [aria-current=step]").count() == 1
    assert any("event-stream" in one for one in streams) == (address == live.base_url)
    context.close()
