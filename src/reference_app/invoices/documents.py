"""An invoice's PDF on its way to a browser."""

from __future__ import annotations

from collections.abc import Callable

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Actor, Refusal, RefusalKind
from helpdesk_core.adapters.documents import InvoiceDocuments, is_installed
from helpdesk_core.settings import chat_way
from helpdesk_core.views import view_invoice

from ..again import show_again
from ..limiters import TYPESETTING
from ..web import Web


async def hand_out(
    web: Web, request: Request, viewer: Actor, again: Callable[[Request], HTTPException] | None = None
) -> Response:
    """The PDF, for who may see the invoice.

    Args:
        web: The app.
        request: The GET.
        viewer: Who looks.
        again: Leads a customer to a new code where one is asked for.

    Raises:
        HTTPException: 404 for what is not this viewer's; what ``again`` makes.
    """
    found = await web.api.view(view_invoice, viewer, request.path_params["invoice"][:64])
    if isinstance(found, Refusal):
        raise again(request) if again is not None and found.kind is RefusalKind.VERIFY else HTTPException(404)
    if not is_installed():
        return show_again(web, request, 501, "error.no_documents", {})
    desk = web.desk
    kept = None if desk.storage is None else desk.storage.files
    made = InvoiceDocuments(desk.tenant, desk.settings.zone, kept, chat=chat_way(desk.settings, "invoices"))
    document = await to_thread.run_sync(made.pdf, found, limiter=TYPESETTING())
    name = f"{found.summary.number.replace('/', '-')}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(document, media_type="application/pdf", headers=headers)
