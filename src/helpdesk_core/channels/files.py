"""The files of a message become files of its request, by the rules of the room: kinds, sizes, numbers, the scanner."""

from __future__ import annotations

import attrs

from ..attachments.first import HELD, MOST_AT_FIRST
from ..attachments.model import Attachment, AttachmentState
from ..attachments.rules import CHECK, AttachmentsKept, AttachmentsWereAdded, attachments_of, fitting, takes_files
from ..attachments.uploads import Upload
from ..base.actors import ActorKind
from ..base.changes import Change, Job, Refusal, Save, Touch, Verdict
from ..base.commands import Command, OpaqueId, command, items, text
from ..base.results import Result
from ..base.text import RawText
from ..base.values import piece
from ..context import Context
from ..filing import forget, forgetting
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest, Side
from ..service_requests.rules import is_unconfirmed, touch
from ..subjects import NOT_FOUND
from .changes import InboundFilesTaken
from .model import InboundMessage

_SOON = 60.0


@piece
class NewFile:
    """A file of a message.

    Attributes:
        name: Its name.
        key: Where its bytes are; None for what is of no kind or size that is taken.
        media: What its first bytes say it is.
        size: In bytes.
        sha256: Of the whole.
    """

    name: RawText = text(max_length=200)
    key: OpaqueId | None = None
    media: OpaqueId | None = None
    size: int = 0
    sha256: OpaqueId | None = None


@command
class FileInbound(Command[Result]):
    """Add the files of a message to the request that its words went to.

    Args:
        inbound: The message's id.
        files: Its files.
    """

    inbound: OpaqueId
    files: tuple[NewFile, ...] = items(100, default=())


@attrs.frozen(kw_only=True)
class Filing(Loaded):
    """A message, its request, and what that has already."""

    inbound: InboundMessage
    request: ServiceRequest
    existing: tuple[Attachment, ...]

    @property
    def subject(self) -> InboundMessage:
        """The message."""
        return self.inbound


def load_filing(reader: Reader, command: FileInbound, context: Context) -> Filing | Refusal:
    """The message and its request."""
    inbound = reader.load(InboundMessage, command.inbound)
    request = reader.load(ServiceRequest, inbound.request) if inbound is not None and inbound.request else None
    if inbound is None or request is None:
        return NOT_FOUND
    return Filing(inbound=inbound, request=request, existing=attachments_of(reader, request.id))


@handles(FileInbound, actors=frozenset({ActorKind.AUTOMATION}), load=load_filing)
def file_inbound(loaded: Filing, command: FileInbound, context: Context) -> Verdict[Result]:
    """What there is room for; the names of what was not taken stay, and so do the bytes, until a person has seen to
    it."""
    before, request = loaded.inbound, loaded.request
    if before.key is None:
        return Verdict(result=Result())
    rows, lost = _rows(loaded, command, context)
    left = tuple(context.texts[f"files.{place}.name"] for place in lost)
    after = before.changed(key=before.key if left or before.problem else None, files=(), left_out=left)
    taken = InboundFilesTaken(count=len(rows), left_out=len(left))
    touched = [Touch(before=before, after=after, changes=(taken,))]
    ids = tuple(one.id for one in rows)
    added = AttachmentsKept if before.is_for_team else AttachmentsWereAdded
    changes: tuple[Change, ...] = (added(count=len(ids), attachments=ids),) if ids else ()
    if changes or left:
        touched.append(touch(request, context, *(changes or (taken,)), **({"unread": True} if left else {})))
    held = _waits(loaded)
    looked_at = (
        Job(name=HELD if held else CHECK, subject=request, payload={"attachment": id}, due_in=_SOON if held else 0)
        for id in ids
    )
    unused = (forget(request, key) for place in lost if (key := command.files[place].key) is not None)
    return Verdict(
        result=Result(),
        touched=tuple(touched),
        saves=tuple(Save(after=one) for one in rows),
        jobs=(*looked_at, *unused, *forgetting(after, before, after)),
    )


def _rows(loaded: Filing, command: FileInbound, context: Context) -> tuple[tuple[Attachment, ...], list[int]]:
    """The new records, and the places of what was not taken."""
    request, for_team = loaded.request, loaded.inbound.is_for_team
    held = _waits(loaded)
    state = AttachmentState.HELD if held else AttachmentState.CHECKING
    rows, lost, refused = list[Attachment](), list[int](), takes_files(request, context) is not None
    for place, one in enumerate(command.files):
        upload = None
        if one.key is not None and one.media is not None and one.sha256 is not None:
            upload = Upload(key=one.key, size=one.size, media=one.media, sha256=one.sha256)
        if upload is None or refused:
            lost.append(place)
            continue
        beside = (*loaded.existing, *rows)
        here = attrs.evolve(context, texts=context.texts.only(f"files.{place}.name", "files.0.name"))
        most = MOST_AT_FIRST if held else None
        fits = fitting([upload], beside, request, here, is_shared=not for_team, state=state, most=most)
        if fits is None:
            continue  # it is there already
        rows += [_for_team(one, loaded.inbound) if for_team else one for one in fits[0]]
        lost += [place] if fits[1] else []
    return tuple(rows), lost


def _waits(loaded: Filing) -> bool:
    """Whether they are held until the contact is confirmed; not what staff put there."""
    return is_unconfirmed(loaded.request) and not loaded.inbound.is_for_team


def _for_team(row: Attachment, inbound: InboundMessage) -> Attachment:
    """A file of somebody else, which the customer sees when staff share it."""
    return row.changed(side=Side.SHOP, author_name=inbound.handled_by)
