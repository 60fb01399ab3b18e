"""Sending something to an address that somebody typed, if it is the request's own: decided by a job, so that the answer
is the same for every address, and so is the time it takes."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

import attrs

from ..base.changes import Refusal
from ..base.contacts import Contact
from ..context import Context
from ..handlers import Loaded
from ..ports.store import Reader
from ..service_requests.access import OfRequest, load_request
from ..service_requests.model import ServiceRequest
from ..subjects import NOT_FOUND
from .blocks import is_blocked
from .limits import Counter, count, mails_to
from .model import CONTACTS, EntryContact, load_contact, takes_codes


@attrs.frozen(kw_only=True)
class Knock(Loaded):
    """An attempt to get in, counted. Nothing is proved yet, so the command has no `subject`."""

    counter: Counter


def mark_of(request: str, contact: Contact, context: Context) -> str:
    """An address as a job may keep it: to be compared, not read."""
    return context.keyring.mac("address", context.tenant, request, contact.kind, contact.key)


def contacts_behind(reader: Reader, id: str) -> tuple[ServiceRequest | None, Sequence[EntryContact]]:
    """The request that a link with this id is about, and the contacts that may come in by it: the request's own, or the
    only one that the link was made for."""
    request = reader.load(ServiceRequest, id)
    if request is not None:
        return request, reader.find(CONTACTS, {"request": id})
    named = load_contact(reader, id)
    if named is None or named.leads_to != id:
        return None, ()
    return reader.load(ServiceRequest, named.request), (named,)


def point_of(points: Sequence[EntryContact], mark: str, context: Context) -> EntryContact | None:
    """The contact that has this mark; the work is the same whether there is one or not."""
    found = None
    for point in points:
        if hmac.compare_digest(mark_of(point.request, point.value, context), mark):
            found = point
    return found if found is not None and found.lets_in else None


@attrs.frozen(kw_only=True)
class ToContact(OfRequest):
    """A contact that is to be sent something, and what it was sent within the hour."""

    point: EntryContact
    counter: Counter
    is_blocked: bool

    def may_send(self, context: Context) -> bool:
        """Unless its address takes none, has had its share of messages, or is blocked."""
        is_open = takes_codes(self.point.value, context.settings.code_channels) and not self.is_blocked
        return is_open and self.counter.refusal is None


def load_to_contact(reader: Reader, command: Any, context: Context, *, with_link: bool) -> ToContact | Refusal:
    """The command's contact, and the limits of messages to it: somebody who has the link of a confirmed request
    (``with_link``) is hardly a stranger, somebody who knows a reference may be."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    point = load_contact(reader, command.contact)
    if point is None or point.request != loaded.request.id or not point.lets_in:
        return NOT_FOUND
    proved = with_link and point.confirmed_at is not None
    counter = count(reader, context, mails_to(point.value, proved=proved))
    blocked = is_blocked(reader, point.value, context)
    return ToContact(request=loaded.request, point=point, counter=counter, is_blocked=blocked)


def nothing() -> None:
    """Nobody to send it to, and nothing that staff should see as undelivered."""
