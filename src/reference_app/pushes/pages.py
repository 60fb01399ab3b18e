"""Messages in the browser: agreeing and ending in the room, the worker that shows them, and what staff see of it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AllowPush, WithdrawPush
from helpdesk_core.views import view_own_pushes, view_request_pushes

from ..assets import FOLDER
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..slots import Card, Pages, Section
from ..triage.frame import RequestPage
from ..web import Web
from .browsers import keep_name, name_browser, named_browser
from .forms import AllowForm, EndForm

_WORDS = "push.words"


def routes(web: Web) -> list[Route]:
    """Turning it on and off, and the worker."""
    room = RoomFrame(web)

    async def allow(request: Request) -> Response:
        """The words are those of the page that was shown, in the language that it was shown in."""
        form, (browser, cookie) = await web.posted(request, AllowForm), name_browser(request, web.desk)
        words = web.translator(request)(_WORDS, shop=web.desk.settings.shop_name)
        response = await room.send(request, AllowPush, form, browser=browser, words=words)
        keep_name(response, request, cookie)
        return response

    async def end(request: Request) -> Response:
        form = await web.posted(request, EndForm)
        browser = None if form.everywhere.data else named_browser(request, web.desk) or None
        form.everywhere.data = ""
        return await room.send(request, WithdrawPush, form, browser=browser)

    return [
        Route("/r/{token}/push", allow, methods=["POST"], name="room_push"),
        Route("/r/{token}/push/end", end, methods=["POST"], name="room_push_end"),
        Route("/push/worker.js", worker, name="push_worker"),
    ]


async def worker(request: Request) -> Response:
    """It stands where it controls no page: its scope is its own folder. Browsers ask for it anew each time."""
    content = (FOLDER / "push-worker.js").read_bytes()
    headers = {"content-security-policy": "default-src 'none'"}
    return Response(content, media_type="text/javascript", headers=headers)


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """Shown by its script where the browser can do it; where it is on, how to end it stands there without a script."""
    desk = shown.web.desk
    if desk.notifiers.push is None:
        return None
    browser = named_browser(shown.request, desk)
    found = await shown.web.api.view(view_own_pushes, shown.visitor, shown.room.id, browser=browser)
    if found is None or isinstance(found, Refusal) or not (found.can_agree or found.here or found.elsewhere):
        return None
    return {"push": found, "allowing": shown.form(AllowForm)}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """That news goes to browsers too, and what was agreed to."""
    if shown.web.desk.notifiers.push is None:
        return None
    found = await shown.web.api.view(view_request_pushes, shown.visitor, shown.found.request.id)
    return None if isinstance(found, Refusal) or not (found.living or found.over) else {"pushes": found}


PAGES = Pages(
    routes=routes,
    room=(Card("pushes/card.html", view=card, order=80),),
    request=(Section("pushes/section.html", view=section, column="side", order=13),),
)
