"""A customer's data and files as one ZIP, made while it is sent: no file is held in memory or laid down on the way."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import partial
from zipfile import ZIP_DEFLATED, ZipFile

from anyio import to_thread

from helpdesk_core import Actor, Refusal
from helpdesk_core.views import CustomerCopy

from ..web import Web

_PART = 256 * 1024
DATA = "customer.json"


class _Sink:
    """What was written and not sent yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        """Take a part of the archive."""
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """What is left is taken after it."""

    def taken(self) -> bytes:
        """All that was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


async def archive(web: Web, actor: Actor, copy: CustomerCopy) -> AsyncIterator[bytes]:
    """The archive in parts: the files, each opened for who asks, then the data, which name files that are missing.

    Args:
        web: The app.
        actor: Who asks.
        copy: What belongs to it.

    Returns:
        The parts.
    """
    sink, missing = _Sink(), list[str]()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as made:  # photos are compressed already
        for one in copy.files:
            opened = await web.run(partial(web.desk.open_file, one.id, actor))
            if isinstance(opened, Refusal):
                missing.append(one.path)
                continue
            try:
                with made.open(one.path, "w") as entry:
                    while part := await to_thread.run_sync(opened.stream.read, _PART):
                        await to_thread.run_sync(entry.write, part)
                        yield sink.taken()
            finally:
                opened.stream.close()
        data = dict(copy.data) | ({"missing_files": missing} if missing else {})
        made.writestr(DATA, json.dumps(data, ensure_ascii=False, indent=1))
    yield sink.taken()
