"""What the outbox could not deliver, for staff."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.actors import STAFF
from ..base.queries import Query
from ..base.references import Reference
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..viewing import view
from .model import FAILED, OutboxRow
from .rules import RETRY

_REFERENCES = Query(ServiceRequest, in_="id", columns=("id", "reference"))


@staff_view
class DeliveryHealth:
    """What staff should look at: messages given up."""

    dead: tuple[tuple[OutboxRow, Reference], ...]
    """Each with the reference of its request."""


@view(actors=STAFF, right=RETRY)
def view_health(reader: Reader, context: Context) -> DeliveryHealth:
    """Messages that were given up."""
    rows: Sequence[OutboxRow] = reader.find(FAILED, {}, limit=100)
    ids = tuple({row.subject for row in rows})
    found = reader.find(_REFERENCES, {"id": ids}, limit=len(ids)) if ids else ()
    references = {cells[0]: Reference.stored(cells[1]) for cells in found}
    return DeliveryHealth(dead=tuple((row, references[row.subject]) for row in rows if row.subject in references))
