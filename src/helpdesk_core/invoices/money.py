"""Money received for a request, and money that goes back. Nothing here charges or sends anything: a person writes down
what happened."""

from __future__ import annotations

from datetime import date, datetime

from ..base.money import Money
from ..base.queries import Query
from ..base.records import Attested, Guard, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded
from ..guardrails.decisions import Basis, Guarded


class Method(Worded, prefix="payment.method"):
    """How money came."""

    CASH = "cash", "Cash"
    TERMINAL = "terminal", "Card terminal"
    TRANSFER = "transfer", "Bank transfer"
    ONLINE = "online", "Online"


#: The proof that money came, by how it came.
BASES = {
    Method.CASH: Basis.CASH,
    Method.TERMINAL: Basis.CARD_TERMINAL,
    Method.TRANSFER: Basis.BANK_TRANSFER,
    Method.ONLINE: Basis.PROVIDER,
}
#: What a person may record; online payments are recorded by their provider's word alone.
BY_HAND = tuple(method for method in Method if method is not Method.ONLINE)
MOST_BY_HAND = 100
MOST_ROWS = 200
"""Payments of a request, and refunds of one: as many as people may record and pages of providers there may be
(`checkouts`), so that what is read is all there is."""


class PaymentStanding(Worded, prefix="payment.standing"):
    """Whether a payment counts."""

    RECEIVED = "received", "Received"
    STRUCK = "struck", "Recorded by mistake"


class RefundState(Worded, prefix="refund.state"):
    """How far money that goes back has come."""

    PROMISED = "promised", "Promised"
    SENT = "sent", "Sent"
    ARRIVED = "arrived", "Arrived"
    WITHDRAWN = "withdrawn", "Taken back"


@record(
    "payments",
    indexes=(Index(("tenant", "request", "recorded_at", "id")),),
    guard=Guard("pay", "standing", (PaymentStanding.STRUCK.value,)),
    outside_ids=True,
)
class Payment(Guarded):
    """Money that was received. The decision is about how much came, how and when; which invoice it counts for may be
    said later: a deposit counts for none until the next invoice is issued."""

    decides = ("request", "amount", "method", "received_on", "receipt")
    request: str = col(references="service_requests")
    invoice: str | None = col(references="invoices", default=None)
    amount: Money
    method: Method
    received_on: date
    receipt: SafeText | None = col(personal=False, default=None)
    """The number of the till receipt: the shop's own till prints it, and it is the fiscal one."""
    standing: PaymentStanding
    reason: SafeText | None = col(personal=True, default=None)
    """Why it does not count after all."""
    recorded_by: str = col(personal="staff")
    recorded_by_name: SafeText | None = col(personal="staff")
    recorded_at: datetime

    @property
    def counts(self) -> bool:
        """Whether it was received."""
        return self.standing is PaymentStanding.RECEIVED


@record("refunds", indexes=(Index(("tenant", "request", "promised_at", "id")),))
class Refund(Attested):
    """Money that goes back to the customer: promised, sent by a person outside of this system, arrived; or taken back
    before it was sent."""

    request: str = col(references="service_requests")
    invoice: str | None = col(references="invoices", default=None)
    amount: Money
    state: RefundState
    text: SafeText = col(personal=True)
    """Why, in words for the customer."""
    promised_by: str = col(personal="staff")
    promised_by_name: SafeText | None = col(personal="staff")
    promised_at: datetime
    sent_at: datetime | None = col(default=None)
    arrived_at: datetime | None = col(default=None)
    withdrawn_at: datetime | None = col(default=None)
    withdrawn_text: SafeText | None = col(personal=True, default=None)
    """Why it does not go back after all, in words for the customer."""

    @property
    def is_gone(self) -> bool:
        """Whether the money has left the shop."""
        return self.state in (RefundState.SENT, RefundState.ARRIVED)

    @property
    def at(self) -> datetime:
        """When it came as far as it is."""
        return self.withdrawn_at or self.arrived_at or self.sent_at or self.promised_at


PAYMENTS = Query(Payment, equals=("tenant", "request"), order=("recorded_at", "id"), newest_first=True, join="decided")
REFUNDS = Query(Refund, equals=("tenant", "request"), order=("promised_at", "id"), newest_first=True)


class CheckoutState(Worded, prefix="checkout.state"):
    """What became of a page on which a customer can pay."""

    OPEN = "open", "Not paid yet"
    PENDING = "pending", "On its way"
    PAID = "paid", "Paid"
    FAILED = "failed", "Not paid"
    OTHER = "other", "Not what was asked for"
    RETURNED = "returned", "Returned by the provider"
    DISPUTED = "disputed", "Disputed"


@record("checkouts", indexes=(Index(("tenant", "request", "asked_at", "id")),), outside_ids=True)
class Checkout(Attested):
    """A provider's page that a customer asked for: what it was for, and what the provider said since."""

    request: str = col(references="service_requests")
    invoice: str = col(references="invoices")
    attempt: int
    """Counts the pages of an invoice, from 1: another amount is another page."""
    amount: Money
    """What was asked for: nothing else is taken for paid."""
    provider: str
    state: CheckoutState
    said: Money | None = None
    """What the provider said, where that was something else."""
    asked_at: datetime
    told_at: datetime | None = col(default=None)

    @property
    def key(self) -> str:
        """What the provider knows it by: `ports.PaymentRequest.key`."""
        return f"{self.invoice}:{self.attempt}"


CHECKOUTS = Query(Checkout, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True)
