"""F5: Pay Now, from the button in the room to the provider's event, beside a peer that stands for Stripe."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterator

import attrs
import pytest
from test_F5_invoices import customer, staff

from capabilities.invoices import issue, paid
from helpdesk_core import Helpdesk, Money
from helpdesk_core.adapters.stripe import StripePayments
from helpdesk_core.ports import InboundRequest, PaymentRequest, PaymentState
from helpdesk_core.service_requests.rules import CONFLICT
from reference_app.app import create_app
from reference_app.host import Host
from reference_app.rendering import environment
from shops import SETTINGS, Shop, ShopHost, read
from stripe_peer import SECRET, Peer, event, running, signed

PRICE = Money(minor=76_000, currency="PLN")


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running() as made:
        yield made


@pytest.fixture
def paying(shop: Shop, peer: Peer) -> Shop:
    """The shop with a provider."""
    host: Host = ShopHost(shop.accounts, environment(), lambda: SETTINGS.languages)
    payments = [StripePayments("sk_test_1", [SECRET], api=peer.api)]
    app = create_app(shop.desk, shop.accounts, host=host, demo=True, payments=payments)
    return attrs.evolve(shop, app=app)


def tell(shop: Shop, came: InboundRequest) -> int:
    """What the provider is answered."""
    answer = shop.visitor().client.request("POST", came.path, content=came.body, headers=dict(came.headers))
    return int(answer.status_code)


def said(invoice: str, paid: Money, state: PaymentState = PaymentState.PAID, key: str | None = None) -> InboundRequest:
    """A signed event of now about the first page of an invoice, or about a key."""
    now = int(time.time())
    request = PaymentRequest(invoice=invoice, version=1, amount=PRICE, title="")
    body = event(request, paid, state, now)
    return signed(body if key is None else body.replace(request.key.encode(), key.encode()), now)


@pytest.mark.parametrize(
    ("language", "pay", "before", "after"),
    [("en", "Pay PLN 760.00 online", "Unpaid", "Paid"), ("pl", "Zapłać online 760,00 zł", "Nieopłacona", "Opłacona")],
)
def test_F5_pay_now_leads_to_the_provider_and_only_its_word_pays(
    paying: Shop, peer: Peer, language: str, pay: str, before: str, after: str
) -> None:
    """Looking asks for no page; coming back proves nothing; forged, old and wrong events pay nothing."""
    visitor, room, request = customer(paying, language)
    invoice = issue(paying.desk, request).invoice
    visitor.open(room)
    assert pay in read(visitor.page.text)
    assert peer.sessions == {}
    visitor.send("/pay/stripe")
    assert "https://checkout.stripe.com/c/pay/cs_test_0" in visitor.page.text
    assert visitor.page.headers["refresh"] == "0; url=https://checkout.stripe.com/c/pay/cs_test_0"
    visitor.open(room)
    visitor.send("/pay/stripe")
    assert list(peer.sessions) == [f"{invoice}:1"]

    visitor.open(f"{room}?payment=back&status=paid")
    assert before in read(visitor.page.text)
    good = said(invoice, PRICE)
    value = good.headers["stripe-signature"]
    forged = attrs.evolve(good, headers={"stripe-signature": value[:-1] + ("1" if value[-1] == "0" else "0")})
    garbage = signed_garbage()
    for bad in (forged, garbage, attrs.evolve(good, headers={})):
        assert tell(paying, bad) == 400
    assert tell(paying, said("0" * 32, PRICE)) == 204
    visitor.open(room)
    assert before in read(visitor.page.text)
    for _ in range(2):
        assert tell(paying, good) == 204
    visitor.open(room)
    words = read(visitor.page.text)
    assert after in words
    assert pay not in words


def signed_garbage() -> InboundRequest:
    """A body that is no UTF-8, with a signature that fits."""
    body, now = b"\xff\xfe{}", int(time.time())
    value = hmac.new(SECRET.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return InboundRequest(path="/payments/stripe", headers={"stripe-signature": f"t={now},v1={value}"}, body=body)


def test_F5_a_payment_on_its_way_is_said_and_another_amount_is_for_staff(paying: Shop) -> None:
    """BLIK and Przelewy24 answer later; an amount that was not asked for is never taken for paid."""
    visitor, room, request = customer(paying)
    invoice = issue(paying.desk, request).invoice
    visitor.open(room)
    visitor.send("/pay/stripe")
    assert tell(paying, said(invoice, PRICE, PaymentState.PENDING)) == 204
    visitor.open(room)
    assert "A payment is on its way" in read(visitor.page.text)
    assert "/pay/stripe" not in visitor.page.text
    assert tell(paying, said(invoice, Money(minor=1, currency="PLN"))) == 204
    visitor.open(room)
    assert "Unpaid" in read(visitor.page.text)
    worker, at = staff(paying, request)
    worker.open(f"{at}/money")
    words = read(worker.page.text)
    assert "Not what was asked for" in words
    assert "The provider says PLN 0.01" in words


def test_F5_what_we_refuse_for_reasons_of_our_own_is_sent_again(paying: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """After races that were lost, for instance: the event is asked for again, and pays then."""
    visitor, room, request = customer(paying)
    good = said(issue(paying.desk, request).invoice, PRICE)
    visitor.open(room)
    visitor.send("/pay/stripe")
    with monkeypatch.context() as lost:
        lost.setattr(Helpdesk, "handle", lambda *_, **__: CONFLICT)
        assert tell(paying, good) == 503
    assert tell(paying, good) == 204
    visitor.open(room)
    assert "Paid" in read(visitor.page.text)


@pytest.mark.parametrize(("key", "minor"), [("order 12", 76_000), ("", 76_000), ("x" * 500, 76_000), ("0:1", 10**14)])
def test_F5_an_event_about_something_else_that_is_sold_there_is_passed_over(paying: Shop, key: str, minor: int) -> None:
    """The same account of the provider may serve another shop, with keys and amounts of its own."""
    assert tell(paying, said("0" * 32, Money(minor=minor, currency="PLN"), key=key)) == 204


def test_F5_a_provider_that_is_away_costs_nothing(paying: Shop, peer: Peer) -> None:
    """The customer is told so, and how else to pay."""
    visitor, room, request = customer(paying)
    issue(paying.desk, request)
    visitor.open(room)
    peer.answer = b"no json"
    visitor.send("/pay/stripe")
    assert visitor.page.status_code == 503
    assert "cannot be reached now" in read(visitor.page.text)


def test_F5_an_error_of_the_provider_is_over_with_the_next_click(paying: Shop, peer: Peer) -> None:
    """The provider keeps its first answer for a day. Each click asks for a page that has no answer yet."""
    visitor, room, request = customer(paying)
    issue(paying.desk, request)
    visitor.open(room)
    peer.status = 500
    visitor.send("/pay/stripe")
    assert visitor.page.status_code == 503
    peer.status = 200
    visitor.send("/pay/stripe")
    assert "https://checkout.stripe.com/c/pay/cs_test_0" in visitor.page.text
    visitor.open(room)
    visitor.send("/pay/stripe")
    assert "https://checkout.stripe.com/c/pay/cs_test_0" in visitor.page.text


def test_F5_both_languages_lead_to_one_page(paying: Shop, peer: Peer) -> None:
    """Its title is in the invoice's language, so that a page stands for one amount and one set of words."""
    visitor, room, request = customer(paying)
    invoice = issue(paying.desk, request).invoice
    for language, words in (("en", "Pay PLN 760.00"), ("pl", "Do zapłaty: 760,00 zł")):
        visitor.client.headers["accept-language"] = language
        visitor.open(room)
        visitor.send("/pay/stripe")
        assert words in read(visitor.page.text)
    ((key, form),) = peer.sessions.items()
    assert key == f"{invoice}:1"
    assert ", invoice FV/" in form["line_items[0][price_data][product_data][name]"]


def test_F5_words_that_changed_since_lead_to_another_page(paying: Shop, peer: Peer) -> None:
    """The shop has another name meanwhile, for instance: the provider refuses the key, and the customer sees nothing
    of it."""
    visitor, room, request = customer(paying)
    invoice = issue(paying.desk, request).invoice
    peer.kept[f"{invoice}:1"] = ({"mode": "payment"}, 200, b"{}")
    visitor.open(room)
    visitor.send("/pay/stripe")
    assert "https://checkout.stripe.com/c/pay/cs_test_0" in visitor.page.text
    assert list(peer.sessions) == [f"{invoice}:2"]


def test_F5_a_button_from_before_asks_anew(paying: Shop, peer: Peer) -> None:
    """Who goes back in the browser and pays again pays what is left now, or reads that nothing is."""
    visitor, room, request = customer(paying)
    invoice = issue(paying.desk, request).invoice
    visitor.open(room)
    before = visitor.page
    visitor.send("/pay/stripe")
    paid(paying.desk, request, "700", invoice=invoice)
    visitor.page = before
    visitor.send("/pay/stripe")
    assert "Pay PLN 60.00" in read(visitor.page.text)
    paid(paying.desk, request, "60", invoice=invoice)
    visitor.page = before
    visitor.send("/pay/stripe")
    assert "Nothing is left to pay" in read(visitor.page.text)


def test_F5_without_a_provider_the_account_for_the_transfer_stands_there(shop: Shop) -> None:
    """And there is nothing to post to."""
    visitor, room, request = customer(shop)
    issue(shop.desk, request)
    visitor.open(room)
    assert "9999 0000 0000" in read(visitor.page.text)
    assert not re.search(r"/pay/\w+", visitor.page.text)
    assert visitor.client.post("/payments/stripe", content=b"{}").status_code == 404
