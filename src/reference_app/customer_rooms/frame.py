"""The customer's page of a request: the frame that the cards of all capabilities fill."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Command, Refusal, Result
from helpdesk_core.commands import Wish
from helpdesk_core.i18n import Translator, definitions
from helpdesk_core.views import Phase, QueuePlace, Room, view_room, view_room_stamp

from ..contacts.entry import Entry
from ..forms import BaseForm, ButtonForm
from ..host import Visitor
from ..web import Web, away
from .texts import ANSWERED, DETAILS_NEEDED, INVOICE_OPEN, NEXT_STEPS, OUTCOME_ANSWERED
from .visits import Visit, remember, seen_cookie, visit

_F = TypeVar("_F", bound=BaseForm)


@attrs.frozen(kw_only=True)
class RoomPage:
    """What a card of the page is given."""

    web: Web
    request: Request
    t: Translator
    visitor: Visitor
    room: Room
    token: str
    failed: BaseForm | None = None
    is_older: bool = False
    """Whether the thread is shown from an older page on."""
    since: datetime | None = None
    """When the visit before this one ended; None on the first."""
    wish: Wish | None = None
    """What the customer's latest message sounds like; None for nothing."""

    def form(self, kind: type[_F], values: Mapping[str, Any] | None = None) -> _F:
        """The form that was sent and has to be mended, else a fresh one."""
        return self.failed if isinstance(self.failed, kind) else self.web.form(kind, self.request, values)


class RoomFrame:
    """Shows the page, and sends what is done in it."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self._entry = Entry(web)

    def request_id(self, request: Request) -> str:
        """The request that the link leads to. Raises 404 for anything but a valid link."""
        found = self.web.desk.keyring.read_link(request.path_params["token"])
        if found is None:
            raise HTTPException(404, "lost")
        return found[0]

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The room for who may enter, else its entry, which looks the same for every link."""
        id, token = self.request_id(request), request.path_params["token"]
        visitor = await self.web.visitor(request, id)
        older_than = request.query_params.get("messages")
        room = await self.web.api.view(view_room, visitor, id, older_than=older_than)
        if isinstance(room, Refusal):
            return self._closed(request, visitor, failed)
        if (part := self._part(request)) is not None:
            return RedirectResponse(part, 303)
        t = self.web.translator(request)
        seen = visit(request.cookies.get(seen_cookie(id), ""), room.status.phase.value, self.web.desk.clock())
        shown = RoomPage(
            web=self.web,
            request=request,
            t=t,
            visitor=visitor,
            room=room,
            token=token,
            failed=failed,
            is_older=older_than is not None,
            since=seen.since,
            wish=await self._wish(room, is_older=older_than is not None),
        )
        parts = await self.web.seen(request, self.web.slots.room, shown)
        best = room.recommended(*(own["offers"] for _, own in parts if own.get("offers")))
        # what waits for the customer stands on the first screen of a phone, before whatever there is to read
        parts.sort(key=lambda part: best not in part[0].shows)
        cards = self.web.filled(request, parts, room=room, token=token, recommended=best.value, since=seen.since)
        next_step = next((card.next_step for card in cards if card.next_step), _next_step(room, best.value))
        response = self.web.respond(
            request,
            "customer_rooms/room.html",
            title=t("room.title", reference=room.reference.grouped),
            form=failed,
            cards=cards,
            room=room,
            token=token,
            notice=self._notice(request),
            track=[(step.place, step.status.label(t.language) or t(step.status.code)) for step in room.steps],
            next_step=next_step,
            next_text=text if (text := f"{next_step}.text") in definitions else next_step,
            news=news(room, seen, t),
            since=seen.since,
            stamp=_stamp(room),
        )
        if request.method == "GET":
            remember(response, request, id, seen)
        return response

    async def _wish(self, room: Room, *, is_older: bool) -> Wish | None:
        """What the latest message sounds like to the core, else to plugins."""
        plugins = self.web.desk.plugins
        if room.wish is not None or is_older or not room.messages or not plugins:
            return room.wish
        latest = room.messages[0]
        if latest.from_shop or latest.at <= room.created_at:
            return None
        found: Wish | None = await self.web.run(partial(plugins.wish, str(latest.text), room.language))
        return found

    async def live(self, request: Request) -> Response:
        """Whether there is something new in the room, for who may enter it."""
        id = self.request_id(request)

        async def stamp() -> str:
            found = await self.web.api.view(view_room_stamp, await self.web.visitor(request, id), id)
            if isinstance(found, Refusal):
                raise HTTPException(404)
            return found

        # A place in the queue changes with what happens to others.
        has_place = not (await stamp()).isdecimal()
        return await self.web.live.answer(request, stamp, None if has_place else id)

    def _closed(self, request: Request, visitor: Visitor, failed: BaseForm | None) -> Response:
        """What is shown to who may not enter: the page of what they may see, else the entry."""
        token = request.path_params["token"]
        if failed is not None:
            raise away(request, self.web.path(request, "room", token=token))
        page = None if visitor.grant is None else self.web.slots.page_of(visitor.grant.scope)
        if page is not None:
            return self.web.go(request, page, token=token)
        return self._entry.page(request, back=self._part(request))

    def _part(self, request: Request) -> str | None:
        """The page of the room that the link is about."""
        route = self.web.slots.linked_page(request.query_params.get("about"))
        return route and self.web.path(request, route, token=request.path_params["token"])

    def _notice(self, request: Request) -> str:
        """What the last step did."""
        done = self.web.translator(request)("room.done") if "done" in request.query_params else ""
        return self.web.removed_before(request) or done

    async def send(self, request: Request, kind: type[Command[Any]], form: BaseForm, **fields: Any) -> Response:
        """Send a command about the request, then show the room again."""
        id = self.request_id(request)
        visitor = await self.web.visitor(request, id)
        return await self.answer(request, form, await self.web.send(request, kind, visitor, form, request=id, **fields))

    async def answer(self, request: Request, form: BaseForm, answer: Result | None) -> Response:
        """The room after a command: as it is now, with the form when it has to be mended; away to the code page when
        the core asks for a fresh proof."""
        token = request.path_params["token"]
        if answer is not None:
            return self.web.back(request, answer, "room", token=token, quiet="done")
        if form.verify_again:
            return self.verify_again(request, self.web.path(request, "room", token=token))
        return await self.show(request, form)

    def verify_again(self, request: Request, back: str) -> Response:
        """Away to a fresh proof, and ``back`` afterwards: for a page of a decision, when its form says so."""
        return self._entry.verify_again(request, back)

    def again(self, request: Request) -> HTTPException:
        """Away to a new code for what is shown on a fresh proof alone, and back here afterwards."""
        path, query = request.url.path, request.url.query
        here = urlencode({"next": f"{path}?{query}" if query else path})
        return away(request, f"{self.web.path(request, 'verify', token=request.path_params['token'])}?{here}")

    def button(
        self, kind: type[Command[Any]], form: type[BaseForm] = ButtonForm
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a form that is sent as it is."""

        async def press(request: Request) -> Response:
            return await self.send(request, kind, await self.web.posted(request, form))

        return press


def news(room: Room, seen: Visit, t: Translator) -> list[str]:
    """What is new since the visit before."""
    since = seen.since
    if since is None:
        return []
    said = []
    if (count := sum(one.from_shop and one.at > since for one in room.messages)) > 0:
        said.append(t("room.new.messages", count=count))
    if seen.phase != room.status.phase.value:
        said.append(t("room.new.status", status=room.status.label(t.language) or t(room.status.code)))
    if room.outcome is not None and room.outcome.recorded_at > since:
        said.append(t("room.new.outcome"))
    return said


def _stamp(room: Room) -> str:
    """What the page shows now, as `RoomFrame.live` says it later."""
    place = room.part(QueuePlace)
    return str(room.version) if place is None else place.stamp(room.version)


def _next_step(room: Room, best: str) -> str:
    """The code of what is to be done now, where no card has something more pressing."""
    if best == "details":
        return DETAILS_NEEDED
    if best == "pay" and room.status.phase is not Phase.READY:  # where the device is collected, that is said
        return INVOICE_OPEN
    if room.status.phase is Phase.OUTCOME_RECORDED and room.outcome is not None and room.outcome.solved is not None:
        return OUTCOME_ANSWERED
    if room.status.phase is Phase.CONFIRMED and room.messages and room.messages[0].from_shop:
        return ANSWERED
    return NEXT_STEPS[room.status.phase]
