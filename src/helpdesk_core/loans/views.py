"""What customers and staff see of lent devices."""

from __future__ import annotations

from datetime import date, datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.references import Reference
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import may
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import get_visible
from ..viewing import view
from .model import BY_ID, MOST_LOAN_DEVICES, OF_DEVICE, Loan, LoanDevice
from .rules import NO_LOAN_DEVICE, RECORD, devices_to_lend, loans_of

_EARLIER = 50


@customer_view
class ShownLoan:
    """A device that the shop lent, for whom it lent it to.

    Attributes:
        device: What it is called.
        condition: How it looked when it went out.
        due: Until when; None for as long as the repair takes.
        is_late: Whether that day has passed, and the device is not back.
        returned_at: When it came back; None as long as it is out.
    """

    id: str
    device: SafeText
    serial: SafeText | None
    condition: SafeText | None
    due: date | None
    is_late: bool
    lent_at: datetime
    returned_at: datetime | None


@customer_view
class RoomLoans(RoomPart):
    """What the shop lent a request's customer, the newest first."""

    rows: tuple[ShownLoan, ...]


@staff_view
class ListedLoan:
    """A loan, for staff.

    Attributes:
        is_late: Whether its day has passed, and the device is not back.
    """

    loan: Loan
    device: LoanDevice
    is_late: bool


@staff_view
class RequestLoans:
    """The loans of a request, the newest first.

    Attributes:
        out: Those that are out.
        free: Devices that can be lent now; none where the request is over.
    """

    rows: tuple[ListedLoan, ...]
    out: tuple[ListedLoan, ...]
    free: tuple[LoanDevice, ...]


@staff_view
class LoanOf:
    """A loan, with whom it is.

    Attributes:
        reference: The request's; None for who may see no requests.
        surname: Of its customer; None there too, and since it was erased.
        is_late: Whether its day has passed, and the device is not back.
    """

    loan: Loan
    reference: Reference | None
    surname: SafeText | None
    is_late: bool


@staff_view
class LoanDeviceRow:
    """A device to lend.

    Attributes:
        out: The loan by which it is out; None as long as it is in the shop, and for a request of a location that is
            not the viewer's.
    """

    device: LoanDevice
    out: LoanOf | None


@staff_view
class LoanDevices:
    """The devices to lend.

    Attributes:
        out: Those that are out: overdue ones first, then by the day they are due, then since when.
        here: Those that are in the shop.
        retired: Those that are lent no more.
        can_add: Whether there is room for more.
    """

    out: tuple[LoanDeviceRow, ...]
    here: tuple[LoanDeviceRow, ...]
    retired: tuple[LoanDeviceRow, ...]
    can_add: bool


@staff_view
class LoanDeviceForStaff:
    """One device to lend, with whom it was, the newest first."""

    device: LoanDevice
    loans: tuple[LoanOf, ...]


def _is_late(loan: Loan, request: ServiceRequest, context: Context) -> bool:
    return loan.is_late(context.settings.calendar(request.location), context.now)


@room_part(Loan)
def room_loans(reader: Reader, request: ServiceRequest, context: Context) -> RoomLoans:
    """What a request's customer was lent."""
    rows = (
        ShownLoan(
            id=loan.id,
            device=device.name,
            serial=device.serial,
            condition=loan.condition,
            due=loan.due,
            is_late=_is_late(loan, request, context),
            lent_at=loan.lent_at,
            returned_at=loan.returned_at,
        )
        for loan, device in loans_of(reader, request)
    )
    return RoomLoans(rows=tuple(rows))


@request_view(actors=CUSTOMERS)
def view_loans(reader: Reader, context: Context, request: ServiceRequest) -> RoomLoans:
    """What the shop lent the customer for the time of the repair.

    Args:
        request_id: The request's id.

    Returns:
        The loans, or a refusal for a request that is not the viewer's.
    """
    return room_loans(reader, request, context)


@request_view(actors=STAFF, right=RECORD)
def view_request_loans(reader: Reader, context: Context, request: ServiceRequest) -> RequestLoans:
    """The loans of a request, for staff, and what can be lent.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    rows = tuple(
        ListedLoan(loan=loan, device=device, is_late=_is_late(loan, request, context))
        for loan, device in loans_of(reader, request)
    )
    can_lend = context.settings.lends_devices and request.merged_into is None and request.phase not in ENDED
    free = (one for one in devices_to_lend(reader) if one.loan is None and one.retired_at is None) if can_lend else ()
    out = tuple(one for one in rows if one.loan.is_out)
    return RequestLoans(rows=rows, out=out, free=tuple(free))


def _of(loan: Loan, request: ServiceRequest, context: Context) -> LoanOf:
    """With whom it is, as far as the viewer may see the request."""
    known = may(context.actor, VIEW_REQUESTS, request)
    return LoanOf(
        loan=loan,
        reference=Reference(request.reference) if known else None,
        surname=request.surname if known else None,
        is_late=_is_late(loan, request, context),
    )


def _soonest(row: LoanDeviceRow) -> tuple[bool, bool, date, datetime]:
    of = row.out
    if of is None:
        return True, True, date.max, row.device.added_at
    return False, not of.is_late, of.loan.due or date.max, of.loan.lent_at


@view(actors=STAFF, right=RECORD)
def view_loan_devices(reader: Reader, context: Context) -> LoanDevices:
    """The devices to lend: which are out, with whom, since and until when.

    Returns:
        The list.
    """
    devices = devices_to_lend(reader)
    ids = tuple(sorted(one.loan for one in devices if one.loan is not None))
    pairs = reader.find(BY_ID, {"id": ids}, limit=len(ids)) if ids else ()
    loans = {loan.id: _of(loan, request, context) for loan, request in pairs}
    rows = [LoanDeviceRow(device=one, out=loans.get(one.loan or "")) for one in devices]
    return LoanDevices(
        out=tuple(sorted((one for one in rows if one.device.loan is not None), key=_soonest)),
        here=tuple(one for one in rows if one.device.loan is None and one.device.retired_at is None),
        retired=tuple(one for one in rows if one.device.retired_at is not None),
        can_add=len(devices) < MOST_LOAN_DEVICES,
    )


@view(actors=STAFF, right=RECORD)
def view_loan_device(reader: Reader, context: Context, loan_device: str) -> LoanDeviceForStaff | Refusal:
    """One device to lend, with its latest loans.

    Args:
        loan_device: Its id.

    Returns:
        The device, or a refusal where there is none.
    """
    device = get_visible(reader, LoanDevice, loan_device, context)
    if device is None:
        return NO_LOAN_DEVICE
    found = reader.find(OF_DEVICE, {"loan_device": device.id}, limit=_EARLIER)
    return LoanDeviceForStaff(device=device, loans=tuple(_of(loan, request, context) for loan, request in found))
