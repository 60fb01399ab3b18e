"""An issued invoice as a state's form is written from it. Pure: the same invoice, with the same numbers of those that
it refers to, is the same each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.money import Money
from ..ports.e_invoices import EInvoice, ELine, EParty, EReferred, EShare
from ..quotes.model import Prices
from ..quotes.pricing import tax_shares
from .model import Invoice, InvoiceKind, InvoiceLine
from .totals import gross_of, holding


def referred(invoice: Invoice) -> tuple[str, ...]:
    """The ids of the invoices that one refers to: what it corrects, and what it takes off."""
    return (*((invoice.corrects,) if invoice.corrects else ()), *(one.invoice for one in invoice.deducted))


def e_invoice(invoice: Invoice, invoices: Sequence[Invoice], refers: Mapping[str, str]) -> EInvoice:
    """An invoice for a state's form.

    Args:
        invoice: The invoice.
        invoices: All of its request.
        refers: The system's numbers of those that it refers to, by id.

    Returns:
        What the form is written from.
    """
    corrected = next((one for one in invoices if one.id == invoice.corrects), None)
    before = None if corrected is None else held_before(invoice, corrected, invoices)
    buyer = _buyer(invoice)
    buyer_before = None if before is None else _buyer(before)
    return EInvoice(
        kind=_kind(invoice, corrected),
        number=invoice.number,
        issued_on=invoice.issued_on,
        sold_on=invoice.sold_on,
        due_on=invoice.due_on,
        made_at=invoice.issued_at,
        prices=invoice.prices.value,
        seller=invoice.seller.plain,
        seller_address=invoice.seller_address.plain,
        bank_account=invoice.bank_account.plain,
        buyer=buyer,
        lines=_lines(invoice.lines, invoice.prices),
        lines_before=() if before is None else _lines(before.lines, before.prices),
        shares=tuple(EShare(rate=one.rate, gross=one.gross, tax=one.tax) for one in invoice.shares),
        gross=invoice.gross,
        reason=str(invoice.reason or ""),
        corrects=None
        if corrected is None
        else EReferred(
            number=corrected.number,
            issued_on=corrected.issued_on,
            registered=refers.get(corrected.id, ""),
            gross=gross_of(invoice.before, invoice.gross.currency),
        ),
        buyer_before=None if buyer_before == buyer else buyer_before,
        advances=tuple(_advances(invoice, invoices, refers)),
    )


def held_before(invoice: Invoice, corrected: Invoice, invoices: Sequence[Invoice]) -> Invoice:
    """What held before a credit note: an earlier one of the same invoice, else that invoice."""
    earlier = [one for one in invoices if (one.issued_at, one.sequence) < (invoice.issued_at, invoice.sequence)]
    return holding(corrected, sorted(earlier, key=lambda one: (one.issued_at, one.sequence), reverse=True))


def _kind(invoice: Invoice, corrected: Invoice | None) -> str:
    if corrected is not None:
        return f"credit_{plain}" if (plain := _kind(corrected, None)) != "invoice" else "credit"
    if invoice.kind is InvoiceKind.ADVANCE:
        return "advance"
    return "final" if invoice.deducted else "invoice"


def _buyer(invoice: Invoice) -> EParty:
    return EParty(
        name=str(invoice.buyer_name),
        address=str(invoice.buyer_address or ""),
        tax_number=invoice.buyer_tax_number or "",
    )


def _lines(lines: Sequence[InvoiceLine], prices: Prices) -> tuple[ELine, ...]:
    return tuple(
        ELine(
            text=str(one.text),
            quantity=one.quantity,
            unit_price=one.unit_price,
            amount=one.amount,
            tax_rate=one.tax_rate,
            tax=_tax(one, prices),
        )
        for one in lines
    )


def _tax(line: InvoiceLine, prices: Prices) -> Money:
    return tax_shares((line,), prices)[0].tax


def _advances(invoice: Invoice, invoices: Sequence[Invoice], refers: Mapping[str, str]) -> list[EReferred]:
    found = {one.id: one for one in invoices}
    return [
        EReferred(
            number=one.number,
            issued_on=found[one.invoice].issued_on if one.invoice in found else invoice.issued_on,
            registered=refers.get(one.invoice, ""),
            gross=gross_of(one.shares, invoice.gross.currency),
        )
        for one in invoice.deducted
    ]
