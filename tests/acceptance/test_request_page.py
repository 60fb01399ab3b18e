"""The staff's page of a request: the jobs of a day, with their actions counted."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core.commands import ReplyToCustomer, ReplyToShop
from reference_app.demo import PASSWORD
from shops import Shop, Visitor


def text_of(page: Any) -> str:
    """The page's words."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split()).replace(" .", ".")


@attrs.define
class Counted:
    """A browser that counts what a person does: each click, choice and sending; typing apart."""

    visitor: Visitor
    actions: int = 0

    def click(self, link: str) -> Any:
        """Follow a link by its words."""
        self.actions += 1
        target = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>(?:<[^>]+>|\s)*{link}', self.visitor.page.text)
        assert target is not None, link
        return self.visitor.open(str(self.visitor.page.url.join(target.group(1))))

    def send(self, action: str, *, choices: int = 0, **fields: str) -> Any:
        """Press the button of a form, after so many choices among options."""
        self.actions += 1 + choices
        return self.visitor.send(action, **fields)


@pytest.fixture
def page(shop: Shop) -> str:
    """The address of a request in review."""
    made, _ = j.in_phase(shop.desk, "in_review", contact="page@example.com", problem="It hums and gets hot.")
    return f"/staff/requests/{made.reference.replace('-', '')}"


def at(shop: Shop, page: str, email: str = "tom@example.com") -> Counted:
    visitor = shop.visitor()
    visitor.sign_in(email)
    visitor.open(page)
    return Counted(visitor)


def name_and_id(shop: Shop, email: str) -> tuple[str, str]:
    person = next(one for one in shop.accounts.staff() if one.email == email)
    return person.actor.name, person.actor.id


def test_an_internal_note_takes_two_actions(shop: Shop, page: str) -> None:
    """Its tab, and the button; then it stands last in the thread."""
    tom = at(shop, page)
    tom.click("Internal note")
    tom.send("/note", text="Third one this month.")
    assert tom.actions <= 2
    thread = tom.visitor.page.text.partition('id="thread"')[2].partition("</section>")[0]
    assert thread.index("It hums") < thread.index("Third one this month.")


def test_handing_over_with_a_note_takes_three_actions_and_tells_the_colleague(shop: Shop, page: str) -> None:
    """Tab, colleague, button: the note and the new assignee are one step, and the colleague gets a mail."""
    name, anna = name_and_id(shop, "anna@example.com")
    tom = at(shop, page)
    tom.click("Internal note")
    tom.send("/note", text="Please look at the fan.", assignee=anna, choices=1)
    assert tom.actions <= 3
    words = text_of(tom.visitor.page)
    assert words.index("Please look at the fan.") < words.index(f"Assigned: {name}")
    assert "To zgłoszenie zostało przypisane do Ciebie." in shop.mail("anna@example.com")["text"]


def test_a_note_that_cannot_be_handed_over_is_still_there(shop: Shop, page: str) -> None:
    """Somebody changed the request meanwhile: nothing is written, the note's form is in view and keeps its words."""
    _, anna = name_and_id(shop, "anna@example.com")
    tom = at(shop, page)
    other = at(shop, page, "anna@example.com")
    other.send("/priority", priority="0")
    answer = tom.visitor.send("/note", text="Please look at the fan.", assignee=anna)
    assert answer.status_code == 409
    form = re.search(r'<form id="write-note"[^>]*>', answer.text)
    assert form is not None
    assert "hidden" not in form.group()
    assert "Please look at the fan.</textarea>" in answer.text
    assert "Please look" not in at(shop, page).visitor.page.text


@pytest.mark.parametrize("first", ["reply", "note"])
def test_the_shop_says_what_is_written_first(shop: Shop, page: str, first: str) -> None:
    """One form is in view; the other is a tab away."""
    admin = shop.visitor()
    admin.sign_in("anna@example.com")
    admin.open("/staff/settings/messages")
    admin.send("/settings/messages", write_first=first, incident_reports="5", incident_hours="3")
    shown = at(shop, page).visitor.page.text
    hidden = dict(re.findall(r'<form id="write-(reply|note)"([^>]*)>', shown))
    assert {name: " hidden" in rest for name, rest in hidden.items()} == {
        "reply": first != "reply",
        "note": first != "note",
    }


def test_a_property_is_said_and_taken_back(shop: Shop, page: str) -> None:
    """The page says what was changed and to what, and one button brings the former value back."""
    tom = at(shop, page)
    tom.send("/priority", priority="3")
    assert "Priority: Low. It was: Normal." in text_of(tom.visitor.page)
    undo = re.search(r'<form class="bar"[^>]*action="[^"]+/priority".*?</form>', tom.visitor.page.text, re.S)
    assert undo is not None
    assert 'name="priority" value="2"' in undo.group()
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', undo.group()))
    back = tom.visitor.client.post(f"{page}/priority", data=fields)
    assert re.search(r'<option selected value="2"', back.text)


@pytest.mark.parametrize("was", ["7", "<b>", "-", ""])
def test_a_made_up_former_value_is_offered_to_nobody(shop: Shop, page: str, was: str) -> None:
    """The address is anybody's: only a value that the property can have is a way back."""
    tom = at(shop, f"{page}?set=priority&was={was}")
    assert "Undo" not in text_of(tom.visitor.page)


def test_sending_a_property_as_it_stands_changes_nothing(shop: Shop, page: str) -> None:
    """The status that is shown is the request's own; pressing the button beside it is no error and tells nobody."""
    tom = at(shop, page)
    shown = re.search(r'id="set-status"[^>]*>(.*?)</select>', tom.visitor.page.text, re.S)
    assert shown is not None
    status = re.search(r'<option selected value="([^"]+)"', shown.group(1))
    assert status is not None
    answer = tom.visitor.send("/status", status=status.group(1))
    assert (answer.status_code, answer.url.query) == (200, b"")


def previewed(visitor: Visitor, page: str, text: str, **headers: str) -> Any:
    """What the button beside the words answers."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', visitor.page.text)
    assert csrf is not None
    return visitor.client.post(f"{page}/preview", data={"csrf": csrf.group(1), "text": text}, headers=headers)


def test_what_the_customer_will_see_is_shown_before_it_is_sent(shop: Shop, page: str) -> None:
    """The text as it would be stored, the language, where the news goes, what was taken out; nothing is written."""
    tom = at(shop, page).visitor
    answer = previewed(tom, page, "Your PIN 482196 is not needed. Please bring the charger.")
    part = text_of(answer).partition("The customer will see")[2].partition("Preview")[0]
    assert "Please bring the charger." in part
    assert "482196" not in part
    assert re.search(r"removed", part)
    assert re.search(r"English · \S+@", part)
    assert "There is a new message for you about your request." in part
    assert "Please bring the charger." not in at(shop, page, "anna@example.com").visitor.page.text


def test_a_script_gets_the_preview_alone(shop: Shop, page: str) -> None:
    """As somebody types; an empty form is no error page."""
    tom = at(shop, page).visitor
    for text, said in (("Hello there.", "Hello there."), ("", "hint")):
        answer = previewed(tom, page, text, **{"x-helpdesk-part": "preview"})
        assert answer.status_code == 200
        assert "<html" not in answer.text
        assert said in answer.text


@pytest.mark.parametrize("code", ["cancel", "link"])
def test_what_cannot_be_taken_back_is_asked_first(shop: Shop, page: str, code: str) -> None:
    """The button stands behind a question, also without JavaScript."""
    shown = at(shop, page).visitor.page.text
    form = re.search(rf'<details class="more"><summary>[^<]+</summary>(?:(?!</details>).)*/{code}"', shown, re.S)
    assert form is not None
    assert "?</p>" in form.group()


@pytest.mark.browser
def test_the_reply_box_is_in_view_on_a_hundred_messages(live: Shop, browser: Any) -> None:
    """At 1280 × 800, without scrolling, the newest message above it, and Ctrl+Enter sends."""
    made, customer = j.in_phase(live.desk, "in_review", contact="long@example.com")
    anna = next(one.actor for one in live.accounts.staff() if one.email == "anna@example.com")
    for number in range(50):
        j.do(live.desk, ReplyToCustomer, anna, request=made.request, text=f"Question {number}, please answer it.")
        j.do(live.desk, ReplyToShop, customer, request=made.request, text=f"Answer {number}, as well as I can.")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=live.base_url)
    page = context.new_page()
    page.goto("/staff/sign-in")
    page.fill("[name=email]", "tom@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/staff")
    page.goto(f"/staff/requests/{made.reference.replace('-', '')}")
    for words in ("#write-reply textarea", "#write-reply button", ".said >> text=Answer 49,"):
        box = page.locator(words).last.bounding_box()
        assert 0 <= box["y"] <= 800 - box["height"], words
    assert page.evaluate("document.scrollingElement.scrollHeight") == 800, "its parts scroll, and nothing lies below"
    page.fill("#write-reply textarea", "Please bring the charger.")
    assert page.locator("#preview .bubble").text_content() == "Please bring the charger."
    assert not page.locator("text=Preview").count()
    page.click("[data-tab=note]")
    page.keyboard.type("Only for us.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Only for us.")
    before = page.locator(".said").count()
    page.click("[data-older]")
    page.locator(".said").nth(before).wait_for()
    assert page.locator("text=Only for us.").last.is_visible()
    context.close()


def test_the_customers_other_requests_are_one_click_away(shop: Shop, page: str) -> None:
    """In a panel of their own; all of them behind the link beside the name."""
    other, _ = j.in_phase(shop.desk, "in_review", contact="page@example.com", problem="The lid is broken.")
    tom = at(shop, page)
    panel = text_of(tom.visitor.page).partition("Other requests of this customer")[2]
    assert panel.strip().startswith(f"iPhone 13 {other.reference}")
    tom.click("iPhone 13")
    assert tom.actions == 1
    assert "The lid is broken." in tom.visitor.page.text
    tom.click("All 2 requests")
    assert tom.visitor.page.url.path.startswith("/staff/customers/")


def test_what_nobody_has_begun_lies_folded(shop: Shop, page: str) -> None:
    """Whose request it is comes first; of what can be decided only what goes on stands open."""
    tom = at(shop, page)
    order = [
        text_of(tom.visitor.page).index(words) for words in ("page@example.com", "Decisions", "Begin something else")
    ]
    assert order == sorted(order)
    folded = tom.visitor.page.text.partition("Begin something else")[2]
    assert 'id="promises-staff"' in folded
    assert 'id="appointments-staff"' in folded
    tom.visitor.open(page + "/promises")
    for _ in ("typed", "read"):
        tom.visitor.send("/promises", what="A call", day="2027-03-03", time="12:00")
    tom.visitor.open(page)
    assert 'id="promises-staff"' not in tom.visitor.page.text.partition("Begin something else")[2]
    assert 'id="promises-staff"' in tom.visitor.page.text


def test_what_is_seldom_needed_lies_folded_at_the_end_of_the_side(shop: Shop, page: str) -> None:
    """A call that was offered stands open, since an answer is waited for; photos and the reply do so always."""
    rare = '<details class="more" id="rarely">'
    tom = at(shop, page)
    open_, _, folded = tom.visitor.page.text.partition(rare)
    assert all(name in folded for name in ('id="complaints-staff"', 'id="warranty-staff"', 'id="call-offer"'))
    assert 'id="files-title"' in open_
    tom.visitor.send("/call/offer", kind="phone")
    tom.visitor.open(page)
    assert 'id="call-offer"' in tom.visitor.page.text.partition(rare)[0]


def test_the_location_is_saved_when_it_is_chosen(shop: Shop, page: str) -> None:
    """Said, and taken back as any property; the history says where to."""
    tom = at(shop, page)
    tom.send("/location", location="praga")
    words = text_of(tom.visitor.page)
    assert "Location: Warsaw, Praga. It was: No location." in words
    assert "Location changed: Warsaw, Praga" in words
    made_up = tom.visitor.send("/location", forged={"location": "moon"})
    assert made_up.status_code == 422


def test_a_request_moved_out_of_sight_leads_to_the_queue(shop: Shop, page: str) -> None:
    """Whoever does not work there has handed it over."""
    shop.accounts.add_staff("only@example.com", "Ola Centrum", PASSWORD, locations=frozenset({"centrum"}))
    ola = at(shop, page, "only@example.com")
    ola.send("/location", location="praga")
    assert ola.visitor.page.url.path == "/staff"
    assert ola.visitor.open(page).status_code == 404
