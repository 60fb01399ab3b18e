"""The customer's card and the page on which a time is chosen, the same for staff, and staff's list of the day."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, Refusal
from helpdesk_core.commands import (
    BookAppointment,
    CancelAppointment,
    ConfirmAppointment,
    MoveAppointment,
    OfferAppointment,
    SettleAppointment,
)
from helpdesk_core.i18n import formats_of
from helpdesk_core.settings import place_line
from helpdesk_core.views import (
    OwnAppointment,
    RequestAppointments,
    RoomAppointments,
    view_appointment_day,
    view_appointment_event,
    view_appointments,
    view_request_appointments,
    view_slots,
)

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm
from ..host import Visitor
from ..slots import Card, MenuEntry, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error, away
from .arrival import ARRIVAL
from .choosing import asked, chosen, day_of
from .forms import (
    AnotherTimeForm,
    CameForm,
    CancelForm,
    ConfirmForm,
    StaffCancelForm,
    StaffMoveForm,
    SuggestForm,
    TakeForm,
)

ROOM = "/r/{token}/appointment"
_NAME, _RIGHT = "appointments", "appointments.make"


def are_there(web: Web) -> bool:
    """Whether the shop has appointments at all."""
    return bool(web.desk.settings.appointment_kinds)


def words(web: Web, request: Request) -> dict[str, Any]:
    """How times and places read on these pages."""
    language, settings = web.translator(request).language, web.desk.settings
    return {"formats": formats_of(language), "place_name": lambda id: place_line(settings, id, language)}


class CustomerPages:
    """A time is chosen by links, and taken by the form of the last step."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RoomFrame(web)

    async def _own(self, request: Request) -> tuple[Visitor, str, tuple[OwnAppointment, ...]]:
        """Who is there, the request's id, and the appointments; away to the room for who may not enter it."""
        id = self.frame.request_id(request)
        visitor = await self.web.visitor(request, id)
        found = await self.web.api.view(view_appointments, visitor, id)
        if isinstance(found, Refusal):
            raise away(request, self.web.path(request, "room", token=request.path_params["token"]))
        return visitor, id, found.rows

    async def choose(self, request: Request, failed: BaseForm | None = None) -> Response:
        """Which time; after the last link exactly what would be booked. It starts nothing."""
        visitor, id, own = await self._own(request)
        said = asked(request)
        moving = next((one for one in own if one.id == said.get("move") and one.can_answer), None)
        free = await self.web.api.view(
            view_slots,
            visitor,
            id,
            location=said.get("location"),
            start=day_of(said.get("from", "")),
            appointment=None if moving is None else moving.id,
        )
        if isinstance(free, Refusal):
            raise as_error(free)
        choice = chosen(free, said, None if moving is None else moving.kind)
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "appointments/choose.html",
            title=t("appointment.move.title" if moving else "appointment.choose.title"),
            form=failed,
            token=request.path_params["token"],
            choice=choice,
            moving=moving,
            is_late="late" in request.query_params,
            take=failed if isinstance(failed, TakeForm) else self.web.form(TakeForm, request),
            **words(self.web, request),
        )

    async def take(self, request: Request) -> Response:
        """A new appointment."""
        return await self._send(request, BookAppointment, await self.web.posted(request, TakeForm))

    async def move(self, request: Request) -> Response:
        """Another time for one."""
        form = await self.web.posted(request, AnotherTimeForm)
        return await self._send(request, MoveAppointment, form, appointment=request.path_params["appointment"])

    async def _send(self, request: Request, kind: type[Command[Any]], form: BaseForm, **fields: str) -> Response:
        visitor, id, _ = await self._own(request)
        answer = await self.web.send(request, kind, visitor, form, request=id, **fields)
        if answer is None and not form.verify_again:
            return await self.choose(request, form)
        return await self.frame.answer(request, form, answer)

    async def confirm(self, request: Request) -> Response:
        """Yes to what staff suggested."""
        form = await self.web.posted(request, ConfirmForm)
        return await self.frame.send(request, ConfirmAppointment, form, appointment=request.path_params["appointment"])

    async def cancel(self, request: Request) -> Response:
        """Give it back."""
        form = await self.web.posted(request, CancelForm)
        return await self.frame.send(request, CancelAppointment, form, appointment=request.path_params["appointment"])

    async def file(self, request: Request) -> Response:
        """The appointment for a calendar."""
        visitor, id, _ = await self._own(request)
        event = await self.web.api.view(view_appointment_event, visitor, id, request.path_params["appointment"])
        if isinstance(event, Refusal):
            raise as_error(event)
        text = event.text(self.web.translator(request).text, self.web.desk.clock())
        headers = {
            "Content-Disposition": 'attachment; filename="appointment.ics"',
            "Cache-Control": "private, no-store",
        }
        return Response(text, media_type="text/calendar", headers=headers)


class StaffPages:
    """All appointments of one request, and the way to another; who comes on a day."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """What there is, and times that can be suggested."""
        actor, found = await self.frame.load(request)
        said = asked(request)
        seen = await self.web.api.view(view_request_appointments, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        moving = next((row for row in seen.rows if row.appointment.id == said.get("move") and row.can_move), None)
        free = await self.web.api.view(
            view_slots,
            actor,
            found.request.id,
            location=said.get("location"),
            start=day_of(said.get("from", "")),
            appointment=None if moving is None else moving.appointment.id,
        )
        if isinstance(free, Refusal):
            raise as_error(free)
        choice = chosen(free, said, None if moving is None else moving.appointment.kind)
        form = StaffMoveForm if moving else SuggestForm
        return self.web.respond(
            request,
            "appointments/request.html",
            title=self.web.translator(request)("staff.appointments"),
            form=failed,
            found=found,
            r=found.request,
            seen=seen,
            choice=choice,
            moving=moving,
            now=self.web.desk.clock(),
            take=failed if isinstance(failed, form) else self.web.form(form, request),
            cancel=failed if isinstance(failed, StaffCancelForm) else self.web.form(StaffCancelForm, request),
            notice=self.web.removed_before(request),
            **words(self.web, request),
        )

    async def suggest(self, request: Request) -> Response:
        """A time for the customer to confirm, or one that was agreed on."""
        return await self._send(request, OfferAppointment, await self.web.posted(request, SuggestForm))

    async def move(self, request: Request) -> Response:
        """Another time."""
        return await self._one(request, MoveAppointment, await self.web.posted(request, StaffMoveForm))

    async def cancel(self, request: Request) -> Response:
        """Give it back, and say why."""
        return await self._one(request, CancelAppointment, await self.web.posted(request, StaffCancelForm))

    async def settle(self, request: Request) -> Response:
        """What became of it."""
        return await self._one(request, SettleAppointment, await self.web.posted(request, CameForm))

    async def _one(self, request: Request, kind: type[Command[Any]], form: BaseForm) -> Response:
        return await self._send(request, kind, form, appointment=request.path_params["appointment"])

    async def _send(self, request: Request, kind: type[Command[Any]], form: BaseForm, **fields: str) -> Response:
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, kind, actor, form, request=id, **fields)
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "staff_appointments", reference=request.path_params["reference"])

    async def day(self, request: Request) -> Response:
        """Who comes on a day, at one location."""
        actor = await self.web.current_agent(request)
        query = request.query_params
        found = await self.web.api.view(
            view_appointment_day,
            actor,
            location=query.get("location", "")[:60] or None,
            day=day_of(query.get("day", "")[:10]),
        )
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("staff.appointments.day")
        return self.web.respond(request, "appointments/day.html", title=title, found=found, **words(self.web, request))


def routes(web: Web) -> list[Route]:
    """The customer's page, the staff's, and what is done on them."""
    room, staff = CustomerPages(web), StaffPages(web)
    own, at = f"{ROOM}/{{appointment}}", f"{AT}/appointments"
    one = f"{at}/{{appointment}}"

    def post(path: str, endpoint: Any, name: str) -> Route:
        return Route(path, endpoint, methods=["POST"], name=name)

    return [
        Route(ROOM, room.choose, name="room_appointment"),
        post(ROOM, room.take, "room_appointment_take"),
        Route(f"{own}/appointment.ics", room.file, name="room_appointment_file"),
        post(f"{own}/confirm", room.confirm, "room_appointment_confirm"),
        post(f"{own}/move", room.move, "room_appointment_move"),
        post(f"{own}/cancel", room.cancel, "room_appointment_cancel"),
        Route("/staff/appointments", staff.day, name="staff_appointment_day"),
        Route(at, staff.show, name="staff_appointments"),
        post(at, staff.suggest, "staff_appointment_suggest"),
        post(f"{one}/move", staff.move, "staff_appointment_move"),
        post(f"{one}/cancel", staff.cancel, "staff_appointment_cancel"),
        post(f"{one}/settle", staff.settle, "staff_appointment_settle"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What is agreed or suggested, and what can be done about it."""
    found = shown.room.part(RoomAppointments)
    if found is None or not found.rows:
        return None
    waits = any(one.can_answer and not one.is_booked for one in found.rows)
    return {
        **words(shown.web, shown.request),
        "rows": found.rows,
        "can_move": shown.web.desk.settings.appointments_by_customers,
        "cancel": shown.form(CancelForm),
        "next_step": "next.appointment" if waits else None,
    }


async def way(shown: RoomPage) -> dict[str, Any] | None:
    """The way to a time, where the shop lets customers choose one for what is next."""
    found = shown.room.part(RoomAppointments)
    kinds = sorted(one.value for one in found.kinds) if found else ()
    return {"code": f"appointment.way.{'_or_'.join(kinds)}"} if kinds else None


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What is agreed, and the way to more."""
    seen: Any = None
    if _NAME in shown.found.request.has:
        seen = await shown.web.api.view(view_request_appointments, shown.visitor, shown.found.request.id)
    rows = seen.rows if isinstance(seen, RequestAppointments) else ()
    coming = [row for row in rows if row.can_move or row.is_left]
    can_make = are_there(shown.web) and shown.found.request.closed_at is None
    return {"coming": coming, "is_idle": not coming} if coming or can_make else None


PAGES = Pages(
    routes=routes,
    room=(Card("appointments/card.html", view=card, order=7),),
    ways=(Card("appointments/way.html", view=way, order=35),),
    request=(Section("appointments/section.html", view=section, column="decide", order=42, right=_RIGHT),),
    arrivals=(ARRIVAL,),
    menu=(
        MenuEntry(
            "staff.appointments.day", "staff_appointment_day", icon="calendar", order=15, right=_RIGHT, when=are_there
        ),
    ),
)
