"""The pages of an order in their order: which of them there are for this visitor, and which one comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from starlette.requests import Request
from wtforms import HiddenField, SelectField

from helpdesk_core import Customer, Refusal
from helpdesk_core.settings import FilledBy
from helpdesk_core.views import view_own_details

from ..devices.booking import devices_of
from ..drafts import Draft
from ..forms import BaseForm
from ..questions.fields import is_answer
from ..slots import Arrival, Arriving, Asked, Filled
from ..web import Web
from .forms import FIRST, PERSON, is_of_more
from .questions import Asking

WAY = "way"
_OF_WAY = "way."
_IDS = frozenset({"urgency", "location", "own_device", WAY, "contact", "spending_limit"})
"""No texts that something could be taken out of: ids, and what is read as what it is."""


_CHOSEN = (SelectField, HiddenField)


def drafted(web: Web) -> Draft:
    """The order that a visitor began: the account's, for who is signed in."""

    async def owner(request: Request) -> str | None:
        visitor = await web.visitor(request)
        return visitor.id if isinstance(visitor, Customer) else None

    return Draft(web.drafts, "quick_help", owner)


def is_kept(name: str) -> bool:
    """Whether a field is one of an order's draft."""
    return name in (*FIRST, *PERSON, WAY) or name.startswith(_OF_WAY) or is_answer(name) or is_of_more(name)


@attrs.frozen(kw_only=True)
class Step:
    """A page of an order: its route, and the code of its name."""

    route: str
    label: str


@attrs.frozen
class Steps:
    """The pages of an order."""

    web: Web
    asking: Asking

    async def of(self, request: Request, draft: Mapping[str, str]) -> tuple[Step, ...]:
        """Those that this order has, as far as it is known now."""
        questions, _ = await self.asking.possible(request, draft)
        pages = [Step(route="quick_help", label="order.step.problem")]
        if questions:
            pages.append(Step(route="quick_help_questions", label="order.step.questions"))
        if draft.get(WAY) or await self.ways(request, draft):
            pages.append(Step(route="quick_help_way", label="order.step.way"))
        if not await self.is_known(request, draft):
            pages.append(Step(route="quick_help_contact", label="order.step.contact"))
        return (*pages, Step(route="quick_help_check", label="order.step.check"))

    async def known(self, request: Request, draft: Mapping[str, str]) -> dict[str, str]:
        """What is known of who is signed in, and of the device of theirs that they chose."""
        visitor = await self.web.visitor(request)
        own = await self.web.api.view(view_own_details, visitor)
        if isinstance(own, Refusal):
            return {}
        chosen = next((one for one in await devices_of(self.web, visitor) if one.id == draft.get("own_device")), None)
        found = {
            "surname": own.surname,
            "given_name": own.given_name,
            "contact": next(iter(own.contacts), None),
            "serial": None if chosen is None else chosen.serial,
        }
        return {name: str(value) for name, value in found.items() if value}

    async def is_known(self, request: Request, draft: Mapping[str, str]) -> bool:
        """Whether the page about who asks would ask for nothing: it is left out then, and the summary leads there. A
        host knows orders, of which it may be one: that has to be asked."""
        if self.web.desk.directory.is_there or not isinstance(await self.web.visitor(request), Customer):
            return False
        found = await self.known(request, draft)
        return bool(found.get("surname") and found.get("contact"))

    async def after(self, route: str, request: Request, draft: Mapping[str, str]) -> str:
        """The route of the page that comes after one. Who only changes something is back at the summary; what is
        asked about another device comes before it."""
        routes = [one.route for one in await self.of(request, draft)]
        following = routes[routes.index(route) + 1 :] if route in routes else ["quick_help_check"]
        is_whole = bool(draft.get("contact") and draft.get("surname"))
        if is_whole and not (following[0] == "quick_help_questions" and await self._is_open(request, draft)):
            return "quick_help_check"
        return following[0]

    async def _is_open(self, request: Request, draft: Mapping[str, str]) -> bool:
        """Whether none of what is asked is answered yet, or something that has to be is not."""
        return not any(is_answer(name) for name in draft) or bool(await self.asking.lacking(request, draft))

    async def progress(self, request: Request, route: str, draft: Mapping[str, str]) -> list[tuple[str, str]]:
        """Each page's place before, at or behind this one, and its name; a page between two stands for the one
        before."""
        t, pages = self.web.translator(request), await self.of(request, draft)
        left_out = len(pages) - 1 if route == "quick_help_contact" else 0
        at = next((number for number, one in enumerate(pages) if one.route == route), left_out)
        places = ["was"] * at + ["now", "then"] + ["later"] * len(pages)
        if at == 0 and not await self.are_known(request):
            places[1] = "later"  # which page is next follows from what is written on this one
        return [(place, t(one.label)) for place, one in zip(places, pages, strict=False)]

    async def are_known(self, request: Request) -> bool:
        """Whether it is known before anything is written how many pages there are: what is asked may follow from the
        device, and how it can come from the place."""
        settings, visitor = self.web.desk.settings, await self.web.visitor(request)
        if isinstance(visitor, Customer) and any(one.public and not one.retired for one in settings.locations):
            return False
        if (await self.asking.possible(request, {}))[0]:
            return True
        names = {visitor.id} if isinstance(visitor, Customer) else set()
        mine = (one for one in settings.questions if not one.retired and one.filled_by == FilledBy.CUSTOMER)
        return not any(not one.customers or names.intersection(one.customers) for one in mine)

    async def beside(self, request: Request, draft: Mapping[str, str]) -> list[Filled]:
        """What stands beside the pages about what is written of the problem."""
        visitor = await self.web.visitor(request)
        asked = Asked(web=self.web, request=request, visitor=visitor, words=draft.get("problem", ""))
        return await self.web.fill(request, self.web.slots.asked, asked)

    async def ways(self, request: Request, draft: Mapping[str, str]) -> dict[str, tuple[Arrival, BaseForm, Arriving]]:
        """The ways in which the device can come besides being brought, each with its form as it was filled in. What a
        guest chooses would have to wait for the code: they do it in the room."""
        visitor, found = await self.web.visitor(request), {}
        if isinstance(visitor, Customer):
            for arrival in self.web.slots.arrivals:
                page = self._arriving(request, visitor, draft, arrival)
                if (form := await arrival.form(page)) is not None:
                    found[arrival.name] = arrival, form, page
        return found

    async def is_withdrawn(self, request: Request, draft: Mapping[str, str]) -> bool:
        """Whether the device was to come in a way that is not offered any more."""
        return bool(draft.get(WAY)) and draft[WAY] not in await self.ways(request, draft)

    def _arriving(self, request: Request, visitor: Any, draft: Mapping[str, str], arrival: Arrival) -> Arriving:
        mine = draft if draft.get(WAY) == arrival.name else {}
        values = {name.removeprefix(_OF_WAY): value for name, value in mine.items() if name.startswith(_OF_WAY)}
        return Arriving(web=self.web, request=request, customer=visitor, draft=draft, values=values)

    async def _chosen(self, request: Request, draft: Mapping[str, str]) -> set[str]:
        """The fields of the chosen way in which nobody writes."""
        found = (await self.ways(request, draft)).get(draft.get(WAY, ""))
        return set() if found is None else {f"{_OF_WAY}{one.name}" for one in found[1] if isinstance(one, _CHOSEN)}

    async def redacted(self, request: Request, fields: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
        """The fields of a draft, redacted, and what was removed."""
        ids = _IDS | await self.asking.chosen(request, fields) | await self._chosen(request, fields)
        ids |= {name for name in fields if is_of_more(name) and name.endswith("-own_device")}
        texts = {name: value for name, value in fields.items() if name not in ids}
        visitor, language = await self.web.visitor(request), self.web.translator(request).language
        safe = await self.web.api.redact_draft(texts, visitor, language)
        return {**fields, **{name: str(safe[name]) for name in texts}}, safe.removed


def with_way(draft: Mapping[str, str], name: str, values: Mapping[str, str]) -> dict[str, str]:
    """The draft with another way, and what was said of it."""
    rest = {field: value for field, value in draft.items() if field != WAY and not field.startswith(_OF_WAY)}
    return rest | ({WAY: name} if name else {}) | {f"{_OF_WAY}{field}": value for field, value in values.items()}
