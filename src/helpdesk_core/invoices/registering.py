"""Having an invoice registered in a state's system, after a person asked for it: jobs carry it, its word is kept.

A session is kept before anything is sent in it, and asked before anything is sent again. Whatever happens in between,
the same bytes go out once: the system knows them by their digest, and refuses a second invoice of one number.
"""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta
from functools import partial

import attrs

from ..base.actors import ActorKind
from ..base.changes import Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command, text
from ..base.records import Subject
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..handlers import handles
from ..jobs import Call, Drop, Wait, Work, job
from ..ports.e_invoices import Busy, EInvoices, Registered, Rejected, SessionOver, Unwelcome, Unwritable
from ..ports.files import Files
from ..ports.notifier import Answer, Retry
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from ..subjects import NOT_FOUND, get_visible
from .asking import REGISTER, SendingsOf, find_sendings, next_step, sha256, step
from .changes import InvoiceNotRegistered, InvoiceRegistered, InvoiceSendingBegun
from .e_form import e_invoice
from .model import InvoiceSending
from .sending import RefusedBy, SendingState

_log = logging.getLogger("helpdesk_core.invoices")
AWAY, BUSY, UNWELCOME, NOT_CONFIGURED = "register_away", "register_busy", "register_unwelcome", "register_not_set_up"
_SOON, _AT_FIRST = 5, timedelta(minutes=2)
_LONGEST_PAUSE = 900


@command
class NoteSession(Command[Result]):
    """Keep the session in which an invoice will be sent.

    Args:
        sending: The try.
        attempt: Which of its sessions it is.
        session: The system's handle of it; None where that one is over and another has to be begun.
    """

    sending: OpaqueId
    attempt: int
    session: OpaqueId | None = None


@command
class RecordRegistration(Command[Result]):
    """Write down the number that the system gave.

    Args:
        sending: The try.
        number: The number.
        at: When it was given.
        link: Where anybody can see that it is there.
        has_receipt: Whether the system's own word was kept.
    """

    sending: OpaqueId
    number: OpaqueId
    at: datetime
    link: OpaqueId
    has_receipt: bool = False


@command
class RecordRejection(Command[Result]):
    """Write down that the system refused an invoice.

    Args:
        sending: The try.
        reason: Why.
        said: In its own words.
    """

    sending: OpaqueId
    reason: RefusedBy
    said: RawText | None = text(max_length=600, default=None)


def load_told(
    reader: Reader, command: NoteSession | RecordRegistration | RecordRejection, context: Context
) -> SendingsOf | Refusal:
    """What a job is about."""
    told = reader.load(InvoiceSending, command.sending)
    request = None if told is None else get_visible(reader, ServiceRequest, told.request, context)
    return NOT_FOUND if request is None else find_sendings(reader, request, told)


@job(REGISTER)
def register(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """The next step of what waits: begin a session, or send and ask in the one that was begun."""
    sending = reader.load(InvoiceSending, payload["sending"])
    waits = sending is not None and sending.state is SendingState.WAITING and step(sending) == payload["step"]
    if sending is None or not waits or not isinstance(subject, ServiceRequest):
        return Drop(reason="not_waiting")
    system = context.e_invoices
    loaded = find_sendings(reader, subject)
    invoice = loaded.invoice(sending.invoice)
    if system is None or invoice is None:
        return Wait(reason=NOT_CONFIGURED)
    try:
        document = system.write(e_invoice(invoice, loaded.invoices, sending.refers))
    except Unwritable:
        document = b""  # what it was written from is another one now
    files = None if context.storage is None else context.storage.files
    if sending.session is None:
        return Call(work=partial(_begun, system, sending, files, document))
    pause = _SOON if context.now - sending.asked_at < _AT_FIRST else None
    return Call(work=partial(_sent, system, sending, files, document, pause))


def _begun(
    system: EInvoices, sending: InvoiceSending, files: Files | None, document: bytes
) -> Command[Result] | Answer:
    """The bytes are kept before anything else: a later release may write them otherwise."""
    if sha256(document) == sending.document:
        _keep(files, sending.document_key, document, "application/xml")
    try:
        session = system.begin()
    except OSError as error:
        return _later(error)
    return NoteSession(sending=OpaqueId(sending.id), attempt=sending.attempt, session=OpaqueId(session))


def _sent(
    system: EInvoices, sending: InvoiceSending, files: Files | None, made: bytes, pause: float | None
) -> Command[Result] | Answer:
    id, document = OpaqueId(sending.id), _kept(files, sending.document_key) or made
    if sha256(document) != sending.document:
        return RecordRejection(sending=id, reason=RefusedBy.CHANGED)
    try:
        said = system.send(sending.session or "", document)
    except SessionOver:
        return NoteSession(sending=id, attempt=sending.attempt + 1)
    except OSError as error:
        return _later(error)
    if said is None:
        return Retry("register_working", seconds=pause)
    if isinstance(said, Rejected):
        reason = RefusedBy(said.code) if said.code in set(RefusedBy) else RefusedBy.OTHER
        return RecordRejection(sending=id, reason=reason, said=RawText(said.said) if said.said else None)
    return _registration(sending, said, files)


def _registration(sending: InvoiceSending, said: Registered, files: Files | None) -> RecordRegistration:
    receipt = said.receipt
    return RecordRegistration(
        sending=OpaqueId(sending.id),
        number=OpaqueId(said.number),
        at=said.at,
        link=OpaqueId(said.link),
        has_receipt=receipt is not None and _keep(files, sending.receipt_key, receipt, "application/xml"),
    )


def _later(error: OSError) -> Answer:
    if isinstance(error, Busy):
        return Retry(BUSY, seconds=error.seconds)
    _log.warning("an invoice could not be sent now: %s", type(error).__name__)
    return Retry(UNWELCOME if isinstance(error, Unwelcome) else AWAY)


def _keep(files: Files | None, key: str, content: bytes, media: str) -> bool:
    if files is None:
        return False
    try:
        files.put(key, io.BytesIO(content), type=media)
    except OSError as error:
        _log.error("a document was not kept: %s", type(error).__name__)
        return False
    return True


def _kept(files: Files | None, key: str) -> bytes | None:
    if files is None:
        return None
    try:
        with files.open(key) as stream:
            return stream.read()
    except OSError:
        return None


AUTOMATION = frozenset({ActorKind.AUTOMATION})


@handles(NoteSession, actors=AUTOMATION, load=load_told)
def note_session(loaded: SendingsOf, command: NoteSession, context: Context) -> Verdict[Result]:
    """The next step follows. A new session is begun later each time."""
    before = loaded.told
    assert before is not None  # else there was nothing to load
    if before.state is not SendingState.WAITING or command.attempt < before.attempt or _is_same(before, command):
        return Verdict(result=Result())
    after = before.changed(session=command.session, attempt=command.attempt)
    change = InvoiceSendingBegun(sending=before.id, attempt=after.attempt)
    due_in = 0 if command.session else min(_LONGEST_PAUSE, 60 * (after.attempt - 1))
    verdict = done(loaded.request, context, change, result=Result(), saves=(Save(before=before, after=after),))
    return attrs.evolve(verdict, jobs=(next_step(after, loaded.request, context, due_in),))


def _is_same(before: InvoiceSending, command: NoteSession) -> bool:
    """Whether the session of an attempt is known: the first one that is kept is the one that is used."""
    return command.attempt == before.attempt and (before.session is not None or command.session is None)


@handles(RecordRegistration, actors=AUTOMATION, load=load_told)
def record_registration(loaded: SendingsOf, command: RecordRegistration, context: Context) -> Verdict[Result]:
    """The number belongs to the invoice from now on."""
    before = loaded.told
    assert before is not None
    invoice = loaded.invoice(before.invoice)
    if before.state is not SendingState.WAITING or invoice is None or invoice.registered_number:
        return Verdict(result=Result())
    after = before.changed(
        state=SendingState.REGISTERED,
        number=command.number,
        registered_at=command.at,
        link=command.link,
        has_receipt=command.has_receipt,
        told_at=context.now,
    )
    numbered = invoice.changed(registered_number=command.number, registered_at=command.at, registered_link=command.link)
    saves = (Save(before=before, after=after), Save(before=invoice, after=numbered))
    change = InvoiceRegistered(sending=before.id, number=command.number)
    return done(loaded.request, context, change, result=Result(), saves=saves)


@handles(RecordRejection, actors=AUTOMATION, load=load_told)
def record_rejection(loaded: SendingsOf, command: RecordRejection, context: Context) -> Verdict[Result]:
    """A person reads why, and what to do."""
    before = loaded.told
    assert before is not None
    if before.state is not SendingState.WAITING:
        return Verdict(result=Result())
    after = before.changed(
        state=SendingState.REFUSED, reason=command.reason, said=context.texts.get("said"), told_at=context.now
    )
    change = InvoiceNotRegistered(sending=before.id, reason=command.reason.value)
    return done(loaded.request, context, change, result=Result(), saves=(Save(before=before, after=after),))
