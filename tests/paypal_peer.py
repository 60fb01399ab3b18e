"""PayPal as the tests know it: its calls on this machine, and its events, signed by a key whose certificate leads over
another one to a root of its own."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import attrs
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from helpdesk_core import Money
from helpdesk_core.adapters.paypal import PayPalPayments
from helpdesk_core.adapters.paypal.payments import EVENTS
from helpdesk_core.ports import InboundRequest, PaymentRequest, PaymentState
from peers import Calls, serving

NOW, WEBHOOK = 1_795_000_000, "1JE4291016473214C"
CERTIFICATE = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594"
KINDS = {
    PaymentState.AGREED: "CHECKOUT.ORDER.APPROVED",
    PaymentState.PAID: "PAYMENT.CAPTURE.COMPLETED",
    PaymentState.PENDING: "PAYMENT.CAPTURE.PENDING",
    PaymentState.FAILED: "PAYMENT.CAPTURE.DENIED",
    PaymentState.REFUNDED: "PAYMENT.CAPTURE.REFUNDED",
    PaymentState.DISPUTED: "CUSTOMER.DISPUTE.CREATED",
}


@attrs.frozen
class Signer:
    """A key, with the certificates that lead from it to a root."""

    key: rsa.RSAPrivateKey
    chain: bytes
    root: bytes

    def sign(self, said: str) -> str:
        return base64.b64encode(self.key.sign(said.encode(), padding.PKCS1v15(), SHA256())).decode()


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _certificate(
    name: str, key: rsa.RSAPrivateKey, by: tuple[x509.Certificate, rsa.RSAPrivateKey] | None, days: int, dns: str = ""
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signing = (by[0].subject, by[1]) if by else (subject, key)
    start, used = datetime.fromtimestamp(NOW, UTC) - timedelta(days=30), not dns
    made = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=used, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(not used, False, False, False, False, used, used, False, False),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    if dns:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(dns)]), critical=False)
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return made.sign(signing, SHA256())


@cache
def signer(dns: str = "messageverificationcerts.paypal.com", days: int = 300, between: bool = True) -> Signer:
    """Somebody who signs: PayPal, unless the name or the days say otherwise; without the certificate between, the
    chain is broken."""
    root_key, between_key, key = _key(), _key(), _key()
    root = _certificate("Root", root_key, None, 3_000)
    middle = _certificate("Between", between_key, (root, root_key), 2_000)
    leaf = _certificate(dns, key, (middle, between_key), days, dns)
    return Signer(key, _pem(leaf) + (_pem(middle) if between else b""), _pem(root))


@attrs.define
class Peer:
    """PayPal's calls. An order for each request id, and its later state for the same; tokens that end; captures that
    are made once. ``capture`` is what becomes of the next, ``status`` refuses everything."""

    server: Any = None
    signer: Signer = attrs.field(factory=signer)
    orders: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    by_request: dict[str, str] = attrs.field(factory=dict)
    calls: list[tuple[str, str]] = attrs.field(factory=list)
    tokens: list[str] = attrs.field(factory=list)
    expired: set[str] = attrs.field(factory=set)
    captured: int = 0
    capture: str = "COMPLETED"
    issue: str = ""
    status: int = 0
    events: tuple[str, ...] = EVENTS

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def fetch(self, address: str) -> bytes:
        """The certificates at an address."""
        self.calls.append(("GET", address))
        return self.signer.chain

    def take(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, Any]:
        self.calls.append((method, path))
        if self.status:
            return self.status, {}
        if path == "/v1/oauth2/token":
            right = "Basic " + base64.b64encode(b"client:secret").decode()
            if headers["Authorization"] != right or dict(parse_qsl(body.decode())) != {
                "grant_type": "client_credentials"
            }:
                return 401, {"error": "invalid_client"}
            self.tokens.append(f"A21AA{len(self.tokens)}")
            return 200, {"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 32_400}
        token = headers["Authorization"].removeprefix("Bearer ")
        if token not in self.tokens or token in self.expired:
            return 401, {"error": "invalid_token"}
        if path == "/v1/notifications/verify-webhook-signature":
            return 200, {"verification_status": self._verified(body)}
        if path == f"/v1/notifications/webhooks/{WEBHOOK}":
            return 200, {"id": WEBHOOK, "event_types": [{"name": name} for name in self.events]}
        return self._money(method, path, headers, json.loads(body) if body else None)

    def _verified(self, body: bytes) -> str:
        said = json.loads(body)
        event = body.partition(b'"webhook_event": ')[2][:-1]
        signed = f"{said['transmission_id']}|{said['transmission_time']}|{said['webhook_id']}|{zlib.crc32(event)}"
        try:
            given = base64.b64decode(said["transmission_sig"])
            self.signer.key.public_key().verify(given, signed.encode(), padding.PKCS1v15(), SHA256())
        except InvalidSignature:
            return "FAILURE"
        return "SUCCESS"

    def _money(self, method: str, path: str, headers: Any, said: Any) -> tuple[int, Any]:
        if method == "POST" and path == "/v2/checkout/orders":
            known = self.by_request.get(headers["PayPal-Request-Id"])
            if known is None:
                known = self.by_request[headers["PayPal-Request-Id"]] = f"5O190127TN3647{len(self.orders):02d}T"
                self.orders[known] = _order(known, said)
                return 201, self.orders[known]
            return 200, self.orders[known]
        kind, _, rest = path.removeprefix("/v2/").rpartition("/")
        if kind == "payments/captures":
            return 200, {"id": rest, "custom_id": ":".join(rest.rsplit("-", 1))}
        id = kind.rpartition("/")[2] if rest == "capture" else rest
        if id not in self.orders:
            return 404, {"name": "RESOURCE_NOT_FOUND"}
        return self._captured(self.orders[id]) if rest == "capture" else (200, self.orders[id])

    def _captured(self, order: dict[str, Any]) -> tuple[int, Any]:
        if order["status"] == "COMPLETED":
            return _refusal("ORDER_ALREADY_CAPTURED")
        if order["status"] != "APPROVED" or self.issue:
            return _refusal(self.issue or "ORDER_NOT_APPROVED")
        self.captured += 1
        (unit,) = order["purchase_units"]
        one = {"id": f"2GG27954{self.captured}", "status": self.capture, "amount": unit["amount"]}
        unit["payments"] = {"captures": [one | {"custom_id": unit["custom_id"]}]}
        order["status"], order["links"] = "COMPLETED", []
        return 201, order

    def approve(self, key: str) -> str:
        """The customer agrees on the page of a key; what PayPal puts into the address they come back to."""
        order = self.orders[self.by_request[key]]
        if order["status"] != "COMPLETED":
            order["status"] = "APPROVED"
        return urlencode({"token": order["id"], "PayerID": "QYR5Z8XDVJNXQ"})


def _refusal(issue: str) -> tuple[int, Any]:
    return 422, {"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": issue}]}


def _order(id: str, said: dict[str, Any]) -> dict[str, Any]:
    address = f"https://www.sandbox.paypal.com/checkoutnow?token={id}"
    links = [{"rel": "self", "href": "https://api-m.paypal.com/"}, {"rel": "payer-action", "href": address}]
    return json.loads(json.dumps(said)) | {"id": id, "status": "PAYER_ACTION_REQUIRED", "links": links}  # type: ignore[no-any-return]


@contextmanager
def running() -> Iterator[Peer]:
    """A peer that answers while the block lasts."""
    made = Peer()

    class Answers(Calls):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.asked())

        def _answer(self, body: bytes) -> None:
            status, content = made.take(self.command, self.path, self.headers, body)
            self.answer(status, json.dumps(content).encode())

    with serving(made, Answers) as peer:
        yield peer


def adapter(peer: Peer, clock: Any = lambda: NOW, **more: Any) -> PayPalPayments:
    """The adapter beside a peer."""
    given = {"api": peer.api, "clock": clock, "fetch": peer.fetch, "roots": peer.signer.root}
    return PayPalPayments("client", "secret", WEBHOOK, **(given | more))


def money(amount: Money) -> dict[str, str]:
    """An amount as PayPal writes it."""
    whole, rest = divmod(amount.minor, 10**amount.decimals)
    value = f"{whole}.{rest:0{amount.decimals}d}" if amount.decimals else str(whole)
    return {"currency_code": amount.currency, "value": value}


def event(key: str, paid: Money, state: PaymentState, at: int = NOW, kind: str = "") -> bytes:
    """An event as PayPal documents it."""
    kind, amount = kind or KINDS[state], money(paid)
    resource: dict[str, Any] = {"id": "2GG279541U471931P", "amount": amount, "custom_id": key, "invoice_id": key}
    if kind == KINDS[PaymentState.AGREED]:
        unit = {"reference_id": "helpdesk", "custom_id": key, "amount": amount}
        resource = {"id": "5O190127TN364715T", "status": "APPROVED", "intent": "CAPTURE", "purchase_units": [unit]}
    elif kind.startswith("CUSTOMER.DISPUTE"):
        disputed = [{"seller_transaction_id": key.replace(":", "-")}]
        resource = {"dispute_id": "PP-D-27803", "disputed_transactions": disputed, "dispute_amount": amount}
    found = {
        "id": f"WH-{key}-{kind}",
        "event_version": "1.0",
        "create_time": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "event_type": kind,
        "resource": resource,
    }
    return json.dumps(found).encode()


def signed(body: bytes, at: int = NOW, by: Signer | None = None, webhook: str = WEBHOOK) -> InboundRequest:
    """The request as PayPal signs it."""
    id, time = "69cd13f0-d67a-11e5-baa3-778b53f4ae55", datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    headers = {
        "paypal-transmission-id": id,
        "paypal-transmission-time": time,
        "paypal-transmission-sig": (by or signer()).sign(f"{id}|{time}|{webhook}|{zlib.crc32(body)}"),
        "paypal-cert-url": CERTIFICATE,
        "paypal-auth-algo": "SHA256withRSA",
    }
    return InboundRequest(path="/payments/paypal", headers=headers, body=body)


def reported(request: PaymentRequest, paid: Money, state: PaymentState = PaymentState.PAID) -> InboundRequest:
    """PayPal's signed word about a page."""
    return signed(event(request.key, paid, state))
