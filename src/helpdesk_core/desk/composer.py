"""What a notice says to whom: made when it is sent, from keys, in the receiver's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import attrs

from ..base.asked import check_fields
from ..base.commands import Command, OpaqueId
from ..base.contacts import Contact, ContactKind
from ..base.messages import Message, define
from ..base.notices import Audience, Notice
from ..base.records import Subject
from ..base.reply_tokens import reply_token
from ..base.results import Result
from ..base.text import CustomerText
from ..channels.chats import heard_at
from ..channels.stops import STOPPED, stop_of
from ..contacts.model import load_code
from ..context import Context
from ..conversations.model import ThreadMessage
from ..i18n import Translator
from ..jobs import Send, Spoken, enclosures, files, further_ways, speeches
from ..notifications.model import OutboxRow, State
from ..ports import EnclosedFile, FurtherLink, Notifier, Outgoing, QuickReply, Reader
from ..pushes.reaching import EndPushes, pushed_to
from ..reach import NO_CHANNEL, NO_NOTIFIER, Unreached, way_to
from ..settings.chats import chat_way
from ..subjects import Reachable, joining_of, joint_of, policy_of
from .links import HostLinks

CHAT_LASTS = timedelta(hours=12)
"""An automatic answer in a chat that comes later than this answers nothing any more."""
PUSH_LASTS = timedelta(days=1)
"""A message in a browser that could not be sent for so long is no news any more."""
PUSH_NEWS = define("push.news", "There is news about your request.")
CHOOSE = define("chat.choose", "Choose")


class Ended(Exception):
    """A job is over without being done, or waits for something that the shop must do.

    Args:
        state: How it ended.
        reason: Why, as a code.
    """

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason


@attrs.frozen
class Recipient:
    """A person or team on the staff's side."""

    contact: Contact
    language: str

    def __attrs_post_init__(self) -> None:
        check_fields(self)


@attrs.frozen(kw_only=True)
class _Address:
    """Where a notice goes, with the link that this reader gets."""

    contact: Contact
    language: str
    link: str | None
    thread: str
    room: str | None = None
    """The room of a customer, of which the link may lead to one page."""
    token: str = ""
    """Proves an answer to it; empty for who is answered otherwise."""


@attrs.frozen(kw_only=True)
class Letter:
    """One message, and the channel that takes it."""

    outgoing: Outgoing
    notifier: Notifier
    when_gone: Command[Result] | None = None
    """What is carried out where its receiver is gone: then nobody has to see to it."""


@attrs.frozen(kw_only=True)
class Composer:
    """Makes letters of one desk's notices. Raises `Ended` for one that has nobody to go to, or comes too late."""

    staff_recipient: Callable[[str | None], Recipient | None]
    links: HostLinks
    translator: Callable[[str | None], Translator]

    def letter(
        self, reader: Reader, row: OutboxRow, subject: Subject, send: Send, context: Context, *, in_doubt: bool
    ) -> Letter:
        """The letter of a notice.

        Args:
            reader: Reads its parts.
            row: Its job.
            subject: What it is about.
            send: The notice, and the ids of contact and message.
            context: Of this moment.
            in_doubt: Whether it may have been sent before: then it says no code.

        Returns:
            The letter.
        """
        if send.push is not None:
            return self._pushed(reader, row, subject, send, context)
        to, notice = self._to(reader, subject, send, context), send.notice
        if send.language is not None:
            to = attrs.evolve(to, language=send.language)
        notifier = context.notifiers.reaching(to.contact)
        if notifier is None:
            raise _nobody(NO_CHANNEL if context.notifiers.are_there else NO_NOTIFIER, notice)
        shop = context.settings.shop_name  # looks first, so that the translator has the words that hold now
        translator = self.translator(to.language)
        code = _code(reader, send, context, in_doubt=in_doubt)
        short = getattr(notifier, "is_short", False) is True
        answers = bool(to.token) and getattr(notifier, "takes_answers", False) is True
        reference = policy_of(subject).reference(subject)
        heard = _heard(reader, to.contact, notice, context)
        talk = _spoken(reader, send, context, translator.language)
        copied = _enclosed(reader, send, context, is_short=short)
        said = notice.messages(reference=reference, shop=shop, code=code, takes_answers=answers, is_short=short)
        outgoing = Outgoing(
            key=row.id,
            tenant=row.tenant,
            contact=to.contact,
            language=translator.language,
            subject=translator.text(said.subject),
            lines=tuple(map(translator.text, (*said.lines, *talk.lines, *copied))),
            closing=tuple(translator.text(line) for line in said.closing),
            thread=to.thread,
            reply_token=to.token,
            link=to.link,
            link_text=translator.text(said.link),
            further=None if short else self._further(reader, to, send, context, translator),
            shop=shop,
            whereabouts=() if notice.is_chat or short else _whereabouts(to, notice, context),
            reply=_reply(reader, send, to.contact, context),
            first=notice.name == "received",
            files=_files(reader, send, context, translator),
            heard_at=heard,
            code=code or "",
            choices=_choices(talk, translator),
            choose=translator.text(Message(CHOOSE)) if talk.choices else "",
        )
        return Letter(outgoing=outgoing, notifier=notifier)

    def _pushed(self, reader: Reader, row: OutboxRow, subject: Subject, send: Send, context: Context) -> Letter:
        """That there is news, and the way to the room: whoever looks at that screen learns no more. What cannot be
        shown soon is not shown late, since it stands in the customer's other messages too."""
        found = pushed_to(reader, subject, send.push or "", context)
        if found is None or context.now - row.created_at > PUSH_LASTS:
            raise Ended(State.DROPPED, "push_over" if found is None else "too_late")
        shop, policy = context.settings.shop_name, policy_of(subject)
        translator = self.translator(policy.language(subject))
        outgoing = Outgoing(
            key=row.id,
            tenant=row.tenant,
            contact=attrs.evolve(found.contact, channel="push"),
            language=translator.language,
            subject=shop,
            lines=(translator.text(Message(PUSH_NEWS)),),
            thread=subject.id,
            link=policy.room_link(subject, self.links),
            push=found.address,
        )
        return Letter(outgoing=outgoing, notifier=found.notifier, when_gone=EndPushes(push=OpaqueId(found.id)))

    def _further(
        self, reader: Reader, to: _Address, send: Send, context: Context, translator: Translator
    ) -> FurtherLink | None:
        """The second link, to another page of the room."""
        made = further_ways.get(send.notice.name)
        if made is None or to.room is None or send.enclosed is None:
            return None
        way = made(reader, send.enclosed, context)
        if way is None:
            return None
        return FurtherLink(words=translator.text(way.words), address=self.links.part(to.room, way.page))

    def _to(self, reader: Reader, subject: Subject, send: Send, context: Context) -> _Address:
        policy = policy_of(subject)
        if send.notice.audience is Audience.STAFF:
            contact, language = self._colleague(send.colleague or policy.assignee(subject), send.notice, context)
            link = policy.desk_link(subject, self.links)
            return _Address(contact=contact, language=language, link=link, thread=subject.id)
        if send.notice.audience is Audience.CONTACT:
            return self._named(reader, subject, send, context)
        if send.notice.audience is Audience.JOINED:
            return self._joint(reader, subject, send, context)
        person = _willing(reader, policy.reachable(reader, subject), send.notice, context)
        room = policy.room_link(subject, self.links)
        token = reply_token(person.id, context.keyring)
        return _Address(
            contact=person.contact,
            language=policy.language(subject),
            link=room and self.links.part(room, send.notice.page),
            room=room,
            thread=token or subject.id,
            token=token,
        )

    def _named(self, reader: Reader, subject: Subject, send: Send, context: Context) -> _Address:
        """What says that a contact lets nobody in any more goes to such a one alone, and has no link; everything else
        to one that does."""
        policy, last = policy_of(subject), send.notice.is_farewell
        named = policy.addressed(reader, subject, send.contact or "", context, self.links)
        if named is None or named.lets_in is last:
            raise Ended(State.DROPPED, "contact_gone")
        if _wants_none(reader, named.contact, context):
            raise _nobody(STOPPED, send.notice)
        token = reply_token(send.contact or "", context.keyring)
        return _Address(
            contact=named.contact,
            language=named.language or policy.language(subject),
            link=None if last else named.link,
            thread=token or named.thread,
            token=token,
        )

    def _joint(self, reader: Reader, subject: Subject, send: Send, context: Context) -> _Address:
        """Somebody who has joined it: looked up now, so that whoever has left since then is told nothing."""
        joint, joining = joint_of(reader, subject, send.contact or "", context), joining_of(subject)
        if joint is None or joining is None:
            raise Ended(State.DROPPED, "contact_gone")
        return _Address(
            contact=_willing(reader, joint.people, send.notice, context).contact,
            language=joint.language or policy_of(subject).language(subject),
            link=joining.link(subject, self.links),
            thread=subject.id,
        )

    def _colleague(self, assignee: str | None, notice: Notice, context: Context) -> tuple[Contact, str]:
        """Whoever is named, or the assignee; else the team, where the settings or the host say that it is."""
        recipient = None if assignee is None else self.staff_recipient(assignee)
        if recipient is None and not notice.for_one:
            recipient = _team(context) or self.staff_recipient(None)
        if recipient is None:
            raise Ended(State.DROPPED, "no_staff_recipient")
        return recipient.contact, recipient.language


def _whereabouts(to: _Address, notice: Notice, context: Context) -> tuple[str, ...]:
    """Where the shop is; in a customer's mail also the number to write to, where the shop wants it there."""
    is_mail = to.contact.kind is ContactKind.EMAIL and notice.audience is not Audience.STAFF
    way = chat_way(context.settings, "mails") if is_mail else None
    return context.settings.whereabouts + (() if way is None else (way.line,))


def _willing(reader: Reader, people: Sequence[Reachable], notice: Notice, context: Context) -> Reachable:
    """The contact by which somebody is told: the first that a channel reaches and that wrote no STOP to it."""
    willing = [one for one in people if not _wants_none(reader, one.contact, context)]
    way = way_to(willing, context.notifiers)
    if isinstance(way, Unreached):
        stopped = any(one.verified for one in people if one not in willing)
        raise _nobody(STOPPED if stopped else way.reason, notice)
    return way.person


def _wants_none(reader: Reader, contact: Contact, context: Context) -> bool:
    """Whether its holder wrote STOP to the channel that reaches it."""
    notifier = context.notifiers.reaching(contact)
    stop = stop_of(reader, contact, str(getattr(notifier, "medium", "")), context)
    return stop is not None and stop.is_stopped


def _team(context: Context) -> Recipient | None:
    address = context.settings.team_email
    return Recipient(Contact.parse(address), context.settings.languages[0]) if address else None


def _nobody(reason: str, notice: Notice) -> Ended:
    """Without any channel the shop has to be set up, and the message waits for that; else people have to be told in
    another way, unless they know."""
    if reason == NO_NOTIFIER:
        return Ended(State.WAITING, reason)
    return Ended(State.DROPPED if notice.is_receipt else State.FAILED, reason)


def _code(reader: Reader, send: Send, context: Context, *, in_doubt: bool) -> str | None:
    """The digits, made now from the secret: of a code that can still be used, and never a second time."""
    code = None if send.code is None else load_code(reader, send.code)
    usable = code is not None and code.is_open(context.now)
    if send.notice.is_code and not usable:
        raise Ended(State.DROPPED, "code_expired")
    return context.keyring.code(code.id, code.number) if code is not None and usable and not in_doubt else None


def _heard(reader: Reader, contact: Contact, notice: Notice, context: Context) -> datetime | None:
    """When the receiver wrote last; an automatic answer that comes long after that is not sent at all."""
    found = heard_at(reader, contact, context)
    if notice.is_chat and (found is None or context.now - found > CHAT_LASTS):
        raise Ended(State.DROPPED, "too_late")
    return found


def _choices(talk: Spoken, translator: Translator) -> tuple[QuickReply, ...]:
    said = ((code, words if isinstance(words, str) else translator.text(words)) for code, words in talk.choices)
    return tuple(QuickReply(code=code, words=words) for code, words in said)


def _spoken(reader: Reader, send: Send, context: Context, language: str) -> Spoken:
    """The words of an automatic answer in a chat, as it stands now."""
    made = speeches.get(send.notice.name)
    return Spoken(lines=()) if made is None else made(reader, send.enclosed or "", context, language)


def _enclosed(reader: Reader, send: Send, context: Context, *, is_short: bool) -> Sequence[Message]:
    """The copy that the notice brings; of a short message nothing but what the law wants people to have."""
    if send.enclosed is None or send.notice.name not in enclosures or (is_short and not send.notice.encloses):
        return ()
    return enclosures[send.notice.name](reader, send.enclosed, context)


def _files(reader: Reader, send: Send, context: Context, translator: Translator) -> tuple[EnclosedFile, ...]:
    """The files that go along."""
    made = files.get(send.notice.name)
    return () if made is None or send.enclosed is None else tuple(made(reader, send.enclosed, context, translator.text))


def _reply(reader: Reader, send: Send, to: Contact, context: Context) -> CustomerText | None:
    if send.message is None or to.kind.value not in context.settings.send_replies_to:
        return None
    message = reader.load(ThreadMessage, send.message)
    return None if message is None else message.text
