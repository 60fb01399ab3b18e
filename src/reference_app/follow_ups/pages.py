"""In the room the permission, the question and the survey; beside the request what came of it; the results."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AnswerFollowUp, AnswerSurvey, PermitFollowUp, WithdrawFollowUp
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import SurveyQuestion, SurveyType, asked_in_survey
from helpdesk_core.views import OwnFollowUp, RoomCard, SurveyResult, view_follow_up_results, view_request_follow_up

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..slots import Card, MenuEntry, Pages, Section
from ..triage.frame import RequestPage
from ..web import Web, as_error
from .forms import AnswerForm, PermitForm, SurveyForm, survey_form

_NAME = "follow_ups"


def _offered(web: Web) -> tuple[SurveyQuestion, ...]:
    return asked_in_survey(web.desk.settings.survey)


def _day(web: Web) -> date:
    """About when a customer who allows it now is asked."""
    settings = web.desk.settings
    return (web.desk.clock() + timedelta(days=settings.follow_up_days)).astimezone(settings.zone).date()


def _ticks(web: Web, t: Translator) -> dict[str, str]:
    """The words of what can be allowed, by field."""
    shop = web.desk.settings.shop_name
    words = {"works": t("follow_up.works", shop=shop, day=_day(web))}
    return words | ({"survey": t("follow_up.survey", shop=shop)} if _offered(web) else {})


class RoomPages:
    """The customer's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def permit(self, request: Request) -> Response:
        """The ticks and the words beside them; without a tick nothing is sent."""
        form, t = await self.web.posted(request, PermitForm), self.web.translator(request)
        ticked = [words for name, words in _ticks(self.web, t).items() if form[name].data]
        if not ticked:
            form.works.errors = [t("follow_up.missing")]
            return await self.room.show(request, form)
        return await self.room.send(request, PermitFollowUp, form, permission=" ".join(ticked))

    async def answer(self, request: Request) -> Response:
        """It still works, or it does not."""
        return await self.room.send(request, AnswerFollowUp, await self.web.posted(request, AnswerForm))

    async def survey(self, request: Request) -> Response:
        """As much of the survey as one likes."""
        form = await self.web.posted(request, survey_form(_offered(self.web)))
        form.worded(self.web.desk.settings, self.web.translator(request))
        return await self.room.send(request, AnswerSurvey, form)


def routes(web: Web) -> list[Route]:
    """The customer's forms, and the results."""
    room = RoomPages(web)

    async def results(request: Request) -> Response:
        actor, t = await web.current_agent(request), web.translator(request)
        settings = web.desk.settings
        found = await web.api.view(view_follow_up_results, actor, location=request.query_params.get("location"))
        if isinstance(found, Refusal):
            raise as_error(found)
        works = [(t("staff.follow_ups.yes"), found.works), (t("staff.follow_ups.no"), found.failed)]
        asked = [(t("staff.follow_ups.works"), works, ())] if found.works or found.failed else []
        rows = [*asked, *(_row(web, one, t) for one in found.questions if one.words or any(n for _, n in one.counts))]
        return web.respond(
            request,
            "follow_ups/results.html",
            title=t("staff.follow_ups"),
            found=found,
            rows=rows,
            places=[
                (one.id, settings.label(one.labels, t.language)) for one in settings.locations if one.id in found.places
            ],
        )

    return [
        Route("/r/{token}/follow-up", room.permit, methods=["POST"], name="room_follow_up"),
        Route(
            "/r/{token}/follow-up/withdraw",
            room.room.button(WithdrawFollowUp),
            methods=["POST"],
            name="room_follow_up_withdraw",
        ),
        Route("/r/{token}/follow-up/answer", room.answer, methods=["POST"], name="room_follow_up_answer"),
        Route("/r/{token}/survey", room.survey, methods=["POST"], name="room_survey"),
        Route("/staff/follow-ups", results, name="staff_follow_ups"),
    ]


def _row(web: Web, result: SurveyResult, t: Translator) -> tuple[str, list[tuple[str, int]], tuple[Any, ...]]:
    """A question with its answers in the reader's words."""
    settings = web.desk.settings
    question = next(one for one in settings.survey if one.id == result.question)
    names = dict(zip(question.offered(settings.languages[0]), question.offered(t.language), strict=False))
    if result.kind is SurveyType.SCALE:
        names = {str(one): t(f"survey.{one}") for one in range(1, 6)}
    counts = [(names.get(one, one), count) for one, count in result.counts]
    return settings.label(question.labels, t.language), counts, result.words


async def asked(shown: RoomPage) -> dict[str, Any] | None:
    """What is asked now: above everything else, since a message led here."""
    own = shown.room.part(OwnFollowUp)
    if own is None or shown.room.outcome is None or own.outcome != shown.room.outcome.id:
        return None
    if not (own.asks or own.asks_survey):
        return None
    kind = survey_form(_offered(shown.web))
    failed = shown.failed
    survey = failed if isinstance(failed, SurveyForm) else shown.web.form(kind, shown.request)
    survey.worded(shown.web.desk.settings, shown.t)
    return {
        "own": own,
        "still": shown.form(AnswerForm),
        "survey": survey,
        "offers": RoomCard.FOLLOW_UP if own.asks else None,
        "next_step": "next.follow_up" if own.asks else None,
    }


async def permission(shown: RoomPage) -> dict[str, Any] | None:
    """After an outcome: whether we may ask again, or what was allowed."""
    outcome, own = shown.room.outcome, shown.room.part(OwnFollowUp)
    if outcome is None:
        return None
    if own is not None and own.outcome == outcome.id:
        return {"own": own, "permit": None}
    if not shown.web.desk.settings.follow_up_days or outcome.solved is False:
        return None
    form = shown.form(PermitForm)
    ticks = _ticks(shown.web, shown.t)
    for name, words in ticks.items():
        form[name].label.text = words
    return {"own": None, "permit": form, "fields": [form[name] for name in ticks]}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What the customer allowed, and what came of it."""
    request = shown.found.request
    if _NAME not in request.has:
        return None
    seen = await shown.web.api.view(view_request_follow_up, shown.visitor, request.id)
    return None if seen is None or isinstance(seen, Refusal) else {"one": seen.follow_up, "seen": seen}


PAGES = Pages(
    routes=routes,
    room=(
        Card("follow_ups/asked.html", view=asked, order=9, shows=(RoomCard.FOLLOW_UP,)),
        Card("follow_ups/permission.html", view=permission, order=13),
    ),
    request=(Section("follow_ups/section.html", view=section, column="side", order=21),),
    menu=(MenuEntry("staff.follow_ups", "staff_follow_ups", icon="quote", order=42, right="follow_ups.results"),),
)
