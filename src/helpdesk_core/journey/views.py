"""Where a customer stands on the way."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.actors import CUSTOMERS, Customer
from ..base.changes import Refusal
from ..base.phases import Phase
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..outcomes.model import is_completed, visible_phase
from ..ports.store import Reader
from ..service_requests.model import OWN_REQUESTS, ServiceRequest
from ..settings import Stage
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view

STAGES: Mapping[Phase, Stage] = {
    Phase.RECEIVED: Stage.CONFIRM,
    Phase.CONFIRMED: Stage.TRACK,
    Phase.IN_REVIEW: Stage.TRACK,
    Phase.WAITING_FOR_CUSTOMER: Stage.REPLY,
    Phase.IN_PROGRESS: Stage.TRACK,
    Phase.READY: Stage.TRACK,
    Phase.OUTCOME_RECORDED: Stage.OUTCOME,
    Phase.CLOSED: Stage.TESTIMONIAL,
    Phase.CANCELLED: Stage.START,
}
"""The stage of a request in each phase."""


@customer_view
class JourneyPlace:
    """A customer's latest request, and where it stands on the way."""

    id: str
    generation: int
    """Of its private link."""
    stage: Stage


@view(actors=CUSTOMERS)
def view_journey_place(
    reader: Reader, context: Context, request_id: str | None = None
) -> JourneyPlace | Refusal | None:
    """Where somebody stands with a request.

    Args:
        request_id: The request's id; None for the latest of a signed-in customer.

    Returns:
        The place; None for a customer without requests; a refusal for a request that is not the viewer's.
    """
    if request_id is None:
        if not isinstance(context.actor, Customer):
            return NOT_FOUND
        rows = reader.find(OWN_REQUESTS, {"customer": context.actor.id}, limit=1)
        latest = reader.load(ServiceRequest, rows[0][0]) if rows else None
        return None if latest is None else _place(reader, latest)
    request = get_visible(reader, ServiceRequest, request_id, context)
    return NOT_FOUND if request is None else _place(reader, request)


def _place(reader: Reader, request: ServiceRequest) -> JourneyPlace:
    phase = visible_phase(request.phase, is_completed(reader, request))
    return JourneyPlace(id=request.id, generation=request.generation, stage=STAGES[phase])
