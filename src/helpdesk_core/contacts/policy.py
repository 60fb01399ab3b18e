"""What a service request says of itself as a subject: its access rule, whom its notices reach, its links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..base.references import Reference
from ..ports.store import Reader
from ..service_requests.access import can_access_request, holds_grant
from ..service_requests.model import ServiceRequest
from ..subjects import Links, Reachable, SubjectPolicy, declare_subject
from .model import CONTACTS, ContactPoint


def reachable_by(points: Iterable[ContactPoint]) -> list[Reachable]:
    """How these contact points reach a person, without those that were erased."""
    return [
        Reachable(id=point.id, contact=point.value, verified=point.confirmed_at is not None)
        for point in points
        if not point.is_erased
    ]


def _reachable(reader: Reader, request: ServiceRequest) -> Sequence[Reachable]:
    return reachable_by(reader.find(CONTACTS, {"request": request.id}))


def _room_link(request: ServiceRequest, links: Links) -> str | None:
    return links.room(request.id, request.generation)


declare_subject(
    SubjectPolicy(
        record=ServiceRequest,
        can_access=can_access_request,
        reference=lambda request: Reference.stored(request.reference).grouped,
        language=lambda request: request.language,
        reachable=_reachable,
        assignee=lambda request: request.assignee,
        room_link=_room_link,
        desk_link=lambda request, links: links.desk(request.reference),
        holds_grant=holds_grant,
    )
)
