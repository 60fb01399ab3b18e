"""What staff and customers are shown of invoices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from ..base.actors import CUSTOMERS, PEOPLE, STAFF, Customer
from ..base.changes import Effect, Refusal
from ..base.money import Money
from ..base.queries import Cursor, Query
from ..base.text import SafeText
from ..context import Context
from ..guardrails.decisions import Decision
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import may
from ..ports.store import Reader
from ..quotes.model import Prices
from ..quotes.pricing import TaxShare
from ..service_requests.access import SHOW_AGAIN, is_proof_old, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from ..warranties.views import ShownWarranty, covered_at, covered_by_request
from .asking import sendings_of
from .model import (
    BY_NUMBER,
    BY_SETTLEMENT,
    EVERY_INVOICE,
    OF_REQUESTS,
    Deducted,
    Invoice,
    InvoiceDraft,
    InvoiceKind,
    InvoiceLine,
    InvoiceSending,
    Settlement,
)
from .proposing import ProposedLine, of_quote
from .rules import ISSUE, Priced, find_invoices, is_correctable, issued, priced
from .totals import holding

_PAGE, _MOST_SHOWN, _MOST_REQUESTS = 30, 50, 500
_THEIRS = Query(
    ServiceRequest,
    equals=("tenant", "customer"),
    order=("created_at", "id"),
    newest_first=True,
    columns=("created_at", "id", "generation", "has"),
)


@customer_view
class InvoiceSummary:
    """An invoice in one line.

    Attributes:
        due: What is left to pay; below nought where more was paid.
        is_late: Whether something is left to pay after the day on which it was due.
    """

    id: str
    request: str
    number: str
    kind: InvoiceKind
    is_final: bool
    issued_on: date
    due_on: date
    gross: Money
    due: Money
    settlement: Settlement
    is_late: bool
    is_preview: bool
    """Whether it is none yet: it has to get a number from a state's system first."""
    registered_number: str | None

    @property
    def is_open(self) -> bool:
        """Whether something is left to pay."""
        return self.settlement in (Settlement.UNPAID, Settlement.PARTLY)


@customer_view
class InvoiceView:
    """An invoice whole, as it was issued, with how far it is paid."""

    summary: InvoiceSummary
    digest: str
    language: str
    corrects_number: str | None
    prices: Prices
    lines: tuple[InvoiceLine, ...]
    buyer_name: SafeText
    buyer_address: SafeText | None
    buyer_tax_number: str | None
    seller: str
    seller_address: str
    bank_account: str
    sold_on: date
    reason: SafeText | None
    deducted: tuple[Deducted, ...]
    before: tuple[TaxShare, ...]
    shares: tuple[TaxShare, ...]
    issued_by: SafeText | None
    issued_at: datetime
    credited: Money
    paid: Money
    registered_at: datetime | None
    registered_link: str | None
    warranties: tuple[ShownWarranty, ...] = ()  # as of its issue; of an invoice alone


@customer_view
class RoomInvoices(RoomPart):
    """The invoices of a request, newest first.

    Attributes:
        rows: The invoices; none for a customer whom a new code would show them.
        is_hidden: Whether a new code is needed first.
        bank_account: Where to transfer money to, None where the shop says none.
    """

    rows: tuple[InvoiceSummary, ...]
    is_hidden: bool
    bank_account: str | None


@customer_view
class OwnInvoices:
    """The invoices of a customer's account, newest first.

    Attributes:
        rooms: For each request's id its link's generation, by which its page is opened.
        warranties: What is covered, by the request's id.
        next: What leads to the invoices before these, None on the last page.
    """

    rows: tuple[InvoiceSummary, ...]
    rooms: dict[str, int]
    warranties: dict[str, tuple[ShownWarranty, ...]]
    bank_account: str | None
    next: str | None


@staff_view
class InvoicesForStaff:
    """A request's invoices with their draft, and what a new draft begins with.

    Attributes:
        invoices: Newest first.
        shown: The same, each in one line.
        correctable: Ids of those that a credit note can correct.
        sums: What the draft comes to, None without a draft.
        lines: Of the quote that the customer approved; empty where there is none.
        has_seller: Whether the settings say who sells.
        warranties: What is covered, where there is a draft: issued now, it says so.
    """

    invoices: tuple[Invoice, ...]
    shown: tuple[InvoiceSummary, ...]
    correctable: frozenset[str]
    draft: InvoiceDraft | None
    sums: Priced | None
    can_issue: bool
    lines: tuple[ProposedLine, ...] = ()
    prices: Prices
    buyer_name: str
    sold_on: date
    due_on: date
    has_seller: bool
    warranties: tuple[ShownWarranty, ...] = ()
    registers: bool
    """Whether business invoices are sent into a state's system from here."""
    sendings: dict[str, InvoiceSending]
    """The last try to send each invoice there, by its id."""

    def invoice(self, id: str) -> Invoice | None:
        """One of them.

        Args:
            id: Its id.

        Returns:
            The invoice.
        """
        return next((one for one in self.invoices if one.id == id), None)

    def lines_of(self, id: str) -> tuple[InvoiceLine, ...]:
        """The lines of an invoice that hold now, after its credit notes.

        Args:
            id: Its id.

        Returns:
            The lines.
        """
        found = self.invoice(id)
        return () if found is None else holding(found, self.invoices).lines


@staff_view
class InvoiceRow:
    """An invoice in the staff's list, with its request's reference."""

    summary: InvoiceSummary
    buyer: SafeText
    reference: str


@staff_view
class InvoiceList:
    """Invoices, newest first."""

    rows: tuple[InvoiceRow, ...]
    next: str | None


def summary_of(invoice: Invoice, context: Context) -> InvoiceSummary:
    """An invoice in one line, as it stands today where the shop is."""
    today = context.now.astimezone(context.settings.zone).date()
    owes = invoice.settlement in (Settlement.UNPAID, Settlement.PARTLY)
    return InvoiceSummary(
        id=invoice.id,
        request=invoice.request,
        number=invoice.number,
        kind=invoice.kind,
        is_final=bool(invoice.deducted) and invoice.kind is InvoiceKind.INVOICE,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        gross=invoice.gross,
        due=invoice.due,
        settlement=invoice.settlement,
        is_late=owes and invoice.due_on < today,
        is_preview=invoice.needs_number and invoice.registered_number is None,
        registered_number=invoice.registered_number,
    )


@room_part(Invoice)
def room_invoices(reader: Reader, request: ServiceRequest, context: Context) -> RoomInvoices | None:
    """The invoices of a request, for its customer."""
    found = issued(reader, request)
    if not found:
        return None
    hidden = is_proof_old(context)
    rows = () if hidden else tuple(summary_of(one, context) for one in found)
    return RoomInvoices(rows=rows, is_hidden=hidden, bank_account=context.settings.bank_account or None)


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def view_invoice(reader: Reader, context: Context, invoice: str) -> InvoiceView | Refusal:
    """Look at one issued invoice, as its customer or as staff.

    Args:
        invoice: Its id.

    Returns:
        The invoice, or a refusal, also where a new code is asked for.
    """
    stored = reader.load(Invoice, invoice)
    request = None if stored is None else get_visible(reader, ServiceRequest, stored.request, context)
    if request is None:
        return NOT_FOUND
    if is_proof_old(context):
        return SHOW_AGAIN
    found = next((one for one in issued(reader, request) if one.id == invoice), None)
    if found is None:
        return NOT_FOUND
    has_it = found.kind is InvoiceKind.INVOICE
    return _whole(found, context, covered_at(reader, request, found.issued_at, context) if has_it else ())


def _whole(found: Invoice, context: Context, warranties: tuple[ShownWarranty, ...]) -> InvoiceView:
    same = (
        *("digest", "language", "corrects_number", "prices", "lines", "buyer_name", "buyer_address"),
        *("buyer_tax_number", "sold_on", "reason", "deducted"),
        *("before", "shares", "issued_at", "credited", "paid", "registered_at", "registered_link"),
    )
    values: dict[str, Any] = {name: getattr(found, name) for name in same}
    values |= {name: getattr(found, name).plain for name in ("seller", "seller_address", "bank_account")}
    values |= {"summary": summary_of(found, context), "issued_by": found.issued_by_name, "warranties": warranties}
    return InvoiceView(**values)


@view(actors=CUSTOMERS)
def view_own_invoices(reader: Reader, context: Context, *, after: str | None = None) -> OwnInvoices | Refusal:
    """Look at the invoices of the account that is signed in, of all its requests.

    Args:
        after: `OwnInvoices.next` of the page before, None for the first.

    Returns:
        The invoices; a refusal for anyone who is not signed in, and where a new sign-in is asked for.
    """
    if not isinstance(context.actor, Customer):
        return NOT_FOUND
    if is_proof_old(context):
        return SHOW_AGAIN
    theirs = list(_rooms(reader, context.actor.id))
    rooms = {id: generation for id, generation, _ in theirs}
    covered = {id for id, _, has in theirs if '"warranties"' in has}
    last, asked = OF_REQUESTS.decode_cursor(after), {"request": tuple(rooms)}
    found = reader.find(OF_REQUESTS, asked, after=last, limit=_MOST_SHOWN + 1) if rooms else ()
    shown = found[:_MOST_SHOWN]
    return OwnInvoices(
        rows=tuple(summary_of(one, context) for one, decision in shown if one.is_decided(Effect.PUBLISH, decision)),
        rooms={one.request: rooms[one.request] for one, _ in shown},
        warranties=covered_by_request(reader, covered & {one.request for one, _ in shown}, context),
        bank_account=context.settings.bank_account or None,
        next=OF_REQUESTS.next_page(found, _MOST_SHOWN),
    )


def _rooms(reader: Reader, customer: str) -> Iterable[tuple[str, int, str]]:
    """The requests that have invoices, with their links' generations and what else they have: mostly one statement."""
    last: Cursor | None = None
    while found := reader.find(_THEIRS, {"customer": customer}, after=last, limit=_MOST_REQUESTS):
        yield from (
            (str(id), int(generation), str(has)) for _, id, generation, has in found if '"invoices"' in str(has)
        )
        if len(found) < _MOST_REQUESTS:
            return
        last = _THEIRS.cursor_of(found[-1])


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_invoices(reader: Reader, context: Context, request: ServiceRequest) -> InvoicesForStaff:
    """Look at a request's invoices, as staff.

    Args:
        request_id: The request's id.

    Returns:
        The invoices and the draft, or a refusal.
    """
    found = find_invoices(reader, request)
    today = context.now.astimezone(context.settings.zone).date()
    return InvoicesForStaff(
        invoices=found.invoices,
        shown=tuple(summary_of(one, context) for one in found.invoices),
        correctable=frozenset(one.id for one in found.invoices if is_correctable(one, found.invoices)),
        draft=found.draft,
        sums=None if found.draft is None else priced(found.draft, found.invoices),
        can_issue=may(context.actor, ISSUE, request),
        lines=of_quote(reader, request),
        prices=Prices(context.settings.prices),
        buyer_name=" ".join(str(one) for one in (request.given_name, request.surname) if one),
        sold_on=today,
        due_on=today + timedelta(days=context.settings.payment_days),
        has_seller=bool(context.settings.company),
        warranties=() if found.draft is None else covered_at(reader, request, context.now, context),
        registers=context.e_invoices is not None,
        sendings=sendings_of(reader, request),
    )


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_invoice_list(
    reader: Reader,
    context: Context,
    *,
    settlement: Settlement | None = None,
    number: str | None = None,
    after: str | None = None,
) -> InvoiceList:
    """Look for invoices among all of the shop's, as staff; those of requests that they see.

    Args:
        settlement: Only those that are paid so far.
        number: Only those whose number begins like this.
        after: `InvoiceList.next` of the page before.

    Returns:
        The list.
    """
    query, params = EVERY_INVOICE, dict[str, Any]()
    if number:
        query, params = BY_NUMBER, {"number": number[:40].upper()}
    elif settlement is not None:
        query, params = BY_SETTLEMENT, {"settlement": settlement}
    found = reader.find(query, params, after=query.decode_cursor(after), limit=_PAGE + 1)
    rows = tuple(_rows(reader, found[:_PAGE], context))
    return InvoiceList(rows=rows, next=query.next_page(found, _PAGE))


_REFERENCES = Query(ServiceRequest, in_="id", columns=("id", "reference", "location"))


def _rows(reader: Reader, found: Iterable[tuple[Invoice, Decision | None]], context: Context) -> Iterable[InvoiceRow]:
    invoices = [one for one, decision in found if one.is_decided(Effect.PUBLISH, decision)]
    ids = tuple({one.request for one in invoices})
    requests = reader.find(_REFERENCES, {"id": ids}, limit=_PAGE) if ids else ()
    references = {id: reference for id, reference, _ in requests}
    for one in invoices:
        yield InvoiceRow(
            summary=summary_of(one, context), buyer=one.buyer_name, reference=str(references.get(one.request, ""))
        )
