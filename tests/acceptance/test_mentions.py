"""@name in a note: who is meant, who is told, and that nobody is passed over in silence."""

from __future__ import annotations

import re
from typing import Any

import pytest

import journeys as j
from reference_app.conversations.mentions import mentioned
from reference_app.demo import PASSWORD
from shops import Shop, Visitor

PEOPLE = {"1": "Anna Nowak", "2": "Anna Nowak-Kern", "3": "Tom Reed", "4": "Łukasz Żak", "5": "Ann"}


@pytest.mark.parametrize(
    "text, ids, unknown",
    [
        ("Please look, @Tom Reed.", ["3"], []),
        ("@tom can you?", ["3"], []),
        ("@Anna Nowak-Kern, please", ["2"], []),
        ("@Anna Nowak, please", ["1"], []),
        ("@anna please", [], ["anna"]),
        ("@Ann please", ["5"], []),
        ("(@łukasz  ŻAK)", ["4"], []),
        ("@Tom and @Tom Reed and @Ann", ["3", "5"], []),
        ("write to tom@example.com or a@tom", [], []),
        ("@Bob: see @", [], ["Bob"]),
        ("@Tomasz", [], ["Tomasz"]),
        ("", [], []),
    ],
)
def test_who_is_meant(text: str, ids: list[str], unknown: list[str]) -> None:
    """By the whole name, or by a first word that is one person's alone; an address is no mention."""
    found = mentioned(text, PEOPLE)
    assert (list(found.ids), list(found.unknown)) == (ids, unknown)


@pytest.fixture
def page(shop: Shop) -> str:
    """The address of a request in review, at one of two places."""
    made, _ = j.in_phase(shop.desk, "in_review", contact="mention@example.com", location="centrum")
    return f"/staff/requests/{made.reference.replace('-', '')}"


def at(shop: Shop, page: str, email: str = "tom@example.com") -> Visitor:
    """Somebody of the staff who has the page open."""
    visitor = shop.visitor()
    visitor.sign_in(email)
    visitor.open(page)
    return visitor


def told(shop: Shop, to: str) -> list[dict[str, Any]]:
    """Mails to somebody, the newest first."""
    while shop.desk.deliver(500).done:
        pass
    return [mail for mail in shop.outbox.sent(500) if mail["recipient"] == to]


def test_a_mentioned_colleague_is_told_and_never_what_it_says(shop: Shop, page: str) -> None:
    """One notice, with the link; the note stands in the thread as it was written."""
    tom = at(shop, page)
    before = len(told(shop, "anna@example.com"))
    tom.send("/note", text="The fan again, @Anna. @Anna?")
    assert "The fan again, @Anna." in tom.page.text
    mails = told(shop, "anna@example.com")
    assert len(mails) == before + 1
    assert "notatce" in mails[0]["text"]
    assert "fan" not in mails[0]["text"]
    assert page in mails[0]["text"]


def test_a_note_to_oneself_sends_nothing(shop: Shop, page: str) -> None:
    """Who writes knows."""
    before = len(told(shop, "tom@example.com"))
    tom = at(shop, page)
    tom.send("/note", text="@Tom Reed: look again tomorrow.")
    assert "Colleague told" in tom.page.text
    assert len(told(shop, "tom@example.com")) == before


def test_handed_over_and_mentioned_is_told_once(shop: Shop, page: str) -> None:
    """The notice about the request says it."""
    anna = next(one.actor.id for one in shop.accounts.staff() if one.email == "anna@example.com")
    before = len(told(shop, "anna@example.com"))
    at(shop, page).send("/note", text="Yours, @Anna.", assignee=anna)
    assert len(told(shop, "anna@example.com")) == before + 1


@pytest.mark.parametrize(
    "text, said",
    [
        ("Please look, @Ola.", "Not allowed to see this request, and so not told: Ola Praska."),
        ("Please look, @Nobody.", "Nobody, or more than one person, has this name: Nobody."),
    ],
)
def test_who_cannot_be_told_is_said_before_the_note_is_kept(shop: Shop, page: str, text: str, said: str) -> None:
    """With the words still in the form; pressed again the note is kept, and nobody is told."""
    if not any(one.email == "ola@example.com" for one in shop.accounts.staff()):
        shop.accounts.add_staff("ola@example.com", "Ola Praska", PASSWORD, locations=frozenset({"praga"}))
    tom = at(shop, page)
    answer = tom.send("/note", text=text)
    assert answer.status_code == 422
    assert said in answer.text
    assert f"{text}</textarea>" in answer.text
    assert 'class="said note"' not in answer.text
    answer = tom.send("/note", text=text)
    assert answer.status_code == 200
    assert re.search(r'class="said note".*?' + re.escape(text), answer.text, re.S)
    assert not told(shop, "ola@example.com")


def test_colleagues_to_mention_stand_beside_the_note_unseen(shop: Shop, page: str) -> None:
    """For the script that offers them: those who may see the request, but not whoever writes; without it nothing is
    offered, and a name that is typed means the same."""
    html = at(shop, page).page.text
    found = re.search(r'<div data-names="note-text" hidden>.*?</div></div></div>', html, re.S)
    assert found is not None
    assert re.findall(r'role="option"[^>]*>([^<]+)<', found.group()) == ["Anna Nowak"]


@pytest.mark.browser
def test_a_name_is_taken_from_the_list_by_keys_alone(live: Shop, browser: Any) -> None:
    """The list says which one is lit to who hears the page; Escape leaves what was typed."""
    made, _ = j.in_phase(live.desk, "in_review", contact="keys@example.com")
    sheet = browser.new_context(base_url=live.base_url).new_page()
    sheet.goto("/staff/sign-in")
    sheet.fill("[name=email]", "anna@example.com")
    sheet.fill("[name=password]", PASSWORD)
    sheet.click("main button")
    sheet.wait_for_url("**/staff")
    sheet.goto(f"/staff/requests/{made.reference.replace('-', '')}")
    sheet.click("[data-tab=note]")
    note = sheet.locator("#write-note textarea")
    note.press_sequentially("Please, @re")
    assert sheet.locator("#names [role=option]").all_inner_texts() == ["Tom Reed"]
    assert note.get_attribute("aria-activedescendant") == sheet.locator("#names [aria-selected=true]").get_attribute(
        "id"
    )
    note.press("Escape")
    assert not sheet.locator("#names").is_visible()
    assert note.input_value() == "Please, @re"
    note.press_sequentially("e")
    note.press("Enter")
    assert note.input_value() == "Please, @Tom Reed "
    assert not sheet.locator("#names").is_visible()
    note.press_sequentially("or mail anna@to")
    assert not sheet.locator("#names").is_visible()
    sheet.context.close()
