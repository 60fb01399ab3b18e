"""What the customer reads of warranties, where staff write them down, and the lines on the slip."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import EndWarranty, GiveWarranty
from helpdesk_core.views import RequestWarranties, RoomWarranties, view_request_warranties

from ..customer_rooms.frame import RoomPage
from ..forms import ButtonForm
from ..intake.counter import SlipPage
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import WarrantyForm

_NAME, _RIGHT = "warranties", "warranties.give"


class WarrantyPages:
    """The staff's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request, failed: WarrantyForm | None = None) -> Response:
        """What is covered, and the form for another part."""
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_warranties, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        usual = self.web.desk.settings.warranty_months
        return self.web.respond(
            request,
            "warranties/warranties.html",
            title=self.web.translator(request)("staff.warranty"),
            form=failed,
            found=found,
            r=found.request,
            rows=seen.rows,
            giving=failed or self.web.form(WarrantyForm, request, {"months": str(usual) if usual else ""}),
            notice=self.web.removed_before(request),
        )

    async def give(self, request: Request) -> Response:
        """One more."""
        form = await self.web.posted(request, WarrantyForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, GiveWarranty, actor, form, request=id)
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "staff_warranties", reference=request.path_params["reference"])

    async def end(self, request: Request) -> Response:
        """It was wrong."""
        form = await self.web.posted(request, ButtonForm)
        actor, id = await self.frame.find(request)
        warranty = request.path_params["warranty"]
        answer = await self.web.send(request, EndWarranty, actor, form, request=id, warranty=warranty)
        return await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """The warranties of a request."""
    pages, at = WarrantyPages(web), f"{AT}/warranties"
    return [
        Route(at, pages.show, name="staff_warranties"),
        Route(at, pages.give, methods=["POST"], name="staff_warranty_give"),
        Route(f"{at}/{{warranty}}/end", pages.end, methods=["POST"], name="staff_warranty_end"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What is covered."""
    found = shown.room.part(RoomWarranties)
    return {"rows": found.rows} if found is not None and found.rows else None


async def rows(shown: RequestPage | SlipPage) -> dict[str, Any]:
    """What is covered, where anything is."""
    seen: Any = None
    if _NAME in shown.found.request.has:
        seen = await shown.web.api.view(view_request_warranties, shown.visitor, shown.found.request.id)
    covered = seen.rows if isinstance(seen, RequestWarranties) else ()
    return {"rows": covered, "is_idle": not covered}


async def slip(shown: SlipPage) -> dict[str, Any] | None:
    """The same on paper."""
    found = await rows(shown)
    return found if found["rows"] else None


PAGES = Pages(
    routes=routes,
    room=(Card("warranties/card.html", view=card, order=6),),
    slip=(Card("warranties/slip.html", view=slip),),
    request=(Section("warranties/section.html", view=rows, column="side", order=12, right=_RIGHT),),
)
