"""Paying on a provider's page: what is believed, in what order, and how often."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

import journeys as j
from capabilities.invoices import asked, issue, paid
from capabilities.scene import SHOP, Scene
from helpdesk_core import Automation, Guest, InputError, Money, Refusal
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import AskForCheckout, CancelRequest, EraseRequest, ReportPayment
from helpdesk_core.guardrails.decisions import EVERY_DECISION, Basis
from helpdesk_core.guardrails.timeline import LATEST_ENTRIES
from helpdesk_core.invoices.model import Invoice, Settlement
from helpdesk_core.invoices.money import Checkout, CheckoutState, Payment
from helpdesk_core.testing import make_desk
from helpdesk_core.views import RoomCheckouts, view_room

STRIPE = Automation(id="stripe")


def report(
    scene: Scene, key: str, state: str = "paid", minor: int = 76_000, currency: str = "PLN", id: str = "e"
) -> Any:
    said = {"page": key, "provider": "stripe", "state": state, "amount": {"minor": minor, "currency": currency}}
    return j.attempt(scene.desk, ReportPayment, STRIPE, key=f"event:{id}", **said)


def rows(scene: Scene, kind: type[Any]) -> list[Any]:
    with scene.desk.reading() as reader:
        return list(reader.find(Query(kind), {}, limit=99))


def page(scene: Scene, invoice: str) -> Any:
    return j.do(scene.desk, AskForCheckout, scene.guest, request=scene.request, invoice=invoice, provider="stripe")


def test_a_signed_word_about_the_amount_that_was_asked_for_pays_the_invoice() -> None:
    """On the provider's word, by the provider: a decision of its own, which verifies."""
    scene = Scene.in_phase("in_review")
    report(scene, asked(scene)["page"])
    (invoice,), (payment,) = rows(scene, Invoice), rows(scene, Payment)
    assert (invoice.settlement, payment.recorded_by) == (Settlement.PAID, "stripe")
    with scene.desk.reading() as reader:
        (decision,) = (one for one in reader.find(EVERY_DECISION, {}, limit=99) if one.record == payment.id)
    assert (decision.basis, decision.actor) == (Basis.PROVIDER, "stripe")
    assert scene.desk.verify() == ()


@pytest.mark.parametrize(("minor", "currency"), [(75_999, "PLN"), (76_001, "PLN"), (76_000, "EUR"), (0, "PLN")])
def test_another_amount_or_currency_is_for_a_person_to_look_at(minor: int, currency: str) -> None:
    """Nothing is paid by it, and staff are told."""
    scene = Scene.in_phase("in_review")
    report(scene, asked(scene)["page"], minor=minor, currency=currency)
    (invoice,), (checkout,) = rows(scene, Invoice), rows(scene, Checkout)
    assert rows(scene, Payment) == []
    assert invoice.settlement is Settlement.UNPAID
    assert (checkout.state, checkout.said) == (CheckoutState.OTHER, Money(minor=minor, currency=currency))


ENDS = {
    ("paid", "pending", "failed"): (CheckoutState.PAID, None),
    ("paid", "pending", "refunded 1000"): (CheckoutState.RETURNED, 1_000),
    ("paid", "refunded 1000", "refunded 76000"): (CheckoutState.RETURNED, None),
    ("paid", "failed", "disputed 76000"): (CheckoutState.DISPUTED, None),
    ("paid", "refunded 1000", "disputed 75000"): (CheckoutState.DISPUTED, 75_000),
    ("paid", "paid 1"): (CheckoutState.OTHER, 1),
}


@pytest.mark.parametrize(
    ("order", "end"), [(order, end) for events, end in ENDS.items() for order in permutations(events)]
)
def test_events_in_any_order_and_any_number_of_times_pay_once_and_end_the_same(
    order: tuple[str, ...], end: tuple[CheckoutState, int | None]
) -> None:
    """What a provider sends again changes nothing; what it sends late loses neither money nor a dispute."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    for place, event in enumerate((*order, *order)):
        state, _, minor = event.partition(" ")
        report(scene, key, state, minor=int(minor or 76_000), id=str(place))
    (payment,), (checkout,), (invoice,) = rows(scene, Payment), rows(scene, Checkout), rows(scene, Invoice)
    assert (payment.amount.minor, invoice.settlement) == (76_000, Settlement.PAID)
    said = None if checkout.said is None else checkout.said.minor
    assert (checkout.state, said) == end


def test_a_dispute_and_more_money_that_went_back_are_told_each() -> None:
    """Staff are told of what is new, and once."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    for place, (state, minor) in enumerate(
        [("paid", 76_000), ("refunded", 1_000), ("refunded", 76_000), ("refunded", 1_000), ("disputed", 76_000)]
    ):
        report(scene, key, state, minor=minor, id=str(place))
    with scene.desk.reading() as reader:
        told = [one.action for one in reader.find(LATEST_ENTRIES, {"subject": scene.request}, limit=99)]
    assert told.count("checkout_told") == 3


def test_a_dispute_and_money_that_went_back_are_told_and_undo_nothing() -> None:
    """A person looks, and records what is to be recorded."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    for place, state in enumerate(("paid", "disputed", "paid")):
        report(scene, key, state, id=str(place))
    (invoice,), (checkout,) = rows(scene, Invoice), rows(scene, Checkout)
    assert (invoice.settlement, checkout.state) == (Settlement.PAID, CheckoutState.DISPUTED)


def test_the_same_amount_is_the_same_page_and_another_is_another() -> None:
    """So that asking twice prepares one payment, and an old page is never taken for the new one."""
    scene = Scene.in_phase("in_review")
    invoice = issue(scene.desk, scene.request).invoice
    first, again = page(scene, invoice), page(scene, invoice)
    paid(scene.desk, scene.request, "100", invoice=invoice)
    rest = page(scene, invoice)
    assert [(one.attempt, one.minor) for one in (first, again, rest)] == [(1, 76_000), (1, 76_000), (2, 66_000)]
    report(scene, f"{invoice}:2", minor=76_000)
    assert [one.method.value for one in rows(scene, Payment)] == ["cash"]


def test_paid_online_on_an_old_page_after_paying_in_cash_is_paid_too_much() -> None:
    """It is the customer's money, and the invoice says what is next."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    (invoice,) = rows(scene, Invoice)
    paid(scene.desk, scene.request, "760", invoice=invoice.id)
    report(scene, key)
    (after,) = rows(scene, Invoice)
    assert (after.settlement, after.due.minor) == (Settlement.OVER, -76_000)


def test_nothing_is_paid_twice_while_the_bank_thinks() -> None:
    """BLIK and transfers are pending for a while; after a failure another page is another try."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    report(scene, key, "pending", id="1")
    fields = {"request": scene.request, "invoice": key[:-2], "provider": "stripe"}
    refused = j.attempt(scene.desk, AskForCheckout, scene.guest, **fields)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.checkout_pending"
    report(scene, key, "failed", id="2")
    assert page(scene, key[:-2]).attempt == 2


@pytest.mark.parametrize("key", ["nothing:1", "0" * 32 + ":1", "x"])
def test_a_report_about_nothing_of_this_shop_changes_nothing(key: str) -> None:
    """Another shop's page under the same provider, for instance."""
    scene = Scene.in_phase("in_review")
    asked(scene)
    before = scene.desk.anchor()
    assert isinstance(report(scene, key), Refusal)
    assert scene.desk.anchor() == before


def test_another_shop_of_the_same_database_hears_nothing() -> None:
    """A page belongs to its tenant."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    other = Scene(make_desk(scene.desk._store, tenant="other"), scene.made, scene.guest)
    assert isinstance(report(other, key), Refusal)
    assert rows(scene, Payment) == []


def test_what_is_paid_can_not_be_paid_again() -> None:
    """There is no page for nothing."""
    scene = Scene.in_phase("in_review")
    report(scene, asked(scene)["page"])
    (invoice,) = rows(scene, Invoice)
    fields = {"request": scene.request, "invoice": invoice.id, "provider": "stripe"}
    refused = j.attempt(scene.desk, AskForCheckout, scene.guest, **fields)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.checkout_nothing_due"


def test_two_pages_that_are_both_paid_are_two_payments() -> None:
    """A part came in cash in between, so there are two pages: what came twice is the customer's."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    invoice = key[:-2]
    paid(scene.desk, scene.request, "100", invoice=invoice)
    rest = page(scene, invoice)
    report(scene, f"{invoice}:{rest.attempt}", minor=rest.minor, id="1")
    report(scene, key, id="2")
    (after,) = rows(scene, Invoice)
    assert len(rows(scene, Payment)) == 3
    assert (after.settlement, after.due.minor) == (Settlement.OVER, -76_000)
    assert scene.desk.verify() == ()


@pytest.mark.parametrize("ended", ["cancelled", "erased"])
def test_money_that_comes_after_everything_was_called_off_is_recorded(ended: str) -> None:
    """The invoice was cancelled, or the customer erased, while the page was open: the money came all the same."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    note = {"kind": "credit", "corrects": key[:-2], "reason": "Given up."}
    issue(scene.desk, scene.request, lines=[], **note)
    fields = {"request": scene.request, "invoice": key[:-2], "provider": "stripe"}
    refused = j.attempt(scene.desk, AskForCheckout, scene.guest, **fields)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.checkout_nothing_due"
    j.do(scene.desk, CancelRequest, j.ANNA, request=scene.request)
    if ended == "erased":
        j.do(scene.desk, EraseRequest, j.BOSS, request=scene.request)
    for id in ("1", "2"):
        assert not isinstance(report(scene, key, id=id), Refusal)
    (payment,) = rows(scene, Payment)
    (after,) = (one for one in rows(scene, Invoice) if one.id == key[:-2])
    assert (payment.amount.minor, after.due.minor, after.settlement) == (76_000, -76_000, Settlement.OVER)
    assert scene.desk.verify() == ()


def test_an_attempt_that_is_spent_is_followed_by_another_once() -> None:
    """Each has its own place with the provider; asking again keeps the newest."""
    scene = Scene.in_phase("in_review")
    invoice = asked(scene)["page"][:-2]
    fields = {"request": scene.request, "invoice": invoice, "provider": "stripe"}

    def attempt(spent: int) -> int:
        return int(j.do(scene.desk, AskForCheckout, scene.guest, **fields, spent=spent).attempt)

    assert [attempt(spent) for spent in (0, 1, 1, 0, 2, 0)] == [1, 2, 2, 2, 3, 3]
    report(scene, f"{invoice}:1", id="1")
    report(scene, f"{invoice}:3", id="2")
    assert len(rows(scene, Payment)) == 2


def test_there_is_an_end_to_pages_that_nobody_gets() -> None:
    """Of a request, so that each is read; the newest one stays."""
    scene = Scene.in_phase("in_review")
    invoice = asked(scene)["page"][:-2]
    fields = {"request": scene.request, "invoice": invoice, "provider": "stripe"}
    for spent in range(1, 100):
        j.do(scene.desk, AskForCheckout, scene.guest, **fields, spent=spent)
    refused = j.attempt(scene.desk, AskForCheckout, scene.guest, **fields, spent=100)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.checkout_too_many"
    assert page(scene, invoice).attempt == 100


def test_a_page_is_followed_by_another_after_a_day() -> None:
    """The provider has forgotten the key by then: both can be paid, and both payments are known."""
    desk, owner = make_desk(settings=SHOP), j.Customer(id="7")
    scene = Scene(desk, j.submit(desk, owner), Guest())
    invoice = issue(desk, scene.request).invoice
    fields = {"request": scene.request, "invoice": invoice, "provider": "stripe"}
    attempts = []
    for hours in (0, 22, 1):
        desk.clock.move(hours=hours)
        attempts.append(j.do(desk, AskForCheckout, owner, **fields).attempt)
    assert attempts == [1, 1, 2]
    for attempt in (1, 2):
        report(scene, f"{invoice}:{attempt}", id=str(attempt))
    assert [one.amount.minor for one in rows(scene, Payment)] == [76_000, 76_000]


def test_what_is_agreed_on_is_taken_while_it_is_owed() -> None:
    """And is on its way from then on, so that nothing is paid twice; said again, it is said again to take it."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    assert [report(scene, key, "agreed", id=id).settle for id in ("1", "2")] == [True, True]
    (checkout,) = rows(scene, Checkout)
    assert (checkout.state, rows(scene, Payment)) == (CheckoutState.PENDING, [])
    assert report(scene, key, "paid", id="3").settle is False
    assert report(scene, key, "agreed", id="4").settle is False
    assert len(rows(scene, Payment)) == 1
    (checkout,) = rows(scene, Checkout)
    assert checkout.state is CheckoutState.PAID


def test_what_is_on_its_way_for_another_invoice_keeps_nothing_from_being_taken() -> None:
    """Each invoice is owed by itself."""
    scene = Scene.in_phase("in_review")
    first = asked(scene)["page"]
    second = asked(scene)["page"]
    assert first[:-2] != second[:-2]
    assert report(scene, first, "agreed", id="1").settle
    assert report(scene, second, "agreed", id="2").settle


@pytest.mark.parametrize("minor", [1, 76_001])
def test_another_amount_than_was_asked_for_is_not_taken(minor: int) -> None:
    """A person looks."""
    scene = Scene.in_phase("in_review")
    assert report(scene, asked(scene)["page"], "agreed", minor=minor).settle is False
    (checkout,) = rows(scene, Checkout)
    assert checkout.state is CheckoutState.OTHER


@pytest.mark.parametrize("meanwhile", ["paid", "partly", "cancelled", "on its way"])
def test_what_is_not_owed_any_more_is_not_taken(meanwhile: str) -> None:
    """The invoice was paid in cash or cancelled while the customer agreed, or another page is on its way: nothing is
    taken, and the customer is told that the try came to nothing."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    invoice = key[:-2]
    if meanwhile == "cancelled":
        issue(scene.desk, scene.request, lines=[], kind="credit", corrects=invoice, reason="Given up.")
    elif meanwhile == "on its way":
        fields = {"request": scene.request, "invoice": invoice, "provider": "stripe"}
        j.do(scene.desk, AskForCheckout, scene.guest, **fields, spent=1)
        report(scene, f"{invoice}:2", "pending", id="2")
    else:
        paid(scene.desk, scene.request, "760" if meanwhile == "paid" else "100", invoice=invoice)
    assert report(scene, key, "agreed", id="3").settle is False
    (checkout,) = (one for one in rows(scene, Checkout) if one.attempt == 1)
    assert checkout.state is CheckoutState.FAILED
    assert scene.desk.verify() == ()


def test_a_page_lasts_as_long_as_its_provider_says() -> None:
    """PayPal keeps an order for hours, Stripe a session for a day; nobody longer than that."""
    scene = Scene.in_phase("in_review")
    fields = {"request": scene.request, "invoice": asked(scene)["page"][:-2], "provider": "stripe", "minutes": 30}

    def attempt(minutes: int) -> int:
        scene.desk.clock.move(minutes=minutes)  # type: ignore[attr-defined]
        return int(j.do(scene.desk, AskForCheckout, scene.guest, **fields).attempt)

    assert [attempt(29), attempt(1), attempt(0)] == [1, 2, 2]
    with pytest.raises(InputError):
        j.do(scene.desk, AskForCheckout, scene.guest, **fields | {"minutes": 60 * 24})


def in_room(scene: Scene) -> tuple[list[str], list[str]]:
    room: Any = scene.desk.view(view_room, scene.guest, scene.request)
    found = room.part(RoomCheckouts)
    return [one[-2:] for one in found.pending], [one[-2:] for one in found.failed]


def test_the_room_looks_at_every_page_of_an_invoice() -> None:
    """An older page can be on its way or be paid, whatever the newest says."""
    scene = Scene.in_phase("in_review")
    invoice = asked(scene)["page"][:-2]
    end = [invoice[-2:]]
    paid(scene.desk, scene.request, "100", invoice=invoice)
    page(scene, invoice)
    assert in_room(scene) == ([], [])
    events = [
        ("2", "failed", 66_000, ([], end)),
        ("1", "pending", 76_000, (end, [])),
        ("1", "failed", 76_000, ([], [])),
    ]
    for place, (attempt, state, minor, shown) in enumerate(events):
        report(scene, f"{invoice}:{attempt}", state, minor=minor, id=str(place))
        scene.desk.clock.move(minutes=1)  # type: ignore[attr-defined]
        assert in_room(scene) == shown, (attempt, state)


def test_nobody_speaks_about_the_page_of_another_provider() -> None:
    """Nor is a page made for an invoice of another request."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    said = {"page": key, "provider": "other", "state": "paid", "amount": {"minor": 76_000, "currency": "PLN"}}
    assert isinstance(j.attempt(scene.desk, ReportPayment, Automation(id="other"), **said), Refusal)
    other = j.submit(scene.desk, contact="other@example.com")
    invoice = issue(scene.desk, other.request).invoice
    fields = {"request": scene.request, "invoice": invoice, "provider": "stripe"}
    assert isinstance(j.attempt(scene.desk, AskForCheckout, scene.guest, **fields), Refusal)
    assert rows(scene, Payment) == []


def test_an_event_that_is_sent_again_is_one() -> None:
    """By its id; and by what it says, where the id is another."""
    scene = Scene.in_phase("in_review")
    key = asked(scene)["page"]
    for id in ("1", "1", "2"):
        report(scene, key, "refunded", minor=500, id=id)
    with scene.desk.reading() as reader:
        told = [one.action for one in reader.find(LATEST_ENTRIES, {"subject": scene.request}, limit=99)]
    assert told.count("checkout_told") == 1


def test_money_that_comes_from_several_sides_at_once_is_all_counted(tmp_path: Path) -> None:
    """The same event twice, the event of an older page, and cash at the counter: three payments, one sum."""
    desk = make_desk(SqlStore.sqlite(tmp_path / "shop.sqlite"), settings=SHOP)
    scene = Scene.in_phase("in_review", desk)
    invoice = asked(scene)["page"][:-2]
    j.do(desk, AskForCheckout, scene.guest, request=scene.request, invoice=invoice, provider="stripe", spent=1)
    answers = list[Any]()
    comes: tuple[Callable[[], Any], ...] = (
        lambda: report(scene, f"{invoice}:1", id="1"),
        lambda: report(scene, f"{invoice}:1", id="2"),
        lambda: report(scene, f"{invoice}:2", id="3"),
        lambda: paid(desk, scene.request, "100", invoice=invoice),
    )
    threads = [threading.Thread(target=lambda one=one: answers.append(one())) for one in comes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert not any(isinstance(one, Refusal) for one in answers)
    (after,) = rows(scene, Invoice)
    assert (len(rows(scene, Payment)), after.paid.minor) == (3, 162_000)
    assert desk.verify() == ()
