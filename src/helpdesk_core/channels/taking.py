"""What becomes of a message that came in: read by a job, and put onto a request only where it is proved whose it is.

A number in a subject proves nothing, and neither does an address in From. What does is the token of a message that we
sent (in the id of our mail, or in the address for answers) together with the address that it was sent to; the shop's
own mail server can object. Everything else waits for a person. A machine gets no answer, makes no request and moves
nothing (RFC 3834).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import Job, Refusal, Save, Touch, Verdict, refused
from ..base.contacts import Contact
from ..base.reply_tokens import contact_of
from ..base.results import Result
from ..base.text import SafeText
from ..contacts.blocks import is_blocked
from ..contacts.limits import Counter, Limit, count_each, mails_to
from ..contacts.model import BY_CONTACT, CONTACTS, ContactPoint, load_contact, same_contact
from ..context import Context
from ..handlers import Loaded, handles
from ..notifications.model import OutboxRow
from ..ports.channel import InboundKind, Proved
from ..ports.store import Reader
from ..service_requests.access import remaining
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..subjects import NOT_FOUND
from .arriving import InboundWasKept, KeepInbound, TakeInbound
from .changes import InboundKept
from .chats import heard, makes_requests, own_point, reached, vouched_for, window_id
from .model import ChatWindow, ContactStop, HeldFor, InboundFact, InboundMessage, InboundState, fact_id, inbound_id
from .placing import NewWords, Placed, as_request, on_thread, taken
from .reports import TOO_EARLY, is_early, reported_on, reported_row
from .stops import medium_of, stop_of, stopping
from .talking import Heard, Talk, answered, load_talk
from .thanks import is_thanks

READ = "read_inbound"
_AUTOMATION = frozenset({ActorKind.AUTOMATION})
#: Requests that one unknown address makes by mail, and all of them together: more wait for a person.
REQUESTS_BY_SENDER = Limit("mail_requests", 2, timedelta(days=1))
REQUESTS_BY_MAIL = Limit("mail_requests_all", 120)
_MOST_KNOWN = 5
DELETED = "deleted"
"""Somebody took a message of theirs back, says the provider: it stays where it is, and the thread says so."""
_WHOLE = {one.value: one for one in (HeldFor.NUMBER_CHANGED, HeldFor.HIDDEN_NUMBER, HeldFor.UNSUPPORTED)}
"""Why a person has to see to what was read whole."""
_TALKS = (None, HeldFor.WHICH, HeldFor.UNCONFIRMED, HeldFor.STRANGER, HeldFor.ENDED)
"""Where an automatic answer of a chat may help: nothing is wrong with the message or with its sender."""
_PROBLEMS = {"no_mail": HeldFor.NO_MAIL, "subscription": HeldFor.SUBSCRIPTION} | _WHOLE


@attrs.frozen(kw_only=True)
class Arrived(Loaded):
    """A message that may have come before."""

    known: InboundMessage | None


@attrs.frozen(kw_only=True)
class Taking(Loaded):
    """A message, and all that says where it belongs.

    Attributes:
        came_before: Whether the provider's message was taken already.
        proof: The contact that a message of ours was sent to, which this one answers.
        request: The request of that contact, where it is one.
        own: The sender's confirmed contact there.
        suggested: The request that a person would think of.
        is_known: Whether the sender is the contact of any request.
        report: The message of ours that it reports on.
        about: The request that was about.
        vouched: The sender, where the provider of a chat vouches for the number.
        window: When they wrote there last.
        talk: The automatic answers there.
        stop: The STOP or START that they wrote last.
    """

    inbound: InboundMessage
    came_before: bool
    proof: ContactPoint | None
    request: ServiceRequest | None
    own: ContactPoint | None
    suggested: str | None
    is_known: bool
    is_blocked: bool
    vouched: Contact | None
    window: ChatWindow | None
    talk: Talk | None
    stop: ContactStop | None
    requests: Counter
    mails: Counter | None
    report: OutboxRow | None
    about: ServiceRequest | None

    @property
    def subject(self) -> InboundMessage:
        """The message."""
        return self.inbound


def load_arrived(reader: Reader, command: KeepInbound, context: Context) -> Arrived:
    """Whether these bytes came before."""
    return Arrived(known=reader.load(InboundMessage, inbound_id(context.tenant, command.channel, command.digest)))


@handles(KeepInbound, actors=_AUTOMATION, load=load_arrived, keyed=False)
def keep(loaded: Arrived, command: KeepInbound, context: Context) -> Verdict[InboundWasKept]:
    """The same bytes are the same message, however often they come."""
    if (known := loaded.known) is not None:
        return Verdict(result=InboundWasKept(inbound=known.id, needs_bytes=known.key is not None))
    placed = _kept(command.channel, command.media, command.digest, command.key, 0, context)
    id = placed.touched[0].after.id
    return Verdict(result=InboundWasKept(inbound=id, needs_bytes=True), touched=placed.touched, jobs=placed.jobs)


def _kept(channel: str, media: str, digest: str, key: str, place: int, context: Context) -> Placed:
    """One fact of what came, to be read by a job."""
    made = context.make(
        InboundMessage,
        id=inbound_id(context.tenant, channel, digest),
        channel=channel,
        media=media,
        key=key,
        place=place,
        state=InboundState.KEPT,
        at=context.now,
    )
    touched = Touch(after=made, changes=(InboundKept(channel=channel),))
    return Placed(touched=(touched,), jobs=(Job(name=READ, subject=made),))


def load_taking(reader: Reader, command: TakeInbound, context: Context) -> Taking | Refusal:
    """The message, and what its tokens and its sender lead to."""
    inbound = reader.load(InboundMessage, command.inbound)
    if inbound is None:
        return NOT_FOUND
    vouched = vouched_for(command.sender, command.proved)
    proof = _proof(reader, command, context) if vouched is None else own_point(reader, vouched, command.reports_on)
    request = None if proof is None else reader.load(ServiceRequest, proof.request)
    request = None if request is None else remaining(reader, request)
    sender = command.sender
    own = None if request is None or sender is None else _contact_at(reader, request, sender)
    known = [] if sender is None else reader.find(BY_CONTACT, same_contact(sender), limit=_MOST_KNOWN)
    suggested = request.id if request is not None else str(known[0][0]) if known else None
    by_sender = {REQUESTS_BY_SENDER: None if sender is None else sender.key, REQUESTS_BY_MAIL: context.tenant}
    to_sender = {} if sender is None else mails_to(sender, proved=False)
    report = reported_row(reader, command, context)
    requests, mails = count_each(reader, context, by_sender, to_sender)
    return Taking(
        inbound=inbound,
        came_before=reader.load(InboundFact, fact_id(context.tenant, inbound.channel, command.fact)) is not None,
        proof=proof,
        request=request,
        own=own,
        suggested=suggested,
        is_known=bool(known),
        is_blocked=sender is not None and is_blocked(reader, sender, context),
        vouched=vouched,
        window=None if vouched is None else reader.load(ChatWindow, window_id(context, inbound.channel, vouched)),
        talk=load_talk(reader, inbound, vouched, context),
        stop=None if vouched is None else stop_of(reader, vouched, medium_of(inbound.channel, context), context),
        requests=requests,
        mails=mails,
        report=report,
        about=None if report is None else reader.load(ServiceRequest, report.subject),
    )


def _proof(reader: Reader, command: TakeInbound, context: Context) -> ContactPoint | None:
    """The contact that the message was sent to which this one answers: the sender's before others, since whoever
    forwards a mail of ours sends its ids along."""
    ids = [id for token in command.tokens if (id := contact_of(token, context.keyring)) is not None]
    points = [one for id in dict.fromkeys(ids) if isinstance(one := load_contact(reader, id), ContactPoint)]
    points = [one for one in points if one.lets_in]
    own = [one for one in points if one.value == command.sender]
    return next(iter(own or points), None)


def _contact_at(reader: Reader, request: ServiceRequest, sender: Contact) -> ContactPoint | None:
    points = [one for one in reader.find(CONTACTS, {"request": request.id}) if one.lets_in and one.value == sender]
    return next(iter(points), None)


@handles(TakeInbound, actors=_AUTOMATION, load=load_taking)
def take(loaded: Taking, command: TakeInbound, context: Context) -> Verdict[Result]:
    """A message gets a place once, and each message of a provider is one message."""
    if loaded.inbound.state is not InboundState.KEPT:
        return Verdict(result=Result())
    inbound = loaded.inbound
    if loaded.came_before:
        placed = taken(inbound, InboundState.COPY, context)
    elif is_early(loaded.report, inbound, context):
        return refused(TOO_EARLY)
    else:
        placed = _place(loaded, command, context)
        spoke = loaded.vouched if command.kind is InboundKind.MESSAGE and command.problem is None else None
        now = heard(loaded.window, inbound, spoke, command.sent_at, context)
        fact = context.make(InboundFact, id=fact_id(context.tenant, inbound.channel, command.fact), at=context.now)
        placed = attrs.evolve(placed, saves=(*placed.saves, *now, *_stopping(loaded, context), Save(after=fact)))
    touched, jobs = placed.touched, placed.jobs
    if command.next is not None:
        digest, place = f"{inbound.id}:{inbound.place + 1}", inbound.place + 1
        other = _kept(inbound.channel, inbound.media, digest, command.next, place, context)
        touched, jobs = (*touched, *other.touched), (*jobs, *other.jobs)
    return Verdict(result=Result(), touched=touched, saves=placed.saves, jobs=jobs)


def _place(loaded: Taking, command: TakeInbound, context: Context) -> Placed:
    said = _said(loaded, command, context)
    if command.kind is InboundKind.DELIVERY:
        return reported_on(loaded.inbound, loaded.report, loaded.about, command, context)
    is_read, is_other = command.problem is None, command.kind is InboundKind.OTHER
    if (is_read and (is_other or command.by_machine)) or (is_other and command.by_machine):
        return taken(loaded.inbound, InboundState.AUTOMATIC, context, **said)
    words = context.texts.get("text") or context.texts.get("subject")
    if command.problem == DELETED:
        return _deleted(loaded, words, context, said)
    held = _held_for(loaded, command, words)
    if loaded.talk is not None and held in _TALKS:
        return answered(loaded.talk, _heard(loaded, command, held, words, context, said), context)
    return _ordinary(loaded, command, held, words, context, said)


def _heard(
    loaded: Taking,
    command: TakeInbound,
    held: HeldFor | None,
    words: SafeText | None,
    context: Context,
    said: dict[str, Any],
) -> Heard:
    """A message as the automatic answers of a chat take it."""
    begins = held is None and loaded.request is None and loaded.requests.refusal is None
    return Heard(
        inbound=loaded.inbound,
        words=words,
        choice=command.choice or "",
        held=held,
        request=loaded.request,
        may_begin=begins and makes_requests(loaded.vouched, context),
        said=said,
        ordinary=lambda: _ordinary(loaded, command, held, words, context, said),
        make=lambda whole, subject, language: _new_request(
            loaded, command, whole, context, said, subject=subject, language=language
        ),
    )


def _deleted(loaded: Taking, words: SafeText | None, context: Context, said: dict[str, Any]) -> Placed:
    """On the thread of their request; of somebody who has none, nobody has read anything. It answers nothing."""
    own, request = loaded.own, loaded.request
    if request is None or own is None or own.confirmed_at is None or loaded.is_blocked or request.erased_at is not None:
        return taken(loaded.inbound, InboundState.AUTOMATIC, context, **said)
    return on_thread(loaded.inbound, request, words, context, quiet=True, **said)


def _stopping(loaded: Taking, context: Context) -> tuple[Save, ...]:
    return stopping(loaded.stop, loaded.vouched, loaded.inbound.channel, context.texts.get("text"), context)


def _ordinary(
    loaded: Taking,
    command: TakeInbound,
    held: HeldFor | None,
    words: SafeText | None,
    context: Context,
    said: dict[str, Any],
) -> Placed:
    """What becomes of a message that nothing answers by itself."""
    if held is None and loaded.request is None and _stopping(loaded, context):
        held = HeldFor.STOPPED
    if held is not None:
        return taken(loaded.inbound, InboundState.HELD, context, **(said | {"reason": held}))
    if loaded.request is not None:
        placed = on_thread(loaded.inbound, loaded.request, words, context, **said)
        now = () if words is None else reached(loaded.own, loaded.inbound, context)
        return attrs.evolve(placed, saves=(*placed.saves, *now))
    return _new_request(loaded, command, words, context, said)


def _said(loaded: Taking, command: TakeInbound, context: Context) -> dict[str, Any]:
    texts = context.texts
    return {
        "sent_at": command.sent_at,
        "sender": None if command.sender is None else command.sender.value,
        **{name: texts.get(name) for name in ("sender_name", "subject", "text", "quoted")},
        "files": tuple(texts[f"files.{place}.name"] for place in range(len(command.files))),
        "problem": "" if command.problem in (*_WHOLE, DELETED) else command.problem or "",
        "suggested": loaded.suggested,
    }


def _held_for(loaded: Taking, command: TakeInbound, words: SafeText | None) -> HeldFor | None:
    """Why a person has to decide; None where nothing is in doubt, or nothing is known."""
    if command.problem is not None:
        return _PROBLEMS.get(command.problem, HeldFor.UNREADABLE)
    if command.sender is None:
        return HeldFor.NO_SENDER
    if loaded.is_blocked:
        return HeldFor.BLOCKED
    if command.proved is Proved.NO:
        return HeldFor.FORGED
    if words is None and not command.files:
        return HeldFor.EMPTY
    if loaded.proof is None:
        return HeldFor.WHICH if loaded.is_known else None
    return _held_with_proof(loaded, command, words)


def _held_with_proof(loaded: Taking, command: TakeInbound, words: SafeText | None) -> HeldFor | None:
    if loaded.own is None or loaded.proof is None or loaded.proof.value != command.sender or loaded.request is None:
        return HeldFor.STRANGER
    if loaded.own.confirmed_at is None:
        return HeldFor.UNCONFIRMED
    over = loaded.request.phase in ENDED or loaded.request.erased_at is not None
    return HeldFor.ENDED if over and (words is None or not is_thanks(str(words))) else None


def _new_request(
    loaded: Taking,
    command: TakeInbound,
    words: SafeText | None,
    context: Context,
    said: dict[str, Any],
    *,
    subject: SafeText | None = None,
    language: str | None = None,
) -> Placed:
    """What an unknown person wrote becomes a request, as if they had filled in the form: unconfirmed, and within
    limits."""
    reason = HeldFor.BY_CHOICE
    if words is None:
        reason = HeldFor.EMPTY
    elif loaded.requests.refusal is not None:
        reason = HeldFor.TOO_MANY
    elif makes_requests(loaded.vouched, context) and command.sender is not None and loaded.mails is not None:
        texts = context.texts
        new = NewWords(
            problem=words,
            device=texts.get("device") or (subject or words).beginning(80),
            surname=texts.get("surname"),
            given_name=texts.get("given_name"),
            contact=command.sender,
            subject=subject,
            language=language,
        )
        made = as_request(loaded.inbound, new, loaded.mails, context, **said)
        if made is not None:
            return attrs.evolve(made, saves=(*made.saves, *loaded.requests.one_more(context)))
    return taken(loaded.inbound, InboundState.HELD, context, **(said | {"reason": reason}))
