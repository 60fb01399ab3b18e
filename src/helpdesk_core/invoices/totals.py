"""What an invoice comes to. Pure and exact: the one rounding rule is that of quotes (`quotes.pricing.tax_shares`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..base.money import Money
from ..quotes.pricing import TaxShare
from .model import Deducted, Invoice, InvoiceKind


def less(shares: Iterable[TaxShare], others: Iterable[TaxShare]) -> tuple[TaxShare, ...]:
    """What is left of shares when others are taken off, rate by rate. Nothing is rounded: what was rounded once for a
    rate is subtracted as it stands, so that an invoice and its corrections always add up."""
    sums: dict[int, TaxShare] = {one.rate: one for one in shares}
    for one in others:
        before = sums.get(one.rate)
        gross, tax = (-one.gross, -one.tax) if before is None else (before.gross - one.gross, before.tax - one.tax)
        sums[one.rate] = TaxShare(rate=one.rate, gross=gross, tax=tax)
    return tuple(sums[rate] for rate in sorted(sums))


def gross_of(shares: Sequence[TaxShare], currency: str) -> Money:
    """The sum of shares, tax included."""
    return Money(minor=sum(one.gross.minor for one in shares), currency=currency)


def tax_of(shares: Sequence[TaxShare], currency: str) -> Money:
    """The tax within shares."""
    return Money(minor=sum(one.tax.minor for one in shares), currency=currency)


def holding(invoice: Invoice, invoices: Iterable[Invoice]) -> Invoice:
    """The invoice or credit note whose lines hold now: the newest correction of an invoice, else itself.

    Args:
        invoice: The invoice.
        invoices: Those of its request, newest first.
    """
    return next((one for one in invoices if one.corrects == invoice.id), invoice)


def shares_now(invoice: Invoice, invoices: Iterable[Invoice]) -> tuple[TaxShare, ...]:
    """What an invoice comes to after its credit notes."""
    newest = holding(invoice, invoices)
    return invoice.shares if newest is invoice else less(newest.before, less((), newest.shares))


def taken_off(invoices: Sequence[Invoice]) -> frozenset[str]:
    """The ids of advance invoices that another invoice takes off as it holds now; a cancelled one takes off none.

    Args:
        invoices: Those of the request, newest first.
    """
    firsts = (one for one in invoices if one.corrects is None)
    return frozenset(one.invoice for first in firsts for one in holding(first, invoices).deducted)


def undeducted(invoices: Sequence[Invoice], currency: str) -> tuple[Deducted, ...]:
    """The advance invoices of a request that no invoice has taken off yet, as they come to now: the final invoice has
    to take them off (Polish VAT act, article 106f (3)).

    Args:
        invoices: Those of the request, newest first.
        currency: Of the new invoice; an advance in another one is not taken off.
    """
    taken = taken_off(invoices)
    open_ = (
        one
        for one in reversed(invoices)
        if one.kind is InvoiceKind.ADVANCE and one.id not in taken and one.gross.currency == currency
    )
    found = (Deducted(invoice=one.id, number=one.number, shares=shares_now(one, invoices)) for one in open_)
    return tuple(one for one in found if any(share.gross.minor for share in one.shares))
