"""What may happen to a request as such: status, hold, cancel, close, reopen, the checked device, a new private link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from ..base.actors import ANYONE, PEOPLE, STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from .access import OfRequest, RequestCommand, SeenCommand, load_request
from .lifecycle import CANCEL, CLOSE, CUSTOMER_REPLY, REOPEN, Move, Phase, allows, enter, status_fields
from .model import ServiceRequest
from .waiting import ready_since, turn

R = TypeVar("R", bound=Result)
CONFLICT = Refusal(
    define(
        "refusal.conflict",
        "Someone else has changed this request in the meantime. Your text is still in the "
        "form. Please check what has changed, then send it again.",
    ),
    kind=RefusalKind.CONFLICT,
)
WRONG_PHASE = Refusal(
    define("refusal.wrong_phase", "This is not possible at this stage of the request."), kind=RefusalKind.CONFLICT
)
CONTINUED = Refusal(
    define(
        "refusal.continued",
        "This request was joined with another one and continues there. Please open it, and write there.",
    ),
    kind=RefusalKind.CONFLICT,
)
LEFT_TO_OTHERS = Refusal(
    define("refusal.left_to_others", "The shop's settings leave this step to others of its staff."),
    kind=RefusalKind.FORBIDDEN,
)
UNCONFIRMED = Refusal(
    define(
        "refusal.unconfirmed",
        "Nobody has confirmed this request: we do not know whose contact it is, and the customer may not be able to "
        "read this. Confirm it first, or tick that you have seen it, and send again.",
    ),
    field="unconfirmed",
    kind=RefusalKind.CONFLICT,
)
NOT_A_TRANSITION = Refusal(
    define("refusal.not_a_transition", "This status cannot be set now, or you do not have permission to set it."),
    field="status",
)
VIEW_REQUESTS = right("requests.view", "See requests, the queue and the search.")
CHANGE_STATUS = right("requests.status", "Set statuses, cancel, close and reopen requests.")
HANDLE_HOLDS = right("requests.hold", "Put requests on hold and release them.")
DESCRIBE = right("requests.describe", "Write down the device as it was checked.")
RENEW_LINKS = right("requests.link", "Make a new private link; the old one ends.")


@result
class StatusSet(Result):
    """The phase that the request is in now."""

    phase: str


@command
class ChangeStatus(SeenCommand[StatusSet]):
    """Set a status.

    Args:
        status: The id of one of the shop's own statuses, or the name of a phase.
    """

    status: OpaqueId


@command
class CancelRequest(SeenCommand[Result]):
    """End a request without an outcome."""


@command
class ReopenRequest(RequestCommand[Result]):
    """Reopen a request that has ended, or whose outcome did not help."""


@command
class CloseRequest(SeenCommand[Result]):
    """Close a request whose outcome is recorded."""


@command
class HoldRequest(RequestCommand[Result]):
    """Put a request on hold, so that a person looks at it. A hold stops nothing by itself.

    Args:
        reason: A code, not words.
    """

    reason: OpaqueId


@command
class ReleaseHold(RequestCommand[Result]):
    """Take a request off hold."""


@command
class DescribeDevice(SeenCommand[Result]):
    """Write down the device as staff checked it. Guests who track the request read this and not the customer's own
    words.

    Args:
        device: The description.
    """

    device: RawText = text(max_length=200)


@command
class RenewLink(RequestCommand[Result]):
    """Make a new private link. The old one, and every grant given through it, ends."""


class StatusChanged(
    Change,
    action="status_changed",
    label="Status changed",
    by_staff=to_customer("status", "Request {reference}: a new status", "The status of your request has changed."),
):
    """The request has another status: staff set it, or a customer's reply ended the wait for it."""

    status: str
    phase: str


class RequestCancelled(
    Change,
    action="request_cancelled",
    label="Cancelled",
    by_staff=to_customer(
        "cancelled",
        "Request {reference} is cancelled",
        "Your request has been cancelled. If this is a mistake, you can reopen it.",
    ),
    by_customer=to_staff(
        "cancelled_by_customer", "Request {reference} was cancelled", "The customer cancelled the request."
    ),
):
    """The request ended without an outcome."""


class RequestReopened(
    Change,
    action="request_reopened",
    label="Reopened",
    by_staff=to_customer(
        "reopened",
        "Request {reference} is open again",
        "Your request is open again, and someone from our team will look at it.",
    ),
    by_customer=to_staff(
        "reopened_by_customer", "Request {reference} was reopened", "The customer reopened the request."
    ),
):
    """The request is taken up again."""


class RequestClosed(
    Change,
    action="request_closed",
    label="Closed",
    by_staff=to_customer(
        "closed",
        "Request {reference} is closed",
        "Your request is closed. If the problem comes back, you can reopen it.",
    ),
):
    """Staff closed the request after its outcome."""


class RequestHeld(Change, action="request_held", label="On hold", tells=NOBODY):
    """The request waits for a person to look at it."""

    reason: str


class HoldReleased(Change, action="hold_released", label="Taken off hold", tells=NOBODY):
    """Staff looked, and the request continues."""


class DeviceDescribed(Change, action="device_described", label="Device checked", tells=NOBODY):
    """Staff wrote down what the device is."""


class LinkRenewed(
    Change,
    action="link_renewed",
    label="New private link",
    by_staff=to_customer(
        "link",
        "Request {reference}: a new link",
        "Here is a new private link to your request. Earlier links no longer work.",
        always=True,
    ),
):
    """Earlier private links and grants no longer work."""


def is_unconfirmed(request: ServiceRequest) -> bool:
    """Whether nobody has proved yet that the contact is the customer's: neither by a code or a sign-in, nor in person.
    What goes to them then is asked about first; an outcome is not possible at all (see `lifecycle`)."""
    return request.phase is Phase.RECEIVED


def touch(request: ServiceRequest, context: Context, *changes: Change, **values: Any) -> Touch:
    """The request with new values and its ``updated_at`` moved, with what happened to it and whose turn it is now."""
    phase = values.get("phase", request.phase)
    moved = turn(request, phase, changes, context) | ready_since(request, phase, context.now)
    return Touch(
        before=request, after=request.changed(**({"updated_at": context.now} | moved | values)), changes=changes
    )


def done(
    request: ServiceRequest, context: Context, *changes: Change, result: R, saves: Sequence[Save] = (), **values: Any
) -> Verdict[R]:
    """A verdict about one request: what happened to it, its new values, and what is saved beside it."""
    return Verdict(result=result, touched=(touch(request, context, *changes, **values),), saves=tuple(saves))


def touch_answered(request: ServiceRequest, context: Context, *changes: Change, **values: Any) -> Touch:
    """The request with what its customer did: an answer of theirs ends the wait for it."""
    fields = phase_fields(CUSTOMER_REPLY, request, context)
    if isinstance(fields, Refusal):
        return touch(request, context, *changes, **values)
    moved = StatusChanged(status=fields["status"], phase=fields["phase"])
    return touch(request, context, *changes, moved, **(values | fields))


def touch_with_status(
    request: ServiceRequest, status: str | None, context: Context, *changes: Change, **values: Any
) -> Touch | Refusal:
    """The request with what staff did, and the status that they set in the same step, if any; a refusal where it cannot
    be set."""
    if status is None or status == request.status:
        return touch(request, context, *changes, **values)
    fields = status_fields(context.settings, request.status, request.phase, status, context.actor.kind)
    if fields is None:
        return NOT_A_TRANSITION
    moved = StatusChanged(status=fields["status"], phase=fields["phase"])
    return touch(request, context, *changes, moved, **(values | fields))


def phase_fields(move: Move, request: ServiceRequest, context: Context) -> dict[str, Any] | Refusal:
    """The fields of a request after a move by this actor; else whether lifecycle or settings refuse it."""
    before, kind = (request.phase, request.status), context.actor.kind
    fields = enter(move, before, kind, context.now, context.settings, decided=request.decided)
    if fields is not None:
        return fields
    return LEFT_TO_OTHERS if allows(move, request.phase, kind) else WRONG_PHASE


@handles(ChangeStatus, actors=STAFF, load=load_request, right=CHANGE_STATUS)
def change_status(loaded: OfRequest, command: ChangeStatus, context: Context) -> Verdict[StatusSet]:
    """The phase follows the status; a move with a command of its own cannot be made this way."""
    request = loaded.request
    fields = status_fields(context.settings, request.status, request.phase, command.status, context.actor.kind)
    if fields is None:
        return refused(NOT_A_TRANSITION)
    changed = StatusChanged(status=fields["status"], phase=fields["phase"])
    return done(request, context, changed, **fields, result=StatusSet(phase=fields["phase"].value))


def _moved(move: Move, change: Change, request: ServiceRequest, context: Context) -> Verdict[Result]:
    fields = phase_fields(move, request, context)
    if isinstance(fields, Refusal):
        return refused(fields)
    return done(request, context, change, **fields, result=Result())


@handles(CancelRequest, actors=PEOPLE, load=load_request, right=CHANGE_STATUS)
def cancel(loaded: OfRequest, command: CancelRequest, context: Context) -> Verdict[Result]:
    """Customers and staff may end a request until an outcome is recorded."""
    return _moved(CANCEL, RequestCancelled(), loaded.request, context)


@handles(ReopenRequest, actors=PEOPLE, load=load_request, right=CHANGE_STATUS)
def reopen(loaded: OfRequest, command: ReopenRequest, context: Context) -> Verdict[Result]:
    """Customers and staff may take an ended request up again. One that continues in another is taken apart first."""
    if loaded.request.merged_into is not None:
        return refused(CONTINUED)
    return _moved(REOPEN, RequestReopened(), loaded.request, context)


@handles(CloseRequest, actors=STAFF, load=load_request, right=CHANGE_STATUS)
def close(loaded: OfRequest, command: CloseRequest, context: Context) -> Verdict[Result]:
    """Staff close what has an outcome; the decision about it stays on the request."""
    return _moved(CLOSE, RequestClosed(), loaded.request, context)


@handles(HoldRequest, actors=ANYONE - PEOPLE | STAFF, load=load_request, right=HANDLE_HOLDS)
def hold(loaded: OfRequest, command: HoldRequest, context: Context) -> Verdict[Result]:
    """A hold stops nothing and decides nothing: it asks a person to look."""
    if loaded.request.held is not None:
        return Verdict(result=Result())
    held = RequestHeld(reason=command.reason)
    return done(loaded.request, context, held, held=command.reason, result=Result())


@handles(ReleaseHold, actors=STAFF, load=load_request, right=HANDLE_HOLDS)
def release(loaded: OfRequest, command: ReleaseHold, context: Context) -> Verdict[Result]:
    """Only people release a hold."""
    if loaded.request.held is None:
        return Verdict(result=Result())
    return done(loaded.request, context, HoldReleased(), held=None, result=Result())


@handles(DescribeDevice, actors=STAFF, load=load_request, right=DESCRIBE)
def describe_device(loaded: OfRequest, command: DescribeDevice, context: Context) -> Verdict[Result]:
    """The customer's own words stay; guests see this instead of them."""
    described = touch(loaded.request, context, DeviceDescribed(), device_checked=context.texts["device"])
    return Verdict(result=Result(), touched=(described,))


@handles(RenewLink, actors=STAFF, load=load_request, right=RENEW_LINKS)
def renew_link(loaded: OfRequest, command: RenewLink, context: Context) -> Verdict[Result]:
    """A generation later nothing of the earlier one opens the room."""
    generation = loaded.request.generation + 1
    return done(loaded.request, context, LinkRenewed(), generation=generation, result=Result())
