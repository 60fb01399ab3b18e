"""Files in a folder of this machine."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from ..base.given import check_given
from ..ports.files import is_key

__all__ = ["FolderFiles"]


class FolderFiles:
    """Keeps each file under its key, in sub-folders by the key's first two digits, readable by the owner alone.

    A file is written beside its place, flushed to the disk and then renamed, so that a reader never sees a part of it.

    Args:
        folder: Where the files are kept; it is created when the first one is.

    Raises:
        ConfigurationError: It is no folder of this machine.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        fits = isinstance(folder, str | os.PathLike) and bool(str(folder).strip()) and "://" not in str(folder)
        check_given("FolderFiles", folder=(fits, "the path of a folder (a bucket is for ObjectFiles)", folder))
        self._folder = Path(folder)

    def put(self, key: str, stream: BinaryIO, *, type: str) -> None:
        """See `ports.files.Files.put`."""
        if not is_key(key):
            raise ValueError("this is not a key")
        place = self._place(key)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_suffix(f".{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                shutil.copyfileobj(stream, out)
                out.flush()
                os.fsync(out.fileno())
            part.replace(place)
            _sync(place.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

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
        if not is_key(key):
            raise FileNotFoundError("this is not a key")
        return self._folder / key[:2] / key


def _sync(folder: Path) -> None:
    """The new name is on the disk too, where a folder can be flushed."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
