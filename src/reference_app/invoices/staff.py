"""Invoices as staff write, issue and look for them."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Refusal
from helpdesk_core.commands import DiscardInvoiceDraft, DraftInvoice, IssueInvoice
from helpdesk_core.views import Invoice, InvoicesForStaff, Settlement, view_invoice_list, view_invoices

from ..quotes.forms import percent
from ..triage.frame import RequestFrame, RequestPage
from ..web import Web, as_error
from .documents import hand_out
from .forms import DiscardForm, InvoiceForm, IssueForm, values_of
from .texts import SETTLEMENTS


class StaffPages:
    """The staff's two steps: write, then issue exactly what was read; and the list of all invoices."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def _found(self, request: Request) -> InvoicesForStaff:
        actor, id = await self.frame.find(request)
        found = await self.web.api.view(view_invoices, actor, id)
        if isinstance(found, Refusal):
            raise as_error(found)
        return found

    async def write(self, request: Request, failed: InvoiceForm | None = None) -> Response:
        """The form, with the draft there is; else with the quote that was approved, or the invoice to correct."""
        found = await self._found(request)
        self.web.require(request, "invoices.issue")
        corrected = self._corrected(request, found, failed)
        language = self.web.translator(request).language
        form = failed or self.web.form(InvoiceForm, request, values_of(found, corrected, language))
        self._offer(request, form, found, corrected)
        title = "staff.invoice.correct" if corrected else "staff.invoice.write"
        return self._page(request, "invoices/write.html", title, form, found=found, corrected=corrected)

    def _offer(self, request: Request, form: InvoiceForm, found: InvoicesForStaff, corrected: Invoice | None) -> None:
        prices = corrected.prices.value if corrected else found.prices.value
        settings = self.web.desk.settings
        days = (self.web.desk.clock().astimezone(settings.zone).date(), found.sold_on)
        form.offer(settings, self.web.translator(request), prices, corrected, days)

    def _corrected(self, request: Request, found: InvoicesForStaff, form: InvoiceForm | None) -> Invoice | None:
        """The invoice that the draft, the form or the address is about; a correction begins with what holds now."""
        asked = form.corrects.data if form else request.query_params.get("corrects", "")
        id = found.draft.corrects if found.draft and form is None else asked
        return found.invoice(id or "")

    def _page(self, request: Request, template: str, title: str, form: Any, **values: Any) -> Response:
        t = self.web.translator(request)
        values |= {"reference": request.path_params["reference"], "percent": lambda rate: percent(rate, t)}
        return self.web.respond(request, template, title=t(title), form=form, **values)

    async def save(self, request: Request) -> Response:
        """Keep the draft, then read it through."""
        actor, id = await self.frame.find(request)
        form, found = await self.web.posted(request, InvoiceForm), await self._found(request)
        self._offer(request, form, found, self._corrected(request, found, form))
        answer = await self.web.send(request, DraftInvoice, actor, form, request=id)
        if answer is None:
            return await self.write(request, form)
        return self.web.back(request, answer, "staff_invoice_review", reference=request.path_params["reference"])

    async def review(self, request: Request, failed: Any = None) -> Response:
        """Exactly what will be issued."""
        found, (_, page) = await self._found(request), await self.frame.load(request)
        self.web.require(request, "invoices.issue")
        if found.draft is None:
            raise HTTPException(404)
        form = self.web.review_form(request, IssueForm, found.draft.digest, failed)
        return self._page(
            request,
            "invoices/review.html",
            "staff.invoice.review",
            form,
            draft=found.draft,
            sums=found.sums,
            corrected=found.invoice(found.draft.corrects or ""),
            found=page,
            has_seller=found.has_seller,
            warranties=found.warranties,
            notice=self.web.removed_before(request),
        )

    async def issue(self, request: Request) -> Response:
        """A person decides about what was on the page."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, IssueForm)
        answer = await self.web.send(request, IssueInvoice, actor, form, request=id)
        return await self.review(request, form) if answer is None else await self.frame.answer(request, form, answer)

    async def discard(self, request: Request) -> Response:
        """Throw the draft away."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, DiscardForm)
        answer = await self.web.send(request, DiscardInvoiceDraft, actor, form, request=id)
        return await self.frame.answer(request, form, answer)

    async def pdf(self, request: Request) -> Response:
        """The document."""
        return await hand_out(self.web, request, await self.web.current_agent(request))

    async def list(self, request: Request) -> Response:
        """All invoices, those not paid yet, or those whose number begins as was typed."""
        actor = await self.web.current_agent(request)
        asked, number = request.query_params.get("state", ""), request.query_params.get("number", "").strip()[:40]
        state = Settlement(asked) if asked in set(Settlement) else None
        after = request.query_params.get("after")
        found = await self.web.api.view(view_invoice_list, actor, settlement=state, number=number or None, after=after)
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("staff.invoices")
        more: dict[str, Any] = {"found": found, "state": state, "states": SETTLEMENTS, "number": number}
        return self.web.respond(request, "invoices/list.html", title=title, **more)


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The request's invoices, and the way to a new one."""
    about = shown.found.request
    if not {"invoices", "invoice_drafts"} & set(about.has):
        return {"found": None}
    found = await shown.web.api.view(view_invoices, shown.visitor, about.id)
    return None if isinstance(found, Refusal) else {"found": found}
