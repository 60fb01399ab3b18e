"""F4: questions about a type or model, asked about each device of a request, in the app."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import AddRequestDevice, ChangeSettings, Published
from helpdesk_core.questions.model import QuestionAnswers
from helpdesk_core.settings import Question
from helpdesk_core.settings.values import to_plain
from helpdesk_core.views import view_questions, view_settings
from shops import Shop, Visitor

LANGUAGES = ["en", "pl"]
QUESTIONS = (
    Question(
        id="copy",
        labels={"en": "Is there a copy?", "pl": "Czy jest kopia?"},
        type="yes_no",
        devices=("thinkpad",),
        required=True,
    ),
    Question(
        id="keep",
        labels={"en": "What must stay?", "pl": "Co ma zostać?"},
        devices=("thinkpad",),
        depends_on="copy",
        when=("no",),
    ),
)


def words(visitor: Visitor) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", visitor.page.text)))


@pytest.fixture
def asking(shop: Shop) -> Shop:
    seen = shop.desk.show(view_settings, j.BOSS).seen.get("questions", 0)
    values = [{"key": "questions", "value": Published.of(to_plain(QUESTIONS)), "seen": seen}]
    j.do(shop.desk, ChangeSettings, j.BOSS, values=values)
    shop.desk.refresh_settings()
    return shop


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_quick_help_asks_about_each_device_that_is_one(asking: Shop, language: str) -> None:
    """With its name beside the question; the summary, the room and the team read which answer is about which."""
    asked = QUESTIONS[0].labels[language]
    visitor = asking.visitor(language)
    visitor.reads_summary = True
    visitor.open("/quick-help")
    said = {"problem": "Both are dead.", "device": "ThinkPad A", "urgency": "soon"}
    visitor.send("/quick-help", **said, add="devices")
    visitor.send("/quick-help", **said, **{"devices-0-device": "ThinkPad B"})
    assert visitor.page.url.path == "/quick-help/questions"
    assert f"{asked} (ThinkPad B)" in words(visitor)
    visitor.send("/quick-help/questions", q_copy="yes")
    assert visitor.page.status_code == 422, "the second one is open"
    visitor.send("/quick-help/questions", **{"q_copy": "yes", "q_copy~2": "no", "q_keep~2": "Photos, PIN 482196"})
    assert visitor.page.url.path == "/quick-help/contact"
    visitor.send("/quick-help/contact", surname="Kern", contact="two@example.com")
    assert f"{asked} (ThinkPad B)" in words(visitor)
    assert "482196" not in visitor.page.text
    visitor.send("/quick-help/check")
    assert asking.mail("two@example.com")
    with asking.desk.reading() as reader:
        kept = [one.plain_values for one in reader.find(Query(QuestionAnswers), {}, limit=100)]
    (ours,) = (one for one in kept if "keep~2" in one)
    assert (ours["copy"], ours["copy~2"]) == ("yes", "no")


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_the_room_and_the_desk_ask_about_each(asking: Shop, language: str) -> None:
    """Staff change one answer, and the other one stays."""
    more: Any = ({"device": "ThinkPad B"},)
    answers: Any = ({"question": "copy", "chosen": ["yes"]}, {"question": "copy~2", "chosen": ["yes"]})
    owner = j.Customer(id="7")
    made, _ = j.in_phase(
        asking.desk, "in_review", owner, device="ThinkPad A", devices=more, answers=answers, contact="b@example.com"
    )
    customer, staff = asking.visitor(language), asking.visitor(language)
    customer.client.cookies.set("test_customer", "7")
    customer.open(f"/r/{j.link(asking.desk, made)}")
    asked = QUESTIONS[0].labels[language]
    assert f"{asked} (ThinkPad B)" in words(customer)
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    staff.open(f"/staff/requests/{made.reference.replace('-', '')}")
    assert f"{asked} (ThinkPad B)" in words(staff)
    staff.send("/answer", forged={"question": "copy~2", "q_copy~2": "no"})
    assert asking.desk.show(view_questions, j.ANNA, made.request).values == {"copy": "yes", "copy~2": "no"}


def test_F4_a_device_that_came_later_is_asked_about_in_the_room(asking: Shop) -> None:
    """Also where nobody has answered anything yet."""
    made, _ = j.in_phase(asking.desk, "in_review", j.Customer(id="7"), device="Radio", contact="later@example.com")
    j.do(asking.desk, AddRequestDevice, j.ANNA, request=made.request, description="ThinkPad B")
    customer = asking.visitor("en")
    customer.client.cookies.set("test_customer", "7")
    customer.open(f"/r/{j.link(asking.desk, made)}")
    assert "Is there a copy? (ThinkPad B)" in words(customer)
    customer.send("/answers", **{"q_copy~2": "yes"})
    assert asking.desk.show(view_questions, j.ANNA, made.request).values == {"copy~2": "yes"}


def test_F4_the_counter_asks_about_each(asking: Shop) -> None:
    """As soon as the devices are named."""
    staff = asking.visitor("en")
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open("/staff/new")
    typed = {"problem": "Dead.", "device": "ThinkPad A", "surname": "Kern", "contact": "c@example.com"}
    staff.send("/staff/new", **typed, add="devices")
    staff.send("/staff/new", **typed, add="devices", **{"devices-0-device": "ThinkPad B"})
    assert "Is there a copy? (ThinkPad B)" in words(staff)
