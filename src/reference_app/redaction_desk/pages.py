"""Secrets: taking out by hand what redaction let through, and how often it removed what."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.views import view_place, view_redaction_statistics

from ..slots import MenuEntry, Pages, Section
from ..texts import LANGUAGES, SECRETS
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import SecretForm


class SecretPages:
    """The form on a request's page, and the statistics."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def remove(self, request: Request) -> Response:
        """Take a secret out of everything about the request: found by what was typed, which is not kept and not shown
        again."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, SecretForm)
        words, form.value.data = (form.value.data or "").strip(), ""
        place = await self.web.api.view(view_place, actor, id, words=words)
        answer = place if isinstance(place, Refusal) else await self.web.api.handle(place.command, actor)
        if isinstance(answer, Refusal):
            self.web.refuse(request, form, answer)
            return await self.frame.show(request, form)
        response = self.web.go(request, "staff_request", reference=request.path_params["reference"])
        response.headers["location"] += f"?taken={answer.texts}"
        return response

    async def statistics(self, request: Request) -> Response:
        """How often redaction removed what, never the values."""
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_redaction_statistics, actor)
        if isinstance(found, Refusal):
            raise as_error(found)
        return self.web.respond(
            request,
            "redaction_desk/statistics.html",
            title=self.web.translator(request)("staff.removals.title"),
            found=found,
            secrets=SECRETS,
            languages=LANGUAGES,
        )


def routes(web: Web) -> list[Route]:
    """The form and the statistics."""
    pages = SecretPages(web)
    return [
        Route("/staff/secrets", pages.statistics, name="staff_removals"),
        Route(f"{AT}/secret", pages.remove, methods=["POST"], name="staff_secret"),
    ]


async def taken(shown: RequestPage) -> dict[str, Any] | None:
    """From how many texts the last step took a secret."""
    number = shown.request.query_params.get("taken", "")
    return {"count": int(number)} if number.isascii() and number.isdecimal() and len(number) < 5 else None


async def secret_form(shown: RequestPage) -> dict[str, Any]:
    """The form."""
    form = shown.form(SecretForm)
    return {"secret": form, "is_idle": not form.failed}


PAGES = Pages(
    routes=routes,
    request=(
        Section("redaction_desk/taken.html", view=taken, column="top", order=10),
        Section("redaction_desk/secret.html", view=secret_form, order=85, right="secrets.remove"),
    ),
    menu=(MenuEntry("staff.removals", "staff_removals", icon="shield-check", order=50, right="statistics.view"),),
)
