"""The outermost layer: names that are not ours and addresses that no browser makes are refused, and behind https
cookies and answers say so."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_YEAR = 365 * 24 * 3600
_COOKIE = re.compile(rb"(?:__Host-|__Secure-)?helpdesk_[^=;\s]*")


class WellFormed:
    """ASGI middleware: 400 for an address with a NUL or with bytes that are no UTF-8. Databases take neither, and no
    link or form of ours has them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] == "http" and not _is_well_formed(scope):
            await PlainTextResponse("This address cannot be read.", 400)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_well_formed(scope: Scope) -> bool:
    # Servers put U+FFFD into "path" for what is no letter; as it came it is in "raw_path", where a server has that.
    path = unquote_to_bytes(scope.get("raw_path") or b"") + scope["path"].encode("utf-8", "surrogatepass")
    query = unquote_to_bytes(scope.get("query_string", b"").replace(b"+", b" "))
    try:
        text = path.decode() + query.decode()
    except UnicodeDecodeError:
        return False
    return "\x00" not in text


class OwnNames:
    """ASGI middleware: 400 for a request to another name than ours. A page of anybody's may let its own name lead to
    this machine (DNS rebinding), and would read these pages as its own. Loopback names, and the address that the server
    listens at, cannot lead elsewhere: they pass, so that probes need no name.

    Args:
        app: What is within.
        base_url: Where the pages are.
        more: Further names that lead to them.
    """

    def __init__(self, app: ASGIApp, *, base_url: str, more: Collection[str] = ()) -> None:
        self.app = app
        self._names = {_ascii(name) for name in ("localhost", urlsplit(base_url).hostname or "", *more) if name}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] == "http" and not self._is_ours(scope):
            words = "This desk does not answer to this name. A proxy in front has to pass on the Host it was asked for."
            await PlainTextResponse(words, 400)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        given = Headers(scope=scope).getlist("host")
        if len(given) != 1:
            return not given and scope.get("http_version") == "1.0"  # RFC 9112, 3.2; no browser speaks that any more
        name, listens_at = _host_of(given[0]), (scope.get("server") or ("",))[0]
        return name in self._names or name == listens_at or _is_loopback(name)


def _host_of(header: str) -> str:
    """The name or address without the port; nothing for what is no Host (RFC 9110, 7.2)."""
    try:
        parts = urlsplit(f"//{header}")
    except ValueError:
        return ""
    return (parts.hostname or "").rstrip(".") if parts.netloc == header and "@" not in header else ""


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _ascii(name: str) -> str:
    """A name as browsers send it."""
    try:
        return name.rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return name.lower()


class BehindHttps:
    """ASGI middleware for a desk whose ``base_url`` is https, whatever the last hop before it speaks.

    Its cookies get the prefix ``__Host-`` (``__Secure-`` below a path), so that neither a page of another subdomain nor
    anybody on the way can set one (RFC 6265bis, 4.1.3); one without it is not ours. The pages within know them by
    their plain names.

    Args:
        app: What is within.
        base_url: Where the pages are.
        strict: Whether browsers are told to come by https alone (RFC 6797): only where the whole site is ours.
    """

    def __init__(self, app: ASGIApp, *, base_url: str, strict: bool) -> None:
        self.app, self._strict = app, strict
        self._is_https = urlsplit(base_url).scheme == "https"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rename cookies on the way in and out."""
        if scope["type"] != "http" or not self._is_https:
            await self.app(scope, receive, send)
            return
        prefix = b"__Secure-" if scope.get("root_path") else b"__Host-"

        async def send_prefixed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, prefix + value if name == b"set-cookie" and value.startswith(b"helpdesk_") else value)
                    for name, value in message.get("headers", ())
                ]
                if self._strict:
                    MutableHeaders(scope=message).setdefault("strict-transport-security", f"max-age={_YEAR}")
            await send(message)

        headers = [
            (name, _plain_names(value, prefix) if name == b"cookie" else value) for name, value in scope["headers"]
        ]
        await self.app({**scope, "headers": headers}, receive, send_prefixed)


def _plain_names(cookies: bytes, prefix: bytes) -> bytes:
    """The cookies as the pages know them, without those of our names that lack the prefix."""
    kept = []
    for cookie in cookies.split(b";"):
        name = cookie.strip()
        if name.startswith(prefix + b"helpdesk_"):
            kept.append(name.removeprefix(prefix))
        elif not _COOKIE.match(name):
            kept.append(name)
    return b"; ".join(kept)
