"""What a customer can ask for of their own data: a copy (GDPR, articles 15 and 20), and what erasing would take and
leave (article 17). Both walk the declarations, so that a new type of record is neither forgotten in one nor in the
other."""

from __future__ import annotations

import typing
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from ..attachments.kinds import plain_name
from ..attachments.model import Attachment
from ..attachments.rules import attachments_of, is_the_customers
from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.columns import Column
from ..base.digests import digest
from ..base.money import Money
from ..base.records import Record
from ..base.references import Reference
from ..base.text import InternalNote
from ..base.time import utc_text
from ..base.values import to_json
from ..context import Context
from ..customer_accounts.model import CustomerAccount
from ..customer_accounts.passkeys import keys_of
from ..devices.model import MOST_DEVICES, OF_CUSTOMER, Device
from ..erasure.rules import ERASE
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import right
from ..guides.keeping import kept_by
from ..invoices.model import Invoice
from ..organisations.members import leaving
from ..ports.store import Reader
from ..quotes.model import Quote
from ..search.model import SearchEntry
from ..service_requests.access import find_by_reference
from ..service_requests.model import ServiceRequest
from ..subjects import NOT_FOUND
from ..timeline.about import everything_about
from ..triage.queue import QueueRow, row_of
from ..viewing import view
from .persons import Person, person_of

EXPORT = right("customers.export", "Make a copy of all data of a customer.", admins=True)
_SAID = (datetime, date, Enum, Money, bool)
"""Beside what is the customer's own: when it was, of what kind, how much."""


@staff_view
class CopiedFile:
    """A photo or file that belongs to a copy; `Helpdesk.open_file` opens it.

    Attributes:
        id: Of the attachment.
        path: Its place in an archive: letters, digits and the name that people know it by, never a path of its own.
    """

    id: str
    path: str


@staff_view
class CustomerCopy:
    """All that is stored about a customer, as JSON data, and the files that belong to it.

    Attributes:
        data: Names, contacts, and each request with what was said and offered in it. Without internal notes and
            drafts, which the customer never read, and without names of staff. A photo or file has its path as "file".
        files: Those that the customer sees themselves.
    """

    data: Mapping[str, Any]
    files: tuple[CopiedFile, ...]


@staff_view
class ErasedRequest:
    """What erasing would do to one request.

    Attributes:
        id: Of the request: what is erased.
        row: As lists show it.
        goes: How many records of each type would be emptied, by the type's name.
        is_done: Whether nothing of the person is left in it.
    """

    id: str
    row: QueueRow
    goes: Mapping[str, int]
    is_done: bool


@staff_view
class ErasureReview:
    """What erasing a customer would take and leave.

    Attributes:
        requests: All of their requests that the viewer may see, latest first.
        has_quotes: Whether sums of quotes stay.
        has_invoices: Whether issued invoices stay, with who bought.
        has_account: Whether the host has an account of theirs, which is the host's to delete.
        others: How many requests stand under the same contact and another name: they are not touched.
        digest: Of the requests: what a person decides about.
    """

    requests: tuple[ErasedRequest, ...]
    has_quotes: bool
    has_invoices: bool
    has_account: bool
    others: int
    digest: str


@view(actors=STAFF, right=EXPORT)
def export_customer(reader: Reader, context: Context, reference: str) -> CustomerCopy | Refusal:
    """A copy of all data of the person of a request, as far as the viewer may see their requests.

    Args:
        reference: The reference of one of their requests.

    Returns:
        The copy, or a refusal when there is no such request within the viewer's locations.
    """
    request = find_by_reference(reader, reference, context)
    if request is None:
        return NOT_FOUND
    person = person_of(reader, request)
    names = {(str(one.given_name or ""), str(one.surname or "")) for one in person.requests}
    contacts = {(point.contact_kind.value, point.contact) for point in person.points}
    files = {id: file for one in person.requests for id, file in _files(reader, one)}
    return CustomerCopy(
        files=tuple(files.values()),
        data={
            "shop": context.settings.shop_name,
            "made_at": to_json(context.now),
            "names": [{"given_name": given, "surname": surname} for given, surname in sorted(names)],
            "contacts": [{"kind": kind, "value": value} for kind, value in sorted(contacts)],
            "accounts": [_account(reader, one) for one in _accounts(reader, request)],
            "firms": [one for account in sorted(_of(person)) for one in _firms(reader, account)],
            "devices": [_values(one) for one in _devices(reader, person)],
            "guides": [_values(one) for account in sorted(_of(person)) for one in kept_by(reader, account)],
            "requests": [_copied(reader, one, files) for one in person.requests],
        },
    )


def _files(reader: Reader, request: ServiceRequest) -> Iterator[tuple[str, CopiedFile]]:
    """By their ids, numbered in the order in which they came: two may have one name."""
    there = reversed(attachments_of(reader, request.id)) if Attachment.record_type.name in request.has else ()
    folder = Reference.stored(request.reference).grouped
    for number, one in enumerate((one for one in there if one.key is not None and is_the_customers(one)), start=1):
        yield one.id, CopiedFile(id=one.id, path=f"files/{folder}/{number:02}-{plain_name(str(one.name))}")


def _devices(reader: Reader, person: Person) -> Iterator[Device]:
    """What they registered, in the order in which they did."""
    for account in sorted(_of(person)):
        yield from reversed(reader.find(OF_CUSTOMER, {"customer": account}, limit=MOST_DEVICES))


def _of(person: Person) -> set[str]:
    return {one.customer for one in person.requests if one.customer is not None}


def _firms(reader: Reader, account: str) -> Iterator[dict[str, Any]]:
    """To which firm an account belongs, and which requests of colleagues it has joined."""
    found = leaving(reader, account)
    joined = [
        {"reference": Reference.stored(request.reference).grouped, "joined_at": to_json(one.joined_at)}
        for request, one in found.joined
    ]
    for firm, member in found.places:
        own = {"name": str(firm.name), "is_manager": member.is_manager, "joined_at": to_json(member.joined_at)}
        yield own | {"joined": joined}


def _accounts(reader: Reader, request: ServiceRequest) -> Iterator[CustomerAccount]:
    """The desk's own; a host copies out its accounts itself."""
    if (own := reader.load(CustomerAccount, request.customer) if request.customer else None) is not None:
        yield own


def _account(reader: Reader, account: CustomerAccount) -> dict[str, Any]:
    """With what its owner calls its keys, and when they were used."""
    keys = [_values(one) for one in keys_of(reader, account.id)]
    return _values(account) | ({"passkeys": keys} if keys else {})


def _copied(reader: Reader, request: ServiceRequest, files: Mapping[str, CopiedFile]) -> dict[str, Any]:
    own = {
        "reference": Reference.stored(request.reference).grouped,
        "status": request.status,
        "language": request.language,
        "device_checked": to_json(request.device_checked),
    }
    about: dict[str, list[Record]] = {}
    for record in everything_about(reader, request, personal=True):
        if _own_columns(record) and getattr(getattr(record, "state", None), "value", "") != "draft":
            about.setdefault(record.record_type.name, []).append(record)
    ordered = {name: [_told(record, files) for record in sorted(some, key=_moment)] for name, some in about.items()}
    return own | _values(request) | ordered


def _moment(record: Record) -> tuple[str, str]:
    """When it was first of all, so that a conversation reads from its beginning."""
    cells = (getattr(record, column.field) for column in record.record_type.columns)
    return min((utc_text(cell) for cell in cells if isinstance(cell, datetime)), default=""), record.id


def _own_columns(record: Record) -> tuple[Column, ...]:
    """What the customer gave, or was told: no codes of ours, no index, no internal notes."""
    return tuple(
        column
        for column in record.record_type.columns
        if column.personal is True
        and not (column.derived or _is_code(column) or column.is_indexed or column.hint is InternalNote)
    )


def _is_code(column: Column) -> bool:
    """Whether it is what a history keeps of a change: keys and codes by their names."""
    return typing.get_origin(column.hint) in (dict, Mapping)


def _told(record: Record, files: Mapping[str, CopiedFile]) -> dict[str, Any]:
    """What is told of a record; of a file where it is in the copy, and not where we keep it."""
    values = _values(record)
    if not isinstance(record, Attachment):
        return values
    kept = {name: value for name, value in values.items() if name not in ("key", "small_key")}
    return kept | ({"file": files[record.id].path} if record.id in files else {})


def _values(record: Record) -> dict[str, Any]:
    agreed = (column for column in record.record_type.columns if column.text and column.personal is False)
    own = {column.field for column in (*_own_columns(record), *agreed)}  # what they agreed to, in its very words
    names = {column.field for column in record.record_type.columns if not column.volatile}
    found = {name: getattr(record, name) for name in sorted(names)}
    return {name: to_json(value) for name, value in found.items() if name in own or isinstance(value, _SAID)}


@view(actors=STAFF, right=ERASE)
def view_erasure(reader: Reader, context: Context, reference: str) -> ErasureReview | Refusal:
    """What erasing the person of a request would take and leave; nothing is erased by looking.

    Args:
        reference: The reference of one of their requests.

    Returns:
        The review, or a refusal when there is no such request within the viewer's locations.
    """
    request = find_by_reference(reader, reference, context)
    if request is None:
        return NOT_FOUND
    person = person_of(reader, request)
    return ErasureReview(
        requests=tuple(_erased(reader, one) for one in person.requests),
        has_quotes=any(Quote.record_type.name in one.has for one in person.requests),
        has_invoices=any(Invoice.record_type.name in one.has for one in person.requests),
        has_account=context.directory.account(request.customer) is not None,
        others=len(person.others),
        digest=_digest(person),
    )


def _digest(person: Person) -> str:
    return digest(" ".join(sorted(request.id for request in person.requests)))


def _erased(reader: Reader, request: ServiceRequest) -> ErasedRequest:
    goes = Counter(_emptied(reader, request))
    is_done = not goes and request == request.erased()
    return ErasedRequest(id=request.id, row=row_of(request), goes=dict(sorted(goes.items())), is_done=is_done)


def _emptied(reader: Reader, request: ServiceRequest) -> Iterator[str]:
    """The types of the records that tell something of the person still."""
    for record in everything_about(reader, request, personal=True):
        if not isinstance(record, SearchEntry) and _own_or_note(record) and record != record.erased():
            yield record.record_type.name


def _own_or_note(record: Record) -> bool:
    return any(column.personal is True and not _is_code(column) for column in record.record_type.columns)
