"""The staff's page of a request: the frame that the sections of all capabilities fill."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import attrs
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Command, Refusal, Result
from helpdesk_core.i18n import Translator
from helpdesk_core.plugins import Advice, advise
from helpdesk_core.views import Phase, RequestForStaff, view_request, view_request_id

from ..forms import BaseForm, ButtonForm
from ..host import StaffActor
from ..web import Web, as_error

#: The address of the page, and of what is done there.
AT = "/staff/requests/{reference}"
_F = TypeVar("_F", bound=BaseForm)
_MOST_IDS = 1_000


def status_names(web: Web, request: Request) -> dict[str, str]:
    """Every status in the reader's language, plain ones as staff say them."""
    t, label = web.translator(request), web.desk.settings.label
    statuses = web.desk.settings.all_statuses
    return {status.id: label(status.labels, t.language) or t(Phase(status.phase).staff_label) for status in statuses}


@attrs.frozen(kw_only=True)
class RequestPage:
    """What a section of the page is given."""

    web: Web
    request: Request
    t: Translator
    visitor: StaffActor
    found: RequestForStaff
    names: Mapping[str, str]
    """Every status in the reader's language, plain ones as staff say them."""
    advice: Advice
    failed: BaseForm | None = None

    def form(self, kind: type[_F], values: Mapping[str, Any] | None = None) -> _F:
        """The form that was sent and has to be mended, else a fresh one. Its ``seen`` is the version shown now."""
        form = self.failed if isinstance(self.failed, kind) else self.web.form(kind, self.request, values)
        if "seen" in form:
            form["seen"].data = str(self.found.request.version)
        return form


class RequestFrame:
    """Shows the page, and sends what is done in it."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def find(self, request: Request) -> tuple[StaffActor, str]:
        """Who is there and the request's id: all that a POST needs. Raises 404 for what is not theirs to see."""
        actor, reference = await self.web.current_agent(request), request.path_params["reference"][:40]
        # A reference never means another request, and the command asks by itself who may touch it.
        known = self.web.request_ids.get(reference)
        if known is not None:
            return actor, known
        found = await self.web.api.view(view_request_id, actor, reference)
        if isinstance(found, Refusal):
            raise as_error(found)
        return actor, self._remembered(reference, found)

    def _remembered(self, reference: str, id: str) -> str:
        self.web.request_ids[reference] = id
        if len(self.web.request_ids) > _MOST_IDS:
            del self.web.request_ids[next(iter(self.web.request_ids))]
        return id

    async def load(self, request: Request) -> tuple[StaffActor, RequestForStaff]:
        """Who is there, and all about the request. Raises as `find`."""
        actor = await self.web.current_agent(request)
        query = request.query_params
        found = await self.web.api.view(
            view_request,
            actor,
            request.path_params["reference"][:40],
            messages_after=query.get("messages"),
            notes_after=query.get("notes"),
        )
        if isinstance(found, Refusal):
            raise as_error(found)
        self._remembered(request.path_params["reference"][:40], found.request.id)
        return actor, found

    async def page(self, request: Request) -> Response:
        """Everything about one request."""
        return await self.show(request)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The page as it is now, with a form that has to be mended."""
        actor, found = await self.load(request)
        t = self.web.translator(request)
        shown = RequestPage(
            web=self.web,
            request=request,
            t=t,
            visitor=actor,
            found=found,
            names=status_names(self.web, request),
            advice=await self._advice(found, t.language),
            failed=failed,
        )
        shared: dict[str, Any] = {"found": found, "r": found.request, "names": shown.names, "advice": shown.advice}
        columns = {
            name: await self.web.fill(
                request, [one for one in self.web.slots.request if one.column == name], shown, **shared
            )
            for name in ("top", "work", "set", "side")
        }
        return self.web.respond(
            request,
            "triage/request.html",
            title=t("staff.request.title", reference=request.path_params["reference"]),
            form=failed,
            notice=self._said(request, found),
            columns=columns,
            **shared,
        )

    def _said(self, request: Request, found: RequestForStaff) -> str:
        """What the step before removed from a text, and that nobody was told of it."""
        said = [self.web.removed_before(request)]
        if found.unreached is not None and "untold" in request.query_params:
            said.append(self.web.translator(request)("staff.untold.after"))
        return " ".join(filter(None, said))

    async def _advice(self, found: RequestForStaff, language: str) -> Advice:
        plugins = self.web.desk.plugins
        advice: Advice = await self.web.run(partial(advise, plugins, found, language)) if plugins else Advice()
        return advice

    async def answer(self, request: Request, form: BaseForm, answer: Result | None) -> Response:
        """The page after a command: as it is now, with the form when it has to be mended."""
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "staff_request", reference=request.path_params["reference"])

    def button(
        self, kind: type[Command[Any]], form: type[BaseForm] = ButtonForm
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a form that is sent as it is."""

        async def press(request: Request) -> Response:
            actor, id = await self.find(request)
            sent = await self.web.posted(request, form)
            return await self.answer(request, sent, await self.web.send(request, kind, actor, sent, request=id))

        return press
