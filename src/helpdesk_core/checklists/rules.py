"""Working a checklist on one device. It is written down and nothing follows from it: a person decides what to do about
what is open or fails."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, items, text
from ..base.messages import define
from ..base.results import Result
from ..base.text import InternalNote, RawText
from ..base.values import piece
from ..context import Context
from ..devices.model import RequestDevice
from ..devices.several import OfDevices, load_devices
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import RequestCommand
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, WRONG_PHASE, done
from ..settings import Checklist, checklists_for
from ..settings.checklists import MAX_ITEMS
from .model import MOST_ANSWERS, CheckedItem, CheckOutcome, WorkedChecklist, worked_id

WORK = right("checklists.work", "Work the shop's checklists on the devices of a request.")
CHANGED = Refusal(
    define(
        "refusal.checklist_changed", "The checklist was changed or answered in the meantime. Please look at it again."
    ),
    kind=RefusalKind.CONFLICT,
)
NO_NOTE = define("refusal.checklist_note", "Please say in a few words why.")
TOO_MANY = Refusal(
    define("refusal.checklist_full", "This checklist was answered too often on this device. Please write a note."),
    kind=RefusalKind.CONFLICT,
)


@piece
class TypedCheck:
    """An answer as it is given.

    Attributes:
        item: The item's id.
        outcome: What was found.
        note: Why it does not apply, or what is wrong; needed for both.
    """

    item: OpaqueId
    outcome: CheckOutcome
    note: RawText | None = text(max_length=300, default=None)


@command
class WorkChecklist(RequestCommand[Result]):
    """Staff answer items of a checklist on a device. What is left out stays as it is.

    Args:
        device: The id of one of the request's devices.
        checklist: The checklist's id.
        answers: The answers.
        answered: How many answers there were on the page that the person looked at; None for whoever looked at none.
    """

    device: OpaqueId
    checklist: OpaqueId
    answers: tuple[TypedCheck, ...] = items(MAX_ITEMS, at_least=1)
    answered: int | None = None


class ChecklistWorked(Change, action="checklist_worked", label="Checklist worked", tells=NOBODY):
    """Staff answered items of a checklist on a device."""

    device: str
    checklist: str
    items: tuple[str, ...]
    outcomes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class OfChecklist(OfDevices):
    """A request with its devices, and what is answered to the checklist on the one that is named."""

    worked: WorkedChecklist | None


def names_of(device: RequestDevice, all: Iterable[RequestDevice], request: ServiceRequest) -> tuple[str, ...]:
    """What a device is called: of the first one also what its customer called it, and staff."""
    first = next(iter(all), None)
    names = (request.device, request.device_checked) if first is not None and first.id == device.id else ()
    return tuple(str(one) for one in (device.description, *names) if one)


def load_checklist(reader: Reader, command: WorkChecklist, context: Context) -> OfChecklist | Refusal:
    """The request, its devices, and the answers so far."""
    found = load_devices(reader, command, context)
    if isinstance(found, Refusal):
        return found
    id = worked_id(context.tenant, found.request.id, command.device, command.checklist)
    worked = reader.load(WorkedChecklist, id)
    return OfChecklist(request=found.request, stored=found.stored, named=found.named, worked=worked)


@handles(WorkChecklist, actors=STAFF, load=load_checklist, right=WORK)
def work(loaded: OfChecklist, command: WorkChecklist, context: Context) -> Verdict[Result]:
    """What is answered already in the same way is not written down again; what somebody answered in the meantime is not
    taken back unseen."""
    request, device = loaded.request, loaded.named
    if request.merged_into is not None:
        return refused(CONTINUED)
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    assert device is not None
    settings = context.settings
    fitting = checklists_for(settings.checklists, names_of(device, loaded.all(context), request))
    checklist = next((one for one in fitting if one.id == command.checklist), None)
    if checklist is None:
        return refused(CHANGED)
    before = loaded.worked
    given = before.answers if before is not None else ()
    if command.answered is not None and command.answered != len(given):
        return refused(CHANGED)
    new = _answers(command, checklist, loaded.worked, context)
    if isinstance(new, Refusal):
        return refused(new)
    if not new:
        return Verdict(result=Result())
    answers = (*given, *new)
    if len(answers) > MOST_ANSWERS:
        return refused(TOO_MANY)
    fields = {"title": context.redact(settings.label(checklist.labels, settings.languages[0])), "answers": answers}
    after = (before or _blank(request, device, checklist, context)).changed(moment=checklist.moment, **fields)
    change = ChecklistWorked(
        device=device.id,
        checklist=checklist.id,
        items=tuple(one.item for one in new),
        outcomes=tuple(one.outcome.value for one in new),
    )
    return done(request, context, change, result=Result(), saves=(Save(before=before, after=after),))


def _answers(
    command: WorkChecklist, checklist: Checklist, before: WorkedChecklist | None, context: Context
) -> tuple[CheckedItem, ...] | Refusal:
    """The answers that are new."""
    settings = context.settings
    there = {one.id: one for one in checklist.listed(settings.languages)}
    latest = {} if before is None else before.latest
    new: dict[str, CheckedItem] = {}
    for place, one in enumerate(command.answers):
        item, note = there.get(one.item), context.texts.get(f"answers.{place}.note")
        if item is None:
            return CHANGED
        if note is None and one.outcome is not CheckOutcome.DONE:
            return Refusal(NO_NOTE, field=f"answers.{place}.note")
        made = CheckedItem(
            item=item.id,
            words=context.redact(item.labels[settings.languages[0]]),
            outcome=one.outcome,
            note=None if note is None else InternalNote(note),
            by=context.actor.id or "",
            by_name=context.staff_name,
            at=context.now,
        )
        known = latest.get(item.id)
        if known is None or (known.outcome, known.note) != (made.outcome, made.note):
            new[item.id] = made
    return tuple(new.values())


def _blank(request: ServiceRequest, device: RequestDevice, checklist: Checklist, context: Context) -> WorkedChecklist:
    made = context.make(
        WorkedChecklist,
        request=request.id,
        device=device.id,
        checklist=checklist.id,
        title=context.redact(checklist.id),
        moment=checklist.moment,
        answers=(),
    )
    return made.changed(id=worked_id(context.tenant, request.id, device.id, checklist.id))
