"""PayPal's adapter beside a peer on this machine, with keys and chains of certificates made here."""

from __future__ import annotations

import base64
import builtins
import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from helpdesk_core import ConfigurationError, Money
from helpdesk_core.adapters.paypal import PayPalPayments
from helpdesk_core.adapters.paypal.signatures import AHEAD, OLDEST
from helpdesk_core.ports import InboundRequest, NotSigned, PageSpent, PaymentFact, PaymentRequest, PaymentState
from helpdesk_core.testing import PaymentsSuite
from paypal_peer import CERTIFICATE, NOW, Peer, adapter, event, reported, running, signed, signer
from reference_app.variables import payments

PLN = Money(minor=12_345, currency="PLN")
BACK = "https://shop.example/r/x/paid/paypal"
KEY = "inv-1:1"


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running() as made:
        yield made


class TestPayPal(PaymentsSuite):
    """What every payment adapter promises."""

    capabilities = frozenset({"pages", "settles"})
    states = frozenset(PaymentState)
    signature_header = "paypal-transmission-sig"
    peer: Peer

    @pytest.fixture
    def payments(self, peer: Peer) -> Any:
        self.peer = peer
        return adapter(peer)

    def reported(self, request: PaymentRequest, paid: Money, state: PaymentState = PaymentState.PAID) -> InboundRequest:
        return reported(request, paid, state)

    def came_back(self, request: PaymentRequest) -> InboundRequest:
        known = self.peer.by_request.get(request.key, "5O190127TN364715T")
        return InboundRequest(method="GET", path="/r/x/paid/paypal", query=f"token={known}&PayerID=Q&status=COMPLETED")

    def agree(self, request: PaymentRequest) -> InboundRequest:
        return InboundRequest(method="GET", query=self.peer.approve(request.key))

    def charges(self) -> int:
        return self.peer.captured

    def pages(self) -> int:
        return len(self.peer.orders)


def wanted(amount: Money = PLN, version: int = 1) -> PaymentRequest:
    return PaymentRequest(invoice="inv-1", version=version, amount=amount, title="Serwis, FV/2026/1" * 20)


def agreed(peer: Peer) -> PaymentFact:
    adapter(peer).page(wanted(), BACK)
    fact = adapter(peer).returned(InboundRequest(method="GET", query=peer.approve(KEY)))
    assert fact is not None
    return fact


def test_an_order_is_asked_for_with_the_amount_of_its_page(peer: Peer) -> None:
    """One unit, which names the page; nothing of an address; taken when the shop says so."""
    address = adapter(peer).page(wanted(), BACK)
    (order,) = peer.orders.values()
    (unit,) = order["purchase_units"]
    assert address == f"https://www.sandbox.paypal.com/checkoutnow?token={order['id']}"
    assert unit["amount"] == {"currency_code": "PLN", "value": "123.45"}
    assert (unit["custom_id"], unit["invoice_id"], order["intent"], len(unit["description"])) == (
        KEY,
        KEY,
        "CAPTURE",
        127,
    )
    shown = order["payment_source"]["paypal"]["experience_context"]
    assert (shown["return_url"], shown["cancel_url"], shown["shipping_preference"]) == (BACK, BACK, "NO_SHIPPING")


def test_a_token_is_used_until_it_ends(peer: Peer) -> None:
    """And a fresh one is asked for before its end, and when PayPal takes it no more."""
    now = [NOW]
    payments = adapter(peer, clock=lambda: now[0])
    for version in (1, 2):
        payments.page(wanted(version=version), BACK)
    assert len(peer.tokens) == 1
    now[0] += 32_400 - 30
    payments.page(wanted(version=3), BACK)
    assert len(peer.tokens) == 2
    peer.expired.add(peer.tokens[-1])
    payments.page(wanted(version=4), BACK)
    assert (len(peer.tokens), len(peer.orders)) == (3, 4)


def test_a_key_that_stands_for_another_amount_is_spent(peer: Peer) -> None:
    """PayPal gives what it knows for a request id, whatever is asked: no customer agrees to another amount."""
    adapter(peer).page(wanted(), BACK)
    with pytest.raises(PageSpent):
        adapter(peer).page(wanted(Money(minor=1, currency="PLN")), BACK)


def test_an_order_that_was_paid_has_no_page(peer: Peer) -> None:
    """And no other one is begun by that: its event says that it was paid."""
    adapter(peer).settle(agreed(peer))
    with pytest.raises(OSError, match="no address") as raised:
        adapter(peer).page(wanted(), BACK)
    assert not isinstance(raised.value, PageSpent)


@pytest.mark.parametrize("status", [400, 401, 403, 409, 422, 429, 500, 503])
def test_an_answer_that_brings_no_page_is_an_error(peer: Peer, status: int) -> None:
    """The same version may bring one later."""
    peer.status = status
    with pytest.raises(OSError, match=str(status)) as raised:
        adapter(peer).page(wanted(), BACK)
    assert not isinstance(raised.value, PageSpent)


@pytest.mark.parametrize(
    ("answer", "state"),
    [("COMPLETED", PaymentState.PAID), ("PENDING", PaymentState.PENDING), ("DECLINED", PaymentState.FAILED)],
)
def test_what_became_of_the_money_is_said(peer: Peer, answer: str, state: PaymentState) -> None:
    """As PayPal says it; the second time it is looked at, and nothing is taken."""
    peer.capture, fact = answer, agreed(peer)
    for _ in range(2):
        assert [(one.state, one.amount, one.key) for one in adapter(peer).settle(fact)] == [(state, PLN, KEY)]
    assert peer.captured == 1


@pytest.mark.parametrize("issue", ["INSTRUMENT_DECLINED", "ORDER_EXPIRED", "DUPLICATE_INVOICE_ID"])
def test_what_paypal_does_not_take_is_not_paid(peer: Peer, issue: str) -> None:
    """An expired order, a card that was refused: nothing was taken."""
    fact = agreed(peer)
    peer.issue = issue
    assert [one.state for one in adapter(peer).settle(fact)] == [PaymentState.FAILED]
    peer.orders.clear()
    assert [one.state for one in adapter(peer).settle(fact)] == [PaymentState.FAILED]


@pytest.mark.parametrize("status", [401, 403, 409, 429, 500])
def test_what_is_not_said_is_asked_again(peer: Peer, status: int) -> None:
    """Whether it was taken is not known then."""
    fact = agreed(peer)
    payments = adapter(peer)
    peer.status = status
    with pytest.raises(OSError, match=str(status)):
        payments.settle(fact)
    peer.status = 0
    assert [one.state for one in payments.settle(fact)] == [PaymentState.PAID]


def test_the_order_of_somebody_else_is_nothing(peer: Peer) -> None:
    """The account sells other things too: their orders are never taken by us."""
    adapter(peer).page(wanted(), BACK)
    query = peer.approve(KEY)
    (order,) = peer.orders.values()
    order["purchase_units"][0]["reference_id"] = "default"
    assert adapter(peer).returned(InboundRequest(method="GET", query=query)) is None
    body = event(KEY, PLN, PaymentState.AGREED).replace(b'"helpdesk"', b'"default"')
    assert list(adapter(peer).read(signed(body))) == []


# What PayPal signs


@pytest.mark.parametrize("seconds", [-OLDEST - 1, -86_400 * 365, AHEAD + 1, 86_400])
def test_an_event_of_another_time_is_none(peer: Peer, seconds: int) -> None:
    """Not one that is older than PayPal repeats, and not one from the future."""
    with pytest.raises(NotSigned):
        adapter(peer).read(signed(event(KEY, PLN, PaymentState.PAID), NOW + seconds))
    assert peer.calls == []


@pytest.mark.parametrize(
    "address",
    [
        "http://api.paypal.com/v1/notifications/certs/CERT-1",
        "https://evil.example/v1/notifications/certs/CERT-1",
        "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
        "https://notpaypal.com/v1/notifications/certs/CERT-1",
        "https://evil.example\\@api.paypal.com/v1/notifications/certs/CERT-1",
        "https://u:p@api.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.paypal.com:8443/v1/notifications/certs/CERT-1",
        "https://api.paypal.com/v1/notifications/certs/../../oauth2/token",
        "https://api.paypal.com/v1/notifications/certs/CERT-1?x=https://evil.example",
        "https://www.paypal.com/redirect/CERT-1",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_certificate_is_fetched_from_paypal_alone(peer: Peer, address: str) -> None:
    """Whatever the sender names: nothing else is asked."""
    came = signed(event(KEY, PLN, PaymentState.PAID))
    with pytest.raises(NotSigned):
        adapter(peer).read(attrs.evolve(came, headers=dict(came.headers) | {"paypal-cert-url": address}))
    assert peer.calls == []


def test_a_certificate_is_fetched_once(peer: Peer) -> None:
    """And again when a day is over."""
    now = [NOW]
    payments = adapter(peer, clock=lambda: now[0])
    for _ in range(3):
        assert len(payments.read(signed(event(KEY, PLN, PaymentState.PAID)))) == 1
    assert peer.calls == [("GET", CERTIFICATE)]
    now[0] += 86_401
    assert len(payments.read(signed(event(KEY, PLN, PaymentState.PAID), now[0]))) == 1
    assert len(peer.calls) == 2


@pytest.mark.parametrize(
    "who",
    [
        {"dns": "messageverificationcerts.paypal.com.evil.example"},
        {"dns": "evilpaypal.com"},
        {"days": 29},
        {"between": False},
    ],
)
def test_a_chain_that_is_not_paypals_is_for_paypal_to_judge(peer: Peer, who: dict[str, Any]) -> None:
    """Another name, an end that is past, a link that is missing: PayPal is asked, and says what is so."""
    other = signer(**who)
    peer.signer = attrs.evolve(other, root=other.root)
    genuine = signed(event(KEY, PLN, PaymentState.PAID), by=other)
    assert len(adapter(peer).read(genuine)) == 1
    assert ("POST", "/v1/notifications/verify-webhook-signature") in peer.calls
    peer.signer = attrs.evolve(signer(), chain=other.chain, root=other.root)  # not the key that PayPal signs with
    with pytest.raises(NotSigned):
        adapter(peer).read(genuine)


def test_a_chain_to_a_root_of_their_own_is_not_believed(peer: Peer) -> None:
    """Whoever can put a certificate there, and PayPal does not know it."""
    other = signer(days=299)
    peer.signer = attrs.evolve(signer(), chain=other.chain)
    with pytest.raises(NotSigned):
        adapter(peer).read(signed(event(KEY, PLN, PaymentState.PAID), by=other))


def test_a_signature_for_another_webhook_is_none(peer: Peer) -> None:
    """PayPal signed it, for somebody else."""
    with pytest.raises(NotSigned):
        adapter(peer).read(signed(event(KEY, PLN, PaymentState.PAID), webhook="0AB0000000000000C"))


def test_without_cryptography_paypal_is_asked(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain install believes what PayPal says of its own signature; nothing else."""
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    good, bad = (signed(event(KEY, PLN, PaymentState.PAID), webhook=one) for one in ("1JE4291016473214C", "0AB"))
    payments = adapter(peer)
    monkeypatch.setattr(builtins, "__import__", without)
    assert len(payments.read(good)) == 1
    with pytest.raises(NotSigned):
        payments.read(bad)
    assert CERTIFICATE not in [path for _, path in peer.calls]


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe{}",
        b"",
        b"[]",
        b"null",
        b"[" * 3_000,
        b'{}, "webhook_id": "9",  "x": {}',
        b'\xef\xbb\xbf{"event_type": "x"}',
        '{"event_type": "x"}'.encode("utf-16"),
    ],
)
def test_what_is_no_event_is_refused_before_anybody_is_asked(peer: Peer, body: bytes) -> None:
    """Also where the signature fits; and nothing of it stands beside the webhook's id where PayPal is asked."""
    with pytest.raises(NotSigned):
        adapter(peer).read(signed(body))
    assert peer.calls == []


@pytest.mark.parametrize(
    "said",
    [
        {"event_type": "PAYMENT.CAPTURE.COMPLETED"},
        {"resource": None},
        {"resource": {"amount": {"value": "1,234.00", "currency_code": "PLN"}, "custom_id": KEY}},
        {"resource": {"amount": {"value": 12.5, "currency_code": "PLN"}, "custom_id": KEY}},
        {"resource": {"amount": {"value": "-1.00", "currency_code": "PLN"}, "custom_id": KEY}},
        {"resource": {"amount": {"value": "1.005", "currency_code": "PLN"}, "custom_id": KEY}},
        {"resource": {"amount": {"value": "1.00", "currency_code": "zł"}, "custom_id": KEY}},
        {"resource": {"amount": {"value": "1.00", "currency_code": "PLN"}, "custom_id": 3}},
        {"create_time": "yesterday"},
        {"event_type": "BILLING.PLAN.CREATED"},
        {"event_type": ["PAYMENT.CAPTURE.COMPLETED"]},
    ],
)
def test_what_is_signed_and_says_nothing_is_nothing(peer: Peer, said: dict[str, Any]) -> None:
    """Nothing is guessed, nothing is raised."""
    found = {"id": "WH-1", "create_time": "2026-11-27T10:00:00Z", "event_type": "PAYMENT.CAPTURE.COMPLETED"} | said
    assert list(adapter(peer).read(signed(json.dumps(found).encode()))) == []


def test_of_money_that_went_back_the_whole_is_said(peer: Peer) -> None:
    """A refund says its own amount; what counts is all of them. One that names no page belongs to a payment."""
    found = json.loads(event(KEY, PLN, PaymentState.REFUNDED))
    total = {"total_refunded_amount": {"currency_code": "PLN", "value": "200.00"}}
    found["resource"] |= {"custom_id": None, "seller_payable_breakdown": total}
    found["resource"]["links"] = [{"rel": "up", "href": "https://api.paypal.com/v2/payments/captures/inv-1-1"}]
    (fact,) = adapter(peer).read(signed(json.dumps(found).encode()))
    assert (fact.state, fact.amount.minor, fact.key) == (PaymentState.REFUNDED, 20_000, KEY)


@pytest.mark.parametrize("kind", ["CUSTOMER.DISPUTE.UPDATED", "CUSTOMER.DISPUTE.RESOLVED", "PAYMENT.CAPTURE.REVERSED"])
def test_what_comes_of_a_dispute_is_said(peer: Peer, kind: str) -> None:
    """Each for a person to look at."""
    (fact,) = adapter(peer).read(signed(event(KEY, PLN, PaymentState.DISPUTED, kind=kind)))
    assert fact.state in (PaymentState.DISPUTED, PaymentState.REFUNDED)


def test_what_paypal_does_not_answer_makes_it_send_again(peer: Peer) -> None:
    """The certificate, or the payment of a dispute."""
    peer.status = 503
    with pytest.raises(OSError, match="503"):
        adapter(peer).read(signed(event(KEY, PLN, PaymentState.DISPUTED)))

    def away(_: str) -> bytes:
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        adapter(peer, fetch=away).read(signed(event(KEY, PLN, PaymentState.PAID)))


@pytest.mark.parametrize(
    ("currency", "minor", "value"), [("HUF", 50_000, "500"), ("JPY", 500, "500"), ("USD", 5, "0.05")]
)
def test_paypal_counts_some_currencies_in_whole_units(peer: Peer, currency: str, minor: int, value: str) -> None:
    """HUF and TWD have a minor unit in ISO 4217, and none at PayPal."""
    amount = Money(minor=minor, currency=currency)
    adapter(peer).page(wanted(amount), BACK)
    (order,) = peer.orders.values()
    assert order["purchase_units"][0]["amount"]["value"] == value


def test_what_paypal_cannot_count_has_no_page(peer: Peer) -> None:
    """Half a forint is rounded by nobody."""
    with pytest.raises(OSError, match="whole units"):
        adapter(peer).page(wanted(Money(minor=50, currency="HUF")), BACK)


def test_a_check_says_what_is_wrong(peer: Peer) -> None:
    """The secret, the webhook, an event that it does not tell of; nothing is made by asking."""
    assert list(adapter(peer).problems()) == []
    peer.events = tuple(one for one in peer.events if "APPROVED" not in one)
    assert list(adapter(peer).problems()) == ["PayPal's webhook does not tell of CHECKOUT.ORDER.APPROVED"]
    other = PayPalPayments("client", "hidden", "0AB", api=peer.api)
    (said,) = other.problems()
    assert "401" in said
    assert "hidden" not in said
    assert list(PayPalPayments("client", "secret", "0AB", api=peer.api).problems()) == [
        "PayPal knows no such webhook of this app"
    ]
    assert peer.orders == {}


def test_without_all_three_there_is_no_adapter() -> None:
    """Said at the start, and never with the value."""
    for given in (("", "s", "w"), ("c", "", "w"), ("c", "s", ""), ("c", "s", "a|b"), ("c", b"s", "w")):
        with pytest.raises(ConfigurationError):
            PayPalPayments(*given)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError):
        PayPalPayments("c", "s", "w", api="http://paypal.example")
    assert base64.b64encode(b"client:secret").decode() not in repr(PayPalPayments("client", "secret", "w"))


def test_the_environment_names_both_providers_or_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """What belongs together is said by name, and nothing of it is shown."""
    given = {"CLIENT": "client", "SECRET": "hidden", "WEBHOOK": "0AB"}
    assert payments() == ()
    for name, value in given.items():
        monkeypatch.setenv(f"HELPDESK_PAYPAL_{name}", value)
    monkeypatch.setenv("HELPDESK_PAYPAL_SANDBOX", "yes")
    assert [one.name for one in payments()] == ["paypal"]
    monkeypatch.setenv("HELPDESK_STRIPE_KEY", "sk_x")
    monkeypatch.setenv("HELPDESK_STRIPE_SIGNING_SECRET", "whsec_x")
    assert [one.name for one in payments()] == ["stripe", "paypal"]
    monkeypatch.delenv("HELPDESK_PAYPAL_WEBHOOK")
    with pytest.raises(ConfigurationError, match="HELPDESK_PAYPAL_WEBHOOK belong together") as raised:
        payments()
    assert "hidden" not in str(raised.value)
