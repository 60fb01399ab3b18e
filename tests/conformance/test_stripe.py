"""Stripe's adapter beside a peer on this machine, with signatures and events of Stripe's own library."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest

from helpdesk_core import ConfigurationError, Money
from helpdesk_core.adapters.stripe import TOLERANCE, StripePayments
from helpdesk_core.ports import InboundRequest, NotSigned, PageSpent, PaymentRequest, PaymentState
from helpdesk_core.testing import PaymentsSuite
from stripe_peer import NOW, SECRET, Peer, event, running, signed

PLN = Money(minor=12_345, currency="PLN")
BACK = "https://shop.example/r/x"


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running() as made:
        yield made


class TestStripe(PaymentsSuite):
    """What every payment adapter promises."""

    signature_header = "stripe-signature"
    peer: Peer

    @pytest.fixture
    def payments(self, peer: Peer) -> Any:
        self.peer = peer
        return StripePayments("sk_test_1", [SECRET], api=peer.api, clock=lambda: NOW)

    def reported(self, request: PaymentRequest, paid: Money, state: PaymentState = PaymentState.PAID) -> InboundRequest:
        return signed(event(request, paid, state))

    def came_back(self, request: PaymentRequest) -> InboundRequest:
        query = urlencode({"payment": "back", "session": "cs_1", "status": "paid"})
        return InboundRequest(method="GET", path="/r/x", query=query)

    def charges(self) -> int:
        return sum(not path.startswith(("/v1/checkout/sessions", "/v1/payment_intents")) for path in self.peer.paths)

    def pages(self) -> int:
        return len(self.peer.sessions)


def adapter(peer: Peer, secrets: Sequence[str] = (SECRET,), **more: Any) -> StripePayments:
    return StripePayments("sk_test_1", secrets, api=peer.api, clock=lambda: NOW, **more)


def wanted(amount: Money = PLN) -> PaymentRequest:
    return PaymentRequest(invoice="inv-1", version=1, amount=amount, title="Serwis, FV/2026/1")


def test_a_session_is_asked_for_as_stripe_documents_it(peer: Peer) -> None:
    """One position, the amount in minor units, the key in three places so that every event names it."""
    adapter(peer, methods=("card", "blik", "p24")).page(wanted(), BACK)
    ((key, form),) = peer.sessions.items()
    assert key == "inv-1:1"
    assert form["mode"] == "payment"
    assert (form["line_items[0][price_data][unit_amount]"], form["line_items[0][price_data][currency]"]) == (
        "12345",
        "pln",
    )
    assert form["client_reference_id"] == form["payment_intent_data[metadata][helpdesk_key]"] == "inv-1:1"
    assert [form[f"payment_method_types[{n}]"] for n in range(3)] == ["card", "blik", "p24"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_of_stripes_is_kept_with_its_key_so_that_the_version_is_spent(peer: Peer, status: int) -> None:
    """Stripe would say the same for a day, also when it is well again; another version is asked for at once."""
    peer.status = status
    with pytest.raises(PageSpent):
        adapter(peer).page(wanted(), BACK)
    peer.status = 200
    with pytest.raises(PageSpent):
        adapter(peer).page(wanted(), BACK)
    assert adapter(peer).page(attrs.evolve(wanted(), version=2), BACK).startswith("https://")


@pytest.mark.parametrize(
    ("title", "back", "methods"),
    [("Naprawa, FV/2026/1", "https://shop.example/r/x", ()), ("", "", ("card",)), ("", "https://shop.example/r/y", ())],
)
def test_a_key_with_other_words_is_refused_so_that_the_version_is_spent(
    peer: Peer, title: str, back: str, methods: tuple[str, ...]
) -> None:
    """Another name of the shop, another address to come back to, other methods: a key stands for all of them."""
    adapter(peer).page(wanted(), BACK)
    asked = attrs.evolve(wanted(), title=title or wanted().title)
    with pytest.raises(PageSpent):
        adapter(peer, methods=methods).page(asked, back or BACK)
    assert len(peer.sessions) == 1


@pytest.mark.parametrize("status", [400, 401, 409, 429])
def test_what_stripe_keeps_for_no_key_is_asked_for_again_with_the_same(peer: Peer, status: int) -> None:
    """A key that is in use this moment, too many calls, a wrong secret: the version is as good as before."""
    peer.status = status
    with pytest.raises(OSError, match=str(status)) as raised:
        adapter(peer).page(wanted(), BACK)
    assert not isinstance(raised.value, PageSpent)


_IN_USE = b'{"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}}'


@pytest.mark.parametrize("answer", [_IN_USE, b"", b"[]", b"null", b'{"error": 3}', b"\xff", b"[" * 100_000])
def test_an_error_that_says_nothing_of_the_key_is_no_end_of_it(peer: Peer, answer: bytes) -> None:
    """One that cannot be read, or that the key is in use this moment; and nothing of what it says is in ours."""
    peer.status, peer.answer = 400, answer
    with pytest.raises(OSError, match=r"^Stripe answered 400$") as raised:
        adapter(peer).page(wanted(), BACK)
    assert not isinstance(raised.value, PageSpent)


@pytest.mark.parametrize("seconds", [-86_400, -TOLERANCE - 1, TOLERANCE + 1, 86_400])
def test_an_event_of_another_time_is_none(peer: Peer, seconds: int) -> None:
    """Not one that is old, and not one from the future, which Stripe's library takes."""
    body = event(wanted(), PLN, PaymentState.PAID)
    with pytest.raises(NotSigned):
        adapter(peer).read(signed(body, NOW + seconds))


@pytest.mark.parametrize(
    ("body", "refused"),
    [(b"\xff\xfe", True), (b"", True), (b"[" * 3_000, True), (b"[]", False), (b"null", False), (b'{"type": 3}', False)],
)
def test_what_cannot_be_read_is_nothing(peer: Peer, body: bytes, refused: bool) -> None:
    """Also where the signature fits: no JSON at all is no event of Stripe's."""
    value = hmac.new(SECRET.encode(), f"{NOW}.".encode() + body, hashlib.sha256).hexdigest()
    came = InboundRequest(headers={"stripe-signature": f"t={NOW},v1={value}"}, body=body)
    with pytest.raises(NotSigned) if refused else contextlib.nullcontext():
        assert list(adapter(peer).read(came)) == []


def test_two_secrets_count_while_one_is_replaced(peer: Peer) -> None:
    """Whichever signed it."""
    came = signed(event(wanted(), PLN, PaymentState.PAID), secret="whsec_new")
    assert len(adapter(peer, ("whsec_new", SECRET)).read(came)) == 1
    with pytest.raises(NotSigned):
        adapter(peer).read(came)


@pytest.mark.parametrize(
    ("currency", "ours", "theirs"), [("ISK", 500, 50_000), ("JPY", 500, 500), ("MGA", 50_000, 500)]
)
def test_stripe_counts_some_currencies_in_units_of_its_own(peer: Peer, currency: str, ours: int, theirs: int) -> None:
    """ISK has no minor unit in ISO 4217 and is counted in hundredths; MGA has one and is counted in whole units."""
    amount = Money(minor=ours, currency=currency)
    adapter(peer).page(wanted(amount), BACK)
    ((_, form),) = peer.sessions.items()
    assert form["line_items[0][price_data][unit_amount]"] == str(theirs)
    said = Money(minor=theirs, currency=currency)
    (fact,) = adapter(peer).read(signed(event(wanted(), said, PaymentState.PAID)))
    assert fact.amount == amount


def test_what_stripe_cannot_count_has_no_page(peer: Peer) -> None:
    """Half an ariary is rounded by nobody."""
    with pytest.raises(OSError, match="whole units"):
        adapter(peer).page(wanted(Money(minor=50, currency="MGA")), BACK)
    assert peer.paths == []


@pytest.mark.parametrize("answer", [b"no json", b"[]", b'{"url": "http://evil.example/"}', b"{}"])
def test_an_answer_that_is_none_is_an_error(peer: Peer, answer: bytes) -> None:
    """No customer is sent to an address that is not https."""
    peer.answer = answer
    with pytest.raises(OSError, match="Stripe"):
        adapter(peer).page(wanted(), BACK)


def test_without_a_key_or_a_secret_there_is_no_adapter() -> None:
    """Said at the start, and never with the value."""
    for key, secrets in (("", [SECRET]), ("sk_test_1", []), ("sk_test_1", [""]), ("sk_test_1", SECRET)):
        with pytest.raises(ConfigurationError):
            StripePayments(key, secrets)
    assert "sk_test" not in repr(StripePayments("sk_test_1", [SECRET]))
