"""Before a room: the contact is asked for, a code goes out to it, and the code is entered."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Contact

from ..rendering import is_own_path
from ..security import set_cookie, sign_value, unsign_value
from ..web import Web
from .forms import CodeForm, ContactForm

_VISIT_COOKIE = "helpdesk_visit"
_HOUR = 3600


class Entry:
    """The entry page of a private link. The link says where; who is asked for with the contact and a code."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def page(self, request: Request, form: ContactForm | None = None) -> Response:
        """Asks for the contact; it looks the same for every link."""
        form = form or self.web.form(ContactForm, request, {"next": _next(request)})
        title = self.web.translator(request)("door.title")
        return self.web.respond(
            request, "contacts/entry.html", title=title, form=form, token=request.path_params["token"]
        )

    def code_page(self, request: Request, form: CodeForm | None = None) -> Response:
        """Where the code went, and the field for it."""
        form = form or self.web.form(CodeForm, request, {"next": _next(request)})
        typed, reference = self.remembered(request)
        code_from = self._code_from(request)
        contact = Contact.parse(typed, self.web.desk.settings.country_code)
        by_code = contact.kind.value in self.web.desk.settings.code_channels
        return self.web.respond(
            request,
            "contacts/code.html" if by_code else "contacts/by_phone.html",
            title=self.web.translator(request)("confirm.title"),
            form=form if by_code else None,
            token=request.path_params["token"],
            contact=contact.shown,
            reference=reference,
            code_from=code_from,
        )

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

    def remembered(self, request: Request) -> tuple[str, str]:
        """The contact that this browser typed within the hour, and the reference if it made the request; else empty."""
        contact, reference, _ = self._visit(request)
        return contact, reference

    def _code_from(self, request: Request) -> datetime | None:
        """When the address can be sent its first code; None when one was sent, or may be by now."""
        *_, code_from = self._visit(request)
        moment = datetime.fromisoformat(code_from) if code_from else None
        return moment if moment is not None and moment > self.web.desk.clock() else None

    def _visit(self, request: Request) -> tuple[str, str, str]:
        given = request.cookies.get(_VISIT_COOKIE, "")
        value = unsign_value(self.web.desk.keyring, f"visit{request.path_params['token']}", given) or "\n\n"
        contact, reference, code_from = value.split("\n")
        return contact, reference, code_from


def remember(
    web: Web,
    request: Request,
    response: Response,
    token: str,
    contact: Contact,
    reference: str = "",
    code_from: datetime | None = None,
) -> None:
    """Let this browser, which just typed the contact, enter the code without typing it again; if it made the request,
    see the reference, and from when on a code can be sent. For an hour, signed."""
    waits = "" if code_from is None else code_from.isoformat()
    value = sign_value(web.desk.keyring, f"visit{token}", f"{contact.value}\n{reference}\n{waits}")
    set_cookie(response, request, _VISIT_COOKIE, value, _HOUR)


def _next(request: Request) -> str:
    given = request.query_params.get("next", "")[:500]
    return given if is_own_path(given) else ""
