"""The demo's mails: what would have been sent."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..slots import MenuEntry, Pages
from ..web import Web
from .outbox import DemoOutbox


def is_demo(web: Web) -> bool:
    """Whether there is a page of sent mails: only where the app runs alone."""
    return web.demo and web.staff is not None


def routes(web: Web) -> list[Route]:
    """One page, in the demo alone."""
    if not is_demo(web):
        return []
    assert web.staff is not None
    outbox = DemoOutbox(web.staff.engine, web.desk.tenant)

    async def page(request: Request) -> Response:
        return web.respond(
            request,
            "sent_mail/page.html",
            title=web.translator(request)("demo.mail.title"),
            mails=await to_thread.run_sync(outbox.sent),
            base_url=web.desk.base_url,
        )

    return [Route("/demo/mail", page, name="demo_mail")]


_ENTRY = MenuEntry("page.sent_mail", "demo_mail", icon="mail", order=60, when=is_demo)
PAGES = Pages(routes=routes, menu=(_ENTRY,), portal_menu=(_ENTRY,))
