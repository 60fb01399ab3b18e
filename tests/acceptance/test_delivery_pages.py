"""What staff and machines see of delivery: before a button, after it, on the page of what did not arrive."""

from __future__ import annotations

import re
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import journeys as j
from helpdesk_core import StoreError
from helpdesk_core.commands import OpaqueId, ReportOutage
from helpdesk_core.ports import Undeliverable
from shops import Shop, Visitor, build


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = build(tmp_path)
    made.desk.deliver(500)
    return made


@pytest.fixture
def staff(shop: Shop) -> Visitor:
    visitor = shop.visitor()
    visitor.sign_in("tom@example.com")
    return visitor


def taken_by_phone(staff: Visitor) -> str:
    """A request at the counter with a phone number only; returns its page."""
    staff.open("/staff/new")
    staff.send("/staff/new", problem="It is loud.", device="Radio", surname="Kern", contact="+48600700800")
    assert staff.page.status_code == 200
    return str(staff.page.url.path).removesuffix("/slip")


def text_of(page: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.text))


def test_staff_are_told_before_and_after_that_nobody_hears(staff: Visitor) -> None:
    """With the number to call; afterwards the message stands where they look, until they say that they called."""
    path = taken_by_phone(staff)
    before = text_of(staff.open(path))
    assert "no channel of this shop reaches them" in before
    assert "Call +48 600 700 800." in before
    staff.send("/reply", text="It is ready.")
    assert "The customer was not told." in text_of(staff.page)
    staff.shop.desk.deliver(500)
    listed = text_of(staff.open("/staff/undelivered"))
    assert "No channel of this shop reaches the customer." in listed
    assert "Call +48 600 700 800." in listed
    for _ in range(9):
        if "/settled" not in staff.page.text:
            break
        staff.send("/settled")
    assert "All messages have been delivered" in text_of(staff.page)


def test_where_messages_arrive_nothing_is_said(staff: Visitor) -> None:
    """A confirmed customer with e-mail."""
    path = staff.shop.visitor().request_help("jan@example.com")
    assert path.startswith("/r/")
    page = text_of(staff.open(f"/staff/requests/{_newest(staff)}"))
    assert "not told by message" not in page
    staff.send("/reply", text="It is ready.")
    assert "was not told" not in text_of(staff.page)


def _newest(staff: Visitor) -> str:
    found = re.findall(r"/staff/requests/([A-Z0-9]+)", staff.open("/staff/search?q=jan@example.com").text)
    return str(found[0])


def test_what_was_held_back_is_sent_by_staff(staff: Visitor) -> None:
    """All at once, or one by one."""
    shop = staff.shop
    for n in range(3):
        shop.visitor().open("/quick-help")
    visitor = shop.visitor()
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It is loud.", device="Radio", urgency="soon")
    visitor.send("/quick-help/contact", surname="Kern", contact="kern@example.com")
    assert shop.desk.restored() == 1
    shop.desk.deliver(500)
    assert not any(mail["recipient"] == "kern@example.com" for mail in shop.outbox.sent(500))
    assert "restored from a backup" in text_of(staff.open("/staff/undelivered"))
    staff.send("/undelivered/all")
    shop.desk.deliver(500)
    assert any(mail["recipient"] == "kern@example.com" for mail in shop.outbox.sent(500))


def test_the_health_page_is_numbers_for_everybody(shop: Shop, tmp_path: Path) -> None:
    """No name, address or text; 200 while delivery goes on."""
    visitor = shop.visitor()
    visitor.request_help("maria.zielinska@example.com")
    shop.desk.deliver(500)
    found = visitor.client.get("/healthz")
    assert (found.status_code, found.json()["status"], found.json()["late"]) == (200, "ok", 0)
    assert found.headers["cache-control"] == "no-store"
    gauges = visitor.client.get("/metrics")
    assert "helpdesk_database_up 1\n" in gauges.text
    assert re.search(r"^helpdesk_late 0$", gauges.text, re.M)
    assert gauges.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "maria" not in found.text + gauges.text


def test_a_mailbox_that_is_not_read_stands_where_staff_look(shop: Shop, staff: Visitor) -> None:
    """With what to do; machines hear of it too, until it is read again."""
    command = {"channel": OpaqueId("mail"), "reason": OpaqueId("mailbox_refused")}
    shop.desk.handle(ReportOutage(**command), j.BOT)
    page = text_of(staff.open("/staff/undelivered"))
    assert "Our mailbox refuses our password" in page
    assert "Ask whoever runs this desk to mend it." in page
    assert "All messages have been delivered" not in page
    found = staff.client.get("/healthz")
    assert (found.status_code, found.json()["status"]) == (503, "a mailbox is not read")
    assert "helpdesk_unread_seconds 0" in staff.client.get("/metrics").text
    shop.desk.handle(ReportOutage(channel=OpaqueId("mail")), j.BOT)
    assert "Our mailbox" not in text_of(staff.open("/staff/undelivered"))
    assert staff.client.get("/healthz").status_code == 200


def test_the_health_page_says_that_delivery_stands_still(shop: Shop) -> None:
    """503, so that whoever watches is called."""
    long_ago, never = "2020-01-01T00:00:00.000000Z", "2999-01-01T00:00:00.000000Z"
    with shop.desk._store.sessions.writing() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "UPDATE helpdesk_core_outbox SET state = 'waiting', reason = 'channel:sign_in_refused',"
            " wanted_at = ?, due_at = ? WHERE id = (SELECT min(id) FROM helpdesk_core_outbox)",
            (long_ago, never),
        )
    found = shop.visitor().client.get("/healthz")
    assert (found.status_code, found.json()["status"]) == (503, "delivery stands still")
    assert found.json()["reasons"] == {"channel:sign_in_refused": 1}


@pytest.mark.parametrize("language, words", [("en", "Something went wrong"), ("pl", "Coś poszło nie tak")])
def test_while_the_database_is_away_pages_say_so(
    language: str, words: str, shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """503 in the reader's language, in one line of the log; the health page too. Afterwards everything works."""
    sessions: Any = shop.desk._store.sessions  # type: ignore[attr-defined]
    visitor = shop.visitor(language)
    visitor.open("/track")

    @contextmanager
    def away(**how: Any) -> Any:
        raise StoreError("no connection to the database")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(sessions, "reading", away)
        patch.setattr(sessions, "writing", away)
        visitor.send("/track", reference=shop.tracking[0], surname=shop.tracking[1])
        assert visitor.page.status_code == 503
        assert words in text_of(visitor.page)
        assert visitor.client.get("/healthz").status_code == 503
        assert visitor.client.get("/healthz").json() == {"status": "database away"}
        assert "helpdesk_database_up 0" in visitor.client.get("/metrics").text
    assert "Traceback" not in caplog.text
    assert shop.tracking[1] not in caplog.text
    assert visitor.client.get("/healthz").status_code == 200


def test_a_refused_message_says_what_to_do(staff: Visitor) -> None:
    """The customer's server refused it: another try, or another way."""
    shop = staff.shop
    shop.visitor().request_help("jan@example.com")
    shop.desk.deliver(500)
    notifier = shop.outbox
    send, notifier.send = notifier.send, lambda outgoing: Undeliverable("smtp_550")  # type: ignore[method-assign]
    staff.open(f"/staff/requests/{_newest(staff)}")
    staff.send("/reply", text="It is ready.")
    shop.desk.deliver(500)
    notifier.send = send  # type: ignore[method-assign]
    assert "refused it" in text_of(staff.open("/staff/undelivered"))
    assert "did not arrive" in text_of(staff.open(f"/staff/requests/{_newest(staff)}"))
