"""The way of bytes into the storage and out of it: a place is reserved first, and whoever opens a file is asked again
who they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO

import attrs

from ..base.changes import Refusal, RefusalKind
from ..base.messages import define
from ..context import Context
from .kinds import SNIFFED, media_of, name_of, plain_name
from .rules import MEGABYTE, NO_FILES, UploadReserved
from .uploads import sealed

EMPTY = define("refusal.file_empty", "{name}: this file is empty. Please choose it once more.")
NO_KIND = define(
    "refusal.file_kind", "{name}: we cannot take this kind of file. Photos (JPEG, PNG, WebP, HEIC) and PDF are fine."
)
TOO_LARGE = define("refusal.file_too_large", "{name}: this file is larger than {megabytes} MB.")


@attrs.frozen(kw_only=True)
class KeptFile:
    """A file that was kept, to be named in `AddAttachments`.

    Attributes:
        upload: Proves that it was uploaded for this request; it can be added for 50 minutes.
        name: As it will be shown.
        media: What its first bytes say it is.
        size: In bytes.
    """

    upload: str
    name: str
    media: str
    size: int


class _TooLarge(Exception):
    pass


class _Measured:
    """A stream on its way into the storage: counted, digested, and ended where it is too long."""

    def __init__(self, beginning: bytes, stream: BinaryIO, most: int) -> None:
        self._beginning, self._stream, self._most = beginning, stream, most
        self.size, self.digest = 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        wanted = 1024 * 1024 if size is None or size < 0 else size
        part, self._beginning = self._beginning[:wanted], self._beginning[wanted:]
        part = part or self._stream.read(wanted)
        self.size += len(part)
        self.digest.update(part)
        if self.size > self._most:
            raise _TooLarge
        return part


def keep(
    stream: BinaryIO,
    name: str,
    request: str,
    reserve: Callable[[], UploadReserved | Refusal],
    look: Callable[[], Context],
) -> KeptFile | Refusal:
    """Keep a file for a request: see `Helpdesk.keep_file`.

    Args:
        stream: The bytes.
        name: What the sender calls it.
        request: The request's id.
        reserve: Asks for a place as who uploads.
        look: A context of now.

    Returns:
        What was kept, or why nothing was.
    """
    beginning, shown = stream.read(SNIFFED), plain_name(name)
    if not beginning:
        return Refusal(EMPTY, {"name": shown})
    media = media_of(beginning)
    if media is None:
        return Refusal(NO_KIND, {"name": shown})
    reserved = reserve()
    if isinstance(reserved, Refusal):
        return reserved
    context = look()
    if context.storage is None:
        return NO_FILES
    megabytes = context.settings.max_file_mb
    measured: Any = _Measured(beginning, stream, megabytes * MEGABYTE)
    try:
        context.storage.files.put(reserved.place.partition(".")[0], measured, type=media)
    except _TooLarge:
        return Refusal(TOO_LARGE, {"name": shown, "megabytes": megabytes}, kind=RefusalKind.INVALID)
    upload = sealed(reserved.place, request, measured.size, media, measured.digest.hexdigest(), context)
    assert upload is not None
    return KeptFile(upload=upload, name=name_of(name, media), media=media, size=measured.size)
