"""Nothing is sent into the void: one rule says before, in the answer, and at the delivery whom a message reaches."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Automation, Guest, Helpdesk, Recipient, Result, Settings
from helpdesk_core.base.contacts import Contact, ContactKind
from helpdesk_core.commands import (
    AssignRequest,
    ChangeStatus,
    ConfirmInPerson,
    ImportRequest,
    ReplyToCustomer,
    ReplyToShop,
    RetryDelivery,
    SettleDelivery,
    SubmitRequest,
    TakeRequest,
    WriteNote,
)
from helpdesk_core.notifications.model import FAILED, OF_SUBJECT, State
from helpdesk_core.reach import number_of
from helpdesk_core.subjects import Reachable
from helpdesk_core.testing import CapturingNotifier, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_health, view_request

PHONE = "+48600700800"


def unreached(desk: Helpdesk, reference: str) -> tuple[str, str | None] | None:
    """What the page of a request says before anything is written."""
    found: Any = desk.view(view_request, j.ANNA, reference)
    why = found.unreached
    return None if why is None else (why.reason, why.call.value if why.call else None)


def by_phone(desk: Helpdesk) -> tuple[str, str]:
    taken = j.do(desk, TakeRequest, j.ANNA, problem="p", device="d", surname="s", contact=PHONE)
    return taken.request, taken.reference


def imported(desk: Helpdesk) -> tuple[str, str]:
    words = {"source": "old", "source_id": "1", "problem": "p", "device": "d"}
    made = j.do(desk, ImportRequest, Automation(id="import"), **words)
    return made.request, made.reference


def unconfirmed(desk: Helpdesk) -> tuple[str, str]:
    made = j.submit(desk)
    return made.request, made.reference


def confirmed(desk: Helpdesk) -> tuple[str, str]:
    made, _ = j.in_phase(desk, "in_review")
    return made.request, made.reference


CASES = [
    (confirmed, None, None),
    (unconfirmed, "nobody_confirmed", None),
    (by_phone, "no_channel", PHONE),
    (imported, "no_contact", None),
]


@pytest.mark.parametrize("make, reason, call", CASES)
def test_page_answer_and_delivery_say_the_same(make: Any, reason: str | None, call: str | None, store: Any) -> None:
    """Before, in the result, and as what became of the message."""
    desk = make_desk(store)
    request, reference = make(desk)
    desk.deliver(500)
    before = {row.id for row in _failed(desk)}
    assert unreached(desk, reference) == (None if reason is None else (reason, call))
    answer = j.do(desk, ReplyToCustomer, j.ANNA, request=request, text="It is ready.", unconfirmed=True)
    assert answer.untold == reason
    desk.deliver(500)
    assert [row.reason for row in _failed(desk) if row.id not in before] == ([] if reason is None else [reason])
    health: Any = desk.view(view_health, j.ANNA)
    assert [one.call.value if one.call else None for one in health.failed if one.row.id not in before] == (
        [] if reason is None else [call]
    )


def test_what_its_reader_was_there_for_is_nobodys_to_call_about() -> None:
    """Who is signed in saw that the request is confirmed; until their contact is, no message of that is undelivered."""
    desk = make_desk()
    made = j.submit(desk, j.CUSTOMER)
    report = desk.deliver(500)
    assert (report.failed, report.dropped) == (0, 1)
    assert not _failed(desk)
    assert (
        j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t", unconfirmed=True).untold
        == "nobody_confirmed"
    )
    assert desk.deliver(500).failed == 1, "news is"


def _failed(desk: Helpdesk) -> list[Any]:
    with desk.reading() as reader:
        return list(reader.find(FAILED, {}))


def test_without_any_channel_it_is_said_too() -> None:
    """The message waits: whoever runs the desk has to give it a notifier."""
    desk = make_desk(notifiers=[])
    request, reference = confirmed(desk)
    assert unreached(desk, reference) == ("no_notifier", None)
    assert j.do(desk, ReplyToCustomer, j.ANNA, request=request, text="t").untold == "no_notifier"
    assert any("notifier" in problem for problem in desk.problems())
    assert make_desk().problems() == ()


def test_a_status_that_tells_nobody_says_nothing() -> None:
    """Neither where the shop sends no such message, nor for what staff keep among themselves."""
    quiet = make_desk(settings=Settings(automatic={"status": False}))
    for desk, expected in ((quiet, None), (make_desk(), "no_channel")):
        request, _ = by_phone(desk)
        assert j.do(desk, ChangeStatus, j.ANNA, request=request, status="in_review").untold == expected
        assert j.do(desk, WriteNote, j.ANNA, request=request, text="t").untold is None


def test_who_is_confirmed_by_the_same_step_is_told() -> None:
    """The answer is about the contacts as they are afterwards."""
    desk = make_desk()
    made = j.submit(desk)
    assert j.do(desk, ConfirmInPerson, j.ANNA, request=made.request).untold is None
    assert desk.deliver(500).failed == 0


def test_a_repeated_answer_says_what_holds_now() -> None:
    """It is no part of what is remembered under a key."""
    desk = make_desk()
    made = j.submit(desk)
    command = desk.read(ReplyToCustomer, {"request": made.request, "text": "t", "unconfirmed": "yes"})
    first: Any = desk.handle(command, j.ANNA, key="k")
    again: Any = desk.handle(command, j.ANNA, key="k")
    assert (first.untold, first.repeated, again.repeated) == ("nobody_confirmed", False, True)


def test_a_second_channel_reaches_whom_the_first_does_not() -> None:
    """A shop with text messages tells people with a phone."""
    texts = CapturingNotifier([ContactKind.PHONE])
    desk = make_desk(notifiers=[CapturingNotifier(), texts])
    request, reference = by_phone(desk)
    assert unreached(desk, reference) is None
    assert j.do(desk, ReplyToCustomer, j.ANNA, request=request, text="t", unconfirmed=True).untold is None
    desk.deliver(500)
    assert {one.contact.value for one in texts.sent} == {PHONE}


def test_the_number_to_call_is_the_one_that_was_proved() -> None:
    """Wherever it stands among others; else any."""
    strange, own, mail = ("+48600100200", False), (PHONE, True), ("jan@example.com", True)
    for given, number in (((mail, strange, own), PHONE), ((own, strange), PHONE), ((strange,), strange[0])):
        people = [Reachable(id="p", contact=Contact.parse(one), verified=proved) for one, proved in given]
        assert number_of(people) == Contact.parse(number)


def test_told_in_another_way_needs_nobody_any_more(store: Any) -> None:
    """It leaves the list, stands in the history, and is not sent afterwards."""
    desk = make_desk(store)
    request, _ = imported(desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=request, text="t", unconfirmed=True)
    desk.deliver(500)
    (row,) = _failed(desk)
    j.do(desk, SettleDelivery, j.ANNA, row=row.id)
    assert _failed(desk) == []
    assert getattr(j.attempt(desk, RetryDelivery, j.ANNA, row=row.id), "code", "") == "refusal.no_such_request"
    with desk.reading() as reader:
        assert [one.state for one in reader.find(OF_SUBJECT, {"subject": request}) if one.id == row.id] == [
            State.SETTLED
        ]
    assert desk.verify() == ()


def test_an_address_that_the_server_cannot_take_is_refused_at_the_form(store: Any) -> None:
    """With a sentence at its field, before anything is stored; a phone number can always be called."""
    from helpdesk_core.adapters.smtp import SmtpNotifier

    desk = make_desk(store, notifiers=[SmtpNotifier(host="h", sender="help@shop.example")])
    words = {"problem": "p", "device": "d", "surname": "s"}
    for kind, actor in ((SubmitRequest, Guest()), (TakeRequest, j.ANNA)):
        answer: Any = desk.handle(desk.read(kind, words | {"contact": "żółw@example.com"}), actor)
        assert (answer.code, answer.field) == ("refusal.address_not_taken", "contact")
        for contact in ("jan@żółw.example", PHONE):
            assert isinstance(desk.handle(desk.read(kind, words | {"contact": contact}), actor), Result)


PEOPLE = {
    None: Recipient(Contact(ContactKind.EMAIL, "team@example.com"), "en"),
    "anna": Recipient(Contact(ContactKind.EMAIL, "anna@example.com"), "pl"),
}


def test_a_colleague_is_told_of_what_is_theirs_now() -> None:
    """Once, in their language; not of what they took themselves, and nobody else in their place."""
    desk = make_desk(staff_recipient=PEOPLE.get)
    made, _ = j.in_phase(desk, "in_review")
    desk.deliver(500)
    desk.notifier.sent.clear()
    for who, name in (("anna", "Anna"), ("tom", "Tom"), ("boss", "Boss")):
        j.do(desk, AssignRequest, j.BOSS, request=made.request, assignee=who, name=name)
        desk.deliver(500)
    j.do(desk, AssignRequest, j.ANNA, request=made.request, assignee="anna", name="Anna")
    j.do(desk, AssignRequest, j.BOSS, request=made.request)
    desk.deliver(500)
    assert [(one.contact.value, one.language) for one in desk.notifier.sent] == [("anna@example.com", "pl")]


def test_news_of_what_is_nobodys_go_where_the_shop_says() -> None:
    """The setting wins over the host's answer; a colleague's own requests are told to the colleague."""
    settings = attrs.evolve(POLISH_SHOP, team_email="serwis@example.com", languages=("pl", "en"))
    desk = make_desk(settings=settings, staff_recipient=PEOPLE.get)
    made, guest = j.in_phase(desk, "in_review")
    desk.deliver(500)
    j.do(desk, AssignRequest, j.BOSS, request=made.request, assignee="anna", name="Anna")
    j.do(desk, ReplyToShop, guest, request=made.request, text="t")
    desk.deliver(500)
    told = [(one.contact.value, one.language) for one in desk.notifier.sent if one.contact.value != j.EMAIL]
    assert ("serwis@example.com", "pl") in told
    assert {address for address, _ in told} == {"serwis@example.com", "anna@example.com"}
