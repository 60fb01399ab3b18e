"""The staff desk: queue, search, a new request for somebody, one request, what could not be sent."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import InputError, Refusal
from helpdesk_core.intake.rules import TakeRequest
from helpdesk_core.notifications.rules import RetryDelivery
from helpdesk_core.redaction_desk.views import view_redaction_statistics
from helpdesk_core.triage.views import QUEUE, view_health, view_queue, view_search

from ..forms import TakeForm
from ..staff_texts import SECRETS
from ..texts import LANGUAGES, SOURCES, URGENCIES
from ..web import Web
from .request_detail import RequestDetail, status_names


def routes(web: Web) -> list[Route]:
    """All staff pages."""
    desk, one = Desk(web), RequestDetail(web)
    at = "/staff/requests/{reference}"
    return [
        Route("/staff", desk.queue, name="staff_queue"),
        Route("/staff/search", desk.search, name="staff_search"),
        Route("/staff/new", desk.new, name="staff_new"),
        Route("/staff/new", desk.take, methods=["POST"], name="staff_take"),
        Route("/staff/secrets", desk.removals, name="staff_removals"),
        Route("/staff/undelivered", desk.undelivered, name="staff_undelivered"),
        Route("/staff/undelivered/{row}", desk.retry, methods=["POST"], name="staff_retry"),
        Route(at, one.page, name="staff_request"),
        Route(at + "/reply", one.reply, methods=["POST"], name="staff_reply"),
        Route(at + "/note", one.note, methods=["POST"], name="staff_note"),
        Route(at + "/secret", one.secret, methods=["POST"], name="staff_secret"),
        Route(at + "/device", one.device, methods=["POST"], name="staff_device"),
        Route(at + "/outcome", one.prepare, methods=["POST"], name="staff_prepare"),
        Route(at + "/outcome/{outcome}", one.review, name="staff_review"),
        Route(at + "/outcome/{outcome}", one.record, methods=["POST"], name="staff_record"),
        Route(at + "/{step}", one.step, methods=["POST"], name="staff_step"),
    ]


class Desk:
    """The pages about all requests."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def queue(self, request: Request) -> Response:
        """Open requests by priority, then age. All filters stand in the address."""
        actor = await self.web.colleague(request)
        query = request.query_params
        names = status_names(self.web, request)
        status = query.get("status") if query.get("status") in names else None
        whose = query.get("assignee", "")
        assignee = actor.id if whose == "me" else whose[:200] or None
        queue = await self.web.api.view(
            view_queue, "", actor, assignee=assignee, status=status, after=QUEUE.decode_cursor(query.get("after"))
        )
        if isinstance(queue, Refusal):
            raise HTTPException(403)
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "staff/queue.html",
            title=t("staff.queue.title"),
            queue=queue,
            names=names,
            chosen=status,
            whose=whose,
            people=await self.web.host.agents(),
            next=queue.next and queue.next.encode(),
            urgencies=URGENCIES,
            first="after" not in query,
        )

    async def search(self, request: Request) -> Response:
        """By reference, name, phone, e-mail or imported id."""
        actor = await self.web.colleague(request)
        words = request.query_params.get("q", "")[:200]
        found = await self.web.api.view(view_search, words, actor) if words.strip() else None
        if isinstance(found, Refusal):
            raise HTTPException(403)
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "staff/search.html",
            title=t("staff.search.title"),
            found=found,
            words=words,
            names=status_names(self.web, request),
            urgencies=URGENCIES,
        )

    def _take_form(self, request: Request, values: Mapping[str, str]) -> TakeForm:
        t = self.web.translator(request)
        form = self.web.form(TakeForm, request, {"language": t.language, **values})
        form.offer(self.web.desk.settings, t, t.language)
        form.source.choices = [(value, t(code)) for value, code in SOURCES.items()]
        form.language.choices = [(code, LANGUAGES.get(code, code)) for code in self.web.desk.settings.languages]
        return form

    async def new(self, request: Request) -> Response:
        """A request for somebody at the counter or on the phone."""
        await self.web.colleague(request)
        t = self.web.translator(request)
        return self.web.respond(
            request, "staff/new.html", title=t("staff.new.title"), form=self._take_form(request, {})
        )

    async def take(self, request: Request) -> Response:
        """Write it down: it is confirmed at once, by the person who saw the customer."""
        actor, values = await self.web.colleague(request), await self.web.submitted(request)
        form, t = self._take_form(request, values), self.web.translator(request)
        try:
            command = self.web.desk.read(TakeRequest, form.typed())
        except InputError as error:
            form.show_errors(error, t)
            return self.web.respond(request, "staff/new.html", title=t("staff.new.title"), form=form)
        receipt = await self.web.api.handle(command, actor, key=values.get("form_token", "")[:64] or None)
        if isinstance(receipt, Refusal):
            form.problem.errors = [self.web.refusal(request, receipt)]
            return self.web.respond(request, "staff/new.html", title=t("staff.new.title"), form=form)
        return self.web.go(request, "staff_request", reference=receipt["reference"])

    async def removals(self, request: Request) -> Response:
        """How often redaction removed what, never the values."""
        actor = await self.web.colleague(request)
        found = await self.web.api.view(view_redaction_statistics, "", actor)
        if isinstance(found, Refusal):
            raise HTTPException(403)
        return self.web.respond(
            request,
            "staff/removals.html",
            title=self.web.translator(request)("staff.removals.title"),
            found=found,
            secrets=SECRETS,
            languages=LANGUAGES,
        )

    async def undelivered(self, request: Request) -> Response:
        """Messages that were given up."""
        actor = await self.web.colleague(request)
        health = await self.web.api.view(view_health, "", actor)
        if isinstance(health, Refusal):
            raise HTTPException(403)
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "staff/undelivered.html",
            title=t("staff.undelivered.title"),
            health=health,
            failed=self.web.desk.plugins.failed,
        )

    async def retry(self, request: Request) -> Response:
        """Try one again."""
        actor = await self.web.colleague(request)
        await self.web.submitted(request)
        try:
            await self.web.api.handle(self.web.desk.read(RetryDelivery, {"row": request.path_params["row"]}), actor)
        except InputError:
            raise HTTPException(404) from None
        return self.web.go(request, "staff_undelivered")
