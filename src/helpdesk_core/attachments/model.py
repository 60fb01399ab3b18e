"""One photo or file about a request, as it stands now, and what staff show on photos. Bytes are kept elsewhere, under
random keys."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Self

from ..base.digests import outside_id
from ..base.queries import Query, Totals
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.values import piece
from ..base.worded import Worded
from ..service_requests.model import Side


class AttachmentState(Worded, prefix="attachment.state"):
    """How far it has come. Others see what is ready."""

    HELD = "held", "Held until the contact is confirmed"
    CHECKING = "checking", "Being checked"
    READY = "ready", "Ready"
    REFUSED = "refused", "Not accepted"
    REMOVED = "removed", "Removed"


class RefusedFor(Worded, prefix="attachment.refused"):
    """Why a file was not accepted when it was looked at."""

    UNREADABLE = "unreadable", "It is damaged or incomplete. Please send it once more, or another one."
    TOO_LARGE = "too_large", "The picture has too many pixels. Please send a smaller one."
    HARMFUL = "harmful", "Our virus scanner found something in it. Please do not open it yourself."
    NOT_SCANNED = "not_scanned", "Our virus scanner could not look at all of it. Please send it another way."
    LOST = "lost", "It did not reach us whole. Please send it once more."


@record("attachments", indexes=(Index(("request", "at", "id")),), outside_ids=True)
class Attachment(Attested):
    """A photo or file.

    Attributes:
        is_shared: Whether the customer sees it; what customers send they see.
        size: In bytes, of the file as it is handed out.
        width: In pixels.
        height: In pixels.
        key: Of the file in the storage; None for what was removed or refused.
        small_key: Of its thumbnail.
        sha256: Of the file as it is handed out.
    """

    request: str = col(references="service_requests")
    side: Side
    author: str = col(personal=True)
    author_name: SafeText | None = col(personal="staff", default=None)
    at: datetime
    is_shared: bool = True
    state: AttachmentState
    reason: RefusedFor | None = None
    name: SafeText = col(personal=True)
    media: str = col(personal=False)
    size: int
    width: int | None = None
    height: int | None = None
    key: str | None = col(personal=True, default=None)
    small_key: str | None = col(personal=True, default=None)
    sha256: str | None = col(personal=True, default=None)

    @property
    def is_picture(self) -> bool:
        """Whether it is shown, and not only handed out."""
        return self.media.startswith("image/")

    @property
    def file_keys(self) -> tuple[str, ...]:
        """Also those that looking at it may have made, of which nothing is written down yet."""
        if self.state is AttachmentState.CHECKING and self.key is not None:
            return (self.key, *made_keys(self.key))
        return tuple(key for key in (self.key, self.small_key) if key is not None)

    def erased(self) -> Self:
        """The member of staff who added one stays; the file goes."""
        gone = super().erased().changed(state=AttachmentState.REMOVED)
        return gone.changed(author=self.author) if self.side is Side.SHOP else gone.changed(author_name=None)


def made_keys(key: str) -> tuple[str, str]:
    """The keys of what is made of a picture: whoever makes it a second time replaces it, and leaves no other behind.

    Args:
        key: Of what was sent.

    Returns:
        The key of the new picture, and of its thumbnail.
    """
    picture, small = (hashlib.sha256(f"{what}\n{key}".encode()).hexdigest()[:32] for what in ("picture", "small"))
    return picture, small


def attachment_id(tenant: str, key: str) -> str:
    """The id of the attachment that was sent under a key: each upload is added once.

    Args:
        tenant: The shop.
        key: Of what was sent.

    Returns:
        The id.
    """
    return outside_id(tenant, "attachments", key)


OF_REQUEST = Query(Attachment, equals=("tenant", "request"), order=("at", "id"), newest_first=True)
SIZES = Totals(Attachment, equals=("tenant", "request"), group_by=("state",), sums=("size",))
MOST_SHOWN = 1_000
"""Attachments of one request that are looked through: more than any shop lets in."""


@piece
class PhotoMark:
    """A numbered mark on a photo.

    Attributes:
        id: Names it within its finding.
        photo: The id of the photo.
        x: From the left edge, in per mille of the photo's width.
        y: From the top edge, in per mille of its height.
        text: What is to be seen there.
    """

    id: str
    photo: str
    x: int
    y: int
    text: SafeText


@piece
class PhotoPair:
    """Two photos side by side.

    Attributes:
        id: Names it within its finding.
        before: The id of the photo from before the work.
        after: The id of the one from after it.
        text: What they show.
    """

    id: str
    before: str
    after: str
    text: SafeText


class FindingState(StrEnum):
    """A draft is staff's; what was sent the customer sees."""

    DRAFT = "draft"
    SENT = "sent"


@record("findings", indexes=(Index(("request", "prepared_at", "id")),))
class Finding(Attested):
    """What staff show on photos. It goes to the customer with a reply or an outcome, and is not changed after that.

    Attributes:
        prepared_by: Who changed it last.
    """

    request: str = col(references="service_requests")
    state: FindingState
    marks: tuple[PhotoMark, ...] = col(personal=True)
    pairs: tuple[PhotoPair, ...] = col(personal=True)
    prepared_by: str = col(personal="staff")
    prepared_at: datetime
    sent_at: datetime | None = col(default=None)

    @property
    def stamp(self) -> str:
        """Names the content that somebody looked at: another mark is another stamp."""
        return f"{self.id}.{self.version}"

    @property
    def is_empty(self) -> bool:
        """Whether it shows nothing."""
        return not (self.marks or self.pairs)


FINDINGS = Query(Finding, equals=("tenant", "request"), order=("prepared_at", "id"), newest_first=True)
