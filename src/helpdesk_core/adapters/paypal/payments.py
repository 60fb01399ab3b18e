"""PayPal's orders (Orders v2): asked for, agreed on by the customer, taken; and PayPal's events."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote

from ...base.given import check_given, text
from ...base.money import Money
from ...errors import FieldError
from ...ports import InboundRequest, NotSigned, PageSpent, PaymentFact, PaymentRequest, PaymentState
from ..web_calls import Answered, check_address
from .calls import PayPalCalls
from .signatures import PayPalSignatures, fetched

LIVE, SANDBOX = "https://api-m.paypal.com", "https://api-m.sandbox.paypal.com"
_OURS = "helpdesk"
"""What an order of ours says of itself: the account may sell other things too."""
_ID = re.compile(r"[A-Za-z0-9-]{5,64}")
_TITLE = 127
#: PayPal counts these in whole units, though ISO 4217 gives them two digits.
_IN_WHOLE = frozenset({"HUF", "TWD"})
_CAPTURED = {
    "PAYMENT.CAPTURE.COMPLETED": PaymentState.PAID,
    "PAYMENT.CAPTURE.PENDING": PaymentState.PENDING,
    "PAYMENT.CAPTURE.DENIED": PaymentState.FAILED,
    "PAYMENT.CAPTURE.DECLINED": PaymentState.FAILED,
    "PAYMENT.CAPTURE.REFUNDED": PaymentState.REFUNDED,
    "PAYMENT.CAPTURE.REVERSED": PaymentState.REFUNDED,
}
_APPROVED = "CHECKOUT.ORDER.APPROVED"
_DISPUTES = ("CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.UPDATED", "CUSTOMER.DISPUTE.RESOLVED")
#: What the webhook has to be told of. PayPal once called a capture that was denied declined.
EVENTS = (_APPROVED, *(name for name in _CAPTURED if "DECLINED" not in name), *_DISPUTES)
#: What became of money that was taken: what went back since is told by an event of its own.
_STATES = {
    "COMPLETED": PaymentState.PAID,
    "PARTIALLY_REFUNDED": PaymentState.PAID,
    "REFUNDED": PaymentState.PAID,
    "PENDING": PaymentState.PENDING,
    "DECLINED": PaymentState.FAILED,
    "FAILED": PaymentState.FAILED,
}


class PayPalPayments:
    """See `ports.TwoSteps`.

    Whether PayPal signed an event is looked at here, with ``cryptography``; where that is not installed, or the
    certificate leads to no root that this machine trusts, PayPal is asked.

    Args:
        client: The client id of the shop's app at PayPal.
        secret: Its secret.
        webhook: The id of its webhook, which is part of what PayPal signs.
        api: Where PayPal is: `LIVE`, or `SANDBOX`.
        clock: Seconds since 1970.
        fetch: Brings the certificates at an address of PayPal's.
        roots: Certificates of those who are trusted, PEM; None for those that this machine trusts.

    Raises:
        ConfigurationError: One of the three is missing or cannot be one, or the address is not https.
    """

    name = "paypal"
    brand = "PayPal"
    page_lifetime = timedelta(hours=2)
    """PayPal keeps an order that nobody agreed on for three hours, and knows for six that it was asked for."""

    def __init__(
        self,
        client: str,
        secret: str,
        webhook: str,
        *,
        api: str = LIVE,
        clock: Callable[[], float] = time.time,
        fetch: Callable[[str], bytes] = fetched,
        roots: bytes | None = None,
    ) -> None:
        check_given(
            "PayPalPayments",
            client=text(client),
            secret=text(secret),
            webhook=(text(webhook)[0] and webhook.isalnum(), "the webhook's id, letters and digits", webhook),
            api=text(api),
            clock=(callable(clock) and not isinstance(clock, type), "a function that gives seconds", clock),
            fetch=(callable(fetch) and not isinstance(fetch, type), "a function that brings certificates", fetch),
            roots=(roots is None or isinstance(roots, bytes), "certificates as PEM, in bytes", roots),
        )
        check_address("PayPalPayments", api)
        self._webhook = webhook
        self._calls = PayPalCalls(client, secret, api, clock)
        self._signatures = PayPalSignatures(webhook, clock, fetch, roots)

    def __repr__(self) -> str:
        return "<PayPalPayments>"

    def page(self, request: PaymentRequest, back: str) -> str:
        """See `ports.Payments`. The same key brings the same order, as long as PayPal knows it."""
        unit = {
            "reference_id": _OURS,
            "custom_id": request.key,
            "invoice_id": request.key,
            "description": request.title[:_TITLE],
            "amount": {"currency_code": request.amount.currency, "value": _to_paypal(request.amount)},
        }
        shown = {
            "return_url": back,
            "cancel_url": back,
            "user_action": "PAY_NOW",
            "shipping_preference": "NO_SHIPPING",
        }
        source = {"paypal": {"experience_context": shown}}
        order = {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": source}
        answered = self._calls.ask("/v2/checkout/orders", order, once=request.key)
        if answered.status not in (200, 201):
            raise OSError(f"PayPal answered {answered.status}")
        found = answered.content
        if found.get("status") == "VOIDED" or _order(found, PaymentState.AGREED, request.amount) is None:
            raise PageSpent("PayPal knows this page as another one")
        links = found.get("links")
        for link in links if isinstance(links, list) else ():
            if isinstance(link, dict) and link.get("rel") in ("payer-action", "approve"):
                address = link.get("href")
                if isinstance(address, str) and address.startswith("https://"):
                    return address
        raise OSError("PayPal gave no address")

    def returned(self, request: InboundRequest) -> PaymentFact | None:
        """See `ports.TwoSteps`. PayPal puts the order's id into the address as ``token``."""
        (id, *_) = parse_qs(request.query[:4000]).get("token", [""])
        if not _ID.fullmatch(id):
            return None
        order = self._read(f"/v2/checkout/orders/{id}")
        if order is None:
            return None
        if order.get("status") == "APPROVED":
            return _order(order, PaymentState.AGREED)
        return next(iter(_captures(order)), None)

    def settle(self, agreed: PaymentFact) -> Sequence[PaymentFact]:
        """See `ports.TwoSteps`. An order is captured once; one that was captured before is looked at."""
        place = f"/v2/checkout/orders/{quote(agreed.agreement, safe='')}"
        answered = self._calls.ask(f"{place}/capture", {}, once=f"{agreed.agreement}-capture")
        if answered.status in (200, 201):
            found: Mapping[str, Any] | None = answered.content
        elif answered.status == 422 and "ORDER_ALREADY_CAPTURED" in _issues(answered):
            found = self._read(place)
        elif answered.status in (404, 422):
            id = f"{agreed.agreement}:refused"
            return (PaymentFact(id=id, state=PaymentState.FAILED, key=agreed.key, amount=agreed.amount),)
        else:
            raise OSError(f"PayPal answered {answered.status}")
        facts = _captures(found or {})
        if not facts:
            raise OSError("PayPal does not say what became of the order")
        return facts

    def problems(self) -> Iterator[str]:
        """Ask for the webhook: PayPal answers who is known to it, and nothing is made.

        Yields:
            What does not work, in words, with nothing of the secret.
        """
        try:
            answered = self._calls.ask(f"/v1/notifications/webhooks/{self._webhook}")
        except OSError as error:
            yield f"PayPal is not reached, or refuses the client and its secret: {error}"
            return
        if answered.status == 404:
            yield "PayPal knows no such webhook of this app"
        elif answered.status != 200:
            yield f"PayPal answers {answered.status}"
        else:
            named = {str(one.get("name")) for one in answered.content.get("event_types") or () if isinstance(one, dict)}
            missing = [name for name in EVENTS if name not in named and "*" not in named]
            if missing:
                yield f"PayPal's webhook does not tell of {', '.join(missing)}"

    def read(self, request: InboundRequest) -> Sequence[PaymentFact]:
        """See `ports.Payments`. Of a dispute, and of money that went back, which may name no page, the payment is asked
        for."""
        if request.method != "POST":
            raise NotSigned("nobody's event")
        found = self._signatures.headers(request)
        try:
            event = json.loads(request.body.decode())
        except (ValueError, RecursionError):
            raise NotSigned("an event that cannot be read") from None
        if not isinstance(event, dict):
            raise NotSigned("an event that cannot be read")
        fits = self._signatures.fits(found, request.body)
        if not (self._says_so(found, request.body) if fits is None else fits):
            raise NotSigned("a signature that does not fit")
        try:
            return tuple(self._facts(event))
        except (FieldError, LookupError, TypeError, ValueError):
            return ()

    def _says_so(self, found: Mapping[str, str], body: bytes) -> bool:
        """Whether PayPal says that it signed these bytes. They are one object, looked at before, and go as they came:
        nothing in them stands beside the webhook's id."""
        beside = {
            "auth_algo": found["algorithm"],
            "cert_url": found["certificate"],
            "transmission_id": found["id"],
            "transmission_sig": found["signature"],
            "transmission_time": found["time"],
            "webhook_id": self._webhook,
        }
        asked = json.dumps(beside).encode()[:-1] + b', "webhook_event": ' + body + b"}"
        answered = self._calls.ask("/v1/notifications/verify-webhook-signature", asked)
        if answered.status in (400, 422):
            return False
        if answered.status != 200:
            raise OSError(f"PayPal answered {answered.status}")
        return answered.content.get("verification_status") == "SUCCESS"

    def _facts(self, event: Mapping[str, Any]) -> Iterator[PaymentFact]:
        kind, one, id = event["event_type"], event["resource"], str(event["id"])
        at = datetime.fromisoformat(event["create_time"])
        if kind == _APPROVED:
            agreed = _order(one, PaymentState.AGREED)
            if agreed is not None:
                yield agreed
        elif kind in _DISPUTES:
            amount = _of_paypal(one["dispute_amount"])
            for place, payment in enumerate(one["disputed_transactions"]):
                key = self._key_of(payment.get("seller_transaction_id"))
                if key is not None:
                    yield PaymentFact(id=f"{id}:{place}", state=PaymentState.DISPUTED, key=key, amount=amount, at=at)
        elif kind in _CAPTURED:
            state, said = _CAPTURED[kind], one["amount"]
            if state is PaymentState.REFUNDED:  # a refund says its own amount, and all that went back so far
                said = (one.get("seller_payable_breakdown") or {}).get("total_refunded_amount") or said
            key = one.get("custom_id") or self._key_of(_above(one))
            if isinstance(key, str):
                yield PaymentFact(id=id, state=state, key=key, amount=_of_paypal(said), at=at)

    def _key_of(self, payment: object) -> str | None:
        if not isinstance(payment, str) or not _ID.fullmatch(payment):
            return None
        found = self._read(f"/v2/payments/captures/{payment}")
        key = None if found is None else found.get("custom_id")
        return key if isinstance(key, str) else None

    def _read(self, path: str) -> Mapping[str, Any] | None:
        """What PayPal has there; None where it has nothing. Raises OSError."""
        answered = self._calls.ask(path)
        if answered.status == 404:
            return None
        if answered.status != 200:
            raise OSError(f"PayPal answered {answered.status}")
        return answered.content


def _order(order: Mapping[str, Any], state: PaymentState, wanted: Money | None = None) -> PaymentFact | None:
    """What an order of ours is for; None for any other, or for another amount than was wanted."""
    try:
        (unit,) = order["purchase_units"]
        id, key, amount = order["id"], unit["custom_id"], _of_paypal(unit["amount"])
        is_ours = unit["reference_id"] == _OURS and isinstance(key, str) and _ID.fullmatch(id) is not None
    except (FieldError, LookupError, TypeError, ValueError):
        return None
    if not is_ours or (wanted is not None and amount != wanted):
        return None
    return PaymentFact(id=f"{id}:{state}", state=state, key=key, amount=amount, agreement=id)


def _captures(order: Mapping[str, Any]) -> tuple[PaymentFact, ...]:
    """What became of the money of an order of ours, as far as any was taken."""
    ours = _order(order, PaymentState.PAID)
    if ours is None:
        return ()
    facts = list[PaymentFact]()
    (unit,) = order["purchase_units"]
    payments = unit.get("payments")
    rows = payments.get("captures") if isinstance(payments, dict) else None
    for one in rows if isinstance(rows, list) else ():
        try:
            state, amount = _STATES[one["status"]], _of_paypal(one["amount"])
            facts.append(PaymentFact(id=f"{one['id']}:{state}", state=state, key=ours.key, amount=amount))
        except (FieldError, LookupError, TypeError, ValueError):
            continue
    return tuple(facts)


def _above(refund: Mapping[str, Any]) -> str | None:
    """The payment that a refund belongs to."""
    links = refund.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "up":
            return str(link.get("href")).rpartition("/")[2]
    return None


def _issues(answered: Answered) -> frozenset[str]:
    details = answered.content.get("details")
    rows = details if isinstance(details, list) else ()
    return frozenset(str(one.get("issue")) for one in rows if isinstance(one, dict))


def _to_paypal(amount: Money) -> str:
    whole, rest = divmod(amount.minor, 10**amount.decimals)
    if amount.currency in _IN_WHOLE:
        if rest:
            raise OSError("PayPal takes whole units of this currency")
        return str(whole)
    return f"{whole}.{rest:0{amount.decimals}d}" if amount.decimals else str(whole)


def _of_paypal(said: Mapping[str, Any]) -> Money:
    """An amount as PayPal writes it. Raises where it is none: "1,000.00" is not guessed at."""
    value, currency = said["value"], said["currency_code"]
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,3})?", value):
        raise ValueError("no amount")
    money = Money.parse(value, currency)
    if money.currency != currency:
        raise ValueError("no currency")
    return money
