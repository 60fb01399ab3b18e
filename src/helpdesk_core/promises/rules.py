"""Promising, keeping, moving and taking back.

Only people of the staff can do any of it. The clock alone breaks a promise: nothing is written when it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs

from ..attachments.findings import along, chosen
from ..attachments.model import Finding
from ..base.actors import STAFF
from ..base.changes import Change, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, money, text
from ..base.messages import define
from ..base.money import Money
from ..base.records import Subject
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..context import Context
from ..conversations.drafts import WithDraft, sending
from ..conversations.model import DraftKind, Side
from ..conversations.rules import Said, said
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import job_id
from ..ports.store import Reader
from ..service_requests.access import RequestCommand, SeenCommand
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import NEVER, ServiceRequest
from ..service_requests.rules import UNCONFIRMED, WRONG_PHASE, done, is_unconfirmed, touch_with_status
from ..subjects import NOT_FOUND
from .changes import PromiseGiven, PromiseKept, PromiseMoved, PromiseWithdrawn
from .clock import NO_WORDS, remind_in, term
from .model import OF_REQUEST, Promise, PromiseKind, PromiseState, PromiseTerm, first_due

GIVE = right("promises.give", "Promise customers something, move it, take it back, and say what is expected.")
REMIND = "remind_of_promise"
MOST = 50
"""Promises about one request."""
TOO_MANY = Refusal(define("refusal.promises_too_many", "This request has as many promises as there can be."))
SETTLED = Refusal(
    define("refusal.promise_settled", "This promise is settled already. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)
BROKEN = Refusal(
    define(
        "refusal.promise_broken",
        "The time has passed: a promise can be moved only before it breaks. Please tell the customer, and promise anew "
        "what you can keep.",
    ),
    kind=RefusalKind.CONFLICT,
)
NO_CLOCK = Refusal(define("refusal.promise_no_clock", "A price has no time that could be moved. Please take it back."))


@result
class Promised(Result):
    """The promise's id."""

    promise: str


@command
class GivePromise(SeenCommand[Promised]):
    """Promise the customer something.

    Args:
        kind: What is promised.
        day: By which day; a price has none.
        time: About when on that day, as ``17:00``; without it until the shop closes.
        limit: The highest price, tax included.
        what: What will be done by then; it must be said for a time.
        text: Words to the customer that go as a reply in the same step.
        status: The status to set in the same step; None to leave it.
        sends_draft: Whether the words are those that were kept as a draft: it is emptied then.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
        finding: The `Finding.stamp` of the marked photos that go along, as they were seen; None for none.
    """

    kind: PromiseKind
    day: date | None = None
    time: OpaqueId | None = None
    limit: Money | None = money(1, default=None)
    what: RawText | None = text(max_length=200, default=None)
    text: RawText | None = text(default=None)
    status: OpaqueId | None = None
    sends_draft: bool = False
    unconfirmed: bool = False
    finding: OpaqueId | None = None


@command
class MovePromise(SeenCommand[Promised]):
    """Promise another time in place of one that will not hold, before that one breaks.

    Args:
        promise: Its id.
        day: By which day.
        time: About when on that day; without it until the shop closes.
        text: Why, as a message to the customer.
        status: The status to set in the same step; None to leave it.
        sends_draft: Whether the words are those that were kept as a draft: it is emptied then.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
        finding: The `Finding.stamp` of the marked photos that go along, as they were seen; None for none.
    """

    promise: OpaqueId
    day: date
    time: OpaqueId | None = None
    text: RawText = text()
    status: OpaqueId | None = None
    sends_draft: bool = False
    unconfirmed: bool = False
    finding: OpaqueId | None = None


@command
class KeepPromise(RequestCommand[Result]):
    """Say that what was promised is done.

    Args:
        promise: Its id.
    """

    promise: OpaqueId


@command
class WithdrawPromise(RequestCommand[Result]):
    """Take a promise back.

    Args:
        promise: Its id.
        text: Why, as a message to the customer.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    promise: OpaqueId
    text: RawText = text(max_length=2_000)
    unconfirmed: bool = False


@attrs.frozen(kw_only=True)
class Promises(WithDraft):
    """A request with all its promises, the newest first, and the one that the command names."""

    all: tuple[Promise, ...] = ()
    named: Promise | None = None
    finding: Finding | None = None
    """The marked photos that go along."""

    def after(self, *changed: Promise) -> dict[str, object]:
        """The request's clock once these are as they are now."""
        by_id = {one.id: one for one in (*self.all, *changed)}
        return {"promise_due": first_due(tuple(by_id.values()))}


def promises_of(reader: Reader, request: ServiceRequest) -> tuple[Promise, ...]:
    """All promises about a request, the newest first; nothing is read where there are none."""
    if Promise.record_type.name not in request.has:
        return ()
    return tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=MOST))


def load_promises(
    reader: Reader,
    command: RequestCommand[Any],
    context: Context,
) -> Promises | Refusal:
    """The request with its promises; "no such request" too where it has not the one that is named."""
    loaded = _load(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found, wanted = promises_of(reader, loaded.request), getattr(command, "promise", None)
    named = next((one for one in found if one.id == wanted), None)
    if wanted is not None and named is None:
        return NOT_FOUND
    finding = chosen(reader, loaded.request, getattr(command, "finding", None))
    if isinstance(finding, Refusal):
        return finding
    return Promises(request=loaded.request, draft=loaded.draft, all=found, named=named, finding=finding)


_load = sending(DraftKind.REPLY)


@handles(GivePromise, actors=STAFF, load=load_promises, right=GIVE)
def give(loaded: Promises, command: GivePromise, context: Context) -> Verdict[Promised]:
    """What can be promised is what the shop's calendar allows, and the customer is told the very same words."""
    request = loaded.request
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    if len(loaded.all) >= MOST:
        return refused(TOO_MANY)
    found = term(command.kind, command.day, command.time, command.limit, request, context)
    if isinstance(found, Refusal):
        return refused(found)
    if command.kind is PromiseKind.TIME and context.texts.get("what") is None:
        return refused(NO_WORDS)
    if context.texts.get("text") is not None and is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    what = context.texts.get("what")
    made = _promise(request, found, context, what=None if what is None else CustomerText(what))
    reply = None if context.texts.get("text") is None else said(request.id, Side.SHOP, context)
    given = PromiseGiven(promise=made.id, message=None if reply is None else reply.message.id)
    return _given(loaded, made, (given,), reply, context, status=command.status)


@handles(MovePromise, actors=STAFF, load=load_promises, right=GIVE)
def move(loaded: Promises, command: MovePromise, context: Context) -> Verdict[Promised]:
    """The old word and the new one stand in the history, with why; a broken promise stays broken."""
    before = loaded.named
    if before is None or before.state is not PromiseState.OPEN or loaded.request.phase in ENDED:
        return refused(SETTLED)
    if before.kind is PromiseKind.PRICE:
        return refused(NO_CLOCK)
    if context.now > before.due_at:
        return refused(BROKEN)
    if len(loaded.all) >= MOST:
        return refused(TOO_MANY)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    found = term(before.kind, command.day, command.time, None, loaded.request, context)
    if isinstance(found, Refusal):
        return refused(found)
    made = _promise(loaded.request, found, context, what=before.what, follows=before.id)
    moved = before.changed(state=PromiseState.MOVED, settled_at=context.now)
    why = said(loaded.request.id, Side.SHOP, context)
    change = PromiseMoved(promise=made.id, before=before.id, message=why.message.id)
    save = Save(before=before, after=moved)
    return _given(loaded, made, (change,), why, context, moved=save, status=command.status)


def _promise(
    request: ServiceRequest,
    found: PromiseTerm,
    context: Context,
    *,
    what: CustomerText | None,
    follows: str | None = None,
) -> Promise:
    return context.make(
        Promise,
        request=request.id,
        kind=found.kind,
        state=PromiseState.OPEN,
        due_at=found.due_at,
        by_time=found.by_time,
        limit=found.limit,
        what=what,
        follows=follows,
        promised_by=context.actor.id,
        promised_by_name=context.staff_name,
        promised_at=context.now,
    )


def _given(
    loaded: Promises,
    made: Promise,
    changes: Sequence[Change],
    words: Said | None,
    context: Context,
    *,
    moved: Save | None = None,
    status: str | None = None,
) -> Verdict[Promised]:
    """The promise with its reminder, the words and the status that go with it, and what it takes the place of."""
    settled = () if moved is None else (moved,)
    saves = (*settled, Save(after=made), *(() if words is None else (words.save,)), *loaded.sent)
    shown = along(loaded.finding, context)
    all_changes = (*(() if words is None else (words.change,)), *changes, *shown.changes)
    now = loaded.after(made, *(save.after for save in settled if isinstance(save.after, Promise)))
    values = now if words is None else words.values | now
    touched = touch_with_status(loaded.request, status, context, *all_changes, **values)
    if isinstance(touched, Refusal):
        return refused(touched)
    jobs = reminder(made, touched.after, context)
    return Verdict(result=Promised(promise=made.id), touched=(touched,), saves=(*saves, *shown.saves), jobs=jobs)


def reminder(promise: Promise, request: Subject, context: Context) -> tuple[Job, ...]:
    """The job that reminds staff of it; none for what has no clock."""
    if promise.due_at == NEVER or not isinstance(request, ServiceRequest):
        return ()
    return (
        Job(
            name=REMIND,
            subject=request,
            payload={"promise": promise.id},
            id=job_id(context.tenant, REMIND, promise.id),
            due_in=remind_in(promise.due_at, request, context),
        ),
    )


@handles(KeepPromise, actors=STAFF, load=load_promises, right=GIVE)
def keep(loaded: Promises, command: KeepPromise, context: Context) -> Verdict[Result]:
    """Also when it is late: then that is what people read of it."""
    if loaded.named is None or loaded.named.state is not PromiseState.OPEN:
        return refused(SETTLED)
    kept = loaded.named.changed(state=PromiseState.KEPT, settled_at=context.now)
    saves, change = (Save(before=loaded.named, after=kept),), PromiseKept(promise=kept.id)
    return done(loaded.request, context, change, result=Result(), saves=saves, **loaded.after(kept))


@handles(WithdrawPromise, actors=STAFF, load=load_promises, right=GIVE)
def withdraw(loaded: Promises, command: WithdrawPromise, context: Context) -> Verdict[Result]:
    """Never without a word to the customer. One that broke before stays broken."""
    if loaded.named is None or loaded.named.state is not PromiseState.OPEN:
        return refused(SETTLED)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    over = loaded.named.changed(state=PromiseState.WITHDRAWN, settled_at=context.now)
    why = said(loaded.request.id, Side.SHOP, context)
    changes = (why.change, PromiseWithdrawn(promise=over.id, message=why.message.id))
    values = why.values | loaded.after(over)
    saves = (Save(before=loaded.named, after=over), why.save)
    return done(loaded.request, context, *changes, result=Result(), saves=saves, **values)
