"""How a request begins: the start page, and Quick Help in two short pages. What staff take: ``counter.py``."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, FieldError, InputError, Refusal
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.views import OwnDetails, view_own_details

from ..contacts.visits import Visit, Visits
from ..drafts import Draft
from ..forms import BaseForm
from ..slots import MenuEntry, Pages, Section
from ..texts import URGENCIES
from ..triage.frame import AT
from ..web import Web
from .counter import Counter
from .forms import PersonForm, ProblemForm


class QuickHelp:
    """The customer's two pages. The first one is kept as a draft."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.draft = Draft(web.drafts, "quick_help")
        self.visits = Visits(web)

    async def start(self, request: Request) -> Response:
        """What this is for, and the ways in."""
        visitor = await self.web.visitor(request)
        return self.web.respond(
            request,
            "intake/start.html",
            title=self.web.translator(request)("start.title"),
            draft=bool(await self.draft.load(request)),
            cards=await self.web.fill(request, self.web.slots.start, visitor),
        )

    async def problem(self, request: Request) -> Response:
        """What is wrong with what."""
        form = self.web.form(ProblemForm, request, await self.draft.load(request))
        return self._problem_page(request, self._offered(request, form))

    def _offered(self, request: Request, form: ProblemForm) -> ProblemForm:
        t = self.web.translator(request)
        form.offer(self.web.desk.settings, t, t.language)
        return form

    def _problem_page(self, request: Request, form: ProblemForm) -> Response:
        title = self.web.translator(request)("quick_help.title")
        return self.web.respond(request, "intake/problem.html", title=title, form=form)

    async def save_problem(self, request: Request) -> Response:
        """Keep the first page as a draft, redacted."""
        form = self._offered(request, await self.web.posted(request, ProblemForm))
        typed = form.typed()
        if errors := self._errors_of(typed, form):
            form.show_errors(InputError(errors), self.web.translator(request))
            return self._problem_page(request, form)
        visitor, language = await self.web.visitor(request), self.web.translator(request).language
        texts = await self.web.api.redact_draft(typed, visitor, language)
        response = self.web.go(request, "quick_help_contact")
        if texts.removed:
            response.headers["location"] += f"?removed={'.'.join(texts.removed)}"
        await self.draft.save(request, response, {name: str(texts[name]) for name in typed})
        return response

    def _errors_of(self, typed: Mapping[str, str], form: BaseForm) -> tuple[FieldError, ...]:
        """The errors of a part of a command: the other fields are not there yet."""
        try:
            self.web.desk.read(SubmitRequest, typed)
        except InputError as error:
            return tuple(wrong for wrong in error.errors if wrong.path and wrong.path[0] in form)
        return ()

    async def person(self, request: Request) -> Response:
        """Who asks; what was said so far can be changed."""
        draft = await self.draft.load(request)
        if not draft:
            return self.web.go(request, "quick_help")
        own = await self._own(request)
        known = {"surname": own.surname, "given_name": own.given_name, "contact": next(iter(own.contacts), "")}
        return await self._person_page(request, self.web.form(PersonForm, request, known | draft))

    async def _own(self, request: Request) -> OwnDetails:
        own = await self.web.api.view(view_own_details, await self.web.visitor(request))
        assert not isinstance(own, Refusal)
        return own

    async def _person_page(self, request: Request, form: PersonForm) -> Response:
        t, draft = self.web.translator(request), form.first_page
        if not self.web.desk.directory.is_there:
            del form.order
        place = self.web.desk.settings.location(draft.get("location"))
        return self.web.respond(
            request,
            "intake/person.html",
            title=t("quick_help.contact.title"),
            form=form,
            draft=draft,
            orders=(await self._own(request)).orders,
            urgency=t(next((code for u, code in URGENCIES.items() if u.value == draft.get("urgency")), "urgency.soon")),
            place=self.web.desk.settings.label(place.labels, t.language) if place else None,
            notice=self.web.removed_before(request),
        )

    async def change(self, request: Request) -> Response:
        """The first page again, with what this tab said on it."""
        form = await self.web.posted(request, PersonForm)
        return self._problem_page(request, self._offered(request, self.web.form(ProblemForm, request, form.first_page)))

    async def submit(self, request: Request) -> Response:
        """Send both pages as one request."""
        form = await self.web.posted(request, PersonForm)
        if not form.first_page:
            return self.web.go(request, "quick_help")
        visitor, language = await self.web.visitor(request), self.web.translator(request).language
        answer = await self.web.send(request, SubmitRequest, visitor, form, language=language)
        if answer is None:
            return await self._person_page(request, form)
        token = self.web.desk.keyring.link(answer.request, answer.generation)
        response = self.web.go(request, "room" if isinstance(visitor, Customer) else "confirm", token=token)
        if await self.draft.load(request) == form.first_page:  # else it is another tab's
            await self.draft.drop(request, response)
        contact = self.web.desk.read(SubmitRequest, form.typed()).contact
        visit = Visit(contact=contact.value, reference=answer.reference, code_from=answer.code_from)
        await self.visits.save(request, response, token, visit)
        return response


def routes(web: Web) -> list[Route]:
    """Start, Quick Help, and the form at the counter."""
    pages, counter = QuickHelp(web), Counter(web)
    return [
        Route("/", pages.start, name="start"),
        Route("/quick-help", pages.problem, name="quick_help"),
        Route("/quick-help", pages.save_problem, methods=["POST"], name="quick_help_save"),
        Route("/quick-help/contact", pages.person, name="quick_help_contact"),
        Route("/quick-help/change", pages.change, methods=["POST"], name="quick_help_change"),
        Route("/quick-help/contact", pages.submit, methods=["POST"], name="quick_help_submit"),
        Route("/staff/new", counter.new, name="staff_new"),
        Route("/staff/new", counter.take, methods=["POST"], name="staff_take"),
        Route("/staff/new/known", counter.look_up, methods=["POST"], name="staff_known"),
        Route(f"{AT}/slip", counter.slip, name="staff_slip"),
    ]


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("staff.new", "staff_new", icon="plus", group="queue", order=30, right="requests.take"),),
    request=(Section("intake/slip_link.html", column="side", order=71),),
)
