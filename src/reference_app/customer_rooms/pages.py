"""A customer's requests: the page of one, the list of the signed-in, and guest tracking."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.commands import JoinOwnRequest, TrackRequest, Wish
from helpdesk_core.views import RoomCard, view_customer_list, view_tracking

from ..contacts.forms import LinkForm
from ..slots import Card, MenuEntry, Pages
from ..web import Web
from .forms import JoinForm, TrackForm
from .frame import RoomFrame, RoomPage
from .printing import PrintPages


class CustomerPages:
    """The pages beside the room."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def my_requests(self, request: Request) -> Response:
        """For customers whom the host has signed in, latest first, a page at a time; a guest has private links
        instead."""
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            return self.web.go(request, "track")
        after = request.query_params.get("before")
        found = await self.web.api.view(view_customer_list, visitor, after=after)
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return self.web.respond(
            request,
            "customer_rooms/my_requests.html",
            title=self.web.translator(request)("own.title"),
            listed=found.rows,
            tokens={one.id: self.web.desk.keyring.link(one.id, one.generation) for one in found.rows},
            next=found.next,
        )

    async def ask(self, request: Request) -> Response:
        """The form."""
        return self._ask(request, self.web.form(TrackForm, request))

    def _ask(self, request: Request, form: TrackForm) -> Response:
        title = self.web.translator(request)("track.title")
        return self.web.respond(request, "customer_rooms/track.html", title=title, form=form)

    def _ask_link(self, request: Request, tried: TrackForm) -> Response:
        """Where tries are over: the way that needs none, with the reference typed already."""
        form = self.web.form(LinkForm, request, {"reference": tried.reference.data})
        form.general, form.http_status = tried.general, tried.http_status
        title = self.web.translator(request)("track.link.title")
        return self.web.respond(request, "contacts/link.html", title=title, form=form, sent=False)

    async def track(self, request: Request) -> Response:
        """The four facts, straight in the answer: nothing stays on a shared computer."""
        form = await self.web.posted(request, TrackForm)
        answer = await self.web.send(request, TrackRequest, await self.web.visitor(request), form)
        if answer is None and form.verify_again:
            return self._ask_link(request, form)
        if answer is None:
            return self._ask(request, form)
        guest = self.web.desk.guest(answer.grant)
        tracked = await self.web.api.view(view_tracking, guest, answer.request)
        return self.web.respond(
            request,
            "customer_rooms/tracked.html",
            title=self.web.translator(request)("tracked.title"),
            tracked=tracked,
            reference=self.web.desk.read(TrackRequest, form.typed()).reference.grouped,
        )


def routes(web: Web) -> list[Route]:
    """The room, the list, and tracking."""
    pages, frame = CustomerPages(web), RoomFrame(web)

    async def room(request: Request) -> Response:
        return await frame.show(request)

    async def join(request: Request) -> Response:
        return await frame.send(request, JoinOwnRequest, await web.posted(request, JoinForm))

    return [
        Route("/own", pages.my_requests, name="own"),
        Route("/r/{token}", room, name="room"),
        Route("/r/{token}/join", join, methods=["POST"], name="room_join"),
        Route("/r/{token}/print", PrintPages(web, frame).show, name="room_print"),
        Route("/r/{token}/live", frame.live, name="room_live"),
        Route("/track", pages.ask, name="track"),
        Route("/track", pages.track, methods=["POST"], name="track_try"),
    ]


async def continued(shown: RoomPage) -> dict[str, Any] | None:
    """Where it goes on."""
    last = shown.room.continues_in
    if last is None:
        return None
    link = shown.web.desk.keyring.link(last.id, last.generation)
    return {"there": link, "reference": last.reference.grouped, "next_step": "next.continued"}


async def others(shown: RoomPage) -> dict[str, Any] | None:
    """Other open requests of the same contact."""
    if not shown.room.others:
        return None
    link = shown.web.desk.keyring.link
    return {"tokens": {one.id: link(one.id, one.generation) for one in shown.room.others}}


async def look_again(shown: RoomPage) -> dict[str, Any]:
    """How it stands."""
    return {"serves": (Wish.STATUS,)}


async def ways(shown: RoomPage) -> dict[str, Any]:
    """What can always be done, of all capabilities, each with what it serves: the one that is recommended on this page,
    or offered for what the customer wrote, stands there, and not a second time below; nor does one that unfolds in its
    place, right after these."""
    seen = await shown.web.seen(shown.request, shown.web.slots.ways, shown)
    offering = next((card for card, own in seen if shown.wish in own.get("serves", ())), None)
    offered = "" if shown.wish is None else shown.wish.value
    listed = [(card, own) for card, own in seen if not own.get("unfolds")]
    left = [(card, {**own, "offered": offered if card is offering else ""}) for card, own in listed]
    filled = shown.web.filled(shown.request, left, room=shown.room, token=shown.token)
    found = zip(left, filled, strict=True)
    return {"ways": [(own.get("serves", ()), way) for (_, own), way in found if way.html.strip()]}


PAGES = Pages(
    routes=routes,
    start=(Card("customer_rooms/start_track.html", order=20),),
    room=(
        Card("customer_rooms/continued.html", view=continued, order=5, shows=(RoomCard.CONTINUE,)),
        Card("customer_rooms/best.html", order=4),
        Card("customer_rooms/ways.html", view=ways, order=16),
        Card("customer_rooms/others.html", view=others, order=40),
        Card("customer_rooms/details.html", order=60),
    ),
    ways=(Card("customer_rooms/way.html", view=look_again, order=10),),
    portal_menu=(MenuEntry("start.track", "track", icon="clock", order=20),),
)
