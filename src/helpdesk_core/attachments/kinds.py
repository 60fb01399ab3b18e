"""What a file is, by its first bytes: its name and what a browser says of it count for nothing."""

from __future__ import annotations

import re
import unicodedata

JPEG, PNG, WEBP, HEIC, PDF = "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"
OGG = "audio/ogg"
"""A voice note of a chat; pages take none."""
#: What is taken, with the extension that each is saved under.
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp", HEIC: "heic", PDF: "pdf", OGG: "ogg"}
MEDIA = {extension: media for media, extension in EXTENSIONS.items()}
"""What each extension stands for."""
SNIFFED = 40
"""How many bytes of the beginning tell what a file is."""
LONGEST_NAME = 120
# ISO/IEC 14496-12, 4.3: a file begins with its brands; these are of still pictures coded as HEVC (ISO/IEC 23008-12)
_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_PARTS = re.compile(r"[\\/]")
_NO_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')


def media_of(beginning: bytes) -> str | None:
    """The media type of a file.

    Args:
        beginning: Its first bytes.

    Returns:
        One of `EXTENSIONS`; None for everything else.
    """
    if beginning.startswith(b"\xff\xd8\xff"):
        return JPEG
    if beginning.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return WEBP
    if beginning[4:8] == b"ftyp" and beginning[8:12] in _BRANDS:
        return HEIC
    return PDF if beginning.startswith(b"%PDF-") else None


def sound_of(beginning: bytes) -> str | None:
    """The media type of a voice note.

    Args:
        beginning: The first bytes of a file.

    Returns:
        `OGG` for one that chats record (Opus in Ogg, RFC 7845); None for everything else.
    """
    return OGG if beginning[:4] == b"OggS" and beginning[28:36] == b"OpusHead" else None


def plain_name(given: str) -> str:
    """The last part of a path, without what could deceive a person or a file system.

    Args:
        given: What a browser says.

    Returns:
        At most `LONGEST_NAME` characters, never empty.
    """
    last = _PARTS.split(unicodedata.normalize("NFC", given))[-1]
    return _NO_NAME.sub("", last).strip(" .")[:LONGEST_NAME].strip(" .") or "file"


def name_of(given: str, media: str) -> str:
    """The name that a file is shown and saved under, with the extension of what it is.

    Args:
        given: What a browser says.
        media: What the file is.

    Returns:
        At most `LONGEST_NAME` characters, never empty.
    """
    plain, own = plain_name(given), EXTENSIONS[media]
    stem, _, extension = plain.rpartition(".")
    if not (stem and extension.isalnum() and len(extension) <= 5):
        stem = plain
    return f"{stem[: LONGEST_NAME - len(own) - 1].strip(' .')}.{own}"
