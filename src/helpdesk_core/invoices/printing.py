"""The words of an invoice's pages, made of the issued invoice alone: the same bytes each time, by the same release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ..base.money import Money
from ..i18n import Translator, formats_of
from ..ports.documents import Documents
from ..quotes.pricing import TaxShare
from ..settings.chats import ChatWay
from . import words as w
from .model import InvoiceKind
from .totals import gross_of, less, tax_of
from .views import InvoiceView

TEMPLATE = "invoice"
Row = list[str]


def render(
    invoice: InvoiceView,
    documents: Documents,
    zone: ZoneInfo,
    square: Callable[[str], str] | None = None,
    chat: ChatWay | None = None,
) -> bytes:
    """The invoice as a document, in the language that it was issued in.

    Args:
        invoice: What it says.
        documents: Makes it.
        zone: Of the shop.
        square: Makes an SVG with a QR code of an address; without it the address stands there alone.
        chat: The number to write to about it, for its foot; part of no invoice.

    Returns:
        A PDF.
    """
    t = Translator(invoice.language, zone=zone)
    return documents.render(TEMPLATE, Printer(invoice, t, square, chat).page(), t.language, made_at=invoice.issued_at)


@attrs.frozen
class Printer:
    """Puts one invoice into words: the library's own."""

    invoice: InvoiceView
    t: Translator
    square: Callable[[str], str] | None = None
    chat: ChatWay | None = None

    def page(self) -> dict[str, Any]:
        """All words of the document, for its template."""
        t, invoice, summary = self.t, self.invoice, self.invoice.summary
        is_credit = summary.kind is InvoiceKind.CREDIT
        return {
            "title": self._title(),
            "standing": self._standing(),
            "registered": self._registered(),
            "author": str(invoice.seller),
            "running": summary.number,
            "foot": t.day(summary.issued_on),
            "page": t(w.PAGE, page="{page}", pages="{pages}"),
            "parties": [
                [t(w.SELLER), self._party(invoice.seller, invoice.seller_address, None)],
                [t(w.BUYER), self._party(invoice.buyer_name, invoice.buyer_address, invoice.buyer_tax_number)],
            ],
            "facts": self._facts(is_credit),
            "lines_title": t(w.LINES_NOW if is_credit else w.LINES),
            "no_lines": "" if invoice.lines else t(w.NO_LINES),
            "head": [t(one) for one in self._head()],
            "lines": [self._line(place) for place in range(len(invoice.lines))],
            "warranty": self._warranty(),
            "deducted": self._deducted(),
            "corrected": self._corrected() if is_credit else None,
            "taxes_title": t(w.TAXES_DIFFERENCE if is_credit else w.TAXES),
            "taxes_head": [t(one) for one in (w.RATE, w.NET, w.TAX, w.GROSS)],
            "taxes": [*map(self._share, invoice.shares), self._sum(invoice.shares)],
            "to_pay": self._to_pay(),
            "account": self._account(is_credit),
            "chat": self._chat(),
        }

    def _chat(self) -> dict[str, str] | None:
        way = self.chat
        if way is None:
            return None
        says = self.t(w.WRITE, way=way.line)
        return {"says": says, "square": self.square(way.link) if self.square else ""}

    def _title(self) -> str:
        kind = "final" if self.invoice.summary.is_final else self.invoice.summary.kind.value
        return self.t(w.TITLES[kind], number=self.invoice.summary.number)

    def _standing(self) -> str:
        """What this paper is, where the invoice itself is, or will be, in a state's system."""
        if self.invoice.summary.is_preview:
            return self.t(w.PREVIEW)
        return self.t(w.COPY) if self.invoice.summary.registered_number else ""

    def _registered(self) -> dict[str, Any] | None:
        """The number of the system, when it was given, and where everybody can see that it is so."""
        invoice = self.invoice
        number, at, link = invoice.summary.registered_number, invoice.registered_at, invoice.registered_link
        if not number or at is None or not link:
            return None
        t = self.t
        return {
            "title": t(w.REGISTERED),
            "facts": [[t(w.REGISTERED_NUMBER), number], [t(w.REGISTERED_AT), t.moment(at)]],
            "link": link,
            "number": number,
            "square": self.square(link) if self.square else "",
            "square_says": t(w.REGISTERED_LINK, link=link),
        }

    def _party(self, name: object, address: object, tax_number: str | None) -> str:
        number = self.t(w.TAX_NUMBER, number=tax_number) if tax_number else None
        return "\n".join(str(one) for one in (name, address, number) if one)

    def _facts(self, is_credit: bool) -> list[Row]:
        t, invoice, summary = self.t, self.invoice, self.invoice.summary
        rows = (
            (w.CORRECTS, invoice.corrects_number),
            (w.REASON, invoice.reason),
            (w.ISSUED_ON, t.day(summary.issued_on)),
            (w.SOLD_ON, t.day(invoice.sold_on)),
            (w.DUE_ON, None if is_credit else t.day(summary.due_on)),
            (w.ISSUED_BY, invoice.issued_by),
        )
        return [[t(code), str(value)] for code, value in rows if value]

    def _head(self) -> tuple[str, ...]:
        prices = self.invoice.prices.value
        return w.LINE, w.QUANTITY, w.PRICE[prices], w.RATE, w.AMOUNT[prices]

    def _line(self, place: int) -> Row:
        t, line = self.t, self.invoice.lines[place]
        return [
            str(line.text),
            t.number(line.quantity),
            t.money(line.unit_price),
            self._percent(line.tax_rate),
            t.money(line.amount),
        ]

    def _percent(self, rate: int) -> str:
        return formats_of(self.t.language).percent(rate)

    def _share(self, share: TaxShare) -> Row:
        t = self.t
        return [self._percent(share.rate), t.money(share.gross - share.tax), t.money(share.tax), t.money(share.gross)]

    def _sum(self, shares: Sequence[TaxShare]) -> Row:
        t, currency = self.t, self.invoice.summary.gross.currency
        gross, tax = gross_of(shares, currency), tax_of(shares, currency)
        return [t(w.TOTAL), t.money(gross - tax), t.money(tax), t.money(gross)]

    def _warranty(self) -> dict[str, Any] | None:
        """What is covered, as it stood when the invoice was issued."""
        rows = [
            [str(one.part), self.t(w.COVERED_UNTIL, day=self.t.day(one.covered_until))]
            for one in self.invoice.warranties
        ]
        return {"title": self.t(w.WARRANTY), "rows": rows} if rows else None

    def _deducted(self) -> dict[str, Any] | None:
        if not self.invoice.deducted:
            return None
        rows = [
            [self.t(w.DEDUCTED_LINE, number=one.number), *self._sum(one.shares)[1:]] for one in self.invoice.deducted
        ]
        return {"title": self.t(w.DEDUCTED), "head": ["", *map(self.t, (w.NET, w.TAX, w.GROSS))], "rows": rows}

    def _corrected(self) -> dict[str, Any]:
        """Before and after, as the Polish VAT act asks (article 106j (2) 5)."""
        before, after = self.invoice.before, less(self.invoice.before, less((), self.invoice.shares))
        tables = [
            {"title": self.t(code), "rows": [*map(self._share, shares), self._sum(shares)]}
            for code, shares in ((w.BEFORE, before), (w.AFTER, after))
        ]
        return {"tables": tables}

    def _to_pay(self) -> str:
        gross = self.invoice.summary.gross
        if gross.minor < 0:
            return self.t(w.TO_RETURN, amount=Money(minor=-gross.minor, currency=gross.currency))
        return self.t(w.TO_PAY, amount=gross)

    def _account(self, is_credit: bool) -> list[Row]:
        account = self.invoice.bank_account
        return [[self.t(w.ACCOUNT), str(account)]] if account and not is_credit else []
