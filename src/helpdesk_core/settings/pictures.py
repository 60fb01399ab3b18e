"""Pictures of a shop (its logo, a photo of it) as a setting: small, of a kind that every browser shows, and kept with
the other settings, so that they have a history and go along when settings are exported."""

from __future__ import annotations

import base64
import binascii
import hashlib

import attrs

from .values import NO_BYTES, Base64

MAX_PICTURE_BYTES = 130_000
"""Bytes of one picture: in Base64 it fits into one setting."""
MAX_PICTURE_SIDE = 4_000
"""Pixels of the longer side."""
_KINDS = {b"\x89PNG\r\n\x1a\n": ("image/png", "png"), b"\xff\xd8\xff": ("image/jpeg", "jpg")}


@attrs.frozen(kw_only=True)
class Picture:
    """A PNG or JPEG; without content it stands for no picture.

    Attributes:
        content: The bytes of its file.
        width: In pixels.
        height: In pixels.
    """

    content: Base64 = NO_BYTES
    width: int = 0
    height: int = 0

    @classmethod
    def of(cls, content: bytes, *, width: int, height: int) -> Picture:
        """A picture from the bytes of its file.

        Args:
            content: The PNG or JPEG.
            width: Of the picture, in pixels.
            height: Of the picture, in pixels.

        Returns:
            The picture.
        """
        return cls(content=Base64(base64.b64encode(content).decode()), width=width, height=height)

    def __bool__(self) -> bool:
        return bool(self.content)

    @property
    def data(self) -> bytes:
        """The bytes of its file; none for what is not Base64."""
        try:
            return base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            return b""

    @property
    def kind(self) -> tuple[str, str] | None:
        """Media type and file extension as its first bytes say, None for anything but PNG and JPEG."""
        return next((kind for begin, kind in _KINDS.items() if self.data.startswith(begin)), None)

    @property
    def name(self) -> str:
        """A file name that changes with the content: browsers may keep it for ever."""
        _, extension = self.kind or ("", "bin")
        return f"{hashlib.sha256(self.data).hexdigest()[:16]}.{extension}"

    @property
    def is_sound(self) -> bool:
        """Whether it can be shown: no picture, or one of a known kind and of a sensible size."""
        sides = 1 <= self.width <= MAX_PICTURE_SIDE and 1 <= self.height <= MAX_PICTURE_SIDE
        return not self.content or (self.kind is not None and sides and len(self.data) <= MAX_PICTURE_BYTES)


NO_PICTURE = Picture()
