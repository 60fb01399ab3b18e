"""Before a room: the contact is asked for, a code goes out to it, and the code is entered."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import attrs
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Contact, ContactKind, FieldError

from ..rendering import is_own_path
from ..web import Web
from .forms import CodeForm, ContactForm
from .visits import Visits


@attrs.frozen(kw_only=True)
class ConfirmPage:
    """What a card of the page is given on which whoever made a request enters the code."""

    web: Web
    request: Request
    token: str


class Entry:
    """The entry page of a private link. The link says where; who is asked for with the contact and a code."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.visits = Visits(web)

    def page(self, request: Request, form: ContactForm | None = None, *, back: str | None = None) -> Response:
        """Asks for the contact, and leads ``back`` after that; it looks the same for every link."""
        form = form or self.web.form(ContactForm, request, {"next": back or _next(request)})
        title = self.web.translator(request)("door.title")
        return self.web.respond(
            request, "contacts/entry.html", title=title, form=form, token=request.path_params["token"]
        )

    async def code_page(self, request: Request, form: CodeForm | None = None) -> Response:
        """Where the code went, and the field for it."""
        form = form or self.web.form(CodeForm, request, {"next": _next(request)})
        visit = await self.visits.load(request)
        try:
            contact = Contact.parse(visit.contact, *self.web.desk.settings.country_codes)
        except FieldError:  # the shop's countries changed meanwhile
            return self.page(request)
        # only who has just made the request has its reference here
        own = self.web.slots.confirm if visit.reference else ()
        token = request.path_params["token"]
        cards = await self.web.fill(request, own, ConfirmPage(web=self.web, request=request, token=token), token=token)
        by_code = self.sends_codes(contact)
        return self.web.respond(
            request,
            "contacts/code.html" if by_code else "contacts/by_phone.html",
            title=self.web.translator(request)("confirm.title" if by_code else "confirm.phone.title"),
            form=form if by_code else None,
            token=request.path_params["token"],
            contact=contact.dialled or contact.shown,
            reference=visit.reference,
            code_from=visit.code_from,
            minutes=self.web.desk.keyring.code_lifetime // timedelta(minutes=1),
            cards=cards,
        )

    def sends_codes(self, contact: Contact) -> bool:
        """Whether a code may go to a contact; the same for every number, whether its holder writes by a chat or not."""
        chats = any(getattr(one, "is_chat", False) for one in self.web.desk.channels.values())
        by_chat = chats and contact.kind is ContactKind.PHONE
        return by_chat or contact.kind.value in self.web.desk.settings.code_channels

    def verify_again(self, request: Request, back: str) -> Response:
        """Away to a fresh proof, and ``back`` afterwards: for a decision that an old grant is not enough for."""
        return self.go(request, "verify", back)

    def go(self, request: Request, name: str, back: str) -> Response:
        """See a page of this entry, and ``back`` after it."""
        path = self.web.path(request, name, token=request.path_params["token"])
        return RedirectResponse(f"{path}?{urlencode({'next': back})}" if back else path, 303)

    def after(self, request: Request, back: str) -> Response:
        """Where to go once it is proved: ``back`` if it is a page of ours, else the room."""
        if is_own_path(back):
            return RedirectResponse(back, 303)
        return self.web.go(request, "room", token=request.path_params["token"])


def _next(request: Request) -> str:
    given = request.query_params.get("next", "")[:500]
    return given if is_own_path(given) else ""
