"""What colleagues take on, absences, and the proposals on the page of a request."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, Refusal
from helpdesk_core.commands import Category, EndAbsence, NoteAbsence, SaveProfile, SetCategory
from helpdesk_core.i18n import Translator
from helpdesk_core.rights import may
from helpdesk_core.views import ColleagueProfile, StaffProfile, view_colleague, view_colleagues, view_proposal

from ..forms import BaseForm
from ..host import StaffActor
from ..slots import MenuEntry, Pages, Section
from ..texts import LANGUAGES
from ..triage.frame import AT, RequestFrame, RequestPage, assignable
from ..web import Web, as_error
from .forms import KINDS, AbsenceForm, CategoryForm, EndForm, ProfileForm, profile_form, tick


class RoutingPages:
    """Everybody, and one of them."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def everybody(self, request: Request) -> Response:
        """What each colleague takes on, and when they are away."""
        found = await self.web.api.view(view_colleagues, await self.web.current_agent(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        t = self.web.translator(request)
        known = {one.profile.person: one for one in found.rows}
        people = [(one, known.get(one.id)) for one in await self._people(request)]
        said = [
            (one, self._in_words(row.profile, t) if row else [], row.absences if row else ()) for one, row in people
        ]
        return self.web.respond(request, "routing/list.html", title=t("staff.routing"), people=said)

    async def one(self, request: Request) -> Response:
        """What one colleague takes on."""
        return await self._page(request)

    async def _people(self, request: Request) -> tuple[StaffActor, ...]:
        actor, people = await self.web.current_agent(request), await self.web.agents(request)
        return people if any(one.id == actor.id for one in people) else (*people, actor)

    async def _person(self, request: Request) -> StaffActor:
        """Who is meant. Raises 403 for who may not say it, 404 for nobody."""
        self.web.require(request, "routing.manage")
        asked = request.query_params.get("person", "")
        found = next((one for one in await self._people(request) if one.id == asked), None)
        if found is None:
            raise HTTPException(404)
        return found

    def _choices(self, profile: StaffProfile | None, t: Translator) -> dict[str, dict[str, str]]:
        """What can be ticked, and what is ticked already, in words."""
        settings = self.web.desk.settings
        languages = dict.fromkeys((*settings.languages, *LANGUAGES, *(profile.languages if profile else ())))
        places = {place.id: settings.label(place.labels, t.language) for place in settings.locations}
        return {
            "categories": {one.value: t(one.label) for one in Category},
            "languages": {one: LANGUAGES.get(one, one) for one in languages},
            "locations": places | {id: places.get(id, id) for id in (profile.locations if profile else ())},
        }

    def _in_words(self, profile: StaffProfile, t: Translator) -> list[str]:
        if not profile.takes:
            return []
        choices = self._choices(profile, t)
        said = [", ".join(choices[kind].get(one, one) for one in getattr(profile, kind)) for kind in KINDS]
        words = [*said, str(profile.devices or "")]
        return [one for one in words if one] or [t("staff.routing.all")]

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        actor, person = await self.web.current_agent(request), await self._person(request)
        found = await self.web.api.view(view_colleague, actor, person.id)
        known = found if isinstance(found, ColleagueProfile) else None
        t, profile = self.web.translator(request), known.profile if known else None
        choices = self._choices(profile, t)
        form = failed if isinstance(failed, ProfileForm) else self._filled(request, profile, choices)
        for kind, named in choices.items():
            for id, words in named.items():
                form[tick(kind, id)].label.text = words
        return self.web.respond(
            request,
            "routing/person.html",
            title=person.name,
            form=failed,
            person=person,
            profile_form=form,
            ticks={kind: [form[tick(kind, id)] for id in named] for kind, named in choices.items()},
            away=failed if isinstance(failed, AbsenceForm) else self.web.form(AbsenceForm, request),
            absences=known.absences if known else (),
        )

    def _filled(self, request: Request, profile: StaffProfile | None, choices: Any) -> ProfileForm:
        values: dict[str, Any] = {"takes": profile is None or profile.takes}
        if profile is not None:
            values |= {"devices": str(profile.devices or "")}
            values |= {tick(kind, id): True for kind in KINDS for id in getattr(profile, kind)}
        return self.web.form(profile_form(choices["languages"], choices["locations"]), request, values)

    async def save(self, request: Request) -> Response:
        """Say it anew."""
        actor, person = await self.web.current_agent(request), await self._person(request)
        found = await self.web.api.view(view_colleague, actor, person.id)
        profile = found.profile if isinstance(found, ColleagueProfile) else None
        choices = self._choices(profile, self.web.translator(request))
        form = await self.web.posted(request, profile_form(choices["languages"], choices["locations"]))
        ticked = {kind: [id for id in named if form[tick(kind, id)].data] for kind, named in choices.items()}
        said = {"person": person.id, "name": person.name, **ticked}
        if await self.web.send(request, SaveProfile, actor, form, **said) is None:
            return await self._page(request, form)
        return self.web.go(request, "staff_routing")

    async def away(self, request: Request) -> Response:
        """Note that a colleague is away."""
        person, form = await self._person(request), await self.web.posted(request, AbsenceForm)
        actor = await self.web.current_agent(request)
        if await self.web.send(request, NoteAbsence, actor, form, person=person.id) is None:
            return await self._page(request, form)
        return self.web.go(request, "staff_routing")


class AbsencePages:
    """When whoever looks is away."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """The days that are noted."""
        return await self._page(request)

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        found = await self.web.api.view(view_colleague, await self.web.current_agent(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        return self.web.respond(
            request,
            "routing/absence.html",
            title=self.web.translator(request)("staff.absence"),
            form=failed,
            away=failed if isinstance(failed, AbsenceForm) else self.web.form(AbsenceForm, request),
            absences=found.absences if found else (),
        )

    async def note(self, request: Request) -> Response:
        """Note that one is away."""
        return await self._do(request, NoteAbsence, await self.web.posted(request, AbsenceForm))

    async def end(self, request: Request) -> Response:
        """Take it back, one's own or, with the right to it, a colleague's."""
        return await self._do(request, EndAbsence, await self.web.posted(request, EndForm))

    async def _do(self, request: Request, kind: type[Command[Any]], form: BaseForm) -> Response:
        actor = await self.web.current_agent(request)
        answer = await self.web.send(request, kind, actor, form)
        return await self._page(request, form) if answer is None else self.web.go(request, "staff_absence")


def routes(web: Web) -> list[Route]:
    """The pages, and what a request is about."""
    pages, own, frame, post = RoutingPages(web), AbsencePages(web), RequestFrame(web), ["POST"]
    return [
        Route("/staff/routing", pages.everybody, name="staff_routing"),
        Route("/staff/routing/person", pages.one, name="staff_routing_person"),
        Route("/staff/routing/person", pages.save, methods=post, name="staff_routing_save"),
        Route("/staff/routing/away", pages.away, methods=post, name="staff_routing_away"),
        Route("/staff/absence", own.show, name="staff_absence"),
        Route("/staff/absence", own.note, methods=post, name="staff_absence_note"),
        Route("/staff/absence/end", own.end, methods=post, name="staff_absence_end"),
        Route(f"{AT}/category", frame.button(SetCategory, CategoryForm), methods=post, name="staff_category"),
    ]


async def proposal(shown: RequestPage) -> dict[str, Any] | None:
    """To whom it could go and why, with one click."""
    request = shown.found.request
    if request.closed_at is not None or request.assignee is not None or shown.web.desk.settings.routing == "off":
        return None
    found = await shown.web.api.view(view_proposal, shown.visitor, request.id)
    if isinstance(found, Refusal):
        return None
    whose = found.candidate
    if whose is not None and whose.person not in assignable(shown.people, request, shown.visitor):
        whose = None
    if whose is None or not may(shown.visitor, "requests.assign", request):
        return None
    return {"gives": whose, "reasons": ", ".join(shown.t.text(one) for one in whose.reasons)}


async def category(shown: RequestPage) -> dict[str, Any]:
    """What it is about, as a person says; until one does, what its words seem to be about, with one click."""
    request = shown.found.request
    is_asked = request.category is None and request.closed_at is None
    suggested = next((one for one in Category if is_asked and one.value == request.category_suggested), None)
    choices = {"": shown.t("staff.category.none"), **{one.value: shown.t(one.label) for one in Category}}
    form = shown.property(CategoryForm, "category", request.category or "", choices, "staff_category")
    return {"category": form, "suggested": suggested}


PAGES = Pages(
    routes=routes,
    menu=(
        MenuEntry("staff.routing", "staff_routing", icon="users", order=47, right="routing.manage"),
        MenuEntry("staff.absence", "staff_absence", icon="calendar", group="own", order=80, right="requests.view"),
    ),
    request=(
        Section("routing/proposal.html", view=proposal, column="top", order=25),
        Section("routing/category.html", view=category, column="set", order=47, right="requests.describe"),
    ),
)
