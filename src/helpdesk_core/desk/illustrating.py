"""The pictures of guides, on their way into the storage and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from ..base.actors import Actor
from ..base.asked import says_mistakes
from ..base.changes import Refusal
from ..subjects import NOT_FOUND
from .part import DeskPart

if TYPE_CHECKING:
    from ..guides.pictures import GuidePictureNoted


class Illustrating(DeskPart):
    """The part of `Helpdesk` that keeps the pictures of guides."""

    @says_mistakes
    def keep_guide_picture(
        self, stream: BinaryIO, *, guide: str, alt: str, actor: Actor
    ) -> GuidePictureNoted | Refusal:
        """Keep a picture for a guide: scanned, decoded, and made anew from its pixels under a random key.

        Args:
            stream: The bytes.
            guide: The guide's name.
            alt: What the picture shows, in words.
            actor: Who uploads.

        Returns:
            What was noted, or a refusal.

        Raises:
            InputError: What was said of it cannot be read.
            OSError: The storage or the scanner is away; nothing was kept.
        """
        from ..guides.pictures import AddGuidePicture, RemoveGuidePicture, keep

        def note(width: int, height: int) -> Any:
            said = {"slug": guide, "alt": alt, "width": width, "height": height}
            return self.handle(self.read(AddGuidePicture, said), actor)

        def undo(picture: str) -> Any:
            return self.handle(self.read(RemoveGuidePicture, {"picture": picture}), actor)

        return keep(stream, self.storage, note, undo)

    @says_mistakes
    def open_guide_picture(self, key: str, viewer: Actor) -> BinaryIO | Refusal:
        """Open a picture of a guide for somebody, who is asked now whether they may see it.

        Args:
            key: Its key.
            viewer: Who looks.

        Returns:
            A JPEG, to be closed; a refusal for what is not there, or not for everybody yet.
        """
        from ..guides.pictures import view_guide_picture

        found = self.view(view_guide_picture, viewer, key)
        if isinstance(found, Refusal) or self.storage is None:
            return NOT_FOUND
        try:
            return self.storage.files.open(found)
        except OSError:
            return NOT_FOUND
