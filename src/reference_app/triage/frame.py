"""The staff's page of a request: the frame that the sections of all capabilities fill."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

import attrs
from starlette.requests import Request
from starlette.responses import Response
from wtforms.fields import Field

from helpdesk_core import Command, Refusal, Result
from helpdesk_core.commands import AssignRequest
from helpdesk_core.i18n import Translator
from helpdesk_core.plugins import Advice, advise
from helpdesk_core.rights import may
from helpdesk_core.views import Phase, RequestForStaff, ServiceRequest, view_request, view_request_id

from ..forms import NONE, BaseForm, ButtonForm, PropertyForm
from ..host import StaffActor
from ..slots import COLUMNS
from ..texts import URGENCIES
from ..web import Web, as_error

#: The address of the page, and of what is done there.
AT = "/staff/requests/{reference}"
_F = TypeVar("_F", bound=BaseForm)
_P = TypeVar("_P", bound=PropertyForm)
_MOST_IDS = 1_000


def status_names(web: Web, request: Request) -> dict[str, str]:
    """Every status in the reader's language, plain ones as staff say them."""
    t, label = web.translator(request), web.desk.settings.label
    statuses = web.desk.settings.all_statuses
    return {status.id: label(status.labels, t.language) or t(Phase(status.phase).staff_label) for status in statuses}


def assignable(people: Iterable[StaffActor], request: ServiceRequest, actor: StaffActor) -> dict[str, str]:
    """Whom a request can be assigned to, by id: everybody who may see it, and who runs it now."""
    names = {one.id: one.name for one in (*people, actor) if may(one, "requests.view", request)}
    if request.assignee:
        names.setdefault(request.assignee, str(request.assignee_name or request.assignee))
    return names


@attrs.frozen
class Changed:
    """A property that was changed: its name for people and in the form, its value before, both in words, and the route
    of the form."""

    label: str
    name: str
    was: str
    before: str
    after: str
    route: str


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
    people: tuple[StaffActor, ...]
    """Everyone a request can be assigned to."""
    failed: BaseForm | None = None
    preview: Mapping[str, Any] | None = None
    """What the customer would see of the form that was sent to be looked at first."""
    changed: list[Changed] = attrs.field(factory=list)
    """What the step before changed."""

    def form(self, kind: type[_F], values: Mapping[str, Any] | None = None) -> _F:
        """The form that was sent and has to be mended, else a fresh one. Its ``seen`` is the version shown now."""
        form = self.failed if isinstance(self.failed, kind) else self.web.form(kind, self.request, values)
        if "seen" in form:
            form["seen"].data = str(self.found.request.version)
        return form

    def property(self, kind: type[_P], name: str, value: str, choices: Mapping[str, str], route: str) -> _P:
        """The form of a property whose ``value`` is among the ``choices``. If it was changed in the step before, the
        page says so and offers the way back, where there still is one."""
        form = self.form(kind, {name: value})
        form[name].choices = list(choices.items())
        form.was.data = value
        query = self.request.query_params
        was = query.get("was", "").removeprefix(NONE)
        if query.get("set") == name and was in choices and was != value:
            before, after = choices[was], choices.get(value, value)
            self.changed.append(Changed(form[name].label.text, name, was, before, after, route))
        return form


@attrs.frozen(kw_only=True)
class StepPage:
    """What stands above a step of staff's on a page of its own is given."""

    web: Web
    request: Request
    visitor: StaffActor
    found: RequestForStaff


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
        found = await self.web.api.view(
            view_request,
            actor,
            request.path_params["reference"][:40],
            before=request.query_params.get("before"),
        )
        if isinstance(found, Refusal):
            raise as_error(found)
        self._remembered(request.path_params["reference"][:40], found.request.id)
        return actor, found

    async def page(self, request: Request) -> Response:
        """Everything about one request."""
        return await self.show(request)

    async def live(self, request: Request) -> Response:
        """Whether something about the request has changed."""
        _, id = await self.find(request)
        return await self.web.live.about(request, id, partial(self.web.current_agent, request))

    async def show(
        self, request: Request, failed: BaseForm | None = None, preview: Mapping[str, Any] | None = None
    ) -> Response:
        """The page as it is now, with a form that has to be mended, or whose ``preview`` is shown beside it."""
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
            people=await self.web.agents(request),
            failed=failed,
            preview=preview,
        )
        shared: dict[str, Any] = {"found": found, "r": found.request, "names": shown.names, "advice": shown.advice}
        columns = {
            name: await self.web.fill(
                request, [one for one in self.web.slots.request if one.column == name], shown, **shared
            )
            for name in COLUMNS
        }
        return self.web.respond(
            request,
            "triage/request.html",
            title=t("staff.request.title", reference=request.path_params["reference"]),
            form=failed,
            notice=self._said(request, found),
            columns=columns,
            changed=shown.changed,
            urgencies=URGENCIES,
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
        changed = {"set": form.own.name, "was": form.was.data or NONE} if isinstance(form, PropertyForm) else None
        reference = request.path_params["reference"]
        return self.web.back(request, answer, "staff_request", more=changed, reference=reference)

    async def assign(self, request: Request, form: BaseForm, chosen: Field, **more: Any) -> Response:
        """Give the request to whom a form names, or to nobody. ``chosen`` is the form's field for that."""
        actor, found = await self.load(request)
        people = assignable(await self.web.agents(request), found.request, actor)
        if chosen.data and chosen.data not in people:
            chosen.errors = [self.web.translator(request)("input.not_a_choice")]
            return await self.show(request, form)
        whom = {"assignee": chosen.data or "", "name": people.get(chosen.data, ""), **more}
        answer = await self.web.send(request, AssignRequest, actor, form, request=found.request.id, **whom)
        return await self.answer(request, form, answer)

    def button(
        self, kind: type[Command[Any]], form: type[BaseForm] = ButtonForm
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a form that is sent as it is."""

        async def press(request: Request) -> Response:
            actor, id = await self.find(request)
            sent = await self.web.posted(request, form)
            if isinstance(sent, PropertyForm) and sent.is_unchanged:
                return self.web.go(request, "staff_request", reference=request.path_params["reference"])
            return await self.answer(request, sent, await self.web.send(request, kind, actor, sent, request=id))

        return press
