"""Finding a customer, and all about one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ..base.actors import STAFF
from ..base.asked import Count
from ..base.changes import Refusal
from ..base.contacts import Contact
from ..base.queries import Query
from ..base.references import Reference
from ..base.text import SafeText
from ..contacts.blocks import block_of
from ..contacts.model import ContactBlock, ContactPoint, Proof
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports import Account, OrderRef
from ..ports.store import Reader
from ..search.views import view_search
from ..service_requests.access import find_by_reference
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND
from ..triage.queue import QueueRow, row_of
from ..viewing import view
from .persons import Person, is_same_person, latest_first, load_requests, person_of, points_of

_LATEST = Query(ServiceRequest, order=("created_at", "id"), newest_first=True, columns=("created_at", "id", "location"))
_PERSONAL = {
    f"service_requests.{name}" for name in ("reference", "surname", "given_name", "order_number", "source_id")
} | {"contact_points.contact"}
"""Where what was looked for must stand: a word in a conversation makes nobody a customer of that name."""


@staff_view
class CustomerContact:
    """A contact of a customer.

    Attributes:
        id: Of the contact point of one of their requests: what is corrected.
        request: The id of that request.
        confirmed_at: When it was proved last, None where it never was.
        proof: How it was proved.
        requests: In how many of their requests it is.
        ended_at: Since when it is not used any more, None for one in use.
        block: That nothing is taken from it and why, None where it is not blocked.
        is_preferred: Whether news of that request goes there, wherever the customer wrote from.
        takes_news: Whether one of the shop's channels reaches it.
    """

    id: str
    request: str
    value: Contact
    confirmed_at: datetime | None
    proof: Proof | None
    requests: int
    ended_at: datetime | None
    block: ContactBlock | None
    is_preferred: bool
    takes_news: bool


@staff_view
class CustomerRow:
    """A customer in a list.

    Attributes:
        reference: Of their latest request that was found: the address of their page.
        contacts: Their contacts in use.
        found: How many requests of theirs were found.
        latest: The latest of them.
    """

    reference: Reference
    surname: SafeText | None
    given_name: SafeText | None
    contacts: tuple[Contact, ...]
    found: int
    latest: QueueRow


@staff_view
class CustomersFound:
    """Customers, those with the latest request first.

    Attributes:
        nearly: Nobody is found by just these words: these are alike, as if a letter were mistyped.
        more: There may be more than were asked for.
        is_behind: The index waits for a worker, so that the latest requests may be missing.
    """

    rows: tuple[CustomerRow, ...]
    nearly: bool = False
    more: bool = False
    is_behind: bool = False


@staff_view
class CustomerForStaff:
    """All about the person of one request.

    Attributes:
        request: The request by which they were opened.
        since: When the first of their requests came in.
        contacts: In use, proved ones first.
        ways: Those of the request by which they were opened: what stands beside each other there.
        past: Contacts that are not used any more.
        open: Their open requests, latest first.
        ended: Those that have ended.
        others: Requests under the same contact, and under another name or account.
        accounts: The host's accounts under the same contacts: none is taken for the customer's by that.
        orders: Orders of their account, and of contacts that were proved.
    """

    request: ServiceRequest
    since: datetime
    contacts: tuple[CustomerContact, ...]
    ways: tuple[CustomerContact, ...]
    past: tuple[CustomerContact, ...]
    open: tuple[QueueRow, ...]
    ended: tuple[QueueRow, ...]
    others: tuple[QueueRow, ...]
    accounts: tuple[Account, ...]
    orders: tuple[OrderRef, ...]


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_customers(reader: Reader, context: Context, words: str = "", *, limit: Count = 50) -> CustomersFound:
    """Customers by any part of a name, a phone number, an e-mail address, a reference or an order's number; without
    words those of the latest requests.

    Args:
        words: What was typed; all of the words must be found.
        limit: Requests that are looked at, at most.

    Returns:
        The customers.
    """
    if not words.strip():
        found = reader.find(_LATEST, {}, limit=limit + 1)
        ids = [str(row[1]) for row in found[:limit]]
        return CustomersFound(rows=_rows(reader, ids), more=len(found) > limit)
    results = view_search(reader, context, words, limit=limit)
    hits = zip(results.rows, results.hits, strict=True)
    ids = [row.id for row, where in hits if any(hit.field in _PERSONAL for hit in where)]
    return CustomersFound(
        rows=_rows(reader, ids), nearly=results.nearly and bool(ids), more=results.more, is_behind=results.is_behind
    )


def _rows(reader: Reader, ids: Sequence[str]) -> tuple[CustomerRow, ...]:
    """The people of these requests, by what stands in these requests alone."""
    requests = latest_first(load_requests(reader, ids))
    points = points_of(reader, requests)
    people: list[list[ServiceRequest]] = []
    for request in requests:
        known = next(
            (one for one in people if _joined(one[0], request, points) and is_same_person(one[0], request)), None
        )
        if known is None:
            people.append([request])
        else:
            known.append(request)
    return tuple(_row(own, points) for own in people)


def _joined(one: ServiceRequest, other: ServiceRequest, points: Mapping[str, list[ContactPoint]]) -> bool:
    if one.customer is not None and one.customer == other.customer:
        return True
    return bool(_proved(points.get(one.id, ())) & _proved(points.get(other.id, ())))


def _proved(points: Iterable[ContactPoint]) -> set[Contact]:
    return {point.value for point in points if point.lets_in and point.confirmed_at is not None}


def _row(own: list[ServiceRequest], points: Mapping[str, list[ContactPoint]]) -> CustomerRow:
    latest = own[0]
    contacts = (point.value for request in own for point in points.get(request.id, ()) if point.lets_in)
    return CustomerRow(
        reference=Reference.stored(latest.reference),
        surname=latest.surname,
        given_name=latest.given_name,
        contacts=tuple(dict.fromkeys(contacts)),
        found=len(own),
        latest=row_of(latest),
    )


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_customer(reader: Reader, context: Context, reference: str) -> CustomerForStaff | Refusal:
    """All about the person of one request, as far as the viewer may see their requests.

    Args:
        reference: The reference of one of their requests.

    Returns:
        The person, or a refusal when there is no such request within the viewer's locations.
    """
    request = find_by_reference(reader, reference, context)
    if request is None:
        return NOT_FOUND
    person = person_of(reader, request)
    rows = [row_of(one) for one in person.requests]
    blocks = _blocks(reader, person, context)
    here = [point for point in person.points if point.request == request.id]
    return CustomerForStaff(
        request=request,
        since=person.requests[-1].created_at,
        contacts=_contacts(person.points, blocks, context),
        ways=_contacts(here, blocks, context),
        past=_contacts(person.past, {}, context),
        open=tuple(row for row in rows if row.phase not in ENDED),
        ended=tuple(row for row in rows if row.phase in ENDED),
        others=tuple(map(row_of, person.others)),
        accounts=_accounts(person, context),
        orders=tuple({order.number: order for order in _orders(person, context)}.values()),
    )


def _contacts(
    points: Sequence[ContactPoint], blocks: Mapping[Contact, ContactBlock], context: Context
) -> tuple[CustomerContact, ...]:
    """Each contact once; of its points the one that was proved last stands for it."""
    by_value: dict[Contact, list[ContactPoint]] = {}
    for point in points:
        by_value.setdefault(point.value, []).append(point)
    found = [_contact(same, blocks.get(value), context) for value, same in by_value.items()]
    return tuple(sorted(found, key=lambda one: one.confirmed_at is None))


def _blocks(reader: Reader, person: Person, context: Context) -> Mapping[Contact, ContactBlock]:
    """What holds now, by contact."""
    values = dict.fromkeys(point.value for point in person.points)
    found = {value: block for value in values if (block := block_of(reader, value, context)) is not None}
    return {value: block for value, block in found.items() if block.is_blocked}


def _contact(same: Sequence[ContactPoint], block: ContactBlock | None, context: Context) -> CustomerContact:
    proved = [point for point in same if point.confirmed_at is not None]
    best = max(proved, key=lambda point: str(point.confirmed_at), default=same[0])
    return CustomerContact(
        id=best.id,
        request=best.request,
        value=best.value,
        confirmed_at=best.confirmed_at,
        proof=best.proof,
        requests=len(same),
        ended_at=best.ended_at,
        block=block,
        is_preferred=best.is_preferred,
        takes_news=context.notifiers.reaching(best.value) is not None,
    )


def _accounts(person: Person, context: Context) -> tuple[Account, ...]:
    own = context.directory.account(person.anchor.customer)
    values = dict.fromkeys(point.value for point in person.points)
    others = (account for value in values for account in context.directory.accounts(value))
    return tuple({account.id: account for account in (*([own] if own else []), *others)}.values())


def _orders(person: Person, context: Context) -> Iterator[OrderRef]:
    """An address alone proves nothing, and shows nothing of anybody's orders."""
    if person.anchor.customer is not None:
        yield from context.directory.orders(person.anchor.customer)
    for value in sorted(_proved(person.points), key=lambda one: (one.kind, one.key)):
        yield from context.directory.guest_orders(value)
