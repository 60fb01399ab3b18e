"""Files in a folder of this machine."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

__all__ = ["FolderFiles"]

_KEY = re.compile(r"[0-9a-f]{32}")


class FolderFiles:
    """Keeps each file under its random key, in sub-folders by the key's first two digits, readable by the owner alone.

    A file is written beside its place, flushed to the disk and then renamed, so that a reader never sees a part of it.

    Args:
        folder: Where the files are kept; it is created when the first one is.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)

    def put(self, stream: BinaryIO, *, type: str) -> str:
        """See `ports.files.Files.put`."""
        key = secrets.token_hex(16)
        place = self._place(key)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                shutil.copyfileobj(stream, out)
                out.flush()
                os.fsync(out.fileno())
            part.rename(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return key

    def open(self, key: str) -> BinaryIO:
        """See `ports.files.Files.open`."""
        return self._place(key).open("rb")

    def delete(self, key: str) -> None:
        """See `ports.files.Files.delete`."""
        try:
            self._place(key).unlink(missing_ok=True)
        except FileNotFoundError:
            return

    def _place(self, key: str) -> Path:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise FileNotFoundError("this is not a key")
        return self._folder / key[:2] / key
