"""Sorting what came in: a list, and one message after the other by single keys."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from helpdesk_core import Contact, Refusal
from helpdesk_core.commands import BringBack, EraseInbound, MakeRequest, PutAside, PutOnRequest
from helpdesk_core.views import (
    HeldFor,
    InboundPage,
    InboundState,
    view_inbound,
    view_inbound_count,
    view_inbound_message,
)

from ..attachments.handing_out import in_parts
from ..forms import BaseForm, ButtonForm
from ..host import StaffActor
from ..slots import Live, MenuEntry, Numbers, Pages
from ..web import Web, as_error
from .forms import MakeForm, PutForm
from .webhooks import webhooks

_SORT = "inbound.sort"
_SHOWN = (InboundState.HELD, InboundState.AUTOMATIC, InboundState.ASIDE, InboundState.MESSAGE, InboundState.REQUEST)
_COUNT = "inbound"


class InboundPages:
    """For whoever sorts."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def list(self, request: Request) -> Response:
        """Messages in one state, those to be sorted first."""
        actor = await self.web.current_agent(request)
        asked = request.query_params.get("state", "")
        state = InboundState(asked) if asked in set(InboundState) else InboundState.HELD
        found = await self.web.api.view(view_inbound, actor, state, after=request.query_params.get("after"))
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("staff.inbound")
        return self.web.respond(
            request,
            "channels/list.html",
            title=title,
            found=found,
            state=state,
            states=_SHOWN,
            done=_done(request),
        )

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """One message, and where it may belong."""
        found = await self._load(request)
        values = {"device": str(found.message.subject or found.message.words or "")[:80], "surname": _surname(found)}
        return self.web.respond(
            request,
            "channels/message.html",
            title=str(found.message.subject or self.web.translator(request)("staff.inbound.no_subject")),
            form=failed,
            found=found,
            message=found.message,
            sender=None if found.message.sender is None else Contact.parse(found.message.sender).shown,
            put=failed if isinstance(failed, PutForm) else self.web.form(PutForm, request),
            make=failed if isinstance(failed, MakeForm) else self.web.form(MakeForm, request, values),
            done=_done(request),
            confirm=await self._confirmation(request, found),
        )

    async def original(self, request: Request) -> Response:
        """The very bytes, to save and nothing else: nobody has looked what is in them."""
        actor = await self.web.current_agent(request)
        found = await self.web.run(partial(self.web.desk.open_inbound, request.path_params["message"][:64], actor))
        if isinstance(found, Refusal):
            raise HTTPException(404)
        headers = {
            "content-disposition": 'attachment; filename="message.eml"',
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
        }
        return StreamingResponse(in_parts(found), media_type="application/octet-stream", headers=headers)

    async def _confirmation(self, request: Request, found: InboundPage) -> str:
        """Where a person confirms that a provider brings messages; the channel says whether it is the provider's."""
        confirmation = getattr(self.web.desk.channels.get(found.message.channel), "confirmation", None)
        if found.message.reason is not HeldFor.SUBSCRIPTION or confirmation is None:
            return ""
        actor = await self.web.current_agent(request)
        opened = await self.web.run(partial(self.web.desk.open_inbound, found.message.id, actor))
        if isinstance(opened, Refusal):
            return ""
        with opened:
            return str(confirmation(await self.web.run(opened.read)))

    async def _load(self, request: Request) -> InboundPage:
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_inbound_message, actor, request.path_params["message"])
        if isinstance(found, Refusal):
            raise as_error(found)
        return found

    def sends(self, kind: Any, form: type[BaseForm] = ButtonForm, done: str = "yes") -> Any:
        """The route that sends a command about one message, and goes on to the next one."""

        async def send(request: Request) -> Response:
            actor, posted = await self.web.current_agent(request), await self.web.posted(request, form)
            found = await self._load(request)
            answer = await self.web.send(request, kind, actor, posted, inbound=found.message.id)
            if answer is None:
                return await self.show(request, posted)
            query = f"done={done}&was={found.message.id}"
            if kind is BringBack:
                return self.web.go(request, "staff_inbound_message", message=found.message.id)
            if found.next is None or found.message.state is not InboundState.HELD:
                return self.web.go_to(request, "staff_inbound", query)
            return self.web.go_to(request, "staff_inbound_message", query, message=found.next)

        return send


def _done(request: Request) -> tuple[str, str] | None:
    """What was done to the message before, and its id."""
    done, was = request.query_params.get("done", ""), request.query_params.get("was", "")
    known = done in ("yes", "aside") and len(was) == 32 and was.isalnum()
    return (done, was) if known else None


def _surname(found: InboundPage) -> str:
    name = str(found.message.sender_name or (found.message.sender or "").partition("@")[0])
    return name.strip().rpartition(" ")[2][:100]


def look(web: Web, actor: StaffActor) -> Numbers:
    """How many wait to be sorted; a desk without channels asks nothing."""
    if not web.desk.channels:
        return Numbers()
    found = web.desk.view(view_inbound_count, actor)
    return Numbers() if isinstance(found, Refusal) else Numbers({_COUNT: found})


def routes(web: Web) -> list[Route]:
    """The list, a message, and what can be made of it."""
    pages = InboundPages(web)

    async def one(request: Request) -> Response:
        return await pages.show(request)

    at = "/staff/messages/{message}"
    posts: tuple[tuple[str, str, Any], ...] = (
        ("put", "staff_inbound_put", pages.sends(PutOnRequest, PutForm)),
        ("make", "staff_inbound_make", pages.sends(MakeRequest, MakeForm)),
        ("aside", "staff_inbound_aside", pages.sends(PutAside, done="aside")),
        ("back", "staff_inbound_back", pages.sends(BringBack)),
        ("erase", "staff_inbound_erase", pages.sends(EraseInbound)),
    )
    return [
        Route("/staff/messages", pages.list, name="staff_inbound"),
        Route(at, one, name="staff_inbound_message"),
        Route(f"{at}/original", pages.original, name="staff_inbound_original"),
        *(Route(f"{at}/{path}", endpoint, methods=["POST"], name=name) for path, name, endpoint in posts),
        *webhooks(web),
    ]


PAGES = Pages(
    routes=routes,
    menu=(
        MenuEntry(
            "staff.inbound",
            "staff_inbound",
            icon="mail",
            group="queue",
            order=12,
            count=_COUNT,
            right=_SORT,
            when=lambda web: bool(web.desk.channels),
        ),
    ),
    live=(Live(look, right=_SORT),),
)
