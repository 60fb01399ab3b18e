"""Looking at what was sent: the scanner, then the decoder, in a job and outside of every transaction."""

from __future__ import annotations

import hashlib
import io
from functools import partial
from typing import Any, BinaryIO

import attrs

from ..base.actors import ActorKind
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.records import Subject
from ..base.results import Result
from ..context import Context
from ..filing import NO_STORAGE, forget, forgetting
from ..handlers import handles
from ..jobs import Call, Drop, Wait, Work, job
from ..ports.files import Files
from ..ports.pictures import NoPicture, Pictures
from ..ports.scanner import Scan, Scanner
from ..ports.storage import Storage
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from ..subjects import NOT_FOUND
from .kinds import EXTENSIONS, MEDIA, PDF
from .model import Attachment, AttachmentState, RefusedFor, attachment_id, made_keys
from .rules import CHECK, CLEAN, OneAttachment
from .sounds import is_whole_ogg

_END = 2_048
"""Bytes within which a PDF must end (ISO 32000-2, 7.5.5, asks for the last line; readers are more patient)."""


@command
class RecordCheck(Command[Result]):
    """Write down what was found when a file was looked at.

    Args:
        attachment: Its id.
        reason: Why it is not accepted; None where it is.
        media: What is handed out: the extension of its kind.
        size: Of that, in bytes.
        sha256: Of that.
        key: Of that.
        small_key: Of its thumbnail.
        width: In pixels.
        height: In pixels.
    """

    attachment: OpaqueId
    reason: RefusedFor | None = None
    media: OpaqueId | None = None
    size: int = 0
    sha256: OpaqueId | None = None
    key: OpaqueId | None = None
    small_key: OpaqueId | None = None
    width: int | None = None
    height: int | None = None

    @property
    def made(self) -> tuple[str, ...]:
        """The keys of what is kept now."""
        return tuple(key for key in (self.key, self.small_key) if key is not None)


class AttachmentReady(Change, action="attachment_ready", label="Photo or file checked", is_spoken=True, tells=NOBODY):
    """Nothing speaks against it: whoever may see it does."""

    attachment: str


class AttachmentRefused(Change, action="attachment_refused", label="Photo or file not accepted", tells=NOBODY):
    """It is not kept. Its sender reads why where they sent it."""

    attachment: str
    reason: str


@job(CLEAN)
def delete_orphan(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """What was uploaded and never added."""
    if reader.load(Attachment, attachment_id(context.tenant, payload["key"])) is not None:
        return Drop(reason="added")
    if context.storage is None:
        return Wait(reason=NO_STORAGE)
    return Call(work=partial(context.storage.files.delete, payload["key"]))


@job(CHECK)
def check_when_sent(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Only what waits is looked at."""
    attachment = reader.load(Attachment, payload["attachment"])
    if attachment is None or attachment.state is not AttachmentState.CHECKING or attachment.key is None:
        return Drop(reason="not_waiting")
    if context.storage is None:
        return Wait(reason=NO_STORAGE)
    return Call(work=partial(look_at, context.storage, attachment, attachment.key))


def look_at(storage: Storage, attachment: Attachment, key: str) -> RecordCheck:
    """Scan a file, and make a picture anew.

    Args:
        storage: Where it is, and by what it is looked at.
        attachment: What is known of it.
        key: Its key.

    Returns:
        What was found.

    Raises:
        OSError: The storage or the scanner is away.
    """
    found = partial(RecordCheck, attachment=OpaqueId(attachment.id))
    try:
        if (reason := _scanned(storage.files, storage.scanner, key)) is not None:
            return found(reason=reason)
        if attachment.is_picture:
            return found(**_remade(storage.files, storage.pictures, attachment.media, key))
        if not (_is_whole_pdf if attachment.media == PDF else _is_whole_sound)(storage.files, key):
            return found(reason=RefusedFor.UNREADABLE)
    except NoPicture as error:
        return found(reason=RefusedFor.TOO_LARGE if error.too_large else RefusedFor.UNREADABLE)
    except _Lost:
        return found(reason=RefusedFor.LOST)
    return found(
        media=OpaqueId(EXTENSIONS[attachment.media]),
        size=attachment.size,
        sha256=OpaqueId(attachment.sha256 or ""),
        key=OpaqueId(key),
    )


class _Lost(Exception):
    """The storage has no such file: something else than a scanner whose socket is not there."""


def _opened(files: Files, key: str) -> BinaryIO:
    try:
        return files.open(key)
    except FileNotFoundError as error:
        raise _Lost from error


def _scanned(files: Files, scanner: Scanner | None, key: str) -> RefusedFor | None:
    if scanner is None:
        return None
    with _opened(files, key) as stream:
        answer = scanner.scan(stream)
    reasons = {Scan.CLEAN: None, Scan.FOUND: RefusedFor.HARMFUL}
    return reasons.get(answer, RefusedFor.NOT_SCANNED)


def _remade(files: Files, pictures: Pictures | None, media: str, key: str) -> dict[str, Any]:
    if pictures is None:
        raise NoPicture
    with _opened(files, key) as stream:
        made = pictures.remake(stream, media)
    own, small = made_keys(key)
    files.put(own, io.BytesIO(made.content), type=made.media)
    files.put(small, io.BytesIO(made.small), type=made.media)
    return {
        "media": OpaqueId(EXTENSIONS[made.media]),
        "size": len(made.content),
        "sha256": OpaqueId(hashlib.sha256(made.content).hexdigest()),
        "key": OpaqueId(own),
        "small_key": OpaqueId(small),
        "width": made.width,
        "height": made.height,
    }


def _is_whole_pdf(files: Files, key: str) -> bool:
    end = b""
    with _opened(files, key) as stream:
        while part := stream.read(65_536):
            end = (end + part)[-_END:]
    return b"%%EOF" in end


def _is_whole_sound(files: Files, key: str) -> bool:
    with _opened(files, key) as stream:
        return is_whole_ogg(stream)


def load_checked(reader: Reader, command: RecordCheck, context: Context) -> OneAttachment | Refusal:
    """The attachment and its request."""
    found = reader.load(Attachment, command.attachment)
    request = reader.load(ServiceRequest, found.request) if found else None
    return NOT_FOUND if found is None or request is None else OneAttachment(request=request, attachment=found)


@handles(RecordCheck, actors=frozenset({ActorKind.AUTOMATION}), load=load_checked)
def record_check(loaded: OneAttachment, command: RecordCheck, context: Context) -> Verdict[Result]:
    """What was sent goes, once what was made of it is kept. Of what was removed meanwhile nothing is kept."""
    before, request = loaded.attachment, loaded.request
    if before.state is not AttachmentState.CHECKING:
        kept = before.file_keys
        gone = tuple(forget(request, key) for key in command.made if key not in kept)
        return Verdict(result=Result(), jobs=gone)
    media = MEDIA.get(str(command.media))
    if command.reason is not None or command.key is None or media is None:
        reason = command.reason or RefusedFor.UNREADABLE
        after = before.changed(state=AttachmentState.REFUSED, reason=reason, key=None, sha256=None)
        change: Change = AttachmentRefused(attachment=before.id, reason=reason.value)
    else:
        after = before.changed(
            state=AttachmentState.READY,
            media=media,
            size=command.size,
            sha256=command.sha256,
            key=command.key,
            small_key=command.small_key,
            width=command.width,
            height=command.height,
        )
        change = AttachmentReady(attachment=before.id)
    saves = (Save(before=before, after=after),)
    verdict = done(request, context, change, result=Result(), saves=saves)
    return attrs.evolve(verdict, jobs=forgetting(request, before, after))
