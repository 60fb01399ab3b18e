"""The list of what can be lent; lending a device and taking it back. Both are facts that staff record: no status
follows from either, and none of them waits for the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import attrs

from ..awaited_parts.rules import day_problem
from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Job, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command, text
from ..base.messages import define
from ..base.notices import to_customer
from ..base.results import Result, result
from ..base.text import InternalNote, RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..jobs import job_id
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, UNCONFIRMED, WRONG_PHASE, is_unconfirmed, touch
from ..subjects import NOT_FOUND, SubjectPolicy, declare_subject, get_visible
from .model import DEVICES, MOST_LOAN_DEVICES, MOST_LOANS, OF_REQUEST, Loan, LoanDevice

RECORD = right("loans.record", "Keep the list of devices to lend, lend them to customers and take them back.")
NO_LOAN_DEVICE = Refusal(
    define("refusal.no_such_loan_device", "There is no such device to lend. Please choose one from the list."),
    kind=RefusalKind.NOT_FOUND,
    field="loan_device",
)
NOT_LENT = Refusal(
    define("refusal.loan_not_offered", "The shop lends no devices: an admin can switch that on in the settings."),
    kind=RefusalKind.FORBIDDEN,
)
IS_OUT = Refusal(
    define("refusal.loan_device_out", "This device is lent already. Please choose another one, or take it back first."),
    kind=RefusalKind.CONFLICT,
    field="loan_device",
)
IS_RETIRED = Refusal(
    define("refusal.loan_device_retired", "This device is not lent any more. Please choose another one."),
    kind=RefusalKind.CONFLICT,
    field="loan_device",
)
STILL_OUT = Refusal(
    define("refusal.loan_device_still_out", "This device is lent now. Take it back first."),
    kind=RefusalKind.CONFLICT,
    field="retired",
)
IS_BACK = Refusal(
    define("refusal.loan_back", "This device was taken back already. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)
TOO_MANY = Refusal(
    define("refusal.loans_too_many", "There are as many as there can be. Please look at the list."),
    kind=RefusalKind.CONFLICT,
)

REMIND = "remind_of_loan"

declare_subject(SubjectPolicy(record=LoanDevice, can_access=lambda device, context: context.actor.kind in STAFF))


@result
class LoanDeviceAdded(Result):
    """The id of a device to lend."""

    loan_device: str


@result
class DeviceLent(Result):
    """The loan's id."""

    loan: str


@command
class DescribedLoanDevice(Command[R_co]):
    """A command that says all of a device to lend.

    Args:
        name: What it is called, for customers too.
        serial: Its serial number.
        notes: What staff should know of it.
    """

    name: RawText = text(max_length=100)
    serial: RawText | None = text(max_length=64, default=None)
    notes: RawText | None = text(max_length=1000, default=None)


@command
class AddLoanDevice(DescribedLoanDevice[LoanDeviceAdded]):
    """Write down a device that the shop lends."""


@command
class ChangeLoanDevice(DescribedLoanDevice[Result]):
    """Correct what stands there; all of it is said again.

    Args:
        loan_device: Its id.
        retired: Whether it is lent no more.
    """

    loan_device: OpaqueId
    retired: bool = False


@command
class LendDevice(RequestCommand[DeviceLent]):
    """A device is lent to the request's customer.

    Args:
        loan_device: Its id.
        condition: How it looks, and what goes along; the customer reads it.
        due: Until when; None for as long as the repair takes.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    loan_device: OpaqueId
    condition: RawText | None = text(max_length=300, default=None)
    due: date | None = None
    unconfirmed: bool = False


@command
class TakeLoanBack(RequestCommand[Result]):
    """The lent device is back.

    Args:
        loan: The loan's id.
        condition: How it looks now; for staff.
    """

    loan: OpaqueId
    condition: RawText | None = text(max_length=300, default=None)


class LoanDeviceWasAdded(Change, action="loan_device_added", label="Device to lend added", tells=NOBODY):
    """There is one more device to lend."""


class LoanDeviceChanged(Change, action="loan_device_changed", label="Device to lend changed", tells=NOBODY):
    """What stands there of it was corrected, or it is lent no more, or again."""


class LoanDeviceOut(Change, action="loan_device_out", label="Lent", tells=NOBODY):
    """In its own history: the device went out."""

    loan: str


class LoanDeviceIn(Change, action="loan_device_in", label="Taken back", tells=NOBODY):
    """In its own history: the device is in the shop again."""

    loan: str


class LoanBegan(
    Change,
    action="loan_began",
    label="Loan device lent",
    by_staff=to_customer(
        "loan_began",
        "Request {reference}: a device for the meantime",
        "We lent you a device while we have yours. The page of your request says which, and until when. Please bring "
        "it back when you collect yours.",
    ),
):
    """A device was lent to the customer."""

    loan: str


class LoanEnded(Change, action="loan_ended", label="Loan device taken back", tells=NOBODY):
    """The lent device is back: the room says so."""

    loan: str


@attrs.frozen(kw_only=True)
class OfLoanDevice(Loaded):
    """A device to lend, None for a new one, and how many there are."""

    device: LoanDevice | None = None
    number: int = 0

    @property
    def subject(self) -> LoanDevice | None:
        """The device."""
        return self.device


@attrs.frozen(kw_only=True)
class OfLoans(OfRequest):
    """A request with its loans, the newest first, and the device and loan that the command names."""

    all: tuple[tuple[Loan, LoanDevice], ...]
    device: LoanDevice | None = None
    loan: Loan | None = None


def loans_of(reader: Reader, request: ServiceRequest) -> tuple[tuple[Loan, LoanDevice], ...]:
    """The loans of a request with their devices, the newest first; nothing is read where there are none."""
    if Loan.record_type.name not in request.has:
        return ()
    return tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=2 * MOST_LOANS))  # some may have followed


def first_late(loans: Iterable[Loan], request: ServiceRequest, context: Context) -> datetime | None:
    """From when the first of these loans that are out is overdue; None where none has a day."""
    calendar = context.settings.calendar(request.location)
    return min((at for one in loans if one.is_out and (at := one.late_at(calendar)) is not None), default=None)


def devices_to_lend(reader: Reader) -> tuple[LoanDevice, ...]:
    """Every device to lend, those in use no more among them, by name."""
    found = reader.find(DEVICES, {}, limit=MOST_LOAN_DEVICES)
    return tuple(sorted(found, key=lambda one: (str(one.name).casefold(), one.id)))


def load_new(reader: Reader, command: AddLoanDevice, context: Context) -> OfLoanDevice:
    """How many there are."""
    return OfLoanDevice(number=len(reader.find(DEVICES, {}, limit=MOST_LOAN_DEVICES)))


def load_device(reader: Reader, command: ChangeLoanDevice, context: Context) -> OfLoanDevice | Refusal:
    """The device."""
    found = get_visible(reader, LoanDevice, command.loan_device, context)
    return NO_LOAN_DEVICE if found is None else OfLoanDevice(device=found)


def load_lending(reader: Reader, command: LendDevice, context: Context) -> OfLoans | Refusal:
    """The request, and the device that goes out."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    device = get_visible(reader, LoanDevice, command.loan_device, context)
    if device is None:
        return NO_LOAN_DEVICE
    return OfLoans(request=loaded.request, all=loans_of(reader, loaded.request), device=device)


def load_return(reader: Reader, command: Any, context: Context) -> OfLoans | Refusal:
    """The request and its loan; "no such request" too where it has not the one that is named."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = loans_of(reader, loaded.request)
    for loan, device in found:
        if loan.id == command.loan:
            return OfLoans(request=loaded.request, all=found, device=device, loan=loan)
    return NOT_FOUND


def _described(context: Context) -> dict[str, Any]:
    notes = context.texts.get("notes")
    return {
        "name": context.texts["name"],
        "serial": context.texts.get("serial"),
        "notes": None if notes is None else InternalNote(notes),
    }


@handles(AddLoanDevice, actors=STAFF, load=load_new, right=RECORD)
def add(loaded: OfLoanDevice, command: AddLoanDevice, context: Context) -> Verdict[LoanDeviceAdded]:
    """Two may have one name: a shop has several of a kind."""
    if loaded.number >= MOST_LOAN_DEVICES:
        return refused(TOO_MANY)
    made = context.make(LoanDevice, added_at=context.now, **_described(context))
    touched = Touch(after=made, changes=(LoanDeviceWasAdded(),))
    return Verdict(result=LoanDeviceAdded(loan_device=made.id), touched=(touched,))


@handles(ChangeLoanDevice, actors=STAFF, load=load_device, right=RECORD)
def change(loaded: OfLoanDevice, command: ChangeLoanDevice, context: Context) -> Verdict[Result]:
    """One that is out is not retired: it would be in no list of what comes back."""
    before = loaded.device
    assert before is not None
    if command.retired and before.loan is not None:
        return refused(STILL_OUT)
    retired_at = (before.retired_at or context.now) if command.retired else None
    after = before.changed(retired_at=retired_at, **_described(context))
    if after == before:
        return Verdict(result=Result())
    return Verdict(result=Result(), touched=(Touch(before=before, after=after, changes=(LoanDeviceChanged(),)),))


def _moved(
    loaded: OfLoans, save: Save, changes: tuple[Change, Change], context: Context, loan: str | None
) -> tuple[tuple[Touch, Touch], tuple[Save]]:
    """The request and the device, each with what happened to it; the device's version keeps a second loan out."""
    device, request, now = loaded.device, loaded.request, save.after
    assert device is not None
    assert isinstance(now, Loan)
    mine, its = changes
    of_device = Touch(before=device, after=device.changed(loan=loan), changes=(its,))
    loans = (now, *(one for one, _ in loaded.all if one.id != now.id))
    late_at = first_late(loans, request, context)
    return (touch(request, context, mine, loan_late_at=late_at), of_device), (save,)


@handles(LendDevice, actors=STAFF, load=load_lending, right=RECORD)
def lend(loaded: OfLoans, command: LendDevice, context: Context) -> Verdict[DeviceLent]:
    """One loan of a device at a time. The customer is told, so that a wrong one does not stay hidden."""
    request, device = loaded.request, loaded.device
    assert device is not None
    if not context.settings.lends_devices:
        return refused(NOT_LENT)
    if request.merged_into is not None:
        return refused(CONTINUED)
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    if device.loan is not None:
        return refused(IS_OUT)
    if device.retired_at is not None:
        return refused(IS_RETIRED)
    if len(loaded.all) >= MOST_LOANS:
        return refused(TOO_MANY)
    if (problem := day_problem(command.due, request, context, field="due")) is not None:
        return refused(problem)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    made = context.make(
        Loan,
        request=request.id,
        loan_device=device.id,
        condition=context.texts.get("condition"),
        due=command.due,
        lent_at=context.now,
        lent_by_name=context.staff_name,
    )
    changes = (LoanBegan(loan=made.id), LoanDeviceOut(loan=made.id))
    touched, saves = _moved(loaded, Save(after=made), changes, context, made.id)
    jobs = reminder(made, request, context)
    return Verdict(result=DeviceLent(loan=made.id), touched=touched, saves=saves, jobs=jobs)


def reminder(loan: Loan, request: ServiceRequest, context: Context) -> tuple[Job, ...]:
    """The job that reminds of a loan once it is overdue; none where there is no day, or it is overdue already."""
    if (due_in := seconds_until_reminder(loan, request, context)) <= 0:
        return ()
    id = job_id(context.tenant, REMIND, loan.id)
    return (Job(name=REMIND, subject=request, payload={"loan": loan.id}, id=id, due_in=due_in),)


def seconds_until_reminder(loan: Loan, request: ServiceRequest, context: Context) -> float:
    """In how many seconds the customer is reminded: when the shop opens next after the loan's day, so that they can
    come, or call; 0 for never."""
    calendar = context.settings.calendar(request.location)
    late_at = loan.late_at(calendar)
    opens = None if late_at is None else calendar.next_opening(late_at) or late_at
    return 0 if opens is None else (opens - context.now).total_seconds()


@handles(TakeLoanBack, actors=STAFF, load=load_return, right=RECORD)
def take_back(loaded: OfLoans, command: TakeLoanBack, context: Context) -> Verdict[Result]:
    """In any phase, of an erased request too, and whatever the settings say now: what is out has to come back."""
    before = loaded.loan
    assert before is not None
    if before.returned_at is not None:
        return refused(IS_BACK)
    after = before.changed(
        returned_at=context.now,
        returned_condition=context.texts.get("condition"),
        returned_by_name=context.staff_name,
    )
    changes = (LoanEnded(loan=before.id), LoanDeviceIn(loan=before.id))
    touched, saves = _moved(loaded, Save(before=before, after=after), changes, context, None)
    return Verdict(result=Result(), touched=touched, saves=saves)
