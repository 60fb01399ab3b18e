"""The customer's card of a part that is waited for, what staff are proposed when one arrives, where they record it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, Refusal
from helpdesk_core.commands import AwaitPart, DropPart, ExpectPart, PutPartAway, ReceivePart
from helpdesk_core.views import RequestParts, RoomParts, view_request_parts

from ..customer_rooms.frame import RoomPage
from ..forms import BaseForm, ButtonForm
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import AwaitForm, ExpectForm

_NAME, _RIGHT = "awaited_parts", "awaited_parts.record"


class PartPages:
    """The parts of one request."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """All of them, with the form for another."""
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_parts, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        return self.web.respond(
            request,
            "awaited_parts/parts.html",
            title=self.web.translator(request)("staff.parts"),
            form=failed,
            found=found,
            r=found.request,
            seen=seen,
            ordering=failed if isinstance(failed, AwaitForm) else self.web.form(AwaitForm, request),
            expecting=failed if isinstance(failed, ExpectForm) else self.web.form(ExpectForm, request),
            notice=self.web.removed_before(request),
        )

    async def order(self, request: Request) -> Response:
        """One more is waited for."""
        return await self._send(request, AwaitPart, await self.web.posted(request, AwaitForm))

    async def expect(self, request: Request) -> Response:
        """Another day."""
        return await self._one(request, ExpectPart, await self.web.posted(request, ExpectForm))

    async def receive(self, request: Request) -> Response:
        """It is here."""
        return await self._one(request, ReceivePart, await self.web.posted(request, ButtonForm))

    async def put_away(self, request: Request) -> Response:
        """It is seen to."""
        return await self._one(request, PutPartAway, await self.web.posted(request, ButtonForm))

    async def drop(self, request: Request) -> Response:
        """Not needed any more."""
        return await self._one(request, DropPart, await self.web.posted(request, ButtonForm))

    async def _one(self, request: Request, kind: type[Command[Any]], form: BaseForm) -> Response:
        return await self._send(request, kind, form, awaited_part=request.path_params["part"])

    async def _send(self, request: Request, kind: type[Command[Any]], form: BaseForm, **fields: str) -> Response:
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, kind, actor, form, request=id, **fields)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """The page, and what is done on it."""
    pages, at = PartPages(web), f"{AT}/parts"
    one = f"{at}/{{part}}"
    return [
        Route(at, pages.show, name="staff_parts"),
        Route(at, pages.order, methods=["POST"], name="staff_part_order"),
        Route(f"{one}/expect", pages.expect, methods=["POST"], name="staff_part_expect"),
        Route(f"{one}/receive", pages.receive, methods=["POST"], name="staff_part_receive"),
        Route(f"{one}/put-away", pages.put_away, methods=["POST"], name="staff_part_put_away"),
        Route(f"{one}/drop", pages.drop, methods=["POST"], name="staff_part_drop"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """That a part is waited for, and until about when."""
    found = shown.room.part(RoomParts)
    return {"rows": found.rows} if found is not None and found.rows else None


async def _parts(shown: RequestPage) -> RequestParts | None:
    """The parts of the request; looked up once for each page, and only where there are any."""
    state = shown.request.state
    if not hasattr(state, "awaited_parts"):
        seen: Any = None
        if _NAME in shown.found.request.has:
            seen = await shown.web.api.view(view_request_parts, shown.visitor, shown.found.request.id)
        state.awaited_parts = seen if isinstance(seen, RequestParts) else None
    found: RequestParts | None = state.awaited_parts
    return found


async def arrived(shown: RequestPage) -> dict[str, Any] | None:
    """What has arrived and nobody has seen to: time to go on, which is for people."""
    seen = await _parts(shown)
    return {"arrived": seen.arrived} if seen is not None and seen.arrived else None


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What is waited for, and the way to more."""
    seen = await _parts(shown)
    waiting = [one for one in seen.rows if one.state.value == "awaited"] if seen else []
    is_over = shown.found.request.phase.is_ended
    return None if is_over and not waiting else {"waiting": waiting, "is_idle": not waiting}


PAGES = Pages(
    routes=routes,
    room=(Card("awaited_parts/card.html", view=card, order=9),),
    request=(
        Section("awaited_parts/arrived.html", view=arrived, column="top", order=12, right=_RIGHT),
        Section("awaited_parts/section.html", view=section, column="decide", order=46, right=_RIGHT),
    ),
)
