"""Finding a customer, all about one, and correcting what is wrong."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import CorrectContact, CorrectName
from helpdesk_core.views import CustomerForStaff, view_customer, view_customers

from ..forms import BaseForm
from ..host import StaffActor
from ..slots import MenuEntry, Pages
from ..texts import LANGUAGES
from ..triage.frame import status_names
from ..triage.queue import ago
from ..web import Web, as_error
from .forms import CorrectContactForm, CorrectNameForm
from .texts import PROOFS

AT = "/staff/customers/{reference}"
_DONE = {"contact": "customers.contact.done", "name": "customers.name.done"}


class CustomerPages:
    """The list, a customer, and what is corrected."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def find(self, request: Request) -> Response:
        """Customers by what was typed; those of the latest requests where nothing was."""
        actor = await self.web.current_agent(request)
        words = request.query_params.get("q", "")[:200].strip()
        found = await self.web.api.view(view_customers, actor, words)
        if isinstance(found, Refusal):
            raise as_error(found)
        return self.web.respond(
            request,
            "customers/list.html",
            title=self.web.translator(request)("customers.title"),
            found=found,
            words=words,
            names=status_names(self.web, request),
        )

    async def load(self, request: Request) -> tuple[StaffActor, CustomerForStaff]:
        """Who is there, and all about the customer. Raises 404 for what is not theirs to see."""
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_customer, actor, request.path_params["reference"][:40])
        if isinstance(found, Refusal):
            raise as_error(found)
        return actor, found

    async def show(self, request: Request) -> Response:
        """All about one customer."""
        _, found = await self.load(request)
        t = self.web.translator(request)
        done = _DONE.get(request.query_params.get("done", ""))
        return self.web.respond(
            request,
            "customers/customer.html",
            title=self._name(request, found),
            found=found,
            notice=" ".join(filter(None, (t(done) if done else "", self.web.removed_before(request)))),
            names=status_names(self.web, request),
            languages=LANGUAGES,
            proofs=PROOFS,
            ago=partial(ago, t),
        )

    def _name(self, request: Request, found: CustomerForStaff) -> str:
        whole = " ".join(str(part) for part in (found.request.given_name, found.request.surname) if part)
        return whole or self.web.translator(request)("customers.unnamed")

    async def correct(self, request: Request) -> Response:
        """The name and the contacts, to be corrected."""
        _, found = await self.load(request)
        self.web.require(request, "customers.correct")
        return self._correct_page(request, found)

    def _correct_page(self, request: Request, found: CustomerForStaff, failed: BaseForm | None = None) -> Response:
        t, of = self.web.translator(request), found.request
        name = {"surname": str(of.surname or ""), "given_name": str(of.given_name or "")}
        if not isinstance(named := failed, CorrectNameForm):
            named = self.web.form(CorrectNameForm, request, name)
        if not isinstance(reached := failed, CorrectContactForm):
            only = found.contacts[0].id if len(found.contacts) == 1 else ""
            reached = self.web.form(CorrectContactForm, request, {"contact": only})
        reached.contact.choices = [(one.id, one.value.shown) for one in found.contacts]
        return self.web.respond(
            request,
            "customers/correct.html",
            title=t("customers.correct.title"),
            form=failed,
            found=found,
            name=self._name(request, found),
            named=named,
            reached=reached,
        )

    async def correct_contact(self, request: Request) -> Response:
        """Put the right contact in the place of the wrong one."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, CorrectContactForm)
        answer = await self.web.send(request, CorrectContact, actor, form, request=found.request.id)
        if answer is None:
            return self._correct_page(request, found, form)
        more = {"done": "contact"}
        return self.web.back(request, answer, "staff_customer", more=more, reference=found.request.reference)

    async def correct_name(self, request: Request) -> Response:
        """Write down the right name."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, CorrectNameForm)
        answer = await self.web.send(request, CorrectName, actor, form, request=found.request.id)
        if answer is None:
            return self._correct_page(request, found, form)
        more = {"done": "name"}
        return self.web.back(request, answer, "staff_customer", more=more, reference=found.request.reference)


def routes(web: Web) -> list[Route]:
    """The list, a customer, and the corrections."""
    pages = CustomerPages(web)
    return [
        Route("/staff/customers", pages.find, name="staff_customers"),
        Route(AT, pages.show, name="staff_customer"),
        Route(f"{AT}/correct", pages.correct, name="staff_correct"),
        Route(f"{AT}/contact", pages.correct_contact, methods=["POST"], name="staff_correct_contact"),
        Route(f"{AT}/name", pages.correct_name, methods=["POST"], name="staff_correct_name"),
    ]


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("customers.menu", "staff_customers", icon="contact", order=10, right="requests.view"),),
)
