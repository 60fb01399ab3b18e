"""That a request continues in another one of the customer."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

from ..base.messages import define
from ..base.references import Reference
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..service_requests.access import remaining
from ..service_requests.model import ServiceRequest

_S = TypeVar("_S", bound=Any)
ELSEWHERE = define("status.continued", "Continues in another request")


@customer_view
class Continued:
    """Another request of the customer, as far as a link leads to it: the link says where, and proves nothing.

    Attributes:
        id: The request's.
        generation: Of its private link.
        reference: By which people call it.
    """

    id: str
    generation: int
    reference: Reference


def continued(reader: Reader, request: ServiceRequest) -> Continued | None:
    """Where it continues, None where it stands by itself."""
    last = remaining(reader, request)
    if last is request:
        return None
    return Continued(id=last.id, generation=last.generation, reference=Reference.stored(last.reference))


def question_about(reader: Reader, request: ServiceRequest) -> Continued | None:
    """The repair that a ticket is about, where that continues; None for a request that stands by itself."""
    repair = None if request.repair is None else reader.load(ServiceRequest, request.repair)
    if repair is None:
        return None
    last = remaining(reader, repair)
    return Continued(id=last.id, generation=last.generation, reference=Reference.stored(last.reference))


def standing(status: _S, request: ServiceRequest) -> _S:
    """The status as the customer reads it: what continues elsewhere was not given up."""
    return attrs.evolve(status, code=ELSEWHERE, labels=()) if request.merged_into is not None else status
