"""Adding and removing photos and files. The bytes come first (see `receiving`); what is added here is looked at by a
job before anybody else sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol

import attrs

from ..base.actors import PEOPLE, STAFF
from ..base.changes import NOBODY, Change, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command, items, text
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result, result
from ..base.text import RawText, SafeText
from ..base.values import piece
from ..contacts.limits import Counter, Limit, count
from ..context import Context
from ..filing import forgetting
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_shared, name_beside
from ..service_requests.model import ServiceRequest, Side
from ..service_requests.rules import CONTINUED, done, touch, touch_answered
from ..settings import Settings
from ..subjects import NOT_FOUND, get_visible
from .model import MOST_SHOWN, OF_REQUEST, Attachment, AttachmentState, attachment_id
from .uploads import Upload, read_upload, reserved

ADD = right("attachments.add", "Add photos and files to requests.")
REMOVE = right("attachments.remove", "Remove photos and files from requests.")
MOST_AT_ONCE = 20
CLEAN, CHECK = "clean_upload", "check_attachment"
CLEANED_AFTER = timedelta(hours=1)
"""When what was uploaded and never added is deleted."""
MEGABYTE = 1024 * 1024
#: Uploads that are begun for one request, whatever becomes of them.
UPLOADS = Limit("uploads", 200)

NO_FILES = Refusal(
    define("refusal.no_files", "Photos and files cannot be sent here. Please write to us instead."),
    kind=RefusalKind.CONFLICT,
)
ENOUGH = define(
    "refusal.files_enough",
    "There is no room for more: at most {most} photos and files, {megabytes} MB altogether. Please remove some first.",
)
NO_UPLOAD = Refusal(define("refusal.no_upload", "This upload is over. Please choose the photos once more."))


@result
class UploadReserved(Result):
    """A place for one file: what is put there and never added is deleted."""

    place: str


@result
class AttachmentsAdded(Result):
    """What was added.

    Args:
        attachments: The ids, in order.
        left_out: The places in the command's list of what found no room, from 0.
    """

    attachments: tuple[str, ...]
    left_out: tuple[int, ...] = ()


@command
class ReserveUpload(RequestCommand[UploadReserved]):
    """Ask for a place for one file, before any byte of it is kept; `Helpdesk.keep_file` sends this."""


@piece
class NewAttachment:
    """A file that was uploaded.

    Attributes:
        upload: What `Helpdesk.keep_file` answered.
        name: Its name.
    """

    upload: OpaqueId
    name: RawText = text(max_length=200)


@command
class AddAttachments(RequestCommand[AttachmentsAdded]):
    """Add files that were uploaded to a request. Those that there is no room for are left out, and named.

    Args:
        files: The files.
        is_shared: Whether the customer sees what staff add.
    """

    files: tuple[NewAttachment, ...] = items(MOST_AT_ONCE, at_least=1)
    is_shared: bool = True


@command
class RemoveAttachment(Command[Result]):
    """Remove a photo or file: its bytes are deleted, that there was one stays in the history. Customers remove their
    own at any time.

    Args:
        attachment: Its id.
    """

    attachment: OpaqueId


class AttachmentsWereAdded(
    Change,
    action="attachments_added",
    label="Photos or files added",
    opens="photos_at",
    by_customer=to_staff(
        "attachments_added", "Request {reference}: new photos or files", "The customer sent photos or files."
    ),
    by_staff=to_customer(
        "attachments_shared", "Request {reference}: new photos", "There are new photos or files for you to see."
    ),
):
    """Somebody added files."""

    count: int
    attachments: tuple[str, ...]


class AttachmentsKept(Change, action="attachments_kept", label="Photos or files kept for the team", tells=NOBODY):
    """Staff added files that the customer does not see."""

    count: int
    attachments: tuple[str, ...]


class AttachmentRemoved(Change, action="attachment_removed", label="Photo or file removed", tells=NOBODY):
    """Somebody removed a file."""

    attachment: str


@attrs.frozen(kw_only=True)
class Uploading(OfRequest):
    """A request, what is kept about it, and how often somebody began to upload lately."""

    existing: tuple[Attachment, ...]
    counter: Counter


@attrs.frozen(kw_only=True)
class OneAttachment(OfRequest):
    """An attachment and its request."""

    attachment: Attachment


def attachments_of(reader: Reader, request: str, most: int = MOST_SHOWN) -> tuple[Attachment, ...]:
    """Everything that was ever added to a request, the latest first.

    Args:
        reader: Where to read.
        request: The request's id.
        most: How many at most.

    Returns:
        The records, those of removed files among them.
    """
    return tuple(reader.find(OF_REQUEST, {"request": request}, limit=most))


def room_left(existing: Sequence[Attachment], settings: Settings, most: int | None = None) -> tuple[int, int]:
    """How many files, and how many bytes, a request still takes.

    Args:
        existing: What was added to it.
        settings: The shop's.
        most: How many it may have, where that is fewer than the setting says.

    Returns:
        Two numbers, neither below nought.
    """
    kept = [one.size for one in existing if one.key is not None]
    return room_beside(len(kept), sum(kept), settings, most)


def room_beside(number: int, size: int, settings: Settings, most: int | None = None) -> tuple[int, int]:
    """The same beside so many files with so many bytes."""
    allowed = settings.max_files if most is None else min(most, settings.max_files)
    return max(0, allowed - number), max(0, settings.max_files_mb * MEGABYTE - size)


def is_full(existing: Sequence[Attachment], settings: Settings) -> Refusal | None:
    """That there is no room for one more, and what there could be.

    Args:
        existing: What was added to the request.
        settings: The shop's.

    Returns:
        The refusal, None where there is room.
    """
    return None if all(room_left(existing, settings)) else no_room(settings)


def no_room(settings: Settings, most: int | None = None) -> Refusal:
    """That there is no room, and what there could be."""
    numbers = {
        "most": settings.max_files if most is None else min(most, settings.max_files),
        "megabytes": settings.max_files_mb,
    }
    return Refusal(ENOUGH, numbers, kind=RefusalKind.CONFLICT)


def takes_files(request: ServiceRequest, context: Context) -> Refusal | None:
    """Why a request takes no files at all, None where it does. A closed one does: photos often come late."""
    if context.storage is None or not context.settings.max_files:
        return NO_FILES
    return CONTINUED if request.merged_into is not None else None


def load_uploading(reader: Reader, command: RequestCommand[Any], context: Context) -> Uploading | Refusal:
    """The request with what is kept about it."""
    loaded = load_shared(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    existing = attachments_of(reader, loaded.request.id)
    counter = count(reader, context, {UPLOADS: loaded.request.id})
    return Uploading(request=loaded.request, existing=existing, counter=counter)


@handles(ReserveUpload, actors=PEOPLE, load=load_uploading, right=ADD, keyed=False, shared=True)
def reserve(loaded: Uploading, command: ReserveUpload, context: Context) -> Verdict[UploadReserved]:
    """Where there is room for one more."""
    wrong = takes_files(loaded.request, context) or is_full(loaded.existing, context.settings) or loaded.counter.refusal
    if wrong is not None:
        return refused(wrong)
    return new_place(loaded.request, loaded.counter, context)


def new_place(request: ServiceRequest, counter: Counter, context: Context) -> Verdict[UploadReserved]:
    """A fresh place for one upload. The job that deletes an orphan is written down before there can be one."""
    key = context.new_salt()
    cleaning = Job(name=CLEAN, subject=request, payload={"key": key}, due_in=CLEANED_AFTER.total_seconds())
    return Verdict(
        result=UploadReserved(place=reserved(key, request.id, context)),
        saves=counter.one_more(context),
        jobs=(cleaning,),
    )


@handles(AddAttachments, actors=PEOPLE, load=load_uploading, right=ADD, shared=True)
def add(loaded: Uploading, command: AddAttachments, context: Context) -> Verdict[AttachmentsAdded]:
    """In the order in which they were chosen, as many as there is room for. Two names may be the same."""
    request = loaded.request
    if (wrong := takes_files(request, context)) is not None:
        return refused(wrong)
    uploads = [read_upload(one.upload, request.id, context) for one in command.files]
    by_staff = context.actor.kind in STAFF
    is_shared = command.is_shared or not by_staff
    found = fitting(uploads, loaded.existing, request, context, is_shared=is_shared)
    if found is None:
        return refused(NO_UPLOAD)
    taken, left_out = found
    if not taken:
        return refused(no_room(context.settings))
    ids = tuple(one.id for one in taken)
    change = (AttachmentsWereAdded if is_shared else AttachmentsKept)(count=len(ids), attachments=ids)
    return Verdict(
        result=AttachmentsAdded(attachments=ids, left_out=left_out),
        touched=((touch if by_staff else touch_answered)(request, context, change),),
        saves=tuple(Save(after=one) for one in taken),
        jobs=tuple(Job(name=CHECK, subject=request, payload={"attachment": id}) for id in ids),
    )


def fitting(
    uploads: Sequence[Upload | None],
    existing: Sequence[Attachment],
    request: ServiceRequest,
    context: Context,
    *,
    is_shared: bool = True,
    state: AttachmentState = AttachmentState.CHECKING,
    most: int | None = None,
) -> tuple[tuple[Attachment, ...], tuple[int, ...]] | None:
    """What of some uploads there is room for.

    Args:
        uploads: As they were read, in their order.
        existing: What was added to the request before.
        request: The request.
        context: Who adds them, and their names.
        is_shared: Whether the customer sees them.
        state: What they are at first.
        most: How many the request may have, where that is fewer than the setting says.

    Returns:
        The new records, and the places of what found no room; None where one is no upload, or was added before.
    """
    known = {one.id for one in existing}
    keys = [one.key for one in uploads if one is not None]
    if len(set(keys)) < len(uploads) or any(attachment_id(context.tenant, key) in known for key in keys):
        return None
    taken, left_out = list[Attachment](), list[int]()
    for place, upload in enumerate(uploads):
        assert upload is not None
        number, size = room_left((*existing, *taken), context.settings, most)
        if not number or upload.size > size:
            left_out.append(place)
            continue
        name = context.texts[f"files.{place}.name"]
        taken.append(_new(upload, name, request, context, is_shared=is_shared, state=state))
    return tuple(taken), tuple(left_out)


def _new(upload: Upload, name: SafeText, request: ServiceRequest, context: Context, **values: Any) -> Attachment:
    return context.make(
        Attachment,
        id=attachment_id(context.tenant, upload.key),
        request=request.id,
        side=Side.SHOP if context.actor.kind in STAFF else Side.CUSTOMER,
        author=context.actor.id,
        author_name=context.staff_name or name_beside(request, context),
        at=context.now,
        name=name,
        media=upload.media,
        size=upload.size,
        key=upload.key,
        sha256=upload.sha256,
        **values,
    )


class _OfAttachment(Protocol):
    @property
    def attachment(self) -> OpaqueId:
        """Its id."""


def load_attachment(reader: Reader, command: _OfAttachment, context: Context) -> OneAttachment | Refusal:
    """The attachment and its request; what a customer does not see is not there for them."""
    found = reader.load(Attachment, command.attachment)
    request = get_visible(reader, ServiceRequest, found.request, context) if found else None
    if found is None or request is None or not is_visible(found, context):
        return NOT_FOUND
    return OneAttachment(request=request, attachment=found)


def is_visible(attachment: Attachment, context: Context) -> bool:
    """Whether whoever may see the request sees this attachment: staff all, customers their own and what is ready and
    for them."""
    if context.actor.kind in STAFF:
        return True
    return attachment.side is Side.CUSTOMER or is_the_customers(attachment)


def is_the_customers(attachment: Attachment) -> bool:
    """Whether the customer is handed this file: it was checked, and is not for the team alone."""
    return attachment.is_shared and attachment.state is AttachmentState.READY


@handles(RemoveAttachment, actors=PEOPLE, load=load_attachment, right=REMOVE)
def remove(loaded: OneAttachment, command: RemoveAttachment, context: Context) -> Verdict[Result]:
    """A customer's photo is theirs, also after staff have seen it; what the shop added only the shop removes. Removing
    it again does no harm."""
    before = loaded.attachment
    if context.actor.kind not in STAFF and before.side is not Side.CUSTOMER:
        return refused(NOT_FOUND)
    if before.state is AttachmentState.REMOVED:
        return Verdict(result=Result())
    after = before.changed(state=AttachmentState.REMOVED, key=None, small_key=None)
    change = AttachmentRemoved(attachment=before.id)
    saves = (Save(before=before, after=after),)
    verdict = done(loaded.request, context, change, result=Result(), saves=saves)
    return attrs.evolve(verdict, jobs=forgetting(loaded.request, before, after))
