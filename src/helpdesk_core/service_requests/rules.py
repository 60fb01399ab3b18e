"""What may happen to a request as such: status, hold, cancel, close, reopen, the checked device, a new private link."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from ..base.actors import ANYONE, PEOPLE, STAFF
from ..base.changes import Change, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command, text
from ..base.handlers import Handler
from ..base.messages import define
from ..base.text import RawText
from ..context import Context
from ..guardrails.redaction import Texts
from .access import VisibleRequest, load_request
from .lifecycle import ENDED, Phase, can_set_status, move, status_of
from .model import ServiceRequest

STALE = Refusal(
    define(
        "refusal.conflict",
        "Somebody else changed this request in the meantime. Your text is still here: "
        "please look at the request as it is now, then send again.",
    )
)
WRONG_PHASE = Refusal(define("refusal.wrong_phase", "This is not possible at this point of the request."))
NOT_A_TRANSITION = Refusal(define("refusal.not_a_transition", "This status cannot be set now, or not by you."))


@command
class ChangeStatus(Command):
    """Set a status, the shop's own or a phase's. ``seen`` is the version of the request the person looked at."""

    request: OpaqueId
    status: OpaqueId
    seen: int | None = None


@command
class CancelRequest(Command):
    """End a request without an outcome."""

    request: OpaqueId
    seen: int | None = None


@command
class ReopenRequest(Command):
    """Take a request up again that was ended, or whose outcome did not help."""

    request: OpaqueId


@command
class CloseRequest(Command):
    """Close a request whose outcome is recorded."""

    request: OpaqueId
    seen: int | None = None


@command
class HoldRequest(Command):
    """Put a request on hold for a person to look at; ``reason`` is a code."""

    request: OpaqueId
    reason: OpaqueId


@command
class ReleaseHold(Command):
    """Take a request off hold."""

    request: OpaqueId


@command
class DescribeDevice(Command):
    """Write down the device as staff checked it, for guests to see."""

    request: OpaqueId
    device: RawText = text(max_length=200)
    seen: int | None = None


@command
class RenewLink(Command):
    """Make a new private link; the old one, and every grant given through it, ends."""

    request: OpaqueId


@attrs.frozen(kw_only=True)
class StatusChanged(Change):
    """Staff set another status."""

    action: ClassVar[str] = "status_changed"
    status: str
    phase: str


@attrs.frozen(kw_only=True)
class RequestCancelled(Change):
    """The request ended without an outcome."""

    action: ClassVar[str] = "request_cancelled"


@attrs.frozen(kw_only=True)
class RequestReopened(Change):
    """The request is taken up again."""

    action: ClassVar[str] = "request_reopened"


@attrs.frozen(kw_only=True)
class RequestClosed(Change):
    """Staff closed the request after its outcome."""

    action: ClassVar[str] = "request_closed"


@attrs.frozen(kw_only=True)
class RequestHeld(Change):
    """The request waits for a person to look at it."""

    action: ClassVar[str] = "request_held"
    reason: str


@attrs.frozen(kw_only=True)
class HoldReleased(Change):
    """Staff looked, and the request goes on."""

    action: ClassVar[str] = "hold_released"


@attrs.frozen(kw_only=True)
class DeviceDescribed(Change):
    """Staff wrote down what the device is."""

    action: ClassVar[str] = "device_described"


@attrs.frozen(kw_only=True)
class LinkRenewed(Change):
    """Earlier private links and grants no longer work."""

    action: ClassVar[str] = "link_renewed"


def touched(request: ServiceRequest, context: Context, **values: Any) -> Save:
    """A save of the request with new values, its ``updated_at`` moved."""
    return Save(before=request, after=request.changed(updated_at=context.now, **values))


def moved(name: str, request: ServiceRequest, context: Context) -> Phase | Refusal:
    """Where the named move leads this actor, or why it does not."""
    return move(name, request.phase, context.actor.kind) or WRONG_PHASE


def is_stale(request: ServiceRequest, seen: int | None) -> bool:
    """Whether a person decided looking at another version than the present one."""
    return seen is not None and seen != request.version


def change_status(reached: VisibleRequest, command: ChangeStatus, context: Context, texts: Texts) -> Verdict:
    """The phase follows the status; a move with a command of its own cannot be made this way."""
    request = reached.request
    if is_stale(request, command.seen):
        return Verdict(refusal=STALE)
    status = status_of(context.settings, command.status)
    if status is None or not can_set_status(
        context.settings, request.status, request.phase, status, context.actor.kind
    ):
        return Verdict(refusal=NOT_A_TRANSITION)
    return Verdict(
        changes=(StatusChanged(status=status.id, phase=status.phase),),
        request=touched(request, context, status=status.id, phase=Phase(status.phase)),
        result={"phase": status.phase},
    )


def _plain_move(name: str, change: Change, reached: VisibleRequest, seen: int | None, context: Context) -> Verdict:
    if is_stale(reached.request, seen):
        return Verdict(refusal=STALE)
    phase = moved(name, reached.request, context)
    if isinstance(phase, Refusal):
        return Verdict(refusal=phase)
    return Verdict(
        changes=(change,), request=touched(reached.request, context, **into(phase, reached.request, context))
    )


def into(phase: Phase, request: ServiceRequest, context: Context) -> dict[str, Any]:
    """The values of a request that enters a phase. Leaving the guarded phases takes the decision off."""
    decided = request.decided if phase in (Phase.OUTCOME_RECORDED, Phase.CLOSED) else None
    return {
        "phase": phase,
        "status": phase.value,
        "closed_at": context.now if phase in ENDED else None,
        "decided": decided,
    }


def cancel(reached: VisibleRequest, command: CancelRequest, context: Context, texts: Texts) -> Verdict:
    """Customers and staff may end a request until an outcome is recorded."""
    return _plain_move("cancel", RequestCancelled(), reached, command.seen, context)


def reopen(reached: VisibleRequest, command: ReopenRequest, context: Context, texts: Texts) -> Verdict:
    """Customers and staff may take an ended request up again."""
    return _plain_move("reopen", RequestReopened(), reached, None, context)


def close(reached: VisibleRequest, command: CloseRequest, context: Context, texts: Texts) -> Verdict:
    """Staff close what has an outcome; the decision about it stays on the request."""
    return _plain_move("close", RequestClosed(), reached, command.seen, context)


def hold(reached: VisibleRequest, command: HoldRequest, context: Context, texts: Texts) -> Verdict:
    """A hold stops nothing and decides nothing: it asks a person to look."""
    if reached.request.held is not None:
        return Verdict(result={"held": reached.request.held})
    return Verdict(
        changes=(RequestHeld(reason=command.reason),), request=touched(reached.request, context, held=command.reason)
    )


def release(reached: VisibleRequest, command: ReleaseHold, context: Context, texts: Texts) -> Verdict:
    """Only people release a hold."""
    if reached.request.held is None:
        return Verdict()
    return Verdict(changes=(HoldReleased(),), request=touched(reached.request, context, held=None))


def describe_device(reached: VisibleRequest, command: DescribeDevice, context: Context, texts: Texts) -> Verdict:
    """The customer's own words stay; guests see this instead of them."""
    if is_stale(reached.request, command.seen):
        return Verdict(refusal=STALE)
    return Verdict(
        changes=(DeviceDescribed(),),
        request=touched(reached.request, context, device_checked=texts["device"]),
        result={"removed": list(texts.removed)},
    )


def renew_link(reached: VisibleRequest, command: RenewLink, context: Context, texts: Texts) -> Verdict:
    """A generation later nothing of the earlier one opens the room."""
    generation = reached.request.generation + 1
    return Verdict(changes=(LinkRenewed(),), request=touched(reached.request, context, generation=generation))


HANDLERS = (
    Handler(command=ChangeStatus, actors=STAFF, load=load_request, decide=change_status),
    Handler(command=CancelRequest, actors=PEOPLE, load=load_request, decide=cancel),
    Handler(command=ReopenRequest, actors=PEOPLE, load=load_request, decide=reopen),
    Handler(command=CloseRequest, actors=STAFF, load=load_request, decide=close),
    Handler(command=HoldRequest, actors=ANYONE - PEOPLE | STAFF, load=load_request, decide=hold),
    Handler(command=ReleaseHold, actors=STAFF, load=load_request, decide=release),
    Handler(command=DescribeDevice, actors=STAFF, load=load_request, decide=describe_device),
    Handler(command=RenewLink, actors=STAFF, load=load_request, decide=renew_link),
)
