"""F5: Pay Now with PayPal, from the button in the room over PayPal's page and back, beside a peer that stands for
PayPal; and both providers in one shop."""

from __future__ import annotations

import time
from collections.abc import Iterator

import attrs
import pytest
from test_F5_invoices import customer, staff

import stripe_peer
from capabilities.invoices import issue, paid
from helpdesk_core import Money
from helpdesk_core.adapters.stripe import StripePayments
from helpdesk_core.ports import InboundRequest, Payments, PaymentState
from paypal_peer import Peer, Signer, adapter, event, running, signed, signer
from reference_app.app import create_app
from reference_app.host import Host
from reference_app.rendering import environment
from shops import SETTINGS, Shop, ShopHost, Visitor, read

PRICE = Money(minor=76_000, currency="PLN")


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running() as made:
        made.signer = signer(days=3_000)
        yield made


def paying(shop: Shop, *payments: Payments) -> Shop:
    host: Host = ShopHost(shop.accounts, environment(), lambda: SETTINGS.languages)
    return attrs.evolve(shop, app=create_app(shop.desk, shop.accounts, host=host, demo=True, payments=payments))


@pytest.fixture
def with_paypal(shop: Shop, peer: Peer) -> Shop:
    """The shop with PayPal alone."""
    return paying(shop, adapter(peer, clock=time.time))


def tell(shop: Shop, came: InboundRequest) -> int:
    answer = shop.visitor().client.request("POST", came.path, content=came.body, headers=dict(came.headers))
    return int(answer.status_code)


def said(
    peer: Peer, key: str, money: Money = PRICE, state: PaymentState = PaymentState.PAID, by: Signer | None = None
) -> InboundRequest:
    now = int(time.time())
    return signed(event(key, money, state, now), now, by or peer.signer)


def approved(peer: Peer, key: str) -> InboundRequest:
    """PayPal's word that the customer agreed, about the order that there is."""
    came = said(peer, key, state=PaymentState.AGREED)
    body = came.body.replace(b"5O190127TN364715T", peer.by_request[key].encode())
    return signed(body, int(time.time()), peer.signer)


def come_back(visitor: Visitor, room: str, peer: Peer, key: str) -> None:
    """The customer agrees on PayPal's page, and is sent back."""
    (shown,) = (one["payment_source"]["paypal"]["experience_context"] for one in [peer.orders[peer.by_request[key]]])
    assert shown["return_url"].endswith(f"{room}/paid/paypal")
    visitor.open(f"{room}/paid/paypal?{peer.approve(key)}")


@pytest.mark.parametrize(
    ("language", "pay", "before", "after"),
    [("en", "Pay PLN 760.00 online", "Unpaid", "Paid"), ("pl", "Zapłać online 760,00 zł", "Nieopłacona", "Opłacona")],
)
def test_F5_paypal_takes_what_the_customer_agreed_on_and_no_address_pays(
    with_paypal: Shop, peer: Peer, language: str, pay: str, before: str, after: str
) -> None:
    """Looking asks for no order; coming back without having agreed proves nothing, whatever the address says; who
    agreed and comes back has paid, once."""
    visitor, room, request = customer(with_paypal, language)
    key = f"{issue(with_paypal.desk, request).invoice}:1"
    visitor.open(room)
    assert pay in read(visitor.page.text)
    assert peer.orders == {}
    visitor.send("/pay/paypal")
    order = peer.by_request[key]
    assert f"https://www.sandbox.paypal.com/checkoutnow?token={order}" in visitor.page.text
    assert "PayPal" in visitor.page.text

    visitor.open(f"{room}/paid/paypal?token={order}&PayerID=Q&status=COMPLETED&amount=760.00")
    assert before in read(visitor.page.text)
    assert peer.captured == 0
    for _ in range(2):
        come_back(visitor, room, peer, key)
        assert str(visitor.page.url).endswith(f"{room}?payment=back")
        words = read(visitor.page.text)
        assert after in words
        assert pay not in words
    assert tell(with_paypal, said(peer, key)) == 204
    assert tell(with_paypal, approved(peer, key)) == 204
    assert peer.captured == 1
    assert with_paypal.desk.verify() == ()


def test_F5_a_customer_who_never_comes_back_has_paid_by_paypals_word(with_paypal: Shop, peer: Peer) -> None:
    """The browser was closed: PayPal says that they agreed, and it is taken then; on their return nothing is."""
    visitor, room, request = customer(with_paypal)
    key = f"{issue(with_paypal.desk, request).invoice}:1"
    visitor.open(room)
    visitor.send("/pay/paypal")
    peer.approve(key)
    for _ in range(3):
        assert tell(with_paypal, approved(peer, key)) == 204
    come_back(visitor, room, peer, key)
    assert "Paid" in read(visitor.page.text)
    assert peer.captured == 1


def test_F5_forged_and_foreign_events_of_paypal_are_refused(with_paypal: Shop, peer: Peer) -> None:
    """Forged, old, of the future, signed by somebody else, no UTF-8: 400, and nothing is recorded. What is signed and
    about nothing here is taken, and changes nothing."""
    visitor, room, request = customer(with_paypal)
    key = f"{issue(with_paypal.desk, request).invoice}:1"
    visitor.open(room)
    visitor.send("/pay/paypal")
    before, now = with_paypal.desk.anchor(), int(time.time())
    good = said(peer, key)
    other = signer(days=299)
    bad = [
        attrs.evolve(good, body=good.body.replace(b"760.00", b"1.00")),
        attrs.evolve(good, headers={}),
        said(peer, key, by=other),
        signed(event(key, PRICE, PaymentState.PAID), now - 86_400 * 30, peer.signer),
        signed(event(key, PRICE, PaymentState.PAID), now + 3_600, peer.signer),
        signed(good.body, now, peer.signer, webhook="0AB"),
        signed(b"\xff\xfe{}", now, peer.signer),
    ]
    assert [tell(with_paypal, one) for one in bad] == [400] * len(bad)
    assert tell(with_paypal, said(peer, "0" * 32 + ":1")) == 204
    assert with_paypal.desk.anchor() == before
    assert tell(with_paypal, said(peer, key, Money(minor=1, currency="PLN"))) == 204
    visitor.open(room)
    assert "Unpaid" in read(visitor.page.text)
    worker, at = staff(with_paypal, request)
    worker.open(f"{at}/money")
    words = read(worker.page.text)
    assert "Not what was asked for" in words
    assert "The provider says PLN 0.01" in words
    assert "PayPal" in words


def test_F5_what_was_paid_otherwise_meanwhile_is_not_taken_by_paypal(with_paypal: Shop, peer: Peer) -> None:
    """Cash at the counter while PayPal's page was open: the customer agreed, and pays nothing twice."""
    visitor, room, request = customer(with_paypal)
    invoice = issue(with_paypal.desk, request).invoice
    visitor.open(room)
    visitor.send("/pay/paypal")
    paid(with_paypal.desk, request, "100", invoice=invoice)
    come_back(visitor, room, peer, f"{invoice}:1")
    words = read(visitor.page.text)
    assert peer.captured == 0
    assert "The last try came to nothing. Nothing was taken" in words
    assert "Pay PLN 660.00 online" in words


def test_F5_paypal_that_thinks_says_no_or_is_away(with_paypal: Shop, peer: Peer) -> None:
    """Each is told, and ends by what PayPal says later."""
    visitor, room, request = customer(with_paypal)
    invoice = issue(with_paypal.desk, request).invoice
    visitor.open(room)
    peer.status = 503
    visitor.send("/pay/paypal")
    assert visitor.page.status_code == 503
    peer.status, peer.issue = 0, "INSTRUMENT_DECLINED"
    visitor.send("/pay/paypal")
    come_back(visitor, room, peer, f"{invoice}:1")
    assert "The last try came to nothing" in read(visitor.page.text)
    peer.issue, peer.capture = "", "PENDING"
    visitor.send("/pay/paypal")
    query = peer.approve(f"{invoice}:2")
    peer.status = 500
    visitor.open(f"{room}/paid/paypal?{query}")
    assert visitor.page.status_code == 200
    assert "Unpaid" in read(visitor.page.text)
    assert tell(with_paypal, approved(peer, f"{invoice}:2")) == 503
    peer.status = 0
    assert tell(with_paypal, approved(peer, f"{invoice}:2")) == 204
    visitor.open(room)
    assert "A payment is on its way" in read(visitor.page.text)
    assert tell(with_paypal, said(peer, f"{invoice}:2")) == 204
    visitor.open(room)
    assert "Paid" in read(visitor.page.text)


@pytest.mark.parametrize(
    ("language", "by_paypal", "by_stripe"),
    [
        ("en", "Pay PLN 760.00 with PayPal", "Pay PLN 760.00 with Stripe"),
        ("pl", "Zapłać 760,00 zł: PayPal", "Zapłać 760,00 zł: Stripe"),
    ],
)
def test_F5_with_both_providers_the_customer_chooses_by_name(
    shop: Shop, peer: Peer, language: str, by_paypal: str, by_stripe: str
) -> None:
    """Whatever is paid on one is not paid on the other; each speaks of its own pages alone."""
    with stripe_peer.running() as stripe:
        stripes = StripePayments("sk_test_1", [stripe_peer.SECRET], api=stripe.api)
        both = paying(shop, stripes, adapter(peer, clock=time.time))
        visitor, room, request = customer(both, language)
        invoice = issue(both.desk, request).invoice
        visitor.open(room)
        words = read(visitor.page.text)
        assert by_paypal in words
        assert by_stripe in words
        card = visitor.page.text.split('id="invoices"')[1].split("</section>")[0]
        assert card.count('<button class="button">') <= 1, "one filled button a page"
        visitor.send("/pay/stripe")
        visitor.open(room)
        visitor.send("/pay/paypal")
        assert (list(stripe.sessions), list(peer.by_request)) == ([f"{invoice}:1"], [f"{invoice}:2"])
        assert tell(both, said(peer, f"{invoice}:1")) == 204  # a page of Stripe's
        visitor.open(room)
        assert by_paypal in read(visitor.page.text)
        come_back(visitor, room, peer, f"{invoice}:2")
        assert by_paypal not in read(visitor.page.text)
        assert peer.captured == 1


def test_F5_money_that_went_back_and_a_dispute_have_a_next_step(with_paypal: Shop, peer: Peer) -> None:
    """For staff, who look; the payment stays as it was recorded."""
    visitor, room, request = customer(with_paypal)
    key = f"{issue(with_paypal.desk, request).invoice}:1"
    visitor.open(room)
    visitor.send("/pay/paypal")
    come_back(visitor, room, peer, key)
    worker, at = staff(with_paypal, request)
    back = (PaymentState.REFUNDED, Money(minor=10_000, currency="PLN"), "PLN 100.00 went back at the provider")
    for state, amount, words in (back, (PaymentState.DISPUTED, PRICE, "The payer wants PLN 760.00 back")):
        assert tell(with_paypal, said(peer, key, amount, state)) == 204
        worker.open(f"{at}/money")
        assert words in read(worker.page.text)
    visitor.open(room)
    assert "Paid" in read(visitor.page.text)


def test_F5_nobody_makes_us_ask_paypal(with_paypal: Shop, peer: Peer) -> None:
    """Who may not enter the room is led to its door, and another provider's way back is none."""
    visitor, room, request = customer(with_paypal)
    issue(with_paypal.desk, request)
    visitor.open(room)
    visitor.send("/pay/paypal")
    before = list(peer.calls)
    with_paypal.visitor().open(f"{room}/paid/paypal?token=5O190127TN364700T")
    assert peer.calls == before
    assert visitor.client.get(f"{room}/paid/other").status_code == 404
