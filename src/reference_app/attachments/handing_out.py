"""A file on its way to a browser: each time it is asked who looks, and no address of it works for anybody else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import BinaryIO
from urllib.parse import quote

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from helpdesk_core import Actor, Refusal, RefusalKind

from ..web import Web

_PART = 256 * 1024


async def hand_out(
    web: Web, request: Request, viewer: Actor, again: Callable[[Request], HTTPException] | None = None
) -> Response:
    """The picture, its thumbnail (``size`` "small"), or the file to save ("file"), in parts.

    Args:
        web: The app.
        request: The GET.
        viewer: Who looks.
        again: Leads a customer to a new code where one is asked for.

    Raises:
        HTTPException: 404 for what is not this viewer's, not checked yet, or gone; what ``again`` makes.
    """
    id, size = request.path_params["file"][:64], request.path_params["size"]
    if size not in ("small", "picture", "file"):
        raise HTTPException(404)
    found = await web.run(partial(web.desk.open_file, id, viewer, small=size == "small"))
    if isinstance(found, Refusal):
        raise again(request) if again is not None and found.kind is RefusalKind.VERIFY else HTTPException(404)
    # Shown are pictures that were made anew; what else somebody sent is only ever saved
    is_shown = size != "file" and found.media.startswith("image/")
    headers = {
        "content-disposition": _disposition("inline" if is_shown else "attachment", found.name),
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }
    if found.size is not None:
        headers["content-length"] = str(found.size)
    return StreamingResponse(in_parts(found.stream), media_type=found.media, headers=headers)


async def in_parts(stream: BinaryIO) -> AsyncIterator[bytes]:
    """A stream part by part, closed at its end.

    Args:
        stream: The bytes.

    Yields:
        Each part.
    """
    try:
        while part := await to_thread.run_sync(stream.read, _PART):
            yield part
    finally:
        stream.close()


def _disposition(kind: str, name: str) -> str:
    """RFC 6266: the name for old browsers, and in full."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._- ") else "_" for char in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
