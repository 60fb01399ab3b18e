"""Sending an invoice to KSeF: read, sent by a person, and what became of it."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Money, Refusal
from helpdesk_core.commands import SendInvoice
from helpdesk_core.views import Invoice, InvoiceToSend, view_invoice_to_send

from ..notifications.texts import why
from ..quotes.forms import percent
from ..triage.frame import RequestFrame
from ..web import Web, as_error
from .forms import SendForm


class SendingPages:
    """The staff's page of one invoice in KSeF."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def _found(self, request: Request) -> InvoiceToSend:
        actor, id = await self.frame.find(request)
        found = await self.web.api.view(view_invoice_to_send, actor, id, request.path_params["invoice"][:64])
        if isinstance(found, Refusal):
            raise as_error(found)
        return found

    async def show(self, request: Request, failed: SendForm | None = None) -> Response:
        """What would be sent, or what became of it."""
        found, t = await self._found(request), self.web.translator(request)
        wrong = found.obstacle
        values: dict[str, Any] = {
            "found": found,
            "one": found.invoice,
            "sending": found.sending,
            "obstacle": self.web.refusal(request, wrong) if wrong is not None else "",
            "why": why(found.waits_for),
            "note_over": self._note_over(found.invoice),
            "percent": lambda rate: percent(rate, t),
            "reference": request.path_params["reference"],
            "invoice": found.invoice.id,
            "form": self.web.review_form(request, SendForm, found.digest, failed),
        }
        title = t("ksef.title", number=found.invoice.number)
        return self.web.respond(request, "invoices/sending.html", title=title, **values)

    def _note_over(self, one: Invoice) -> Money | None:
        """The sum beyond which the law asks for a note on some invoices, where this one is."""
        gross, settings = one.gross, self.web.desk.settings
        found = settings.law.over("split_payment", gross.minor, gross.currency, one.issued_on)
        return None if found is None else Money(minor=found.minor, currency=gross.currency)

    async def send(self, request: Request) -> Response:
        """A person decides about what was on the page."""
        actor, id = await self.frame.find(request)
        form, invoice = await self.web.posted(request, SendForm), request.path_params["invoice"][:64]
        answer = await self.web.send(request, SendInvoice, actor, form, request=id, invoice=invoice)
        if answer is None:
            return await self.show(request, form)
        names = {"reference": request.path_params["reference"], "invoice": invoice}
        return self.web.back(request, answer, "staff_invoice_sending", **names)

    async def file(self, request: Request) -> Response:
        """What was sent, or KSeF's receipt, as they were kept."""
        found, storage = await self._found(request), self.web.desk.storage
        sending, is_receipt = found.sending, request.path_params["part"] == "receipt"
        if sending is None or storage is None or (is_receipt and not sending.has_receipt):
            raise HTTPException(404)
        key = sending.receipt_key if is_receipt else sending.document_key

        def kept() -> bytes:
            with storage.files.open(key) as stream:
                return stream.read()

        try:
            content = await to_thread.run_sync(kept)
        except OSError:
            raise HTTPException(404) from None
        name = f"{found.invoice.number.replace('/', '-')}{'-upo' if is_receipt else ''}.xml"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return Response(content, media_type="application/xml", headers=headers)
