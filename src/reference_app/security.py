"""Headers on every answer, forms only from our own pages, and cookies that say what they are."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from helpdesk_core import Helpdesk

from .paths import remember_root
from .watching import keep, watched

CUSTOMER_COOKIE = "helpdesk_customer"
VISITOR_COOKIE = "helpdesk_visitor"
_SECURE = "helpdesk.secure"
VISITOR_SECONDS = 365 * 24 * 3600
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with every form of the page, a host's own among them
    "referrer-policy": "same-origin",
    # for hosts that say nothing of frames; one that sets it takes its place, and in Django it is Django's
    "x-frame-options": "SAMEORIGIN",
}
_ALONE = {
    **_EVERYWHERE,
    "content-security-policy": _POLICY,
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}
LARGEST_BODY, LARGEST_UPLOAD, _THROWN_AWAY = 256 * 1024, 10 * 1024 * 1024, 16 * 1024 * 1024
UPLOADS = "/staff/settings/pictures/"
GUIDE_UPLOAD = "/upload-picture"
"""What the paths begin with, below the app's own, to which files are sent: a photo is larger than any form."""
FILES = "/files"
"""What the paths end with to which several photos are sent at once."""
LARGEST_FILES = 256 * 1024 * 1024
INBOUND = "/inbound"
"""Before the name of a channel: what comes there is a mail with its files, in whatever a provider wraps it."""
LARGEST_INBOUND = 40 * 1024 * 1024


class SecurityMiddleware:
    """ASGI middleware: refuses what another site sends (Sec-Fetch-Site, else Origin against Host, as Go's
    CrossOriginProtection and OWASP's sheet describe), refuses bodies that no form of ours makes, and adds the
    security headers. In a host's frame those that bind the whole page are the host's: scripts, fonts and pictures of
    its header may come from anywhere.

    Args:
        base_url: Where the pages are, as their visitors see it.
        alone: Whether the whole page is ours.
    """

    def __init__(self, app: ASGIApp, *, base_url: str, alone: bool) -> None:
        self.app = app
        own = urlsplit(base_url)
        self._origin, self._is_secure = f"{own.scheme}://{own.netloc}", own.scheme == "https"
        self._headers = _ALONE if alone else _EVERYWHERE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard HTTP; anything else passes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        remember_root(scope)
        scope[_SECURE] = self._is_secure or scope.get("scheme") == "https"
        headers = Headers(scope=scope)
        here = f"{scope.get('scheme')}://{headers.get('host', '')}"

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message), here, scope["path"])
            await send(message)

        if scope["method"] not in _SAFE and not self._is_ours(headers):
            await PlainTextResponse("This form was sent from another site.", 403)(scope, receive, send_guarded)
        elif not (size := headers.get("content-length") or "0").isdecimal() or len(size) > 15:
            await PlainTextResponse("The length of this cannot be read.", 400)(scope, receive, send_guarded)
        else:
            limited = _limited(receive, int(size), _largest(scope["path"]))
            if (found := watched(headers)) is not None:
                await keep(found, limited)
                await Response(status_code=204)(scope, receive, send_guarded)
            else:
                await self.app(scope, limited, send_guarded)

    def _add_headers(self, headers: MutableHeaders, here: str, path: str) -> None:
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        if headers.get("location", "").startswith(f"{here}/"):
            # a proxy in front may have another scheme or name: what is ours is found by its path
            headers["location"] = headers["location"].removeprefix(here)
        if "/static/" not in path:
            headers.setdefault("cache-control", "no-store")
            headers.setdefault("x-robots-tag", "noindex")

    def _is_ours(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin")
        if origin in (None, "null"):
            # Browsers without Fetch Metadata say "null" for our own forms too, since our pages send no referrer:
            # there the form's token decides, which no other site knows.
            return True
        try:
            return origin == self._origin or urlsplit(origin).netloc == headers.get("host")
        except ValueError:  # "http://[": no browser sends that
            return False


def _largest(path: str) -> int:
    """Bytes that may be sent to a path."""
    if path.endswith(FILES):
        return LARGEST_FILES
    if path.rpartition("/")[0].endswith(INBOUND):
        return LARGEST_INBOUND
    is_picture = path.rpartition("/")[0].endswith(UPLOADS[:-1]) or path.endswith(GUIDE_UPLOAD)
    return LARGEST_UPLOAD if is_picture else LARGEST_BODY


class TooLarge(Exception):
    """A body is larger than any form of ours makes."""


def _limited(receive: Receive, announced: int, largest: int) -> Receive:
    """What the pages read of a body. One that is too large is read to its end and thrown away, part by part: who is
    answered while still sending may never read the answer."""
    seen, too_large, thrown_away = 0, announced > largest, max(largest, _THROWN_AWAY)

    async def limited() -> Message:
        nonlocal seen, too_large
        while announced <= thrown_away:
            message = await receive()
            seen += len(message.get("body", b""))
            too_large = too_large or seen > largest
            if not too_large or message["type"] == "http.disconnect":
                return message
            if seen > thrown_away or not message.get("more_body", False):
                break
        raise TooLarge

    return limited


def visitor_id(request: Request) -> str:
    """The visitor's random id: from the cookie, or a new one, sent with the page."""
    known = request.cookies.get(VISITOR_COOKIE, "")
    if not (len(known) == 43 and known.isascii()):
        known = getattr(request.state, "visitor", None) or secrets.token_urlsafe(32)
    request.state.visitor = known
    return str(known)


def renew_visitor(response: Response, request: Request) -> None:
    """Another random id from here on, for somebody who has just signed in: what an earlier user of this browser knows
    of the old one is worth nothing."""
    request.state.visitor = secrets.token_urlsafe(32)
    set_cookie(response, request, VISITOR_COOKIE, request.state.visitor, VISITOR_SECONDS)


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


def address_prefix(host: str | None) -> str:
    """The network a visitor comes from: /24 of IPv4, /56 of IPv6."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))


def installation_of(desk: Helpdesk) -> str:
    """A number that tells installations apart and says nothing about them ("7F3A-91C2"). The oldest secret makes it, so
    that it outlives new ones."""
    number = desk.keyring.mac("installation", desk.tenant, key=-1)[:8].upper()
    return f"{number[:4]}-{number[4:]}"
