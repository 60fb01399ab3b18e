"""The devices of one request: what its customer reads of them, and where staff write down which there are and how far
each is."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, Refusal
from helpdesk_core.commands import AddRequestDevice, CorrectRequestDevice, RemoveRequestDevice, SetDeviceStates
from helpdesk_core.views import (
    ListedDevice,
    Phase,
    RequestDevices,
    RequestForStaff,
    RoomDevices,
    view_request_devices,
)

from ..customer_rooms.frame import RoomPage
from ..forms import BaseForm, ButtonForm, as_typed
from ..intake.counter import square
from ..slots import Card, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import AddedForm, CorrectedForm, StatesForm
from .labels import label_address
from .written import written_devices

RIGHT = "devices.record"
_OVER = frozenset({Phase.OUTCOME_RECORDED, Phase.CLOSED, Phase.CANCELLED})


class SeveralPages:
    """What staff do with them."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def _load(self, request: Request) -> tuple[RequestForStaff, RequestDevices]:
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_devices, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        return found, seen

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """All of them, how far each is, and the form for one more."""
        found, seen = await self._load(request)
        t = self.web.translator(request)
        said = [{"device": one.device.id, "state": as_typed(one.device.state)} for one in seen.rows]
        states = failed if isinstance(failed, StatesForm) else self.web.form(StatesForm, request, {"states": said})
        states.offer(seen, t)
        return self.web.respond(
            request,
            "devices/several.html",
            title=t("staff.several.title"),
            form=failed,
            found=found,
            r=found.request,
            seen=seen,
            states=states,
            adding=failed if isinstance(failed, AddedForm) else self.web.form(AddedForm, request),
            notice=self.web.removed_before(request),
        )

    async def add(self, request: Request) -> Response:
        """One more."""
        return await self._send(request, AddRequestDevice, await self.web.posted(request, AddedForm))

    async def set_states(self, request: Request) -> Response:
        """How far they are."""
        return await self._send(request, SetDeviceStates, await self.web.posted(request, StatesForm))

    async def remove(self, request: Request) -> Response:
        """Off the request."""
        form, device = await self.web.posted(request, ButtonForm), request.path_params["device"]
        return await self._send(request, RemoveRequestDevice, form, device=device)

    async def edit(self, request: Request, failed: CorrectedForm | None = None) -> Response:
        """One of them, as it stands."""
        found, seen = await self._load(request)
        one = self._one(request, seen)
        names = ("serial", "condition", "accessories", "place")
        values = {name: as_typed(getattr(one.device, name)) for name in names} | {"description": str(one.description)}
        return self.web.respond(
            request,
            "devices/correct.html",
            title=self.web.translator(request)("staff.several.correct"),
            form=failed,
            found=found,
            r=found.request,
            one=one,
            can_remove=seen.are_several,
            correcting=failed or self.web.form(CorrectedForm, request, values),
        )

    @staticmethod
    def _one(request: Request, seen: RequestDevices) -> ListedDevice:
        """The device of the address. Raises 404."""
        found = next((one for one in seen.rows if one.device.id == request.path_params["device"]), None)
        if found is None:
            raise HTTPException(404)
        return found

    async def correct(self, request: Request) -> Response:
        """Say it anew."""
        form = await self.web.posted(request, CorrectedForm)
        actor, id = await self.frame.find(request)
        device = request.path_params["device"]
        answer = await self.web.send(request, CorrectRequestDevice, actor, form, request=id, device=device)
        if answer is None:
            return await self.edit(request, form)
        return self.web.back(request, answer, "staff_several", reference=request.path_params["reference"])

    async def _send(self, request: Request, kind: type[Command[Any]], form: BaseForm, **fields: str) -> Response:
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, kind, actor, form, request=id, **fields)
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "staff_several", reference=request.path_params["reference"])

    async def labels(self, request: Request) -> Response:
        """A label for each of them, to print."""
        found, seen = await self._load(request)
        labelled = [one for one in seen.rows if one.label]
        if not labelled:
            raise HTTPException(404)
        return self.web.respond(
            request,
            "devices/labels.html",
            title=self.web.translator(request)("staff.several.labels"),
            r=found.request,
            labels=[(one, square(label_address(self.web, request, one.label))) for one in labelled if one.label],
        )


def routes(web: Web) -> list[Route]:
    """The staff's pages."""
    pages, at = SeveralPages(web), f"{AT}/devices"
    one = f"{at}/{{device}}"
    return [
        Route(at, pages.show, name="staff_several"),
        Route(at, pages.add, methods=["POST"], name="staff_several_add"),
        Route(f"{at}/states", pages.set_states, methods=["POST"], name="staff_several_states"),
        Route(f"{at}/labels", pages.labels, name="staff_several_labels"),
        Route(one, pages.edit, name="staff_several_edit"),
        Route(one, pages.correct, methods=["POST"], name="staff_several_correct"),
        Route(f"{one}/remove", pages.remove, methods=["POST"], name="staff_several_remove"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """How far each device is; of one of which nobody said more, the room says all already."""
    found = shown.room.part(RoomDevices)
    rows = found.rows if found is not None else ()
    has_more = any(one.state or one.condition or one.accessories for one in rows)
    return {"rows": rows} if len(rows) > 1 or has_more else None


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """Which there are, how far each is, and the way to the page of them."""
    seen = await _seen(shown)
    return None if seen is None else {"seen": seen}


async def still_here(shown: RequestPage) -> dict[str, Any] | None:
    """Devices that are here although the request is complete or over: nobody is told otherwise."""
    if shown.found.request.phase not in _OVER:
        return None
    seen = await _seen(shown)
    return {"here": seen.here} if seen is not None and seen.here else None


async def _seen(shown: RequestPage) -> RequestDevices | None:
    """The devices; looked up once for each page."""
    state = shown.request.state
    if not hasattr(state, "request_devices"):
        state.request_devices = await written_devices(shown.web, shown.visitor, shown.found.request)
    found: RequestDevices | None = state.request_devices
    return found


ROOM = Card("devices/card.html", view=card, order=4)
REQUEST = (
    Section("devices/here_top.html", view=still_here, column="top", order=13),
    Section("devices/on_request.html", view=section, column="decide", order=43),
)
