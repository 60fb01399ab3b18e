"""H4: on their own pages customers read, write, send files, change how urgent it is, and ask for somebody in charge."""

from __future__ import annotations

import pytest
from test_F3_dashboard import request_of, signed_in

import journeys as j
import pictures as p
from helpdesk_core import Customer, Refusal
from helpdesk_core.base.text import Published
from helpdesk_core.commands import AskForEscalation, ChangeSettings, ChangeUrgency, SetPriority
from helpdesk_core.views import ServiceRequest, view_request_urgency
from shops import Shop, read

OWNER = Customer(id="7")


def stored(shop: Shop, id: str) -> ServiceRequest:
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, id)
    assert found is not None
    return found


def allow(shop: Shop) -> None:
    """The shop lets customers say how urgent it is."""
    row = {"key": "customers_set_urgency", "value": Published.of(True), "seen": 0}
    j.do(shop.desk, ChangeSettings, j.BOSS, values=(row,))
    shop.desk.refresh_settings()


def code(answer: object) -> str | None:
    return answer.code if isinstance(answer, Refusal) else None


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H4_from_the_list_to_a_comment_a_file_and_an_answer_of_somebody_in_charge(shop: Shop, language: str) -> None:
    """My requests, one of them with its way so far, a message, a photo, a wish, and what a person decides."""
    t, visitor = shop.desk.translator(language), signed_in(shop, "7", language)
    request = stored(shop, request_of(shop, "7", "Radio"))
    room = f"/r/{shop.desk.keyring.link(request.id, 1)}"
    assert room in visitor.open("/own").text
    assert read(t("room.progress")) in visitor.open(room).text
    visitor.send("/reply", text="It hums louder now.")
    assert "It hums louder now." in visitor.page.text
    p.upload(visitor, ("hum.jpg", p.photo()))
    assert "hum.jpg" in visitor.open(room).text
    visitor.send("/escalation", text="Nobody has looked for a week. PIN: 482196")
    assert read(t("escalation.ask")) not in visitor.page.text
    assert (
        code(j.attempt(shop.desk, AskForEscalation, OWNER, request=request.id, text="?")) == "refusal.escalation_asked"
    )

    staff = shop.visitor(language)
    staff.sign_in()
    page = staff.open(f"/staff/requests/{request.reference}").text
    assert "Nobody has looked for a week." in page
    assert "482196" not in page
    staff.send("/escalation", text="I look at it myself today.", granted="yes")
    assert stored(shop, request.id).priority == 0
    answered = visitor.open(room).text
    assert read(t("escalation.taken_up")) in answered
    assert "I look at it myself today." in answered
    assert shop.desk.verify() == ()


def test_H4_a_no_moves_nothing_and_only_who_may_answers(shop: Shop) -> None:
    """It is a person's decision, with the right for it."""
    request = request_of(shop, "7", "Radio")
    j.do(shop.desk, AskForEscalation, OWNER, request=request, text="Faster, please.")
    before = stored(shop, request).priority
    clerk = shop.visitor()
    clerk.sign_in("tom@example.com")
    page = clerk.open(f"/staff/requests/{stored(shop, request).reference}").text
    assert "Faster, please." in page
    assert 'name="granted"' not in page
    boss = shop.visitor()
    boss.sign_in()
    boss.open(f"/staff/requests/{stored(shop, request).reference}")
    boss.send("/escalation", text="The part comes on Monday.", granted="no")
    assert stored(shop, request).priority == before
    assert "The part comes on Monday." in signed_in(shop, "7").open(f"/r/{shop.desk.keyring.link(request, 1)}").text


def test_H4_urgency_where_the_shop_allows_it_and_a_persons_word_stays(shop: Shop) -> None:
    """Recorded either way; what staff set the customer cannot change back, and a place that staff gave is kept."""
    request = request_of(shop, "7", "Radio")
    room, visitor = f"/r/{shop.desk.keyring.link(request, 1)}", signed_in(shop, "7")
    assert "/urgency" not in visitor.open(room).text
    assert code(j.attempt(shop.desk, ChangeUrgency, OWNER, request=request, urgency="soon")) == (
        "refusal.urgency_not_offered"
    )
    allow(shop)
    visitor.open(room)
    visitor.send("/urgency", urgency="cannot_wait")
    assert (stored(shop, request).urgency.value, stored(shop, request).priority) == ("cannot_wait", 0)
    j.do(shop.desk, SetPriority, j.ANNA, request=request, priority=3)
    j.do(shop.desk, ChangeUrgency, OWNER, request=request, urgency="no_hurry")
    assert stored(shop, request).priority == 3
    j.do(shop.desk, ChangeUrgency, j.ANNA, request=request, urgency="soon")
    assert code(j.attempt(shop.desk, ChangeUrgency, OWNER, request=request, urgency="cannot_wait")) == (
        "refusal.urgency_decided"
    )
    changes = shop.desk.show(view_request_urgency, j.ANNA, request).changes
    assert [(one.was.value, one.urgency.value, one.side.value) for one in changes] == [
        ("no_hurry", "soon", "shop"),
        ("cannot_wait", "no_hurry", "customer"),
        ("soon", "cannot_wait", "customer"),
    ]
    assert 'name="urgency"' not in visitor.open(room).text
    assert shop.desk.verify() == ()
