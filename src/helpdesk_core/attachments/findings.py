"""What staff show on photos: marks with a few words, and two photos side by side. They prepare it, and it goes to the
customer with the words of a reply or an outcome."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command, number, text
from ..base.messages import define
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, done
from ..subjects import NOT_FOUND
from .model import FINDINGS, Attachment, AttachmentState, Finding, FindingState, PhotoMark, PhotoPair
from .rules import load_attachment

MARK = right("attachments.mark", "Draw marks on photos and put photos side by side, for customers to see.")
PER_MILLE = 1_000
MOST_MARKS, MOST_PAIRS = 40, 10
"""In one finding."""
_LONGEST = 200

NOT_A_PHOTO = Refusal(
    define(
        "refusal.not_a_shown_photo",
        "Only photos that the customer sees can be shown to them: checked ones, not those for the team alone.",
    ),
    kind=RefusalKind.CONFLICT,
)
SAME_PHOTO = Refusal(define("refusal.same_photo", "Please choose another photo for the other side."), field="after")
SHOWN_ENOUGH = Refusal(
    define("refusal.shown_enough", "There is no room for more here. Please send what is there first."),
    kind=RefusalKind.CONFLICT,
)
FINDING_CHANGED = Refusal(
    define(
        "refusal.finding_changed",
        "The marked photos have changed in the meantime. Please look at them once more, then send again.",
    ),
    kind=RefusalKind.CONFLICT,
)


@command
class MarkPhoto(Command[Result]):
    """Draw a mark on a photo, for the customer to see with the next words that they are sent.

    Args:
        attachment: The photo's id.
        x: From the left edge, in per mille of the photo's width.
        y: From the top edge, in per mille of its height.
        text: What is to be seen there.
    """

    attachment: OpaqueId
    x: int = number(0, PER_MILLE)
    y: int = number(0, PER_MILLE)
    text: RawText = text(max_length=_LONGEST)


@command
class PairPhotos(RequestCommand[Result]):
    """Put two photos of a request side by side, before and after, to be shown like marks.

    Args:
        before: The id of the photo from before the work.
        after: The id of the one from after it.
        text: What they show.
    """

    before: OpaqueId
    after: OpaqueId
    text: RawText = text(max_length=_LONGEST)


@command
class TakeFromFinding(RequestCommand[Result]):
    """Take away a mark or a pair that was not sent yet.

    Args:
        part: Its id.
    """

    part: OpaqueId


class PhotoMarked(Change, action="photo_marked", label="Mark drawn on a photo", tells=NOBODY):
    """Staff drew a mark; the customer does not see it yet."""

    attachment: str


class PhotosPaired(Change, action="photos_paired", label="Two photos put side by side", tells=NOBODY):
    """Staff chose two photos; the customer does not see them as a pair yet."""

    before: str
    after: str


class FindingReduced(Change, action="finding_reduced", label="Mark or pair of photos taken away", tells=NOBODY):
    """Staff took away what was not sent yet."""

    part: str


class FindingSent(Change, action="finding_sent", label="Marked photos shown to the customer", tells=NOBODY):
    """The customer sees what was prepared: the words that it goes with tell them."""

    finding: str


@attrs.frozen(kw_only=True)
class Preparing(OfRequest):
    """A request, what was prepared for it and not sent, and the photos that a command is about."""

    draft: Finding | None
    photos: tuple[Attachment, ...]


def findings_of(reader: Reader, request: ServiceRequest) -> tuple[Finding, ...]:
    """Everything that was prepared for a request, the latest first.

    Args:
        reader: Where to read.
        request: The request.

    Returns:
        The records; no statement is made where there never was one.
    """
    if Finding.record_type.name not in request.has:
        return ()
    return tuple(reader.find(FINDINGS, {"request": request.id}, limit=_MOST_FINDINGS))


_MOST_FINDINGS = 200


def draft_of(reader: Reader, request: ServiceRequest) -> Finding | None:
    """What was prepared for a request and not sent: there is one at most."""
    return next((one for one in findings_of(reader, request) if one.state is FindingState.DRAFT), None)


def load_mark(reader: Reader, command: MarkPhoto, context: Context) -> Preparing | Refusal:
    """The photo, its request, and the draft."""
    found = load_attachment(reader, command, context)
    if isinstance(found, Refusal):
        return found
    draft = draft_of(reader, found.request)
    return Preparing(request=found.request, draft=draft, photos=(found.attachment,))


def load_pair(reader: Reader, command: PairPhotos, context: Context) -> Preparing | Refusal:
    """The request, its two photos, and the draft."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    photos = tuple(reader.load(Attachment, id) for id in (command.before, command.after))
    own = tuple(one for one in photos if one is not None and one.request == loaded.request.id)
    if len(own) < len(photos):
        return NOT_FOUND
    return Preparing(request=loaded.request, draft=draft_of(reader, loaded.request), photos=own)


def load_draft(reader: Reader, command: TakeFromFinding, context: Context) -> Preparing | Refusal:
    """The request and the draft."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    return Preparing(request=loaded.request, draft=draft_of(reader, loaded.request), photos=())


def can_be_shown(photo: Attachment) -> bool:
    """Whether a customer may be shown something on a photo: it is one, it was checked, and they see it."""
    return photo.is_picture and photo.is_shared and photo.state is AttachmentState.READY


def _wrong(loaded: Preparing) -> Refusal | None:
    if loaded.request.merged_into is not None:
        return CONTINUED
    return None if all(map(can_be_shown, loaded.photos)) else NOT_A_PHOTO


@handles(MarkPhoto, actors=STAFF, load=load_mark, right=MARK)
def mark(loaded: Preparing, command: MarkPhoto, context: Context) -> Verdict[Result]:
    """The customer sees nothing of it before it is sent."""
    if (wrong := _wrong(loaded)) is not None:
        return refused(wrong)
    marks = loaded.draft.marks if loaded.draft else ()
    if len(marks) >= MOST_MARKS:
        return refused(SHOWN_ENOUGH)
    words = context.texts["text"]
    made = PhotoMark(id=context.new_id(), photo=command.attachment, x=command.x, y=command.y, text=words)
    return _prepared(loaded, PhotoMarked(attachment=command.attachment), context, marks=(*marks, made))


@handles(PairPhotos, actors=STAFF, load=load_pair, right=MARK)
def pair(loaded: Preparing, command: PairPhotos, context: Context) -> Verdict[Result]:
    """Two different ones."""
    if command.before == command.after:
        return refused(SAME_PHOTO)
    if (wrong := _wrong(loaded)) is not None:
        return refused(wrong)
    pairs = loaded.draft.pairs if loaded.draft else ()
    if len(pairs) >= MOST_PAIRS:
        return refused(SHOWN_ENOUGH)
    words = context.texts["text"]
    made = PhotoPair(id=context.new_id(), before=command.before, after=command.after, text=words)
    change = PhotosPaired(before=command.before, after=command.after)
    return _prepared(loaded, change, context, pairs=(*pairs, made))


@handles(TakeFromFinding, actors=STAFF, load=load_draft, right=MARK)
def take(loaded: Preparing, command: TakeFromFinding, context: Context) -> Verdict[Result]:
    """What was sent stays: the customer has read it. Taking it away again does no harm."""
    draft = loaded.draft
    if draft is None:
        return Verdict(result=Result())
    marks = tuple(one for one in draft.marks if one.id != command.part)
    pairs = tuple(one for one in draft.pairs if one.id != command.part)
    if (marks, pairs) == (draft.marks, draft.pairs):
        return Verdict(result=Result())
    return _prepared(loaded, FindingReduced(part=command.part), context, marks=marks, pairs=pairs)


def _prepared(loaded: Preparing, change: Change, context: Context, **parts: Any) -> Verdict[Result]:
    now = {"prepared_by": context.actor.id, "prepared_at": context.now}
    before = loaded.draft
    if before is not None:
        after = before.changed(**parts, **now)
    else:
        fresh: dict[str, Any] = {"marks": (), "pairs": ()} | parts | now
        after = context.make(Finding, request=loaded.request.id, state=FindingState.DRAFT, **fresh)
    return done(loaded.request, context, change, result=Result(), saves=(Save(before=before, after=after),))


def chosen(reader: Reader, request: ServiceRequest, stamp: str | None) -> Finding | Refusal | None:
    """What a person wants to send along.

    Args:
        reader: Where to read.
        request: The request.
        stamp: Of the draft as the person saw it, None for nothing.

    Returns:
        The draft, None for nothing; a refusal where it is not what was seen.
    """
    if stamp is None:
        return None
    draft = draft_of(reader, request)
    return FINDING_CHANGED if draft is None or draft.is_empty or draft.stamp != stamp else draft


@attrs.frozen(kw_only=True)
class Along:
    """What goes along with words: its change and what is saved, both empty for nothing."""

    changes: tuple[Change, ...] = ()
    saves: tuple[Save, ...] = ()


def along(draft: Finding | None, context: Context) -> Along:
    """The draft as it is sent now.

    Args:
        draft: What `chosen` found.
        context: Who sends it, and when.

    Returns:
        What a rule adds to its verdict.
    """
    if draft is None:
        return Along()
    sent = draft.changed(state=FindingState.SENT, sent_at=context.now)
    return Along(changes=(FindingSent(finding=draft.id),), saves=(Save(before=draft, after=sent),))
