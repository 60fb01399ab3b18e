"""Appointments: chosen, suggested, confirmed, moved, cancelled; the reminder; what became of one."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import journeys as j
from capabilities.scene import (
    AUTOMATION,
    CUSTOMERS,
    PEOPLE,
    STAFF,
    Example,
    Look,
    Scene,
    at_desk,
    by_command,
    by_id,
    row,
)
from helpdesk_core.appointments.model import Appointment
from helpdesk_core.commands import (
    BookAppointment,
    CancelAppointment,
    ConfirmAppointment,
    MoveAppointment,
    OfferAppointment,
    RemindOfAppointment,
    SettleAppointment,
)
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_appointment_day,
    view_appointment_event,
    view_appointments,
    view_free_times,
    view_request_appointments,
    view_request_id,
    view_slots,
)
from shops import Visitor

RIGHT = "appointments.make"


def free(desk: Any, request: str, place: int = 0) -> str:
    """A time that can be had, as a form sends it: the first of a day, or a later one."""
    found = desk.show(view_slots, j.ANNA, request, start=(desk.clock() + timedelta(days=1)).date())
    return str(found.days[0].times[place].starts_at.isoformat())


def booked(desk: Any, request: str, guest: Any) -> str:
    """An appointment that the customer booked; its id."""
    fields = {"request": request, "kind": "drop_off", "starts_at": free(desk, request), "note": "By bike"}
    return str(j.do(desk, BookAppointment, guest, **fields).appointment)


def offered(desk: Any, request: str, **more: Any) -> str:
    """A time that staff suggested; the appointment's id."""
    fields = {"request": request, "kind": "drop_off", "starts_at": free(desk, request), **more}
    return str(j.do(desk, OfferAppointment, j.ANNA, **fields).appointment)


def _new(**more: Any) -> Any:
    return lambda scene: {
        "request": scene.request,
        "kind": "drop_off",
        "starts_at": free(scene.desk, scene.request),
        "note": "Please bring the charger.",
        **more,
    }


def _suggested(scene: Scene) -> dict[str, Any]:
    id = offered(scene.desk, scene.request)
    with scene.desk.reading() as reader:
        found = reader.load(Appointment, id)
    return {"request": scene.request, "appointment": id, "digest": getattr(found, "digest", "")}


def _made(**more: Any) -> Any:
    return lambda scene: {
        "request": scene.request,
        "appointment": offered(scene.desk, scene.request, agreed=True, unconfirmed=True),
        **more,
    }


def _moved(**more: Any) -> Any:
    return lambda scene: {**_made(**more)(scene), "starts_at": free(scene.desk, scene.request, 5)}


def _begun(**more: Any) -> Any:
    """After the time has begun: the clock goes on once it is agreed."""

    def made(scene: Scene) -> dict[str, Any]:
        fields = {"request": scene.request, "appointment": offered(scene.desk, scene.request, agreed=True), **more}
        scene.desk.clock.move(days=1, hours=12)  # type: ignore[attr-defined]
        return fields

    return made


AGREED = Example(OfferAppointment, STAFF, right=RIGHT, fields=_new(agreed=True))
MOVED_AS_AGREED = Example(MoveAppointment, STAFF, right=RIGHT, fields=_moved(agreed=True))
NOBODY_CAME = Example(SettleAppointment, STAFF, right=RIGHT, fields=_begun(came=False))
EXAMPLES = by_command(
    Example(BookAppointment, CUSTOMERS, fields=_new()),
    Example(OfferAppointment, STAFF, right=RIGHT, fields=_new()),
    Example(ConfirmAppointment, CUSTOMERS, fields=_suggested),
    Example(MoveAppointment, PEOPLE, right=RIGHT, fields=_moved()),
    Example(CancelAppointment, PEOPLE, right=RIGHT, fields=_made(text="I am ill.")),
    Example(SettleAppointment, STAFF, right=RIGHT, fields=_begun(came=True)),
    Example(RemindOfAppointment, AUTOMATION, fields=_made()),
)
KEPT = {"appointments.made_by_name": "staff stand by what they suggested"}
CHANGES = {
    "appointment_offered": row(STAFF, OfferAppointment, MoveAppointment, staff="customer"),
    "appointment_booked": row(
        PEOPLE, BookAppointment, ConfirmAppointment, AGREED, staff="customer", customer="staff customer"
    ),
    "appointment_moved": row(PEOPLE, MoveAppointment, MOVED_AS_AGREED, staff="customer", customer="staff customer"),
    "appointment_cancelled": row(PEOPLE, CancelAppointment, staff="customer", customer="staff"),
    "appointment_kept": row(STAFF, SettleAppointment),
    "appointment_missed": row(STAFF, NOBODY_CAME),
    "appointment_reminded": row(AUTOMATION, RemindOfAppointment, automation="customer"),
}


def _seen(scene: Scene) -> Any:
    booked(scene.desk, scene.request, scene.guest)
    return by_id(scene)


def _event(scene: Scene) -> Any:
    return (scene.request, booked(scene.desk, scene.request, scene.guest)), {}


def _day(scene: Scene) -> Any:
    booked(scene.desk, scene.request, scene.guest)
    return (), {"day": (scene.desk.clock() + timedelta(days=1)).date()}


VIEWS = {
    view_appointments: Look(by=CUSTOMERS, ask=_seen, stranger=NOT_FOUND),
    view_appointment_event: Look(by=CUSTOMERS, ask=_event, stranger=NOT_FOUND),
    view_free_times: Look(by=CUSTOMERS, ask=lambda scene: ((), {"location": "here"}), of_nobody=True),
    view_slots: Look(by=PEOPLE, right=RIGHT, ask=by_id, stranger=NOT_FOUND),
    view_request_appointments: Look(by=STAFF, right=RIGHT, ask=_seen, stranger=NOT_FOUND),
    view_appointment_day: Look(by=STAFF, right=RIGHT, ask=_day),
}


def _room(visitor: Visitor) -> None:
    """A customer's own page of choosing a time."""
    room = visitor.request_help(f"times-{secrets.token_hex(4)}@example.com", location="centrum")
    visitor.open(f"{room}/appointment")


def _time(visitor: Visitor) -> str:
    """The address of the first free time on the page that is open."""
    found = re.search(r'href="(\?[^"]*at=[^"]*)"', visitor.page.text)
    assert found is not None
    return unescape(found.group(1))


def _checked(visitor: Visitor) -> None:
    _room(visitor)
    visitor.open(f"{visitor.page.url.path}{_time(visitor)}")


def _request_page(address: str = "") -> Any:
    def go(visitor: Visitor) -> None:
        desk = visitor.shop.desk
        made, guest = j.in_phase(desk, "in_review", contact="times@example.com", location="centrum")
        booked(desk, made.request, guest)
        visitor.sign_in()
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/appointments{address}")

    return go


def _suggesting(visitor: Visitor) -> None:
    _request_page("?kind=pick_up")(visitor)
    visitor.open(f"{visitor.page.url.path}{_time(visitor)}")


def _busy_day(visitor: Visitor) -> None:
    _request_page()(visitor)
    desk = visitor.shop.desk
    day = datetime.fromisoformat(free(desk, _request_of(visitor), 1)).date()
    visitor.open(f"/staff/appointments?location=centrum&day={day}")


def _request_of(visitor: Visitor) -> str:
    reference = visitor.page.url.path.split("/")[3]
    return str(visitor.shop.desk.show(view_request_id, j.ANNA, reference))


PAGES = {
    "room_appointment": {"free times": _room, "to check": _checked},
    "staff_appointments": {"one and free times": _request_page(), "to check": _suggesting},
    "staff_appointment_day": {"none": at_desk("/staff/appointments"), "some": _busy_day},
}
