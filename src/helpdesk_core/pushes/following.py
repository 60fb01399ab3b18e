"""A browser that is told of a request is told of the one in which that continues: as what its owner agreed to, with the
words and the day of then."""

from __future__ import annotations

import attrs

from ..base.changes import NOBODY, Change, Save
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from .model import MOST_BROWSERS, OF_REQUEST, PushBrowser, PushEnd, living
from .rules import PushEnded


class PushFollowed(
    Change, action="push_followed", label="Messages in the browser go on from the other request", tells=NOBODY
):
    """A browser of the request that was joined with this one is told of this one."""

    push: str


@attrs.frozen(kw_only=True)
class ToldBrowsers:
    """The browsers that are told of two requests of one customer.

    Attributes:
        going: Those of the request that ends.
        there: Those of the one that remains.
        points: The contacts of the one that remains, by which their owners are known there.
        owners: The contacts of the one that ends, by their ids.
    """

    going: tuple[PushBrowser, ...] = ()
    there: tuple[PushBrowser, ...] = ()
    points: tuple[ContactPoint, ...] = ()
    owners: tuple[ContactPoint, ...] = ()


@attrs.frozen(kw_only=True)
class GoneOn:
    """What is written when browsers go on with another request: what happened to each of the two, and the rows."""

    leaves: tuple[Change, ...] = ()
    gains: tuple[Change, ...] = ()
    saves: tuple[Save, ...] = ()


def told_of(reader: Reader, request: ServiceRequest, other: ServiceRequest, context: Context) -> ToldBrowsers:
    """The browsers of both.

    Args:
        reader: Where to read.
        request: The request that ends.
        other: The one that remains.
        context: Of the shop; one without push reads nothing.

    Returns:
        Those that are told now.
    """
    push = context.notifiers.push
    if push is None:
        return ToldBrowsers()
    contacts = {one.id: tuple(reader.find(CONTACTS, {"request": one.id})) for one in (request, other)}
    rows = {
        one.id: living(reader.find(OF_REQUEST, {"request": one.id}), one, contacts[one.id], push.public_key)
        for one in (request, other)
    }
    points, owners = contacts[other.id], contacts[request.id]
    return ToldBrowsers(going=rows[request.id], there=rows[other.id], points=points, owners=owners)


def gone_on(told: ToldBrowsers, other: ServiceRequest, context: Context) -> GoneOn:
    """Each goes on where its owner's contact is confirmed there too, and where that browser is not told already; one
    that does not stays with its request.

    Args:
        told: The browsers of both.
        other: The request that remains.
        context: Makes the rows.

    Returns:
        What is written.
    """
    found, places = GoneOn(), MOST_BROWSERS - len(told.there)
    owners = {one.id: one.value for one in told.owners}
    known = {one.value: one.id for one in told.points if one.lets_in and one.confirmed_at is not None}
    taken = {one.endpoint for one in told.there} | {one.browser for one in told.there}
    for one in told.going:
        contact = known.get(owners[one.contact])
        if contact is None:
            continue
        ended = one.ended(PushEnd.FOLLOWED, context.now)
        left = PushEnded(push=one.id, why=PushEnd.FOLLOWED.value)
        is_new = one.endpoint not in taken and one.browser not in taken
        if is_new and places <= 0:
            continue
        found = attrs.evolve(found, leaves=(*found.leaves, left), saves=(*found.saves, Save(before=one, after=ended)))
        if not is_new:
            continue
        places -= 1
        kept = {name: getattr(one, name) for name in ("browser", "endpoint", "key", "secret", "made_for")}
        said = {name: getattr(one, name) for name in ("words", "words_version", "agreed_at")}
        row = context.make(PushBrowser, request=other.id, contact=contact, generation=other.generation, **kept, **said)
        found = attrs.evolve(
            found, gains=(*found.gains, PushFollowed(push=row.id)), saves=(*found.saves, Save(after=row))
        )
    return found
