"""Where staff give the European repair form of a quote, and where it is downloaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal, RefusalKind
from helpdesk_core.adapters.documents import RepairFormDocuments, is_installed
from helpdesk_core.commands import MakeRepairForm
from helpdesk_core.views import (
    RepairFormsForStaff,
    RepairFormView,
    RequestForStaff,
    RoomRepairForms,
    view_repair_forms,
    view_request_repair_forms,
)

from ..again import show_again
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..limiters import TYPESETTING
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import RepairFormForm

_RIGHT = "repair_forms.make"


async def _hand_out(web: Web, request: Request, rows: Iterable[RepairFormView]) -> Response:
    """The PDF of the form in the address. Raises 404 where it is not among these."""
    one = next((row for row in rows if row.id == request.path_params["form"]), None)
    if one is None:
        raise HTTPException(404)
    if not is_installed():
        return show_again(web, request, 501, "error.no_documents", {})
    made = RepairFormDocuments(web.desk.settings.zone)
    document = await to_thread.run_sync(made.pdf, one, limiter=TYPESETTING())
    name = f"repair-form-{one.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(document, media_type="application/pdf", headers=headers)


class RepairFormPages:
    """The forms of one request."""

    def __init__(self, web: Web) -> None:
        self.web, self.room, self.frame = web, RoomFrame(web), RequestFrame(web)

    async def own(self, request: Request) -> Response:
        """The document, for who may enter the room; everybody else is led to its door."""
        id = self.room.request_id(request)
        found = await self.web.api.view(view_repair_forms, await self.web.visitor(request, id), id)
        if isinstance(found, Refusal):
            raise self.room.again(request) if found.kind is RefusalKind.VERIFY else HTTPException(404)
        return await _hand_out(self.web, request, found.rows)

    async def _load(self, request: Request) -> tuple[RequestForStaff, RepairFormsForStaff]:
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_repair_forms, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        return found, seen

    async def pdf(self, request: Request) -> Response:
        """The document, for staff."""
        _, seen = await self._load(request)
        return await _hand_out(self.web, request, seen.rows)

    async def show(self, request: Request, failed: RepairFormForm | None = None) -> Response:
        """What the quote does not say, with what is known of it."""
        found, seen = await self._load(request)
        t = self.web.translator(request)
        days = seen.days and t("staff.repair_form.time.days", fastest=seen.days[0], slowest=seen.days[1])
        time = t("staff.repair_form.time.day", day=seen.expected) if seen.expected else days or ""
        known = {
            "quote": seen.quote or "",
            "defect": str(seen.defect),
            "time": time,
            "replacement": "" if self.web.desk.settings.lends_devices else t("staff.repair_form.replacement.none"),
        }
        return self.web.respond(
            request,
            "repair_forms/give.html",
            title=t("staff.repair_form"),
            form=failed,
            found=found,
            r=found.request,
            seen=seen,
            giving=failed or self.web.form(RepairFormForm, request, known),
            notice=self.web.removed_before(request),
        )

    async def give(self, request: Request) -> Response:
        """It is given."""
        form = await self.web.posted(request, RepairFormForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, MakeRepairForm, actor, form, request=id)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """Giving, downloading."""
    pages, at = RepairFormPages(web), f"{AT}/repair-form"
    return [
        Route("/r/{token}/repair-form/{form}.pdf", pages.own, name="room_repair_form"),
        Route(at, pages.show, name="staff_repair_form"),
        Route(at, pages.give, methods=["POST"], name="staff_repair_form_give"),
        Route(f"{at}/{{form}}.pdf", pages.pdf, name="staff_repair_form_pdf"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What they can download, beside the quote."""
    found = shown.room.part(RoomRepairForms)
    return {"rows": found.rows} if found is not None and found.rows else None


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The forms that were given, and the way to give one; only where there is a quote."""
    if "quotes" not in shown.found.request.has:
        return None
    seen = await shown.web.api.view(view_request_repair_forms, shown.visitor, shown.found.request.id)
    if isinstance(seen, Refusal) or not (seen.rows or seen.quote):
        return None
    return {"seen": seen}


PAGES = Pages(
    routes=routes,
    room=(Card("repair_forms/card.html", view=card, order=8),),
    request=(Section("repair_forms/section.html", view=section, column="papers", order=56, right=_RIGHT),),
)
