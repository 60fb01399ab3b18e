"""What the customer reads of a hand-over and whom they let collect it, and where staff record one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, Refusal
from helpdesk_core.commands import NameCollector, RecordHandOver, RemoveCollector
from helpdesk_core.views import Phase, RoomCard, RoomHandOvers, view_collection, view_request_hand_overs

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm, ButtonForm
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage, StepPage
from ..web import Web, as_error, away
from .forms import CollectorForm, HandOverForm

_RIGHT = "hand_overs.record"
_KNOWN = frozenset({"hand_overs", "collectors"})
_READY = frozenset({Phase.READY, Phase.OUTCOME_RECORDED})


class CustomerPages:
    """The code, and who else may come."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RoomFrame(web)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """How it is collected; away to the room for who may not enter it."""
        id, token = self.frame.request_id(request), request.path_params["token"]
        visitor = await self.web.visitor(request, id)
        found = await self.web.api.view(view_collection, visitor, id)
        if isinstance(found, Refusal):
            raise away(request, self.web.path(request, "room", token=token))
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "hand_overs/collect.html",
            title=t("collect.title"),
            form=failed,
            token=token,
            found=found,
            naming=failed if isinstance(failed, CollectorForm) else self.web.form(CollectorForm, request),
            notice=self.web.removed_before(request) or (t("room.done") if "done" in request.query_params else ""),
        )

    async def name(self, request: Request) -> Response:
        """Somebody else may come."""
        return await self._send(request, NameCollector, await self.web.posted(request, CollectorForm))

    async def remove(self, request: Request) -> Response:
        """Nobody else may."""
        return await self._send(request, RemoveCollector, await self.web.posted(request, ButtonForm))

    async def _send(self, request: Request, kind: type[Command[Any]], form: BaseForm) -> Response:
        id = self.frame.request_id(request)
        answer = await self.web.send(request, kind, await self.web.visitor(request, id), form, request=id)
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "room_collect", token=request.path_params["token"], quiet="done")


class StaffPages:
    """What was handed over, and the form for one more."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """To whom, and whom the customer named."""
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_hand_overs, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        t = self.web.translator(request)
        fresh = {"devices": [{"device": one.id} for one in seen.staying]}
        form = failed if isinstance(failed, HandOverForm) else self.web.form(HandOverForm, request, fresh)
        form.offer(seen, t)
        form.code.data = ""  # never shown again
        page = StepPage(web=self.web, request=request, visitor=actor, found=found)
        return self.web.respond(
            request,
            "hand_overs/record.html",
            title=t("staff.hand_over.title"),
            form=failed,
            found=found,
            r=found.request,
            before=await self.web.fill(request, self.web.slots.hand_over, page, r=found.request),
            seen=seen,
            giving=form,
            notice=self.web.removed_before(request),
        )

    async def record(self, request: Request) -> Response:
        """Somebody has it now."""
        form = await self.web.posted(request, HandOverForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, RecordHandOver, actor, form, request=id)
        if answer is None:
            return await self.show(request, form)
        return await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """The customer's page and the staff's."""
    room, staff = CustomerPages(web), StaffPages(web)
    own, at = "/r/{token}/collect", f"{AT}/hand-over"
    return [
        Route(own, room.show, name="room_collect"),
        Route(own, room.name, methods=["POST"], name="room_collector_name"),
        Route(f"{own}/remove", room.remove, methods=["POST"], name="room_collector_remove"),
        Route(at, staff.show, name="staff_hand_over"),
        Route(at, staff.record, methods=["POST"], name="staff_hand_over_record"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """To whom it was given, when, by whom."""
    found = shown.room.part(RoomHandOvers)
    return {"rows": found.rows, "staying": found.staying} if found is not None and found.rows else None


async def way(shown: RoomPage) -> dict[str, Any] | None:
    """Collecting, once it is done and as long as nobody has it."""
    room = shown.room
    given = room.part(RoomHandOvers)
    if room.continues_in is not None or room.status.phase not in _READY or (given is not None and not given.staying):
        return None
    return {}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """Who has it, who may come for it, and the way to the form."""
    request = shown.found.request
    seen: Any = None
    if _KNOWN.intersection(request.has):
        seen = await shown.web.api.view(view_request_hand_overs, shown.visitor, request.id)
    seen = None if isinstance(seen, Refusal) else seen
    return {"seen": seen} if seen is not None or request.phase in _READY else None


PAGES = Pages(
    routes=routes,
    room=(
        Card("hand_overs/card.html", view=card, order=6),
        Card("hand_overs/best.html", view=way, order=9, shows=(RoomCard.COLLECT,)),
    ),
    ways=(Card("hand_overs/way.html", view=way, order=34),),
    request=(Section("hand_overs/section.html", view=section, column="decide", order=44, right=_RIGHT),),
)
