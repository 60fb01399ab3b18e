"""How the device comes to the shop: the ways that capabilities offer, each with a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import InputError

from ..drafts import Draft
from ..forms import BaseForm
from ..slots import Arrival, Arriving
from ..web import Web
from .forms import WayForm
from .steps import WAY, Steps, with_way

_BROUGHT = ""


@attrs.frozen
class WayPages:
    """Between the questions and the contact, where another way than bringing it is offered."""

    web: Web
    draft: Draft
    steps: Steps

    async def choose(self, request: Request) -> Response:
        """The ways there are."""
        draft = await self.draft.load(request)
        form = self.web.form(WayForm, request, {"way": draft.get(WAY, _BROUGHT)})
        if await self.steps.is_withdrawn(request, draft):
            self._say_withdrawn(request, form)
        return await self._ways_page(request, form, draft)

    def _say_withdrawn(self, request: Request, form: WayForm) -> None:
        form.way.data, form.way.errors = _BROUGHT, [self.web.translator(request)("order.way.gone")]

    async def _ways_page(self, request: Request, form: WayForm, draft: Mapping[str, str]) -> Response:
        t, ways = self.web.translator(request), await self.steps.ways(request, draft)
        if not draft or not (ways or draft.get(WAY)):
            return self.web.go(request, "quick_help_contact" if draft else "quick_help")
        offered = [(name, t(arrival.label)) for name, (arrival, _, _) in ways.items()]
        form.way.choices = [(_BROUGHT, t("order.way.brought")), *offered]
        return self.web.respond(
            request,
            "intake/way.html",
            title=t("order.way"),
            form=form,
            hints={_BROUGHT: t("order.way.brought.hint")} | {n: t(one.hint) for n, (one, _, _) in ways.items()},
            track=await self.steps.progress(request, "quick_help_way", draft),
            notice=self.web.removed_before(request),
        )

    async def keep(self, request: Request) -> Response:
        """Keep which one it is; what is asked about it comes next."""
        form, draft = await self.web.posted(request, WayForm), await self.draft.load(request)
        if not draft:
            return self.web.go(request, "quick_help")
        name = form.way.data or _BROUGHT
        if name != _BROUGHT and name not in await self.steps.ways(request, draft):
            self._say_withdrawn(request, form)
            return await self._ways_page(request, form, draft)
        kept = dict(draft) if name == draft.get(WAY, _BROUGHT) else with_way(draft, name, {})
        if name == _BROUGHT:
            response = self.web.go(request, await self.steps.after("quick_help_way", request, kept))
        else:
            response = self.web.go(request, "quick_help_way_of", way=name)
        await self.draft.save(request, response, kept)
        return response

    async def _found(self, request: Request, draft: Mapping[str, str]) -> tuple[Arrival, BaseForm, Arriving]:
        found = (await self.steps.ways(request, draft)).get(request.path_params["way"])
        if found is None:
            raise HTTPException(404)
        return found

    async def show(self, request: Request) -> Response:
        """What is asked about one way."""
        draft = await self.draft.load(request)
        if not draft:
            return self.web.go(request, "quick_help")
        arrival, form, _ = await self._found(request, draft)
        return await self._page(request, arrival, form, draft)

    async def _page(self, request: Request, arrival: Arrival, form: BaseForm, draft: Mapping[str, str]) -> Response:
        return self.web.respond(
            request,
            "intake/way_of.html",
            title=self.web.translator(request)(arrival.label),
            form=form,
            arrival=arrival,
            track=await self.steps.progress(request, "quick_help_way", draft),
        )

    async def fill_in(self, request: Request) -> Response:
        """Keep what was said about it, redacted; the command looks at it again when the order is made."""
        sent, before = await self.web.submitted(request), await self.draft.load(request)
        if not before:
            return self.web.go(request, "quick_help")
        name = request.path_params["way"]
        arrival, form, page = await self._found(request, with_way(before, name, sent))
        typed = {field: str(value) for field, value in form.typed().items()}
        try:
            self.web.desk.read(arrival.command, typed)
        except InputError as error:
            if wrong := tuple(one for one in error.errors if one.path and one.path[0] in form):
                form.show_errors(InputError(wrong), self.web.translator(request))
        arrival.check(page, form)
        if form.failed:
            return await self._page(request, arrival, form, page.draft)
        kept, removed = await self.steps.redacted(request, with_way(before, name, typed))
        following = await self.steps.after("quick_help_way", request, kept)
        response = self.web.go_to(request, following, urlencode(self.web.removed_query(removed)))
        await self.draft.save(request, response, kept)
        return response
