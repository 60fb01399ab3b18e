"""An ASGI app under a WSGI server, whose work is done in the thread of the host's view.

The app runs on an event loop in a thread of its own. Whatever it wants done by the host (reading the request, each call
of the desk, taking a part of the answer) it puts into one queue, and the view's thread does it in that order. So a
Django or Flask shop sees every statement on its own connection, in its own transaction, and nothing is larger in memory
than one part. `asgiref` has no such queue: it ends with the whole answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import Future
from contextlib import suppress
from contextvars import ContextVar, copy_context
from queue import SimpleQueue
from threading import Thread, get_ident
from typing import Any

import attrs

PART = 64 * 1024
"""Bytes of a request that are read at once."""

Message = MutableMapping[str, Any]
App = Callable[[Any, Any, Any], Awaitable[None]]


@attrs.frozen(eq=False)
class _Call:
    """Something to do in the host's thread, and where its result is waited for."""

    do: Callable[[], Any]
    result: asyncio.Future[Any] | Future[Any]


@attrs.frozen(eq=False)
class Part:
    """Bytes of the answer. ``more`` says whether others follow; the app waits until ``taken``."""

    content: bytes
    more: bool
    taken: asyncio.Future[Any]


@attrs.frozen(eq=False)
class _End:
    """The app has returned, or raised ``error``."""

    error: BaseException | None


class Bridge:
    """One request on its way through the app.

    Args:
        app: The ASGI app.
        scope: The request.
        read: Reads at most so many bytes of the request's body, in the host's thread; nothing at its end.
    """

    def __init__(self, app: App, scope: dict[str, Any], read: Callable[[int], bytes]) -> None:
        self.status = 500
        self.headers: tuple[tuple[str, str], ...] = ()
        self._app, self._scope, self._read = app, scope, read
        self._to_host: SimpleQueue[_Call | Part | _End] = SimpleQueue()
        self._was_read = self._closed = False
        self._host = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    # In the host's thread.

    def parts(self) -> Iterator[Part]:
        """Do what the app asks for, and hand out the parts of its answer. Raises what the app raised. Close it to end
        the app early."""
        self._host = get_ident()
        context = copy_context()
        context.run(_bridge.set, self)
        Thread(target=context.run, args=(self._serve,), name="helpdesk-pages", daemon=True).start()
        asked: _Call | Part | _End | None = None
        try:
            while not isinstance(asked := self._to_host.get(), _End):
                if isinstance(asked, _Call):
                    self._do(asked)
                else:
                    yield asked
                    self._host = get_ident()
                    self._tell(asked.taken, None)
            if asked.error is not None:
                raise asked.error
        finally:
            if not isinstance(asked, _End):
                self._give_up()

    def _do(self, call: _Call) -> None:
        try:
            result = call.do()
        except Exception as error:  # noqa: BLE001 - raised in the app, which asked for it
            lost = RuntimeError("StopIteration") if isinstance(error, StopIteration) else error
            self._tell(call.result, None, lost)
        else:
            self._tell(call.result, result)

    def _tell(self, future: asyncio.Future[Any] | Future[Any], result: Any, error: Exception | None = None) -> None:
        def tell() -> None:
            if not future.done():
                future.set_result(result) if error is None else future.set_exception(error)

        if isinstance(future, Future):
            tell()
            return
        with suppress(RuntimeError):  # the loop has ended: nobody waits for it
            future.get_loop().call_soon_threadsafe(tell)

    def _give_up(self) -> None:
        """The client is gone, or the host's thread was interrupted: the app is ended; its last calls are still done."""
        self._closed = True
        if self._loop is not None and self._task is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._task.cancel)
        while not isinstance(asked := self._to_host.get(), _End):
            if isinstance(asked, Part):
                self._tell(asked.taken, None, OSError("the client is gone"))
            elif not asked.result.cancelled():
                self._do(asked)

    # In the app's thread.

    def _serve(self) -> None:
        error: BaseException | None = None
        try:
            asyncio.run(self._run())
        except BaseException as raised:  # noqa: BLE001 - raised in the host's thread
            error = raised
        self._to_host.put(_End(error))

    async def _run(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        if not self._closed:
            await self._app(self._scope, self._receive, self._send)

    def in_host(self, call: Callable[[], Any]) -> Awaitable[Any]:
        """Have something done in the host's thread."""
        result = asyncio.get_running_loop().create_future()
        self._to_host.put(_Call(call, result))
        return result

    def ask_host(self, call: Callable[[], Any]) -> Any:
        """The same for code that cannot await. The app waits meanwhile, and nobody else is on its loop."""
        if get_ident() == self._host:
            return call()
        result: Future[Any] = Future()
        self._to_host.put(_Call(call, result))
        return result.result()

    async def _receive(self) -> Message:
        """The body in parts; then nothing more comes before the answer is whole, and the task ends with that."""
        if self._was_read:
            await asyncio.get_running_loop().create_future()
        content = await self.in_host(lambda: self._read(PART))
        self._was_read = not content
        return {"type": "http.request", "body": content, "more_body": bool(content)}

    async def _send(self, message: Message) -> None:
        if self._closed:
            raise OSError("the client is gone")  # as ASGI's version 2.4 wants it
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = tuple(
                (name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]
            )
        elif message["type"] == "http.response.body":
            taken = asyncio.get_running_loop().create_future()
            self._to_host.put(Part(bytes(message.get("body", b"")), message.get("more_body", False), taken))
            await taken


_bridge: ContextVar[Bridge] = ContextVar("helpdesk_bridge")


def in_host_thread(call: Callable[[], Any]) -> Awaitable[Any]:
    """Run a call in the thread of the view: for ``create_app(run=…)`` and a host object's own look-ups.

    Args:
        call: What to run.

    Returns:
        An awaitable of what the call returns or raises.

    Raises:
        RuntimeError: The pages are not called by `reference_app.hosts.wsgi.answer`.
    """
    return _found().in_host(call)


def ask_host(request: Any, question: str, call: Callable[[], Any]) -> Any:
    """A question to the host that a page may ask several times without waiting: asked once for each request, in the
    thread of the view, since a framework may know its user or language nowhere else.

    Args:
        request: The request.
        question: A name for it.
        call: Answers it.

    Returns:
        The answer.

    Raises:
        RuntimeError: As `in_host_thread`.
    """
    known: dict[str, Any] = request.scope.setdefault("helpdesk.host_answers", {})
    if question not in known:
        known[question] = _found().ask_host(call)
    return known[question]


def _found() -> Bridge:
    bridge = _bridge.get(None)
    if bridge is None:
        raise RuntimeError(
            "run=in_host_thread is for pages that a WSGI host calls by answer(): an ASGI app needs no run="
        )
    return bridge
