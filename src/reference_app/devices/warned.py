"""The shop's warnings about a type or model of device, wherever such a device is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from helpdesk_core import Settings
from helpdesk_core.settings import warnings_about
from helpdesk_core.views import RoomDevices

from ..customer_rooms.frame import RoomPage
from ..slots import Card, Section
from ..triage.frame import RequestPage
from .written import written_devices


def warned(settings: Settings, language: str, devices: Iterable[object]) -> tuple[str, ...]:
    """What is told of these devices, in the reader's language."""
    found = warnings_about(settings.device_warnings, (str(one) for one in devices if one))
    return tuple(settings.label(one.labels, language) for one in found)


async def card(shown: RoomPage) -> Mapping[str, Any] | None:
    """For the customer, as long as the request is open."""
    room, web = shown.room, shown.web
    more = room.part(RoomDevices)
    devices = (room.device, room.device_checked, *(one.description for one in (more.rows if more else ())))
    words = warned(web.desk.settings, web.translator(shown.request).language, devices)
    return {"warned": words} if words and not room.status.phase.is_ended else None


async def section(shown: RequestPage) -> Mapping[str, Any] | None:
    """For staff, at the top."""
    settings, request = shown.web.desk.settings, shown.found.request
    if not settings.device_warnings:
        return None
    seen = await written_devices(shown.web, shown.visitor, request)
    devices = (request.device, request.device_checked, *(one.description for one in (seen.rows if seen else ())))
    words = warned(settings, shown.t.language, devices)
    return {"warned": words} if words else None


ROOM = Card("devices/warned.html", view=card, order=1)
REQUEST = Section("devices/warned.html", view=section, column="top", order=11)
