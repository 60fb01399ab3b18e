"""Which browser it is that a customer named: a cookie of its own, which outlasts signing in."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Automation, Helpdesk
from helpdesk_core.commands import EndPushes, OpaqueId

from ..security import drop_cookie, set_cookie
from ..web import Web

COOKIE = "helpdesk_push"
_LASTS = 400 * 24 * 3600
"""As long as browsers keep any cookie."""
_LEFT = Automation(id="push")


def named_browser(request: Request, desk: Helpdesk) -> str:
    """What stands for this browser; empty where nobody named it."""
    known = request.cookies.get(COOKIE, "")
    return _mac(known, desk) if len(known) == 43 and known.isascii() else ""


def name_browser(request: Request, desk: Helpdesk) -> tuple[str, str]:
    """What stands for this browser from now on, and its cookie."""
    known = request.cookies.get(COOKIE, "") if named_browser(request, desk) else secrets.token_urlsafe(32)
    return _mac(known, desk), known


def keep_name(response: Response, request: Request, cookie: str) -> None:
    """Set it."""
    set_cookie(response, request, COOKIE, cookie, _LASTS)


async def leave_browser(web: Web, request: Request, response: Response) -> None:
    """Its user signed out, or left it to others: it is told nothing more, of no request."""
    if web.desk.notifiers.push is not None and (browser := named_browser(request, web.desk)):
        await web.api.handle(EndPushes(browser=OpaqueId(browser)), _LEFT)
        drop_cookie(response, request, COOKIE)


def _mac(cookie: str, desk: Helpdesk) -> str:
    return desk.keyring.mac("push_browser", f"{desk.tenant}\n{cookie}")[:32]
