"""Proving that a contact is one's own: by a code, by the link sent again, or in person."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Guest, Refusal
from helpdesk_core.commands import ConfirmInPerson, EnterCode, RequestCode, SendLink
from helpdesk_core.views import RoomCard, view_room

from ..customer_rooms.visits import seen_cookie
from ..forms import BaseForm
from ..pushes.browsers import leave_browser
from ..room_cookies import room_cookie
from ..security import drop_cookie, set_cookie
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame
from ..web import Web
from .entry import Entry
from .forms import CodeForm, ContactForm, LinkForm
from .visits import Visit

_MONTH = 30 * 24 * 3600


class ContactPages:
    """Entry, code, and the link sent again."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.entry = Entry(web)

    async def request_code(self, request: Request) -> Response:
        """The contact was typed: if it is the request's, a code goes out; the next page is the same in any case."""
        return await self._send_code(request, await self.web.posted(request, ContactForm))

    async def new_code(self, request: Request) -> Response:
        """Another code to the contact typed before."""
        await self.web.submitted(request)
        contact = (await self.entry.visits.load(request)).contact
        return await self._send_code(request, self.web.form(ContactForm, request, {"contact": contact}))

    async def _send_code(self, request: Request, form: ContactForm) -> Response:
        token = request.path_params["token"]
        answer = await self.web.send(request, RequestCode, await self.web.visitor(request), form, link=token)
        if answer is None and form.refused != "refusal.no_such_request":
            return self.entry.page(request, form)
        response = self.entry.go(request, "confirm", form.next.data or "")
        contact = self.web.desk.read(RequestCode, {"link": token, "contact": form.contact.data}).contact
        await self.entry.visits.save(request, response, token, Visit(contact=contact.dialled or contact.value))
        return response

    async def confirm(self, request: Request) -> Response:
        """Where the code went; for who is in already, the room."""
        found = self.web.desk.keyring.read_link(request.path_params["token"])
        id = found[0] if found else ""
        if id and "next" not in request.query_params:
            room = await self.web.api.view(view_room, await self.web.visitor(request, id), id, alone=True)
            if not isinstance(room, Refusal) and not room.contact_open:
                return self.web.go(request, "room", token=request.path_params["token"])
        known = (await self.entry.visits.load(request)).contact
        return await self.entry.code_page(request) if known else self.entry.page(request)

    async def verify(self, request: Request) -> Response:
        """A fresh proof is asked for, however well the room is open."""
        return self.entry.page(request)

    async def enter_code(self, request: Request) -> Response:
        """The right code opens the room in this browser."""
        form, token = await self.web.posted(request, CodeForm), request.path_params["token"]
        contact = (await self.entry.visits.load(request)).contact
        if not contact:
            return self.web.go(request, "room", token=token)
        visitor = await self.web.visitor(request)
        answer = await self.web.send(request, EnterCode, visitor, form, link=token, contact=contact)
        if answer is None:
            if form.refused == "refusal.no_such_request":
                form.general.clear()
                self.web.refuse(request, form, Refusal("refusal.wrong_code"))
            return await self.entry.code_page(request, form)
        response = self.entry.after(request, form.next.data or "")
        link_id, _ = self.web.desk.keyring.read_link(token) or (answer.request, "")
        set_cookie(response, request, room_cookie(link_id), answer.grant, _MONTH)
        return response

    async def leave(self, request: Request) -> Response:
        """On a shared computer: this browser forgets the room, and what was typed to get in."""
        await self.web.submitted(request)
        found = self.web.desk.keyring.read_link(request.path_params["token"])
        response = self.web.go(request, "start")
        await self.entry.visits.drop(request, response)
        for name in (room_cookie, seen_cookie):
            drop_cookie(response, request, name(found[0] if found else ""))
        await leave_browser(self.web, request, response)
        return response

    async def ask_link(self, request: Request) -> Response:
        """Reference and contact."""
        return self._link_page(request, self.web.form(LinkForm, request))

    async def send_link(self, request: Request) -> Response:
        """One answer, whether they fit or not."""
        form = await self.web.posted(request, LinkForm)
        answer = await self.web.send(request, SendLink, await self.web.visitor(request), form)
        return self._link_page(request, form if answer is None else None)

    def _link_page(self, request: Request, form: BaseForm | None) -> Response:
        title = self.web.translator(request)("track.link.title")
        return self.web.respond(request, "contacts/link.html", title=title, form=form, sent=form is None)


def routes(web: Web) -> list[Route]:
    """Entry and code of a room, the link again, and confirming in person."""
    pages, frame = ContactPages(web), RequestFrame(web)
    return [
        Route("/r/{token}/contact", pages.request_code, methods=["POST"], name="room_contact"),
        Route("/r/{token}/confirm", pages.confirm, name="confirm"),
        Route("/r/{token}/confirm", pages.enter_code, methods=["POST"], name="confirm_enter"),
        Route("/r/{token}/verify", pages.verify, name="verify"),
        Route("/r/{token}/code", pages.new_code, methods=["POST"], name="confirm_again"),
        Route("/r/{token}/leave", pages.leave, methods=["POST"], name="room_leave"),
        Route("/track/link", pages.ask_link, name="track_link"),
        Route("/track/link", pages.send_link, methods=["POST"], name="track_link_send"),
        Route(f"{AT}/confirm", frame.button(ConfirmInPerson), methods=["POST"], name="staff_confirm"),
    ]


async def unconfirmed(shown: Any) -> dict[str, Any] | None:
    """That nothing can be sent yet, where a code would change that."""
    room = shown.room
    return {} if room.contact_open and room.can_reply else None


async def leaving(shown: Any) -> dict[str, Any] | None:
    """For who came in by a code: a signed-in customer signs out at the host."""
    return {} if isinstance(shown.visitor, Guest) else None


async def confirmable(shown: Any) -> dict[str, Any] | None:
    """The button for who has the customer before them."""
    return {} if "confirm" in (*shown.found.moves, *shown.found.left_to_others) else None


PAGES = Pages(
    routes=routes,
    room=(
        Card("contacts/unconfirmed.html", view=unconfirmed, order=5, shows=(RoomCard.VERIFY,)),
        Card("contacts/leave.html", view=leaving, order=90),
    ),
    request=(
        Section("contacts/in_person.html", view=confirmable, column="decide", order=10, right="requests.confirm"),
    ),
)
