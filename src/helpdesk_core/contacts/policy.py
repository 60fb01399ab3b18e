"""What a service request says of itself as a subject: its access rule, whom its notices reach, its links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..base.references import Reference
from ..context import Context
from ..ports.store import Reader
from ..service_requests.access import can_access_request, holds_grant
from ..service_requests.model import ServiceRequest
from ..subjects import Addressed, Links, Reachable, SubjectPolicy, declare_subject
from .model import CONTACTS, ContactPoint, by_preference, load_contact


def reachable_by(points: Iterable[ContactPoint]) -> list[Reachable]:
    """How these contact points reach a person, the preferred way first, without those that were erased."""
    return [
        Reachable(id=point.id, contact=point.value, verified=point.confirmed_at is not None)
        for point in by_preference(points)
        if not point.is_erased
    ]


def _reachable(reader: Reader, request: ServiceRequest) -> Sequence[Reachable]:
    return reachable_by(reader.find(CONTACTS, {"request": request.id}))


def _room_link(request: ServiceRequest, links: Links) -> str | None:
    return links.room(request.id, request.generation)


def _addressed(
    reader: Reader, request: ServiceRequest, contact: str, context: Context, links: Links
) -> Addressed | None:
    """Whoever may come in to one record alone gets the link to that, and never the customer's; a contact that lets
    nobody in any more gets none."""
    named = load_contact(reader, contact)
    if named is None or named.request != request.id or named.is_erased:
        return None
    return Addressed(
        contact=named.value,
        link=links.room(named.leads_to, request.generation),
        thread=named.leads_to,
        lets_in=named.lets_in,
    )


declare_subject(
    SubjectPolicy(
        record=ServiceRequest,
        can_access=can_access_request,
        reference=lambda request: Reference.stored(request.reference).grouped,
        language=lambda request: request.language,
        reachable=_reachable,
        contacts=CONTACTS,
        assignee=lambda request: request.assignee,
        room_link=_room_link,
        desk_link=lambda request, links: links.desk(request.reference),
        holds_grant=holds_grant,
        addressed=_addressed,
    )
)
