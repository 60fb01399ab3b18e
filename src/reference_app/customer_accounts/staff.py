"""What staff see and do about the account of a customer: a part of the customer's page."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import ContactKind
from helpdesk_core.commands import AccountRole, CreateAccount, EraseAccount, SetAccountRole, VouchForAccountPhone
from helpdesk_core.views import view_customer_account

from ..customers.pages import AT, CustomerPage, CustomerPages
from ..limiters import in_line
from ..sign_in.signed_in import SignedInCustomers
from ..web import Web
from .forms import AccountForm, CreateForm, RoleForm


class StaffPages:
    """The forms of that part."""

    def __init__(self, web: Web, customers: SignedInCustomers) -> None:
        self.web, self._pages, self._customers = web, CustomerPages(web), customers

    async def create(self, request: Request) -> Response:
        """The customer gets the mail that everybody gets."""
        actor, found = await self._pages.load(request)
        form = await self.web.posted(request, CreateForm)
        contact = next((one for one in found.contacts if one.id == form.contact.data), None)
        of = found.request.id if contact is None else contact.request
        answer = await self.web.send(request, CreateAccount, actor, form, request=of)
        return self._back(request, "account_refused" if answer is None else "account")

    async def set_role(self, request: Request) -> Response:
        """From now on."""
        actor, _ = await self._pages.load(request)
        form = await self.web.posted(request, RoleForm)
        answer = await self.web.send(request, SetAccountRole, actor, form)
        return self._back(request, "account_refused" if answer is None else "role")

    async def vouch(self, request: Request) -> Response:
        """Its owner was spoken to at the new number."""
        actor, _ = await self._pages.load(request)
        form = await self.web.posted(request, AccountForm)
        answer = await self.web.send(request, VouchForAccountPhone, actor, form)
        return self._back(request, "account_refused" if answer is None else "account_phone")

    async def erase(self, request: Request) -> Response:
        """Who they are goes, and so do password and sessions."""
        actor, _ = await self._pages.load(request)
        form = await self.web.posted(request, AccountForm)
        answer = await self.web.send(request, EraseAccount, actor, form)
        if answer is not None:
            await in_line(self._customers.forget, form.account.data or "")
        return self._back(request, "account_refused" if answer is None else "account_erased")

    def _back(self, request: Request, done: str) -> Response:
        return self.web.go_to(request, "staff_customer", f"done={done}", reference=request.path_params["reference"])


async def part(shown: CustomerPage) -> dict[str, Any] | None:
    """Their account, or the form that makes one; nothing where there are none."""
    if not shown.web.has_accounts:
        return None
    account = await shown.web.api.view(view_customer_account, shown.actor, shown.found.request.id)
    addresses = [one for one in shown.found.contacts if one.value.kind is ContactKind.EMAIL]
    known = account if getattr(account, "id", None) else None
    return {"account": known, "addresses": addresses, "roles": list(AccountRole)}


def staff_routes(web: Web, customers: SignedInCustomers) -> list[Route]:
    """Below the customer's page."""
    pages = StaffPages(web, customers)
    return [
        Route(f"{AT}/account", pages.create, methods=["POST"], name="staff_account_create"),
        Route(f"{AT}/account/erase", pages.erase, methods=["POST"], name="staff_account_erase"),
        Route(f"{AT}/account/phone", pages.vouch, methods=["POST"], name="staff_account_phone"),
        Route(f"{AT}/role", pages.set_role, methods=["POST"], name="staff_account_role"),
    ]
