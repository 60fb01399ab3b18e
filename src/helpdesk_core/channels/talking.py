"""A chat that answers by itself: what the script decides, done. See `dialogues.script`.

It knows no more than a person at the desk could read in the chat, and it makes nothing but requests and messages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs

from ..base.changes import Change, Job, Save, Touch
from ..base.contacts import Contact
from ..base.notices import Notice
from ..base.text import SafeText
from ..contacts.limits import Counter, Limit, count, mails_to
from ..contacts.model import ContactPoint
from ..context import Context
from ..dialogues.changes import (
    PERSON,
    STATUS,
    WELCOME,
    AnsweredByChat,
    PersonWanted,
    StatusAskedByChat,
    StrangerWantsPerson,
)
from ..dialogues.model import STATE_FIELDS, ChatDialogue, dialogue_id
from ..dialogues.script import Does, Incoming, Own, Say, State, Turn, run
from ..dialogues.shop import shop_of
from ..intake.codes import RECEIVED
from ..jobs import notice_job
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from .chats import is_open, own_points, reached
from .model import HeldFor, InboundMessage, InboundState
from .placing import Placed, on_thread, taken
from .stops import medium_of

ANSWERS = Limit("chat_answers", 40, timedelta(days=1))
"""Automatic answers in one chat; whatever writes more often than that is answered by people alone."""
_NOTICES = {
    Say.STATUS: STATUS,
    Say.WHICH_STATUS: STATUS,
    Say.NO_STATUS: STATUS,
    Say.PERSON: PERSON,
}
_REASONS = {Does.POINT: HeldFor.STATUS, Does.WAIT: HeldFor.PERSON, Does.STOP: HeldFor.STOPPED}
_MOST_WAITING = 20
Make = Callable[[SafeText, SafeText, str], Placed]
"""Makes a request: of all words, named by the words that describe it, in a language."""


@attrs.frozen(kw_only=True)
class Talk:
    """A chat, and who writes there.

    Attributes:
        sender: The number that its provider vouches for.
        row: How far the dialogue has come.
        own: The requests whose confirmed contact it is, latest first.
        waiting: Messages that wait for the next answer.
        answers: How many automatic answers there were lately.
        is_costly: Whether every answer is paid for, and the number may be another one's: then answers count among what
            strangers can have sent there.
    """

    sender: Contact
    row: ChatDialogue | None
    own: tuple[tuple[ContactPoint, ServiceRequest], ...]
    waiting: tuple[InboundMessage, ...]
    answers: Counter
    is_costly: bool = False

    def of(self, request: str) -> tuple[ContactPoint, ServiceRequest] | None:
        """One of the sender's requests, and their contact there."""
        return next((pair for pair in self.own if pair[1].id == request), None)


def load_talk(reader: Reader, message: InboundMessage, sender: Contact | None, context: Context) -> Talk | None:
    """How far a dialogue has come.

    Args:
        reader: Reads it.
        message: The message.
        sender: The number that its provider vouches for.
        context: Of the shop.

    Returns:
        The dialogue; None where nobody is vouched for, or the shop sends no automatic answers in chats.
    """
    if sender is None or not any(context.settings.sends(one.name) for one in (WELCOME, STATUS, PERSON)):
        return None
    row = reader.load(ChatDialogue, dialogue_id(context.keyring, context.tenant, message.channel, sender))
    found = [reader.load(InboundMessage, id) for id in (() if row is None else row.waiting[-_MOST_WAITING:])]
    own = {request.id: (point, request) for point, request in own_points(reader, sender).values()}
    costly = bool(medium_of(message.channel, context))
    return Talk(
        sender=sender,
        is_costly=costly,
        row=row,
        own=tuple(own.values()),
        waiting=tuple(one for one in found if one is not None and one.state is InboundState.HELD),
        answers=count(reader, context, {ANSWERS: sender.key} | (mails_to(sender, proved=False) if costly else {})),
    )


@attrs.frozen(kw_only=True)
class Heard:
    """A message with what would become of it without a dialogue.

    Attributes:
        words: Its words.
        choice: The code of the quick reply that was tapped.
        held: Why a person would have to decide.
        request: The request that it would go to.
        may_begin: Whether it would be a request of its own.
        said: The fields of the message.
        ordinary: What becomes of it without a dialogue.
        make: Makes a request.
    """

    inbound: InboundMessage
    words: SafeText | None
    choice: str
    held: HeldFor | None
    request: ServiceRequest | None
    may_begin: bool
    said: dict[str, Any]
    ordinary: Callable[[], Placed]
    make: Make


def answered(talk: Talk, heard: Heard, context: Context) -> Placed:
    """What becomes of a message of a chat, with the automatic answer to it.

    Args:
        talk: The chat.
        heard: The message.
        context: Of the shop.

    Returns:
        What is written.
    """
    state = State() if talk.row is None else talk.row.state
    turn = run(state, _incoming(talk, heard, context), shop_of(context))
    if talk.answers.free_at is not None and turn.say is not None:
        return heard.ordinary()
    placed, about = _done(turn, talk, heard, context)
    now = _kept(talk, heard.inbound, state, turn.state, context)
    if turn.say is None or about is None or (talk.is_costly and _says_it(placed)):
        return attrs.evolve(placed, saves=(*placed.saves, *now))
    job = _job(turn, talk, about, heard.inbound, context)
    return attrs.evolve(placed, saves=(*placed.saves, *now, *talk.answers.one_more(context)), jobs=(*placed.jobs, job))


def _says_it(placed: Placed) -> bool:
    """Whether the message with the link and the code goes out, which says that the request is there."""
    return any(one.payload.get("notice") == RECEIVED.name for one in placed.jobs)


def _incoming(talk: Talk, heard: Heard, context: Context) -> Incoming:
    own = (Own(id=one.id, reference=one.reference, is_open=is_open(one)) for _, one in talk.own)
    goes = heard.request if heard.held is None else None
    return Incoming(
        id=heard.inbound.id,
        words=str(heard.words or ""),
        choice=heard.choice,
        at=context.now,
        own=tuple(own),
        placed=None if goes is None else goes.id,
        may_begin=heard.may_begin,
        is_unclear=heard.held is HeldFor.WHICH,
    )


_About = tuple[ContactPoint | None, ServiceRequest | InboundMessage]
"""Whom an answer goes to, and about what."""


def _done(turn: Turn, talk: Talk, heard: Heard, context: Context) -> tuple[Placed, _About | None]:
    """What the script decided, as it is written; and whom the answer goes to, None where nobody is answered."""
    match turn.does:
        case Does.NOTHING:
            return heard.ordinary(), None
        case Does.MAKE:
            return _made(turn, talk, heard, context)
        case Does.PUT:
            return _put(turn, talk, heard, context)
        case Does.TELL if turn.about:
            return _told(turn, talk, heard, context)
        case Does.TELL if heard.request is not None and heard.held is None:
            return _told(attrs.evolve(turn, about=heard.request.id), talk, heard, context)
        case Does.PERSON:
            return _handed_over(talk, heard, context)
    reason = _REASONS.get(turn.does) or heard.held or HeldFor.TALKING
    placed = taken(heard.inbound, InboundState.HELD, context, **(heard.said | {"reason": reason}))
    return placed, (None, heard.inbound)


def _made(turn: Turn, talk: Talk, heard: Heard, context: Context) -> tuple[Placed, _About | None]:
    """A request of all that was said; named by what describes it."""
    words = heard.words
    assert words is not None
    language = language_of(turn.state.language, talk, context)
    whole = _joined((*(one.words for one in talk.waiting), words), context)
    placed = heard.make(whole, _last(whole, words), language)
    request = next((one.after for one in placed.touched if isinstance(one.after, ServiceRequest)), None)
    point = next((one.after for one in placed.saves if isinstance(one.after, ContactPoint)), None)
    if request is None or point is None:
        return placed, None
    for one in talk.waiting:
        placed = _with(placed, taken(one, InboundState.REQUEST, context, request=request.id))
    return _noting(placed, request, AnsweredByChat(say=Say.NOTED.value)), (point, request)


def _put(turn: Turn, talk: Talk, heard: Heard, context: Context) -> tuple[Placed, _About | None]:
    """What waited goes where its sender says; what has ended is opened again by people alone."""
    found = talk.of(turn.about)
    if found is None:
        return heard.ordinary(), None
    point, request = found
    if not is_open(request):
        placed = taken(heard.inbound, InboundState.HELD, context, **(heard.said | {"reason": HeldFor.ENDED}))
        for one in talk.waiting:
            again = taken(one, InboundState.HELD, context, reason=HeldFor.ENDED, suggested=request.id)
            placed = _with(placed, again)
        return placed, (None, heard.inbound)
    words = [one.words for one in talk.waiting] or [heard.words]
    all_words = _joined([one for one in words if one is not None], context) if any(words) else None
    placed = on_thread(heard.inbound, request, all_words, context, **(heard.said | {"suggested": None}))
    for one in talk.waiting:
        placed = _with(placed, taken(one, InboundState.MESSAGE, context, request=request.id))
    placed = attrs.evolve(placed, saves=(*placed.saves, *reached(point, heard.inbound, context)))
    return _noting(placed, request, AnsweredByChat(say=Say.PUT.value)), (point, request)


def _told(turn: Turn, talk: Talk, heard: Heard, context: Context) -> tuple[Placed, _About | None]:
    """The question is on the thread, and nobody waits for its answer."""
    found = talk.of(turn.about)
    if found is None:
        return heard.ordinary(), None
    point, request = found
    asked = [one.words for one in talk.waiting] if heard.choice or talk.waiting else [heard.words]
    words = [one for one in asked if one is not None]
    change = StatusAskedByChat()
    placed = on_thread(
        heard.inbound, request, _joined(words, context) if words else None, context, told=change, **heard.said
    )
    for one in talk.waiting:
        placed = _with(placed, taken(one, InboundState.MESSAGE, context, request=request.id))
    return attrs.evolve(placed, saves=(*placed.saves, *reached(point, heard.inbound, context))), (point, request)


def _handed_over(talk: Talk, heard: Heard, context: Context) -> tuple[Placed, _About | None]:
    """A person answers: on the request, where it is one, else among what is to be sorted."""
    found = None if heard.request is None or heard.held is not None else talk.of(heard.request.id)
    if found is not None:
        return _noting(heard.ordinary(), found[1], PersonWanted()), found
    placed = taken(heard.inbound, InboundState.HELD, context, **(heard.said | {"reason": HeldFor.PERSON}))
    return _noting(placed, heard.inbound, StrangerWantsPerson()), (None, heard.inbound)


def _with(placed: Placed, more: Placed) -> Placed:
    return Placed(
        touched=(*placed.touched, *more.touched), saves=(*placed.saves, *more.saves), jobs=(*placed.jobs, *more.jobs)
    )


def _noting(placed: Placed, subject: ServiceRequest | InboundMessage, change: Change) -> Placed:
    """The same with one more change in the history of a subject."""
    touched: list[Touch] = []
    for one in placed.touched:
        is_it = one.after.id == subject.id
        touched.append(attrs.evolve(one, changes=(*one.changes, change)) if is_it else one)
    return attrs.evolve(placed, touched=tuple(touched))


def _joined(words: Any, context: Context) -> SafeText:
    """Several messages as one, redacted again: what announces a secret may stand in another one than the secret."""
    said = [one for one in words if one is not None]
    return said[0] if len(said) == 1 else context.redact("\n".join(map(str, said)))


def _last(whole: SafeText, words: SafeText) -> SafeText:
    """The last of several messages that were joined, as it was redacted with the others."""
    lines = str(words).count("\n") + 1
    rest = str(whole).split("\n")[-lines:]
    return whole.piece(len(str(whole)) - len("\n".join(rest)), len(str(whole)))


def language_of(spoken: str, talk: Talk, context: Context) -> str:
    """The language of an answer: of the words, else of the sender's latest request, else the shop's first."""
    settings = context.settings
    known = talk.own[0][1].language if talk.own else None
    return spoken if spoken in settings.languages else settings.language(known)


def _kept(talk: Talk, message: InboundMessage, before: State, after: State, context: Context) -> tuple[Save, ...]:
    """The state, where it is another one; its moment is that of the last question."""
    if attrs.evolve(after, at=None) == attrs.evolve(before, at=None):
        return ()
    values = {name: getattr(after, name) for name in STATE_FIELDS} | {"at": context.now}
    if talk.row is not None:
        return (Save(before=talk.row, after=talk.row.changed(**values)),)
    id = dialogue_id(context.keyring, context.tenant, message.channel, talk.sender)
    return (Save(after=context.make(ChatDialogue, id=id, **values)),)


def _job(turn: Turn, talk: Talk, about: _About, message: InboundMessage, context: Context) -> Job:
    assert turn.say is not None
    point, subject = about
    notice: Notice = _NOTICES.get(turn.say, WELCOME)
    of = turn.about
    if turn.say in (Say.WHICH, Say.WHICH_STATUS):
        of = dialogue_id(context.keyring, context.tenant, message.channel, talk.sender)
    elif turn.say is Say.NOTED or (turn.say is Say.PERSON and isinstance(subject, ServiceRequest)):
        of = subject.id
    return notice_job(
        notice,
        subject,
        contact=message.id if point is None else point.id,
        enclosed=f"{turn.say.value}:{of}",
        language=language_of(turn.state.language, talk, context),
    )
