"""The queue: its overviews as tabs and menu entries with their counts, its filters, and a page of rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

import attrs
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Location, Refusal
from helpdesk_core.commands import KeepOverview, Overview, RemoveOverview, Sort, Urgency
from helpdesk_core.i18n import Translator
from helpdesk_core.views import (
    Candidate,
    KeptOverview,
    Phase,
    Queue,
    view_proposals,
    view_queue,
    view_queue_counts,
)

from ..host import StaffActor
from ..slots import MenuEntry, Numbers
from ..texts import URGENCIES
from ..web import Web, as_error
from .bulk import asked_in, said_after
from .forms import KeepForm, RemoveForm
from .frame import status_names
from .texts import OVERVIEWS, PRIORITIES, SORTS

_E = TypeVar("_E", Overview, Sort, Urgency)
_ENDED = frozenset({Phase.CLOSED.value, Phase.CANCELLED.value})
_SELDOM = frozenset(
    {
        Overview.IMPORTED,
        Overview.WANTS_CALL,
        Overview.QUOTE_ASKED,
        Overview.PHOTOS,
        Overview.AGREED,
        Overview.LOAN_LATE,
        Overview.COMPLAINT,
        Overview.NOT_COLLECTED,
        Overview.PROMISED,
        Overview.STUCK,
    }
)
"""Shown only where there are any."""


def menu_entries() -> tuple[MenuEntry, ...]:
    """The overviews in the menu."""
    return (
        _entry(Overview.MINE, 10, icon="inbox"),
        _entry(Overview.UNASSIGNED, 11, icon="user-plus"),
        _entry(Overview.FOR_US, 12, icon="message-circle"),
        _entry(Overview.FOR_CUSTOMER, 13, icon="clock"),
        _entry(Overview.OVERDUE, 14, icon="bell-ring", hot=True),
        _entry(Overview.WANTS_CALL, 14, icon="phone", hot=True),
        _entry(Overview.QUOTE_ASKED, 15, icon="receipt"),
        _entry(Overview.PHOTOS, 15, icon="camera"),
        _entry(Overview.AGREED, 15, icon="file-check"),
        _entry(Overview.LOAN_LATE, 15, icon="smartphone", hot=True),
        _entry(Overview.COMPLAINT, 15, icon="triangle-alert", hot=True),
        _entry(Overview.NOT_COLLECTED, 15, icon="archive"),
        _entry(Overview.PROMISED, 15, icon="clock"),
        _entry(Overview.STUCK, 16, icon="mail-warning"),
        _entry(Overview.OPEN, 17, icon="list"),
        _entry(Overview.IMPORTED, 18, icon="archive"),
        _entry(Overview.ENDED, 19, icon="circle-check"),
    )


def _entry(overview: Overview, order: int, *, icon: str, hot: bool = False) -> MenuEntry:
    return MenuEntry(
        OVERVIEWS[overview],
        "staff_queue",
        icon=icon,
        group="queue",
        order=order,
        right="requests.view",
        query={} if overview is Overview.OPEN else {"view": overview.value},
        count=overview.value,
        hot=hot,
        when_any=overview in _SELDOM,
        further=not hot and (overview in _SELDOM or overview is Overview.ENDED),
    )


def look(web: Web, actor: StaffActor) -> Numbers:
    """How many requests each overview holds, and each location where there are several: one statement."""
    places = [place for place in web.desk.settings.locations if not place.retired]
    asked = tuple(place.id for place in places) if len(places) > 1 else ()
    found = web.desk.view(view_queue_counts, actor, locations=asked)
    if isinstance(found, Refusal):
        return Numbers()
    counts = {overview.value: number for overview, number in found.overviews.items()}
    counts |= {f"location.{id}": number for id, number in found.locations.items()}
    counts |= {f"kept.{one.id}": one.count for one in found.kept if one.count is not None}
    return Numbers(counts, (*map(_kept_entry, found.kept), *(_place_entry(place) for place in places if asked)))


def _kept_entry(kept: KeptOverview) -> MenuEntry:
    """An overview that somebody keeps. Its address says all that it asks for."""
    view = {} if kept.overview is Overview.OPEN else {"view": kept.overview.value}
    query = {**view, **kept.filters, **({"sort": kept.sort.value} if kept.sort else {}), "kept": kept.id}
    return MenuEntry(
        "",
        "staff_queue",
        icon="bookmark",
        group="queue",
        order=20,
        words=kept.name,
        query=query,
        count=f"kept.{kept.id}",
        own=kept.is_own,
    )


def _place_entry(place: Location) -> MenuEntry:
    """What is open at a location."""
    return MenuEntry(
        "",
        "staff_queue",
        icon="map-pin",
        group="queue",
        order=21,
        further=True,
        labels=place.labels,
        query={"location": place.id},
        count=f"location.{place.id}",
    )


@attrs.frozen(kw_only=True)
class Asked:
    """What the address asks for; nonsense in it asks for nothing."""

    overview: Overview
    sort: Sort | None
    filters: Mapping[str, str]
    """By the names that stand in the address."""
    after: str | None

    @classmethod
    def of(cls, request: Request, known: Mapping[str, Any]) -> Asked:
        """Read it. A status that only ended requests have leads to those."""
        query = request.query_params
        filters = {
            name: value[:200]
            for name, values in known.items()
            if (value := query.get(name, "").strip()) and (values is None or value in values)
        }
        ended = filters.get("status") in _ENDED and "view" not in query
        return cls(
            overview=Overview.ENDED if ended else _one_of(Overview, query.get("view")) or Overview.OPEN,
            sort=_one_of(Sort, query.get("sort")),
            filters=filters,
            after=query.get("after"),
        )

    def query(self, **changed: str | None) -> str:
        """The query of an address that asks for the same, but for what is changed; None leaves it out."""
        now = {"view": None if self.overview is Overview.OPEN else self.overview.value, "sort": self.sort}
        values = {**now, **self.filters, **changed}
        return f"?{urlencode({name: value for name, value in values.items() if value})}"


def _one_of(kind: type[_E], word: str | None) -> _E | None:
    return kind(word) if word in set(kind) else None


class QueuePages:
    """The queue."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def queue(self, request: Request) -> Response:
        """One overview, narrowed and sorted as the address says."""
        actor = await self.web.current_agent(request)
        people = await self.web.agents(request)
        names, places = status_names(self.web, request), self._places(request)
        known = {"assignee": None, "status": names, "location": places, "urgency": set(Urgency), "tag": None}
        asked = Asked.of(request, known)
        filters: dict[str, Any] = dict(asked.filters)
        if filters.get("assignee") == "me":
            filters["assignee"] = actor.id
        filters["urgency"] = _one_of(Urgency, asked.filters.get("urgency"))
        stamp = await self._stamp()  # before the rows: what comes between them is told once more, and not missed
        found = await self.web.api.view(
            view_queue, actor, overview=asked.overview, sort=asked.sort, after=asked.after, **filters
        )
        if isinstance(found, Refusal):
            raise as_error(found)
        numbers = await self.web.run(partial(self.web.numbers, request))
        t = self.web.translator(request)
        staff = {one.id for one in people}
        tabs = [one for one in (*menu_entries(), *numbers.entries) if not one.labels]
        kept = next((one for one in numbers.entries if one.query.get("kept") == request.query_params.get("kept")), None)
        done, undone = said_after(request, t)
        asked_tag = [asked.filters["tag"]] if "tag" in asked.filters else []
        tags = sorted({*self.web.desk.settings.tags, *(tag for row in found.rows for tag in row.tags), *asked_tag})
        return self.web.respond(
            request,
            "triage/queue.html",
            title=kept.words if kept and kept.words else t(OVERVIEWS[asked.overview]),
            queue=found,
            stamp=stamp,
            asked=asked,
            names=names,
            places=places,
            people=[(one.id, one.name) for one in people],
            urgencies=[(one.value, t(code)) for one, code in URGENCIES.items()],
            sorts=[(one.value, t(code)) for one, code in SORTS.items()],
            numbers=numbers.counts,
            tabs=[one for one in tabs if not one.when_any or numbers.counts.get(one.count)],
            kept=kept if kept and kept.words else None,
            priorities=PRIORITIES,
            settable=self._settable(names),
            shown_tags=tags,
            tag_choices=[(tag, tag) for tag in tags],
            done=done,
            undone=undone,
            ago=partial(ago, t),
            reasons_of=lambda one: ", ".join(t.text(reason) for reason in one.reasons),
            proposed={
                id: one for id, one in (await self._proposed(request, actor, found)).items() if one.person in staff
            },
        )

    async def _proposed(self, request: Request, actor: StaffActor, found: Queue) -> Mapping[str, Candidate]:
        """To whom rows that are nobody's could be given."""
        free = tuple(row.id for row in found.rows if row.assignee is None and row.closed_at is None)
        if not free or self.web.desk.settings.routing == "off" or not self.web.may(request, "requests.assign"):
            return {}
        proposed = await self.web.api.view(view_proposals, actor, free)
        return {} if isinstance(proposed, Refusal) else proposed

    async def _stamp(self) -> str:
        """What is another one after each change at the desk."""
        return await self.web.api.newest_change() or "nothing"

    async def live(self, request: Request) -> Response:
        """Whether anything has changed at the desk."""

        async def stamp() -> str:
            await self.web.current_agent(request)
            self.web.require(request, "requests.view")
            return await self._stamp()

        return await self.web.live.answer(request, stamp)

    async def keep(self, request: Request) -> Response:
        """Keep what is shown under a name."""
        actor = await self.web.current_agent(request)
        form = await self.web.posted(request, KeepForm)
        answer = await self.web.send(request, KeepOverview, actor, form)
        back = dict(asked_in(request.state.submitted.get("back", "")))
        kept = {} if answer is None else {"kept": answer.overview}
        return self.web.go_to(request, "staff_queue", urlencode(back | kept))

    async def remove(self, request: Request) -> Response:
        """Take a kept overview away."""
        actor = await self.web.current_agent(request)
        form = await self.web.posted(request, RemoveForm)
        await self.web.send(request, RemoveOverview, actor, form)
        return self.web.go(request, "staff_queue")

    def _settable(self, names: Mapping[str, str]) -> list[tuple[str, str]]:
        """Statuses that can be set by themselves: none of a guarded phase, none that ends a request."""
        statuses = self.web.desk.settings.all_statuses
        return [(one.id, names[one.id]) for one in statuses if not one.retired and not Phase(one.phase).is_final]

    def _places(self, request: Request) -> dict[str, str]:
        settings, language = self.web.desk.settings, self.web.translator(request).language
        return {place.id: settings.label(place.labels, language) for place in settings.locations}


def ago(t: Translator, span: timedelta) -> str:
    """A span of time in a word: what a list has room for. A day is one after two days, an hour after two hours."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return t("span.minutes", number=minutes)
    if minutes < 48 * 60:
        return t("span.hours", number=minutes // 60)
    return t("span.days", number=minutes // (24 * 60))
