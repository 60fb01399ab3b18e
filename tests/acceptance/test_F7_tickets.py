"""F7: a question about a repair is a thread of its own, with photos, found from the repair and back."""

from __future__ import annotations

import re

import pytest
from test_F3_dashboard import signed_in

import journeys as j
import pictures as p
from helpdesk_core import Customer, Refusal
from helpdesk_core.appointments.model import AppointmentKind
from helpdesk_core.appointments.rules import suits
from helpdesk_core.commands import (
    AssignRequest,
    BlockContact,
    OpenTicket,
    ReplyToCustomer,
    SubmitRequest,
    UnblockContact,
)
from helpdesk_core.tickets.rules import OF_ONE_CUSTOMER
from helpdesk_core.triage.overviews import Overview
from helpdesk_core.views import ServiceRequest, view_customer_list, view_open_requests, view_queue, view_request
from shops import Shop, Visitor

WORDS = {
    "en": (
        "Ask about this repair",
        "This is a question about a repair",
        "We have answered",
    ),
    "pl": ("Zapytaj o tę naprawę", "To jest pytanie o naprawę", "Odpowiedź już jest"),
}
OWNER = Customer(id="7")


def repair(shop: Shop) -> ServiceRequest:
    """A repair of a customer with an account."""
    fields = {"problem": "It hums.", "surname": "Nowak", "contact": "both@example.com", "order": "A-17"}
    made = j.do(shop.desk, SubmitRequest, OWNER, device="Radio", serial="ZX-991-B", **fields)
    return j.stored(shop.desk, made)


def room_of(shop: Shop, request: ServiceRequest) -> str:
    return f"/r/{shop.desk.keyring.link(request.id, request.generation)}"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F7_asked_with_photos_answered_and_found_from_both_sides(shop: Shop, language: str) -> None:
    """From the overview to the answer; the question is attached to device and order, and staff go to the repair."""
    ask, of_repair, answered = WORDS[language]
    about, visitor = repair(shop), signed_in(shop, "7", language)
    assert f"{room_of(shop, about)}/question" in visitor.open("/dashboard").text
    assert ask in visitor.open(f"{room_of(shop, about)}/question").text
    csrf = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', visitor.page.text))
    files = [("files", ("damage.jpg", p.photo())), ("files", ("bad.svg", p.SVG))]
    words = csrf | {"text": "Is the crack new? My PIN is 482196"}
    page = visitor.client.post(f"{room_of(shop, about)}/question/files", data=words, files=files)
    assert page.status_code == 422
    assert "damage.jpg" in page.text
    assert of_repair in page.text
    assert "482196" not in page.text
    (row,) = [one for one in shop.desk.show(view_queue, j.ANNA).rows if one.repair == about.id]
    ticket = shop.desk.show(view_request, j.ANNA, row.reference).request
    times = [suits(AppointmentKind.DROP_OFF, one) for one in (about, ticket)]
    assert times == [True, False], "nothing is brought for a question: what it is about is there"
    assert (ticket.device, ticket.serial, ticket.order_number) == (about.device, about.serial, about.order_number)
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=ticket.id, text="It was there before.")
    assert "It was there before." in visitor.open(room_of(shop, ticket)).text
    assert answered in visitor.open("/questions").text
    assert answered in visitor.open("/dashboard").text
    assert answered in visitor.open(room_of(shop, about)).text

    staff = shop.visitor(language)
    staff.sign_in()
    assert "Pytanie o naprawę" in staff.page.text
    assert f"/staff/requests/{row.reference}" in staff.open(f"/staff/requests/{about.reference}").text
    assert f"/staff/requests/{about.reference}" in staff.open(f"/staff/requests/{row.reference}").text


def test_F7_a_question_is_no_second_repair_in_any_list(shop: Shop) -> None:
    """Neither for its customer nor, as something to be joined with it, for staff."""
    about = repair(shop)
    made = j.do(shop.desk, OpenTicket, OWNER, request=about.id, text="How long will it take?")
    assert [one.id for one in shop.desk.show(view_customer_list, OWNER).rows] == [about.id]
    assert [one.id for one in shop.desk.show(view_open_requests, OWNER).rows] == [about.id]
    for reference in (about.reference, made.reference):
        seen = shop.desk.show(view_request, j.ANNA, reference)
        assert (seen.others, seen.duplicates, seen.mergeable) == ((), (), ())
    waiting = shop.desk.show(view_queue, j.ANNA, overview=Overview.FOR_US).rows
    assert made.ticket in [one.id for one in waiting]
    shop.desk.erase_customer("7")
    assert j.attempt(shop.desk, OpenTicket, OWNER, request=about.id, text="Again?").code == "refusal.no_such_request"
    assert shop.desk.verify() == ()


def test_F7_the_repair_goes_on_as_it_was(shop: Shop) -> None:
    """Asking changes neither its place nor whose turn it is; the question goes to who runs the repair."""
    about = repair(shop)
    j.do(shop.desk, AssignRequest, j.ANNA, request=about.id, assignee="anna", name="Anna")
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=about.id, text="We look at it.")
    made = j.do(shop.desk, OpenTicket, OWNER, request=about.id, text="How long will it take?")
    with shop.desk.reading() as reader:
        after, ticket = reader.load(ServiceRequest, about.id), reader.load(ServiceRequest, made.ticket)
    assert after is not None
    assert ticket is not None
    assert (after.is_waiting, after.phase, after.unread) == (False, about.phase, False)
    assert (ticket.is_waiting, ticket.assignee, ticket.unread) == (True, "anna", True)


def test_F7_who_may_ask_and_how_often(shop: Shop) -> None:
    """Only the owner, signed in; a question has no questions; no more than a handful are open at once."""

    def answer(actor: Customer | j.Guest, request: str) -> str | None:
        found = j.attempt(shop.desk, OpenTicket, actor, request=request, text="How long?")
        return found.code if isinstance(found, Refusal) else None

    about = repair(shop)
    assert answer(Customer(id="8"), about.id) == "refusal.no_such_request"
    assert answer(j.Guest(), about.id) is not None
    made = j.do(shop.desk, OpenTicket, OWNER, request=about.id, text="How long?")
    assert answer(OWNER, made.ticket) == "refusal.is_a_ticket"
    assert [answer(OWNER, about.id) for _ in range(5)] == [None] * 4 + ["refusal.too_many_tickets"]
    guest: Visitor = shop.visitor()
    assert guest.open(f"{room_of(shop, about)}/question").url.path == room_of(shop, about)


def test_F7_a_blocked_contact_asks_nothing_more(shop: Shop) -> None:
    """A question is a request as any other: neither the way by a repair of before, nor another contact there, goes
    around it. Whoever is refused is asked to call, and reads it above the form."""
    fields = {"problem": "It hums.", "device": "Radio", "surname": "Nowak", "contact": "both@example.com"}
    made = j.do(shop.desk, SubmitRequest, OWNER, **fields)
    of = {"request": made.request, "contact": made.contact}
    j.do(shop.desk, BlockContact, j.BOSS, **of, reason="abuse")
    answer = j.attempt(shop.desk, OpenTicket, OWNER, request=made.request, text="How long?")
    assert (answer.code, answer.kind.value) == ("refusal.contact_blocked", "forbidden")
    visitor = signed_in(shop, "7")
    visitor.open(f"{room_of(shop, j.stored(shop.desk, made))}/question")
    visitor.send("/question/files", text="How long?")
    assert "We cannot take a request with this contact online." in visitor.page.text
    assert "How long?" in visitor.page.text
    j.do(shop.desk, UnblockContact, j.BOSS, **of)
    j.do(shop.desk, OpenTicket, OWNER, request=made.request, text="How long?")


def test_F7_questions_of_one_customer_have_an_end(shop: Shop) -> None:
    """Of all of their repairs together, also where the shop has answered and closed those of before."""
    answers = []
    for _ in range(OF_ONE_CUSTOMER.maximum // 5 + 1):
        about = repair(shop)
        answers += [j.attempt(shop.desk, OpenTicket, OWNER, request=about.id, text="How long?") for _ in range(5)]
    refused = [one for one in answers if isinstance(one, Refusal)]
    assert [(one.code, one.kind.value) for one in refused] == [("refusal.too_many", "too_many")] * 5
    other = Customer(id="8")
    fields = {"problem": "p", "device": "Radio", "surname": "Nowak", "contact": "eight@example.com"}
    made = j.do(shop.desk, SubmitRequest, other, **fields)
    j.do(shop.desk, OpenTicket, other, request=made.request, text="How long?")
