"""Which requests are one person's. There is no record of a person: nobody is made one by a name, and nothing is merged.

Two requests are one person's when they belong to the same account, or when the same contact was proved for both: by a
code, in person or by a sign-in. A contact alone proves nothing, and several people may share one that is proved: so
requests of different accounts, and of different names, stay apart. Only what is joined with the request that was opened
counts, not what is joined with that in turn: one shared phone must not lead from one family to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from ..base.queries import Query
from ..base.surnames import name_tokens, surname_keys
from ..contacts.model import BY_CONTACT, CONTACTS, ContactPoint, same_contact
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest

MOST_REQUESTS = 200
"""Of one person; a shop that is its own customer has more, and they are found by the search."""
_WHOLE = Query(ServiceRequest, in_="id")
_OF_ACCOUNT = Query(
    ServiceRequest,
    equals=("tenant", "customer"),
    order=("created_at", "id"),
    newest_first=True,
    columns=("created_at", "id", "location"),
)
_POINTS = Query(ContactPoint, in_="request")


@attrs.frozen(kw_only=True)
class Person:
    """The requests of one person, as far as whoever reads may see them.

    Attributes:
        anchor: The request that was opened; the others are its person's because they are joined with it.
        requests: All of them with the anchor, latest first.
        others: Requests under a contact that the anchor has proved, and under another name or account.
        points: The contacts of ``requests`` in use, latest first.
        past: Their contacts that let nobody in any more.
    """

    anchor: ServiceRequest
    requests: tuple[ServiceRequest, ...]
    others: tuple[ServiceRequest, ...]
    points: tuple[ContactPoint, ...]
    past: tuple[ContactPoint, ...]


def person_of(reader: Reader, anchor: ServiceRequest) -> Person:
    """The person of a request.

    Args:
        reader: Where to read; it shows what its actor may see.
        anchor: The request, which may be seen.

    Returns:
        The person.
    """
    ids = {id for point in reader.find(CONTACTS, {"request": anchor.id}) for id in _proved(reader, point)}
    if anchor.customer is not None:
        own = reader.find(_OF_ACCOUNT, {"customer": anchor.customer}, limit=MOST_REQUESTS)
        ids |= {str(row[1]) for row in own}
    found = load_requests(reader, sorted(ids - {anchor.id})[:MOST_REQUESTS])
    requests = latest_first((anchor, *(one for one in found if is_same_person(anchor, one))))
    points = points_of(reader, requests)
    every = tuple(point for request in requests for point in points.get(request.id, ()))
    return Person(
        anchor=anchor,
        requests=requests,
        others=latest_first(one for one in found if not is_same_person(anchor, one)),
        points=tuple(point for point in every if point.lets_in),
        past=tuple(point for point in every if point.ended_at is not None and not point.is_erased),
    )


def _proved(reader: Reader, point: ContactPoint) -> set[str]:
    """Requests for which this contact was proved, if it was for its own."""
    if point.confirmed_at is None or point.is_erased:
        return set()
    same = reader.find(BY_CONTACT, same_contact(point.value), limit=MOST_REQUESTS)
    return {str(request) for request, confirmed_at in same if confirmed_at is not None}


def load_requests(reader: Reader, ids: Sequence[str]) -> tuple[ServiceRequest, ...]:
    """The requests of these ids that may be seen, in no order."""
    return tuple(reader.find(_WHOLE, {"id": tuple(ids)}, limit=len(ids))) if ids else ()


def points_of(reader: Reader, requests: Sequence[ServiceRequest]) -> Mapping[str, list[ContactPoint]]:
    """All contacts of these requests, also those that let nobody in any more, by the request's id."""
    found: dict[str, list[ContactPoint]] = {}
    ids = tuple(sorted(request.id for request in requests))
    for point in reader.find(_POINTS, {"request": ids}, limit=10 * MOST_REQUESTS) if ids else ():
        found.setdefault(point.request, []).append(point)
    return found


def latest_first(requests: Iterable[ServiceRequest]) -> tuple[ServiceRequest, ...]:
    """In the order in which people are shown them."""
    return tuple(sorted(requests, key=lambda one: (one.created_at, one.id), reverse=True))


def is_same_person(one: ServiceRequest, other: ServiceRequest) -> bool:
    """Whether two requests with a common proved contact, or of one account, are one person's.

    Args:
        one: A request.
        other: Another one.

    Returns:
        True for one account; else False for two accounts, or where surnames or given names differ.
    """
    if one.customer is not None and other.customer is not None:
        return one.customer == other.customer
    return _meet(_surname(one), _surname(other)) and _meet(_given_name(one), _given_name(other))


def _surname(request: ServiceRequest) -> frozenset[str]:
    return surname_keys(str(request.surname), str(request.given_name or "") or None) if request.surname else frozenset()


def _given_name(request: ServiceRequest) -> frozenset[str]:
    return frozenset(name_tokens(str(request.given_name or "")))


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be one: what is not known contradicts nothing."""
    return not one or not other or bool(one & other)
