"""Where a message goes: onto the thread of a request, into a note about it, or into a request of its own."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.changes import Change, Job, Save, Touch
from ..base.contacts import Contact
from ..base.text import CustomerText, InternalNote, SafeText
from ..contacts.changes import ContactConfirmed
from ..contacts.limits import Counter
from ..contacts.model import ContactPoint, Proof
from ..context import Context
from ..conversations.model import Note, Side, ThreadMessage
from ..conversations.rules import last_said
from ..dialogues.listening import language_said
from ..filing import forgetting
from ..guardrails.redaction import Redacted, SafeTexts
from ..intake.changes import RequestSubmitted
from ..intake.codes import first_code
from ..intake.rules import contact_point, first_message, new_request
from ..routing.arrival import on_arrival
from ..service_requests.lifecycle import ENDED, SUBMIT
from ..service_requests.model import SUBJECT_LENGTH, ServiceRequest, Source, Urgency
from ..service_requests.rules import touch, touch_answered
from ..service_requests.waiting import waiting_since
from ..urgencies.rules import raised_by
from .changes import CustomerChatted, CustomerMailed, InboundKeptAsNote, InboundTaken
from .chats import chat_of
from .keeping import forgotten_later
from .model import InboundMessage, InboundState
from .thanks import is_thanks

FILES = "inbound_files"


@attrs.frozen(kw_only=True)
class Placed:
    """What is written when a message has its place."""

    touched: tuple[Touch, ...]
    saves: tuple[Save, ...] = ()
    jobs: tuple[Job, ...] = ()


def taken(before: InboundMessage, state: InboundState, context: Context, **values: Any) -> Placed:
    """The message with its new state. Words that have gone where they belong are kept there alone. The bytes, which
    nobody has redacted, stay only as long as something is to be taken from them: files, or what nobody has read of
    them."""
    gone: dict[str, Any] = {}
    jobs: tuple[Job, ...] = ()
    brings, unread = values.get("files", before.files), values.get("problem", before.problem)
    if state in (InboundState.MESSAGE, InboundState.REQUEST, InboundState.COPY):
        gone = {"text": None, "subject": None, "quoted": None, "sender": None, "sender_name": None}
        gone |= {"suggested": None, "reason": None}
    if state is InboundState.COPY or not (brings or unread):
        gone |= {"key": None, "problem": ""}
    after = before.changed(state=state, handled_by=context.staff_name, **(values | gone))
    if after.key is not None and brings and state in (InboundState.MESSAGE, InboundState.REQUEST):
        jobs = (Job(name=FILES, subject=after),)
    change = InboundTaken(state=state.value, reason=None if after.reason is None else after.reason.value)
    touched = Touch(before=before, after=after, changes=(change,))
    return Placed(touched=(touched,), jobs=(*jobs, *forgetting(after, before, after), *forgotten_later(after)))


def on_thread(
    before: InboundMessage,
    request: ServiceRequest,
    words: SafeText | None,
    context: Context,
    *,
    told: Change | None = None,
    quiet: bool = False,
    **values: Any,
) -> Placed:
    """The customer's words on the thread of their request. They end the wait for an answer of theirs, unless they only
    thank; they never open again what has ended. With ``told`` they were answered already, which that change says;
    ``quiet`` ones answer nothing."""
    placed = taken(before, InboundState.MESSAGE, context, **(values | {"request": request.id}))
    if words is None:
        now = () if told is None else (touch(request, context, told),)
        return attrs.evolve(placed, touched=(*placed.touched, *now))
    message = context.make(
        ThreadMessage,
        request=request.id,
        side=Side.CUSTOMER,
        author="customer",
        at=context.now,
        text=CustomerText(words),
    )
    said = last_said(message)
    chat = chat_of(before, context)
    wrote = CustomerMailed if chat is None else CustomerChatted
    change = wrote(message=message.id, channel=before.channel)
    if told is not None:
        moved = touch(request, context, told)
    elif quiet or is_thanks(str(words)):
        moved = touch(request, context, change, **said)
    elif request.phase in ENDED:
        moved = touch(request, context, change, **(said | {"unread": True}))
    else:
        since = min(request.waits_since, context.now)
        said |= waiting_since(since, request.urgency, context.settings, request.location)
        moved = touch_answered(request, context, change, **said)
    return attrs.evolve(placed, touched=(*placed.touched, moved), saves=(Save(after=message),))


def as_note(before: InboundMessage, request: ServiceRequest, words: SafeText, context: Context) -> Placed:
    """Words of somebody else, for the team alone: on the thread the customer would read them as their own."""
    placed = taken(before, InboundState.MESSAGE, context, request=request.id, is_for_team=True)
    note = context.make(
        Note,
        request=request.id,
        author=context.actor.id,
        author_name=before.sender_name or context.staff_name,
        at=context.now,
        text=InternalNote(words),
    )
    moved = touch(request, context, InboundKeptAsNote(note=note.id))
    return attrs.evolve(placed, touched=(*placed.touched, moved), saves=(Save(after=note),))


@attrs.frozen(kw_only=True)
class NewWords:
    """What a request is made of, when a message is all there is."""

    problem: SafeText
    device: SafeText
    surname: SafeText | None
    given_name: SafeText | None = None
    contact: Contact
    language: str | None = None
    subject: SafeText | None = None
    """Names it, where other words than the first do."""
    urgency: Urgency = Urgency.SOON
    location: None = None

    def within(self, context: Context) -> Context:
        """A context whose command said this."""
        texts = {"problem": self.problem, "device": self.device, "surname": self.surname, "given_name": self.given_name}
        found = {path: Redacted(text=text, found=(), cue=None) for path, text in texts.items() if text is not None}
        return attrs.evolve(context, texts=SafeTexts(found))


def _language(words: NewWords, context: Context) -> str | None:
    """That of the talk, else that of the words, where the shop has it: its answers are in it from the first."""
    said = words.language or language_said(str(words.problem))
    return said if said in context.settings.languages else None


def as_request(
    before: InboundMessage, words: NewWords, mails: Counter, context: Context, **values: Any
) -> Placed | None:
    """A request that nobody has confirmed: its sender gets a code with the link, where the address had not too many.
    Of a chat the contact is confirmed, since its provider vouches for the number; the request waits for a person all
    the same. None where the shop's settings leave requests to others."""
    words = attrs.evolve(words, language=_language(words, context))
    inside = words.within(context)
    chat = chat_of(before, context)
    source = Source.MAIL if chat is None else Source.CHAT
    raised = raised_by(words.problem, context.settings.language(words.language), None, context)
    named = {} if words.subject is None else {"subject": words.subject.beginning(SUBJECT_LENGTH)}
    named |= {} if raised is None else raised.values
    request = new_request(words, inside, SUBMIT, source=source, **named)
    if not isinstance(request, ServiceRequest):
        return None
    vouched = {} if chat is None else {"channel": chat, "confirmed_at": context.now, "proof": Proof.CHANNEL}
    point: ContactPoint = contact_point(request, words.contact, context, **vouched)
    first = first_code(mails, request, point, context)
    placed = taken(before, InboundState.REQUEST, context, **(values | {"request": request.id}))
    changes: tuple[Change, ...] = (RequestSubmitted(reference=request.reference, source=source),)
    changes += () if chat is None else (ContactConfirmed(contact=point.id, proof=Proof.CHANNEL),)
    front: tuple[Save, ...] = ()
    if raised is not None:
        save, found = raised.of(request, context)
        changes, front = (*changes, found), (save,)
    return attrs.evolve(
        placed,
        touched=(*placed.touched, Touch(after=request, changes=changes)),
        saves=(Save(after=point), first_message(request, inside, "customer"), *front, *first.saves),
        jobs=(*placed.jobs, *first.jobs, *on_arrival(request, context)),
    )
