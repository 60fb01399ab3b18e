"""Photos and files as the customer and staff see them, and the one that is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..base.actors import CUSTOMERS, PEOPLE, STAFF
from ..base.changes import Refusal
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import may
from ..ports.store import Reader
from ..service_requests.access import SHOW_AGAIN, is_proof_old, request_view
from ..service_requests.model import ServiceRequest, Side
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND, get_shared
from ..viewing import view
from .findings import can_be_shown, findings_of
from .model import SIZES, Attachment, AttachmentState, Finding, FindingState, RefusedFor
from .rules import ADD, attachments_of, is_visible, room_beside, room_left, takes_files


@customer_view
class RoomFile:
    """A photo or file as the customer sees it.

    Attributes:
        is_own: Whether it is the customer's, who may remove it.
        size: In bytes.
        width: In pixels.
        height: In pixels.
    """

    id: str
    name: SafeText
    author: SafeText | None
    at: datetime
    is_own: bool
    is_picture: bool
    state: AttachmentState
    reason: RefusedFor | None
    size: int
    width: int | None
    height: int | None


@customer_view
class ShownMark:
    """A mark on a photo.

    Attributes:
        x: From the left edge, in per mille of the photo's width.
        y: From the top edge, in per mille of its height.
    """

    id: str
    x: int
    y: int
    text: SafeText


@customer_view
class ShownPhoto:
    """A photo with its marks, numbered in their order from 1.

    Attributes:
        width: In pixels.
        height: In pixels.
    """

    id: str
    name: SafeText
    width: int
    height: int
    marks: tuple[ShownMark, ...]


@customer_view
class ShownPair:
    """Two photos side by side, before and after, without marks."""

    id: str
    before: ShownPhoto
    after: ShownPhoto
    text: SafeText


@customer_view
class ShownFinding:
    """What staff show on photos, those of them that are still there.

    Attributes:
        stamp: Names exactly this content.
        sent_at: None for what the customer does not see yet.
        is_own: Whether the viewer prepared it.
    """

    id: str
    stamp: str
    sent_at: datetime | None
    is_own: bool
    photos: tuple[ShownPhoto, ...]
    pairs: tuple[ShownPair, ...]


@customer_view
class RoomFiles(RoomPart):
    """The photos and files of one's own request, the latest first.

    Attributes:
        room: How many more there is room for; 0 where none are taken.
        findings: What the shop shows on photos, the latest first.
        is_hidden: Whether there is something that a new code would show: an old one shows neither rows nor findings.
        more: Whether there are older ones.
    """

    rows: tuple[RoomFile, ...]
    room: int
    findings: tuple[ShownFinding, ...]
    is_hidden: bool = False
    more: bool = False


@staff_view
class RequestFiles:
    """The photos and files of a request, the latest first, without those that were removed or are held.

    Attributes:
        room: How many more there is room for; 0 where none are taken, or this member of staff may add none.
        prepared: What will be shown on photos with the next words that say so; None for nothing.
        findings: What the customer is shown, the latest first.
    """

    rows: tuple[Attachment, ...]
    room: int
    prepared: ShownFinding | None
    findings: tuple[ShownFinding, ...]


@customer_view
class FileToOpen:
    """A file that may be handed out to this viewer now.

    Attributes:
        key: Where the storage has it.
        small_key: Where it has the thumbnail.
        size: In bytes.
    """

    key: str
    small_key: str | None
    name: SafeText
    media: str
    size: int


@room_part(Attachment)
def room_files(reader: Reader, request: ServiceRequest, context: Context) -> RoomFiles:
    """What its customer sees of a request's latest photos and files. Where there are more, they are only counted."""
    found = attachments_of(reader, request.id, most=_IN_ROOM + 1)
    if len(found) <= _IN_ROOM:
        return _files(reader, request, found, context)
    if Finding.record_type.name in request.has:  # what was marked may be on any of them
        return _files(reader, request, attachments_of(reader, request.id), context, most=_IN_ROOM)
    sums = [row[1:] for row in reader.totals(SIZES, {"request": request.id}) if row[0] in _KEPT]
    number, size = (sum(column) for column in zip(*sums, strict=True)) if sums else (0, 0)
    left = room_beside(number, size, context.settings)
    return _files(reader, request, found, context, most=_IN_ROOM, left=left)


_IN_ROOM = 20
_KEPT = (AttachmentState.HELD.value, AttachmentState.CHECKING.value, AttachmentState.READY.value)
"""States in which there are bytes."""


def _files(
    reader: Reader,
    request: ServiceRequest,
    every: Sequence[Attachment],
    context: Context,
    *,
    most: int | None = None,
    left: tuple[int, int] | None = None,
) -> RoomFiles:
    """The latest ``most``; ``left`` is what there is room for, where these are not all."""
    shown = [one for one in every[:most] if one.state is not AttachmentState.REMOVED and is_visible(one, context)]
    room = _room(request, room_left(every, context.settings) if left is None else left, context)
    if shown and is_proof_old(context):
        return RoomFiles(rows=(), room=room, findings=(), is_hidden=True)
    _, sent = _findings(reader, request, every, context)
    return RoomFiles(
        rows=tuple(map(_shown, shown)), room=room, findings=sent, more=most is not None and len(every) > most
    )


@request_view(actors=CUSTOMERS)
def view_room_files(reader: Reader, context: Context, request: ServiceRequest) -> RoomFiles | Refusal:
    """The photos and files of one's own request.

    Args:
        request_id: The request's id.

    Returns:
        One's own, and what the shop shares once it was checked; a refusal for a request that is not the viewer's, and
        where a new code is asked for.
    """
    if is_proof_old(context):
        return SHOW_AGAIN
    return _files(reader, request, attachments_of(reader, request.id), context)


def _shown(one: Attachment) -> RoomFile:
    return RoomFile(
        id=one.id,
        name=one.name,
        author=one.author_name,
        at=one.at,
        is_own=one.side is Side.CUSTOMER,
        is_picture=one.is_picture,
        state=one.state,
        reason=one.reason,
        size=one.size,
        width=one.width,
        height=one.height,
    )


def _findings(
    reader: Reader, request: ServiceRequest, every: Sequence[Attachment], context: Context
) -> tuple[ShownFinding | None, tuple[ShownFinding, ...]]:
    """What is prepared, and what was sent; neither where nothing of it is left."""
    photos = {one.id: one for one in every if can_be_shown(one)}
    found = [(one, shown_finding(one, photos, context)) for one in findings_of(reader, request)]
    left = [(one.state, shown) for one, shown in found if shown.photos or shown.pairs]
    prepared = next((shown for state, shown in left if state is FindingState.DRAFT), None)
    return prepared, tuple(shown for state, shown in left if state is FindingState.SENT)


def shown_finding(finding: Finding, photos: Mapping[str, Attachment], context: Context) -> ShownFinding:
    """A finding as people see it, without what is on photos that are gone.

    Args:
        finding: The record.
        photos: Those that can be shown, by id.
        context: Who looks.

    Returns:
        It; photos in the order in which they were marked.
    """
    marks: dict[str, list[ShownMark]] = {}
    for one in finding.marks:
        marks.setdefault(one.photo, []).append(ShownMark(id=one.id, x=one.x, y=one.y, text=one.text))
    sides = [(one, photos.get(one.before), photos.get(one.after)) for one in finding.pairs]
    return ShownFinding(
        id=finding.id,
        stamp=finding.stamp,
        sent_at=finding.sent_at,
        is_own=finding.prepared_by == context.actor.id,
        photos=tuple(_photo(photos[id], *own) for id, own in marks.items() if id in photos),
        pairs=tuple(
            ShownPair(id=one.id, before=_photo(before), after=_photo(after), text=one.text)
            for one, before, after in sides
            if before is not None and after is not None
        ),
    )


def _photo(photo: Attachment, *marks: ShownMark) -> ShownPhoto:
    width, height = photo.width or 1, photo.height or 1
    return ShownPhoto(id=photo.id, name=photo.name, width=width, height=height, marks=marks)


def _room(request: ServiceRequest, left: tuple[int, int], context: Context) -> int:
    number, size = left
    return number if size and takes_files(request, context) is None else 0


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_files(reader: Reader, context: Context, request: ServiceRequest) -> RequestFiles:
    """The photos and files of a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        All that were not removed and are not held; a refusal for a request beyond the viewer's locations.
    """
    every = attachments_of(reader, request.id)
    hidden = (AttachmentState.REMOVED, AttachmentState.HELD)
    rows = tuple(one for one in every if one.state not in hidden)
    room = _room(request, room_left(every, context.settings), context) if may(context.actor, ADD, request) else 0
    prepared, sent = _findings(reader, request, every, context)
    return RequestFiles(rows=rows, room=room, prepared=prepared, findings=sent)


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def view_file(reader: Reader, context: Context, attachment: str) -> FileToOpen | Refusal:
    """One file, for `Helpdesk.open_file`: whoever opens it is asked each time whether they still may.

    Args:
        attachment: Its id.

    Returns:
        Where it is, once it was checked; a refusal for everybody else's, before that, and where a new code is asked
        for.
    """
    found = reader.load(Attachment, attachment)
    request = get_shared(reader, ServiceRequest, found.request, context) if found else None
    if found is None or request is None or found.state is not AttachmentState.READY or found.key is None:
        return NOT_FOUND
    if not is_visible(found, context):
        return NOT_FOUND
    if is_proof_old(context):
        return SHOW_AGAIN
    return FileToOpen(key=found.key, small_key=found.small_key, name=found.name, media=found.media, size=found.size)
