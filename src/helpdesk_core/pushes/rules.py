"""Agreeing to push messages and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, ActorKind
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.encoded import Encoded
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import RawText
from ..base.web_addresses import WebAddress
from ..contacts.limits import Counter, Limit, count
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.notifier import PushAddress
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, done, touch
from .model import MOST_BROWSERS, OF_BROWSER, OF_REQUEST, PushBrowser, PushEnd, living
from .reaching import EndPushes

#: What is agreed to. Whoever changes the words changes the version, which is kept with each consent.
WORDS = define(
    "push.words",
    "I want {shop} to show a message in this browser when there is news about my request. It names the shop and says "
    "that there is news, nothing else. I can turn this off here at any time.",
)
WORDS_VERSION = "1"
AGREED_OF_REQUEST = Limit("push_request", 20)
NO_PUSH = Refusal(define("refusal.no_push", "Messages in the browser cannot be had here at present."))
NOT_AN_ADDRESS = Refusal(
    define("refusal.push_address", "This browser gave nothing that messages can be sent to. Mail still works.")
)
NOT_CONFIRMED = Refusal(
    define("refusal.push_unconfirmed", "Please confirm your contact first: then we know that it is you we tell.")
)
TOO_MANY_BROWSERS = Refusal(
    define("refusal.push_many", "This is on in several browsers already. Turn it off everywhere, then on again here."),
    kind=RefusalKind.CONFLICT,
)


@result
class PushAllowed(Result):
    """The id of what was agreed to."""

    push: str


@command
class AllowPush(RequestCommand[PushAllowed]):
    """The customer agrees that this browser tells them when there is news. Agreeing again takes the place of before.

    Args:
        endpoint: The browser's address at its push service.
        p256dh: Its public key.
        auth: Its secret.
        browser: Stands for this browser: made of what nobody else has.
        words: What was agreed to, as it was shown.
    """

    endpoint: WebAddress
    p256dh: Encoded
    auth: Encoded
    browser: OpaqueId
    words: RawText = text(max_length=1_000)


@command
class WithdrawPush(RequestCommand[Result]):
    """The customer wants no messages in a browser any more.

    Args:
        browser: Which one; None for all of them.
    """

    browser: OpaqueId | None = None


class PushAgreed(Change, action="push_agreed", label="Wants messages in the browser", tells=NOBODY):
    """The customer agreed to messages in a browser."""

    push: str


class PushEnded(Change, action="push_ended", label="No messages in that browser any more", tells=NOBODY):
    """A browser is told nothing more."""

    push: str
    why: str


@attrs.frozen(kw_only=True)
class OfPushes(OfRequest):
    """A request with its browsers and contacts, and how often somebody agreed lately."""

    rows: tuple[PushBrowser, ...]
    points: tuple[ContactPoint, ...]
    agreed: Counter


@attrs.frozen(kw_only=True)
class Ending(Loaded):
    """What ends, each with its request."""

    pairs: tuple[tuple[PushBrowser, ServiceRequest], ...]


def load_pushes(reader: Reader, command: RequestCommand[Any], context: Context) -> OfPushes | Refusal:
    """The request with all of them."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    of_request = {"request": loaded.request.id}
    return OfPushes(
        request=loaded.request,
        rows=tuple(reader.find(OF_REQUEST, of_request)),
        points=tuple(reader.find(CONTACTS, of_request)),
        agreed=count(reader, context, {AGREED_OF_REQUEST: loaded.request.id}),
    )


def load_ending(reader: Reader, command: EndPushes, context: Context) -> Ending:
    """Those that have not ended."""
    one = None if command.push is None else reader.load(PushBrowser, command.push)
    rows = [one] if one is not None else []
    if command.browser is not None:
        rows += reader.find(OF_BROWSER, {"browser": command.browser})
    pairs = ((row, reader.load(ServiceRequest, row.request)) for row in rows if row.ended_at is None)
    return Ending(pairs=tuple((row, request) for row, request in pairs if request is not None))


@handles(AllowPush, actors=CUSTOMERS, load=load_pushes)
def allow(loaded: OfPushes, command: AllowPush, context: Context) -> Verdict[PushAllowed]:
    """For a confirmed contact alone, and for an address that messages can go to."""
    request, push = loaded.request, context.notifiers.push
    point = _own(loaded.points, context)
    address = PushAddress(endpoint=command.endpoint, key=command.p256dh, secret=command.auth)
    if push is None:
        return refused(NO_PUSH)
    if request.merged_into is not None:
        return refused(CONTINUED)
    if point is None:
        return refused(NOT_CONFIRMED)
    if not push.takes(address):
        return refused(NOT_AN_ADDRESS)
    if (full := loaded.agreed.refusal) is not None:
        return refused(full)
    same = [one for one in loaded.rows if command.browser == one.browser or command.endpoint == one.endpoint]
    others = living([one for one in loaded.rows if one not in same], request, loaded.points, push.public_key)
    if len(others) >= MOST_BROWSERS:
        return refused(TOO_MANY_BROWSERS)
    row = context.make(
        PushBrowser,
        request=request.id,
        contact=point.id,
        generation=request.generation,
        browser=str(command.browser),
        endpoint=str(command.endpoint),
        key=str(command.p256dh),
        secret=str(command.auth),
        made_for=push.public_key,
        words=context.texts["words"],
        words_version=WORDS_VERSION,
        agreed_at=context.now,
    )
    replaced = tuple(Save(before=one, after=one.ended(PushEnd.REPLACED, context.now)) for one in same)
    saves = (Save(after=row), *(one for one in replaced if one.before != one.after), *loaded.agreed.one_more(context))
    return done(request, context, PushAgreed(push=row.id), result=PushAllowed(push=row.id), saves=saves)


def _own(points: Sequence[ContactPoint], context: Context) -> ContactPoint | None:
    """The contact by which this person came in; of somebody who is signed in, the first that is confirmed."""
    known = [one for one in points if one.lets_in and one.confirmed_at is not None]
    grant = getattr(context.actor, "grant", None)
    return next((one for one in known if grant is not None and one.id == grant.contact), next(iter(known), None))


@handles(WithdrawPush, actors=CUSTOMERS, load=load_pushes)
def withdraw(loaded: OfPushes, command: WithdrawPush, context: Context) -> Verdict[Result]:
    """At any time, and without a reason; where nothing is on, nothing happens."""
    ending = [one for one in loaded.rows if one.ended_at is None and command.browser in (None, one.browser)]
    if not ending:
        return Verdict(result=Result())
    changes = tuple(PushEnded(push=one.id, why=PushEnd.WITHDRAWN.value) for one in ending)
    saves = tuple(Save(before=one, after=one.ended(PushEnd.WITHDRAWN, context.now)) for one in ending)
    return done(loaded.request, context, *changes, result=Result(), saves=saves)


@handles(EndPushes, actors=frozenset({ActorKind.AUTOMATION}), load=load_ending)
def end(loaded: Ending, command: EndPushes, context: Context) -> Verdict[Result]:
    """Nothing of the browser stays."""
    why = PushEnd.LEFT if command.push is None else PushEnd.GONE
    requests = {request.id: request for _, request in loaded.pairs}
    touched = tuple(
        touch(
            request,
            context,
            *(PushEnded(push=row.id, why=why.value) for row, its in loaded.pairs if its.id == request.id),
        )
        for request in requests.values()
    )
    saves = tuple(Save(before=row, after=row.ended(why, context.now)) for row, _ in loaded.pairs)
    return Verdict(result=Result(), touched=touched, saves=saves)
