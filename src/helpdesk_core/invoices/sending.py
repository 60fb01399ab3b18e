"""An invoice on its way into a state's system of invoices (`ports.EInvoices`): one try, that a person asked for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from ..base.digests import outside_id
from ..base.queries import Query
from ..base.records import Guard, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded
from ..guardrails.decisions import Guarded


class Asked(StrEnum):
    """What is stored was asked for by a person: what a rule is still putting together is nowhere but there."""

    UNASKED = "unasked"
    ASKED = "asked"


class SendingState(Worded, prefix="invoice.sending"):
    """How far it has come."""

    WAITING = "waiting", "On its way"
    REGISTERED = "registered", "Accepted"
    REFUSED = "refused", "Refused"


class RefusedBy(Worded, prefix="invoice.refused"):
    """Why it was not taken, and what to do."""

    FILE = (
        "file",
        "KSeF found something wrong in it, and does not have it. Read what it says. If this program was set up wrongly "
        "(tax number, exemption), have that corrected and send it again. If the invoice is wrong, cancel it here with "
        "a credit note and issue another.",
    )
    RIGHTS = (
        "rights",
        "The token may not send invoices; KSeF does not have this one. Have a token made with the "
        "permission to issue invoices, then send this again.",
    )
    DUPLICATE = (
        "duplicate",
        "KSeF already has another invoice of this kind with this number. Look for it there before you do "
        "anything: it was sent by another program, or from another copy of this one.",
    )
    CHANGED = (
        "changed",
        "This program was changed while the invoice was on its way, and would write it otherwise now. Look in KSeF "
        "whether it is there; where it is not, send it again.",
    )
    OTHER = ("other", "KSeF did not take it. Read what it says, then send it again.")


@record(
    "invoice_sendings",
    indexes=(Index(("tenant", "request", "asked_at", "id")),),
    guard=Guard("publish", "asked", (Asked.UNASKED.value,)),
)
class InvoiceSending(Guarded):
    """One try. The decision is about the very bytes that a person read; a job carries them, and what the system answers
    is written here. What it registered stays as it is."""

    decides = ("request", "invoice", "document", "refers")
    request: str = col(references="service_requests")
    invoice: str = col(references="invoices")
    document: str
    """SHA-256 of what is sent."""
    refers: dict[str, str] = col(personal=False, codes=True)
    """The system's numbers of what it corrects and takes off, by their ids; empty for what is not in the system."""
    asked: Asked
    state: SendingState
    session: str | None = col(default=None)
    """The system's session that it is sent in, kept before anything is sent."""
    attempt: int = col(default=1)
    """Counts the sessions."""
    number: str | None = col(default=None)
    registered_at: datetime | None = col(default=None)
    link: str | None = col(default=None)
    has_receipt: bool = col(default=False)
    reason: RefusedBy | None = col(default=None)
    said: SafeText | None = col(personal=True, default=None)
    """Why it was refused, in the system's words."""
    asked_by: str = col(personal="staff")
    asked_by_name: SafeText | None = col(personal="staff")
    asked_at: datetime
    told_at: datetime | None = col(default=None)

    @property
    def document_key(self) -> str:
        """Where its bytes are kept."""
        return outside_id(self.tenant, "e_invoice", self.document)

    @property
    def receipt_key(self) -> str:
        """Where the system's own word for it is kept."""
        return outside_id(self.tenant, "e_invoice_receipt", self.document)

    @property
    def file_keys(self) -> tuple[str, ...]:
        """See `Record.file_keys`."""
        return (self.document_key, *((self.receipt_key,) if self.has_receipt else ()))

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """See `Record.check_write`."""
        if self.asked is not Asked.ASKED:
            return "only what was asked for is stored"
        if before is None or before.state is not SendingState.REGISTERED:
            return None
        kept = (self.state, self.number, self.registered_at, self.link, self.invoice, self.document)
        was = (before.state, before.number, before.registered_at, before.link, before.invoice, before.document)
        return None if kept == was else "what is registered changes"


SENDINGS = Query(
    InvoiceSending, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True, join="decided"
)
