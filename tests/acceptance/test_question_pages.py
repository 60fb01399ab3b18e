"""A shop's own questions in the app: asked in Quick Help and the room, at the counter, beside a request."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import ChangeSettings, Published
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.settings import Question, QuestionChoice
from helpdesk_core.settings.values import to_plain
from helpdesk_core.views import view_questions, view_settings
from shops import Shop, Visitor

CHOICES = tuple(
    QuestionChoice(id=id, labels={"en": en, "pl": pl})
    for id, en, pl in (("bag", "Bag", "Torba"), ("cable", "Cable", "Kabel"))
)
QUESTIONS = (
    Question(id="wet", labels={"en": "Did it get wet?", "pl": "Czy zamokło?"}, type="yes_no", required=True),
    Question(
        id="how",
        labels={"en": "How did it get wet?", "pl": "Jak zamokło?"},
        depends_on="wet",
        when=("yes",),
        required=True,
    ),
    Question(
        id="with", labels={"en": "What is with it?", "pl": "Co jest w komplecie?"}, type="choices", choices=CHOICES
    ),
    Question(
        id="bought", labels={"en": "When was it bought?", "pl": "Kiedy kupiono?"}, type="date", devices=("radio",)
    ),
    Question(id="shelf", labels={"en": "Shelf", "pl": "Półka"}, filled_by="staff"),
)


def words(visitor: Visitor) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", visitor.page.text)))


def ask(shop: Shop, *questions: Question) -> None:
    """The shop asks these from now on."""
    seen = shop.desk.show(view_settings, j.BOSS).seen.get("questions", 0)
    values = [{"key": "questions", "value": Published.of(to_plain(questions)), "seen": seen}]
    j.do(shop.desk, ChangeSettings, j.BOSS, values=values)
    shop.desk.refresh_settings()


@pytest.fixture
def asking(shop: Shop) -> Shop:
    ask(shop, *QUESTIONS)
    return shop


def described(shop: Shop, device: str = "Radio", language: str = "en") -> Visitor:
    """Somebody who has said what is wrong."""
    visitor = shop.visitor(language)
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It makes no sound at all.", device=device, urgency="soon")
    return visitor


def test_P7_what_was_removed_is_said_on_the_page_that_comes_next(asking: Shop) -> None:
    """Of the problem beside the questions, of an answer beside the contact."""
    visitor = asking.visitor()
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It hums. My PIN is 482196.", device="Radio", urgency="soon")
    assert visitor.page.url.path == "/quick-help/questions"
    said = "For your safety, we removed the following from your text before it was saved"
    assert said in words(visitor)
    visitor.send("/quick-help/questions", q_wet="yes", q_how="Rain; my PIN is 482196")
    assert visitor.page.url.path == "/quick-help/contact"
    assert said in words(visitor)


def test_P7_a_customer_is_asked_before_the_order_goes_out(asking: Shop) -> None:
    """Only what fits the device; all that is wrong at once, with nothing typed lost; the summary shows the answers and
    the way back; the request carries them to the room and the desk."""
    visitor = described(asking)
    assert visitor.page.url.path == "/quick-help/questions"
    assert "Shelf" not in words(visitor)
    visitor.send("/quick-help/questions", **{"q_wet": "yes", "q_with:bag": "y", "q_bought": "2026-02-30"})
    assert visitor.page.status_code == 422
    assert "How did it get wet: Please answer this question." in words(visitor)
    assert "When was it bought: Please write a day of the calendar" in words(visitor)
    assert 'value="2026-02-30"' in visitor.page.text
    assert re.search(r'<input checked[^>]*name="q_with:bag"', visitor.page.text)

    answers = {"q_wet": "yes", "q_how": "Rain; my PIN is 482196", "q_with:bag": "y", "q_bought": "2026-02-28"}
    visitor.send("/quick-help/questions", **answers)
    assert visitor.page.url.path == "/quick-help/contact"
    page = words(visitor)
    assert "we removed" in page
    assert "482196" not in page
    visitor.reads_summary = True
    visitor.send("/quick-help/contact", surname="Kern", contact="wet@example.com")
    page = words(visitor)
    assert "482196" not in page
    for said in ("Did it get wet? Yes", "What is with it? Bag", "28 February 2026", "Change Did it get wet?"):
        assert said in page
    visitor.send("/quick-help/check")
    visitor.send("/confirm", code=asking.code("wet@example.com"))
    assert "How did it get wet? Rain; my PIN is [removed" in words(visitor)

    staff = asking.visitor()
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open(_desk_page(asking, visitor))
    assert re.search(r'<option selected value="yes">', staff.page.text)
    assert "What is with it? Bag" in words(staff)


def _desk_page(shop: Shop, visitor: Visitor) -> str:
    found = shop.desk.keyring.read_link(str(visitor.page.url.path).rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    return f"/staff/requests/{request.reference}"


def test_P7_in_polish_and_only_where_the_device_is_named(asking: Shop) -> None:
    """Words, choices and errors in the reader's language; another device is not asked when it was bought."""
    visitor = described(asking, "Czajnik", "pl")
    page = words(visitor)
    for said, is_there in (("Czy zamokło?", True), ("Torba", True), ("Kiedy kupiono?", False)):
        assert (said in page) is is_there
    visitor.send("/quick-help/questions")
    assert "Czy zamokło: Proszę odpowiedzieć na to pytanie." in words(visitor)


def test_P7_a_question_made_required_meanwhile_is_asked_calmly(asking: Shop) -> None:
    """The summary leads to it, and back; nothing is sent before, and nothing is lost."""
    visitor = described(asking)
    visitor.send("/quick-help/questions", q_wet="no")
    ask(asking, *QUESTIONS, Question(id="age", labels={"en": "How old is it?", "pl": "Ile ma lat?"}, required=True))
    visitor.send("/quick-help/contact", surname="Kern", contact="meanwhile@example.com")
    assert visitor.page.url.path == "/quick-help/questions"
    assert "Before you send your request, the shop also needs to know this" in words(visitor)
    visitor.send("/quick-help/questions", q_wet="no", q_age="Two years")
    assert visitor.page.url.path == "/quick-help/check", "who was at the summary is back there"
    assert "meanwhile@example.com" in words(visitor)
    ask(asking, *QUESTIONS, Question(id="who", labels={"en": "Who uses it?", "pl": "Kto?"}, required=True))
    visitor.send("/quick-help/check")
    assert visitor.page.url.path == "/quick-help/questions", "approved is not sent, where something is lacking"
    visitor.send("/quick-help/questions", q_wet="no", q_who="Everybody")
    visitor.send("/quick-help/check")
    visitor.send("/confirm", code=asking.code("meanwhile@example.com"))
    assert "Who uses it? Everybody" in words(visitor)


def test_P7_an_order_that_is_there_is_not_broken_by_a_new_question(shop: Shop) -> None:
    """The room recommends it, and answering ends it; a reply needs no answer."""
    visitor = shop.visitor()
    room = visitor.request_help("before@example.com", device="Radio")
    ask(shop, Question(id="age", labels={"en": "How old is it?", "pl": "Ile ma lat?"}, type="number", required=True))
    visitor.open(room)
    assert "Please answer the questions that are required" in words(visitor)
    visitor.send("/reply", text="Can I bring it tomorrow?")
    assert "Can I bring it tomorrow?" in words(visitor)
    visitor.send("/answers", q_age="NaN")
    assert visitor.page.status_code == 422
    assert 'value="NaN"' in visitor.page.text
    visitor.send("/answers", q_age="12,5")
    page = words(visitor)
    assert "How old is it? 12.5" in page
    assert "Please answer the questions that are required" not in page


def test_P7_answers_keep_the_words_that_they_answer(asking: Shop) -> None:
    """The question is retired and its choice renamed: customer and staff still read what was asked and chosen."""
    visitor = described(asking)
    visitor.send("/quick-help/questions", **{"q_wet": "no", "q_with:cable": "y"})
    visitor.send("/quick-help/contact", surname="Kern", contact="old@example.com")
    visitor.send("/confirm", code=asking.code("old@example.com"))
    room = str(visitor.page.url.path)
    ask(asking)
    visitor.open(room)
    assert "What is with it? Cable" in words(visitor)
    staff = asking.visitor()
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open(_desk_page(asking, visitor))
    assert "Answered before, not asked any more" in words(staff)
    assert "Did it get wet? No" in words(staff)


def test_X11_custom_fields_are_properties_that_staff_fill_in(asking: Shop) -> None:
    """Typed, saved one by one, undone by a button; found by the search; in the copy of the person's data."""
    made, guest = j.in_phase(
        asking.desk,
        "in_review",
        contact="field@example.com",
        device="Radio",
        answers=[{"question": "wet", "chosen": ["no"]}],
    )
    staff = asking.visitor()
    staff.sign_in()
    staff.client.get("/language/en")
    page = f"/staff/requests/{made.reference.replace('-', '')}"
    staff.open(page)
    _send(staff, "shelf", q_shelf="Hedgehog corner")
    _send(staff, "wet", q_wet="yes")
    assert "Undo" in words(staff)
    _send(staff, "how", q_how="Under the tap")
    _send(staff, "bought", q_bought="30 February")
    assert staff.page.status_code == 422
    found: Any = asking.desk.show(view_questions, j.ANNA, made.request)
    assert found.values == {"wet": "yes", "how": "Under the tap", "shelf": "Hedgehog corner"}
    asking.desk.index()
    staff.open("/staff/search?q=hedgehog")
    assert made.reference in words(staff)
    room: Any = asking.desk.show(view_questions, guest, made.request)
    assert "shelf" not in room.possible


def _send(staff: Visitor, question: str, **fields: str) -> None:
    """The one form of a question."""
    forms = re.findall(r"<form.*?</form>", staff.page.text, re.S)
    form = next(one for one in forms if f'name="question" value="{question}"' in one)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    target = re.search(r'action="([^"]+)"', form)
    assert target is not None
    staff.page = staff.client.post(target.group(1), data=hidden | fields)


@pytest.fixture
def admin(shop: Shop) -> Visitor:
    visitor = shop.visitor()
    visitor.sign_in()
    visitor.client.get("/language/en")
    return visitor


NEW = {
    "id": "colour",
    "labels_en": "Which colour is it?",
    "labels_pl": "Jaki ma kolor?",
    "type": "choice",
    "choices-0-id": "red",
    "choices-0-labels_en": "Red",
    "choices-0-labels_pl": "Czerwony",
}


def test_P7_an_admin_defines_a_question_and_sees_it_first(shop: Shop, admin: Visitor) -> None:
    """Every fault at once and nothing typed lost; a preview saves nothing; it is asked from then on."""
    admin.open("/staff/questions/new")
    admin.send("/questions/new", forged={**NEW, "id": "A b", "labels_pl": "", "depends_on": "shelf"})
    page = words(admin)
    assert admin.page.status_code == 422
    for said in ("An id is 1 to 60", "at least two choices", "in this language is missing: pl", "name at least one"):
        assert said in page
    assert 'value="Which colour is it?"' in admin.page.text
    assert 'value="Czerwony"' in admin.page.text

    both = {**NEW, "choices-1-id": "blue", "choices-1-labels_en": "Blue", "choices-1-labels_pl": "Niebieski"}
    admin.send("/questions/new", forged={**both, "preview": "1"})
    assert "How it reads" in words(admin)
    assert len(shop.desk.settings.questions) == 4
    admin.send("/questions/new", forged=both)
    assert admin.page.url.path == "/staff/questions"
    assert "Which colour is it?" in words(admin)
    shop.desk.refresh_settings()
    assert "Which colour is it?" in words(described(shop))


def test_P7_questions_are_ordered_and_retired_and_the_history_says_by_whom(shop: Shop, admin: Visitor) -> None:
    """A question that is retired is asked no more; nothing of it is deleted."""
    admin.open("/staff/questions")
    admin.send("/questions", forged={"move": "up keep"})
    assert [one.id for one in shop.desk.show(view_settings, j.BOSS).settings.questions][:2] == ["keep", "backup"]
    admin.open("/staff/questions/of/brought")
    admin.send("/of/brought", forged={"choices-0-id": "charger", "type": "choices", "retired": "y"} | _typed(admin))
    assert "Retired" in words(admin)
    shop.desk.refresh_settings()
    assert "What do you bring along?" not in words(described(shop, "ThinkPad"))
    admin.open("/staff/settings/history")
    assert "Anna Nowak" in words(admin)
    assert "What do you bring along?" in words(admin)


def _typed(visitor: Visitor) -> dict[str, str]:
    """What the fields of the page hold."""
    found = re.findall(r'<input[^>]*type="text"[^>]*>', visitor.page.text)
    pairs = ((re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)) for one in found)
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}


def test_P7_two_admins_do_not_overwrite_each_other(shop: Shop, admin: Visitor) -> None:
    """Who comes second is told, and what they typed stands there."""
    other = shop.visitor()
    other.sign_in()
    for visitor in (admin, other):
        visitor.open("/staff/questions/of/shelf")
    admin.send("/of/shelf", forged=_typed(admin) | {"labels_en": "Place"})
    other.send("/of/shelf", forged=_typed(other) | {"labels_en": "Box"})
    assert other.page.status_code == 409
    assert 'value="Box"' in other.page.text


def test_P7_staff_without_the_right_define_nothing(shop: Shop) -> None:
    """Nor see the page."""
    tom = shop.visitor()
    tom.sign_in("tom@example.com")
    for path in ("/staff/questions", "/staff/questions/new", "/staff/questions/of/shelf"):
        assert tom.open(path).status_code == 403


def test_X11_the_counter_writes_them_down_too(shop: Shop) -> None:
    """Those of every device; the others stand beside the request, once it is known what it is."""
    staff = shop.visitor()
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open("/staff/new")
    fields = {"problem": "It is loud.", "device": "ThinkPad", "surname": "Kern", "contact": "+48 600 111 222"}
    staff.send("/staff/new", q_shelf="C4", **fields)
    reference = str(staff.page.url.path).split("/")[3]
    staff.open(f"/staff/requests/{reference}")
    assert 'value="C4"' in staff.page.text
    assert "What do you bring along?" in words(staff)


@pytest.mark.browser
def test_P7_a_question_that_depends_on_another_comes_with_its_answer(live: Shop, browser: Any) -> None:
    """With a script it stands there once the answer is given, and its answer counts only while it does."""
    page = browser.new_context(base_url=live.base_url).new_page()
    page.goto("/quick-help")
    page.fill("[name=problem]", "It does not start any more.")
    page.fill("[name=device]", "ThinkPad")
    page.click("form.card > button.button")
    page.wait_for_url("**/quick-help/questions")
    child = page.locator("[name=q_keep]")
    assert not child.is_visible()
    page.check("[name=q_backup][value=no]")
    child.fill("My thesis")
    page.check("[name=q_backup][value=yes]")
    assert not child.is_visible()
    page.click("form.card > button.button")
    page.wait_for_url("**/quick-help/contact")
    assert "My thesis" not in page.inner_text("main")
    page.context.close()


@pytest.mark.parametrize(
    ("questions", "first", "second"),
    [
        ((), "1 of 3: Problem", "2 of 3: Contact"),
        (QUESTIONS, "1 of 4: Problem", "2 of 4: Questions"),
        (QUESTIONS[3:], None, "2 of 4: Questions"),
    ],
)
def test_J1_the_count_of_pages_is_right_from_the_first_one_or_not_said(
    shop: Shop, questions: tuple[Question, ...], first: str | None, second: str
) -> None:
    """Where something is asked of some devices alone, the first page cannot know: it says neither count nor next."""
    ask(shop, *questions)
    visitor = shop.visitor()
    visitor.open("/quick-help")
    if first is None:
        assert not re.search(r"\d of \d:|then:", words(visitor))
    else:
        assert first in words(visitor)
    visitor.send("/quick-help", device="Radio", problem="It has been quiet since Monday.", urgency="soon")
    assert second in words(visitor)
