"""A visitor who calls an app in this process, as a browser behind the shop's own proxy would."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

import attrs

_SECONDS = 20
"""After which an ASGI app that does not answer waits for what never comes."""
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@attrs.frozen
class Shown:
    """What came back: the status, the headers (a name may come several times), and the text."""

    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    text: str

    def header(self, name: str) -> str:
        """The first header of that name, empty for none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def cookies(self) -> dict[str, Any]:
        """The cookies that were set, with their attributes."""
        found: SimpleCookie = SimpleCookie()
        for key, value in self.headers:
            if key.lower() == "set-cookie":
                try:
                    found.load(value)
                except CookieError:
                    continue
        return dict(found)

    @property
    def is_ours(self) -> bool:
        """Whether it is one of the desk's pages."""
        return 'class="helpdesk ' in self.text

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        return dict(_HIDDEN.findall(self.text))


class Visitor:
    """Somebody with cookies.

    Args:
        app: A WSGI or an ASGI app.
        base_url: Where the pages are, as the world sees it.
        strip: What the shop's proxy takes off the front of every path, and tells in X-Forwarded-Prefix.
    """

    def __init__(self, app: Any, base_url: str, strip: str = "") -> None:
        self.base: SplitResult = urlsplit(base_url)
        self._strip = strip
        self._app, self._jar, self._is_server = app, dict[str, str](), False
        called = app if inspect.isroutine(app) else type(app).__call__
        self._ask = self._ask_asgi if inspect.iscoroutinefunction(called) else self._ask_wsgi

    def get(self, path: str) -> Shown:
        """Open a page; ``path`` is below the pages', or from the root of the site."""
        return self._take(self._full(path), "GET", b"")

    def post(self, path: str, fields: Mapping[str, str]) -> Shown:
        """Send a form."""
        return self._take(self._full(path), "POST", urlencode(fields).encode())

    def bring(self, path: str, body: bytes, kind: str = "application/json", **headers: str) -> Shown:
        """Send something as a provider's server does: without a cookie, an origin, or a page before."""
        brought = Visitor(self._app, self.base.geturl(), self._strip)
        brought._is_server = True
        return brought.send(path, body, kind, **headers)

    def send(self, path: str, body: bytes, kind: str, **headers: str) -> Shown:
        """Send any body; header names have underscores here."""
        more = {"content-type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self._take(self._full(path), "POST", body, more)

    def _full(self, path: str) -> str:
        return urljoin(f"{self.base.path}/", path)

    def _take(self, path: str, method: str, body: bytes, more: Mapping[str, str] = MappingProxyType({})) -> Shown:
        shown = self._ask(path, method, body, self._headers(body) | dict(more))
        for name, morsel in shown.cookies().items():
            if _is_below(path.partition("?")[0], morsel["path"] or "/"):
                self._jar[name] = morsel.value
        return shown

    def _headers(self, body: bytes) -> dict[str, str]:
        own = {"host": self.base.netloc, "x-forwarded-proto": self.base.scheme, "accept": "text/html"}
        if self._strip:
            own["x-forwarded-prefix"] = self._strip
        if self._is_server:
            return own | {"content-length": str(len(body))}
        if self._jar:
            own["cookie"] = "; ".join(f"{name}={value}" for name, value in self._jar.items())
        if body:
            own |= {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))}
            own["origin"] = f"{self.base.scheme}://{self.base.netloc}"
        return own

    def _at_the_app(self, path: str) -> tuple[str, str]:
        """Path and query, as the proxy passes them on."""
        place, _, query = path.partition("?")
        return (place.removeprefix(self._strip) if _is_below(place, self._strip or "/") else place) or "/", query

    def _ask_wsgi(self, path: str, method: str, body: bytes, headers: Mapping[str, str]) -> Shown:
        place, query = self._at_the_app(path)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": self.base.hostname,
            "SERVER_PORT": str(self.base.port or 80),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",  # the proxy's hop
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
        began: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], object]:
            began.append((status, headers))
            return BytesIO().write

        answer = self._app(environ, start)
        try:
            content = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        status, answered = began[-1]
        return Shown(path, int(status[:3]), tuple(answered), content.decode("utf-8", "replace"))

    def _ask_asgi(self, path: str, method: str, body: bytes, headers: Mapping[str, str]) -> Shown:
        place, query = self._at_the_app(path)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": place,
            "raw_path": place.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": ("127.0.0.1", 0),
            "server": (self.base.hostname, self.base.port or 80),
        }
        return asyncio.run(asyncio.wait_for(self._run(scope, path, body), _SECONDS))

    async def _run(self, scope: dict[str, Any], path: str, body: bytes) -> Shown:
        told: list[dict[str, Any]] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return waiting.pop() if waiting else await asyncio.get_running_loop().create_future()

        async def send(message: dict[str, Any]) -> None:
            told.append(message)

        await self._app(scope, receive, send)
        start, content = told[0], b"".join(message.get("body", b"") for message in told[1:])
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
        return Shown(path, start["status"], headers, content.decode("utf-8", "replace"))


def _is_below(path: str, prefix: str) -> bool:
    """RFC 6265, 5.1.4: whether a cookie of this path is sent."""
    return path == prefix or path.startswith(prefix if prefix.endswith("/") else f"{prefix}/")
