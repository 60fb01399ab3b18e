"""A customer's devices, and a device's history for staff."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal, Result
from helpdesk_core.commands import AddDevice, ChangeDevice, LinkDevice, RemoveDevice
from helpdesk_core.views import (
    OwnDevice,
    view_customer_list,
    view_device_history,
    view_own_device,
    view_own_device_history,
    view_own_devices,
)

from ..forms import BaseForm, ButtonForm
from ..intake.counter import square
from ..slots import MenuEntry, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage, status_names
from ..web import Web, as_error
from . import several, warned
from .forms import DeviceForm, LinkForm
from .labels import label_address


class DevicePages:
    """The customer's pages. Whoever is not signed in is shown how to be."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def _customer(self, request: Request) -> Customer:
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            raise HTTPException(303, headers={"Location": self.web.customer_sign_in(request)})
        return visitor

    async def _device(self, request: Request, *, used: bool = False) -> tuple[Customer, OwnDevice]:
        """The device of the address. Raises 404 for what is not theirs; with ``used`` for one in use no more."""
        visitor = await self._customer(request)
        found = await self.web.api.view(view_own_device, visitor, request.path_params["device"][:200])
        if isinstance(found, Refusal) or (used and found.retired_at is not None):
            raise HTTPException(404)
        return visitor, found

    async def list(self, request: Request) -> Response:
        """All of them."""
        found = await self.web.api.view(view_own_devices, await self._customer(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("devices.title")
        return self.web.respond(request, "devices/list.html", title=title, found=found)

    async def new(self, request: Request) -> Response:
        """The empty form."""
        await self._customer(request)
        return self._form(request, self.web.form(DeviceForm, request, {"then": request.query_params.get("then", "")}))

    def _form(self, request: Request, form: DeviceForm, device: OwnDevice | None = None) -> Response:
        t = self.web.translator(request)
        title = t("devices.add.title" if device is None else "devices.change.title")
        notice = self.web.removed_before(request)
        return self.web.respond(request, "devices/form.html", title=title, form=form, device=device, notice=notice)

    async def add(self, request: Request) -> Response:
        """Write one down; then back to what was begun, with it chosen."""
        visitor, form = await self._customer(request), await self.web.posted(request, DeviceForm)
        answer = await self.web.send(request, AddDevice, visitor, form)
        if answer is None:
            return self._form(request, form)
        if form.then.data == "help":
            return RedirectResponse(f"{self.web.path(request, 'quick_help')}?own_device={answer.device}", 303)
        return self.web.back(request, answer, "own_device", device=answer.device)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """One device, with what it was brought for."""
        visitor, device = await self._device(request)
        history = await self.web.api.view(view_own_device_history, visitor, device.id)
        every = await self.web.api.view(view_customer_list, visitor)
        if isinstance(history, Refusal) or isinstance(every, Refusal):
            raise HTTPException(404)
        there = {one.id for one in history.rows}
        others = [one for one in every.rows if one.id not in there]
        form = failed if isinstance(failed, LinkForm) else self.web.form(LinkForm, request)
        form.about.choices = [(one.id, f"{one.device} · {one.reference.grouped}") for one in others]
        link = self.web.desk.keyring.link
        return self.web.respond(
            request,
            "devices/device.html",
            title=device.title,
            form=failed,
            device=device,
            history=history.rows,
            tokens={one.id: link(one.id, one.generation) for one in history.rows},
            linking=form if others and device.retired_at is None else None,
            notice=self.web.removed_before(request),
        )

    async def edit(self, request: Request) -> Response:
        """The form as it stands."""
        _, device = await self._device(request, used=True)
        values = {one.name: getattr(device, one.name) for one in DeviceForm() if hasattr(device, one.name)}
        return self._form(request, self.web.form(DeviceForm, request, values), device)

    async def change(self, request: Request) -> Response:
        """Correct it."""
        (visitor, device), form = await self._device(request, used=True), await self.web.posted(request, DeviceForm)
        answer = await self.web.send(request, ChangeDevice, visitor, form, device=device.id)
        if answer is None:
            return self._form(request, form, device)
        return self.web.back(request, answer, "own_device", device=device.id)

    async def remove(self, request: Request) -> Response:
        """Off the list."""
        (visitor, device), form = await self._device(request), await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, RemoveDevice, visitor, form, device=device.id)
        return await self.show(request, form) if answer is None else self.web.go(request, "own_devices")

    async def link(self, request: Request) -> Response:
        """Say that a request was about it."""
        (visitor, device), form = await self._device(request, used=True), await self.web.posted(request, LinkForm)
        about = form.about.data or ""
        answer: Result | None = await self.web.send(
            request, LinkDevice, visitor, form, request=about, own_device=device.id
        )
        return (
            await self.show(request, form) if answer is None else self.web.go(request, "own_device", device=device.id)
        )

    async def label(self, request: Request) -> Response:
        """A label to print."""
        _, device = await self._device(request, used=True)
        return label_page(self.web, request, device.description, device.label, "own_device", {"device": device.id})


def label_page(web: Web, request: Request, description: str, token: str, back: str, params: dict[str, str]) -> Response:
    """The label, with the way back to the page it was asked for on."""
    return web.respond(
        request,
        "devices/label.html",
        title=web.translator(request)("devices.label.title"),
        description=description,
        code=square(label_address(web, request, token)),
        back=web.path(request, back, **params),
    )


class HistoryPages:
    """What staff see of a device."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def _load(self, request: Request) -> tuple[Any, Any]:
        actor, found = await self.frame.load(request)
        one = request.query_params.get("device", "")[:200] or None
        history = await self.web.api.view(view_device_history, actor, found.request.id, one)
        if isinstance(history, Refusal):
            raise as_error(history)
        return found, history

    async def show(self, request: Request) -> Response:
        """Every request with the device's number."""
        found, history = await self._load(request)
        return self.web.respond(
            request,
            "devices/history.html",
            title=self.web.translator(request)("staff.devices.title"),
            found=found,
            history=history,
            names=status_names(self.web, request),
        )

    async def label(self, request: Request) -> Response:
        """The label of a device that its owner registered."""
        found, history = await self._load(request)
        if not history.label:
            raise HTTPException(404)
        params = {"reference": found.request.reference}
        return label_page(self.web, request, history.registered, history.label, "staff_device_history", params)


def routes(web: Web) -> list[Route]:
    """The customer's pages, and the staff's."""
    own, staff = DevicePages(web), HistoryPages(web)
    at = "/devices/{device}"
    return [
        Route("/devices", own.list, name="own_devices"),
        Route("/devices/new", own.new, name="device_new"),
        Route("/devices/new", own.add, methods=["POST"], name="device_add"),
        Route(at, own.show, name="own_device"),
        Route(f"{at}/change", own.edit, name="device_edit"),
        Route(f"{at}/change", own.change, methods=["POST"], name="device_change"),
        Route(f"{at}/remove", own.remove, methods=["POST"], name="device_remove"),
        Route(f"{at}/link", own.link, methods=["POST"], name="device_link"),
        Route(f"{at}/label", own.label, name="device_label"),
        Route(f"{AT}/device-history", staff.show, name="staff_device_history"),
        Route(f"{AT}/device-history/label", staff.label, name="staff_device_label"),
        *several.routes(web),
    ]


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The way to the device's history, where there can be one, and to writing down another device. Of several, each
    has its own way to its history."""
    request = shown.found.request
    are_listed = "request_devices" in request.has
    has_history = (request.serial_key or request.own_device) and not are_listed
    return {"has_history": has_history, "are_listed": are_listed, "is_idle": True}


PAGES = Pages(
    routes=routes,
    account_links=(MenuEntry("devices.title", "own_devices", icon="smartphone", order=20),),
    room=(several.ROOM, warned.ROOM),
    request=(Section("devices/section.html", view=section, column="side", order=70), warned.REQUEST, *several.REQUEST),
)
