"""Stripe as the tests know it: its two calls on this machine, and its events as its own library signs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

import attrs
import stripe

from helpdesk_core import Money
from helpdesk_core.ports import InboundRequest, PaymentRequest, PaymentState
from peers import Calls, serving

SECRET, NOW = "whsec_" + "k" * 32, 1_795_000_000
EVENTS = {
    PaymentState.PAID: ("checkout.session.completed", "paid"),
    PaymentState.PENDING: ("checkout.session.completed", "unpaid"),
    PaymentState.FAILED: ("checkout.session.async_payment_failed", "unpaid"),
    PaymentState.REFUNDED: ("charge.refunded", ""),
    PaymentState.DISPUTED: ("charge.dispute.created", ""),
}


@attrs.define
class Peer:
    """Stripe's two calls: a session for each idempotency key, and payments by their ids.

    The first answer to a key is the answer to all that come later, also where it was an error of Stripe's (5xx); a key
    that comes with other parameters is refused. ``status`` and ``answer`` are those of what is asked from now on.
    """

    sessions: dict[str, dict[str, str]] = attrs.field(factory=dict)
    paths: list[str] = attrs.field(factory=list)
    server: Any = None
    status: int = 200
    answer: bytes | None = None
    kept: dict[str, tuple[dict[str, str], int, bytes]] = attrs.field(factory=dict)

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def take(self, path: str, key: str, form: dict[str, str]) -> tuple[int, bytes]:
        self.paths.append(path)
        if path.startswith("/v1/payment_intents/"):
            metadata = {"helpdesk_key": path.rpartition("/")[2].replace("_", ":")}
            return self.status, _json({"object": "payment_intent", "metadata": metadata})
        if key not in self.kept:
            self.kept[key] = (form, self.status, self.answer or self._session(key, form))
        first, status, content = self.kept[key]
        return (status, content) if first == form else (400, _json({"error": {"type": "idempotency_error"}}))

    def _session(self, key: str, form: dict[str, str]) -> bytes:
        if self.status != 200:
            return _json({"error": {"type": "api_error"}})
        self.sessions[key] = form
        number = len(self.sessions) - 1
        return _json({"object": "checkout.session", "url": f"https://checkout.stripe.com/c/pay/cs_test_{number}"})


def _json(found: dict[str, Any]) -> bytes:
    return json.dumps(found).encode()


@contextmanager
def running() -> Iterator[Peer]:
    """A peer that answers while the block lasts."""
    made = Peer()

    class Answers(Calls):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.asked().decode()
            self._answer(dict(parse_qsl(body)))

        def _answer(self, form: dict[str, str]) -> None:
            assert self.headers["Authorization"] == "Bearer sk_test_1"
            self.answer(*made.take(self.path, self.headers.get("Idempotency-Key", ""), form))

    with serving(made, Answers) as peer:
        yield peer


def event(request: PaymentRequest, paid: Money, state: PaymentState, at: int = NOW) -> bytes:
    """An event as Stripe's library reads it."""
    kind, status = EVENTS[state]
    common = {"currency": paid.currency.lower(), "metadata": {"helpdesk_key": request.key}}
    inner: dict[str, Any] = {
        "checkout": common
        | {
            "id": "cs_1",
            "object": "checkout.session",
            "client_reference_id": request.key,
            "payment_status": status,
            "amount_total": paid.minor,
        },
        "charge.refunded": common | {"id": "ch_1", "object": "charge", "amount_refunded": paid.minor},
        "charge.dispute.created": {
            "id": "dp_1",
            "object": "dispute",
            "amount": paid.minor,
            "currency": paid.currency.lower(),
            "payment_intent": request.key.replace(":", "_"),
        },
    }
    found = {
        "id": f"evt_{request.key}_{state}",
        "object": "event",
        "type": kind,
        "created": at,
        "data": {"object": inner[kind if kind in inner else "checkout"]},
    }
    stripe.Event.construct_from(found, "sk_test_1")
    return json.dumps(found).encode()


def signed(body: bytes, at: int = NOW, secret: str = SECRET) -> InboundRequest:
    """The request as Stripe's own library would sign it."""
    value = stripe.WebhookSignature._compute_signature(f"{at}.{body.decode('utf-8')}", secret)
    return InboundRequest(path="/payments/stripe", headers={"stripe-signature": f"t={at},v1={value}"}, body=body)
