"""H7: some days after an outcome a customer who allows it is asked whether it still works, and a short survey."""

from __future__ import annotations

from html import unescape

import pytest

import journeys as j
from capabilities.follow_ups import ask_in, latest
from helpdesk_core.commands import AskAgain
from helpdesk_core.views import ServiceRequest
from shops import Shop, Visitor, read


def _solved(shop: Shop, language: str, email: str) -> tuple[Visitor, str, str]:
    """A customer whose request has an outcome: the visitor, the room's address and the request's id."""
    visitor = shop.visitor(language)
    room = visitor.request_help(email)
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    draft = j.do(shop.desk, j.PrepareOutcome, j.ANNA, request=found[0], result="solved", text="A new battery is in.")
    j.do(shop.desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    return visitor, room, found[0]


def _ask(shop: Shop, request: str) -> None:
    """The day has come."""
    j.do(shop.desk, AskAgain, j.BOT, request=request, outcome=latest(shop.desk, request).outcome)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H7_a_shop_edits_its_survey_and_the_answers_are_a_chart(shop: Shop, language: str) -> None:
    """The admin writes the questions; the customer allows them, answers some; staff read counts and words."""
    t = shop.desk.translator(language)
    admin = shop.visitor(language)
    admin.sign_in("anna@example.com")
    admin.open("/staff/settings/follow_ups")
    if 'name="survey-0-id"' not in admin.page.text:
        admin.send("/settings/follow_ups", add="survey")
    rows = {
        "survey-0-id": "price",
        "survey-0-labels_en": "How fair was the price?",
        "survey-0-labels_pl": "Czy cena była uczciwa?",
        "survey-0-type": "scale",
    }
    admin.send("/settings/follow_ups", follow_up_days="14", **rows)
    shop.desk.refresh_settings()
    assert [one.id for one in shop.desk.settings.survey][:1] == ["price"]
    question = {"en": "How fair was the price?", "pl": "Czy cena była uczciwa?"}[language]
    visitor, room, request = _solved(shop, language, f"surveyed-{language}@example.com")
    visitor.open(room)
    assert read(t("follow_up.title")) in read(visitor.page.text)
    assert question not in visitor.page.text
    visitor.send("/follow-up")
    assert visitor.page.status_code == 422
    assert read(t("follow_up.missing")) in read(visitor.page.text)
    visitor.send("/follow-up", works="y", survey="y")
    assert read(t("follow_up.allowed")) in read(visitor.page.text)
    assert read(str(latest(shop.desk, request).permission)) in read(unescape(visitor.page.text))
    assert question not in visitor.page.text
    _ask(shop, request)
    visitor.open(room)
    assert question in visitor.page.text
    visitor.send("/survey", s_price="4")
    assert read(t("survey.thanks")) in read(visitor.page.text)
    visitor.send("/follow-up/answer", works="yes")
    assert read(t("follow_up.thanks")) in read(visitor.page.text)
    with shop.desk.reading() as reader:
        kept = reader.load(ServiceRequest, request)
    assert kept is not None
    assert (kept.phase.value, kept.is_waiting) == ("outcome_recorded", False)
    page = read(admin.open("/staff/follow-ups").text)
    assert "Czy cena była uczciwa?" in page  # the language of this member of staff
    assert "<svg" in page
    assert "<table" in page
    assert kept.reference not in page
    assert read(shop.desk.translator("pl")("staff.follow_up.works")) in read(
        admin.open(f"/staff/requests/{kept.reference}").text
    )
    assert "How fair was the price?" in read(admin.open("/staff/settings/history").text)
    assert shop.desk.verify() == ()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H7_a_no_comes_back_to_the_staff_as_a_message(shop: Shop, language: str) -> None:
    """The mail asks, the customer says what is wrong, the request is open again and the words stand on its page."""
    ask_in(shop.desk)
    email = f"failed-{language}@example.com"
    visitor, room, request = _solved(shop, language, email)
    visitor.open(room)
    visitor.send("/follow-up", works="y")
    _ask(shop, request)
    words = {"en": "does everything still work", "pl": "czy wszystko nadal działa"}[language]
    assert words in read(shop.mail(email, words)["text"])
    visitor.open(room)
    visitor.send("/follow-up/answer", works="no")
    assert visitor.page.status_code == 422
    visitor.send("/follow-up/answer", works="no", text="It flickers again. My PIN is 482196")
    assert "482196" not in visitor.page.text
    staff = shop.visitor(language)
    staff.sign_in("tom@example.com")
    with shop.desk.reading() as reader:
        kept = reader.load(ServiceRequest, request)
    assert kept is not None
    assert (kept.phase.value, kept.is_waiting) == ("in_review", True)
    page = read(staff.open(f"/staff/requests/{kept.reference}").text)
    assert "It flickers again." in page
    assert "The customer says that it does not work any more." in page
    assert shop.desk.verify() == ()


def test_H7_the_permission_is_taken_back_and_nothing_is_asked(shop: Shop) -> None:
    """One button, at any time; the room says so, and the message does not go out."""
    ask_in(shop.desk)
    visitor, room, request = _solved(shop, "en", "taken-back@example.com")
    visitor.open(room)
    visitor.send("/follow-up", works="y")
    visitor.send("/follow-up/withdraw")
    assert "Nothing is sent." in visitor.page.text
    _ask(shop, request)
    assert latest(shop.desk, request).sent_at is None
    shop.desk.deliver(500)
    assert not any(
        "does everything still work" in one["text"]
        for one in shop.outbox.sent(500)
        if one["recipient"] == "taken-back@example.com"
    )
