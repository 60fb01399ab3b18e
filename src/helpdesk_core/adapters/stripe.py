"""Stripe Checkout: a page of Stripe's on which a customer pays, and Stripe's signed word about it.

Two calls and one signature, without Stripe's SDK: nothing here can take money. Which methods a page offers (cards,
BLIK, Przelewy24) is chosen in Stripe's dashboard, unless ``methods`` names them.
"""

from __future__ import annotations

import hmac
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from ..base.given import check_given, text, texts
from ..base.money import Money
from ..ports import InboundRequest, NotSigned, PageSpent, PaymentFact, PaymentRequest, PaymentState

TOLERANCE = 300
"""Seconds by which an event's time may differ from ours, in either direction."""
_TIMEOUT = 15
_LARGEST = 1_000_000
_KEY = "helpdesk_key"
_HEX = re.compile(rb"[0-9a-f]{64}")
#: Stripe counts these in hundredths, though ISO 4217 gives them none.
_IN_HUNDREDTHS = frozenset({"ISK", "UGX"})
#: Stripe counts these in whole units, though ISO 4217 gives them two digits.
_IN_WHOLE = frozenset({"MGA"})
_STATES = {
    "checkout.session.async_payment_succeeded": PaymentState.PAID,
    "checkout.session.async_payment_failed": PaymentState.FAILED,
    "checkout.session.expired": PaymentState.FAILED,
}
_COMPLETED = {"paid": PaymentState.PAID, "unpaid": PaymentState.PENDING}


class _Answered(OSError):
    """Stripe was reached, and refused."""

    def __init__(self, code: int) -> None:
        super().__init__(f"Stripe answered {code}")
        self.code = code


class StripePayments:
    """See `ports.Payments`.

    Args:
        key: The secret key (``sk_…``), or better a restricted one that may write Checkout sessions and read payments.
        signing_secrets: Those of the endpoint (``whsec_…``); several while one is replaced.
        methods: Names of payment methods as Stripe writes them; none leaves the choice to the dashboard.
        api: Where Stripe is.
        clock: Seconds since 1970.

    Raises:
        ConfigurationError: There is no key or no signing secret, or one of them cannot be one.
    """

    name = "stripe"

    def __init__(
        self,
        key: str,
        signing_secrets: Sequence[str],
        *,
        methods: Sequence[str] = (),
        api: str = "https://api.stripe.com",
        clock: Callable[[], float] = time.time,
    ) -> None:
        several = texts(signing_secrets, "a list of signing secrets (whsec_…)")
        swapped = isinstance(key, str) and key.startswith("whsec_")
        check_given(
            "StripePayments",
            key=(text(key)[0] and not swapped, "a secret key (sk_…, rk_…)", key),
            signing_secrets=(several[0] and len(signing_secrets) > 0, *several[1:]),
            methods=texts(methods, 'a list of names: ["blik", "p24"]'),
            api=text(api),
            clock=(callable(clock) and not isinstance(clock, type), "a function that gives seconds", clock),
        )
        self._key, self._secrets, self._methods = key, tuple(signing_secrets), tuple(methods)
        self._api, self._clock = api.rstrip("/"), clock

    def __repr__(self) -> str:
        return "<StripePayments>"

    def page(self, request: PaymentRequest, back: str) -> str:
        """See `ports.Payments`. The same key brings the same session, however often it is asked for: Stripe keeps its
        first answer for a day. It keeps an error of its own (5xx) too, and refuses the key with other parameters: then
        the version is spent."""
        item = {
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": request.amount.currency.lower(),
            "line_items[0][price_data][unit_amount]": str(_to_stripe(request.amount)),
            "line_items[0][price_data][product_data][name]": request.title,
        }
        known = {
            "client_reference_id": request.key,
            f"metadata[{_KEY}]": request.key,
            f"payment_intent_data[metadata][{_KEY}]": request.key,
        }
        methods = {f"payment_method_types[{place}]": name for place, name in enumerate(self._methods)}
        form = {"mode": "payment", "success_url": back, "cancel_url": back, **known, **item, **methods}
        session = self._call("/v1/checkout/sessions", form, request.key)
        address = session.get("url")
        if not isinstance(address, str) or not address.startswith("https://"):
            raise OSError("Stripe gave no address")
        return address

    def problems(self) -> Iterator[str]:
        """Ask for a payment that is not there: Stripe answers who is known to it, and nothing is made.

        Yields:
            What does not work, in words, with nothing of the key.
        """
        try:
            self._call("/v1/payment_intents/pi_helpdesk_check")
        except _Answered as error:
            if error.code in (401, 403):
                yield f"Stripe refuses the key ({error.code}): it must be right, and may read payments"
            elif error.code != 404:
                yield f"Stripe answers {error.code}"
        except OSError as error:
            yield f"Stripe is not reached ({type(error).__name__})"

    def read(self, request: InboundRequest) -> Sequence[PaymentFact]:
        """See `ports.Payments`. Of a dispute, which names no page, the payment is asked for."""
        if request.method != "POST" or not self._is_signed(request):
            raise NotSigned("a signature that does not fit")
        try:
            event = json.loads(request.body.decode())
        except (ValueError, RecursionError):
            raise NotSigned("an event that cannot be read") from None
        try:
            fact = self._fact(event)
        except (LookupError, TypeError, ValueError, RecursionError):
            return ()
        return () if fact is None else (fact,)

    def _is_signed(self, request: InboundRequest) -> bool:
        """Whether one of the secrets signed these very bytes, now: an event of tomorrow is none either."""
        pairs = [part.strip().partition("=") for part in request.headers.get("stripe-signature", "")[:2000].split(",")]
        times = [value for name, _, value in pairs if name == "t"]
        given = [value.encode("utf-8", "replace") for name, _, value in pairs if name == "v1"][:10]
        if not given or not all(_HEX.fullmatch(one) for one in given):
            return False
        if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal() and len(times[0]) < 15):
            return False
        if abs(self._clock() - int(times[0])) > TOLERANCE:
            return False
        found = False
        for secret in self._secrets:
            right = hmac.digest(secret.encode(), times[0].encode() + b"." + request.body, "sha256").hex().encode()
            for one in given:
                found |= hmac.compare_digest(right, one)
        return found

    def _fact(self, event: Mapping[str, Any]) -> PaymentFact | None:
        kind, one = event["type"], event["data"]["object"]
        if kind == "checkout.session.completed" or kind in _STATES:
            state = _STATES.get(kind) or _COMPLETED.get(one["payment_status"])
            amount, key = one["amount_total"], one["client_reference_id"]
        elif kind == "charge.refunded":
            state, amount, key = PaymentState.REFUNDED, one["amount_refunded"], one["metadata"][_KEY]
        elif kind == "charge.dispute.created":
            state, amount, key = PaymentState.DISPUTED, one["amount"], self._key_of(one["payment_intent"])
        else:
            return None
        if state is None or not isinstance(key, str):
            return None
        at = datetime.fromtimestamp(event["created"], UTC)
        return PaymentFact(id=str(event["id"]), state=state, key=key, amount=_of_stripe(amount, one["currency"]), at=at)

    def _key_of(self, payment: str) -> str | None:
        found = self._call(f"/v1/payment_intents/{quote(payment, safe='')}")
        key: str | None = found["metadata"].get(_KEY)
        return key

    def _call(self, path: str, form: Mapping[str, str] | None = None, once: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}"} | ({"Idempotency-Key": once} if once else {})
        body = None if form is None else urlencode(form).encode()
        asked = urllib.request.Request(self._api + path, data=body, headers=headers)  # noqa: S310 - a configured host
        try:
            with urllib.request.urlopen(asked, timeout=_TIMEOUT) as answer:  # noqa: S310
                content = answer.read(_LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                if once and (error.code >= 500 or _is_of_another(error.read(_LARGEST))):
                    raise PageSpent(f"Stripe answered {error.code}") from None
                raise _Answered(error.code) from None
        try:
            found = json.loads(content)
        except ValueError:
            raise OSError("Stripe's answer cannot be read") from None
        if not isinstance(found, dict):
            raise OSError("Stripe's answer cannot be read")
        return found


def _is_of_another(content: bytes) -> bool:
    """Whether this is Stripe's refusal of a key that it knows with other parameters; not of one in use this moment."""
    try:
        said = json.loads(content)["error"]
        return bool(said["type"] == "idempotency_error" and said.get("code") != "idempotency_key_in_use")
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return False


def _to_stripe(amount: Money) -> int:
    if amount.currency in _IN_WHOLE:
        whole, rest = divmod(amount.minor, 100)
        if rest:
            raise OSError("Stripe takes whole units of this currency")
        return whole
    return amount.minor * 100 if amount.currency in _IN_HUNDREDTHS else amount.minor


def _of_stripe(minor: int, currency: str) -> Money:
    code = currency.upper()
    if code in _IN_HUNDREDTHS:
        minor, rest = divmod(minor, 100)
        if rest:
            raise ValueError("no whole unit")
    elif code in _IN_WHOLE:
        minor *= 100
    return Money(minor=minor, currency=code)
