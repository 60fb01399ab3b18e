"""A picture that somebody uploaded becomes a new one: decoded, made smaller, and written again, so that nothing of the
file but its pixels is kept (no place where a photo was taken, no script, no second file behind the first)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from helpdesk_core.settings import MAX_PICTURE_BYTES, Picture

if TYPE_CHECKING:
    from PIL.Image import Image

#: For each setting the largest size in pixels, twice what it is shown at, and the format it is written in.
SIZES = {"logo": ((320, 128), "PNG"), "photo": ((1344, 896), "JPEG")}
_MOST_PIXELS = 50_000_000
_READ = ("PNG", "JPEG", "WEBP")


class NoPicture(ValueError):
    """The file is no picture that can be read, or far too large."""


def can_decode() -> bool:
    """Whether the library that reads pictures is installed (``helpdesk-core[pictures]``)."""
    try:
        import PIL.Image  # noqa: F401
    except ImportError:
        return False
    return True


def made_anew(key: str, file: BinaryIO) -> Picture:
    """The picture for a setting from a file that somebody uploaded.

    Raises:
        NoPicture: It is none.
    """
    from PIL import Image, UnidentifiedImageError

    size, kind = SIZES[key]
    try:
        with Image.open(file, formats=_READ) as found:
            if found.width * found.height > _MOST_PIXELS:
                raise NoPicture
            pixels = _pixels(found, size, "RGBA" if kind == "PNG" else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise NoPicture from error
    return Picture.of(_small(pixels, kind), width=pixels.width, height=pixels.height)


def _pixels(found: Image, size: tuple[int, int], mode: str) -> Image:
    """Upright, at most of this size, on white where the format knows no transparency; nothing else of the file."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(found).convert("RGBA")
    upright.thumbnail(size)
    made = Image.new(mode, upright.size, (255, 255, 255, 0) if mode == "RGBA" else (255, 255, 255))
    made.paste(upright, mask=None if mode == "RGBA" else upright.getchannel("A"))
    return made


def _small(pixels: Image, kind: str) -> bytes:
    """As good as fits into one setting."""
    from PIL import Image

    tries = [{"quality": quality} for quality in (82, 70, 55, 35, 10)] if kind == "JPEG" else [{}, {"colors": 128}]
    for options in tries:
        written = io.BytesIO()
        colors = options.pop("colors", 0)
        one = pixels.quantize(colors, method=Image.Quantize.FASTOCTREE) if colors else pixels
        one.save(written, kind, optimize=True, **options)
        if written.tell() <= MAX_PICTURE_BYTES:
            return written.getvalue()
    raise NoPicture
