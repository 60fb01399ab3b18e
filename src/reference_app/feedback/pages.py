"""The visitor's form, and the team's list."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import EraseFeedback, FeedbackState, HandleFeedback, SendFeedback
from helpdesk_core.views import view_feedback

from ..forms import BaseForm
from ..slots import MenuEntry, Pages
from ..web import Web, as_error
from .forms import EraseForm, FeedbackForm, HandleForm

_NAME = re.compile(r"[a-z_]{1,60}")


class FeedbackPages:
    """What visitors send."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def ask(self, request: Request) -> Response:
        """The form; the name of the page it is about comes along in the address."""
        page = request.query_params.get("page", "")
        return self._page(
            request, self.web.form(FeedbackForm, request, {"page": page if _NAME.fullmatch(page) else ""})
        )

    def _page(self, request: Request, form: FeedbackForm) -> Response:
        t = self.web.translator(request)
        form.offer(t)
        return self.web.respond(request, "feedback/send.html", title=t("feedback.title"), form=form)

    async def send(self, request: Request) -> Response:
        """Send it; thanks on a page of its own."""
        form = await self.web.posted(request, FeedbackForm)
        form.offer(self.web.translator(request))
        visitor, language = await self.web.visitor(request), self.web.translator(request).language
        if await self.web.send(request, SendFeedback, visitor, form, language=language) is None:
            return self._page(request, form)
        return self.web.go(request, "feedback_sent")

    async def sent(self, request: Request) -> Response:
        """Thanks, and what not to expect."""
        return self.web.respond(request, "feedback/sent.html", title=self.web.translator(request)("feedback.sent"))


class TeamPages:
    """What the team does with it."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def list(self, request: Request, failed: BaseForm | None = None) -> Response:
        """Feedback in one state, the new first."""
        actor = await self.web.current_agent(request)
        asked = request.query_params.get("state", "")
        state = FeedbackState(asked) if asked in set(FeedbackState) else FeedbackState.NEW
        found = await self.web.api.view(view_feedback, actor, state, after=request.query_params.get("after"))
        if isinstance(found, Refusal):
            raise as_error(found)
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "feedback/list.html",
            title=t("staff.feedback"),
            form=failed,
            found=found,
            state=state,
            states=list(FeedbackState),
            handling=partial(self._form, request),
        )

    def _form(self, request: Request, one: Any) -> HandleForm:
        """The form beside one piece of feedback."""
        form = self.web.form(HandleForm, request, {"state": one.state.value, "note": one.note, "feedback": one.id})
        form.offer(self.web.translator(request))
        for field in form:
            field.id = field.label.field_id = f"f{one.id}-{field.name}"
        return form

    async def handle(self, request: Request) -> Response:
        """State and note."""
        form = await self.web.posted(request, HandleForm)
        form.offer(self.web.translator(request))
        return await self._do(request, HandleFeedback, form)

    async def erase(self, request: Request) -> Response:
        """Take the words away."""
        return await self._do(request, EraseFeedback, await self.web.posted(request, EraseForm))

    async def _do(self, request: Request, kind: Any, form: BaseForm) -> Response:
        actor = await self.web.current_agent(request)
        answer = await self.web.send(request, kind, actor, form)
        return await self.list(request, form) if answer is None else self.web.go(request, "staff_feedback")


def routes(web: Web) -> list[Route]:
    """The form and the list."""
    visitors, team = FeedbackPages(web), TeamPages(web)

    async def listed(request: Request) -> Response:
        return await team.list(request)

    return [
        Route("/feedback", visitors.ask, name="feedback"),
        Route("/feedback", visitors.send, methods=["POST"], name="feedback_send"),
        Route("/feedback/sent", visitors.sent, name="feedback_sent"),
        Route("/staff/feedback", listed, name="staff_feedback"),
        Route("/staff/feedback", team.handle, methods=["POST"], name="staff_feedback_handle"),
        Route("/staff/feedback/erase", team.erase, methods=["POST"], name="staff_feedback_erase"),
    ]


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("staff.feedback", "staff_feedback", icon="megaphone", order=45, right="feedback.handle"),),
    foot=(MenuEntry("feedback.link", "feedback"),),
)
