"""Asking for a call or offering one, saying whether it is wanted, and whether people spoke: each is a person's step."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import command, text
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result, result
from ..base.text import RawText
from ..base.web_addresses import WebAddress
from ..contacts.limits import Counter, Limit, count
from ..contacts.model import CONTACTS
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import SHOW_AGAIN, OfRequest, RequestCommand, is_proof_old, load_request
from ..service_requests.rules import CONTINUED, done
from .model import OF_REQUEST, Call, CallKind, CallState

CALL = right("calls.make", "Call customers back, and say whether they were reached.")
#: Calls asked for about one request: each tells staff.
CALLS_OF_REQUEST = Limit("calls_request", 6)
NO_NUMBER = Refusal(
    define("refusal.no_number", "Please give the phone number on which we can reach you."), field="contact"
)
NO_CALL_OPEN = Refusal(
    define("refusal.no_call_open", "Nobody is waiting for a call about this request."), kind=RefusalKind.CONFLICT
)
NO_OFFER = Refusal(
    define("refusal.no_call_offered", "No call is offered any more. You can ask for one at any time."),
    kind=RefusalKind.CONFLICT,
)
WAITS_ALREADY = Refusal(
    define("refusal.call_waits", "The customer waits for a call already. Please call, or say that you did."),
    kind=RefusalKind.CONFLICT,
)
NO_LINK = Refusal(
    define("refusal.call_no_link", "Please give the link of your tool, made for this one time."), field="link"
)


@result
class CallOfferMade(Result):
    """The call's id."""

    call: str


@result
class CallAskedFor(Result):
    """The call's id."""

    call: str


@command
class AskForCall(RequestCommand[CallAskedFor]):
    """The customer wants to be called. Asking again says it anew: there is one at a time.

    Args:
        contact: The phone number; None for the confirmed one of the request.
        when: When it suits, in the customer's words.
        urgent: Whether it cannot wait, in the customer's view.
    """

    contact: Contact | None = None
    when: RawText | None = text(max_length=200, default=None)
    urgent: bool = False


@command
class WithdrawCall(RequestCommand[Result]):
    """The customer wants no call any more."""


@command
class OfferCall(RequestCommand[CallOfferMade]):
    """Staff offer a call, or a look at the screen together. Offering again takes the place of the offer before.

    Args:
        kind: By what people would speak.
        link: Where the screen is looked at, in the shop's own tool: made for this one time. Shown to the customer once
            they accept, and forgotten when the call is settled.
        when: When, in staff's words.
    """

    kind: CallKind = CallKind.PHONE
    link: WebAddress | None = None
    when: RawText | None = text(max_length=200, default=None)


@command
class AnswerCallOffer(RequestCommand[Result]):
    """The customer says whether they want it. Nothing begins by that.

    Args:
        wanted: Whether they do.
        contact: The phone number; None for the confirmed one of the request.
    """

    wanted: bool
    contact: Contact | None = None


@command
class SettleCall(RequestCommand[Result]):
    """Staff called, or waited where the screen was to be looked at.

    Args:
        reached: Whether they spoke with the customer.
    """

    reached: bool


class CallAsked(
    Change,
    action="call_asked",
    label="Wants to be called",
    by_customer=to_staff("call_asked", "Request {reference}: please call", "The customer asks to be called."),
):
    """The customer asked to be called."""

    call: str
    urgent: bool


class CallWithdrawn(Change, action="call_withdrawn", label="No call wanted any more", tells=NOBODY):
    """The customer wants no call any more."""

    call: str


class CallOffered(
    Change,
    action="call_offered",
    label="Call offered",
    by_staff=to_customer(
        "call_offered",
        "Request {reference}: may we call you?",
        "We offer you a call, or a look at your screen together. You say in your room whether you want it.",
    ),
):
    """Staff offered a call."""

    call: str
    kind: str


class CallAccepted(
    Change,
    action="call_accepted",
    label="Wants the call that was offered",
    by_customer=to_staff("call_accepted", "Request {reference}: yes to the call", "The customer wants the call."),
):
    """The customer wants the call that was offered."""

    call: str


class CallDeclined(
    Change,
    action="call_declined",
    label="Does not want the call that was offered",
    by_customer=to_staff("call_declined", "Request {reference}: no call", "The customer does not want the call."),
):
    """The customer does not want the call that was offered."""

    call: str


class CallMade(Change, action="call_made", label="Called the customer", answers=True, tells=NOBODY):
    """Staff spoke with the customer, who need not be told that."""

    call: str


class CallMissed(
    Change,
    action="call_missed",
    label="Called, not reached",
    by_staff=to_customer(
        "call_missed",
        "Request {reference}: we tried to call you",
        "We tried to call you and did not reach you. You can ask for another call, or write to us.",
    ),
):
    """Staff called, and nobody answered."""

    call: str


@attrs.frozen(kw_only=True)
class OfCall(OfRequest):
    """A request with its newest call, the confirmed number, and how often a call was asked for lately."""

    call: Call | None
    phone: Contact | None
    asked: Counter

    @property
    def waiting(self) -> Call | None:
        """The call that somebody waits for."""
        return self.call if self.call is not None and self.call.state is CallState.ASKED else None

    @property
    def offered(self) -> Call | None:
        """The call that staff offered last, as long as nobody has answered."""
        return self.call if self.call is not None and self.call.state is CallState.OFFERED else None


def load_call(reader: Reader, command: RequestCommand[Any], context: Context) -> OfCall | Refusal:
    """The request, its newest call, and its number."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request = loaded.request
    newest = reader.find(OF_REQUEST, {"request": request.id}, limit=1)
    points = reader.find(CONTACTS, {"request": request.id})
    return OfCall(
        request=request,
        call=newest[0] if newest else None,
        phone=confirmed_number(points),
        asked=count(reader, context, {CALLS_OF_REQUEST: request.id}),
    )


def confirmed_number(points: Any) -> Contact | None:
    """The phone number among contacts that is confirmed."""
    numbers = (one.value for one in points if one.confirmed_at is not None and not one.is_erased)
    return next((one for one in numbers if one.kind is ContactKind.PHONE), None)


@handles(AskForCall, actors=CUSTOMERS, load=load_call)
def ask(loaded: OfCall, command: AskForCall, context: Context) -> Verdict[CallAskedFor]:
    """At any time, after the end too: whoever wants a person gets one. Only a request that continues elsewhere says so,
    since nobody reads it any more."""
    request, before = loaded.request, loaded.waiting
    if request.merged_into is not None:
        return refused(CONTINUED)
    number = command.contact or loaded.phone
    if number is None or number.kind is not ContactKind.PHONE:
        return refused(NO_NUMBER)
    if (full := loaded.asked.refusal) is not None:
        return refused(full)
    says: dict[str, Any] = {"phone": number.value, "when": context.texts.get("when"), "urgent": command.urgent}
    says |= {"kind": CallKind.PHONE, "link": None}  # whoever asks for a call wants no look at the screen
    if before is None:
        after = context.make(Call, request=request.id, state=CallState.ASKED, asked_at=context.now, **says)
    else:
        after = before.changed(**says)
    asked = CallAsked(call=after.id, urgent=command.urgent)
    saves = (Save(before=before, after=after), *loaded.asked.one_more(context))
    since = after.asked_at
    return done(request, context, asked, call_asked_at=since, result=CallAskedFor(call=after.id), saves=saves)


@handles(OfferCall, actors=STAFF, load=load_call, right=CALL)
def offer(loaded: OfCall, command: OfferCall, context: Context) -> Verdict[CallOfferMade]:
    """The customer decides; whoever waits for a call already is called."""
    request = loaded.request
    if request.merged_into is not None:
        return refused(CONTINUED)
    if loaded.waiting is not None:
        return refused(WAITS_ALREADY)
    if command.kind is CallKind.SCREEN and command.link is None:
        return refused(NO_LINK)
    link = str(command.link) if command.link is not None and command.kind is CallKind.SCREEN else None
    says: dict[str, Any] = {"kind": command.kind, "link": link, "when": context.texts.get("when")}
    says |= {"asked_at": context.now, "offered_by": context.staff_name}
    before = loaded.offered
    if before is None:
        after = context.make(Call, request=request.id, state=CallState.OFFERED, **says)
    else:
        after = before.changed(**says)
    change = CallOffered(call=after.id, kind=command.kind.value)
    result = CallOfferMade(call=after.id)
    return done(request, context, change, result=result, saves=(Save(before=before, after=after),))


@handles(AnswerCallOffer, actors=CUSTOMERS, load=load_call)
def answer(loaded: OfCall, command: AnswerCallOffer, context: Context) -> Verdict[Result]:
    """As long as it is offered. A link is shown to who has proved lately who they are."""
    request, before = loaded.request, loaded.offered
    if before is None or not before.is_open(context.now):
        return refused(NO_OFFER)
    if not command.wanted:
        after = before.changed(state=CallState.DECLINED, link=None, settled_at=context.now)
        declined = CallDeclined(call=after.id)
        return done(request, context, declined, result=Result(), saves=(Save(before=before, after=after),))
    if is_proof_old(context):
        return refused(SHOW_AGAIN)
    number = command.contact or loaded.phone
    if before.kind is CallKind.PHONE and (number is None or number.kind is not ContactKind.PHONE):
        return refused(NO_NUMBER)
    phone = number.value if before.kind is CallKind.PHONE and number is not None else None
    after = before.changed(state=CallState.ASKED, phone=phone)
    save = Save(before=before, after=after)
    accepted = CallAccepted(call=after.id)
    return done(request, context, accepted, call_asked_at=context.now, result=Result(), saves=(save,))


def _settled(loaded: OfCall, state: CallState, change: Any, context: Context, **values: Any) -> Verdict[Result]:
    before = loaded.waiting
    if before is None:
        return refused(NO_CALL_OPEN)
    after = before.changed(state=state, link=None, settled_at=context.now, **values)
    save = Save(before=before, after=after)
    return done(loaded.request, context, change(call=after.id), call_asked_at=None, result=Result(), saves=(save,))


@handles(WithdrawCall, actors=CUSTOMERS, load=load_call)
def withdraw(loaded: OfCall, command: WithdrawCall, context: Context) -> Verdict[Result]:
    """As long as nobody has called."""
    return _settled(loaded, CallState.WITHDRAWN, CallWithdrawn, context)


@handles(SettleCall, actors=STAFF, load=load_call, right=CALL)
def settle(loaded: OfCall, command: SettleCall, context: Context) -> Verdict[Result]:
    """Nothing is settled but by who called."""
    state, change = (CallState.CALLED, CallMade) if command.reached else (CallState.MISSED, CallMissed)
    return _settled(loaded, state, change, context, settled_by=context.staff_name)
