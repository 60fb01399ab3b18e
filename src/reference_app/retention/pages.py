"""What is due to go, class by class, and the decision of a person about each or all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal, Settings
from helpdesk_core.commands import EraseRequest, OpaqueId
from helpdesk_core.views import RetentionClass, RetentionList, view_retention, view_retention_due

from ..host import StaffActor
from ..slots import Live, MenuEntry, Numbers, Pages
from ..web import Web, as_error
from .forms import EraseForm


def _named(laws: Mapping[str, Mapping[str, str]], settings: Settings, language: str) -> dict[str, Any]:
    """Laws as people read them: by the name in their language, else in any."""
    return {placeholder: settings.label(names, language) for placeholder, names in laws.items()}


class RetentionPages:
    """The list, and what goes of it."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """What is due in one class."""
        return await self._page(request)

    async def _page(self, request: Request, failed: EraseForm | None = None) -> Response:
        found = await self._due(request)
        t, query = self.web.translator(request), request.query_params
        said = []
        if (done := query.get("done", "")).isdecimal() and len(done) < 5:
            said.append(t("retention.done", count=min(int(done), 1000)))
        if undone := query.get("undone", "")[:200]:
            said.append(t("retention.undone", references=undone))
        return self.web.respond(
            request,
            "retention/list.html",
            title=t("retention.title"),
            form=failed,
            found=found,
            classes=list(RetentionClass),
            basis=t(found.basis.code, **_named(found.basis.laws, self.web.desk.settings, t.language)),
            review=self.web.review_form(request, EraseForm, "", failed),
            notice=" ".join(said),
        )

    async def _due(self, request: Request) -> RetentionList:
        actor = await self.web.current_agent(request)
        asked = request.query_params.get("class", "")
        kind = RetentionClass(asked) if asked in set(RetentionClass) else RetentionClass.INQUIRY
        found = await self.web.api.view(view_retention, actor, kind, after=request.query_params.get("after"))
        if isinstance(found, Refusal):
            raise as_error(found)
        return found

    async def erase(self, request: Request) -> Response:
        """Each that is ticked and still due, in a step of its own."""
        form = await self.web.posted(request, EraseForm)
        t = self.web.translator(request)
        sent = request.state.submitted
        which = "shown-" if "all" in sent else "pick-"
        ticked = {name.removeprefix(which): ref for name, ref in sent.items() if name.startswith(which)}
        if not form.read.data:
            form.read.errors = [t("retention.read.missing")]
        if not ticked:
            form.add_general(t("retention.nothing"))
        if form.failed:
            return await self._page(request, form)
        found = await self._due(request)
        due, done, undone = {one.row.id for one in found.rows}, 0, []
        for id, reference in ticked.items():
            command = EraseRequest(request=OpaqueId(id)) if id in due else None
            answer = None if command is None else await self.web.api.handle(command, request.state.staff)
            if answer is None or isinstance(answer, Refusal):
                undone.append(reference[:12])
            else:
                done += 1
        if done:
            await self.web.api.count_retention()
        said = {"class": found.kind.value, "done": str(done), "undone": ", ".join(undone)}
        return self.web.go_to(request, "staff_retention", urlencode({name: one for name, one in said.items() if one}))


def routes(web: Web) -> list[Route]:
    """One page."""
    pages = RetentionPages(web)
    return [
        Route("/staff/retention", pages.show, name="staff_retention"),
        Route("/staff/retention", pages.erase, methods=["POST"], name="staff_retention_erase"),
    ]


def look(web: Web, actor: StaffActor) -> Numbers:
    """How much waits for a decision."""
    found = web.desk.view(view_retention_due, actor)
    return Numbers() if isinstance(found, Refusal) else Numbers({_COUNT: found.total})


_RIGHT, _COUNT = "requests.erase", "retention"
PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("retention.title", "staff_retention", icon="archive", order=60, count=_COUNT, right=_RIGHT),),
    live=(Live(look, right=_RIGHT),),
)
