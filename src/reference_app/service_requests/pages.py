"""What may happen to a request as such: status, hold, cancel, close, reopen, the checked device, a new link."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from helpdesk_core.commands import (
    CancelRequest,
    ChangeStatus,
    CloseRequest,
    DescribeDevice,
    ReleaseHold,
    RenewLink,
    ReopenRequest,
)

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import SeenForm
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web
from .forms import DeviceForm, StatusForm


def routes(web: Web) -> list[Route]:
    """The buttons of both sides."""
    room, frame = RoomFrame(web), RequestFrame(web)
    post = ["POST"]
    return [
        Route("/r/{token}/cancel", room.button(CancelRequest, SeenForm), methods=post, name="room_cancel"),
        Route("/r/{token}/reopen", room.button(ReopenRequest), methods=post, name="room_reopen"),
        Route(f"{AT}/status", frame.button(ChangeStatus, StatusForm), methods=post, name="staff_status"),
        Route(f"{AT}/device", frame.button(DescribeDevice, DeviceForm), methods=post, name="staff_device"),
        Route(f"{AT}/cancel", frame.button(CancelRequest, SeenForm), methods=post, name="staff_cancel"),
        Route(f"{AT}/close", frame.button(CloseRequest, SeenForm), methods=post, name="staff_close"),
        Route(f"{AT}/reopen", frame.button(ReopenRequest), methods=post, name="staff_reopen"),
        Route(f"{AT}/release", frame.button(ReleaseHold), methods=post, name="staff_release"),
        Route(f"{AT}/link", frame.button(RenewLink), methods=post, name="staff_link"),
    ]


async def may_cancel(shown: RoomPage) -> dict[str, Any] | None:
    """Ending it."""
    return {} if shown.room.can_cancel else None


async def may_reopen(shown: RoomPage) -> dict[str, Any] | None:
    """Taking it up again."""
    return {} if shown.room.can_reopen else None


async def held(shown: RequestPage) -> dict[str, Any] | None:
    """Taking it off hold."""
    return {} if shown.found.request.held else None


async def status(shown: RequestPage) -> dict[str, Any] | None:
    """The statuses that can be set now."""
    if not shown.found.settable:
        return None
    now = shown.found.request.status
    choices = {now: shown.names.get(now, now), **{one.id: shown.names[one.id] for one in shown.found.settable}}
    return {"status": shown.property(StatusForm, "status", now, choices, "staff_status")}


async def device(shown: RequestPage) -> dict[str, Any]:
    """The device as checked."""
    request = shown.found.request
    form = shown.form(DeviceForm, {"device": str(request.device_checked or request.device)})
    return {"device": form, "is_idle": request.device_checked is not None and not form.failed}


PAGES = Pages(
    routes=routes,
    room=(
        Card("service_requests/cancel.html", view=may_cancel, order=80),
        Card("service_requests/reopen.html", view=may_reopen, order=81),
    ),
    request=(
        Section("service_requests/held.html", view=held, column="decide", order=12, right="requests.hold"),
        Section("service_requests/status.html", view=status, column="set", order=30, right="requests.status"),
        Section("service_requests/device.html", view=device, column="side", order=80),
        Section("service_requests/ending.html", column="decide", order=90),
    ),
)
