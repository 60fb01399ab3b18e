"""A copy of all data of a customer, and erasing them after a look at what goes and what stays."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from helpdesk_core import Refusal
from helpdesk_core.commands import EraseRequest
from helpdesk_core.views import ErasureReview, export_customer, view_erasure

from ..host import StaffActor
from ..triage.frame import status_names
from ..web import Web, as_error
from .archive import archive
from .forms import EraseForm
from .texts import GOES


class LeavingPages:
    """What a customer can ask for of their own data."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def copy(self, request: Request) -> Response:
        """All data of the customer with their photos and files in one archive; nothing is written."""
        actor = await self.web.current_agent(request)
        reference = request.path_params["reference"][:40]
        found = await self.web.api.view(export_customer, actor, reference)
        if isinstance(found, Refusal):
            raise as_error(found)
        name = "".join(char for char in reference if char.isascii() and char.isalnum())
        headers = {"content-disposition": f'attachment; filename="customer-{name}.zip"', "cache-control": "no-store"}
        return StreamingResponse(archive(self.web, actor, found), media_type="application/zip", headers=headers)

    async def erase(self, request: Request) -> Response:
        """What would go, what stays and why."""
        _, review = await self._review(request)
        return self._page(request, review)

    async def _review(self, request: Request) -> tuple[StaffActor, ErasureReview]:
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_erasure, actor, request.path_params["reference"][:40])
        if isinstance(found, Refusal):
            raise as_error(found)
        return actor, found

    def _page(self, request: Request, review: ErasureReview, failed: EraseForm | None = None) -> Response:
        form = self.web.review_form(request, EraseForm, review.digest, failed)
        return self.web.respond(
            request,
            "customers/erase.html",
            title=self.web.translator(request)("customers.erase.title"),
            form=form,
            reference=request.path_params["reference"],
            review=review,
            goes=GOES,
            names=status_names(self.web, request),
        )

    async def send_erase(self, request: Request) -> Response:
        """Erase exactly the requests that were shown, one after another: doing it again goes on where it stopped."""
        actor, review = await self._review(request)
        form, t = await self.web.posted(request, EraseForm), self.web.translator(request)
        if not form.read.data:
            form.read.errors = [t(f"{form.tick}.missing")]
            return self._page(request, review, form)
        if form.digest.data != review.digest:
            form.show_refusal(t("customers.erase.changed"), 409)
            return self._page(request, review, form)
        for one in review.requests:
            answer = await self.web.api.handle(self.web.desk.read(EraseRequest, {"request": one.id}), actor)
            if isinstance(answer, Refusal):
                self.web.refuse(request, form, answer)
                return self._page(request, review, form)
        return self.web.go_to(request, "staff_customers", "done=erased")
