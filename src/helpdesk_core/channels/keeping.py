"""For how long what came in is kept, and with which request it goes.

The words of a message go where it goes, and its bytes, which nobody has redacted, as soon as nothing is to be taken
from them. What is left (of machines, put aside, a file that was not taken) goes with the request that it belongs to,
and after half a year in any case. What waits for a person waits until one has seen to it.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..base.actors import ActorKind
from ..base.changes import Job, Refusal, Touch, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.contacts import Contact
from ..base.records import Record, Subject
from ..base.results import Result
from ..contacts.model import BY_CONTACT, EntryContact, same_contact
from ..context import Context
from ..filing import forgetting
from ..handlers import Loaded, handles
from ..jobs import Carry, Drop, Work, job
from ..ports.store import Reader
from ..subjects import NOT_FOUND
from ..timeline.audit import scan
from .changes import InboundErased
from .model import BY_SENDER, OF_REQUEST, SUGGESTED, HeldFor, InboundMessage, InboundState

KEPT_DAYS = 180
"""For how long what nobody waits for is kept."""
FORGET = "forget_inbound"
_PROVED = (HeldFor.STRANGER, HeldFor.UNCONFIRMED, HeldFor.ENDED)
"""Why messages are held that answer a message of ours about the request."""


@command
class ForgetInbound(Command[Result]):
    """Erase what is left of a message that nobody needs any more.

    Args:
        inbound: Its id.
    """

    inbound: OpaqueId


@attrs.frozen(kw_only=True)
class Forgetting(Loaded):
    """A message."""

    inbound: InboundMessage

    @property
    def subject(self) -> InboundMessage:
        """The message."""
        return self.inbound


def forgotten_later(message: InboundMessage) -> tuple[Job, ...]:
    """The job that erases what is left of a message; none where nothing is, or where it waits for a person.

    Args:
        message: As it will be.

    Returns:
        The job.
    """
    if not message.holds or message.state in (InboundState.HELD, InboundState.KEPT):
        return ()
    payload = {"state": message.state.value}
    return (Job(name=FORGET, subject=message, payload=payload, due_in=KEPT_DAYS * 86_400.0),)


@job(FORGET)
def forget_when_old(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """One that was sorted again since has a job of its own."""
    message = reader.load(InboundMessage, subject.id)
    if message is None or not message.holds or message.state.value != payload["state"]:
        return Drop(reason="sorted")
    return Carry(command=ForgetInbound(inbound=OpaqueId(message.id)))


def load_forgetting(reader: Reader, command: ForgetInbound, context: Context) -> Forgetting | Refusal:
    """The message."""
    found = reader.load(InboundMessage, command.inbound)
    return NOT_FOUND if found is None else Forgetting(inbound=found)


@handles(ForgetInbound, actors=frozenset({ActorKind.AUTOMATION}), load=load_forgetting)
def forget(loaded: Forgetting, command: ForgetInbound, context: Context) -> Verdict[Result]:
    """Nothing that waits for a person."""
    if loaded.inbound.state in (InboundState.HELD, InboundState.KEPT):
        return Verdict(result=Result())
    touched, jobs = erasing((loaded.inbound,))
    return Verdict(result=Result(), touched=touched, jobs=jobs)


def erasing(messages: Iterable[InboundMessage]) -> tuple[tuple[Touch, ...], tuple[Job, ...]]:
    """Messages without words, sender and bytes; that there was one stays.

    Args:
        messages: As they are.

    Returns:
        What is written, and the jobs that delete their bytes.
    """
    touched, jobs = list[Touch](), list[Job]()
    for before in messages:
        is_over = before.state.is_open or before.state is InboundState.KEPT
        after = before.erased().changed(
            state=InboundState.ASIDE if is_over else before.state, reason=None, problem="", files=(), left_out=()
        )
        touched.append(Touch(before=before, after=after, changes=(InboundErased(),)))
        jobs += forgetting(after, before, after)
    return tuple(touched), tuple(jobs)


def belonging(reader: Reader, request: str, records: Iterable[Record]) -> tuple[InboundMessage, ...]:
    """Messages that tell of the person of one request: those on it, those that wait and answer a message about it, and
    those that its contacts sent and nobody has sorted; not of somebody who has another request, which these may be
    about.

    Args:
        reader: Where to read.
        request: The request's id.
        records: The records about it, its contacts among them.

    Returns:
        The messages that hold something still.
    """
    found = {one.id: one for one in scan(reader, OF_REQUEST, {"request": request}) if isinstance(one, InboundMessage)}
    for one in scan(reader, SUGGESTED, {"suggested": request}):
        if isinstance(one, InboundMessage) and (one.reason in _PROVED or not _has_other(reader, request, one)):
            found[one.id] = one
    for contact in records:
        if isinstance(contact, EntryContact) and contact.lets_in:
            for one in scan(reader, BY_SENDER, {"sender_key": contact.value.key}):
                if isinstance(one, InboundMessage) and one.state.is_open and not _has_other(reader, request, one):
                    found[one.id] = one
    return tuple(one for one in found.values() if one.holds)


def _has_other(reader: Reader, request: str, message: InboundMessage) -> bool:
    if message.sender is None:
        return False
    rows = reader.find(BY_CONTACT, same_contact(Contact.parse(message.sender)), limit=50)
    return any(str(row[0]) != request for row in rows)
