"""Payments, deposits, money that goes back: what counts for what, in which currency, and what is no mistake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.invoices import asked, issue, paid, promised
from capabilities.scene import SHOP, Scene
from helpdesk_core import Automation, InputError, Money, Refusal, Settings
from helpdesk_core.base.actors import ActorKind
from helpdesk_core.base.changes import Effect
from helpdesk_core.case_files.words import PROOFS
from helpdesk_core.commands import (
    AskForCheckout,
    CancelRequest,
    MarkRefund,
    PromiseRefund,
    RecordPayment,
    ReportPayment,
    StrikePayment,
)
from helpdesk_core.errors import Refused
from helpdesk_core.guardrails.decisions import MAY_DECIDE, Basis
from helpdesk_core.invoices.model import Invoice, Settlement
from helpdesk_core.invoices.money import BASES, BY_HAND, Method
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_money

TAXED = attrs.evolve(SHOP, tax_rates=(2300, 800, 0))
EURO = {"minor": 4_000, "currency": "EUR"}


def pln(minor: int) -> Money:
    return Money(minor=minor, currency="PLN")


def eur(minor: int) -> Money:
    return Money(minor=minor, currency="EUR")


def shop(settings: Settings = TAXED) -> Scene:
    return Scene.in_phase("in_review", make_desk(settings=settings))


def stored(scene: Scene, id: str) -> Invoice:
    with scene.desk.reading() as reader:
        found = reader.load(Invoice, id)
    assert found is not None
    return found


def lines(*rows: tuple[str, int, int]) -> list[dict[str, Any]]:
    return [{"text": "Part", "unit_price": price, "quantity": count, "tax_rate": rate} for price, count, rate in rows]


def money(scene: Scene) -> Any:
    return scene.desk.view(view_money, j.ANNA, scene.request)


def returnable(scene: Scene) -> dict[str, set[Money]]:
    return {id: set(rows) for id, rows in money(scene).returnable.items()}


def paying(scene: Scene, amount: str, invoice: str | None = None) -> str:
    named = {} if invoice is None else {"invoice": invoice}
    return str(paid(scene.desk, scene.request, amount, **named).payment)


def test_payments_add_up_and_too_much_is_a_state_of_its_own() -> None:
    """Partly, wholly, twice: each is written down as it came (a person sees what is next, nothing is refused)."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    states = []
    for amount in ("40", "60", "60"):
        paying(scene, amount, id)
        states.append((stored(scene, id).due, stored(scene, id).settlement))
    assert states == [
        (pln(6_000), Settlement.PARTLY),
        (pln(0), Settlement.PAID),
        (pln(-6_000), Settlement.OVER),
    ]
    assert scene.desk.verify() == ()


def test_a_payment_recorded_by_mistake_does_not_count_and_stays_readable() -> None:
    """Once."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    payment = {"request": scene.request, "payment": paying(scene, "100", id), "text": "Typed twice."}
    j.do(scene.desk, StrikePayment, j.ANNA, **payment)
    assert (stored(scene, id).due, stored(scene, id).settlement) == (pln(10_000), Settlement.UNPAID)
    again = j.attempt(scene.desk, StrikePayment, j.ANNA, **payment)
    assert isinstance(again, Refusal)
    found: Any = scene.desk.view(view_money, j.ANNA, scene.request)
    assert [str(one.reason) for one in found.payments] == ["Typed twice."]


def test_a_deposit_counts_for_the_next_invoice() -> None:
    """Also where part of it went back before."""
    scene = shop()
    paying(scene, "50")
    refund = promised(scene.desk, scene.request, amount="20")
    j.do(scene.desk, MarkRefund, j.ANNA, request=scene.request, refund=refund.refund, state="sent")
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    assert (stored(scene, id).due, stored(scene, id).settlement) == (pln(7_000), Settlement.PARTLY)
    paying(scene, "70", id)
    assert stored(scene, id).settlement is Settlement.PAID
    assert issue(scene.desk, scene.request, lines=lines(("10", 1, 2300)))
    assert scene.desk.verify() == ()


def test_money_goes_back_step_by_step_and_never_more_than_came() -> None:
    """Promised, sent, arrived: only what was sent counts, and nothing is sent by saying so."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    paying(scene, "130", id)
    much = {"request": scene.request, "invoice": id, "amount": "131", "text": "All."}
    refused = j.attempt(scene.desk, PromiseRefund, j.ANNA, **much)
    assert isinstance(refused, Refusal)
    assert refused.field == "amount"
    refund = {"request": scene.request, "refund": promised(scene.desk, scene.request, invoice=id).refund}
    assert stored(scene, id).settlement is Settlement.OVER
    assert isinstance(j.attempt(scene.desk, MarkRefund, j.ANNA, **refund, state="arrived"), Refusal)
    j.do(scene.desk, MarkRefund, j.ANNA, **refund, state="sent")
    assert stored(scene, id).settlement is Settlement.PAID
    assert isinstance(j.attempt(scene.desk, MarkRefund, j.ANNA, **refund, state="sent"), Refusal)
    j.do(scene.desk, MarkRefund, j.ANNA, **refund, state="arrived")
    assert isinstance(j.attempt(scene.desk, PromiseRefund, j.ANNA, **(much | {"amount": "101"})), Refusal)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"method": "online"}, "refusal.payment_by_provider"),
        ({"received_on": "2026-11-22"}, "refusal.payment_day"),
        ({"invoice": "nothing"}, "refusal.payment_no_invoice"),
    ],
)
def test_what_cannot_be_recorded_is_said_beside_its_field(more: dict[str, Any], code: str) -> None:
    """A person records what they saw, today or earlier, for an invoice of this request."""
    scene = shop()
    values = {"request": scene.request, "amount": "1", "method": "cash", "received_on": "2026-11-21", **more}
    refused = j.attempt(scene.desk, RecordPayment, j.ANNA, **values)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert refused.field is not None


def test_money_comes_until_the_shops_midnight() -> None:
    """In Warsaw it is the next day already, in UTC not yet; the day after that is nobody's."""
    scene = shop()
    scene.desk.clock.now = scene.desk.clock.now.replace(hour=23, minute=30)  # type: ignore[attr-defined]
    values = {"request": scene.request, "amount": "1", "method": "cash"}
    tomorrow, after = (scene.desk.clock().date() + timedelta(days=days) for days in (1, 2))
    j.do(scene.desk, RecordPayment, j.ANNA, **values, received_on=tomorrow)
    assert isinstance(j.attempt(scene.desk, RecordPayment, j.ANNA, **values, received_on=after), Refusal)
    assert money(scene).today == tomorrow


def test_deposits_of_two_currencies_are_two_sums() -> None:
    """Neither is added to the other, promised back out of the other, or counted for an invoice in another."""
    scene = shop()
    for amount in (EURO, "50", {"minor": 1_000, "currency": "EUR"}):
        paid(scene.desk, scene.request, amount)
    assert returnable(scene) == {"": {eur(5_000), pln(5_000)}}
    fields = {"request": scene.request, "text": "All of it."}
    for minor, currency in ((5_001, "PLN"), (5_001, "EUR"), (1, "USD")):
        amount = {"minor": minor, "currency": currency}
        refused = j.attempt(scene.desk, PromiseRefund, j.ANNA, **fields, amount=amount)
        assert isinstance(refused, Refusal)
        assert refused.code == "refusal.refund_too_much"
    promised(scene.desk, scene.request, amount=EURO)
    assert returnable(scene) == {"": {eur(1_000), pln(5_000)}}
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    assert stored(scene, id).due == pln(5_000)
    assert returnable(scene) == {"": {eur(1_000)}, id: {pln(5_000)}}
    assert {one.amount.currency for one in money(scene).payments if one.invoice is None} == {"EUR"}
    assert scene.desk.verify() == ()


def test_what_goes_back_in_one_currency_takes_nothing_off_an_invoice_in_another() -> None:
    """A deposit in euro was sent back before: the zloty count whole."""
    scene = shop()
    paid(scene.desk, scene.request, EURO)
    paid(scene.desk, scene.request, "50")
    refund = promised(scene.desk, scene.request, amount=EURO).refund
    j.do(scene.desk, MarkRefund, j.ANNA, request=scene.request, refund=refund, state="sent")
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    assert stored(scene, id).due == pln(5_000)
    refused = j.attempt(scene.desk, RecordPayment, j.ANNA, **cash(scene, amount=EURO, invoice=id))
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.payment_currency"


def cash(scene: Scene, **more: Any) -> dict[str, Any]:
    today = scene.desk.clock().date()
    return {"request": scene.request, "amount": "1", "method": "cash", "received_on": today, **more}


def striking(scene: Scene, payment: str, **more: Any) -> Any:
    values = {"request": scene.request, "payment": payment, "text": "Typed twice.", **more}
    return j.attempt(scene.desk, StrikePayment, j.ANNA, **values)


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_a_payment_that_a_refund_leans_on_is_struck_by_who_has_seen_that(named: bool, sent: bool) -> None:
    """Promised or sent, of an invoice or of a deposit. What was sent counts on, so that the sum is what is true."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice if named else None
    first, second = paying(scene, "100", id), paying(scene, "100", id)
    refund = promised(scene.desk, scene.request, amount="100", **({"invoice": id} if id else {})).refund
    if sent:
        j.do(scene.desk, MarkRefund, j.ANNA, request=scene.request, refund=refund, state="sent")
    assert money(scene).promised_back == frozenset()
    assert not isinstance(striking(scene, first), Refusal)
    assert money(scene).promised_back == {second}
    refused = striking(scene, second)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == ("refusal.payment_promised_back", "promised_back")
    assert not isinstance(striking(scene, second, promised_back="yes"), Refusal)
    assert money(scene).returnable == {}
    id = id or issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    assert stored(scene, id).due == pln(20_000 if sent else 10_000)
    assert scene.desk.verify() == ()


def test_what_a_provider_reported_is_no_mistake_of_anybodys() -> None:
    """It goes back, step by step; it is not struck."""
    scene = shop()
    said = asked(scene) | {"state": "paid", "amount": {"minor": 76_000, "currency": "PLN"}}
    j.do(scene.desk, ReportPayment, Automation(id="stripe"), **said)
    (payment,) = money(scene).payments
    refused = striking(scene, payment.id, promised_back="yes")
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.no_such_payment"


def test_what_was_promised_out_of_a_deposit_goes_back_out_of_its_invoice() -> None:
    """The promise goes along with the deposit, and counts when the money is sent."""
    scene = shop()
    paying(scene, "100")
    refund = promised(scene.desk, scene.request, amount="40").refund
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    assert (stored(scene, id).settlement, money(scene).returnable) == (Settlement.PAID, {id: (pln(6_000),)})
    j.do(scene.desk, MarkRefund, j.ANNA, request=scene.request, refund=refund, state="sent")
    assert (stored(scene, id).due, money(scene).returnable) == (pln(4_000), {id: (pln(6_000),)})


def test_a_refund_in_another_currency_leans_on_nothing_else() -> None:
    """The mistake in zloty is struck as any other."""
    scene = shop()
    mistake = paying(scene, "50")
    paid(scene.desk, scene.request, EURO)
    promised(scene.desk, scene.request, amount=EURO)
    assert not isinstance(striking(scene, mistake), Refusal)


def test_money_is_of_its_own_request() -> None:
    """Invoices, payments and refunds of another request are nothing here; another shop sees none of them."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    payment, refund = paying(scene, "100", id), promised(scene.desk, scene.request, invoice=id).refund
    other = j.submit(scene.desk, contact="other@example.com").request
    tries: tuple[tuple[Any, dict[str, Any]], ...] = (
        (RecordPayment, cash(scene, invoice=id)),
        (StrikePayment, {"payment": payment, "text": "Typed twice."}),
        (PromiseRefund, {"invoice": id, "amount": "1", "text": "All."}),
        (MarkRefund, {"refund": refund, "state": "sent"}),
    )
    foreign = make_desk(scene.desk._store, tenant="other", settings=TAXED)
    before = scene.desk.anchor()
    for kind, fields in tries:
        for desk, request in ((scene.desk, other), (foreign, scene.request)):
            values = fields | {"request": request, "unconfirmed": "yes"}
            assert isinstance(j.attempt(desk, kind, j.ANNA, **values), Refusal), kind
    assert isinstance(foreign.view(view_money, j.ANNA, scene.request), Refusal)
    assert scene.desk.anchor() == before


def test_a_credit_note_is_never_paid_itself() -> None:
    """Also where it asks for more: what it asks for is due for the invoice that it corrects."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    paying(scene, "100", id)
    values = {"kind": "credit", "corrects": id, "reason": "A part was left out."}
    note = issue(scene.desk, scene.request, lines=lines(("150", 1, 2300)), **values).invoice
    assert [(stored(scene, one).due.minor, stored(scene, one).settlement) for one in (id, note)] == [
        (5_000, Settlement.PARTLY),
        (5_000, Settlement.CREDIT),
    ]
    refused = j.attempt(scene.desk, RecordPayment, j.ANNA, **cash(scene, invoice=note))
    assert isinstance(refused, Refusal)
    online = {"request": scene.request, "invoice": note, "provider": "stripe"}
    assert isinstance(j.attempt(scene.desk, AskForCheckout, scene.guest, **online), Refusal)


def test_an_invoice_that_comes_to_nothing_is_paid_and_takes_no_money() -> None:
    """Work under warranty, for instance: nothing is due, no page is made; what came by mistake can go back."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("0", 1, 2300))).invoice
    assert (stored(scene, id).gross, stored(scene, id).settlement) == (pln(0), Settlement.PAID)
    online = {"request": scene.request, "invoice": id, "provider": "stripe"}
    assert isinstance(j.attempt(scene.desk, AskForCheckout, scene.guest, **online), Refusal)
    paying(scene, "5", id)
    assert stored(scene, id).settlement is Settlement.OVER
    assert money(scene).returnable == {id: (pln(500),)}


@pytest.mark.parametrize("amount", ["0", "-1", "0.005", "0,005", {"minor": 0, "currency": "PLN"}])
def test_no_payment_or_refund_is_of_nothing_below_it_or_of_less_than_a_grosz(amount: Any) -> None:
    """Half a grosz is not rounded: it is asked about."""
    scene = shop()
    paying(scene, "100")
    for kind, fields in ((RecordPayment, cash(scene)), (PromiseRefund, {"request": scene.request, "text": "All."})):
        with pytest.raises(InputError):
            scene.desk.read(kind, fields | {"amount": amount})


def test_money_that_comes_late_counts_also_after_the_request_was_cancelled() -> None:
    """It is the customer's, and goes back step by step."""
    scene = shop()
    id = issue(scene.desk, scene.request, lines=lines(("100", 1, 2300))).invoice
    values = {"kind": "credit", "corrects": id, "reason": "Cancelled."}
    issue(scene.desk, scene.request, lines=[], **values)
    j.do(scene.desk, CancelRequest, j.ANNA, request=scene.request)
    paying(scene, "100", id)
    assert (stored(scene, id).due, stored(scene, id).settlement) == (pln(-10_000), Settlement.OVER)
    refund = promised(scene.desk, scene.request, amount="100", invoice=id).refund
    j.do(scene.desk, MarkRefund, j.ANNA, request=scene.request, refund=refund, state="sent")
    assert (stored(scene, id).due, stored(scene, id).settlement) == (pln(0), Settlement.PAID)


def test_what_is_read_of_a_requests_money_is_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to what people record and promise, and before it every sum counts every row."""
    monkeypatch.setattr("helpdesk_core.invoices.payments.MOST_BY_HAND", 3)
    monkeypatch.setattr("helpdesk_core.invoices.payments.MOST_ROWS", 4)
    scene = shop()
    said = asked(scene) | {"state": "paid", "amount": {"minor": 76_000, "currency": "PLN"}}
    j.do(scene.desk, ReportPayment, Automation(id="stripe"), **said)  # is none of those that people record
    for _ in range(3):
        paying(scene, "10")
    with pytest.raises(Refused) as more:
        paying(scene, "10")
    assert (more.value.refusal.code, more.value.refusal.status_hint) == ("refusal.money_too_many", 409)
    for _ in range(4):
        promised(scene.desk, scene.request, amount="1")
    with pytest.raises(Refused, match="money_too_many"):
        promised(scene.desk, scene.request, amount="1")


def test_each_way_of_paying_has_its_proof() -> None:
    """Staff may decide on those of what they record, a provider's word is for nobody's hand, and a case file says each
    in words."""
    assert BASES.keys() == set(Method)
    by_staff = {basis for kind, basis in MAY_DECIDE[Effect.PAY] if kind is ActorKind.AGENT}
    assert by_staff == {BASES[method] for method in BY_HAND}
    assert PROOFS.keys() == set(Basis)
