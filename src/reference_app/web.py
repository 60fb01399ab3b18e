"""What every page needs: words, a frame, forms that are read safely, answers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from importlib.metadata import version
from typing import Any, TypeVar

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from helpdesk_core import AsyncHelpdesk, Guest, Helpdesk, Reference, Refusal
from helpdesk_core.base.messages import Message
from helpdesk_core.desk.asynchronous import Run
from helpdesk_core.i18n import Translator

from .accounts import Accounts
from .drafts import Drafts
from .forms import BaseForm, form_values
from .host import Colleague, Host, Page, Visitor
from .security import VISITOR_COOKIE, csrf_token, is_csrf, set_cookie, visitor_id
from .texts import HIDDEN, KINDS

_F = TypeVar("_F", bound=BaseForm)
_YEAR = 365 * 24 * 3600


def environment() -> Environment:
    """The templates, escaped without exception, in which an unknown name is an error."""
    return Environment(
        loader=PackageLoader("reference_app"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Framed(HTMLResponse):
    """A page whose frame is the host's: made when it is sent, where the host's calls run, since a base template may ask
    the host's database."""

    def __init__(self, frame: Callable[[], str], run: Run, status: int) -> None:
        super().__init__("", status)
        self._frame, self._run = frame, run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Frame and send."""
        self.body = (await self._run(self._frame)).encode()
        self.headers["content-length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


@attrs.frozen(kw_only=True)
class Web:
    """The app's parts, for its pages."""

    desk: Helpdesk
    api: AsyncHelpdesk
    host: Host
    run: Run
    templates: Environment
    drafts: Drafts
    accounts: Accounts | None = None
    """Only where the app runs alone."""
    demo: bool = False

    def translator(self, request: Request, language: str | None = None) -> Translator:
        """The words for this visitor."""
        return self.desk.translator(language or self.host.language(request))

    def path(self, request: Request, name: str, **params: Any) -> str:
        """The path of a route, wherever the app is mounted."""
        return str(request.url_for(name, **params).path)

    def respond(
        self,
        request: Request,
        template: str,
        status: int = 200,
        *,
        title: str,
        form: BaseForm | None = None,
        **values: Any,
    ) -> Response:
        """Render a page into the host's frame. An answer to a faulty form has status 422 and says "Error" in its
        title first."""
        t = self.translator(request)
        failed = form is not None and bool(form.first_errors())
        status = 422 if failed and status == 200 else status
        title = t("page.error_title", title=title) if failed else title
        shared = {
            "t": t,
            "web": self,
            "request": request,
            "settings": self.desk.settings,
            "form": form,
            "title": title,
            "demo": self.demo,
            "alone": self.accounts is not None,
            "csrf": csrf_token(request, self.desk.keyring),
            "path": lambda name, **params: self.path(request, name, **params),
            # an address that leads nowhere, or a form that was sent, is not gone back to and not shown
            "here": request.url.path if request.method == "GET" and status < 400 else self.path(request, "start"),
            "readable": lambda text: readable(text, t),
            "form_token": secrets.token_hex(16),
            "opening_hours": self.desk.settings.label(self.desk.settings.opening_hours, t.language),
        }
        body = self.templates.get_template(template).render(**shared, **values)
        frame = self.templates.get_template("frame.html").render(
            **shared, body=_ours(body), staff=getattr(request.state, "colleague", None)
        )
        head = self.templates.get_template("head.html").render(**shared)
        page = Page(
            title=f"{title} – {self.desk.settings.shop_name}",
            language=t.language,
            direction=t.direction,
            head=_ours(head),
            body=_ours(frame),
        )
        response = Framed(partial(self.host.shell, page, request), self.run, status)
        response.headers["Content-Language"] = t.language
        response.headers["Vary"] = "Cookie, Accept-Language"
        if VISITOR_COOKIE not in request.cookies:
            set_cookie(response, request, VISITOR_COOKIE, visitor_id(request), _YEAR)
        return response

    def go(self, request: Request, name: str, /, **params: Any) -> RedirectResponse:
        """After a POST: see another page."""
        return RedirectResponse(self.path(request, name, **params), 303)

    async def submitted(self, request: Request) -> dict[str, str]:
        """A POSTed form's texts. Raises 403 without this visitor's token, 400 for what is no form."""
        try:
            async with request.form(max_files=0, max_fields=60) as data:
                values = form_values(data)
        except HTTPException as error:
            raise HTTPException(400) from error
        if not is_csrf(request, self.desk.keyring, values.pop("csrf", "")):
            raise HTTPException(403)
        return values

    def form(self, kind: type[_F], request: Request, values: Mapping[str, str] | None = None, *, ids: str = "") -> _F:
        """A form with these values and labels in the visitor's language. ``ids`` keeps apart the fields of several
        forms on a page."""
        t = self.translator(request)
        form = kind(data=dict(values or {}))
        for field in form:
            field.id = field.label.field_id = f"{ids}{field.id}"
            field.label.text = t(str(field.label.text)) if "." in str(field.label.text) else field.label.text
            field.errors = []
        return form

    async def visitor(self, request: Request, room: str | None = None) -> Visitor:
        """Who is there; as a guest, with the grant for ``room`` that the browser holds."""
        visitor = await self.host.visitor(request)
        if room is not None and isinstance(visitor, Guest):
            granted = self.desk.guest(request.cookies.get(room_cookie(room)), visitor.client)
            return granted if granted.grant is not None else visitor
        return visitor

    async def colleague(self, request: Request) -> Colleague:
        """The member of staff, or away to the sign-in."""
        found = await self.host.colleague(request)
        if found is None:
            sign_in = self.host.sign_in(request)
            raise (
                HTTPException(403, "not_staff")
                if sign_in is None
                else HTTPException(303, headers={"Location": sign_in})
            )
        request.state.colleague = found
        return found

    def refusal(self, request: Request, refusal: Refusal) -> str:
        """A refusal in words."""
        return self.translator(request).text(Message(refusal.code, refusal.params))

    def removed_before(self, request: Request) -> str:
        """What the step before this page removed: a word in the address that means nothing to the server."""
        return self.removed(request, [kind for kind in request.query_params.get("removed", "").split(".") if kind][:10])

    def removed(self, request: Request, kinds: Any) -> str:
        """What was removed from a text, in words; empty for nothing."""
        t = self.translator(request)
        names = [t(KINDS.get(str(kind), "removed.other")) for kind in kinds or ()]
        return t("removed.sentence", kinds=", ".join(names)) if names else ""


_PLACEHOLDER = re.compile(r"\[([A-Z_]{2,20})\]")


def readable(text: object, t: Translator) -> str:
    """A safe text with its placeholders in the reader's language."""
    return _PLACEHOLDER.sub(
        lambda found: t(HIDDEN[found.group(1)]) if found.group(1) in HIDDEN else found.group(), str(text)
    )


def _ours(html: str) -> Markup:
    """HTML that our own templates rendered, escaped already."""
    return Markup(html)  # noqa: S704


def room_cookie(request_id: str) -> str:
    """The cookie that holds the grant for one room."""
    return f"helpdesk_room_{request_id[:16]}"


def grouped(reference: str) -> str:
    """A stored reference as it is shown."""
    return Reference.stored(reference).grouped


def iso(moment: datetime) -> str:
    """For the datetime attribute of a time element."""
    return moment.isoformat(timespec="seconds")


@cache
def asset_version() -> str:
    """Changes with the release, so that browsers fetch new styles."""
    return version("helpdesk-core")
