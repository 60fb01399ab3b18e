"""Start page and Quick Help: two short pages and a code."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Contact, Customer, FieldError, InputError, Refusal
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.intake.views import OwnDetails, view_own_details

from ..forms import PersonForm, ProblemForm
from ..security import drop_cookie, sealed, set_cookie
from ..texts import URGENCIES
from ..web import Web

DRAFT_COOKIE = "helpdesk_draft"
VISIT_COOKIE = "helpdesk_visit"
_HOUR = 3600
_PROBLEM_FIELDS = ("problem", "device", "urgency", "location")
_PERSON_FIELDS = ("surname", "contact", "given_name", "order")


def routes(web: Web) -> list[Route]:
    """Start, Quick Help, and in the demo the sent mails."""
    pages = Portal(web)
    return [
        Route("/", pages.start, name="start"),
        Route("/quick-help", pages.problem, name="quick_help"),
        Route("/quick-help", pages.save_problem, methods=["POST"], name="quick_help_save"),
        Route("/quick-help/contact", pages.person, name="quick_help_contact"),
        Route("/quick-help/contact", pages.submit, methods=["POST"], name="quick_help_submit"),
        *([Route("/demo/mail", pages.sent_mail, name="demo_mail")] if web.demo else []),
    ]


class Portal:
    """The pages before there is a request."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def start(self, request: Request) -> Response:
        """What this is for, and the two doors."""
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "start.html",
            title=t("start.title"),
            draft=bool(await self._draft(request)),
            own=isinstance(await self.web.visitor(request), Customer),
        )

    async def problem(self, request: Request) -> Response:
        """What is wrong with what."""
        return self._problem_page(request, await self._draft(request))

    def _problem_page(self, request: Request, values: Mapping[str, str], error: InputError | None = None) -> Response:
        t = self.web.translator(request)
        form = self.web.form(ProblemForm, request, values)
        form.offer(self.web.desk.settings, t, t.language)
        if error is not None:
            form.show_errors(error, t)
        return self.web.respond(request, "quick_help.html", title=t("quick_help.title"), form=form)

    async def save_problem(self, request: Request) -> Response:
        """Keep the first page as a draft, redacted, and go on."""
        values = {name: value for name, value in (await self.web.submitted(request)).items() if name in _PROBLEM_FIELDS}
        faults = _faults_of(self.web, values, only=_PROBLEM_FIELDS)
        if faults:
            return self._problem_page(request, values, InputError(faults))
        visitor, language = await self.web.visitor(request), self.web.translator(request).language
        texts = await self.web.api.redact_draft(values, visitor, language)
        token = request.cookies.get(DRAFT_COOKIE) or secrets.token_urlsafe(32)
        response = self.web.go(request, "quick_help_contact")
        await self.web.drafts.save(request, token, {name: str(texts[name]) for name in values})
        if texts.removed:
            response.headers["location"] += f"?removed={'.'.join(texts.removed)}"
        set_cookie(response, request, DRAFT_COOKIE, token, 48 * _HOUR)
        return response

    async def person(self, request: Request) -> Response:
        """Who asks; what was said so far can be changed."""
        draft = await self._draft(request)
        if not draft:
            return self.web.go(request, "quick_help")
        own = await self._own(request)
        known = {"surname": own.surname, "given_name": own.given_name, "contact": next(iter(own.contacts), "")}
        return await self._person_page(request, draft, known)

    async def _own(self, request: Request) -> OwnDetails:
        own = await self.web.api.view(view_own_details, "", await self.web.visitor(request))
        assert not isinstance(own, Refusal)
        return own

    async def _person_page(
        self,
        request: Request,
        draft: Mapping[str, str],
        values: Mapping[str, str],
        error: InputError | None = None,
        refused: Refusal | None = None,
    ) -> Response:
        t = self.web.translator(request)
        form = self.web.form(PersonForm, request, values)
        if error is not None:
            form.show_errors(error, t)
        if refused is not None:
            form.surname.errors = [self.web.refusal(request, refused)]
        if not self.web.desk.directory.is_there:
            del form.order
        place = self.web.desk.settings.location(draft.get("location"))
        return self.web.respond(
            request,
            "quick_help_contact.html",
            title=t("quick_help.contact.title"),
            form=form,
            draft=draft,
            orders=(await self._own(request)).orders,
            urgency=t(next((code for u, code in URGENCIES.items() if u.value == draft.get("urgency")), "urgency.soon")),
            place=self.web.desk.settings.label(place.labels, t.language) if place else None,
            notice=self.web.removed_before(request),
        )

    async def submit(self, request: Request) -> Response:
        """Send both pages as one request."""
        values = await self.web.submitted(request)
        key = values.pop("form_token", "") or None
        draft = await self._draft(request)
        if not draft:
            return self.web.go(request, "quick_help")
        t = self.web.translator(request)
        person = {name: value for name, value in values.items() if name in _PERSON_FIELDS}
        try:
            command = self.web.desk.read(SubmitRequest, {**draft, **person, "language": t.language})
        except InputError as error:
            return await self._person_page(request, draft, person, error)
        visitor = await self.web.visitor(request)
        receipt = await self.web.api.handle(command, visitor, key=_short(key))
        if isinstance(receipt, Refusal):
            return await self._person_page(request, draft, person, refused=receipt)
        token = self.web.desk.keyring.link(receipt["request"], receipt["generation"])
        response = self.web.go(request, "room" if isinstance(visitor, Customer) else "confirm", token=token)
        await self._forget_draft(request, response)
        remember(self.web, request, response, token, command.contact, receipt["reference"])
        return response

    async def _draft(self, request: Request) -> dict[str, str]:
        token = request.cookies.get(DRAFT_COOKIE)
        return {} if token is None else await self.web.drafts.load(request, token)

    async def _forget_draft(self, request: Request, response: Response) -> None:
        token = request.cookies.get(DRAFT_COOKIE)
        if token is not None:
            await self.web.drafts.drop(request, token)
        drop_cookie(response, request, DRAFT_COOKIE)

    async def sent_mail(self, request: Request) -> Response:
        """The demo's mails: what would have been sent."""
        t = self.web.translator(request)
        assert self.web.accounts is not None  # the demo runs alone
        mails = await to_thread.run_sync(self.web.accounts.sent_mail)
        return self.web.respond(
            request, "demo_mail.html", title=t("demo.mail.title"), mails=mails, base_url=self.web.desk.base_url
        )


def _short(key: str | None) -> str | None:
    return key if key and len(key) <= 64 else None


def _faults_of(web: Web, values: Mapping[str, str], only: tuple[str, ...]) -> tuple[FieldError, ...]:
    """The faults of a part of a command: those of the other fields are not there yet."""
    try:
        web.desk.read(SubmitRequest, values)
    except InputError as error:
        return tuple(fault for fault in error.errors if fault.path and fault.path[0] in only)
    return ()


def remember(web: Web, request: Request, response: Response, token: str, contact: Contact, reference: str = "") -> None:
    """Let this browser, which just typed the contact, enter the code without typing it again, and see the reference if
    it made the request. For an hour, sealed."""
    value = sealed(web.desk.keyring, f"visit{token}", f"{contact.value}\n{reference}")
    set_cookie(response, request, VISIT_COOKIE, value, _HOUR)
