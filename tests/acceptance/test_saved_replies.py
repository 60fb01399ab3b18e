"""Saved replies: written by an admin, looked at first, put into a reply in the customer's language."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import InputError, SavedReply
from helpdesk_core.commands import ChangeSettings, Published
from helpdesk_core.settings import filled, read_settings
from reference_app.demo import PASSWORD
from shops import Shop, Visitor


@pytest.mark.parametrize(
    "text, values, said",
    [
        ("Hello {name}, your {device}.", {"name": "Maria", "device": "phone"}, "Hello Maria, your phone."),
        ("Hello {name}, here is {shop}.", {"shop": "Fix"}, "Hello, here is Fix."),
        ("{reference}: {reference}", {"reference": "AB"}, "AB: AB"),
        ("Hello {name}", {"name": "{shop}", "shop": "Fix"}, "Hello {shop}"),
    ],
)
def test_what_is_known_is_put_in(text: str, values: dict[str, str], said: str) -> None:
    """Once, as it is; what is not known leaves no gap, and what a customer typed puts in nothing itself."""
    assert filled(text, values) == said


@pytest.mark.parametrize(
    "texts, code",
    [
        ({"en": "Hello {nobody}"}, "wording.placeholder"),
        ({"en": "Hello {name"}, "wording.brace"),
        ({"en": " "}, "settings.error.no_label"),
        ({}, "settings.error.no_label"),
    ],
)
def test_words_that_could_not_be_filled_are_refused(texts: dict[str, str], code: str) -> None:
    """By the place where they stand, as the shop's own wording is."""
    reply = {"id": "hello", "labels": {"en": "Hello"}, "texts": texts}
    with pytest.raises(InputError) as caught:
        read_settings({"saved_replies": [reply]})
    (error,) = caught.value.errors
    assert (error.code, error.path[:3]) == (code, ("saved_replies", "0", "texts"))


@pytest.fixture
def page(shop: Shop) -> str:
    """The address of a request by somebody who reads Polish."""
    made, _ = j.in_phase(shop.desk, "in_review", contact="saved@example.com", language="pl", location="centrum")
    return f"/staff/requests/{made.reference.replace('-', '')}"


def at(shop: Shop, page: str, email: str = "tom@example.com") -> Visitor:
    """Somebody of the staff who has the page open."""
    visitor = shop.visitor()
    visitor.sign_in(email)
    visitor.open(page)
    return visitor


def inserted(visitor: Visitor, page: str, saved: str, text: str = "", **headers: str) -> Any:
    """What the button beside the choice answers."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', visitor.page.text)
    assert csrf is not None
    fields = {"csrf": csrf.group(1), "text": text, "saved": saved}
    return visitor.client.post(f"{page}/insert", data=fields, headers=headers)


def composed(answer: Any) -> str:
    """What stands in the composer."""
    found = re.search(r'<textarea[^>]*id="reply-text"[^>]*>\s*(.*?)</textarea>', answer.text, re.S)
    assert found is not None
    return unescape(found.group(1))


def test_a_saved_reply_comes_behind_what_is_typed(shop: Shop, page: str) -> None:
    """In the customer's language, filled in, without a script; nothing is sent by it."""
    tom = at(shop, page)
    assert "Bring it with the charger</option>" in tom.page.text
    words = composed(inserted(tom, page, "bring", "Hello!"))
    assert words.startswith("Hello!\n\nDzień dobry,\n\nproszę przynieść urządzenie (iPhone 13)")
    assert "Warszawa, Centrum" in words
    assert "przynieść" not in at(shop, page).page.text


def test_a_script_gets_the_words_alone(shop: Shop, page: str) -> None:
    """To put them where the cursor stands."""
    answer = inserted(at(shop, page), page, "bring", **{"x-helpdesk-part": "saved"})
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("Dzień dobry")


@pytest.mark.parametrize("saved, status", [("nothing", 404), ("", 200)])
def test_a_reply_that_is_none_is_not_put_in(shop: Shop, page: str, saved: str, status: int) -> None:
    """A made-up one is nowhere; no choice leaves the words as they are."""
    tom = at(shop, page)
    assert inserted(tom, page, saved, "Hello!").status_code == status
    assert "Hello!" in inserted(tom, page, saved, "Hello!").text


def test_an_admin_writes_one_and_looks_at_it_first(shop: Shop, page: str) -> None:
    """Each language by itself, what is wrong beside its field, and from then on it is offered."""
    admin = at(shop, "/staff/settings/replies", "anna@example.com")
    one = {"id": "stock", "labels_en": "In stock", "labels_pl": "Na stanie", "texts_en": "{name}, it is here."}
    row = {f"saved_replies-2-{name}": value for name, value in one.items()}
    seen = {"seen_saved_replies": "0"} | dict(re.findall(r'name="(seen[^"]*)" value="([^"]*)"', admin.page.text))
    stored = as_form(shop.desk.settings.saved_replies)
    csrf = re.search(r'name="csrf" value="([^"]+)"', admin.page.text)
    assert csrf is not None
    sent = {"csrf": csrf.group(1), **seen, **stored, **row}

    def answer(**more: str) -> str:
        return unescape(admin.client.post("/staff/settings/replies", data=sent | more).text)

    assert re.search(r'aria-invalid="true"[^>]*name="saved_replies-2-texts_pl"', answer())
    assert len(shop.desk.settings.saved_replies) == 2
    good = {"saved_replies-2-texts_pl": "{name}, mamy to."}
    assert "Maria Kowalska, mamy to." in answer(**good, preview="1")
    assert len(shop.desk.settings.saved_replies) == 2
    answer(**good)
    assert [one.id for one in shop.desk.settings.saved_replies] == ["bring", "backup", "stock"]
    assert composed(inserted(at(shop, page), page, "stock")) == "Kowalska, mamy to."


def as_form(replies: tuple[SavedReply, ...]) -> dict[str, str]:
    """The rows of the page."""
    found: dict[str, str] = {}
    for place, reply in enumerate(replies):
        cells = {"id": reply.id}
        for name in ("labels", "texts"):
            cells |= {f"{name}_{language}": text for language, text in getattr(reply, name).items()}
        found |= {f"saved_replies-{place}-{name}": text for name, text in cells.items()}
    return found


def test_a_retired_reply_is_offered_no_more(shop: Shop, page: str) -> None:
    """It stays in the settings, and nobody can put it in."""
    stored = [attrs.asdict(one) | {"retired": True} for one in shop.desk.settings.saved_replies]
    value = {"key": "saved_replies", "value": Published.of(stored), "seen": 0}
    shop.desk.do(shop.desk.read(ChangeSettings, {"values": [value]}), j.BOSS)
    tom = at(shop, page)
    assert "Saved replies" not in tom.page.text
    assert inserted(tom, page, "bring").status_code == 404


@pytest.mark.browser
def test_a_script_puts_it_where_the_cursor_stands(live: Shop, browser: Any) -> None:
    """On the page of the request, and in the queue's own form of an answer."""
    from playwright.sync_api import expect

    made, _ = j.in_phase(live.desk, "in_review", contact="cursor@example.com")
    page = browser.new_context(base_url=live.base_url).new_page()
    page.goto("/staff/sign-in")
    page.fill("[name=email]", "tom@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/staff")
    page.click("[data-answer] >> nth=0")
    page.select_option("#answer-saved", "backup")
    page.click("#answer [data-inserts]")
    expect(page.locator("#answer-text")).to_have_value(re.compile("backup"))
    page.goto(f"/staff/requests/{made.reference.replace('-', '')}")
    page.fill("#write-reply textarea", "Before.After.")
    page.evaluate("document.querySelector('#write-reply textarea').setSelectionRange(7, 7)")
    page.select_option("#reply-saved", "backup")
    page.click("#write-reply [data-inserts]")
    expect(page.locator("#write-reply textarea")).to_have_value(re.compile(r"^Before\..*backup.*After\.$"))
    page.context.close()
