"""What staff read before an invoice is sent into a state's system, and of what became of it."""

from __future__ import annotations

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import may
from ..notifications.model import OutboxRow, State
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND
from .asking import find_sendings, obstacle, sha256, step_id, written
from .model import Invoice, InvoiceSending
from .rules import ISSUE
from .sending import SendingState
from .views import InvoiceSummary, summary_of


@staff_view
class InvoiceToSend:
    """An invoice with what would be sent of it, or with what became of it.

    Attributes:
        document: What would be sent, None where it cannot be sent now.
        digest: SHA-256 of it.
        obstacle: Why it cannot be sent now.
        sending: The last try, None where there was none.
        waits_for: Why that one still waits, as a code; empty where its turn has not come yet.
        is_outside: Whether what it corrects or takes off was issued outside of the system.
        is_of_earlier_day: Whether it was issued on an earlier day than today.
    """

    invoice: Invoice
    summary: InvoiceSummary
    document: str | None
    digest: str
    obstacle: Refusal | None
    sending: InvoiceSending | None
    waits_for: str
    is_outside: bool
    is_of_earlier_day: bool
    can_send: bool


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_invoice_to_send(
    reader: Reader, context: Context, request: ServiceRequest, invoice: str
) -> InvoiceToSend | Refusal:
    """Look at what is sent of an invoice into a state's system, and at what became of it.

    Args:
        request_id: The request's id.
        invoice: The invoice's id.

    Returns:
        What there is, or a refusal, also where the shop sends none.
    """
    loaded, system = find_sendings(reader, request), context.e_invoices
    found = loaded.invoice(invoice)
    if found is None or system is None:
        return NOT_FOUND
    wrong = obstacle(found, loaded)
    document = None if wrong else written(found, loaded, system)
    if isinstance(document, Refusal):
        wrong, document = document, None
    sending = loaded.newest(found.id)
    others = [loaded.invoice(one.invoice) for one in found.deducted] + [loaded.invoice(found.corrects)]
    today = context.now.astimezone(context.settings.zone).date()
    return InvoiceToSend(
        invoice=found,
        summary=summary_of(found, context),
        document=None if document is None else document.decode(),
        digest="" if document is None else sha256(document),
        obstacle=wrong,
        sending=sending,
        waits_for=_waits_for(reader, sending, context),
        is_outside=any(one is not None and one.registered_number is None for one in others),
        is_of_earlier_day=found.issued_on < today,
        can_send=may(context.actor, ISSUE, request),
    )


def _waits_for(reader: Reader, sending: InvoiceSending | None, context: Context) -> str:
    if sending is None or sending.state is not SendingState.WAITING:
        return ""
    row = reader.load(OutboxRow, step_id(context.tenant, sending))
    return row.reason if row is not None and row.state is State.WAITING else ""
