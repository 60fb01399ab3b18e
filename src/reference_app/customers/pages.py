"""Finding a customer, all about one, and correcting what is wrong."""

from __future__ import annotations

from functools import partial

import attrs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal, Result
from helpdesk_core.commands import (
    AddContact,
    BlockContact,
    CorrectContact,
    CorrectName,
    PreferContact,
    TakeBackContact,
    UnblockContact,
)
from helpdesk_core.views import CustomerForStaff, view_customer, view_customers

from ..forms import BaseForm, ButtonForm
from ..host import StaffActor
from ..slots import Card, MenuEntry, Pages
from ..texts import LANGUAGES
from ..triage.frame import status_names
from ..triage.queue import ago
from ..web import Web, as_error
from .forms import (
    BlockForm,
    CorrectContactForm,
    CorrectNameForm,
    PreferContactForm,
    StaffAddContactForm,
    UnblockForm,
)
from .leaving import LeavingPages
from .reached import routes as reached_routes
from .reached import way
from .texts import BLOCK_REASONS, PROOFS

AT = "/staff/customers/{reference}"
_DONE = {
    "contact": "customers.contact.done",
    "added": "customers.added",
    "contact_proved": "customers.added.proved",
    "taken_back": "customers.taken_back",
    "prefer": "reached.done",
    "name": "customers.name.done",
    "block": "customers.block.done",
    "unblock": "customers.unblock.done",
    "account": "staff.customer_account.done",
    "account_phone": "staff.customer_account.phone.done",
    "account_refused": "staff.customer_account.refused",
    "role": "staff.customer_account.role.done",
    "account_erased": "staff.customer_account.erased",
}


@attrs.frozen(kw_only=True)
class CustomerPage:
    """What a part of the staff's page of a customer is given."""

    web: Web
    request: Request
    actor: StaffActor
    found: CustomerForStaff


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
            erased="done" in request.query_params,
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
        actor, found = await self.load(request)
        t = self.web.translator(request)
        shown = CustomerPage(web=self.web, request=request, actor=actor, found=found)
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
            reasons=BLOCK_REASONS,
            ago=partial(ago, t),
            parts=await self.web.fill(request, self.web.slots.customer, shown, found=found),
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
        if not isinstance(adding := failed, StaffAddContactForm):
            adding = self.web.form(StaffAddContactForm, request)
        if not isinstance(preferring := failed, PreferContactForm):
            chosen = next((one.id for one in found.ways if one.is_preferred), "")
            preferring = self.web.form(PreferContactForm, request, {"contact": chosen})
        news = [(one.id, one.value.shown) for one in found.ways if one.confirmed_at is not None and one.takes_news]
        preferring.contact.choices = [("", t("customers.prefer.last")), *news]
        unproved = [one for one in found.ways if one.confirmed_at is None]
        return self.web.respond(
            request,
            "customers/correct.html",
            title=t("customers.correct.title"),
            form=failed,
            found=found,
            name=self._name(request, found),
            named=named,
            reached=reached,
            adding=adding,
            to_take_back=unproved if len(unproved) < len(found.ways) else (),
            preferring=preferring if len(news) > 1 else None,
        )

    async def correct_contact(self, request: Request) -> Response:
        """Put the right contact in the place of the wrong one."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, CorrectContactForm)
        answer = await self.web.send(request, CorrectContact, actor, form, request=found.request.id)
        if answer is None:
            return self._correct_page(request, found, form)
        return self._back(request, answer, found, "contact")

    async def add_contact(self, request: Request) -> Response:
        """Write down another way to reach them."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, StaffAddContactForm)
        answer = await self.web.send(request, AddContact, actor, form, request=found.request.id)
        if answer is None:
            return self._correct_page(request, found, form)
        return self._back(request, answer, found, "contact_proved" if answer.is_proved else "added")

    async def take_back_contact(self, request: Request) -> Response:
        """A mistyped one goes, as long as nobody proved it."""
        actor, found = await self.load(request)
        form, of = await self.web.posted(request, ButtonForm), found.request.id
        contact = request.path_params["contact"]
        answer = await self.web.send(request, TakeBackContact, actor, form, request=of, contact=contact)
        if answer is None:
            return self._correct_page(request, found, form)
        return self._back(request, answer, found, "taken_back")

    async def prefer_contact(self, request: Request) -> Response:
        """Write down where they want news."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, PreferContactForm)
        answer = await self.web.send(request, PreferContact, actor, form, request=found.request.id)
        if answer is None:
            return self._correct_page(request, found, form)
        return self._back(request, answer, found, "prefer")

    async def correct_name(self, request: Request) -> Response:
        """Write down the right name."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, CorrectNameForm)
        answer = await self.web.send(request, CorrectName, actor, form, request=found.request.id)
        if answer is None:
            return self._correct_page(request, found, form)
        return self._back(request, answer, found, "name")

    def _back(self, request: Request, answer: Result, found: CustomerForStaff, done: str) -> Response:
        reference = found.request.reference
        return self.web.back(request, answer, "staff_customer", more={"done": done}, reference=reference)

    async def block(self, request: Request) -> Response:
        """Which contact, and why."""
        _, found = await self.load(request)
        self.web.require(request, "contacts.block")
        if all(one.block is not None for one in found.contacts):
            return self.web.go(request, "staff_customer", reference=found.request.reference)
        return self._block_page(request, found)

    def _block_page(self, request: Request, found: CustomerForStaff, failed: BlockForm | None = None) -> Response:
        t = self.web.translator(request)
        open_ones = [(one.id, one.value.shown) for one in found.contacts if one.block is None]
        form = failed or self.web.form(BlockForm, request, {"contact": open_ones[0][0] if len(open_ones) == 1 else ""})
        form.contact.choices = open_ones
        form.reason.choices = [(reason.value, t(code)) for reason, code in BLOCK_REASONS.items()]
        return self.web.respond(
            request,
            "customers/block.html",
            title=t("customers.block.title"),
            form=form,
            found=found,
            name=self._name(request, found),
        )

    async def send_block(self, request: Request) -> Response:
        """Take nothing more from it."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, BlockForm)
        answer = await self.web.send(request, BlockContact, actor, form, request=self._owner(found, form.contact.data))
        return self._block_page(request, found, form) if answer is None else self._back(request, answer, found, "block")

    async def unblock(self, request: Request) -> Response:
        """Take requests with it again."""
        actor, found = await self.load(request)
        form = await self.web.posted(request, UnblockForm)
        owner = self._owner(found, form.contact.data)
        answer = await self.web.send(request, UnblockContact, actor, form, request=owner)
        if answer is None:
            return self.web.go(request, "staff_customer", reference=found.request.reference)
        return self._back(request, answer, found, "unblock")

    @staticmethod
    def _owner(found: CustomerForStaff, contact: str | None) -> str:
        """The request that a contact point belongs to."""
        return next((one.request for one in found.contacts if one.id == contact), found.request.id)


def routes(web: Web) -> list[Route]:
    """The list, a customer, and the corrections."""
    pages, leaving = CustomerPages(web), LeavingPages(web)
    return [
        Route("/staff/customers", pages.find, name="staff_customers"),
        Route(AT, pages.show, name="staff_customer"),
        Route(f"{AT}/correct", pages.correct, name="staff_correct"),
        Route(f"{AT}/contact", pages.correct_contact, methods=["POST"], name="staff_correct_contact"),
        Route(f"{AT}/contacts", pages.add_contact, methods=["POST"], name="staff_add_contact"),
        Route(
            f"{AT}/contacts/{{contact}}/back", pages.take_back_contact, methods=["POST"], name="staff_take_back_contact"
        ),
        Route(f"{AT}/preferred", pages.prefer_contact, methods=["POST"], name="staff_prefer_contact"),
        Route(f"{AT}/block", pages.block, name="staff_block"),
        Route(f"{AT}/block", pages.send_block, methods=["POST"], name="staff_block_send"),
        Route(f"{AT}/unblock", pages.unblock, methods=["POST"], name="staff_unblock"),
        Route(f"{AT}/copy", leaving.copy, name="staff_customer_copy"),
        Route(f"{AT}/erase", leaving.erase, name="staff_erase"),
        Route(f"{AT}/erase", leaving.send_erase, methods=["POST"], name="staff_erase_send"),
        Route(f"{AT}/name", pages.correct_name, methods=["POST"], name="staff_correct_name"),
        *reached_routes(web),
    ]


PAGES = Pages(
    routes=routes,
    ways=(Card("customers/way.html", view=way, order=60),),
    menu=(MenuEntry("customers.menu", "staff_customers", icon="contact", order=10, right="requests.view"),),
)
