"""What every page needs: words, a frame, forms that are read and sent in one way, answers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import attrs
from jinja2 import Environment
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import (
    Actor,
    AsyncHelpdesk,
    Command,
    GrantScope,
    Guest,
    Helpdesk,
    InputError,
    Message,
    Refusal,
    RefusalKind,
    Result,
    StoreError,
)
from helpdesk_core.i18n import Translator, sort_key
from helpdesk_core.ports import Payments, Run
from helpdesk_core.rights import RIGHTS, may
from helpdesk_core.settings import chat_way

from .accounts.staff import StaffAccounts
from .drafts import Drafts
from .forms import BaseForm, ReviewForm, form_values
from .host import Host, Page, StaffActor, Visitor
from .live import Live, can_stream
from .paths import path_to
from .rendering import Framed, readable, safe
from .room_cookies import room_cookie
from .security import VISITOR_COOKIE, browser_of, csrf_token, installation_of, is_csrf, set_cookie, visitor_id
from .sign_in.signed_in import SignedInCustomers
from .slots import Card, Filled, Numbers, Slots
from .texts import SECRETS
from .tongues import speaking, spoken

_F = TypeVar("_F", bound=BaseForm)
_V = TypeVar("_V", bound=ReviewForm)
_R = TypeVar("_R", bound=Result)
_YEAR = 365 * 24 * 3600
_MOST_FIELDS = 600
KEYS_COOKIE = "helpdesk_keys"
"""Set to "off" in browsers where single keys do nothing."""


@attrs.frozen(kw_only=True)
class Web:
    """The app's parts, for the pages of one desk."""

    desk: Helpdesk
    api: AsyncHelpdesk
    host: Host
    run: Run
    templates: Environment
    drafts: Drafts
    live: Live
    slots: Slots
    staff: StaffAccounts | None = None
    """Only where the app runs alone."""
    signed_in: SignedInCustomers | None = None
    """Only there, and where customers have accounts of the app itself."""
    alone: bool = True
    """Whether the whole page is ours; inside a host only a part of it is."""
    demo: bool = False
    folders: tuple[str | Path, ...] = ()
    """The shop's own: templates in place of ours, and what capabilities read there."""
    payments: tuple[Payments, ...] = ()
    """Providers on whose pages customers can pay."""
    request_ids: dict[str, str] = attrs.field(factory=dict, init=False)
    """Of requests that staff looked at lately, by reference."""

    def translator(self, request: Request, language: str | None = None) -> Translator:
        """The words for this visitor; on a page that is for somebody else, those of the person it is for."""
        return self.desk.translator(language or getattr(request.state, "language", None) or self.host.language(request))

    def path(self, request: Request, name: str, **params: Any) -> str:
        """The path of a route, wherever the app is mounted."""
        return path_to(request, name, **params)

    def render(self, request: Request, template: str, **values: Any) -> Markup:
        """A template with what all of them share."""
        # what a page calls by the name of something shared is the page's; the parts of pages keep what is shared
        return safe(spoken(self.templates.get_template(template).render({**self._shared(request), **values})))

    def _shared(self, request: Request) -> dict[str, Any]:
        """What every template of a page gets, made once for each request."""
        known: dict[str, Any] | None = getattr(request.state, "helpdesk_shared", None)
        if known is not None:
            return known
        t = speaking(self.translator(request))
        shared: dict[str, Any] = {
            "t": t,
            "request": request,
            "settings": self.desk.settings,
            "demo": self.demo,
            "has_accounts": self.has_accounts,
            "csrf": csrf_token(request, self.desk),
            "path": partial(self.path, request),
            "readable": partial(readable, t=t),
            "may": partial(self.may, request),
            "form_token": secrets.token_hex(16),
            "icons": set(),
            "read_at": self.desk.clock(),
            "streams": can_stream(request),
            "keys": request.cookies.get(KEYS_COOKIE) != "off",
            "opening_hours": self.desk.settings.hours_in_words(t.language),
            "write_to": chat_way(self.desk.settings, "pages"),
        }
        shared["m"] = self.templates.get_template("macros.html").make_module(shared)
        request.state.helpdesk_shared = shared
        return shared

    async def fill(self, request: Request, slot: Sequence[Card], shown: Any, **values: Any) -> list[Filled]:
        """The parts of a shared page that have something to show."""
        return self.filled(request, await self.seen(request, slot, shown), **values)

    async def seen(self, request: Request, slot: Sequence[Card], shown: Any) -> list[tuple[Card, Mapping[str, Any]]]:
        """The parts of a shared page that have something to show, each with its values."""
        mine = (card for card in slot if card.right is None or self.may(request, card.right))
        return [(card, own) for card in mine if (own := await card.view(shown)) is not None]

    def filled(self, request: Request, seen: Iterable[tuple[Card, Mapping[str, Any]]], **values: Any) -> list[Filled]:
        """Those parts, rendered."""
        return [Filled.of(self.render(request, card.template, **{**values, **own}), own) for card, own in seen]

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
        """Render a page into the host's frame. An answer to a form that has to be mended has the form's status and says
        "Error" in its title first."""
        t = self.translator(request)
        failed = form if form is not None and form.failed else None
        if failed is not None:
            status = failed.http_status if status == 200 else status
        # the summary of errors stands above the heading, which goes on saying what page this is
        body = self.render(request, template, form=form, title=title, **values)
        title = title if failed is None else t("page.error_title", title=title)
        frame = self._frame(request, status)
        page = Page(
            title=f"{title} – {self.desk.settings.shop_name}",
            language=t.language,
            direction=t.direction,
            head=self.render(request, "head.html", nonce=self.host.nonce(request)),
            body="",
        )

        def framed() -> str:
            """The whole page. The menu's numbers are asked for here, where the desk's calls run."""
            numbers = self.numbers(request)
            every = sorted((*frame["menu"], *numbers.entries), key=attrgetter("order"))
            menu = [one for one in every if not one.when_any or numbers.counts.get(one.count)]
            values = {**frame, "menu": menu, "counts": numbers.counts}
            made = self.render(request, "frame.html", body=body, failed=failed, **values)
            return self.host.shell(attrs.evolve(page, body=made), request)

        response = Framed(framed, self.run, status)
        response.headers["Content-Language"] = t.language
        response.headers["Vary"] = "Cookie, Accept-Language"
        if VISITOR_COOKIE not in request.cookies:
            set_cookie(response, request, VISITOR_COOKIE, visitor_id(request), _YEAR)
        return response

    def _frame(self, request: Request, status: int) -> dict[str, Any]:
        staff = getattr(request.state, "staff", None)
        # an address that leads nowhere, or a form that was sent, is not gone back to and not shown
        here = request.url.path if request.method == "GET" and status < 400 else self.path(request, "start")
        links = [(code, self.host.language_link(request, code, here)) for code in self.desk.settings.languages]
        name = getattr(request.scope.get("route"), "name", None) or ""
        at_door = staff is None and name.startswith("staff_")  # where staff sign in: nothing there is for customers
        entries = () if at_door else self.slots.menu if staff else self.slots.portal_menu
        return {
            "alone": self.alone,
            "staff": staff,
            "menu": [one for one in entries if one.is_for(self, staff)],
            "here": here,
            "at_door": at_door,
            "foot": () if at_door else self.slots.foot,
            "banners": [self.render(request, at, **says) for at, says in self.slots.said(self, request)],
            "page_name": name,
            "installation": installation_of(self.desk),
            "languages": links if len(links) > 1 and all(link for _, link in links) else (),
        }

    def numbers(self, request: Request) -> Numbers:
        """What stands in the menu of whoever is there, asked for once for each request."""
        known: Numbers | None = getattr(request.state, "helpdesk_numbers", None)
        if known is None:
            staff = getattr(request.state, "staff", None)
            try:
                found = [live.look(self, staff) for live in self.slots.live if staff and may(staff, live.right)]
            except StoreError:  # the page that says so is shown without numbers
                found = []
            known = Numbers(
                {name: number for one in found for name, number in one.counts.items()},
                tuple(entry for one in found for entry in one.entries),
            )
            request.state.helpdesk_numbers = known
        return known

    async def agents(self, request: Request) -> tuple[StaffActor, ...]:
        """The staff that requests can be given to, in the order of the reader's alphabet."""
        language = self.translator(request).language
        return tuple(sorted(await self.host.agents(request), key=lambda one: sort_key(language, one.name)))

    def may(self, request: Request, right: str) -> bool:
        """Whether to offer something to whoever is there; the desk asks again when it is sent. Raises LookupError for a
        right that no capability declares."""
        if right not in RIGHTS:
            raise LookupError(f"{right!r} is not a declared right")
        staff = getattr(request.state, "staff", None)
        return staff is not None and may(staff, right)

    def require(self, request: Request, right: str) -> None:
        """For a page that asks the desk for nothing. Raises 403 for staff without the right."""
        if not self.may(request, right):
            raise HTTPException(403, "not_allowed")

    def go(self, request: Request, name: str, /, **params: Any) -> RedirectResponse:
        """After a POST: see another page."""
        return RedirectResponse(self.path(request, name, **params), 303)

    def go_to(self, request: Request, name: str, query: str, **params: Any) -> RedirectResponse:
        """After a POST: see another page, as its query asks."""
        return RedirectResponse(f"{self.path(request, name, **params)}?{query}".rstrip("?"), 303)

    def back(
        self,
        request: Request,
        answer: Result,
        name: str,
        /,
        *,
        quiet: str = "",
        more: Mapping[str, str] | None = None,
        **params: Any,
    ) -> Response:
        """After a command: see another page, which says what was removed from the text; ``quiet`` is the query when
        nothing was, ``more`` is added to it."""
        response = self.go(request, name, **params)
        said = {"removed": ".".join(answer.removed), "untold": answer.untold, **(more or {})}
        if query := urlencode({name: value for name, value in said.items() if value}) or quiet:
            response.headers["location"] += f"?{query}"
        return response

    async def submitted(self, request: Request) -> dict[str, str]:
        """A POSTed form's texts. Raises 403 without this visitor's token, 400 for a body that is not a form."""
        try:
            async with request.form(max_files=0, max_fields=_MOST_FIELDS) as data:
                values = form_values(data)
        except HTTPException as error:
            raise HTTPException(400) from error
        request.state.sent = dict(values)  # what was typed, whatever becomes of it
        if not is_csrf(request, self.desk, values.pop("csrf", "")):
            raise HTTPException(403)
        request.state.submitted = values
        return values

    async def posted(self, request: Request, kind: type[_F]) -> _F:
        """A POSTed form. Raises as `submitted`."""
        return self.labelled(kind.posted(await self.submitted(request)), request)

    def form(self, kind: type[_F], request: Request, values: Mapping[str, Any] | None = None) -> _F:
        """A form with these values and labels in the visitor's language."""
        return self.labelled(kind(dict(values or {})), request)

    def labelled(self, form: _F, request: Request) -> _F:
        """A form with labels in the visitor's language, for who has read it otherwise than by `posted`."""
        t, rule = self._shared(request)["t"], self.desk.settings.law.tax_number
        called = rule.name if rule is not None else t("tax_number.national")
        for one, _ in form.numbered():
            one.id = one.label.field_id = f"{form.ids}{one.id}"
            one.label.text = t(str(one.label.text), tax_number=called) if "." in str(one.label.text) else one.label.text
            one.errors = []
        return form

    async def send(
        self, request: Request, kind: type[Command[_R]], actor: Actor, form: BaseForm, /, **fields: Any
    ) -> _R | None:
        """Read a form into its command and send it. ``fields`` are what the page knows and the form does not say.

        Returns None when the form has to be shown again: what is wrong, and the page's status, are in the form. Of a
        decision without its tick nothing is sent. Raises as `refuse`.
        """
        if form.rearranged:
            return None
        if isinstance(form, ReviewForm) and not form.read.data:
            form.read.errors = [self.translator(request)(f"{form.tick}.missing")]
            return None
        try:
            command = self.desk.read(kind, form.typed() | fields)
        except InputError as error:
            form.show_errors(error, self.translator(request))
            return None
        answer = await self.api.handle(command, actor, key=form.key)
        if isinstance(answer, Refusal):
            self.refuse(request, form, answer)
            return None
        return answer

    def review_form(
        self, request: Request, kind: type[_V], digest: str, failed: BaseForm | None = None, **params: Any
    ) -> _V:
        """The first step of a decision: what is shown has ``digest``, and the tick is never set beforehand. ``params``
        are of its label."""
        form = failed if isinstance(failed, kind) else self.form(kind, request)
        form.read.data, form.digest.data = False, digest
        form.read.label.text = self.translator(request)(form.tick, **params)
        return form

    def refuse(self, request: Request, form: BaseForm, refusal: Refusal) -> None:
        """Say in the form why it was not done. Raises 403 for staff without the right: their page may not have this
        form any more."""
        if refusal.kind is RefusalKind.FORBIDDEN and getattr(request.state, "staff", None) is not None:
            raise as_error(refusal)
        form.verify_again = refusal.kind is RefusalKind.VERIFY
        form.refused = refusal.code
        form.show_refusal(self.refusal(request, refusal), refusal.status_hint, refusal.field)

    def refusal(self, request: Request, refusal: Refusal) -> str:
        """A refusal in words."""
        return self.translator(request).text(Message(refusal.code, refusal.params))

    @property
    def has_accounts(self) -> bool:
        """Whether customers can have an account here: a setting, where it is the app's to keep any."""
        return self.signed_in is not None and self.signed_in.is_open

    def customer_sign_in(self, request: Request) -> str:
        """Where a customer goes who is not signed in: where they can, or where one request is looked up."""
        there = self.path(request, "sign_in" if self.has_accounts else "track")
        return f"{there}?next={request.url.path}" if self.has_accounts else there

    async def visitor(self, request: Request, room: str | None = None) -> Visitor:
        """Who is there, with the grant for ``room`` that the browser holds."""
        visitor = attrs.evolve(await self.host.visitor(request), browser=browser_of(request, self.desk))
        grant = self.desk.guest(request.cookies.get(room_cookie(room))).grant if room is not None else None
        if grant is not None and grant.scope is not GrantScope.ROOM:  # let in to less by the customer, not as one
            return Guest(grant=grant, client=visitor.client, browser=visitor.browser)
        return visitor if grant is None else attrs.evolve(visitor, grant=grant)

    async def current_agent(self, request: Request) -> StaffActor:
        """The member of staff, or away to the sign-in."""
        found = await self.host.current_agent(request)
        if found is None:
            sign_in = self.host.sign_in(request)
            if sign_in is None:
                raise HTTPException(403, "not_staff")
            raise away(request, sign_in)
        request.state.staff = found
        return found

    @staticmethod
    def removed_query(kinds: Sequence[str]) -> dict[str, str]:
        """What a step removed, for the query of the page that it leads to: that page says so (`removed_before`)."""
        return {"removed": ".".join(kinds)} if kinds else {}

    def removed_before(self, request: Request) -> str:
        """What the step before this page removed: a word in the address that means nothing to the server."""
        return self.removed(request, [kind for kind in request.query_params.get("removed", "").split(".") if kind][:10])

    def removed(self, request: Request, kinds: Any) -> str:
        """What was removed from a text, in words; empty for nothing."""
        t = self.translator(request)
        names = [t(SECRETS.get(str(kind), SECRETS["removed"]).said) for kind in kinds or ()]
        return t("removed.sentence", kinds=", ".join(names)) if names else ""


def as_error(refusal: Refusal) -> HTTPException:
    """The error page in place of a view or a form that was refused."""
    return HTTPException(403, "not_allowed") if refusal.kind is RefusalKind.FORBIDDEN else HTTPException(404)


def away(request: Request, location: str) -> HTTPException:
    """Away to another page, where one has to prove who one is. A form that was being written is not lost by it."""
    status, detail = (401, "ended") if request.method == "POST" else (303, None)
    return HTTPException(status, detail, headers={"Location": location})
