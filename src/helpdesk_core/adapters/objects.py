"""Files in S3, Google Cloud Storage, Azure and everything else that obstore speaks (``pip install
helpdesk-core[s3]``)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from ..base.given import check_given, has
from ..ports.files import is_key

__all__ = ["ObjectFiles"]

_PART = 5 * 1024 * 1024
"""Bytes that are sent at once: the least that S3 takes for a part of an upload."""


class ObjectFiles:
    """Keeps files as objects of a bucket that nobody else may read: they are handed out by the desk alone.

    Args:
        store: From ``obstore.store``: ``S3Store("bucket", prefix="helpdesk")``, with its own credentials.

    Raises:
        ConfigurationError: It is none of them.
    """

    def __init__(self, store: Any) -> None:
        right = 'a store of obstore\'s: S3Store("bucket", prefix="helpdesk")'
        check_given("ObjectFiles", store=has(store, "put", "get", "delete", right=right))
        self._store = store

    def put(self, key: str, stream: BinaryIO, *, type: str) -> None:
        """See `ports.files.Files.put`. An upload that breaks off is given up, and leaves no object."""
        import obstore

        if not is_key(key):
            raise ValueError("this is not a key")
        attributes = {"Content-Type": type}
        with _refusals(), obstore.open_writer(self._store, key, attributes=attributes, buffer_size=_PART) as out:
            while part := stream.read(_PART):
                out.write(part)

    def open(self, key: str) -> BinaryIO:
        """See `ports.files.Files.open`."""
        import obstore

        if not is_key(key):
            raise FileNotFoundError("this is not a key")
        with _refusals():
            found = obstore.get(self._store, key)
        return cast(BinaryIO, io.BufferedReader(_Parts(iter(found.stream(min_chunk_size=256 * 1024)))))

    def delete(self, key: str) -> None:
        """See `ports.files.Files.delete`."""
        import obstore

        if not is_key(key):
            return
        try:
            with _refusals():
                obstore.delete(self._store, key)
        except FileNotFoundError:
            return


@contextmanager
def _refusals() -> Iterator[None]:
    """A bucket that refuses (a key that was changed, no right to write) is a storage that failed, as the port has it;
    obstore's own exceptions are no OSError, and quote the bucket's answer."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise OSError(f"the bucket refused: {type(error).__name__}") from None


class _Parts(io.RawIOBase):
    """Parts of an answer as a stream."""

    def __init__(self, parts: Iterator[Any]) -> None:
        self._parts, self._left = parts, memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, none at the end."""
        while not self._left:
            with _refusals():
                part = next(self._parts, None)
            if part is None:
                return 0
            self._left = memoryview(bytes(part))
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size
