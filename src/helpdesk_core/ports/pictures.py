"""What reads pictures that strangers send: the only part of the desk that decodes them."""

from __future__ import annotations

from typing import BinaryIO, Protocol

import attrs


class NoPicture(ValueError):
    """The content is no picture that can be read.

    Args:
        too_large: Whether it is one of more pixels than are decoded.
    """

    def __init__(self, *, too_large: bool = False) -> None:
        super().__init__("too many pixels" if too_large else "not readable")
        self.too_large = too_large


@attrs.frozen(kw_only=True)
class Remade:
    """A picture that was made anew from pixels, and a small one of the same.

    Attributes:
        content: The bytes of its file.
        small: The bytes of the small one's file.
        media: The media type of both.
        width: In pixels.
        height: In pixels.
    """

    content: bytes = attrs.field(repr=False)
    small: bytes = attrs.field(repr=False)
    media: str
    width: int
    height: int


class Pictures(Protocol):
    """Decodes a picture and writes a new one, so that nothing of the file but its pixels is kept."""

    def remake(self, stream: BinaryIO, media: str) -> Remade:
        """Decode a picture, turn it upright, and write it anew. Its size is looked at before it is decoded.

        Args:
            stream: The file; the caller closes it.
            media: What its first bytes say it is; nothing else is tried.

        Returns:
            The new picture, without whatever else the file held: place, device, comments, a second file.

        Raises:
            NoPicture: It is none, is cut short, or has more pixels than are decoded.
        """
