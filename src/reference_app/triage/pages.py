"""The staff's desk: the queue, and the page of a request."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import SetPriority
from helpdesk_core.views import view_queue

from ..slots import MenuEntry, Pages, Section
from ..texts import LANGUAGES, SOURCES, URGENCIES
from ..web import Web, as_error
from .forms import AssignForm, PriorityForm
from .frame import AT, RequestFrame, RequestPage, assignable, status_names
from .texts import ACTORS, PRIORITIES


class DeskPages:
    """The pages about all requests, and who runs one of them."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def queue(self, request: Request) -> Response:
        """Open requests by priority, then age. All filters stand in the address."""
        actor = await self.web.current_agent(request)
        query = request.query_params
        names = status_names(self.web, request)
        status = query.get("status") if query.get("status") in names else None
        whose = query.get("assignee", "")
        assignee = actor.id if whose == "me" else whose[:200] or None
        queue = await self.web.api.view(view_queue, actor, assignee=assignee, status=status, after=query.get("after"))
        if isinstance(queue, Refusal):
            raise as_error(queue)
        return self.web.respond(
            request,
            "triage/queue.html",
            title=self.web.translator(request)("staff.queue.title"),
            queue=queue,
            names=names,
            chosen=status,
            whose=whose,
            people=await self.web.host.agents(request),
            next=queue.next,
            urgencies=URGENCIES,
            first="after" not in query,
        )

    async def assign(self, request: Request) -> Response:
        """Assign the request to a member of staff, or unassign it."""
        await self.frame.find(request)
        form = await self.web.posted(request, AssignForm)
        return await self.frame.assign(request, form, form.assignee)


def routes(web: Web) -> list[Route]:
    """The queue, one request, and its place among the others."""
    pages, frame = DeskPages(web), RequestFrame(web)
    return [
        Route("/staff", pages.queue, name="staff_queue"),
        Route(AT, frame.page, name="staff_request"),
        Route(f"{AT}/assign", pages.assign, methods=["POST"], name="staff_assign"),
        Route(f"{AT}/priority", frame.button(SetPriority, PriorityForm), methods=["POST"], name="staff_priority"),
    ]


async def hints(shown: RequestPage) -> dict[str, Any] | None:
    """What plugins say to staff."""
    return {} if shown.advice.urgent or shown.advice.suggestions else None


async def assignee(shown: RequestPage) -> dict[str, Any]:
    """Who runs it."""
    people = assignable(shown.people, shown.found.request, shown.visitor)
    choices, whose = {"": shown.t("staff.nobody"), **people}, shown.found.request.assignee or ""
    form = shown.property(AssignForm, "assignee", whose, choices, "staff_assign")
    return {"assign": form, "me": shown.visitor}


async def priority(shown: RequestPage) -> dict[str, Any]:
    """Its place in the queue."""
    choices = {str(number): shown.t(words) for number, words in PRIORITIES.items()}
    form = shown.property(PriorityForm, "priority", str(shown.found.request.priority), choices, "staff_priority")
    return {"priority": form, "priorities": PRIORITIES}


async def customer(shown: RequestPage) -> dict[str, Any]:
    """Who asked, about what, from where."""
    request = shown.found.request
    place = shown.web.desk.settings.location(request.location)
    return {"urgencies": URGENCIES, "languages": LANGUAGES, "sources": SOURCES, "place": place}


async def accounts(shown: RequestPage) -> dict[str, Any] | None:
    """The host's accounts under the same contacts."""
    return {} if shown.found.accounts else None


async def duplicates(shown: RequestPage) -> dict[str, Any] | None:
    """Other requests of the same contact."""
    return {} if shown.found.duplicates else None


async def thread(shown: RequestPage) -> dict[str, Any]:
    """What was said, noted and done, in one."""
    people = {one.id: one.name for one in (*shown.people, shown.visitor)}
    return {"people": people, "actors": ACTORS, "priorities": PRIORITIES}


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("staff.queue", "staff_queue", icon="inbox", group="queue", order=10, right="requests.view"),),
    request=(
        Section("triage/hints.html", view=hints, column="top", order=30),
        Section("triage/thread.html", view=thread, column="past"),
        Section("triage/assignee.html", view=assignee, column="set", order=20),
        Section("triage/priority.html", view=priority, column="set", order=40),
        Section("triage/customer.html", view=customer, column="side", order=70),
        Section("triage/accounts.html", view=accounts, column="side", order=72),
        Section("triage/duplicates.html", view=duplicates, column="side", order=74),
    ),
)
