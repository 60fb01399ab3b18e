"""Photos with the first request. Whoever made it holds its private link before they have proved their address: until
then what they send is held, seen by nobody, and gone after a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, ActorKind
from ..base.changes import NOBODY, Change, Job, Refusal, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command, items
from ..base.records import Subject
from ..base.results import Result
from ..base.text import SafeText
from ..contacts.limits import Counter, count
from ..context import Context
from ..filing import forgetting
from ..guardrails.disclosure import customer_view
from ..handlers import Loaded, handles
from ..jobs import Again, Carry, Drop, Work, job
from ..ports.store import Reader
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done, touch
from ..subjects import NOT_FOUND
from ..viewing import view
from .checking import load_checked
from .model import Attachment, AttachmentState
from .rules import (
    CHECK,
    NO_UPLOAD,
    UPLOADS,
    AttachmentsAdded,
    AttachmentsWereAdded,
    NewAttachment,
    OneAttachment,
    UploadReserved,
    attachments_of,
    fitting,
    is_full,
    new_place,
    no_room,
    room_left,
    takes_files,
)
from .uploads import read_upload

MOST_AT_FIRST = 5
"""Photos that are held for one request."""
HELD = "held_attachment"
HELD_FOR = timedelta(days=1)
_SOON, _LATER, _AT_FIRST = 60.0, 900.0, timedelta(hours=1)


@command
class ByLink(Command[R_co]):
    """A command of whoever holds a request's private link, before its contact is confirmed.

    Args:
        link: The private link's token.
    """

    link: OpaqueId


@command
class ReserveFirstUpload(ByLink[UploadReserved]):
    """Ask for a place for one photo before the contact is confirmed; `Helpdesk.keep_file` sends this."""


@command
class AddFirstAttachments(ByLink[AttachmentsAdded]):
    """Add photos to a request whose contact is not confirmed yet. They are held, and deleted after a day without it.

    Args:
        files: The files.
    """

    files: tuple[NewAttachment, ...] = items(MOST_AT_FIRST, at_least=1)


@command
class ReleaseAttachment(Command[Result]):
    """What was held is looked at now, since the contact was confirmed; or it is deleted, since it was not.

    Args:
        attachment: Its id.
    """

    attachment: OpaqueId


class AttachmentsHeld(
    Change, action="attachments_held", label="Photos sent before the contact was confirmed", tells=NOBODY
):
    """Whoever made the request sent photos along."""

    count: int
    attachments: tuple[str, ...]


class AttachmentDropped(
    Change, action="attachment_dropped", label="Photo of an unconfirmed contact deleted", tells=NOBODY
):
    """Nobody confirmed the contact in time."""

    attachment: str


@attrs.frozen(kw_only=True)
class FirstUpload(Loaded):
    """A request whose private link was shown, and what is held for it. It is nobody's subject here: its customer is
    not known yet."""

    request: ServiceRequest
    existing: tuple[Attachment, ...]
    counter: Counter


def unconfirmed(reader: Reader, link: str, context: Context) -> ServiceRequest | None:
    """The request that a private link leads to, as long as its contact is not confirmed; after that it is entered by
    its room, and by nothing else."""
    id, proof = context.keyring.read_link(link) or ("", "")
    request = reader.load(ServiceRequest, id) if id else None
    if request is None or request.phase is not Phase.RECEIVED:
        return None
    return request if context.keyring.opens(proof, request.id, request.generation) else None


def load_first(reader: Reader, command: ByLink[Any], context: Context) -> FirstUpload | Refusal:
    """The request that a link opens, and what is held for it."""
    request = unconfirmed(reader, command.link, context)
    if request is None:
        return NOT_FOUND
    existing = attachments_of(reader, request.id)
    return FirstUpload(request=request, existing=existing, counter=count(reader, context, {UPLOADS: request.id}))


def _refusal(loaded: FirstUpload, context: Context) -> Refusal | None:
    kept = sum(one.key is not None for one in loaded.existing)
    full = no_room(context.settings, MOST_AT_FIRST) if kept >= MOST_AT_FIRST else None
    return takes_files(loaded.request, context) or full or is_full(loaded.existing, context.settings)


@handles(ReserveFirstUpload, actors=CUSTOMERS, load=load_first, keyed=False)
def reserve_first(loaded: FirstUpload, command: ReserveFirstUpload, context: Context) -> Verdict[UploadReserved]:
    """As in a room."""
    if (wrong := _refusal(loaded, context) or loaded.counter.refusal) is not None:
        return refused(wrong)
    return new_place(loaded.request, loaded.counter, context)


@handles(AddFirstAttachments, actors=CUSTOMERS, load=load_first)
def add_first(loaded: FirstUpload, command: AddFirstAttachments, context: Context) -> Verdict[AttachmentsAdded]:
    """Nothing is decoded for somebody who has not shown who they are."""
    request = loaded.request
    if (wrong := _refusal(loaded, context)) is not None:
        return refused(wrong)
    uploads = [read_upload(one.upload, request.id, context) for one in command.files]
    taken = fitting(uploads, loaded.existing, request, context, state=AttachmentState.HELD, most=MOST_AT_FIRST)
    if taken is None:
        return refused(NO_UPLOAD)
    rows, left_out = taken
    if not rows:
        return refused(no_room(context.settings, MOST_AT_FIRST))
    ids = tuple(one.id for one in rows)
    return Verdict(
        result=AttachmentsAdded(attachments=ids, left_out=left_out),
        touched=(touch(request, context, AttachmentsHeld(count=len(ids), attachments=ids)),),
        saves=tuple(Save(after=one) for one in rows),
        jobs=tuple(Job(name=HELD, subject=request, payload={"attachment": id}, due_in=_SOON) for id in ids),
    )


@customer_view
class FirstFiles:
    """What was sent along with a request before its contact was confirmed.

    Attributes:
        names: Of what is held, the latest first.
        room: How many more there is room for.
    """

    names: tuple[SafeText, ...]
    room: int


@view(actors=CUSTOMERS)
def view_first_files(reader: Reader, context: Context, link: str) -> FirstFiles | Refusal:
    """What is held for a request, for whoever holds its private link and has not confirmed the contact.

    Args:
        link: The private link's token.

    Returns:
        It; a refusal for every other link, and once the contact is confirmed.
    """
    request = unconfirmed(reader, link, context)
    if request is None:
        return NOT_FOUND
    existing = attachments_of(reader, request.id)
    room = 0 if takes_files(request, context) else room_left(existing, context.settings, MOST_AT_FIRST)[0]
    return FirstFiles(names=tuple(one.name for one in existing if one.key is not None), room=room)


@job(HELD)
def release_when_confirmed(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Looked after each minute at first, and four times an hour then: a confirmation is seldom long in coming."""
    attachment = reader.load(Attachment, payload["attachment"])
    request = reader.load(ServiceRequest, subject.id)
    if attachment is None or request is None or attachment.state is not AttachmentState.HELD:
        return Drop(reason="not_held")
    age = context.now - attachment.at
    if request.phase is Phase.RECEIVED and age < HELD_FOR:
        return Again(seconds=_SOON if age < _AT_FIRST else _LATER)
    return Carry(command=ReleaseAttachment(attachment=OpaqueId(attachment.id)))


@handles(ReleaseAttachment, actors=frozenset({ActorKind.AUTOMATION}), load=load_checked)
def release(loaded: OneAttachment, command: ReleaseAttachment, context: Context) -> Verdict[Result]:
    """A cancelled request keeps nothing that was held for it; what comes twice does nothing."""
    before, request = loaded.attachment, loaded.request
    if before.state is not AttachmentState.HELD:
        return Verdict(result=Result())
    if request.phase in (Phase.RECEIVED, Phase.CANCELLED):
        after = before.changed(state=AttachmentState.REMOVED, key=None)
        change: Change = AttachmentDropped(attachment=before.id)
        jobs = forgetting(request, before, after)
    else:
        after = before.changed(state=AttachmentState.CHECKING)
        change = AttachmentsWereAdded(count=1, attachments=(before.id,))
        jobs = (Job(name=CHECK, subject=request, payload={"attachment": before.id}),)
    verdict = done(request, context, change, result=Result(), saves=(Save(before=before, after=after),))
    return attrs.evolve(verdict, jobs=jobs)
