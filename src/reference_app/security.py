"""Headers on every answer, forms only from our own pages, and cookies that say what they are."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from helpdesk_core import Helpdesk

from .paths import remember_root

VISITOR_COOKIE = "helpdesk_visitor"
_SECURE = "helpdesk.secure"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}
LARGEST_BODY = 256 * 1024


class SecurityMiddleware:
    """ASGI middleware: refuses what another site sends (Sec-Fetch-Site, else Origin against Host, as Go's
    CrossOriginProtection and OWASP's sheet describe), refuses bodies that no form of ours makes, and adds the
    security headers."""

    def __init__(self, app: ASGIApp, *, trusted_origin: str) -> None:
        self.app = app
        own = urlsplit(trusted_origin)
        self._origin, self._is_secure = f"{own.scheme}://{own.netloc}", own.scheme == "https"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard HTTP; anything else passes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        remember_root(scope)
        scope[_SECURE] = self._is_secure

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if "/static/" not in scope["path"]:
                    headers.setdefault("cache-control", "no-store")
                    headers.setdefault("x-robots-tag", "noindex")
            await send(message)

        headers = Headers(scope=scope)
        if scope["method"] not in _SAFE and not self._is_ours(headers):
            await PlainTextResponse("This form was sent from another site.", 403)(scope, receive, send_guarded)
        elif (
            not headers.get("content-length", "0").isdecimal() or int(headers.get("content-length", "0")) > LARGEST_BODY
        ):
            await PlainTextResponse("This is too large for a form.", 413)(scope, receive, send_guarded)
        else:
            await self.app(scope, _limited(receive), send_guarded)

    def _is_ours(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin")
        if origin is None:
            return True
        try:
            return origin == self._origin or urlsplit(origin).netloc == headers.get("host")
        except ValueError:  # "http://[": no browser sends that
            return False


class TooLarge(Exception):
    """A body without a length grew too large."""


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise TooLarge
        return message

    return limited


def visitor_id(request: Request) -> str:
    """The visitor's random id: from the cookie, or a new one, sent with the page."""
    known = request.cookies.get(VISITOR_COOKIE, "")
    if not (len(known) == 43 and known.isascii()):
        known = getattr(request.state, "visitor", None) or secrets.token_urlsafe(32)
    request.state.visitor = known
    return str(known)


def browser_of(request: Request, desk: Helpdesk) -> str:
    """Stands for the visitor's browser: a code works in the one that asked for it."""
    return desk.keyring.mac("browser", f"{desk.tenant}\n{visitor_id(request)}")[:32]


def csrf_token(request: Request, desk: Helpdesk) -> str:
    """The token a form carries: bound to the visitor's cookie and to the desk, since desks may share a secret."""
    return desk.keyring.mac("csrf", f"{desk.tenant}\n{visitor_id(request)}")[:32]


def is_csrf(request: Request, desk: Helpdesk, given: str) -> bool:
    """Whether a form's token is this visitor's."""
    return VISITOR_COOKIE in request.cookies and hmac.compare_digest(
        csrf_token(request, desk).encode(), given.encode("utf-8", "replace")
    )


def set_cookie(response: Response, request: Request, name: str, value: str, seconds: int) -> None:
    """A cookie for this app alone: no script reads it, no other site sends it."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=request.scope.get(_SECURE, False) or request.url.scheme == "https",
        path=request.scope.get("root_path") or "/",
    )


def drop_cookie(response: Response, request: Request, name: str) -> None:
    """End a cookie."""
    set_cookie(response, request, name, "", 0)
