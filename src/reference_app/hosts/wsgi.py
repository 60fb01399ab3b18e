"""The pages inside a view of a WSGI host (Django, Flask), so that each desk call runs in the host's own thread, on its
connection and in its transaction. Needs asgiref.

    app = create_app(desk, accounts, host=..., run=in_host_thread)
    answer(app, environ, body, prefix="/help")      # inside the host's view
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

import attrs
from asgiref.sync import async_to_sync, sync_to_async

#: The key of an ASGI scope under which the pages' host object finds the host's own request.
HOST_REQUEST = "helpdesk.host_request"


def in_host_thread(call: Callable[[], Any]) -> Awaitable[Any]:
    """Run a call in the thread of the view: for ``create_app(run=…)`` and a host object's own look-ups.

    Args:
        call: What to run.

    Returns:
        Awaits to what the call returns, or raises what it raises.
    """
    ran: Awaitable[Any] = sync_to_async(call, thread_sensitive=True)()
    return ran


@attrs.frozen
class Answer:
    """What the pages answered, for the host to hand on.

    Attributes:
        status: The HTTP status.
        headers: Names and values; a name may come several times.
        body: The bytes.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer(app: Any, environ: Mapping[str, Any], body: bytes, *, prefix: str, host_request: object = None) -> Answer:
    """Call the pages for one WSGI request. What they raise is raised here, so that the host rolls back as for any view
    of its own.

    Args:
        app: What `create_app` returned.
        environ: The request, as PEP 3333 has it.
        body: The request's body.
        prefix: The path that the pages are mounted at, below SCRIPT_NAME.
        host_request: The host's own request; its host object finds it in the scope under `HOST_REQUEST`.

    Returns:
        The whole answer.
    """
    ran: Answer = async_to_sync(_call)(app, _scope(environ, prefix, host_request), body)
    return ran


async def _call(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    status = 500
    headers: tuple[tuple[str, str], ...] = ()
    parts: list[bytes] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    answered = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await answered.wait()  # a disconnect before the answer is whole would stop a stream in its middle
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"])
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                answered.set()

    await app(scope, receive, send)
    return Answer(status, headers, b"".join(parts))


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
