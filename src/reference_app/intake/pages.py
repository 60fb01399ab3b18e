"""How a request begins: the start page, and the first page of Quick Help. What follows: ``questions.py``, ``ways.py``,
``order.py``; what staff take: ``counter.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, FieldError, InputError
from helpdesk_core.commands import SubmitRequest

from ..devices.booking import devices_of, named
from ..forms import BaseForm
from ..host import Visitor
from ..slots import Asked, MenuEntry, Pages, Section
from ..triage.frame import AT
from ..web import Web
from .counter import Counter
from .forms import FIRST, MORE, ProblemForm, flat, is_of_more, more_of
from .order import OrderPages, needs_account, sign_in_of
from .questions import Asking, QuestionPages
from .steps import Steps, drafted
from .ways import WayPages


class QuickHelp:
    """The first page. Every page is kept as a part of one draft."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.draft, self.steps = drafted(web), Steps(web, Asking(web))

    async def start(self, request: Request) -> Response:
        """What this is for, and the ways in."""
        visitor = await self.web.visitor(request)
        return self.web.respond(
            request,
            "intake/start.html",
            title=self.web.translator(request)("start.title"),
            draft=bool(await self.draft.load(request)),
            **await self._around(request, visitor),
            cards=await self.web.fill(request, self.web.slots.start, visitor),
        )

    async def _around(self, request: Request, visitor: Visitor) -> dict[str, Any]:
        """What everybody has to know before they write anything, and the other ways to the shop."""
        asked, slots = Asked(web=self.web, request=request, visitor=visitor, words=""), self.web.slots
        return {
            "known": await self.web.fill(request, slots.known, asked),
            "other_ways": await self.web.fill(request, slots.other_ways, asked),
        }

    async def problem(self, request: Request) -> Response:
        """What is wrong with what; a device of the visitor's own may be named by the address."""
        visitor, draft = await self.web.visitor(request), await self.draft.load(request)
        values = {**draft, MORE: more_of(draft), **await named(self.web, request, visitor)}
        form = await self._offered(request, self.web.form(ProblemForm, request, values), visitor)
        return await self._problem_page(request, form, visitor, draft)

    async def _offered(self, request: Request, form: ProblemForm, visitor: Visitor) -> ProblemForm:
        t = self.web.translator(request)
        form.offer(self.web.desk.settings, t, t.language, await devices_of(self.web, visitor))
        return form

    async def _problem_page(
        self, request: Request, form: ProblemForm, visitor: Visitor, draft: Mapping[str, str]
    ) -> Response:
        t, settings = self.web.translator(request), self.web.desk.settings
        return self.web.respond(
            request,
            "intake/problem.html",
            title=t("quick_help.title"),
            form=form,
            **await self._around(request, visitor),
            needs_account=needs_account(visitor, settings),
            needs_device=settings.require_device_registration and form.own_device is None,
            track=await self.steps.progress(request, "quick_help", draft),
            is_counted=await self.steps.are_known(request),
            beside=await self.steps.beside(request, draft),
            sign_in=sign_in_of(self.web, request),
        )

    async def save_problem(self, request: Request) -> Response:
        """Keep the first page as a draft, redacted."""
        visitor, t = await self.web.visitor(request), self.web.translator(request)
        form = await self._offered(request, await self.web.posted(request, ProblemForm), visitor)
        typed, before = form.typed(), await self.draft.load(request)
        asks_device = isinstance(visitor, Customer) and self.web.desk.settings.require_device_registration
        if form.rearranged:
            return await self._problem_page(request, form, visitor, before)
        errors = self._errors_of(typed, form)
        if asks_device and form.own_device is not None and not typed.get("own_device"):
            errors = (FieldError("refusal.device_needed", path=("own_device",)), *errors)
        if errors:
            form.show_errors(InputError(errors), t)
            return await self._problem_page(request, form, visitor, before)
        rest = {name: value for name, value in before.items() if name not in FIRST and not is_of_more(name)}
        kept, removed = await self.steps.redacted(request, rest | flat(typed))
        said = self.web.removed_query(removed)
        if asks_device and form.own_device is None:
            response = self.web.go_to(request, "device_new", urlencode({"then": "help"} | said))
        else:
            response = self.web.go_to(request, await self.steps.after("quick_help", request, kept), urlencode(said))
        await self.draft.save(request, response, kept)
        return response

    def _errors_of(self, typed: Mapping[str, Any], form: BaseForm) -> tuple[FieldError, ...]:
        """The errors of a part of a command: the other fields are not there yet."""
        try:
            self.web.desk.read(SubmitRequest, typed)
        except InputError as error:
            return tuple(wrong for wrong in error.errors if wrong.path and wrong.path[0] in form)
        return ()


def routes(web: Web) -> list[Route]:
    """Start, Quick Help, and the form at the counter."""
    pages, counter, order = QuickHelp(web), Counter(web), OrderPages(web)
    questions = QuestionPages(web, pages.draft, pages.steps)
    ways = WayPages(web, pages.draft, pages.steps)
    return [
        Route("/", pages.start, name="start"),
        Route("/quick-help", pages.problem, name="quick_help"),
        Route("/quick-help", pages.save_problem, methods=["POST"], name="quick_help_save"),
        Route("/quick-help/device/{token}", pages.problem, name="quick_help_device"),
        Route("/quick-help/questions", questions.ask, name="quick_help_questions"),
        Route("/quick-help/questions", questions.keep, methods=["POST"], name="quick_help_questions_save"),
        Route("/quick-help/way", ways.choose, name="quick_help_way"),
        Route("/quick-help/way", ways.keep, methods=["POST"], name="quick_help_way_save"),
        Route("/quick-help/way/{way}", ways.show, name="quick_help_way_of"),
        Route("/quick-help/way/{way}", ways.fill_in, methods=["POST"], name="quick_help_way_of_save"),
        Route("/quick-help/contact", order.person, name="quick_help_contact"),
        Route("/quick-help/contact", order.save_person, methods=["POST"], name="quick_help_contact_save"),
        Route("/quick-help/check", order.check, name="quick_help_check"),
        Route("/quick-help/check", order.submit, methods=["POST"], name="quick_help_submit"),
        Route("/staff/new", counter.new, name="staff_new"),
        Route("/staff/new", counter.take, methods=["POST"], name="staff_take"),
        Route("/staff/new/known", counter.look_up, methods=["POST"], name="staff_known"),
        Route(f"{AT}/slip", counter.slip, name="staff_slip"),
    ]


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("staff.new", "staff_new", icon="plus", group="queue", order=9, right="requests.take"),),
    request=(Section("intake/slip_link.html", column="papers", order=10),),
)
