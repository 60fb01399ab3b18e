"""The pages of an address that staff keep: adding and changing it, its secret this once, and how it ends."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, Refusal, Result
from helpdesk_core.commands import (
    AddWebhook,
    ChangeWebhook,
    PauseWebhook,
    RemoveWebhook,
    ResumeWebhook,
    RotateWebhookSecret,
    WebhookSecret,
)
from helpdesk_core.views import WebhookKept, view_webhook, view_webhook_choices

from ..forms import BaseForm, ButtonForm
from ..host import StaffActor
from ..notifications.texts import why
from ..triage.texts import ACTORS
from ..web import Web, as_error
from .forms import RotateForm, WebhookForm, values_of, webhook_form
from .texts import SAID

AT = "/staff/webhooks/{webhook}"


class KeepingPages:
    """What is done to the addresses that staff keep."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def new(self, request: Request) -> Response:
        """An empty form."""
        kind = await self._kind(request)
        return self._new(request, self.web.form(kind, request))

    async def add(self, request: Request) -> Response:
        """Its secret, this once."""
        form = await self.web.posted(request, await self._kind(request))
        answer = await self.web.send(request, AddWebhook, request.state.staff, form)
        if answer is None:
            return self._new(request, form)
        return await self._secret(request, answer)

    async def open(self, request: Request) -> Response:
        """All about it."""
        found = await self._load(request)
        return await self._page(request, found)

    async def change(self, request: Request) -> Response:
        """All of it is said again."""
        found = await self._load(request)
        form = await self.web.posted(request, await self._kind(request))
        answer = await self.web.send(request, ChangeWebhook, request.state.staff, form, webhook=found.endpoint.id)
        if answer is None:
            return await self._page(request, found, form)
        return self._to(request, found, answer, "changed")

    async def rotate(self, request: Request) -> Response:
        """The new secret, this once."""
        found = await self._load(request)
        form = await self.web.posted(request, RotateForm)
        answer = await self.web.send(request, RotateWebhookSecret, request.state.staff, form, webhook=found.endpoint.id)
        return await self._page(request, found, form) if answer is None else await self._secret(request, answer)

    async def pause(self, request: Request) -> Response:
        """It is told nothing."""
        return await self._do(request, PauseWebhook, "paused")

    async def resume(self, request: Request) -> Response:
        """It is told again."""
        return await self._do(request, ResumeWebhook, "resumed")

    async def question(self, request: Request) -> Response:
        """Whether to remove it, and what that means."""
        found = await self._load(request)
        return self._question(request, found)

    async def remove(self, request: Request) -> Response:
        """It is told nothing any more."""
        found = await self._load(request)
        form = await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, RemoveWebhook, request.state.staff, form, webhook=found.endpoint.id)
        if answer is None:
            return self._question(request, found, form)
        return self.web.go_to(request, "staff_webhooks", "said=removed")

    async def _do(self, request: Request, kind: type[Command[Result]], said: str) -> Response:
        found = await self._load(request)
        form = await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, kind, request.state.staff, form, webhook=found.endpoint.id)
        return await self._page(request, found, form) if answer is None else self._to(request, found, answer, said)

    def _to(self, request: Request, found: WebhookKept, answer: Result, said: str) -> Response:
        return self.web.back(request, answer, "staff_webhook", more={"said": said}, webhook=found.endpoint.id)

    async def _kind(self, request: Request) -> type[WebhookForm]:
        """The form's class, with the changes to choose from. Raises 403 for who may not keep addresses."""
        found = await self.web.api.view(view_webhook_choices, await self.web.current_agent(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        return webhook_form(found)

    async def _load(self, request: Request) -> WebhookKept:
        """The address. Raises 404 where there is none, 403 for who may not keep any."""
        actor: StaffActor = await self.web.current_agent(request)
        found = await self.web.api.view(view_webhook, actor, request.path_params["webhook"][:200])
        if isinstance(found, Refusal):
            raise as_error(found)
        return found

    def _new(self, request: Request, form: WebhookForm) -> Response:
        title = self.web.translator(request)("staff.webhooks.new")
        return self.web.respond(request, "webhooks/new.html", title=title, form=form, editing=form)

    async def _page(self, request: Request, found: WebhookKept, failed: BaseForm | None = None) -> Response:
        one, t = found.endpoint, self.web.translator(request)
        values = values_of(str(one.name), one.url, one.actions, with_texts=one.tells_texts)
        kind = await self._kind(request)
        is_edited = isinstance(failed, WebhookForm)
        rotating = self.web.form(RotateForm, request, {"generation": str(one.generation)})
        code = SAID.get(request.query_params.get("said", "")) if failed is None else None
        people = await self.web.host.agents(request)
        said = [t(code) if code else "", self.web.removed_before(request)]
        return self.web.respond(
            request,
            "webhooks/one.html",
            title=str(one.name),
            form=failed,
            editing=failed if is_edited else self.web.form(kind, request, values),
            is_edited=is_edited,
            rotating=rotating,
            found=found,
            people={each.id: each.name for each in (*people, request.state.staff)},
            actors=ACTORS,
            why=why,
            notice=" ".join(filter(None, said)),
        )

    async def _secret(self, request: Request, answer: WebhookSecret) -> Response:
        """The one page that holds it. It lies in no cache, and sending its form again makes no other."""
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_webhook, actor, answer.webhook)
        if isinstance(found, Refusal):
            raise as_error(found)
        response = self.web.respond(
            request,
            "webhooks/secret.html",
            title=self.web.translator(request)("staff.webhook.secret.title", name=str(found.endpoint.name)),
            found=found,
            secret=str(answer.secret),
            removed=self.web.removed(request, answer.removed),
        )
        response.headers["cache-control"] = "no-store"
        return response

    def _question(self, request: Request, found: WebhookKept, failed: BaseForm | None = None) -> Response:
        title = self.web.translator(request)("staff.webhook.remove.title", name=str(found.endpoint.name))
        return self.web.respond(request, "webhooks/remove.html", title=title, form=failed, found=found)


def keeping_routes(web: Web) -> list[Route]:
    """Adding, looking at, changing and removing."""
    pages, post = KeepingPages(web), ["POST"]
    return [
        Route("/staff/webhooks/new", pages.new, name="staff_webhook_new"),
        Route("/staff/webhooks/new", pages.add, methods=post, name="staff_webhook_add"),
        Route(AT, pages.open, name="staff_webhook"),
        Route(AT, pages.change, methods=post, name="staff_webhook_change"),
        Route(f"{AT}/secret", pages.rotate, methods=post, name="staff_webhook_rotate"),
        Route(f"{AT}/pause", pages.pause, methods=post, name="staff_webhook_pause"),
        Route(f"{AT}/resume", pages.resume, methods=post, name="staff_webhook_resume"),
        Route(f"{AT}/remove", pages.question, name="staff_webhook_question"),
        Route(f"{AT}/remove", pages.remove, methods=post, name="staff_webhook_remove"),
    ]
