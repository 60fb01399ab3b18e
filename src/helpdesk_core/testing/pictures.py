"""The conformance suite of the `Pictures` port: subclass it and give the fixture ``pictures``."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from functools import partial
from typing import Any

import pytest

from ..ports import NoPicture, Remade
from .suite_base import in_threads
from .watching import logged, network

_MARK = b"taken at home, SERIAL-77"
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG that its size stands behind (ITU-T T.81, table B.1)."""
_JPEG = base64.b64decode(
    "/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4r"
    "K06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAQABgDASIAAhEBAxEB/8QAFQAB"
    "AQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAQF/8QAFBEBAAAAAAAAAAAAAAAAAAAA"
    "AP/aAAwDAQACEQMRAD8AhATtgAB//9k="
)
"""24 pixels wide, 16 high, all red."""


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))


def _head(width: int, height: int) -> bytes:
    return _PNG + _chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png(width: int, height: int, seed: int = 1, more: bytes = b"") -> bytes:
    """A picture of coloured squares.

    Args:
        width: In pixels.
        height: In pixels.
        seed: Another one makes other colours.
        more: Chunks to put in.

    Returns:
        A PNG.
    """
    row = b"".join(bytes((x * seed // 8 % 256, x // 16 * 40 % 256, seed * 37 % 256)) for x in range(width))
    return _head(width, height) + more + _chunk(b"IDAT", zlib.compress((b"\0" + row) * height)) + _chunk(b"IEND", b"")


def jpeg(orientation: int = 1) -> bytes:
    """A red picture, 24 pixels wide and 16 high, with what phones write into one: a comment, a note, how it is turned.

    Args:
        orientation: By Exif: 1 is upright, 6 and 8 lie on a side.

    Returns:
        A JPEG.
    """
    note = _MARK + b"\0"
    entries = struct.pack("!HHII", 0x010E, 2, len(note), 38) + struct.pack("!HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack("!IH", 8, 2) + entries + bytes(4) + note
    said = b"".join(
        bytes((0xFF, mark)) + struct.pack("!H", len(part) + 2) + part for mark, part in ((0xE1, exif), (0xFE, _MARK))
    )
    return _JPEG[:2] + said + _JPEG[2:]


def size_of(content: bytes) -> tuple[int, int] | None:
    """What a picture's file says of its size, by its head alone.

    Args:
        content: A JPEG, PNG or WebP.

    Returns:
        Width and height; None where it is none of these.
    """
    if content.startswith(_PNG):
        return struct.unpack("!II", content[16:24])
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    place = 2
    while content[:2] == b"\xff\xd8" and place + 9 < len(content):
        mark, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if mark in _FRAMES:
            height, width = struct.unpack("!HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None


MEDIA = {b"\xff\xd8\xff": "image/jpeg", _PNG: "image/png", b"RIFF": "image/webp"}


class PicturesSuite:
    """What everything that decodes pictures promises, shown with pictures that the suite draws.

    What is written is a JPEG, a PNG or a plain WebP: the kinds whose size the suite reads by itself.
    """

    @pytest.fixture
    def pictures(self) -> Any:
        """What decodes; yours overrides this."""
        raise NotImplementedError

    @staticmethod
    def _remade(pictures: Any, content: bytes, media: str) -> Remade:
        """A picture made anew, and what is true of every one: its files are what it says of them."""
        made = pictures.remake(io.BytesIO(content), media)
        assert isinstance(made, Remade)
        assert size_of(made.content) == (made.width, made.height)
        for file in (made.content, made.small):
            assert made.media == next((kind for head, kind in MEDIA.items() if file.startswith(head)), None)
        small = size_of(made.small)
        assert small is not None
        assert small[0] <= made.width
        assert small[1] <= made.height
        return made

    @pytest.mark.parametrize("size", [(1, 1), (24, 16), (300, 500)])
    def test_a_picture_stays_as_large_as_it_was(self, pictures: Any, size: tuple[int, int]) -> None:
        """None of these is larger than what a shop wants to see; a colour more or less is no concern of the suite's."""
        made = self._remade(pictures, png(*size), "image/png")
        assert (made.width, made.height) == size
        assert size_of(self._remade(pictures, jpeg(), "image/jpeg").content) == (24, 16)

    def test_what_is_shown_is_what_was_sent(self, pictures: Any) -> None:
        """Two pictures are two, also side by side."""
        sent = [png(64, 64, seed) for seed in range(1, 5)]

        def remade(content: bytes) -> bytes:
            return self._remade(pictures, content, "image/png").content

        made = in_threads(*(partial(remade, content) for content in sent))
        assert len(set(made)) == len(sent)
        assert made == [remade(content) for content in sent]

    def test_the_small_one_is_smaller(self, pictures: Any) -> None:
        """Of a large picture: lists show many of them at once."""
        made = self._remade(pictures, png(2_400, 1_800), "image/png")
        small = size_of(made.small)
        assert small is not None
        assert small[0] * 2 <= made.width
        assert len(made.small) < len(made.content)
        assert abs(small[0] / small[1] - 4 / 3) < 0.05, "it was squeezed or cut"

    def test_nothing_but_pixels_is_kept(self, pictures: Any) -> None:
        """No place, device, comment, and no second file behind the picture."""
        note = _chunk(b"tEXt", b"Comment\0" + _MARK) + _chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0" + _MARK)
        for content, media in (
            (jpeg(), "image/jpeg"),
            (jpeg() + _MARK, "image/jpeg"),
            (png(30, 20, more=note), "image/png"),
            (png(30, 20) + b"PK\x03\x04" + _MARK, "image/png"),
        ):
            made = self._remade(pictures, content, media)
            assert _MARK not in made.content
            assert _MARK not in made.small

    @pytest.mark.parametrize("orientation", [6, 8])
    def test_a_picture_is_turned_upright(self, pictures: Any, orientation: int) -> None:
        """Phones write how it is turned beside the pixels, which nobody could read afterwards."""
        made = self._remade(pictures, jpeg(orientation), "image/jpeg")
        assert (made.width, made.height) == (16, 24)

    @pytest.mark.parametrize(
        "content",
        [
            *(b"", b"x", b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a\x01\0\x01\0", _PNG),
            *(png(200, 200)[:-500], _head(20, 20) + _chunk(b"IEND", b""), b"x" + png(20, 20), bytes(70_000)),
        ],
    )
    def test_what_is_none_is_said(self, pictures: Any, content: bytes) -> None:
        """By `NoPicture` and by nothing else, whatever a decoder makes of it; half a picture is none."""
        with pytest.raises(NoPicture) as raised:
            pictures.remake(io.BytesIO(content), "image/png")
        assert not raised.value.too_large

    @pytest.mark.parametrize("media", ["image/jpeg", "image/svg+xml", "application/pdf", "", "IMAGE"])
    def test_only_what_it_is_said_to_be_is_tried(self, pictures: Any, media: str) -> None:
        """Each decoder more is a way in for whoever sends a file."""
        with pytest.raises(NoPicture):
            pictures.remake(io.BytesIO(png(20, 20)), media)

    def test_the_size_is_looked_at_first(self, pictures: Any) -> None:
        """A file of a few bytes that says of itself that it has 2.5 thousand million pixels."""
        bomb = _head(50_000, 50_000) + _chunk(b"IDAT", zlib.compress(bytes(900_000))) + _chunk(b"IEND", b"")
        with pytest.raises(NoPicture) as raised:
            pictures.remake(io.BytesIO(bomb), "image/png")
        assert raised.value.too_large

    def test_one_that_is_none_spoils_no_other(self, pictures: Any) -> None:
        """The next one is decoded as before."""
        before = self._remade(pictures, png(40, 30), "image/png")
        with pytest.raises(NoPicture):
            pictures.remake(io.BytesIO(png(40, 30)[:60]), "image/png")
        assert self._remade(pictures, png(40, 30), "image/png") == before

    def test_the_stream_is_left_open(self, pictures: Any) -> None:
        """Whoever opened it closes it."""
        stream = io.BytesIO(png(20, 20))
        pictures.remake(stream, "image/png")
        assert not stream.closed

    def test_nothing_is_logged_or_asked_for(self, pictures: Any) -> None:
        """Not a word of what stands beside the pixels, and nothing that the network would know."""
        with logged() as lines, network() as asked:
            self._remade(pictures, jpeg(), "image/jpeg")
            with pytest.raises(NoPicture):
                pictures.remake(io.BytesIO(_MARK), "image/jpeg")
        assert asked == []
        assert not any(_MARK.decode() in line for line in lines)
