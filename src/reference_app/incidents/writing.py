"""The staff's pages: the list with what may be an incident, the form, and the decision to publish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import DismissBurst, PublishIncident, SaveIncident, WithdrawIncident
from helpdesk_core.views import IncidentForStaff, Proposal, view_incident, view_incident_list

from ..forms import BaseForm, ButtonForm, as_typed
from ..host import StaffActor
from ..web import Web, as_error
from . import texts  # noqa: F401 - the words of the templates
from .forms import DismissForm, IncidentForm, PublishForm, ids_of

AT = "/staff/incidents/{incident}"
_SAID = {
    "saved": "staff.incident.saved",
    "published": "staff.incident.published",
    "withdrawn": "staff.incident.withdrawn",
    "dismissed": "staff.incident.dismissed",
}


class WritingPages:
    """What staff read and write of incidents."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def _said(self, request: Request) -> str:
        code = _SAID.get(request.query_params.get("said", ""))
        said = [self.web.translator(request)(code) if code else "", self.web.removed_before(request)]
        return " ".join(filter(None, said))

    async def list(self, request: Request) -> Response:
        """All of them, and what may be another."""
        return await self._list(request)

    async def _list(self, request: Request, failed: BaseForm | None = None) -> Response:
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_incident_list, actor)
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("staff.incidents")
        return self.web.respond(
            request,
            "incidents/list.html",
            title=title,
            form=failed,
            found=found,
            place=self._place,
            ids=_ids,
            notice=self._said(request),
        )

    def _place(self, id: str | None, language: str) -> str:
        place = self.web.desk.settings.location(id)
        return "" if place is None else self.web.desk.settings.label(place.labels, language) or place.id

    async def dismiss(self, request: Request) -> Response:
        """These are none."""
        actor = await self.web.current_agent(request)
        form = await self.web.posted(request, DismissForm)
        answer = await self.web.send(request, DismissBurst, actor, form)
        return await self._list(request, form) if answer is None else self._to_list(request, "dismissed")

    def _to_list(self, request: Request, said: str) -> Response:
        return self.web.go_to(request, "staff_incidents", f"said={said}")

    async def new(self, request: Request) -> Response:
        """An empty form; ``of`` names requests to begin with, ``at`` where they stand."""
        await self.web.current_agent(request)
        self.web.require(request, "incidents.write")
        query = request.query_params
        values = {"location": query.get("at", ""), "requests": ",".join(ids_of(query.get("of")))}
        return self._page(request, self._form(request, values | self._moment("began", self.web.desk.clock())), None)

    def _moment(self, name: str, at: datetime | None) -> dict[str, str]:
        """A moment by the shop's clock, for the fields of that name."""
        if at is None:
            return {}
        local = at.astimezone(self.web.desk.settings.zone)
        return {f"{name}_day": local.date().isoformat(), f"{name}_time": f"{local:%H:%M}"}

    def _form(self, request: Request, values: dict[str, Any]) -> IncidentForm:
        form = self.web.form(IncidentForm, request, values)
        return self._offered(request, form)

    def _offered(self, request: Request, form: IncidentForm) -> IncidentForm:
        form.offer(self.web.desk.settings, self.web.translator(request))
        return self.web.labelled(form, request) if not form.failed else form

    async def _load(self, request: Request) -> tuple[StaffActor, IncidentForStaff]:
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_incident, actor, request.path_params["incident"][:200])
        if isinstance(found, Refusal):
            raise as_error(found)
        return actor, found

    async def edit(self, request: Request) -> Response:
        """What was written last, to be changed; ``draft=report`` puts what is known into the reports that are empty."""
        _, found = await self._load(request)
        return self._page(request, self._form(request, self._values(request, found)), found)

    def _values(self, request: Request, found: IncidentForStaff) -> dict[str, Any]:
        newest = found.newest
        drafts = request.query_params.get("draft") == "report" and not newest.stage.is_open
        said = {one.language: as_typed(one) for one in newest.words}
        rows = []
        for language in self.web.desk.settings.languages:
            row = {name: text for name, text in said.get(language, {}).items() if name != "language"}
            if drafts and row and not row.get("report"):
                t = self.web.translator(request, language)
                row["report"] = "\n".join(t.text(one) for one in found.reported[language])
            rows.append(row)
        return {
            "stage": newest.stage.value,
            "location": newest.location or "",
            "words": rows,
            "notes": str(found.incident.notes or ""),
            "seen": found.seen,
            **self._moment("began", newest.began_at),
            **self._moment("ended", newest.ended_at),
        }

    def _page(self, request: Request, form: IncidentForm, found: IncidentForStaff | None) -> Response:
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "incidents/edit.html",
            title=t("staff.incident.new") if found is None else str(found.newest.said(t.language).title),
            form=form,
            found=found,
            rows=list(zip(form.words.languages, form.words.rows, strict=False)),
            of=ids_of(form.requests.data),
            notice=self._said(request),
        )

    async def open(self, request: Request) -> Response:
        """Keep what was written of a new one."""
        actor, form = await self.web.current_agent(request), await self._posted(request)
        more = {"requests": ids_of(form.requests.data)}
        answer = await self.web.send(request, SaveIncident, actor, form, **more)
        if answer is None:
            return self._page(request, form, None)
        return self.web.back(request, answer, "staff_incident", more={"said": "saved"}, incident=answer.incident)

    async def _posted(self, request: Request) -> IncidentForm:
        return self._offered(request, await self.web.posted(request, IncidentForm))

    async def save(self, request: Request) -> Response:
        """Keep what was written."""
        actor, found = await self._load(request)
        form = await self._posted(request)
        answer = await self.web.send(request, SaveIncident, actor, form, incident=found.incident.id)
        if answer is None:
            return self._page(request, form, found)
        return self.web.back(request, answer, "staff_incident", more={"said": "saved"}, incident=answer.incident)

    async def review(self, request: Request) -> Response:
        """Exactly what everybody would read, in each language, and the decision."""
        return await self._review(request)

    async def _review(self, request: Request, failed: BaseForm | None = None) -> Response:
        _, found = await self._load(request)
        self.web.require(request, "incidents.publish")
        newest = found.newest
        if newest.state.value != "draft":
            raise HTTPException(404)
        languages = {one.language: self.web.translator(request, one.language) for one in newest.words}
        return self.web.respond(
            request,
            "incidents/review.html",
            title=self.web.translator(request)("staff.incident.review"),
            form=failed,
            found=found,
            languages=languages,
            review=self.web.review_form(request, PublishForm, newest.digest, failed),
        )

    async def publish(self, request: Request) -> Response:
        """A person decides about what was checked."""
        actor, found = await self._load(request)
        form = await self.web.posted(request, PublishForm)
        answer = await self.web.send(request, PublishIncident, actor, form, version=found.newest.id)
        return await self._review(request, form) if answer is None else self._to_list(request, "published")

    async def withdraw(self, request: Request) -> Response:
        """Show it to nobody any more."""
        actor, found = await self._load(request)
        form = await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, WithdrawIncident, actor, form, incident=found.incident.id)
        return await self._list(request, form) if answer is None else self._to_list(request, "withdrawn")


def _ids(proposal: Proposal) -> str:
    return ",".join(one.id for one in proposal.requests)


def writing_routes(web: Web) -> list[Route]:
    """The staff's pages."""
    pages, post = WritingPages(web), ["POST"]
    return [
        Route("/staff/incidents", pages.list, name="staff_incidents"),
        Route("/staff/incidents/dismiss", pages.dismiss, methods=post, name="staff_incident_dismiss"),
        Route("/staff/incidents/new", pages.new, name="staff_incident_new"),
        Route("/staff/incidents/new", pages.open, methods=post, name="staff_incident_open"),
        Route(AT, pages.edit, name="staff_incident"),
        Route(AT, pages.save, methods=post, name="staff_incident_save"),
        Route(f"{AT}/review", pages.review, name="staff_incident_review"),
        Route(f"{AT}/publish", pages.publish, methods=post, name="staff_incident_publish"),
        Route(f"{AT}/withdraw", pages.withdraw, methods=post, name="staff_incident_withdraw"),
    ]
