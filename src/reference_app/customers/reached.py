"""Where a customer is reached: their own page of it, beside the room."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Contact, Refusal
from helpdesk_core.commands import AddContact, PreferContact, TakeBackContact
from helpdesk_core.i18n import Translator
from helpdesk_core.views import ContactWay, Room, view_room

from ..contacts.entry import Entry
from ..contacts.visits import Visit
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm, ButtonForm
from ..host import Visitor
from ..web import Web, away
from .forms import AddContactForm, PreferContactForm


class ReachedPages:
    """The contacts of a request, one more, and which is preferred."""

    def __init__(self, web: Web) -> None:
        self.web, self.room, self.entry = web, RoomFrame(web), Entry(web)

    async def _room(self, request: Request) -> tuple[Visitor, Room]:
        """Who is there, and the room; whoever may not enter is sent to it, and whose request has ended too."""
        id = self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        room = await self.web.api.view(view_room, visitor, id, alone=True)
        if isinstance(room, Refusal) or not room.can_reply:
            raise away(request, self.web.path(request, "room", token=request.path_params["token"]))
        return visitor, room

    async def show(self, request: Request) -> Response:
        """What there is, and what can be done about it."""
        _, room = await self._room(request)
        return self._page(request, room)

    def _page(self, request: Request, room: Room, failed: BaseForm | None = None) -> Response:
        t, desk = self.web.translator(request), self.web.desk
        open_ways = {way.id: way for way in room.ways if not way.proved_at}
        wrong = request.query_params.get("instead_of", "")
        if not isinstance(adding := failed, AddContactForm):
            adding = self.web.form(AddContactForm, request, {"instead_of": wrong if wrong in open_ways else ""})
        news = [way for way in room.ways if way.proved_at and way.takes_news]
        chosen = {"contact": next((way.id for way in news if way.is_preferred), "")}
        if not isinstance(preferring := failed, PreferContactForm):
            preferring = self.web.form(PreferContactForm, request, chosen)
        preferring.contact.choices = [("", t("reached.last")), *((way.id, _named(way, t)) for way in news)]
        chats = any(getattr(one, "is_chat", False) for one in desk.channels.values())
        return self.web.respond(
            request,
            "customers/reached.html",
            title=t("reached.title"),
            form=failed,
            room=room,
            token=request.path_params["token"],
            adding=adding,
            instead_of=open_ways.get(adding.instead_of.data or ""),
            can_take_back=len(open_ways) < len(room.ways),
            preferring=preferring if len(news) > 1 else None,
            by_chat=chats and "phone" not in desk.settings.code_channels,
            notice=t("reached.done") if "done" in request.query_params else "",
        )

    async def add(self, request: Request) -> Response:
        """One more: a code goes to it, which is entered on the next page; a number that takes none is confirmed by
        staff."""
        visitor, room = await self._room(request)
        form, token = await self.web.posted(request, AddContactForm), request.path_params["token"]
        answer = await self.web.send(request, AddContact, visitor, form, request=room.id)
        here = self.web.path(request, "room_reached", token=token)
        if answer is None:
            return self.entry.verify_again(request, here) if form.verify_again else self._page(request, room, form)
        contact: Contact = self.web.desk.read(AddContact, {"request": room.id, "contact": form.contact.data}).contact
        if not self.entry.sends_codes(contact):
            return self.web.back(request, answer, "room_reached", more={"done": "1"}, token=token)
        response = self.entry.go(request, "confirm", here)
        typed = Visit(contact=contact.dialled or contact.value, code_from=answer.code_from)
        await self.entry.visits.save(request, response, token, typed)
        return response

    async def take_back(self, request: Request) -> Response:
        """A mistyped one goes, as long as nobody proved it."""
        visitor, room = await self._room(request)
        form, contact = await self.web.posted(request, ButtonForm), request.path_params["contact"]
        answer = await self.web.send(request, TakeBackContact, visitor, form, request=room.id, contact=contact)
        if answer is None:
            return self._page(request, room, form)
        return self.web.back(request, answer, "room_reached", more={"done": "1"}, token=request.path_params["token"])

    async def prefer(self, request: Request) -> Response:
        """Where news goes from now on."""
        visitor, room = await self._room(request)
        form = await self.web.posted(request, PreferContactForm)
        answer = await self.web.send(request, PreferContact, visitor, form, request=room.id)
        if answer is None:
            return self._page(request, room, form)
        return self.web.back(request, answer, "room_reached", more={"done": "1"}, token=request.path_params["token"])


def _named(way: ContactWay, t: Translator) -> str:
    """A contact among others: several may look alike, since only their owner should recognise them."""
    told = t("reached.here")
    if way.proved_at is not None and not way.is_here:
        told = t("reached.proved", day=t.day(way.proved_at))
    return f"{way.masked} ({told})"


async def way(shown: RoomPage) -> dict[str, Any] | None:
    """The way there, as long as there is something to be told of."""
    return {} if shown.room.can_reply and not shown.room.contact_open else None


def routes(web: Web) -> list[Route]:
    """The page, and its two forms."""
    pages = ReachedPages(web)
    return [
        Route("/r/{token}/contacts", pages.show, name="room_reached"),
        Route("/r/{token}/contacts", pages.add, methods=["POST"], name="room_reached_add"),
        Route("/r/{token}/contacts/{contact}/back", pages.take_back, methods=["POST"], name="room_reached_back"),
        Route("/r/{token}/contacts/preferred", pages.prefer, methods=["POST"], name="room_reached_prefer"),
    ]
