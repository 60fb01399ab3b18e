"""Guest tracking: two fields, one button, four facts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import InputError, Refusal
from helpdesk_core.contacts.rules import SendLink
from helpdesk_core.customer_rooms.rules import TrackRequest

from ..forms import LinkForm, TrackForm
from ..web import Web


def routes(web: Web) -> list[Route]:
    """Tracking, and asking for the link again."""
    pages = Tracking(web)
    return [
        Route("/track", pages.ask, name="track"),
        Route("/track", pages.track, methods=["POST"], name="track_try"),
        Route("/track/link", pages.ask_link, name="track_link"),
        Route("/track/link", pages.send_link, methods=["POST"], name="track_link_send"),
    ]


class Tracking:
    """The pages of a guest without a link."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def ask(self, request: Request) -> Response:
        """The two fields."""
        t = self.web.translator(request)
        return self.web.respond(request, "track.html", title=t("track.title"), form=self.web.form(TrackForm, request))

    async def track(self, request: Request) -> Response:
        """The four facts, straight in the answer: nothing stays on a shared computer."""
        values = await self.web.submitted(request)
        t = self.web.translator(request)
        form = self.web.form(TrackForm, request, values)
        try:
            command = self.web.desk.read(TrackRequest, form.typed())
        except InputError as error:
            form.show_errors(error, t)
            return self.web.respond(request, "track.html", title=t("track.title"), form=form)
        answer = await self.web.api.handle(command, await self.web.visitor(request))
        if isinstance(answer, Refusal):
            form.reference.errors = [self.web.refusal(request, answer)]
            return self.web.respond(request, "track.html", title=t("track.title"), form=form)
        return self.web.respond(
            request,
            "tracked.html",
            title=t("tracked.title"),
            tracked=answer["tracked"],
            reference=command.reference.grouped,
        )

    async def ask_link(self, request: Request) -> Response:
        """Reference and contact."""
        t = self.web.translator(request)
        return self.web.respond(
            request, "track_link.html", title=t("track.link.title"), form=self.web.form(LinkForm, request), sent=False
        )

    async def send_link(self, request: Request) -> Response:
        """One answer, whether they fit or not."""
        values = await self.web.submitted(request)
        t = self.web.translator(request)
        form = self.web.form(LinkForm, request, values)
        try:
            command = self.web.desk.read(SendLink, form.typed())
        except InputError as error:
            form.show_errors(error, t)
            return self.web.respond(request, "track_link.html", title=t("track.link.title"), form=form, sent=False)
        answer = await self.web.api.handle(command, await self.web.visitor(request))
        if isinstance(answer, Refusal):
            form.reference.errors = [self.web.refusal(request, answer)]
            return self.web.respond(request, "track_link.html", title=t("track.link.title"), form=form, sent=False)
        return self.web.respond(request, "track_link.html", title=t("track.link.title"), sent=True)
