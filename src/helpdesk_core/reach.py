"""Whether the customer of a subject can be told something, and by which way: one rule for the page that says so before,
the answer that says so after, and the delivery itself."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from .base.contacts import Contact, ContactKind
from .ports.notifier import Notifier, Notifiers
from .subjects import Reachable

NO_NOTIFIER = "no_notifier"
"""The shop has no channel at all: what is to be sent waits until it has."""
NO_CONTACT = "no_contact"
"""There is no contact, or it was erased."""
NOBODY_CONFIRMED = "nobody_confirmed"
"""There is a contact, and nobody proved that it is the customer's."""
NO_CHANNEL = "no_channel"
"""There is a confirmed contact, and none of the shop's channels reaches it."""


@attrs.frozen
class Way:
    """The person and the channel."""

    person: Reachable
    notifier: Notifier


@attrs.frozen
class Unreached:
    """Nobody is told; ``reason`` is one of the codes of this module, ``call`` a number by which a person may do it."""

    reason: str
    call: Contact | None = None


def way_to(people: Sequence[Reachable], notifiers: Notifiers) -> Way | Unreached:
    """How the customer is told of news.

    Args:
        people: How they can be reached, the preferred way first (`SubjectPolicy.reachable`).
        notifiers: The shop's channels.

    Returns:
        The first confirmed contact that a channel reaches, or why there is none.
    """
    if not people:
        return Unreached(NO_CONTACT)
    call = number_of(people)
    verified = [person for person in people if person.verified]
    if not verified:
        return Unreached(NOBODY_CONFIRMED, call)
    if not notifiers.are_there:
        return Unreached(NO_NOTIFIER, call)
    ways = (Way(person, found) for person in verified if (found := notifiers.reaching(person.contact)) is not None)
    return next(ways, Unreached(NO_CHANNEL, call))


def is_taken(contact: Contact, notifiers: Notifiers) -> bool:
    """Whether a contact that somebody gives can be used: an e-mail address that no channel reaches is of no use, while
    a phone number can always be called.

    Args:
        contact: What was given.
        notifiers: The shop's channels.

    Returns:
        False for an address that the shop cannot write to.
    """
    if contact.kind is not ContactKind.EMAIL or not notifiers.are_there:
        return True
    return notifiers.reaching(contact) is not None


def number_of(people: Sequence[Reachable]) -> Contact | None:
    """The number to call: a confirmed one first.

    Args:
        people: How the customer can be reached.

    Returns:
        A phone number, None when there is none.
    """
    phones = [person for person in people if person.contact.kind is ContactKind.PHONE]
    return min(phones, key=lambda person: not person.verified).contact if phones else None
