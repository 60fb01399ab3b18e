"""Who is known under a contact: what staff are offered when they take a request at the counter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from ..base.actors import STAFF
from ..base.contacts import Contact
from ..base.references import Reference
from ..base.text import SafeText
from ..contacts.blocks import is_blocked
from ..contacts.model import BY_CONTACT, ContactPoint, same_contact
from ..context import Context
from ..errors import FieldError
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..triage.queue import QueueRow, row_of
from ..viewing import view
from .persons import MOST_REQUESTS, is_same_person, latest_first, load_requests, points_of


@staff_view
class KnownCustomer:
    """One of the people for whom a contact was proved.

    Attributes:
        reference: Of their latest request: the address of their page.
        language: Of their notices.
        other_contacts: Proved for their requests besides this one.
        requests: How many requests of theirs have this contact.
        open: Those that are open, latest first.
    """

    reference: Reference
    surname: SafeText | None
    given_name: SafeText | None
    language: str
    other_contacts: tuple[Contact, ...]
    requests: int
    open: tuple[QueueRow, ...]


@staff_view
class KnownContact:
    """What is known of a contact.

    Attributes:
        contact: As it was read, None where it could not be.
        people: For whom it was proved, the latest first; several people may share it.
        unproved: Open requests that give it and were never confirmed, latest first.
        is_blocked: Whether the shop takes no requests with it online.
    """

    contact: Contact | None = None
    people: tuple[KnownCustomer, ...] = ()
    unproved: tuple[QueueRow, ...] = ()
    is_blocked: bool = False


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_known_contact(reader: Reader, context: Context, typed: str) -> KnownContact:
    """Who is known under an e-mail address or phone number.

    Args:
        typed: As it was typed; a national number is one in the shop's country, else in those of its locations.

    Returns:
        The people, none for what cannot be read.
    """
    contacts = list(dict.fromkeys(_read(typed, context)))
    for contact in contacts:
        rows = reader.find(BY_CONTACT, same_contact(contact), limit=MOST_REQUESTS)
        proved = {str(request): confirmed_at is not None for request, confirmed_at in rows}
        if proved:
            found = latest_first(load_requests(reader, sorted(proved)))
            return KnownContact(
                contact=contact,
                people=_people(reader, [one for one in found if proved[one.id]], contact),
                unproved=tuple(row_of(one) for one in found if not proved[one.id] and one.phase not in ENDED),
                is_blocked=is_blocked(reader, contact, context),
            )
    return KnownContact(contact=contacts[0] if contacts else None)


def _read(typed: str, context: Context) -> Iterator[Contact]:
    for code in context.settings.country_codes:
        with suppress(FieldError):
            yield Contact.parse(typed, code)


def _people(reader: Reader, requests: list[ServiceRequest], contact: Contact) -> tuple[KnownCustomer, ...]:
    """One for each person; names and accounts keep apart those who share the contact."""
    points = points_of(reader, requests)
    people: list[list[ServiceRequest]] = []
    for request in requests:
        own = next((one for one in people if is_same_person(one[0], request)), None)
        if own is None:
            people.append([request])
        else:
            own.append(request)
    return tuple(_known(own, [point for one in own for point in points.get(one.id, ())], contact) for own in people)


def _known(own: list[ServiceRequest], points: list[ContactPoint], contact: Contact) -> KnownCustomer:
    latest = own[0]
    others = [point.value for point in points if point.lets_in and point.confirmed_at and point.value != contact]
    return KnownCustomer(
        reference=Reference.stored(latest.reference),
        surname=next((one.surname for one in own if one.surname), None),
        given_name=next((one.given_name for one in own if one.given_name), None),
        language=latest.language,
        other_contacts=tuple(dict.fromkeys(others)),
        requests=len(own),
        open=tuple(row_of(one) for one in own if one.phase not in ENDED),
    )
