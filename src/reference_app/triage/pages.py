"""The staff's desk: the queue, and the page of a request."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import (
    MarkAnswered,
    MergeRequest,
    MoveRequest,
    SeparateRequest,
    SetPriority,
    TagRequest,
    UntagRequest,
)
from helpdesk_core.views import TimelineEntry, view_request_id

from ..forms import SeenForm
from ..slots import Live, MenuEntry, Pages, Section
from ..texts import LANGUAGES, SOURCES, URGENCIES
from ..web import Web
from .bulk import BulkPages
from .forms import AssignForm, LocationForm, PriorityForm, TagForm
from .frame import AT, RequestFrame, RequestPage, assignable
from .keys import KeyPages
from .merging import MergeForm, SplitPages, merge, merged, split
from .queue import QueuePages, look, menu_entries
from .texts import ACTORS, PRIORITIES

#: So many events in a row are one line until somebody wants to read them.
_CROWD = 3


class DeskPages:
    """Who runs a request."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def assign(self, request: Request) -> Response:
        """Assign the request to a member of staff, or unassign it."""
        await self.frame.find(request)
        form = await self.web.posted(request, AssignForm)
        return await self.frame.assign(request, form, form.assignee)

    async def move(self, request: Request) -> Response:
        """Say where the work is done. Who does not work there goes back to the queue: it is out of their sight."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, LocationForm)
        if form.is_unchanged:
            return self.web.go(request, "staff_request", reference=request.path_params["reference"])
        answer = await self.web.send(request, MoveRequest, actor, form, request=id)
        if answer is not None:
            found = await self.web.api.view(view_request_id, actor, request.path_params["reference"])
            if isinstance(found, Refusal):
                return self.web.go(request, "staff_queue")
        return await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """The queue, one request, and its place among the others."""
    keys = KeyPages(web)
    pages, frame, queue = DeskPages(web), RequestFrame(web), QueuePages(web)
    return [
        Route("/staff", queue.queue, name="staff_queue"),
        Route("/staff/queue/bulk", BulkPages(web).do, methods=["POST"], name="staff_bulk"),
        Route("/staff/queue/keep", queue.keep, methods=["POST"], name="staff_keep"),
        Route("/staff/queue/unkeep", queue.remove, methods=["POST"], name="staff_unkeep"),
        Route("/staff/keys", keys.show, name="staff_keys"),
        Route("/staff/keys", keys.switch, methods=["POST"], name="staff_keys_switch"),
        Route("/staff/live", queue.live, name="staff_live"),
        Route(AT, frame.page, name="staff_request"),
        Route(f"{AT}/live", frame.live, name="staff_request_live"),
        Route(f"{AT}/assign", pages.assign, methods=["POST"], name="staff_assign"),
        Route(f"{AT}/tag", frame.button(TagRequest, TagForm), methods=["POST"], name="staff_tag"),
        Route(f"{AT}/untag", frame.button(UntagRequest, TagForm), methods=["POST"], name="staff_untag"),
        Route(f"{AT}/answered", frame.button(MarkAnswered, SeenForm), methods=["POST"], name="staff_answered"),
        Route(f"{AT}/merge", frame.button(MergeRequest, MergeForm), methods=["POST"], name="staff_merge"),
        Route(f"{AT}/split", SplitPages(frame).split, methods=["POST"], name="staff_split"),
        Route(f"{AT}/separate", frame.button(SeparateRequest), methods=["POST"], name="staff_separate"),
        Route(f"{AT}/location", pages.move, methods=["POST"], name="staff_move"),
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


async def location(shown: RequestPage) -> dict[str, Any] | None:
    """Where the work is done, in a shop with several places."""
    settings, now = shown.web.desk.settings, shown.found.request.location or ""
    places = [place for place in settings.locations if not place.retired or place.id == now]
    if len(places) < 2:
        return None
    choices = {"": shown.t("staff.location.none")} | {
        place.id: settings.label(place.labels, shown.t.language) for place in places
    }
    return {"moving": shown.property(LocationForm, "location", now, choices, "staff_move"), "places": choices}


async def priority(shown: RequestPage) -> dict[str, Any]:
    """Its place in the queue."""
    choices = {str(number): shown.t(words) for number, words in PRIORITIES.items()}
    form = shown.property(PriorityForm, "priority", str(shown.found.request.priority), choices, "staff_priority")
    return {"priority": form, "priorities": PRIORITIES}


async def tags(shown: RequestPage) -> dict[str, Any]:
    """Its tags, and whether somebody waits for an answer."""
    form = shown.form(TagForm)
    form.tag.render_kw = {"list": "tag-offers", "maxlength": 40}
    return {"tagging": form, "waits": shown.found.request.is_waiting}


async def customer(shown: RequestPage) -> dict[str, Any]:
    """Who asked, about what, from where."""
    return {"urgencies": URGENCIES, "languages": LANGUAGES, "sources": SOURCES}


async def accounts(shown: RequestPage) -> dict[str, Any] | None:
    """The host's accounts under the same contacts."""
    return {"is_idle": True} if shown.found.accounts else None


async def others(shown: RequestPage) -> dict[str, Any] | None:
    """The customer's other requests, and those of the same contact."""
    return {} if shown.found.others or shown.found.duplicates else None


async def thread(shown: RequestPage) -> dict[str, Any]:
    """What was said, noted and done, in one: what happened is folded between words, where it would crowd them out."""
    people = {one.id: one.name for one in (*shown.people, shown.visitor)}
    runs = [
        (happened and len(run) >= _CROWD, run)
        for happened, found in groupby(shown.found.thread.entries, lambda one: isinstance(one, TimelineEntry))
        for run in (list(found),)
    ]
    return {"people": people, "actors": ACTORS, "priorities": PRIORITIES, "runs": runs}


PAGES = Pages(
    routes=routes,
    menu=(
        *menu_entries(),
        MenuEntry("staff.keys", "staff_keys", icon="keyboard", group="own", order=90, right="requests.view"),
    ),
    live=(Live(look, right="requests.view"),),
    request=(
        Section("triage/hints.html", view=hints, column="top", order=30),
        Section("triage/merged.html", view=merged, column="top", order=20),
        Section("triage/thread.html", view=thread, column="past"),
        Section("triage/assignee.html", view=assignee, column="set", order=20),
        Section("triage/priority.html", view=priority, column="set", order=40),
        Section("triage/location.html", view=location, column="set", order=45),
        Section("triage/tags.html", view=tags, column="set", order=50),
        Section("triage/merge.html", view=merge, column="decide", order=92, right="requests.merge"),
        Section("triage/split.html", view=split, column="decide", order=94, right="requests.merge"),
        Section("triage/customer.html", view=customer, column="who"),
        Section("triage/accounts.html", view=accounts, column="side", order=72),
        Section("triage/others.html", view=others, column="side", order=74),
    ),
)
