"""Pictures of guides: uploaded by staff, made anew from their pixels, kept under random keys, with words that say what
they show. A guide shows one only where a person has decided about its words, which name it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO

import attrs

from ..attachments.kinds import PDF, SNIFFED, media_of
from ..attachments.rules import MEGABYTE
from ..base.actors import PEOPLE, STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, command, number, text
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..filing import forget
from ..guardrails.disclosure import staff_view
from ..handlers import Loaded, handles
from ..ports import NoPicture, Scan, Storage
from ..ports.store import Reader
from ..subjects import NOT_FOUND
from ..viewing import view
from .model import (
    MOST_PICTURES,
    MOST_VERSIONS,
    OF_GUIDE,
    PICTURE_OF_KEY,
    PICTURES_OF,
    Guide,
    GuideState,
    StoredGuidePicture,
    guide_id,
    is_shown,
)
from .rules import EDIT, NO_GUIDE

LARGEST = 10 * MEGABYTE
NO_STORAGE = Refusal(
    define("refusal.guide_no_storage", "No pictures can be kept here: the shop has no place for files.")
)
NO_PICTURE = Refusal(
    define(
        "refusal.guide_no_picture",
        "This is no picture that can be read. JPEG, PNG, WebP and HEIC up to 10 MB are fine.",
    ),
    kind=RefusalKind.INVALID,
    field="file",
)
NO_ALT = Refusal(
    define("refusal.guide_no_alt", "Please say in words what the picture shows, for people who cannot see it."),
    kind=RefusalKind.INVALID,
    field="alt",
)
TOO_MANY = Refusal(
    define("refusal.guide_pictures", "This guide has as many pictures as it can have. Please remove one first."),
    kind=RefusalKind.CONFLICT,
)
IN_USE = Refusal(
    define(
        "refusal.guide_picture_used",
        "A version of this guide still shows this picture. Please take it out there first.",
    ),
    kind=RefusalKind.CONFLICT,
)


@result
class GuidePictureNoted(Result):
    """The picture's id, and the key under which its file is to be kept."""

    picture: str
    key: str


@command
class AddGuidePicture(Command[GuidePictureNoted]):
    """Write down a picture of a guide, before its file is kept; `Helpdesk.keep_guide_picture` sends this.

    Args:
        slug: The guide's name.
        alt: What it shows, in words.
        width: In pixels.
        height: In pixels.
    """

    slug: OpaqueId
    alt: RawText = text(max_length=300)
    width: int = number(1, 20_000)
    height: int = number(1, 20_000)


@command
class RemoveGuidePicture(Command[Result]):
    """Remove a picture that no version shows which is shown or waits.

    Args:
        picture: Its id.
    """

    picture: OpaqueId


class GuidePictureAdded(Change, action="guide_picture_added", label="Picture added to a guide", tells=NOBODY):
    """Somebody of the staff uploaded a picture."""

    picture: str


class GuidePictureRemoved(Change, action="guide_picture_removed", label="Picture of a guide removed", tells=NOBODY):
    """Its file is deleted."""

    picture: str


@attrs.frozen(kw_only=True)
class OfPictures(Loaded):
    """A guide with its pictures."""

    guide: Guide | None
    pictures: tuple[StoredGuidePicture, ...] = ()

    @property
    def subject(self) -> Guide | None:
        """The guide."""
        return self.guide


@attrs.frozen(kw_only=True)
class OnePicture(OfPictures):
    """One of them, and whether a version shows it."""

    picture: StoredGuidePicture
    is_used: bool


def load_pictures(reader: Reader, command: AddGuidePicture, context: Context) -> OfPictures:
    """The guide and what it has."""
    guide = reader.load(Guide, guide_id(context.tenant, command.slug))
    return OfPictures(guide=guide, pictures=() if guide is None else pictures_of(reader, guide))


def pictures_of(reader: Reader, guide: Guide) -> tuple[StoredGuidePicture, ...]:
    """The pictures of a guide that are still there, the latest first."""
    found = reader.find(PICTURES_OF, {"guide": guide.id}, limit=5 * MOST_PICTURES)
    return tuple(one for one in found if one.key is not None)


@handles(AddGuidePicture, actors=STAFF, load=load_pictures, right=EDIT)
def add_picture(loaded: OfPictures, command: AddGuidePicture, context: Context) -> Verdict[GuidePictureNoted]:
    """The key is written down before there is a file."""
    guide = loaded.guide
    if guide is None:
        return refused(NO_GUIDE)
    if not str(context.texts["alt"]).strip():
        return refused(NO_ALT)
    if len(loaded.pictures) >= MOST_PICTURES:
        return refused(TOO_MANY)
    key = context.new_salt()
    made = context.make(
        StoredGuidePicture,
        guide=guide.id,
        key=key,
        alt=context.texts["alt"],
        width=command.width,
        height=command.height,
        added_at=context.now,
        added_by=context.staff_name,
    )
    touched = Touch(before=guide, after=guide, changes=(GuidePictureAdded(picture=made.id),))
    noted = GuidePictureNoted(picture=made.id, key=key)
    return Verdict(result=noted, touched=(touched,), saves=(Save(after=made),))


def load_picture(reader: Reader, command: RemoveGuidePicture, context: Context) -> OnePicture | Refusal:
    """The picture, its guide, and whether a version that is shown or waits names it."""
    picture = reader.load(StoredGuidePicture, command.picture)
    guide = None if picture is None else reader.load(Guide, picture.guide)
    if picture is None or guide is None or picture.key is None:
        return NOT_FOUND
    versions = [one for one, _ in reader.find(OF_GUIDE, {"guide": guide.id}, limit=MOST_VERSIONS)]
    live = [one for one in versions if one.state.is_open or one.state is GuideState.PUBLISHED]
    return OnePicture(guide=guide, picture=picture, is_used=any(picture.key in str(one.parts) for one in live))


@handles(RemoveGuidePicture, actors=STAFF, load=load_picture, right=EDIT)
def remove_picture(loaded: OnePicture, command: RemoveGuidePicture, context: Context) -> Verdict[Result]:
    """Nobody's guide loses a picture unseen. The file is deleted by a job."""
    guide, before = loaded.guide, loaded.picture
    assert guide is not None
    assert before.key is not None
    if loaded.is_used:
        return refused(IN_USE)
    after = before.changed(key=None, removed_at=context.now)
    return Verdict(
        result=Result(),
        touched=(Touch(before=guide, after=guide, changes=(GuidePictureRemoved(picture=before.id),)),),
        saves=(Save(before=before, after=after),),
        jobs=(forget(guide, before.key),),
    )


def keep(
    stream: BinaryIO, storage: Storage | None, note: Callable[[int, int], Any], undo: Callable[[str], Any]
) -> GuidePictureNoted | Refusal:
    """Scan and decode a picture, note it, and keep the new one: see `Helpdesk.keep_guide_picture`.

    Args:
        stream: The bytes.
        storage: Where files are kept, and by what they are looked at.
        note: Sends `AddGuidePicture` with width and height.
        undo: Sends `RemoveGuidePicture` where nothing could be kept.

    Returns:
        What was noted, or why nothing was kept.

    Raises:
        OSError: The storage or the scanner is away; nothing was kept.
    """
    if storage is None or storage.pictures is None:
        return NO_STORAGE
    content = stream.read(LARGEST + 1)
    media = media_of(content[:SNIFFED])
    if len(content) > LARGEST or media in (None, PDF):
        return NO_PICTURE
    assert media is not None
    if storage.scanner is not None and storage.scanner.scan(io.BytesIO(content)) is not Scan.CLEAN:
        return NO_PICTURE
    try:
        made = storage.pictures.remake(io.BytesIO(content), media)
    except NoPicture:
        return NO_PICTURE
    noted = note(made.width, made.height)
    if isinstance(noted, GuidePictureNoted):
        try:
            storage.files.put(noted.key, io.BytesIO(made.content), type=made.media)
        except OSError:
            undo(noted.picture)
            raise
    answer: GuidePictureNoted | Refusal = noted
    return answer


@staff_view
class GuidePictures:
    """The pictures of a guide, the latest first."""

    rows: tuple[StoredGuidePicture, ...]


@view(actors=STAFF, right=EDIT)
def view_guide_pictures(reader: Reader, context: Context, slug: str) -> GuidePictures | Refusal:
    """The pictures that staff uploaded for a guide.

    Args:
        slug: The guide's name.

    Returns:
        Them, or a refusal where there is no such guide.
    """
    guide = reader.load(Guide, guide_id(context.tenant, slug))
    return NO_GUIDE if guide is None else GuidePictures(rows=pictures_of(reader, guide))


@view(actors=PEOPLE, right=EDIT)
def view_guide_picture(reader: Reader, context: Context, key: str) -> str | Refusal:
    """Whether somebody may see a picture: whoever writes guides, and everybody where a version names it that is shown.

    Args:
        key: Its key.

    Returns:
        The key of its file; a refusal for what is not there, or not for everybody yet.
    """
    found = reader.find(PICTURE_OF_KEY, {"key": key}, limit=1)
    if not found:
        return NOT_FOUND
    if context.actor.kind in STAFF:
        return key
    versions = reader.find(OF_GUIDE, {"guide": found[0].guide}, limit=MOST_VERSIONS)
    shown = any(is_shown(one, decision) and key in str(one.parts) for one, decision in versions)
    return key if shown else NOT_FOUND
