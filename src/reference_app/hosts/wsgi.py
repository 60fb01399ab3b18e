"""The pages inside a view of a WSGI host (Django, Flask), so that each desk call runs in the host's own thread, on its
connection and in its transaction.

    app = create_app(desk, accounts, host=..., run=in_host_thread)
    answer(app, environ, prefix="/help")      # inside the host's view
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode

import attrs

from .bridge import App, Bridge, Part, in_host_thread

__all__ = ["HOST_REQUEST", "Answer", "Body", "answer", "in_host_thread"]

#: The key of an ASGI scope under which the pages' host object finds the host's own request.
HOST_REQUEST = "helpdesk.host_request"
HELD = 128 * 1024
"""Bytes of an answer that are held back until the app has ended, so that what fails at the end is a failure of the
view. What is longer is handed on part by part."""


class Body:
    """The rest of a long answer, part by part. The app goes on while it is read, in the reader's thread; `close` ends
    it. What it raises then comes out of the iteration: the headers are sent, and the connection has to break."""

    def __init__(self, held: list[bytes], parts: Iterator[Part]) -> None:
        self._held, self._parts = held, parts

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return self._held.pop(0) if self._held else next(self._parts).content

    def close(self) -> None:
        """End the app, if it has not ended."""
        self._held.clear()
        self._parts.close()  # type: ignore[attr-defined]


@attrs.frozen
class Answer:
    """What the pages answered, for the host to hand on.

    Attributes:
        status: The HTTP status.
        headers: Names and values; a name may come several times.
        body: The bytes; for a long answer an iterator that has to be closed.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes | Body


def answer(
    app: App,
    environ: Mapping[str, Any],
    *,
    prefix: str,
    read: Callable[[int], bytes] | None = None,
    host_request: object = None,
) -> Answer:
    """Call the pages for one WSGI request. What they raise is raised here, so that the host rolls back as for any view
    of its own.

    Args:
        app: What `create_app` returned.
        environ: The request, as PEP 3333 has it.
        prefix: The path that the pages are mounted at, below SCRIPT_NAME.
        read: Reads at most so many bytes of the request's body and nothing at its end, where the host has it elsewhere
            than in ``wsgi.input``.
        host_request: The host's own request; its host object finds it in the scope under `HOST_REQUEST`.

    Returns:
        The answer; one longer than 128 KiB as soon as its first parts are there.
    """
    scope = _scope(environ, prefix, host_request)
    bridge = Bridge(app, scope, read or _reader(environ))
    parts = bridge.parts()
    held, size = list[bytes](), 0
    for part in parts:
        held.append(part.content)
        size += len(part.content)
        if size > HELD and part.more:
            return Answer(bridge.status, bridge.headers, Body(held, parts))
    return Answer(bridge.status, bridge.headers, b"".join(held))


def form_again(environ: Mapping[str, Any], fields: Iterable[tuple[str, str]]) -> bytes:
    """The body of a form that a hook of the host has read before the pages.

    Args:
        environ: The request.
        fields: What the host made of it.

    Returns:
        The same fields as they came.

    Raises:
        RuntimeError: It was an upload, whose files are elsewhere now.
    """
    if not str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded"):
        raise RuntimeError("something in the host reads uploads to the helpdesk's pages before them: leave those alone")
    return urlencode(list(fields)).encode()


def rereading(read: Callable[[int], bytes], again: Callable[[], bytes]) -> Callable[[int], bytes]:
    """Read by ``read``; where that is empty from its beginning, it was read before, and ``again`` has it."""
    begun = False

    def one(size: int) -> bytes:
        nonlocal read, begun
        found = read(size)
        if not found and not begun:
            read = BytesIO(again()).read
            found = read(size)
        begun = True
        return found

    return one


def _reader(environ: Mapping[str, Any]) -> Callable[[int], bytes]:
    """PEP 3333: nobody reads beyond Content-Length. Without it there is a body only where the server ends it itself
    (``wsgi.input_terminated``)."""
    given, source = str(environ.get("CONTENT_LENGTH") or ""), environ["wsgi.input"]
    if not given.isdecimal() and environ.get("wsgi.input_terminated"):
        return source.read  # type: ignore[no-any-return]
    left = int(given) if given.isdecimal() and len(given) <= 15 else 0

    def read(size: int) -> bytes:
        nonlocal left
        found: bytes = source.read(min(size, left)) if left else b""
        if left and not found:
            raise OSError("the client is gone")
        left -= len(found)
        return found

    return read


def _scope(environ: Mapping[str, Any], prefix: str, host_request: object) -> dict[str, Any]:
    """PEP 3333 gives paths as latin-1 over the bytes that came; ASGI wants them decoded."""
    root = _decoded(environ.get("SCRIPT_NAME", "")) + prefix.rstrip("/")
    path = _decoded(environ.get("SCRIPT_NAME", "")) + _decoded(environ.get("PATH_INFO", "/"))
    headers = [
        (name[5:].replace("_", "-").lower().encode("latin-1"), str(value).encode("latin-1", "replace"))
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if value := environ.get(name):
            headers.append((name.replace("_", "-").lower().encode(), str(value).encode("latin-1", "replace")))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": environ.get("REQUEST_METHOD", "GET"),
        "scheme": environ.get("wsgi.url_scheme", "http"),
        "path": path,
        "raw_path": quote(path).encode(),
        "root_path": root,
        "query_string": environ.get("QUERY_STRING", "").encode("latin-1", "replace"),
        "headers": headers,
        "client": (environ.get("REMOTE_ADDR", ""), 0),
        "server": (environ.get("SERVER_NAME", ""), int(environ.get("SERVER_PORT") or 80)),
        HOST_REQUEST: host_request,
    }


def _decoded(path: str) -> str:
    return path.encode("latin-1", "replace").decode("utf-8", "replace")
