"""Pictures by Pillow, and those of iPhones by pi-heif (``pip install helpdesk-core[pictures]``)."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any, BinaryIO

from ..base.asked import Pixels
from ..base.given import configures
from ..errors import ConfigurationError
from ..ports.pictures import NoPicture, Remade

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PillowPictures"]

#: Only the decoder that the first bytes ask for is tried: each one more is a way in.
_DECODERS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}


class PillowPictures:
    """Decodes JPEG, PNG, WebP and HEIC, and writes JPEG.

    Pixels are copied into a picture that knows nothing else: place, device, comments, colour profiles and whatever
    stands behind the picture in its file are gone. Colours are brought to sRGB first, which is what browsers take a
    picture without a profile for.

    Args:
        most_pixels: Pictures with more are refused before they are decoded; 50 million take 150 MB of memory.
        longest: Pixels of the longer side of the new picture, at most.
        small: Pixels of the longer side of its thumbnail, at most.

    Raises:
        ConfigurationError: Pillow or pi-heif is not installed, or a number is none of pixels.
    """

    @configures
    def __init__(self, *, most_pixels: Pixels = 50_000_000, longest: Pixels = 4_096, small: Pixels = 480) -> None:
        try:
            import PIL.Image
            from pi_heif import register_heif_opener
        except ImportError as error:
            raise ConfigurationError("photos need Pillow and pi-heif: pip install helpdesk-core[pictures]") from error
        register_heif_opener(thumbnails=False)
        PIL.Image.init()
        if (log := logging.getLogger("PIL")).level == logging.NOTSET:
            log.setLevel(logging.INFO)  # below that it writes down what stands in a photo: place, device, comments
        self._most_pixels, self._longest, self._small = most_pixels, longest, small

    def remake(self, stream: BinaryIO, media: str) -> Remade:
        """See `ports.pictures.Pictures.remake`."""
        from PIL import Image

        decoder = _DECODERS.get(media)
        if decoder is None:
            raise NoPicture
        try:
            with Image.open(stream, formats=[decoder]) as found:
                if found.width * found.height > self._most_pixels:
                    raise NoPicture(too_large=True)
                pixels = _pixels(found, self._longest)
        except NoPicture:
            raise
        except Image.DecompressionBombError as error:
            raise NoPicture(too_large=True) from error
        except Exception as error:  # a decoder that fails on a stranger's bytes raises whatever it likes
            raise NoPicture from error
        small = pixels.copy()
        small.thumbnail((self._small, self._small))
        return Remade(
            content=_written(pixels, 85),
            small=_written(small, 75),
            media="image/jpeg",
            width=pixels.width,
            height=pixels.height,
        )


def _pixels(found: Image, longest: int) -> Image:
    """Upright, in sRGB, on white, at most so long; made of pixels alone, since what is opened carries more along."""
    from PIL import Image, ImageOps

    if found.format == "JPEG":
        found.draft("RGB", (longest, longest))  # decodes a far larger one at a half or a quarter, which is faster
    found.load()
    upright: Any = ImageOps.exif_transpose(found)
    upright = _in_srgb(upright)
    upright.thumbnail((longest, longest))
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        white = Image.new("RGB", upright.size, (255, 255, 255))
        white.paste(upright, mask=upright.getchannel("A"))
        return white
    plain = upright.convert("RGB")
    return Image.frombytes("RGB", plain.size, plain.tobytes())


def _in_srgb(found: Image) -> Image:
    profile = found.info.get("icc_profile")
    if not profile or found.mode != "RGB":
        return found
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(found, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return found  # a profile that cannot be read is no reason to lose a photo
    return made or found


def _written(pixels: Image, quality: int) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=quality, progressive=True)
    return out.getvalue()
