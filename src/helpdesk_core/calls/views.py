"""What customer and staff see of calls."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import is_proof_old, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from .model import OF_REQUEST, Call, CallKind, CallState


@customer_view
class OwnCall(RoomPart):
    """The call that a customer asked for or was offered last."""

    kind: CallKind
    state: CallState
    phone: str
    """Masked; empty where none is called."""
    link: str | None
    """Where the screen is looked at together, once it was accepted; None also where a fresh proof is needed first."""
    is_proof_old: bool
    is_offered: bool
    """Whether it can be accepted now."""
    when: SafeText | None
    urgent: bool
    asked_at: datetime
    settled_at: datetime | None


@staff_view
class RequestCalls:
    """Calls of a request, newest first."""

    rows: tuple[Call, ...]

    @property
    def waiting(self) -> Call | None:
        """The one that the customer waits for."""
        return next((one for one in self.rows if one.state is CallState.ASKED), None)

    @property
    def offered(self) -> Call | None:
        """The offer that nobody has answered yet; it may be too old to be accepted."""
        return next((one for one in self.rows[:1] if one.state is CallState.OFFERED), None)


@room_part(Call)
def own_call(reader: Reader, request: ServiceRequest, context: Context) -> OwnCall | None:
    """The call that a request's customer asked for last."""
    found = reader.find(OF_REQUEST, {"request": request.id}, limit=1)
    if not found:
        return None
    call: Call = found[0]
    return OwnCall(
        kind=call.kind,
        state=call.state,
        phone="" if call.number is None else call.number.masked,
        link=call.link if call.state is CallState.ASKED and not is_proof_old(context) else None,
        is_proof_old=is_proof_old(context),
        is_offered=call.is_open(context.now),
        when=call.when,
        urgent=call.urgent,
        asked_at=call.asked_at,
        settled_at=call.settled_at,
    )


@request_view(actors=CUSTOMERS)
def view_own_call(reader: Reader, context: Context, request: ServiceRequest) -> OwnCall | None:
    """The call that the customer asked for last.

    Args:
        request_id: The request's id.

    Returns:
        The call, None where none was asked for, or a refusal when there is no such request of theirs.
    """
    return own_call(reader, request, context)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_calls(reader: Reader, context: Context, request: ServiceRequest) -> RequestCalls:
    """The latest calls of a request: asked for by its customer, or offered.

    Args:
        request_id: The request's id.

    Returns:
        The calls, or a refusal when there is no such request within the viewer's locations.
    """
    return RequestCalls(rows=tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=20)))
