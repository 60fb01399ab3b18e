"""The public page, the customer's card, the staff's section with its review, and the list of what is to be checked."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import (
    AskForTestimonial,
    GiveTestimonial,
    PublishTestimonial,
    SuggestTestimonial,
    TakeDownTestimonial,
    WithdrawTestimonial,
)
from helpdesk_core.views import (
    OwnTestimonial,
    Phase,
    Testimonial,
    TestimonialState,
    view_request_testimonial,
    view_testimonial_list,
    view_testimonials,
)

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm, ButtonForm
from ..slots import Card as RoomCard
from ..slots import MenuEntry, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import GiveForm, PublishForm, SuggestForm

_AFTER = frozenset({Phase.OUTCOME_RECORDED, Phase.CLOSED})
_NAME = "testimonials"


class PublicPages:
    """What everybody may read."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """Words of customers, and what they mean."""
        visitor = await self.web.visitor(request)
        found = await self.web.api.view(view_testimonials, visitor, after=request.query_params.get("after"))
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("testimonials.title")
        return self.web.respond(request, "testimonials/public.html", title=title, found=found)


class RoomPages:
    """The customer's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def give(self, request: Request) -> Response:
        """The words and the permission; without the tick nothing is sent."""
        form = await self.web.posted(request, GiveForm)
        t = self.web.translator(request)
        if not form.agreed.data:
            form.agreed.errors = [t("testimonial.permission.missing")]
            return await self.room.show(request, form)
        permission = t("testimonial.permission", shop=self.web.desk.settings.shop_name)
        return await self.room.send(request, GiveTestimonial, form, permission=permission)


class StaffPages:
    """The staff's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def list(self, request: Request) -> Response:
        """Testimonials in one state, those to be checked first."""
        actor = await self.web.current_agent(request)
        asked = request.query_params.get("state", "")
        state = TestimonialState(asked) if asked in set(TestimonialState) else TestimonialState.GIVEN
        found = await self.web.api.view(view_testimonial_list, actor, state, after=request.query_params.get("after"))
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("staff.testimonials")
        return self.web.respond(
            request,
            "testimonials/list.html",
            title=title,
            found=found,
            state=state,
            states=sorted(TestimonialState, key=lambda one: one is not TestimonialState.GIVEN),
        )

    async def review(self, request: Request) -> Response:
        """Exactly what everybody would read, and what the customer agreed to."""
        return await self._page(request)

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        one, found = await self._load(request)
        suggested = self.web.form(SuggestForm, request, {"text": one.text})
        return self.web.respond(
            request,
            "testimonials/review.html",
            title=self.web.translator(request)("staff.testimonial.review.title"),
            form=failed,
            review=self.web.review_form(request, PublishForm, one.digest, failed),
            suggest=failed if isinstance(failed, SuggestForm) else suggested,
            one=one,
            found=found,
            notice=self.web.removed_before(request),
        )

    async def _load(self, request: Request) -> tuple[Testimonial, Any]:
        actor, found = await self.frame.load(request)
        self.web.require(request, "testimonials.check")
        seen = await self.web.api.view(view_request_testimonial, actor, found.request.id)
        if isinstance(seen, Refusal) or seen.testimonial is None:
            raise HTTPException(404)
        return seen.testimonial, found

    async def publish(self, request: Request) -> Response:
        """A person decides about what was checked."""
        form = await self.web.posted(request, PublishForm)
        return await self._do(request, PublishTestimonial, form)

    async def suggest(self, request: Request) -> Response:
        """Other words, for the customer to agree to."""
        return await self._do(request, SuggestTestimonial, await self.web.posted(request, SuggestForm))

    async def take_down(self, request: Request) -> Response:
        """Stop showing it."""
        return await self._do(request, TakeDownTestimonial, await self.web.posted(request, ButtonForm))

    async def _do(self, request: Request, kind: Any, form: BaseForm) -> Response:
        actor, _ = await self.frame.find(request)
        one, _ = await self._load(request)
        answer = await self.web.send(request, kind, actor, form, testimonial=one.id)
        return await self._page(request, form) if answer is None else await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """Everybody's page, the customer's forms, the staff's."""
    public, room, staff = PublicPages(web), RoomPages(web), StaffPages(web)
    at = f"{AT}/testimonial"
    return [
        Route("/testimonials", public.show, name="testimonials"),
        Route("/r/{token}/testimonial", room.give, methods=["POST"], name="room_testimonial"),
        Route(
            "/r/{token}/testimonial/withdraw",
            room.room.button(WithdrawTestimonial),
            methods=["POST"],
            name="room_testimonial_withdraw",
        ),
        Route("/staff/testimonials", staff.list, name="staff_testimonials"),
        Route(at, staff.review, name="staff_testimonial"),
        Route(f"{at}/ask", staff.frame.button(AskForTestimonial), methods=["POST"], name="staff_testimonial_ask"),
        Route(f"{at}/publish", staff.publish, methods=["POST"], name="staff_testimonial_publish"),
        Route(f"{at}/suggest", staff.suggest, methods=["POST"], name="staff_testimonial_suggest"),
        Route(f"{at}/take-down", staff.take_down, methods=["POST"], name="staff_testimonial_take_down"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """The question, or what became of it."""
    own = shown.room.part(OwnTestimonial)
    if own is None or own.state in (TestimonialState.DECLINED, TestimonialState.TAKEN_DOWN):
        return None
    form = shown.form(GiveForm, {"text": own.text, "name": own.name})
    form.agreed.label.text = shown.t("testimonial.permission", shop=shown.web.desk.settings.shop_name)
    return {"own": own, "give": form}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What there is, and what can be done, after an outcome."""
    request = shown.found.request
    if _NAME not in request.has and shown.found.phase not in _AFTER:
        return None
    seen = await shown.web.api.view(view_request_testimonial, shown.visitor, request.id)
    return None if isinstance(seen, Refusal) else {"seen": seen}


PAGES = Pages(
    routes=routes,
    room=(RoomCard("testimonials/card.html", view=card, order=12),),
    request=(Section("testimonials/section.html", view=section, column="decide", order=80, right="testimonials.ask"),),
    menu=(MenuEntry("staff.testimonials", "staff_testimonials", icon="quote", order=40, right="testimonials.check"),),
    start=(RoomCard("testimonials/start.html", order=60),),
)
