"""Which other requests stand beside one: the customer's, and those that only share a contact with it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..contacts.model import BY_CONTACT, ContactPoint, same_contact
from ..customers.persons import is_same_person, latest_first, load_requests
from ..ports.store import Reader
from ..service_requests.model import BY_CUSTOMER, ServiceRequest

_MOST = 20
"""Requests looked at for each contact."""


@attrs.frozen(kw_only=True)
class Related:
    """Other requests, latest first: the customer's by account or by a contact that was proved for both, and such as
    have nothing but a contact in common."""

    theirs: tuple[ServiceRequest, ...]
    alike: tuple[ServiceRequest, ...]


def related(reader: Reader, request: ServiceRequest, points: Sequence[ContactPoint]) -> Related:
    """What stands beside a request. A repair and a question about it are no others of each other.

    Args:
        reader: Reads what its actor may see.
        request: The request.
        points: Its contact points.

    Returns:
        The others.
    """
    proved: set[str] = set()
    same: set[str] = set()
    for point in points:
        if point.is_erased:
            continue
        for id, confirmed_at in reader.find(BY_CONTACT, same_contact(point.value), limit=_MOST):
            is_proved = point.confirmed_at is not None and confirmed_at is not None
            (proved if is_proved else same).add(str(id))
    if request.customer is not None:
        own = reader.find(BY_CUSTOMER, {"customer": request.customer}, limit=_MOST)
        proved |= {str(row[0]) for row in own}
    loaded = load_requests(reader, sorted((proved | same) - {request.id, request.repair})[: 2 * _MOST])
    found = latest_first(one for one in loaded if one.repair != request.id)
    theirs = tuple(one for one in found if one.id in proved and is_same_person(request, one))
    return Related(theirs=theirs, alike=tuple(one for one in found if one not in theirs))
