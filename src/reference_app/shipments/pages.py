"""How a reseller's orders come to the shop: chosen with the order or later, packed together, confirmed, and printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.adapters.documents import ShipmentPapers
from helpdesk_core.commands import ChooseShipping, ConfirmShipment, CreateShipment, UndoShipment
from helpdesk_core.settings import is_point_code
from helpdesk_core.views import (
    OrderShipping,
    OwnShipment,
    OwnShipments,
    WaitingGroup,
    view_offered_shipping,
    view_own_shipment,
    view_own_shipments,
    view_request_parcels,
    view_request_shipping,
)

from ..again import show_again
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..dashboard.pages import DashboardPage
from ..forms import BaseForm, ButtonForm
from ..limiters import TYPESETTING
from ..notifications.texts import why
from ..slots import Arrival, Arriving, Card, Pages, Section
from ..triage.frame import AT, RequestPage
from ..web import Web, away
from .carrying import Reports, StaffParcels, hand_out
from .forms import ConfirmForm, LabelsForm, PackForm, ShippingForm, pack_form

_NAME, _PARCELS = "shipping", "parcels"
SHIPMENT = "/shipments/{shipment}"


def method_of(web: Web, id: str, language: str) -> str:
    """A shipping method in the reader's words."""
    found = next((one for one in web.desk.settings.shipping_methods if one.id == id), None)
    return web.desk.settings.label(found.labels, language) if found else id


async def offered_to(web: Web, visitor: Any) -> tuple[str, ...]:
    """The methods that a visitor can choose; nothing is asked where the shop offers none."""
    if not isinstance(visitor, Customer) or not web.desk.settings.shipping_methods:
        return ()
    found = await web.api.view(view_offered_shipping, visitor)
    return () if isinstance(found, Refusal) else found.methods


async def form_of(web: Web, request: Request, visitor: Any, values: Mapping[str, str]) -> ShippingForm | None:
    """The choice, None for who has none."""
    methods = await offered_to(web, visitor)
    if not methods:
        return None
    language = web.translator(request).language
    form = web.form(ShippingForm, request, {name: values[name] for name in ("method", "point") if name in values})
    form.method.choices = [(one, method_of(web, one, language)) for one in methods]
    if not form.method.data and len(methods) == 1:
        form.method.data = methods[0]
    if not any(one.asks_point and one.id in methods for one in web.desk.settings.shipping_methods):
        del form.point
    return form


async def arriving(page: Arriving) -> ShippingForm | None:
    """The choice in a new order."""
    return await form_of(page.web, page.request, page.customer, page.values)


def said(page: Arriving, form: BaseForm) -> Sequence[tuple[str, str]]:
    """What was chosen, for the summary."""
    t = page.web.translator(page.request)
    lines = [(t("shipping.method"), method_of(page.web, str(form.method.data or ""), t.language))]
    point = form.point.data if form.point is not None else ""
    return [*lines, (t("shipping.point"), str(point))] if point else lines


def check(web: Web, request: Request, form: BaseForm) -> None:
    """Say what the rule would: no method that is offered, or none of its lockers."""
    t, chosen = web.translator(request), form.method.data
    method = next((one for one in web.desk.settings.shipping_methods if one.id == chosen), None)
    if method is None or chosen not in dict(form.method.choices):
        form.method.errors = [t("refusal.no_such_shipping")]
    elif method.asks_point and not (form.point.data or "").strip():
        form.point.errors = [t("refusal.shipping_point")]
    elif method.asks_point and (method.point_is_code or web.desk.carrier) and not is_point_code(form.point.data):
        form.point.errors = [t("refusal.point_code")]


class OrderShippingPages:
    """The same for an order that is there."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def show(self, request: Request, failed: ShippingForm | None = None) -> Response:
        """The choice. Who cannot make it is led to the order."""
        id, token = self.room.request_id(request), request.path_params["token"]
        visitor = await self.web.visitor(request, id)
        form = failed or await form_of(self.web, request, visitor, {})
        if form is None:
            raise away(request, self.web.path(request, "room", token=token))
        return self.web.respond(
            request,
            "shipments/choose.html",
            title=self.web.translator(request)("shipping.title"),
            form=form,
            token=token,
            is_late="late" in request.query_params,
        )

    async def choose(self, request: Request) -> Response:
        """Choose it; with the other button it is not sent."""
        id, token = self.room.request_id(request), request.path_params["token"]
        sent, visitor = await self.web.submitted(request), await self.web.visitor(request, id)
        form = await form_of(self.web, request, visitor, sent)
        if form is None:
            raise away(request, self.web.path(request, "room", token=token))
        form.form_token.data = sent.get("form_token", "")
        if sent.get("none"):
            form.method.data = ""
        else:
            check(self.web, request, form)
        if form.failed:
            return await self.show(request, form)
        answer = await self.web.send(request, ChooseShipping, visitor, form, request=id)
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "room", token=token, quiet="done")


class ShipmentPages:
    """The reseller's own pages."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def _customer(self, request: Request) -> Customer:
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            raise away(request, self.web.customer_sign_in(request))
        return visitor

    async def _own(self, request: Request) -> OwnShipments:
        found = await self.web.api.view(view_own_shipments, await self._customer(request))
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return found

    async def list(self, request: Request) -> Response:
        """What waits, by place and method, and what is packed."""
        return await self._list(request, None)

    async def _list(self, request: Request, failed: PackForm | None) -> Response:
        found = await self._own(request)
        forms = [self._form(request, group, number) for number, group in enumerate(found.waiting)]
        if failed is not None:
            forms = [failed if one.ids == failed.ids else one for one in forms]
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "shipments/list.html",
            title=t("shipments.title"),
            form=failed,
            found=found,
            groups=list(zip(found.waiting, forms, strict=True)),
            words=partial(self._words, request),
        )

    def _form(
        self, request: Request, group: WaitingGroup, number: int, values: Mapping[str, str] | None = None
    ) -> PackForm:
        words = {one.id: f"{one.device} · {one.reference.grouped}" for one in group.orders}
        kind = pack_form(words, f"group-{number}")
        if values is None:
            return self.web.form(kind, request, {"parcels": "1"})
        form = kind.posted(values)
        form.tick(values)
        return self.web.labelled(form, request)

    def _words(self, request: Request, one: WaitingGroup | OwnShipment) -> str:
        """By which method, to which place."""
        t, settings = self.web.translator(request), self.web.desk.settings
        place = settings.location(one.location)
        where = settings.label(place.labels, t.language) if place else t("shipments.place.none")
        words = t("shipments.to", method=method_of(self.web, one.method, t.language), place=where)
        return f"{words} · {one.point}" if one.point else words

    async def create(self, request: Request) -> Response:
        """Pack those that are ticked."""
        visitor, sent = await self._customer(request), await self.web.submitted(request)
        found = await self._own(request)
        numbers = {str(number): group for number, group in enumerate(found.waiting)}
        named = numbers.get(sent.get("group", ""))
        if named is None:  # it has been packed meanwhile
            return self.web.go(request, "shipments")
        form = self._form(request, named, int(sent["group"]), sent)
        answer = await self.web.send(request, CreateShipment, visitor, form)
        if answer is None:
            return await self._list(request, form)
        return self.web.back(request, answer, "shipment", shipment=answer.shipment)

    async def _shipment(self, request: Request) -> tuple[Customer, OwnShipment]:
        visitor = await self._customer(request)
        found = await self.web.api.view(view_own_shipment, visitor, request.path_params["shipment"][:40])
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return visitor, found

    async def show(self, request: Request) -> Response:
        """One shipment, with what is to be printed, and the confirmation."""
        return await self._show(request, None)

    async def _show(self, request: Request, failed: BaseForm | None) -> Response:
        _, found = await self._shipment(request)
        t, link = self.web.translator(request), self.web.desk.keyring.link
        return self.web.respond(
            request,
            "shipments/shipment.html",
            title=t("shipment.title", number=found.number),
            form=failed,
            found=found,
            words=self._words(request, found),
            tokens={one.id: link(one.id, one.generation) for one in found.orders},
            confirm=self.web.review_form(request, ConfirmForm, found.digest, failed),
        )

    async def confirm(self, request: Request) -> Response:
        """The second step."""
        (visitor, found), form = await self._shipment(request), await self.web.posted(request, ConfirmForm)
        answer = await self.web.send(request, ConfirmShipment, visitor, form, shipment=found.number)
        if answer is None:
            return await self._show(request, form)
        return self.web.go(request, "shipment", shipment=found.number)

    async def undo(self, request: Request) -> Response:
        """Its orders wait again."""
        (visitor, found), form = await self._shipment(request), await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, UndoShipment, visitor, form, shipment=found.number)
        return await self._show(request, form) if answer is None else self.web.go(request, "shipments")

    async def packing_list(self, request: Request) -> Response:
        """The list of what is inside."""
        return await self._print(request, "packing-list", ShipmentPapers.packing_list)

    async def label(self, request: Request) -> Response:
        """A label for each parcel."""
        return await self._print(request, "labels", ShipmentPapers.labels)

    async def carriers_label(self, request: Request) -> Response:
        """The carrier's label of one parcel."""
        _, found = await self._shipment(request)
        one = next((row for row in found.labelled if row.place == request.path_params["place"]), None)
        if one is None or one.is_cancelling:
            raise HTTPException(404)
        return await hand_out(self.web, request, one.number, one.state)

    async def _print(self, request: Request, name: str, make: Any) -> Response:
        _, found = await self._shipment(request)
        if not ShipmentPapers.can_be_made():
            return show_again(self.web, request, 501, "error.no_labels", {})
        papers = ShipmentPapers(settings=self.web.desk.settings, t=self.web.translator(request))
        made_at = found.confirmed_at or found.packed_at
        document = await to_thread.run_sync(make, papers, found, made_at, limiter=TYPESETTING())
        headers = {
            "Content-Disposition": f'inline; filename="{name}-{found.number}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return Response(document, media_type="application/pdf", headers=headers)


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """How the order comes, and the way to choose it."""
    found = shown.room.part(OrderShipping)
    may_choose = found is None and shown.room.can_reply and bool(await offered_to(shown.web, shown.visitor))
    if found is None and not may_choose:
        return None
    return {"found": found, "method": method_of(shown.web, found.method, shown.t.language) if found else ""}


async def tab(shown: DashboardPage) -> dict[str, Any] | None:
    """The way to the shipments, for resellers, with how many orders are to be packed."""
    if not await offered_to(shown.web, shown.visitor):
        return None
    found = await shown.web.api.view(view_own_shipments, shown.visitor)
    waits = 0 if isinstance(found, Refusal) else sum(len(group.orders) for group in found.waiting)
    return {"waits": waits}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """How the device comes, for staff."""
    if _NAME not in shown.found.request.has:
        return None
    found = await shown.web.api.view(view_request_shipping, shown.visitor, shown.found.request.id)
    if isinstance(found, Refusal):
        return None
    parcels: Any = None
    if (found is not None and found.shipment is not None) or _PARCELS in shown.found.request.has:
        parcels = await shown.web.api.view(view_request_parcels, shown.visitor, shown.found.request.id)
    if isinstance(parcels, Refusal) or (found is None and not (parcels and parcels.rows)):
        parcels = None
    if found is None and parcels is None:
        return None
    labels = shown.form(LabelsForm)
    labels.offer(shown.t)
    return {
        "sent": found,
        "method": method_of(shown.web, found.method, shown.t.language) if found else "",
        "parcels": parcels,
        "labels": labels,
        "why": why,
    }


def routes(web: Web) -> list[Route]:
    """The choice for an order, the list, and a shipment with its papers."""
    order, pages, staff = OrderShippingPages(web), ShipmentPages(web), StaffParcels(web)
    return [
        Route("/r/{token}/shipping", order.show, name="room_shipping"),
        Route("/r/{token}/shipping", order.choose, methods=["POST"], name="room_shipping_choose"),
        Route("/shipments", pages.list, name="shipments"),
        Route("/shipments", pages.create, methods=["POST"], name="shipments_create"),
        Route(SHIPMENT, pages.show, name="shipment"),
        Route(f"{SHIPMENT}/confirm", pages.confirm, methods=["POST"], name="shipment_confirm"),
        Route(f"{SHIPMENT}/undo", pages.undo, methods=["POST"], name="shipment_undo"),
        Route(f"{SHIPMENT}/packing-list.pdf", pages.packing_list, name="shipment_list"),
        Route(f"{SHIPMENT}/labels.pdf", pages.label, name="shipment_labels"),
        Route(f"{SHIPMENT}/parcels/{{place:int}}.pdf", pages.carriers_label, name="shipment_parcel"),
        Route("/carriers/{carrier}", Reports(web).take, methods=["POST"], name="carrier_report"),
        Route(f"{AT}/labels", staff.ask, methods=["POST"], name="staff_labels"),
        Route(f"{AT}/parcels/{{parcel}}.pdf", staff.label, name="staff_parcel_label"),
        Route(f"{AT}/parcels/{{parcel}}/withdraw", staff.cancel, methods=["POST"], name="staff_label_cancel"),
    ]


PAGES = Pages(
    routes=routes,
    room=(Card("shipments/card.html", view=card, order=45),),
    request=(Section("shipments/section.html", view=section, column="side", order=40),),
    dashboard=(Card("shipments/tab.html", view=tab, order=8),),
    arrivals=(
        Arrival(
            name="shipping",
            label="shipping.way",
            hint="shipping.way.hint",
            template="shipments/fields.html",
            form=arriving,
            said=said,
            check=lambda page, form: check(page.web, page.request, form),
            command=ChooseShipping,
            route="room_shipping",
            order=20,
        ),
    ),
)
