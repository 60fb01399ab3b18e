"""An outcome: prepared and reviewed by staff, read and answered by the customer."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core.commands import AnswerOutcome, PrepareOutcome, RecordOutcome
from helpdesk_core.views import HiddenQuote, Phase, RoomCard, RoomQuote

from ..attachments.marking import prepared
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..devices.written import written_devices
from ..forms import ReviewForm
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage, StepPage
from ..web import Web
from .forms import AnswerForm, OutcomeForm, RecordForm


class OutcomePages:
    """What staff write, and the review of it."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def prepare(self, request: Request) -> Response:
        """Write an outcome, then review it."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, OutcomeForm)
        answer = await self.web.send(request, PrepareOutcome, actor, form, request=id)
        if answer is None:
            return await self.frame.show(request, form)
        reference = request.path_params["reference"]
        return self.web.back(request, answer, "staff_review", reference=reference, outcome=answer.outcome)

    async def review(self, request: Request) -> Response:
        """Exactly what the customer will read."""
        return await self._page(request)

    async def _page(self, request: Request, failed: ReviewForm | None = None) -> Response:
        actor, found = await self.frame.load(request)
        draft = next((outcome for outcome, _ in found.outcomes if outcome.id == request.path_params["outcome"]), None)
        if draft is None or draft.state.value != "draft":
            raise HTTPException(404)
        theirs, r = self.web.translator(request, found.request.language), found.request
        page = StepPage(web=self.web, request=request, visitor=actor, found=found)
        return self.web.respond(
            request,
            "outcomes/review.html",
            title=self.web.translator(request)("staff.review.title"),
            form=self.web.review_form(request, RecordForm, draft.digest, failed),
            notice=self.web.removed_before(request),
            found=found,
            before=await self.web.fill(request, self.web.slots.publish, page, r=r),
            draft=draft,
            finding=await prepared(self.web, actor, r.id) if "findings" in r.has else None,
            result=theirs(draft.result.label),
            theirs=theirs,
            here=seen.here
            if (seen := await written_devices(self.web, actor, r)) is not None and seen.are_several
            else (),
        )

    async def record(self, request: Request) -> Response:
        """A person decides about what was reviewed, and ticks that it was read: no machine does."""
        actor, _ = await self.frame.find(request)
        form = await self.web.posted(request, RecordForm)
        answer = await self.web.send(request, RecordOutcome, actor, form, outcome=request.path_params["outcome"])
        return await self._page(request, form) if answer is None else await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """Prepare, review, record; the customer's answer."""
    pages, room = OutcomePages(web), RoomFrame(web)

    async def answer(request: Request) -> Response:
        return await room.send(request, AnswerOutcome, await web.posted(request, AnswerForm))

    return [
        Route(f"{AT}/outcome", pages.prepare, methods=["POST"], name="staff_prepare"),
        Route(f"{AT}/outcome/{{outcome}}", pages.review, name="staff_review"),
        Route(f"{AT}/outcome/{{outcome}}", pages.record, methods=["POST"], name="staff_record"),
        Route("/r/{token}/answer", answer, methods=["POST"], name="room_answer"),
    ]


async def recorded(shown: RoomPage) -> dict[str, Any] | None:
    """The outcome that the request stands on, and the question whether it helped."""
    outcome = shown.room.outcome
    if outcome is None:
        return None
    form = shown.form(AnswerForm)
    return {"outcome": outcome, "result": shown.t(outcome.result.label), "answer": form}


async def awaited(shown: RoomPage) -> dict[str, Any] | None:
    """What a customer of a request under way may look for and not find yet."""
    room = shown.room
    has_ended = room.status.phase in (Phase.CLOSED, Phase.CANCELLED) or room.continues_in is not None
    if room.outcome is not None or has_ended:
        return None
    return {"no_quote": room.part(RoomQuote) is None and room.part(HiddenQuote) is None}


async def for_staff(shown: RequestPage) -> dict[str, Any]:
    """All outcomes, drafts too, and the form for another."""
    form = shown.form(OutcomeForm, {"result": "solved"})
    form.offer(shown.t)
    return {"outcome": form}


PAGES = Pages(
    routes=routes,
    room=(
        Card("outcomes/recorded.html", view=recorded, order=10, shows=(RoomCard.OUTCOME,)),
        Card("outcomes/awaited.html", view=awaited, order=58),
    ),
    request=(Section("outcomes/outcomes.html", view=for_staff, column="decide", order=60),),
)
