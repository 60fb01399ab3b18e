"""Short ways to where a test starts: requests in every phase, made by the commands that people use."""

from __future__ import annotations

from typing import Any

from helpdesk_core import Admin, Agent, Automation, Customer, Guest, Helpdesk
from helpdesk_core.base.actors import Actor
from helpdesk_core.contacts.codes import EnterCode, RequestCode
from helpdesk_core.contacts.model import CODES, EntryCode
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.outcomes.rules import PrepareOutcome, RecordOutcome
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.service_requests.rules import CancelRequest, ChangeStatus, CloseRequest
from helpdesk_core.triage.rules import AssignRequest

__all__ = ["AssignRequest", "CancelRequest", "ChangeStatus", "Customer", "PrepareOutcome", "RecordOutcome", "view_room"]
ANNA = Agent(id="anna", name="Anna Nowak")
BOSS = Admin(id="boss", name="Ewa Boss")
BOT = Automation(id="bot")
CUSTOMER = Customer(id="c-1")
EMAIL = "maria@example.com"


def do(desk: Helpdesk, command: type[Any], actor: Actor, **fields: Any) -> Any:
    """Carry out a command that must succeed."""
    return desk.do(desk.read(command, fields), actor)


def attempt(desk: Helpdesk, command: type[Any], actor: Actor, key: str | None = None, **fields: Any) -> Any:
    """Try a command."""
    return desk.handle(desk.read(command, fields), actor, key=key)


def submit(desk: Helpdesk, actor: Actor = Guest(), **fields: Any) -> Any:
    """A request as a customer sends it."""
    defaults = {"problem": "The screen is cracked.", "device": "iPhone 13", "surname": "Kowalska", "contact": EMAIL}
    return do(desk, SubmitRequest, actor, **(defaults | fields))


def link(desk: Helpdesk, made: Any) -> str:
    """The private link's token."""
    return desk.keyring.link(made.request, made.generation)


def enter(desk: Helpdesk, made: Any, contact: str = EMAIL) -> Guest:
    """Enter the present code, as the mailbox shows it."""
    code = code_of(desk, made, contact)
    return desk.guest(do(desk, EnterCode, Guest(), link=link(desk, made), contact=contact, code=code).grant)


def entry_code(desk: Helpdesk, made: Any, contact: str = EMAIL) -> EntryCode:
    """The code that was asked for last; one is asked for where the address had its share of messages already."""
    with desk.reading() as reader:
        found: list[EntryCode] = list(reader.find(CODES, {"request": made.request}))
    if not found:
        do(desk, RequestCode, Guest(), link=link(desk, made), contact=contact)
        return entry_code(desk, made, contact)
    return max(found, key=lambda code: code.asked_at)


def code_of(desk: Helpdesk, made: Any, contact: str = EMAIL) -> str:
    """Its digits."""
    code = entry_code(desk, made, contact)
    return desk.keyring.code(code.id, code.number)


def stored(desk: Helpdesk, made: Any) -> ServiceRequest:
    """The request as it is stored."""
    with desk.reading() as reader:
        found = reader.load(ServiceRequest, made.request)
    assert found is not None
    return found


def prepare(desk: Helpdesk, made: Any, text: str = "A new screen is in.") -> Any:
    """An outcome's draft."""
    return do(desk, PrepareOutcome, ANNA, request=made.request, result="solved", text=text)


def record(desk: Helpdesk, made: Any) -> Any:
    """A recorded outcome."""
    draft = prepare(desk, made)
    do(desk, RecordOutcome, ANNA, outcome=draft.outcome, digest=draft.digest)
    return draft


def in_phase(desk: Helpdesk, phase: str, actor: Actor = Guest(), **fields: Any) -> tuple[Any, Guest]:
    """A request in a phase, and the guest who may open its room; ``fields`` are of its submission."""
    made = submit(desk, actor, **fields)
    if phase == "received":
        return made, Guest()
    guest = enter(desk, made, fields.get("contact", EMAIL))
    if phase == "ready":
        do(desk, ChangeStatus, ANNA, request=made.request, status="in_progress")
    if phase in ("in_review", "in_progress", "ready", "waiting_for_customer"):
        do(desk, ChangeStatus, ANNA, request=made.request, status=phase)
    elif phase in ("outcome_recorded", "closed"):
        record(desk, made)
        if phase == "closed":
            do(desk, CloseRequest, ANNA, request=made.request)
    elif phase == "cancelled":
        do(desk, CancelRequest, ANNA, request=made.request)
    assert stored(desk, made).phase.value == phase
    return made, guest
