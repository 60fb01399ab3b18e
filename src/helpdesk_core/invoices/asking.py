"""Asking for an invoice to be registered in a state's system: what can be sent, and a person's decision to send it."""

from __future__ import annotations

import hashlib

import attrs

from ..base.actors import STAFF
from ..base.changes import Effect, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.messages import define
from ..base.results import Result, result
from ..context import Context
from ..guardrails.decisions import decide
from ..handlers import handles
from ..jobs import job_id
from ..ports.e_invoices import EInvoices, Unwritable
from ..ports.store import Reader
from ..service_requests.access import RequestCommand
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONFLICT, done
from ..subjects import NOT_FOUND
from .changes import InvoiceSendingAsked
from .e_form import e_invoice, held_before, referred
from .model import Invoice, InvoiceSending
from .rules import ISSUE, InvoicesOf, find_invoices, load_invoices
from .sending import SENDINGS, Asked, SendingState

REGISTER = "invoice_register"
_MOST_SENDINGS = 500
NO_NUMBER = Refusal(
    define("refusal.sending_no_tax_number", "Only invoices with the buyer's tax number are sent: this one has none."),
    kind=RefusalKind.CONFLICT,
)
ON_ITS_WAY = Refusal(
    define("refusal.sending_waiting", "This invoice is on its way already, or has its number."),
    kind=RefusalKind.CONFLICT,
)
FIRST = Refusal(
    define(
        "refusal.sending_first",
        "This invoice refers to another one that has no number yet. Please send that one first, and wait for its "
        "number.",
    ),
    kind=RefusalKind.CONFLICT,
)
OTHER_BUYER = Refusal(
    define(
        "refusal.sending_other_buyer",
        "A credit note cannot change the buyer's tax number. Please cancel the invoice in full with the number that "
        "stands on it, and issue another one.",
    ),
    kind=RefusalKind.CONFLICT,
)
#: Why the form cannot be written, and what to do, by the port's code.
UNWRITABLE = {
    "address": define(
        "refusal.sending_address",
        "The invoice says no address of the shop, which KSeF wants. Write it down in the settings; then cancel this "
        "invoice and issue another.",
    ),
    "rate": define(
        "refusal.sending_rate",
        "A line has a tax rate that KSeF does not know from here. Enter the invoice there by hand.",
    ),
    "exempt": define(
        "refusal.sending_exempt",
        "A line has no tax. KSeF wants the provision by which it is exempt: whoever set this program up has to "
        "write it down.",
    ),
    "currency": define(
        "refusal.sending_currency",
        "Only invoices in PLN are sent to KSeF from here. Enter this one there by hand.",
    ),
    "tax_number": define(
        "refusal.sending_tax_number", "The buyer's tax number cannot be one. Cancel this invoice and issue another."
    ),
    "size": define("refusal.sending_size", "The invoice is longer than KSeF allows."),
}


@result
class InvoiceIsSent(Result):
    """The try's id."""

    sending: str


@command
class SendInvoice(RequestCommand[InvoiceIsSent]):
    """Send an invoice into the state's system, exactly as it was read.

    Args:
        invoice: The invoice's id.
        digest: SHA-256 of the document that was on the page.
    """

    invoice: OpaqueId
    digest: OpaqueId


@attrs.frozen(kw_only=True)
class SendingsOf(InvoicesOf):
    """A request's invoices with the tries to send them, newest first, and the one that a job is about."""

    sendings: tuple[InvoiceSending, ...] = ()
    told: InvoiceSending | None = None

    def newest(self, invoice: str) -> InvoiceSending | None:
        """The last try of an invoice."""
        return next((one for one in self.sendings if one.invoice == invoice), None)


def find_sendings(reader: Reader, request: ServiceRequest, told: InvoiceSending | None = None) -> SendingsOf:
    """A request's invoices and the tries to send them."""
    found = find_invoices(reader, request)
    return _with_sendings(reader, found, told)


def _with_sendings(reader: Reader, found: InvoicesOf, told: InvoiceSending | None) -> SendingsOf:
    values = {field.name: getattr(found, field.name) for field in attrs.fields(InvoicesOf)}
    return SendingsOf(**values, sendings=_sendings(reader, found.request), told=told)


def sendings_of(reader: Reader, request: ServiceRequest) -> dict[str, InvoiceSending]:
    """The last try to send each invoice of a request, by the invoice's id."""
    return {one.invoice: one for one in reversed(_sendings(reader, request))}


def _sendings(reader: Reader, request: ServiceRequest) -> tuple[InvoiceSending, ...]:
    there = "invoice_sendings" in request.has
    rows = reader.find(SENDINGS, {"request": request.id}, limit=_MOST_SENDINGS) if there else ()
    return tuple(one for one, decision in rows if one.is_decided(Effect.PUBLISH, decision))


def load_sendings(reader: Reader, command: SendInvoice, context: Context) -> SendingsOf | Refusal:
    """The request's invoices and tries, for staff."""
    loaded = load_invoices(reader, command, context)
    return loaded if isinstance(loaded, Refusal) else _with_sendings(reader, loaded, None)


def refers_to(invoice: Invoice, loaded: InvoicesOf) -> dict[str, str]:
    """The system's numbers of what an invoice refers to, by id; empty for what is not there."""
    found = {one.id: one.registered_number or "" for one in loaded.invoices}
    return {id: found.get(id, "") for id in referred(invoice)}


def obstacle(invoice: Invoice, loaded: SendingsOf) -> Refusal | None:
    """Why an invoice cannot be sent now, before its form is written; None for nothing."""
    if not invoice.buyer_tax_number:
        return NO_NUMBER
    newest = loaded.newest(invoice.id)
    if invoice.registered_number or (newest is not None and newest.state is SendingState.WAITING):
        return ON_ITS_WAY
    others = [found for id in referred(invoice) if (found := loaded.invoice(id)) is not None]
    if any(_awaits(one, loaded) for one in others):
        return FIRST
    corrected = loaded.invoice(invoice.corrects)
    if corrected is not None:
        before = held_before(invoice, corrected, loaded.invoices)
        if before.buyer_tax_number != invoice.buyer_tax_number:
            return OTHER_BUYER
    return None


def _awaits(invoice: Invoice, loaded: SendingsOf) -> bool:
    """Whether an invoice should have a number and has none: issued for the system, or tried to be sent there."""
    asked = invoice.needs_number or loaded.newest(invoice.id) is not None
    return bool(invoice.buyer_tax_number) and asked and not invoice.registered_number


def written(invoice: Invoice, loaded: InvoicesOf, system: EInvoices) -> bytes | Refusal:
    """An invoice in the system's form, or why it has no place there."""
    try:
        return system.write(e_invoice(invoice, loaded.invoices, refers_to(invoice, loaded)))
    except Unwritable as error:
        return Refusal(UNWRITABLE.get(error.code, UNWRITABLE["rate"]), kind=RefusalKind.CONFLICT)


def sha256(document: bytes) -> str:
    """The digest by which a document is known."""
    return hashlib.sha256(document).hexdigest()


@handles(SendInvoice, actors=STAFF, load=load_sendings, right=ISSUE)
def send_invoice(loaded: SendingsOf, command: SendInvoice, context: Context) -> Verdict[InvoiceIsSent]:
    """A person's decision about the bytes that were read. Nothing is sent here: a job does it, and goes on until the
    system has answered."""
    invoice, system = loaded.invoice(command.invoice), context.e_invoices
    if invoice is None or system is None:
        return refused(NOT_FOUND)
    if (wrong := obstacle(invoice, loaded)) is not None:
        return refused(wrong)
    document = written(invoice, loaded, system)
    if isinstance(document, Refusal):
        return refused(document)
    if sha256(document) != command.digest:
        return refused(CONFLICT)
    made = context.make(
        InvoiceSending,
        request=loaded.request.id,
        invoice=invoice.id,
        document=sha256(document),
        refers=refers_to(invoice, loaded),
        asked=Asked.UNASKED,
        state=SendingState.WAITING,
        asked_by=context.actor.id,
        asked_by_name=context.staff_name,
        asked_at=context.now,
    ).committed(Effect.PUBLISH, context.new_salt())
    decision = decide(Effect.PUBLISH, made, subject=loaded.request.id, by=context.evidence, now=context.now)
    sent = made.changed(decided=decision.id, asked=Asked.ASKED)
    change = InvoiceSendingAsked(sending=made.id, digest=made.digest)
    saves = (Save(after=decision), Save(after=sent))
    verdict = done(loaded.request, context, change, result=InvoiceIsSent(sending=made.id), saves=saves)
    return attrs.evolve(verdict, jobs=(next_step(sent, loaded.request, context),))


def step_id(tenant: str, sending: InvoiceSending) -> str:
    """The id of the job that does a try's next step."""
    return job_id(tenant, REGISTER, f"{sending.id}:{sending.attempt}:{sending.session or ''}")


def next_step(sending: InvoiceSending, request: ServiceRequest, context: Context, due_in: float = 0) -> Job:
    """The job that does it."""
    id, payload = step_id(context.tenant, sending), {"sending": sending.id, "step": step(sending)}
    return Job(name=REGISTER, subject=request, payload=payload, id=id, due_in=due_in)


def step(sending: InvoiceSending) -> str:
    """Names a try's next step."""
    return f"{sending.attempt}:{'send' if sending.session else 'begin'}"
