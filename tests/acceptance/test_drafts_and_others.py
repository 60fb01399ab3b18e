"""What staff are writing: kept, there on another device, gone when it is sent; and who else is writing."""

from __future__ import annotations

import re
from typing import Any

import pytest

import journeys as j
from reference_app.demo import PASSWORD
from shops import Shop, Visitor

PART = {"x-helpdesk-part": "writing"}


@pytest.fixture
def page(shop: Shop) -> str:
    """The address of a request in review."""
    made, _ = j.in_phase(shop.desk, "in_review", contact="drafts@example.com", problem="It hums and gets hot.")
    return f"/staff/requests/{made.reference.replace('-', '')}"


def at(shop: Shop, page: str, email: str = "tom@example.com") -> Visitor:
    """Somebody of the staff on a browser of their own."""
    visitor = shop.visitor()
    visitor.sign_in(email)
    visitor.open(page)
    return visitor


def typed(visitor: Visitor, page: str, where: str, text: str, **more: str) -> Any:
    """What the script sends when somebody stops typing."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', visitor.page.text)
    assert csrf is not None
    fields = {"csrf": csrf.group(1), "text": text, **more}
    return visitor.client.post(f"{page}/{where}", data=fields, headers={} if more else PART)


def words_in(visitor: Visitor, page: str, kind: str) -> str:
    """What stands in the composer."""
    text = visitor.open(page).text
    found = re.search(rf'<textarea[^>]*id="{kind}-text"[^>]*>\s*(.*?)</textarea>', text, re.S)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("kind, where", [("reply", "preview"), ("note", "draft/note")])
def test_words_are_there_on_another_device(shop: Shop, page: str, kind: str, where: str) -> None:
    """Typed on one, read on the other after a sign-in there; its tab is in view, and a colleague sees none of it."""
    answer = typed(at(shop, page), page, where, "Please bring the ch")
    assert answer.status_code == 200
    other = at(shop, page)
    assert words_in(other, page, kind) == "Please bring the ch"
    form = re.search(rf'<form id="write-{kind}"[^>]*>', other.page.text)
    assert form is not None
    assert "hidden" not in form.group()
    assert words_in(at(shop, page, "anna@example.com"), page, kind) == ""


@pytest.mark.parametrize("kind, where", [("reply", "preview"), ("note", "draft/note")])
def test_a_draft_is_gone_when_it_is_sent(shop: Shop, page: str, kind: str, where: str) -> None:
    """In the step that sends it."""
    tom = at(shop, page)
    typed(tom, page, where, "Please bring the charger.")
    tom.open(page)
    tom.send(f"/{kind}", text="Please bring the charger.")
    assert words_in(tom, page, kind) == ""


def test_a_note_that_hands_over_ends_its_draft(shop: Shop, page: str) -> None:
    """Assigning with a note sends it too."""
    tom = at(shop, page)
    typed(tom, page, "draft/note", "Please look at the f")
    anna = next(one.actor.id for one in shop.accounts.staff() if one.email == "anna@example.com")
    tom.open(page)
    tom.send("/note", text="Please look at the fan.", assignee=anna)
    assert words_in(tom, page, "note") == ""


def test_a_draft_holds_no_secret(shop: Shop, page: str) -> None:
    """Redacted before it is kept; how often is counted when it is sent, not as it is typed."""
    tom = at(shop, page)
    for _ in range(3):
        typed(tom, page, "draft/note", "The PIN to the SIM card: 482196")
    assert "482196" not in words_in(tom, page, "note")
    boss = at(shop, page, "anna@example.com")
    counted = boss.open("/staff/secrets").text.partition("<main")[2]
    assert "<table" not in counted, "nothing was removed from what was sent"


def test_what_is_answered_from_the_queue_leaves_the_draft(shop: Shop, page: str) -> None:
    """The words on the page of the request are others."""
    tom = at(shop, page)
    typed(tom, page, "preview", "A long explanation of")
    tom.open(page)
    tom.send("/reply", forged={"sends_draft": ""}, text="One moment, please.")
    assert words_in(tom, page, "reply") == "A long explanation of"


def test_a_draft_is_kept_and_thrown_away_without_a_script(shop: Shop, page: str) -> None:
    """By buttons beside it."""
    tom = at(shop, page)
    assert typed(tom, page, "draft/note", "Not so impor", keep="1").url.path == page
    assert words_in(tom, page, "note") == "Not so impor"
    typed(tom, page, "draft/note", "Not so impor", discard="1")
    assert words_in(tom, page, "note") == ""


def test_a_colleague_who_writes_is_named_for_a_minute(shop: Shop, page: str) -> None:
    """On the page and to the script that looks again; not to oneself, and not after the words are sent."""
    tom, anna = at(shop, page), at(shop, page, "anna@example.com")
    name = next(one.actor.name for one in shop.accounts.staff() if one.email == "tom@example.com")
    said = f"{name} pisze do klienta."
    typed(tom, page, "preview", "Please bring")
    assert said in anna.open(page).text
    assert said in anna.client.get(f"{page}/writing").text
    assert "is writing" not in tom.open(page).text
    tom.send("/reply", text="Please bring the charger.")
    assert said not in anna.client.get(f"{page}/writing").text


def test_who_was_faster_is_said_when_it_is_sent(shop: Shop, page: str) -> None:
    """What they did, who and when, with the words still in the form and sent by the next press."""
    tom, anna = at(shop, page), at(shop, page, "anna@example.com")
    tom.send("/reply", text="Please bring the charger.")
    answer = anna.send("/reply", text="Do you have the charger?")
    name = next(one.actor.name for one in shop.accounts.staff() if one.email == "tom@example.com")
    assert answer.status_code == 409
    assert re.search(rf"W międzyczasie: nowa wiadomość · <bdi>{name}</bdi>, <time", answer.text)
    assert "Do you have the charger?</textarea>" in answer.text
    assert anna.send("/reply", text="Do you have the charger?").status_code == 200


@pytest.mark.browser
def test_a_script_keeps_what_is_typed(live: Shop, browser: Any) -> None:
    """A pause is enough, and leaving the page at once is too."""
    made, _ = j.in_phase(live.desk, "in_review", contact="typing@example.com")
    page = browser.new_context(base_url=live.base_url).new_page()
    page.goto("/staff/sign-in")
    page.fill("[name=email]", "tom@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/staff")
    here = f"/staff/requests/{made.reference.replace('-', '')}"
    page.goto(here)
    with page.expect_response("**/preview"):
        page.fill("#write-reply textarea", "Please bring the charger.")
    page.click("[data-tab=note]")
    page.keyboard.type("Third one this month.")
    page.goto("/staff")
    page.wait_for_timeout(500)
    page.goto(here)
    assert page.input_value("#write-reply textarea") == "Please bring the charger."
    assert page.input_value("#write-note textarea") == "Third one this month."
    page.click("#write-note button:has-text('Save note')")
    page.wait_for_selector(".said.note")
    assert page.input_value("#write-note textarea") == ""
    page.context.close()
