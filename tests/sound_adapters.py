"""A channel and a payment provider as they should be, with peers that sign like the real ones. The faulty ones of the
conformance tests change one thing each."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import attrs

from helpdesk_core import Admin, Agent, Contact, ContactKind, FieldError, Money
from helpdesk_core.base.text import RawText
from helpdesk_core.ports import (
    Account,
    Inbound,
    InboundKind,
    InboundRequest,
    Media,
    OrderRef,
    PaymentFact,
    PaymentRequest,
    PaymentState,
    StaffRights,
)
from helpdesk_core.testing import AccessSuite, ChannelSuite, CustomersSuite, PaymentsSuite

SECRET = b"webhook secret"
OWN_NUMBER = "48500100200"


def signed(content: Any, header: str = "x-hub-signature-256") -> InboundRequest:
    """A webhook as Meta signs one: HMAC-SHA-256 over the raw body."""
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    signature = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    return InboundRequest(headers={header: signature, "content-type": "application/json"}, body=body)


def fits(request: InboundRequest, header: str) -> bool:
    """Whether the signature fits the raw body."""
    wanted = "sha256=" + hmac.new(SECRET, request.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), request.headers.get(header, "").encode("utf-8", "replace"))


class SoundChannel:
    """Reads webhooks of the shape ``{"entry": [{"messages": […], "statuses": […]}]}``."""

    name = "chat"

    def verify(self, request: InboundRequest) -> bool:
        return fits(request, "x-hub-signature-256")

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        unknown = hashlib.sha256(request.body).hexdigest()
        try:
            content = json.loads(request.body)
            found = [fact for entry in content["entry"] for fact in self.facts(entry)]
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return [Inbound(kind=InboundKind.OTHER, id=unknown)]
        return [
            one if isinstance(one, Inbound) else Inbound(kind=InboundKind.OTHER, id=f"{unknown}:{place}")
            for place, one in enumerate(found)
        ]

    def facts(self, entry: dict[str, Any]) -> list[Inbound | None]:
        """What stands in one entry; None for what cannot be read."""
        messages = [self.try_to(self.message, one) for one in entry.get("messages", ())]
        return [*messages, *(self.try_to(self.report, one) for one in entry.get("statuses", ()))]

    def try_to(self, read: Callable[[dict[str, Any]], Inbound], one: dict[str, Any]) -> Inbound | None:
        try:
            return read(one)
        except (ValueError, LookupError, TypeError, AttributeError, FieldError):
            return None

    def report(self, one: dict[str, Any]) -> Inbound:
        return Inbound(kind=InboundKind.DELIVERY, id=f"{one['id']}:{one['status']}", refers_to=one["id"])

    def message(self, one: dict[str, Any]) -> Inbound:
        if one["type"] not in ("text", "image") or one["from"] == OWN_NUMBER:
            return Inbound(kind=InboundKind.OTHER, id=one["id"])
        media = (Media(key=one["image"]["id"], media_type=one["image"]["type"]),) if "image" in one else ()
        sender = Contact(ContactKind.PHONE, f"+{one['from']}")
        return Inbound(
            kind=InboundKind.MESSAGE, id=one["id"], sender=sender, text=RawText(one.get("text", "")), media=media
        )


def chat(*messages: dict[str, Any], statuses: Sequence[dict[str, Any]] = ()) -> InboundRequest:
    return signed({"entry": [{"messages": list(messages), "statuses": list(statuses)}]})


def text(id: str = "wamid.1", **values: Any) -> dict[str, Any]:
    return {"id": id, "type": "text", "from": "48600100200", "text": "Dzień dobry, żółw"} | values


class SoundChannelSuite(ChannelSuite):
    """The suite with this provider's way of sending."""

    signature_header = "x-hub-signature-256"

    def sent(self, what: str) -> InboundRequest:
        return {
            "one": lambda: chat(text()),
            "again": lambda: chat(text("wamid.3")),
            "other": lambda: chat(text("wamid.4", **{"from": "48600100201"})),
            "spoilt": lambda: chat(text(), {"id": "wamid.5", "type": "text"}),
            "two": lambda: chat(text("wamid.1"), text("wamid.2")),
            "status": lambda: chat(statuses=[{"id": "wamid.0", "status": "read"}]),
            "later": lambda: chat(statuses=[{"id": "wamid.0", "status": "delivered"}]),
            "echo": lambda: chat(text(**{"from": OWN_NUMBER})),
            "media": lambda: chat(text(type="image", image={"id": "m1", "type": "image/jpeg"})),
            "unknown": lambda: chat(text(type="hologram")),
            "garbage": lambda: signed(b"\x00 no json"),
        }[what]()

    def signed(self, body: bytes) -> InboundRequest:
        return signed(body)


class Provider:
    """The payment provider's side."""

    def __init__(self) -> None:
        self.prepared: set[str] = set()
        self.asked: dict[str, Money] = {}
        self.agreed: set[str] = set()
        self.taken: set[str] = set()
        self.pages, self.charges = 0, 0

    def prepare(self, key: str, minor: int, currency: str) -> str:
        """An idempotent call, as providers offer it."""
        self.asked[key] = Money(minor=minor, currency=currency)
        if key not in self.prepared:
            self.pages += 1
            self.prepared.add(key)
        return f"https://pay.example/{key}"

    def charge(self, key: str) -> None:
        self.charges += 1


class SoundPayments:
    """Asks for a page by its key, and believes signed webhooks alone."""

    name = "payexample"
    STATES = {f"payment.{state.value}": state for state in PaymentState}

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def page(self, request: PaymentRequest, back: str) -> str:
        return self.provider.prepare(request.key, request.amount.minor, request.amount.currency)

    def read(self, request: InboundRequest) -> Sequence[PaymentFact]:
        if request.method != "POST" or not fits(request, "x-pay-signature"):
            return ()
        try:
            event = json.loads(request.body)
            return (self.fact(event),) if event["type"] in self.STATES else ()
        except (ValueError, LookupError, TypeError):
            return ()

    def fact(self, event: dict[str, Any]) -> PaymentFact:
        amount = Money(minor=event["amount"], currency=event["currency"])
        return PaymentFact(id=event["id"], state=self.STATES[event["type"]], key=event["reference"], amount=amount)


class SoundPaymentsSuite(PaymentsSuite):
    """The suite with this provider's way of reporting."""

    signature_header = "x-pay-signature"
    provider: Provider

    def reported(self, request: PaymentRequest, paid: Money, state: PaymentState = PaymentState.PAID) -> InboundRequest:
        event = {"id": f"evt-{request.key}-{state}", "type": f"payment.{state}", "reference": request.key}
        return signed(event | {"amount": paid.minor, "currency": paid.currency}, self.signature_header)

    def came_back(self, request: PaymentRequest) -> InboundRequest:
        said = {"status": "paid", "reference": request.key, "amount": request.amount.minor, "id": "evt-back"}
        return InboundRequest(method="GET", path="/back", query=urlencode(said), headers={"x-pay-signature": ""})

    def charges(self) -> int:
        return self.provider.charges

    def pages(self) -> int:
        return self.provider.pages


class SoundTwoSteps(SoundPayments):
    """Takes what a customer agreed on, once."""

    page_lifetime = timedelta(hours=1)

    def returned(self, request: InboundRequest) -> PaymentFact | None:
        key = dict(parse_qsl(request.query)).get("token", "")
        return self.agreed(key) if key in self.provider.agreed else None

    def agreed(self, key: str) -> PaymentFact:
        return PaymentFact(
            id=f"{key}:agreed", state=PaymentState.AGREED, key=key, amount=self.provider.asked[key], agreement=key
        )

    def settle(self, agreed: PaymentFact) -> Sequence[PaymentFact]:
        if agreed.agreement not in self.provider.taken:
            self.provider.taken.add(agreed.agreement)
            self.provider.charge(agreed.key)
        return (attrs.evolve(agreed, id=f"{agreed.agreement}:paid", state=PaymentState.PAID),)


class SoundTwoStepsSuite(SoundPaymentsSuite):
    """The suite with this provider, on whose page customers agree."""

    capabilities = frozenset({"pages", "settles"})
    states = frozenset(PaymentState)

    def came_back(self, request: PaymentRequest) -> InboundRequest:
        return InboundRequest(method="GET", path="/back", query=urlencode({"token": request.key, "status": "agreed"}))

    def agree(self, request: PaymentRequest) -> InboundRequest:
        self.provider.agreed.add(request.key)
        return self.came_back(request)


class SoundAccess:
    """A host that keeps what its staff may do by their ids."""

    def __init__(self) -> None:
        narrowed = StaffRights(rights=frozenset({"requests.view"}), locations=frozenset({"centrum"}))
        self.staff = {"anna": StaffRights(), "tom": narrowed}

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        return self.staff.get(actor.id)


class SoundAccessSuite(AccessSuite):
    """The suite with this host's people."""

    def agent(self, access: Any) -> Agent:
        return Agent(id="tom", name="Tom Reed")

    def admin(self, access: Any) -> Admin:
        return Admin(id="anna", name="Anna Nowak")

    def take(self, access: Any, actor: Agent | Admin) -> None:
        del access.staff[actor.id]


def _day(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


class SoundCustomers:
    """A host's directory: two accounts share an address, and one has orders."""

    def __init__(self) -> None:
        ola, both = Contact.parse("ola@example.com"), Contact.parse("both@example.com")
        self.accounts = {
            "7": Account(id="7", surname="Kern", contacts=(ola, both, Contact.parse("+48600100200"))),
            "8": Account(id="8", surname="Nowak", contacts=(both,)),
        }
        self.owned = {
            "7": [OrderRef(number="100-7", placed_at=_day(2)), OrderRef(number="100-6", placed_at=_day(1))],
            "8": [OrderRef(number="100-8")],
        }
        self.without = {Contact.parse("guest@example.com"): [OrderRef(number="100-9")]}

    def get(self, id: str) -> Account | None:
        return self.accounts.get(id)

    def by_contact(self, contact: Contact) -> list[Account]:
        return [one for one in self.accounts.values() if contact in one.contacts]

    def orders(self, id: str) -> list[OrderRef]:
        return list(self.owned.get(id, ()))

    def guest_orders(self, contact: Contact) -> list[OrderRef]:
        return list(self.without.get(contact, ()))


class SoundCustomersSuite(CustomersSuite):
    """The suite with this host's people."""

    def ids(self) -> Sequence[str]:
        return ("7", "8")

    def shared(self) -> Contact:
        return Contact.parse("both@example.com")

    def guest(self) -> Contact:
        return Contact.parse("guest@example.com")
