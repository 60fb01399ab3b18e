"""Incidents for customers: their page, what is known above the first pages, the card of the room; and on the staff's
page of a request."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import LinkIncident, UnlinkIncident
from helpdesk_core.views import RoomIncidents, view_incidents, view_request_incidents

from ..customer_rooms.frame import RoomPage
from ..slots import Asked, Card, MenuEntry, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import LinkForm, UnlinkForm
from .writing import writing_routes

_MOST_KNOWN = 3


class IncidentPages:
    """What everybody may read."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def list(self, request: Request) -> Response:
        """What goes on, and what is over."""
        found = await self.web.api.view(view_incidents, await self.web.visitor(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("incidents.title")
        return self.web.respond(request, "incidents/public.html", title=title, found=found)


def routes(web: Web) -> list[Route]:
    """Everybody's page, the staff's, and the buttons on the page of a request."""
    frame, post = RequestFrame(web), ["POST"]
    return [
        Route("/incidents", IncidentPages(web).list, name="incidents"),
        *writing_routes(web),
        Route(f"{AT}/incident", frame.button(LinkIncident, LinkForm), methods=post, name="staff_incident_link"),
        Route(
            f"{AT}/incident/unlink",
            frame.button(UnlinkIncident, UnlinkForm),
            methods=post,
            name="staff_incident_unlink",
        ),
    ]


async def known(asked: Asked) -> dict[str, Any] | None:
    """What goes on now."""
    found = await asked.web.api.view(view_incidents, asked.visitor)
    if isinstance(found, Refusal) or not found.open:
        return None
    return {"rows": found.open[:_MOST_KNOWN], "more": len(found.open) > _MOST_KNOWN}


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """The incidents that the request is about."""
    found = shown.room.part(RoomIncidents)
    return None if found is None else {"rows": found.rows}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What it is about, and what it could be."""
    found = await shown.web.api.view(view_request_incidents, shown.visitor, shown.found.request.id)
    if isinstance(found, Refusal):
        return None
    form = shown.form(LinkForm)
    form.incident.choices = [(one.id, str(one.title)) for one in found.open]
    return {"linked": found.linked, "linking": form, "is_idle": not (found.linked or found.open)}


PAGES = Pages(
    routes=routes,
    known=(Card("incidents/known.html", view=known),),
    room=(Card("incidents/card.html", view=card, order=2),),
    request=(Section("incidents/section.html", view=section, column="side", order=55, right="incidents.write"),),
    menu=(MenuEntry("staff.incidents", "staff_incidents", icon="triangle-alert", order=42, right="incidents.write"),),
    foot=(MenuEntry("incidents.title", "incidents"),),
)
