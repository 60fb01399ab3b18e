"""Where staff work the shop's checklists, and where they are told what is open."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import WorkChecklist
from helpdesk_core.views import DeviceChecklist, Phase, RequestChecklists, RequestForStaff, view_checklists

from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage, StepPage
from ..web import Web, as_error
from .forms import ChecklistForm, as_rows

_NAME, _RIGHT = "worked_checklists", "checklists.work"
_GOES = frozenset({Phase.READY, Phase.OUTCOME_RECORDED})


class ChecklistPages:
    """One checklist on one device."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def _all(self, request: Request) -> tuple[RequestForStaff, RequestChecklists]:
        """The request and its checklists."""
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_checklists, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        return found, seen

    async def _load(self, request: Request) -> tuple[RequestForStaff, RequestChecklists, DeviceChecklist]:
        """The same, and the one of the address. Raises 404."""
        found, seen = await self._all(request)
        wanted = request.path_params["device"], request.path_params["checklist"]
        one = next((one for one in seen.rows if (one.device, one.checklist) == wanted), None)
        if one is None:
            raise HTTPException(404)
        return found, seen, one

    async def show(self, request: Request, failed: ChecklistForm | None = None) -> Response:
        """Its items with the answers that hold, and earlier ones."""
        found, seen, one = await self._load(request)
        t, settings = self.web.translator(request), self.web.desk.settings
        working = failed or self.web.form(ChecklistForm, request, {"answers": as_rows(one)})
        working.offer(one, settings, t)
        return self.web.respond(
            request,
            "checklists/checklist.html",
            title=settings.label(one.labels, t.language) or str(one.title),
            form=failed,
            found=found,
            r=found.request,
            seen=seen,
            one=one,
            working=working,
            answered={row.item: row for row in one.rows},
            notice=self.web.removed_before(request),
        )

    async def paper(self, request: Request) -> Response:
        """All that were answered, to be printed. Raises 404 where none was."""
        found, seen = await self._all(request)
        if not seen.are_answered:
            raise HTTPException(404)
        title = self.web.translator(request)("staff.checklists.paper")
        return self.web.respond(request, "checklists/paper.html", title=title, found=found, r=found.request, seen=seen)

    async def work(self, request: Request) -> Response:
        """What was found."""
        form = await self.web.posted(request, ChecklistForm)
        actor, id = await self.frame.find(request)
        named = {name: request.path_params[name] for name in ("device", "checklist")}
        answer = await self.web.send(request, WorkChecklist, actor, form, request=id, **named)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """The page of a checklist on a device."""
    pages, at = ChecklistPages(web), f"{AT}/checklists/{{device}}/{{checklist}}"
    return [
        Route(f"{AT}/checklists", pages.paper, name="staff_checklists_paper"),
        Route(at, pages.show, name="staff_checklist"),
        Route(at, pages.work, methods=["POST"], name="staff_checklist_work"),
    ]


async def _seen(shown: RequestPage | StepPage) -> RequestChecklists | None:
    """The checklists; looked up once for each page, and only where there are any."""
    state = shown.request.state
    if not hasattr(state, "checklists"):
        seen: Any = None
        if shown.web.desk.settings.checklists or _NAME in shown.found.request.has:
            seen = await shown.web.api.view(view_checklists, shown.visitor, shown.found.request.id)
        state.checklists = seen if isinstance(seen, RequestChecklists) else None
    found: RequestChecklists | None = state.checklists
    return found


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """All of them, above what is decided."""
    seen = await _seen(shown)
    return {"seen": seen} if seen is not None and seen.rows else None


async def before_step(shown: RequestPage | StepPage) -> dict[str, Any] | None:
    """What is open or fails, for who is about to publish an outcome or to give a device back."""
    seen = await _seen(shown)
    return {"seen": seen} if seen is not None and seen.can_work and seen.unfinished else None


async def at_top(shown: RequestPage) -> dict[str, Any] | None:
    """The same on the request's page, from when its device can be collected."""
    return await before_step(shown) if shown.found.request.phase in _GOES else None


PAGES = Pages(
    routes=routes,
    hand_over=(Card("checklists/unfinished.html", view=before_step, order=40),),
    publish=(Card("checklists/unfinished.html", view=before_step),),
    request=(
        Section("checklists/unfinished.html", view=at_top, column="top", order=15),
        Section("checklists/section.html", view=section, column="decide", order=59),
    ),
)
