"""A draft of an invoice, an issued invoice, and the series that its number comes from."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from ..base.digests import digest, outside_id
from ..base.money import Money
from ..base.queries import Query
from ..base.records import Attested, Guard, Index, Subject, col, record
from ..base.text import Published, SafeText
from ..base.values import canonical, leaves, piece
from ..base.worded import Worded
from ..guardrails.decisions import Guarded
from ..quotes.model import Prices
from ..quotes.pricing import TaxShare
from .money import Checkout as Checkout
from .money import Payment as Payment
from .money import Refund as Refund
from .sending import InvoiceSending as InvoiceSending

MAX_LINES, MAX_QUANTITY = 50, 999
MAX_PRICE = 10**11
"""Of one piece, in minor units: the largest total still fits the integers of every database."""


class InvoiceKind(Worded, prefix="invoice.kind"):
    """What an invoice is for."""

    INVOICE = "invoice", "Invoice"
    ADVANCE = "advance", "Advance invoice"
    CREDIT = "credit", "Credit note"


class DraftState(StrEnum):
    """A draft is written until it is issued or thrown away."""

    OPEN = "open"
    ISSUED = "issued"
    DISCARDED = "discarded"


class InvoiceState(StrEnum):
    """What is stored is issued: one that a rule is still putting together is nowhere but in that rule."""

    UNISSUED = "unissued"
    ISSUED = "issued"


class Settlement(Worded, prefix="invoice.settlement"):
    """How far an invoice is paid. A credit note counts for the invoice that it corrects and is never paid itself."""

    UNPAID = "unpaid", "Unpaid"
    PARTLY = "partly", "Partly paid"
    PAID = "paid", "Paid"
    OVER = "over", "Paid too much"
    CREDIT = "credit", "Correction"


@piece
class InvoiceLine:
    """One line.

    Attributes:
        quantity: Pieces, 1 to 999.
        unit_price: Of one piece, gross or net as the invoice's `prices` say.
        tax_rate: In basis points: 2300 is 23 %.
    """

    text: SafeText
    quantity: int
    unit_price: Money
    tax_rate: int

    @property
    def amount(self) -> Money:
        """Quantity times price."""
        return Money(minor=self.quantity * self.unit_price.minor, currency=self.unit_price.currency)


@piece
class Deducted:
    """An advance invoice that a later invoice takes off: its id, its number, and what it came to, rate by rate."""

    invoice: str
    number: str
    shares: tuple[TaxShare, ...]


@record("invoice_drafts", indexes=(Index(("tenant", "request", "id"), where={"state": DraftState.OPEN.value}),))
class InvoiceDraft(Attested):
    """What staff write down before an invoice is issued; a request has one open draft at most."""

    request: str = col(references="service_requests")
    state: DraftState
    kind: InvoiceKind
    corrects: str | None = col(default=None)
    """The id of the invoice that a credit note corrects; its lines are those that hold instead."""
    prices: Prices
    lines: tuple[InvoiceLine, ...] = col(personal=True)
    buyer_name: SafeText = col(personal=True)
    buyer_address: SafeText | None = col(personal=True, default=None)
    buyer_tax_number: str | None = col(personal=True, default=None)
    sold_on: date
    due_on: date
    reason: SafeText | None = col(personal=True, default=None)
    prepared_by: str = col(personal="staff")
    prepared_by_name: SafeText | None = col(personal="staff")
    prepared_at: datetime

    @property
    def digest(self) -> str:
        """Of what a person reads before it is issued."""
        said = (self.kind, self.corrects, self.prices, self.lines, self.buyer_name, self.buyer_address)
        more = (self.buyer_tax_number, self.sold_on, self.due_on, self.reason)
        return digest(self.id, *map(canonical, (*said, *more)))


_CONTENT = (
    *("request", "number", "sequence", "kind", "corrects", "corrects_number", "language", "prices", "lines"),
    "reason",
    *("buyer_name", "buyer_address", "buyer_tax_number", "seller", "seller_address", "bank_account"),
    *("issued_on", "sold_on", "due_on", "deducted", "before", "shares", "gross", "issued_by", "issued_at"),
)


@record(
    "invoices",
    indexes=(
        Index(("tenant", "number"), unique=True),
        Index(("tenant", "request", "issued_at", "id")),
        Index(("tenant", "issued_at", "id")),
        Index(("tenant", "settlement", "issued_at", "id")),
    ),
    guard=Guard("publish", "state", (InvoiceState.UNISSUED.value,)),
)
class Invoice(Guarded):
    """An issued invoice. Nothing of what it says ever changes, also when its request is erased: the law asks the shop
    to keep it (Polish VAT act, article 112; GDPR, article 17 (3) b). Only how far it is paid is counted on."""

    decides = _CONTENT
    request: str = col(references="service_requests")
    state: InvoiceState
    number: str
    sequence: int
    """Its place in the series: the last part of its number."""
    kind: InvoiceKind
    corrects: str | None = col(default=None)
    corrects_number: str | None = col(default=None)
    language: str
    prices: Prices
    lines: tuple[InvoiceLine, ...] = col(personal=False)
    """Of a credit note: the lines that hold instead of those before."""
    buyer_name: SafeText = col(personal=False)
    buyer_address: SafeText | None = col(personal=False, default=None)
    buyer_tax_number: str | None = col(default=None)
    seller: Published
    seller_address: Published
    bank_account: Published
    issued_on: date
    sold_on: date
    due_on: date
    reason: SafeText | None = col(personal=False, default=None)
    deducted: tuple[Deducted, ...] = col(personal=False, default=())
    before: tuple[TaxShare, ...] = col(personal=False, default=())
    """Of a credit note: what held before it, rate by rate."""
    shares: tuple[TaxShare, ...] = col(personal=False)
    """What it comes to, rate by rate: without what was deducted, of a credit note the difference."""
    gross: Money
    issued_by: str = col(personal="staff")
    issued_by_name: SafeText | None = col(personal="staff")
    issued_at: datetime
    credited: Money
    """The sum of its credit notes, nought or less as a rule."""
    paid: Money
    """What was received for it, without what was sent back."""
    settlement: Settlement
    needs_number: bool = col(default=False)
    """Whether it was issued where business invoices get a number from a state's system: before that it is none."""
    registered_number: str | None = col(default=None)
    registered_at: datetime | None = col(default=None)
    registered_link: str | None = col(default=None)

    @property
    def due(self) -> Money:
        """What is left to pay; below nought where more was paid."""
        return self.gross + self.credited - self.paid

    def counted(self, *, credited: Money | None = None, paid: Money | None = None) -> Self:
        """The invoice after more was credited or paid.

        Args:
            credited: The sum of its credit notes now; None for the same.
            paid: What was received now; None for the same.

        Returns:
            A copy with how far it is paid.
        """
        copy = self.changed(credited=credited or self.credited, paid=paid or self.paid)
        return copy.changed(settlement=settlement_of(copy))

    @property
    def file_keys(self) -> tuple[str, ...]:
        """Where its document is kept, once somebody has asked for it: as it was issued, and with the number that it got
        from a state's system."""
        keys = (pdf_key(self.tenant, self.digest),)
        number = self.registered_number
        return (*keys, pdf_key(self.tenant, self.digest, number)) if number else keys

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """See `Record.check_write`: what was issued stays as it was issued. A secret that somebody typed into a text
        can be taken out, which is a decision of its own."""
        if self.state is not InvoiceState.ISSUED:
            return "only issued invoices are stored"
        if before is not None and before.registered_number not in (None, self.registered_number):
            return "the number of an invoice changes"
        if before is None or _said(before) == _said(self):
            return None
        is_decided = before.decided != self.decided and _said(before, words=False) == _said(self, words=False)
        return None if is_decided else "an issued invoice changes"


def pdf_key(tenant: str, digest: str, registered: str | None = None) -> str:
    """Where the document of an invoice is kept: of another content it is another one.

    Args:
        tenant: The shop.
        digest: The invoice's.
        registered: Its number in a state's system, which stands on it.

    Returns:
        The key of a file.
    """
    return outside_id(tenant, "invoice_pdf", f"{digest}:{registered}" if registered else digest)


def _said(invoice: Invoice, *, words: bool = True) -> list[tuple[str, Any]]:
    """What an invoice says, without the words that people typed where none are wanted."""
    said = (leaf for name in _CONTENT for leaf in leaves(getattr(invoice, name), name))
    return [(path, leaf) for path, leaf in said if words or not isinstance(leaf, SafeText)]


def settlement_of(invoice: Invoice) -> Settlement:
    """How far an invoice is paid."""
    if invoice.kind is InvoiceKind.CREDIT:
        return Settlement.CREDIT
    if invoice.due.minor < 0:
        return Settlement.OVER
    if invoice.due.minor == 0:
        return Settlement.PAID
    return Settlement.PARTLY if invoice.paid.minor > 0 else Settlement.UNPAID


@record("invoice_series", outside_ids=True)
class InvoiceSeries(Subject):
    """The numbers of one series and year. Its history names each number, so that a gap would be seen."""

    name: str
    last: int
    """The number that was given last; the next one is one more."""


OPEN_DRAFT = Query(InvoiceDraft, equals=("tenant", "request"), where={"state": DraftState.OPEN.value})
OF_REQUEST = Query(Invoice, equals=("tenant", "request"), order=("issued_at", "id"), newest_first=True, join="decided")
_NEWEST: dict[str, Any] = {"order": ("issued_at", "id"), "newest_first": True, "join": "decided"}
EVERY_INVOICE = Query(Invoice, **_NEWEST)
BY_SETTLEMENT = Query(Invoice, equals=("tenant", "settlement"), **_NEWEST)
BY_NUMBER = Query(Invoice, prefix="number", order=("number", "id"), join="decided")
OF_REQUESTS = Query(Invoice, in_="request", **_NEWEST)


def series_id(tenant: str, name: str) -> str:
    """The one id that a series can have."""
    return outside_id(tenant, "invoice_series", name)
