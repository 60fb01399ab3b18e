"""The forms of invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import Any

from wtforms import BooleanField, Form, HiddenField, SelectField, StringField

from helpdesk_core import FieldError, Money, Settings
from helpdesk_core.commands import DraftInvoice, InvoiceKind, Method, limits
from helpdesk_core.i18n import Translator
from helpdesk_core.views import Invoice, InvoicesForStaff, MoneyForStaff

from ..forms import BaseForm, ReviewForm, Rows, as_typed, field
from ..quotes.forms import percent
from ..quotes.texts import PRICE_OF_ONE

KINDS = (InvoiceKind.INVOICE, InvoiceKind.ADVANCE)
BY_HAND = tuple(method for method in Method if method is not Method.ONLINE)


class LineRow(Form):  # type: ignore[misc]
    """One line of an invoice."""

    text = field(StringField, "staff.quote.line.text", autocomplete="off")
    quantity = field(StringField, "staff.quote.line.quantity", autocomplete="off", inputmode="numeric")
    unit_price = field(StringField, PRICE_OF_ONE["gross"], autocomplete="off", inputmode="decimal")
    tax_rate = SelectField("staff.quote.line.rate")


class InvoiceForm(BaseForm):
    """A draft; ``seen`` is the content that was on the page, ``corrects`` the invoice that a credit note is about."""

    kind = SelectField("staff.invoice.kind", default=InvoiceKind.INVOICE.value)
    corrects = HiddenField()
    buyer_name = field(StringField, "staff.invoice.buyer_name", autocomplete="off")
    buyer_address = field(StringField, "staff.invoice.buyer_address", autocomplete="off")
    tax_number = field(StringField, "staff.invoice.tax_number", autocomplete="off", spellcheck="false")
    sold_on = field(StringField, "staff.invoice.sold_on", type="date")
    due_on = field(StringField, "staff.invoice.due_on", type="date")
    reason = field(StringField, "staff.invoice.reason", autocomplete="off")
    lines = Rows(LineRow, "staff.invoice.lines", most=limits(DraftInvoice, "lines")[1])
    seen = HiddenField()

    def offer(
        self, settings: Settings, t: Translator, prices: str, corrected: Invoice | None, days: Sequence[date]
    ) -> None:
        """Fill in the choices, with the rates of these days. What a fresh row has counts as blank."""
        offered = settings.rates_on(*days)
        known = {*offered, *(line.tax_rate for line in (corrected.lines if corrected else ()))}
        rates = [(str(rate), percent(rate, t)) for rate in offered]
        rates += [(str(rate), percent(rate, t)) for rate in sorted(known) if (str(rate), percent(rate, t)) not in rates]
        kinds = (InvoiceKind.CREDIT,) if corrected else KINDS
        self.kind.choices = [(kind.value, t(kind.label)) for kind in kinds]
        for line in self.lines.rows:
            line.unit_price.label.text = t(PRICE_OF_ONE[prices])
            line.tax_rate.choices = rates
            line.tax_rate.default, line.quantity.default = rates[0][0], "1"
            line.quantity.data = line.quantity.data or "1"


def values_of(found: InvoicesForStaff, corrected: Invoice | None, language: str) -> Mapping[str, Any]:
    """What the form begins with: the draft, else the invoice to correct, else the approved quote."""
    draft = found.draft
    source = draft or corrected
    lines = draft.lines if draft else found.lines_of(corrected.id) if corrected else found.lines
    values: dict[str, Any] = {
        "kind": InvoiceKind.CREDIT.value if corrected else InvoiceKind.INVOICE.value,
        "corrects": corrected.id if corrected else "",
        "buyer_name": found.buyer_name,
        "sold_on": found.sold_on.isoformat(),
        "due_on": found.due_on.isoformat(),
        "lines": as_typed(lines, language),
    }
    if source is not None:
        values |= {
            "buyer_name": as_typed(source.buyer_name),
            "buyer_address": as_typed(source.buyer_address),
            "tax_number": source.buyer_tax_number or "",
            "sold_on": source.sold_on.isoformat(),
        }
    if draft is not None:
        values |= {
            "kind": draft.kind.value,
            "due_on": draft.due_on.isoformat(),
            "reason": as_typed(draft.reason),
            "seen": draft.digest,
        }
    return values


class IssueForm(ReviewForm):
    """The decision to issue what was read."""

    tick = "staff.invoice.read"
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class SendForm(ReviewForm):
    """The decision to send what was read to KSeF."""

    tick = "ksef.tick"


class DiscardForm(BaseForm):
    """The draft is thrown away; ``digest`` is of what was on the page."""

    digest = HiddenField()


class MoneyForm(BaseForm):
    """An amount, in the currency of what is chosen as ``invoice``: the shop's own may have been another one then."""

    currencies: Mapping[str, str] = MappingProxyType({})
    """By choice; of others it is the shop's."""

    def typed(self) -> dict[str, Any]:
        """What was typed, the amount with its currency. What is no amount stays as it is, so that the core says so."""
        values = super().typed()
        if currency := self.currencies.get(self.invoice.data or ""):
            with suppress(FieldError):
                amount = Money.parse(values.get("amount"), currency)
                values["amount"] = {"minor": amount.minor, "currency": currency}
        return values


class PaymentForm(MoneyForm):
    """Money that came."""

    ids = "payment-"
    invoice = SelectField("staff.money.invoice", default="")
    amount = field(StringField, "staff.money.amount", autocomplete="off", inputmode="decimal")
    method = SelectField("staff.money.method")
    received_on = field(StringField, "staff.money.received_on", type="date")
    receipt = field(StringField, "staff.money.receipt", autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, found: MoneyForStaff, t: Translator) -> None:
        """Fill in the choices."""
        rows = [(one.id, t("staff.money.invoice.left", number=one.number, amount=one.due)) for one in found.payable]
        self.invoice.choices = [*rows, ("", t("staff.money.deposit"))]
        self.currencies = {one.id: one.due.currency for one in found.payable}
        self.method.choices = [(one.value, t(one.label)) for one in BY_HAND]


class StrikeForm(BaseForm):
    """Why a payment does not count."""

    ids = "strike-"
    text = field(StringField, "staff.money.strike.text", autocomplete="off")
    promised_back = BooleanField("staff.money.strike.promised_back")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class WithdrawForm(BaseForm):
    """Why promised money does not go back."""

    ids = "withdraw-"
    text = field(StringField, "staff.money.withdraw.text", autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class RefundForm(MoneyForm):
    """Money that goes back. A choice of ``invoice`` is an id with a currency: deposits come in several."""

    ids = "refund-"
    invoice = SelectField("staff.money.refund.of", default="")
    amount = field(StringField, "staff.money.amount", autocomplete="off", inputmode="decimal")
    text = field(StringField, "staff.money.refund.text", autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, found: MoneyForStaff, t: Translator) -> None:
        """Fill in the choices."""
        names = {"": t("staff.money.deposits"), **found.numbers}
        pots = {f"{id}:{most.currency}": (id, most) for id, rows in found.returnable.items() for most in rows}
        self.currencies = {choice: most.currency for choice, (_, most) in pots.items()}
        self.invoice.choices = [
            (choice, t("staff.money.refund.most", name=names[id], amount=most)) for choice, (id, most) in pots.items()
        ]

    def typed(self) -> dict[str, Any]:
        """What was typed, with the id alone."""
        values = super().typed()
        id = str(values.pop("invoice", "")).partition(":")[0]
        return values | ({"invoice": id} if id else {})


class MarkForm(BaseForm):
    """How far the money has come."""

    state = HiddenField()
    unconfirmed = BooleanField("staff.unconfirmed.seen")
