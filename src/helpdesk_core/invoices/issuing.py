"""Issuing: the second step, a person's decision about the draft as it was read. Only here a number is given."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Effect, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.messages import define
from ..base.money import Money
from ..base.results import Result, result
from ..base.text import Published
from ..context import Context
from ..guardrails.decisions import decide
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import RequestCommand
from ..service_requests.rules import UNCONFIRMED, WRONG_PHASE, is_unconfirmed, touch
from ..subjects import SubjectPolicy, declare_subject
from .changes import InvoiceIssued, NumberGiven
from .model import (
    DraftState,
    Invoice,
    InvoiceDraft,
    InvoiceKind,
    InvoiceSeries,
    InvoiceState,
    Settlement,
    series_id,
    settlement_of,
)
from .payments import MoneyOf, find_money
from .rules import ISSUE, load_invoices, priced, problem

NO_SELLER = Refusal(
    define(
        "refusal.invoice_no_seller",
        "An invoice says who sells. Please write down in the settings, under “Legal”, who runs the shop.",
    ),
    kind=RefusalKind.CONFLICT,
)
DRAFT_CHANGED = Refusal(
    define(
        "refusal.invoice_changed",
        "The draft, or an invoice it depends on, changed while you were reading it. Nothing was issued. Please look at "
        "it as it is now.",
    ),
    kind=RefusalKind.CONFLICT,
)


@result
class InvoiceWasIssued(Result):
    """The invoice's id, and its number."""

    invoice: str
    number: str


@command
class IssueInvoice(RequestCommand[InvoiceWasIssued]):
    """Issue the draft that was read: it gets the next number and never changes again.

    Args:
        digest: Of the draft that was on the page.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    digest: OpaqueId
    unconfirmed: bool = False


@attrs.frozen(kw_only=True)
class Issuing(MoneyOf):
    """The request's invoices with the money that came, and the series that the next number comes from."""

    name: str
    series: InvoiceSeries | None

    @property
    def next_number(self) -> int:
        """The number that the next invoice gets."""
        return 1 + (0 if self.series is None else self.series.last)


def load_issuing(reader: Reader, command: IssueInvoice, context: Context) -> Issuing | Refusal:
    """What `load_invoices` loads, with the money, and the series of this year where the shop is."""
    loaded = load_invoices(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    year = context.now.astimezone(context.settings.zone).year
    name = f"{context.settings.invoice_series}/{year}"
    series = reader.load(InvoiceSeries, series_id(context.tenant, name))
    money = find_money(reader, loaded.request)
    found = {field.name: getattr(money, field.name) for field in attrs.fields(MoneyOf)}
    return Issuing(**(found | {"draft": loaded.draft}), name=name, series=series)


@handles(IssueInvoice, actors=STAFF, load=load_issuing, right=ISSUE)
def issue(loaded: Issuing, command: IssueInvoice, context: Context) -> Verdict[InvoiceWasIssued]:
    """The draft is asked about again: an advance may have been issued, or the day may have passed, since it was
    written. The number is the series' next one, written in the same transaction, so that there is neither a gap nor a
    double: whoever comes second decides again with the number after."""
    draft, request = loaded.draft, loaded.request
    if draft is None:
        return refused(WRONG_PHASE)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    if draft.digest != command.digest:
        return refused(DRAFT_CHANGED)
    if not context.settings.company:
        return refused(NO_SELLER)
    if wrong := problem(draft, loaded, context):
        return refused(wrong)
    deposits, made = _with_deposits(_issued(draft, loaded, context), loaded)
    made = made.committed(Effect.PUBLISH, context.new_salt())
    decision = decide(Effect.PUBLISH, made, subject=request.id, by=context.evidence, now=context.now)
    change = InvoiceIssued(invoice=made.id, number=made.number, digest=made.digest)
    saves = (
        Save(after=decision),
        Save(after=made.changed(decided=decision.id, state=InvoiceState.ISSUED)),
        Save(before=draft, after=draft.changed(state=DraftState.ISSUED)),
        *_corrected(made, loaded),
        *deposits,
    )
    return Verdict(
        result=InvoiceWasIssued(invoice=made.id, number=made.number),
        touched=(touch(request, context, change), _numbered(made, loaded, context)),
        saves=saves,
    )


def _issued(draft: InvoiceDraft, loaded: Issuing, context: Context) -> Invoice:
    settings, sums = context.settings, priced(draft, loaded.invoices)
    corrected = loaded.invoice(draft.corrects)
    assert sums is not None  # asked by `problem` before
    nothing = Money(minor=0, currency=sums.gross.currency)
    made = context.make(
        Invoice,
        request=loaded.request.id,
        state=InvoiceState.UNISSUED,
        number=f"{loaded.name}/{loaded.next_number}",
        sequence=loaded.next_number,
        kind=draft.kind,
        corrects=draft.corrects,
        corrects_number=corrected.number if corrected else None,
        language=settings.language(loaded.request.language),
        prices=draft.prices,
        lines=draft.lines,
        buyer_name=draft.buyer_name,
        buyer_address=draft.buyer_address,
        buyer_tax_number=draft.buyer_tax_number,
        seller=Published.of(settings.company),
        seller_address=Published.of(settings.address),
        bank_account=Published.of(settings.bank_account),
        issued_on=context.now.astimezone(settings.zone).date(),
        sold_on=draft.sold_on,
        due_on=draft.due_on,
        reason=draft.reason,
        deducted=sums.deducted,
        before=sums.before,
        shares=sums.shares,
        gross=sums.gross,
        issued_by=context.actor.id,
        issued_by_name=context.staff_name,
        issued_at=context.now,
        credited=nothing,
        paid=nothing,
        settlement=Settlement.UNPAID,
        needs_number=context.e_invoices is not None and draft.buyer_tax_number is not None,
    )
    return made.changed(settlement=settlement_of(made))


def _with_deposits(made: Invoice, loaded: Issuing) -> tuple[tuple[Save, ...], Invoice]:
    """Deposits count for the next invoice that is issued: their saves, and the invoice as far as they pay it."""
    if made.kind is InvoiceKind.CREDIT:
        return (), made
    currency = made.gross.currency
    came = [one for one in loaded.deposits if one.amount.currency == currency]
    back = [one for one in loaded.refunds if one.invoice is None and one.amount.currency == currency]
    saves = tuple(Save(before=one, after=one.changed(invoice=made.id)) for one in (*came, *back))
    paid = sum(one.amount.minor for one in came) - sum(one.amount.minor for one in back if one.is_gone)
    return saves, made.counted(paid=Money(minor=paid, currency=currency))


def _corrected(made: Invoice, loaded: Issuing) -> tuple[Save, ...]:
    """The invoice that a credit note corrects, which is now to be paid with the difference."""
    before = loaded.invoice(made.corrects)
    if made.kind is not InvoiceKind.CREDIT or before is None:
        return ()
    return (Save(before=before, after=before.counted(credited=before.credited + made.gross)),)


def _numbered(made: Invoice, loaded: Issuing, context: Context) -> Touch:
    given = NumberGiven(invoice=made.id, number=loaded.next_number)
    before: Any = loaded.series
    after = (
        before.changed(last=loaded.next_number)
        if before is not None
        else context.make(
            InvoiceSeries, id=series_id(context.tenant, loaded.name), name=loaded.name, last=loaded.next_number
        )
    )
    return Touch(before=before, after=after, changes=(given,))


declare_subject(
    SubjectPolicy(
        record=InvoiceSeries,
        can_access=lambda series, context: context.actor.kind in STAFF,
        reference=lambda series: series.name,
    )
)
