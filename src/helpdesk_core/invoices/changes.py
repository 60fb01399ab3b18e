"""What happens to invoices and money, and whom it tells. A notice says that there is something to read, never how
much."""

from __future__ import annotations

from ..base.changes import NOBODY, Change, Effect
from ..base.notices import to_customer, to_staff

_PAYMENT = to_customer(
    "payment",
    "Request {reference}: your payment has come",
    "We received your payment. You can read on the page of your request what is left to pay.",
)


class InvoiceDrafted(Change, action="invoice_drafted", label="Draft of an invoice written", tells=NOBODY):
    """Staff wrote a draft."""

    draft: str


class InvoiceDiscarded(Change, action="invoice_discarded", label="Draft of an invoice thrown away", tells=NOBODY):
    """Staff threw the draft away. No number was given."""

    draft: str


class InvoiceIssued(
    Change,
    action="invoice_issued",
    label="Invoice issued",
    effect=Effect.PUBLISH,
    by_staff=to_customer(
        "invoice",
        "Request {reference}: an invoice for you",
        "There is an invoice for you. You can read it and keep it as a PDF on the page of your request.",
    ),
):
    """A person issued an invoice or a credit note."""

    invoice: str
    number: str
    digest: str


class NumberGiven(Change, action="invoice_number_given", label="Number of an invoice given", tells=NOBODY):
    """The series gave its next number."""

    invoice: str
    number: int


class PaymentRecorded(
    Change,
    action="payment_recorded",
    label="Payment received",
    effect=Effect.PAY,
    by_staff=_PAYMENT,
    by_automation=(
        _PAYMENT,
        to_staff("payment_online", "Request {reference}: paid online", "The customer paid online."),
    ),
):
    """Money came."""

    payment: str
    digest: str


class PaymentStruck(
    Change,
    action="payment_struck",
    label="Payment recorded by mistake",
    by_staff=to_customer(
        "payment_struck",
        "Request {reference}: a payment was recorded by mistake",
        "A payment had been recorded by mistake. The page of your request says what is left to pay.",
    ),
):
    """A payment does not count: it was recorded by mistake."""

    payment: str


class RefundPromised(
    Change,
    action="refund_promised",
    label="Refund promised",
    by_staff=to_customer(
        "refund_promised",
        "Request {reference}: you get money back",
        "We will return money to you. You can read how much, and why, on the page of your request.",
    ),
):
    """Staff promised money back."""

    refund: str


class RefundSent(
    Change,
    action="refund_sent",
    label="Refund sent",
    by_staff=to_customer(
        "refund_sent",
        "Request {reference}: your money is on its way",
        "We sent the money that we return to you. It can take some days until it arrives.",
    ),
):
    """Staff said that the money was sent."""

    refund: str


class RefundWithdrawn(
    Change,
    action="refund_withdrawn",
    label="Promised refund taken back",
    by_staff=to_customer(
        "refund_withdrawn",
        "Request {reference}: we take back a promised refund",
        "Money that we promised to return does not come. You can read why on the page of your request.",
        always=True,
    ),
):
    """Staff took back a promise of money, before it was sent."""

    refund: str


class RefundArrived(Change, action="refund_arrived", label="Refund arrived", tells=NOBODY):
    """The money arrived at the customer."""

    refund: str


class CheckoutAsked(Change, action="checkout_asked", label="Customer went to the payment page", tells=NOBODY):
    """The customer asked for a provider's page. Nothing was paid by that."""

    checkout: str
    provider: str


class CheckoutPending(Change, action="checkout_pending", label="Online payment on its way, or not paid", tells=NOBODY):
    """The provider said that a payment is on its way, or came to nothing."""

    checkout: str
    state: str


class CheckoutTold(
    Change,
    action="checkout_told",
    label="Online payment to look at",
    by_automation=to_staff(
        "checkout_told",
        "Request {reference}: an online payment to look at",
        "The payment provider reports another amount than was asked for, a dispute, or money that went back. Nothing "
        "was counted by it: please look.",
    ),
):
    """The provider said something that a person has to look at: another amount, a dispute, money that went back."""

    checkout: str
    state: str


class InvoiceSendingAsked(
    Change, action="invoice_sending_asked", label="Invoice sent to KSeF", effect=Effect.PUBLISH, tells=NOBODY
):
    """A person had an invoice sent into a state's system."""

    sending: str
    digest: str


class InvoiceSendingBegun(Change, action="invoice_sending_begun", label="Session with KSeF begun", tells=NOBODY):
    """A session with the system was begun, or one that is over is left."""

    sending: str
    attempt: int


class InvoiceRegistered(Change, action="invoice_registered", label="Invoice accepted by KSeF", tells=NOBODY):
    """The system gave an invoice its number."""

    sending: str
    number: str


class InvoiceNotRegistered(
    Change,
    action="invoice_not_registered",
    label="Invoice refused by KSeF",
    by_automation=to_staff(
        "invoice_not_registered",
        "Request {reference}: KSeF refused an invoice",
        "KSeF did not take an invoice. The page of the invoice says why, and what to do.",
    ),
):
    """The system refused an invoice."""

    sending: str
    reason: str
