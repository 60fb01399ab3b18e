"""The draft of an invoice: what staff write down, and what can be issued at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Effect, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, items, money, number, text
from ..base.messages import define
from ..base.money import Money
from ..base.results import Result, result
from ..base.tax_numbers import TaxNumber
from ..base.text import RawText
from ..base.values import piece
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..quotes.model import Prices
from ..quotes.pricing import TaxShare, tax_shares
from ..quotes.rules import NO_SUCH_RATE
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONFLICT, WRONG_PHASE, done
from .changes import InvoiceDiscarded, InvoiceDrafted
from .model import (
    MAX_LINES,
    MAX_PRICE,
    MAX_QUANTITY,
    OF_REQUEST,
    OPEN_DRAFT,
    Deducted,
    DraftState,
    Invoice,
    InvoiceDraft,
    InvoiceKind,
    InvoiceLine,
)
from .totals import gross_of, holding, less, shares_now, taken_off, undeducted

ISSUE = right("invoices.issue", "Write and issue invoices and credit notes.")
_MOST_INVOICES = 200
NO_LINES = define("refusal.invoice_no_lines", "An invoice has one line at least.")
ONE_CURRENCY = define("refusal.invoice_currency", "All lines of an invoice are in one currency, that of the invoice.")
NEGATIVE = define(
    "refusal.invoice_negative",
    "The advance invoices come to more than these lines. Correct an advance invoice first, or add what is missing.",
)
NOTHING_TO_PAY = define("refusal.invoice_nothing", "This comes to nothing, so there is nothing to issue.")
DUE_BEFORE = define("refusal.invoice_due", "An invoice is due on the day of its issue or later.")
NO_REASON = define("refusal.invoice_reason", "A credit note says why.")
NOT_CORRECTABLE = Refusal(
    define(
        "refusal.invoice_not_correctable",
        "This cannot be corrected: it is a credit note itself, or an invoice took it off as an advance. Correct or "
        "cancel that invoice first.",
    ),
    field="corrects",
    kind=RefusalKind.CONFLICT,
)
TWO_DRAFTS = Refusal(
    define("refusal.invoice_two_drafts", "There is a draft already. Issue it or throw it away first."),
    kind=RefusalKind.CONFLICT,
)

LONGEST_LINE = 300


@result
class InvoiceDraftSaved(Result):
    """A draft: ``digest`` is of its content, which a person reads before it is issued."""

    draft: str
    digest: str


@piece
class TypedInvoiceLine:
    """One line as it is typed.

    Attributes:
        quantity: Pieces, 1 to 999.
        unit_price: Of one piece, gross or net as the shop enters prices (`Settings.prices`).
        tax_rate: In basis points: 2300 is 23 %.
    """

    text: RawText = text(max_length=LONGEST_LINE)
    quantity: int = number(1, MAX_QUANTITY, default=1)
    unit_price: Money = money(0, MAX_PRICE)
    tax_rate: int = number(0, 10_000, default=0)


@command
class DraftInvoice(RequestCommand[InvoiceDraftSaved]):
    """Write the request's draft of an invoice; the lines may come from an approved quote, or from nowhere.

    Args:
        kind: What it is for.
        corrects: The id of the invoice that a credit note corrects.
        buyer_name: Who buys.
        buyer_address: Where they are.
        tax_number: The buyer's NIP or EU VAT number, None for a consumer.
        sold_on: The day of the sale or of the end of the work.
        due_on: The last day on which to pay.
        lines: What it costs; of a credit note what holds instead, and none where nothing does.
        reason: Why an invoice is corrected.
        seen: The digest of the draft that is rewritten, None where there is none.
    """

    kind: InvoiceKind = InvoiceKind.INVOICE
    corrects: OpaqueId | None = None
    buyer_name: RawText = text(max_length=200)
    buyer_address: RawText | None = text(max_length=300, default=None)
    tax_number: TaxNumber | None = None
    sold_on: date
    due_on: date
    lines: tuple[TypedInvoiceLine, ...] = items(MAX_LINES)
    reason: RawText | None = text(max_length=300, default=None)
    seen: OpaqueId | None = None


@command
class DiscardInvoiceDraft(RequestCommand[Result]):
    """Throw the draft away; no number was given.

    Args:
        digest: Of the draft that was on the page.
    """

    digest: OpaqueId


@attrs.frozen(kw_only=True)
class InvoicesOf(OfRequest):
    """A request with its invoices, newest first, and its draft."""

    invoices: tuple[Invoice, ...] = ()
    draft: InvoiceDraft | None = None

    def invoice(self, id: str | None) -> Invoice | None:
        """One of them."""
        return next((one for one in self.invoices if one.id == id), None)


def find_invoices(reader: Reader, request: ServiceRequest) -> InvoicesOf:
    """A request's invoices and its draft: one statement each, none where there are none."""

    drafts = reader.find(OPEN_DRAFT, {"request": request.id}, limit=1) if "invoice_drafts" in request.has else ()
    return InvoicesOf(request=request, invoices=issued(reader, request), draft=next(iter(drafts), None))


def issued(reader: Reader, request: ServiceRequest) -> tuple[Invoice, ...]:
    """A request's invoices, newest first: those that a person decided to issue exactly as they stand."""
    there = "invoices" in request.has
    rows = reader.find(OF_REQUEST, {"request": request.id}, limit=_MOST_INVOICES) if there else ()
    found = (one for one, decision in rows if one.is_decided(Effect.PUBLISH, decision))
    return tuple(sorted(found, key=lambda one: (one.issued_at, one.sequence), reverse=True))


def load_invoices(reader: Reader, command: RequestCommand[Any], context: Context) -> InvoicesOf | Refusal:
    """Load for commands about a request's invoices."""
    loaded = load_request(reader, command, context)
    return loaded if isinstance(loaded, Refusal) else find_invoices(reader, loaded.request)


@attrs.frozen(kw_only=True)
class Priced:
    """What a draft comes to: what is taken off, what held before a correction, and what is left, rate by rate."""

    deducted: tuple[Deducted, ...]
    before: tuple[TaxShare, ...]
    shares: tuple[TaxShare, ...]
    gross: Money


def priced(draft: InvoiceDraft, invoices: Sequence[Invoice]) -> Priced | None:
    """What a draft comes to beside the invoices there are; None where no currency says what it comes to."""
    corrected = next((one for one in invoices if one.id == draft.corrects), None)
    if not draft.lines and corrected is None:
        return None
    currency = draft.lines[0].unit_price.currency if corrected is None else corrected.gross.currency
    deducted = _deducted(draft, corrected, invoices, currency)
    shares = tax_shares(draft.lines, draft.prices)
    for one in deducted:
        shares = less(shares, one.shares)
    before = () if corrected is None else shares_now(corrected, invoices)
    left = less(shares, before)
    return Priced(deducted=deducted, before=before, shares=left, gross=gross_of(left, currency))


def _deducted(
    draft: InvoiceDraft, corrected: Invoice | None, invoices: Sequence[Invoice], currency: str
) -> tuple[Deducted, ...]:
    """Of a correction what the invoice took off, as it comes to now, unless another one takes it off meanwhile; what is
    cancelled takes off nothing."""
    if corrected is None:
        return undeducted(invoices, currency) if draft.kind is InvoiceKind.INVOICE else ()
    others = [one for one in invoices if corrected.id not in (one.id, one.corrects)]
    named = {one.invoice for one in corrected.deducted} if draft.lines else ()
    return tuple(one for one in undeducted(others, currency) if one.invoice in named)


def problem(draft: InvoiceDraft, loaded: InvoicesOf, context: Context) -> Refusal | None:
    """What is wrong with a draft now, None for nothing. Asked when it is written and again when it is issued."""
    is_credit = draft.kind is InvoiceKind.CREDIT
    corrected = loaded.invoice(draft.corrects)
    if is_credit and (corrected is None or not is_correctable(corrected, loaded.invoices)):
        return NOT_CORRECTABLE
    if is_credit and draft.reason is None:
        return Refusal(NO_REASON, field="reason")
    if not draft.lines and not is_credit:
        return Refusal(NO_LINES, field="lines")
    if draft.due_on < context.now.astimezone(context.settings.zone).date():
        return Refusal(DUE_BEFORE, field="due_on")
    if wrong := _line_problem(draft, corrected, context):
        return wrong
    sums = priced(draft, loaded.invoices)
    if sums is None or (corrected is not None and _changes_nothing(sums, corrected, loaded.invoices)):
        return Refusal(NOTHING_TO_PAY, field="lines")
    if any(one.gross.minor < 0 for one in less(sums.shares, less((), sums.before))):
        return Refusal(NEGATIVE, field="lines")
    return None


def _changes_nothing(sums: Priced, corrected: Invoice, invoices: Sequence[Invoice]) -> bool:
    """Whether a correction leaves the sums as they are: also what is nought because of an advance can be cancelled."""
    is_same = sums.deducted == holding(corrected, invoices).deducted
    return is_same and not any(one.gross.minor for one in sums.shares)


def is_correctable(invoice: Invoice, invoices: Sequence[Invoice]) -> bool:
    """Whether a credit note can correct this one: no credit note itself, and not taken off by another invoice.

    Args:
        invoice: The invoice.
        invoices: All of its request.
    """
    return invoice.kind is not InvoiceKind.CREDIT and invoice.id not in taken_off(invoices)


def _line_problem(draft: InvoiceDraft, corrected: Invoice | None, context: Context) -> Refusal | None:
    currency = corrected.gross.currency if corrected else draft.lines[0].unit_price.currency
    today = context.now.astimezone(context.settings.zone).date()
    rates = context.settings.rates_on(today, draft.sold_on or today)
    known = {*rates, *(one.tax_rate for one in (corrected.lines if corrected else ()))}
    for place, line in enumerate(draft.lines):
        if line.unit_price.currency != currency:
            return Refusal(ONE_CURRENCY, field=f"lines.{place}.unit_price")
        if line.tax_rate not in known:
            return Refusal(NO_SUCH_RATE, field=f"lines.{place}.tax_rate")
    return None


@handles(DraftInvoice, actors=STAFF, load=load_invoices, right=ISSUE)
def draft_invoice(loaded: InvoicesOf, command: DraftInvoice, context: Context) -> Verdict[InvoiceDraftSaved]:
    """A draft changes freely and has no number. It is possible in every phase: also what was given up costs something
    at times, and a correction comes later than anything."""
    before = loaded.draft
    if command.seen is None and before is not None:
        return refused(TWO_DRAFTS)
    if (before.digest if before else None) != command.seen:
        return refused(CONFLICT)
    values = _typed(command, loaded, context)
    written = (
        before.changed(**values)
        if before
        else context.make(InvoiceDraft, request=loaded.request.id, state=DraftState.OPEN, **values)
    )
    if wrong := problem(written, loaded, context):
        return refused(wrong)
    saved = InvoiceDraftSaved(draft=written.id, digest=written.digest)
    change, save = InvoiceDrafted(draft=written.id), Save(before=before, after=written)
    return done(loaded.request, context, change, result=saved, saves=(save,))


def _typed(command: DraftInvoice, loaded: InvoicesOf, context: Context) -> dict[str, Any]:
    texts, corrected = context.texts, loaded.invoice(command.corrects)
    lines = [
        InvoiceLine(
            text=texts[f"lines.{place}.text"],
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_rate=line.tax_rate,
        )
        for place, line in enumerate(command.lines)
    ]
    return {
        "kind": command.kind,
        "corrects": command.corrects if command.kind is InvoiceKind.CREDIT else None,
        "prices": corrected.prices if corrected else Prices(context.settings.prices),
        "lines": tuple(lines),
        "buyer_name": texts["buyer_name"],
        "buyer_address": texts.get("buyer_address"),
        "buyer_tax_number": None if command.tax_number is None else str(command.tax_number),
        "sold_on": command.sold_on,
        "due_on": command.due_on,
        "reason": texts.get("reason"),
        "prepared_by": context.actor.id,
        "prepared_by_name": context.staff_name,
        "prepared_at": context.now,
    }


@handles(DiscardInvoiceDraft, actors=STAFF, load=load_invoices, right=ISSUE)
def discard(loaded: InvoicesOf, command: DiscardInvoiceDraft, context: Context) -> Verdict[Result]:
    """Only the draft that was on the page."""
    before = loaded.draft
    if before is None:
        return refused(WRONG_PHASE)
    if before.digest != command.digest:
        return refused(CONFLICT)
    change, after = InvoiceDiscarded(draft=before.id), before.changed(state=DraftState.DISCARDED)
    return done(loaded.request, context, change, result=Result(), saves=(Save(before=before, after=after),))
