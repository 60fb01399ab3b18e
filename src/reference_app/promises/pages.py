"""The customer's card, the staff's section, and the page on which promises are given, kept, moved and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, InputError, Refusal
from helpdesk_core.commands import GivePromise, KeepPromise, MovePromise, PromiseKind, SetEstimate, WithdrawPromise
from helpdesk_core.i18n import Translator
from helpdesk_core.views import (
    Promise,
    PromiseStanding,
    PromiseTerm,
    RequestForStaff,
    RequestPromises,
    RoomPromises,
    preview_promise,
    view_request_promises,
)

from ..customer_rooms.frame import RoomPage
from ..forms import BaseForm, ButtonForm
from ..host import StaffActor
from ..slots import Card, Pages, ReplyPart, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import EstimateForm, GiveForm, MoveForm, PromiseForm, ReplyPromiseForm, WithdrawForm

_NAME = "promises"
_RIGHT = "promises.give"


def words(web: Web, term: PromiseTerm, t: Translator) -> str:
    """A promise as it reads in a language."""
    return t.text(term.message(web.desk.settings.zone))


class PromisePages:
    """Promises about one request."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request) -> Response:
        """All of them, with the form for another."""
        return await self._all(request)

    async def one(self, request: Request) -> Response:
        """One of them, to be kept, moved or taken back."""
        return await self._one(request)

    async def _load(self, request: Request) -> tuple[StaffActor, RequestForStaff, RequestPromises]:
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_promises, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        return actor, found, seen

    def _named(self, request: Request, seen: RequestPromises) -> tuple[Promise, PromiseStanding]:
        named = next((pair for pair in seen.rows if pair[0].id == request.path_params["promise"]), None)
        if named is None:
            raise HTTPException(404)
        return named

    async def _all(
        self, request: Request, form: BaseForm | None = None, planned: PromiseTerm | None = None
    ) -> Response:
        _, found, seen = await self._load(request)
        give = form if isinstance(form, GiveForm) else self.web.form(GiveForm, request)
        give.offer(self.web.translator(request))
        give.seen.data = str(found.request.version)
        return self._respond(request, "page", found, form, planned, give=give, seen=seen)

    async def _one(
        self, request: Request, form: BaseForm | None = None, planned: PromiseTerm | None = None
    ) -> Response:
        _, found, seen = await self._load(request)
        one, standing = self._named(request, seen)
        return self._respond(
            request,
            "one",
            found,
            form,
            planned,
            one=one,
            standing=standing,
            can_move=standing is PromiseStanding.OPEN and one.kind is not PromiseKind.PRICE and seen.can_promise,
            move=form if isinstance(form, MoveForm) else self.web.form(MoveForm, request),
            withdraw=form if isinstance(form, WithdrawForm) else self.web.form(WithdrawForm, request),
        )

    def _respond(
        self,
        request: Request,
        template: str,
        found: RequestForStaff,
        form: BaseForm | None,
        planned: PromiseTerm | None,
        **values: Any,
    ) -> Response:
        t, theirs = self.web.translator(request), self.web.translator(request, found.request.language)
        return self.web.respond(
            request,
            f"promises/{template}.html",
            title=t("staff.promises"),
            form=form,
            found=found,
            r=found.request,
            planned=None if planned is None else words(self.web, planned, theirs),
            theirs=theirs,
            words=lambda one: words(self.web, one.term, t),
            notice=self.web.removed_before(request),
            **values,
        )

    async def give(self, request: Request) -> Response:
        """First how it reads, then the promise: what was not shown to who promises it is not sent."""
        form = await self.web.posted(request, GiveForm)
        actor, found, _ = await self._load(request)
        planned = await self._planned(request, actor, found, form, GivePromise)
        if planned is None or not self._was_read(request, form, found, planned):
            return await self._all(request, form, planned)
        answer = await self.web.send(request, GivePromise, actor, form, request=found.request.id)
        return await self._all(request, form) if answer is None else await self.frame.answer(request, form, answer)

    async def move(self, request: Request) -> Response:
        """First how the new time reads, then the promise."""
        form = await self.web.posted(request, MoveForm)
        actor, found, seen = await self._load(request)
        one, _ = self._named(request, seen)
        planned = await self._planned(request, actor, found, form, MovePromise, promise=one.id, kind=one.kind)
        if planned is None or not self._was_read(request, form, found, planned):
            return await self._one(request, form, planned)
        return await self._do(request, MovePromise, form)

    def _was_read(self, request: Request, form: PromiseForm, found: RequestForStaff, planned: PromiseTerm) -> bool:
        """Whether these words stood on the page from which the form came, however their spaces came back; from now on
        they do."""
        reads = words(self.web, planned, self.web.translator(request, found.request.language))
        was, form.shown.data = form.shown.data, reads
        return (was or "").split() == reads.split()

    async def _planned(
        self,
        request: Request,
        actor: StaffActor,
        found: RequestForStaff,
        form: PromiseForm,
        command: type[Command[Any]],
        *,
        kind: PromiseKind | None = None,
        **more: str,
    ) -> PromiseTerm | None:
        """What would be promised; None where the form says what is wrong."""
        try:
            read: Any = self.web.desk.read(command, form.typed() | {"request": found.request.id} | more)
        except InputError as error:
            form.show_errors(error, self.web.translator(request))
            return None
        terms = {"day": read.day, "time": read.time, "limit": getattr(read, "limit", None)}
        planned = await self.web.api.view(preview_promise, actor, found.request.id, kind or read.kind, **terms)
        if isinstance(planned, Refusal):
            self.web.refuse(request, form, planned)
            return None
        return planned

    async def keep(self, request: Request) -> Response:
        """What was promised is done."""
        return await self._do(request, KeepPromise, await self.web.posted(request, ButtonForm))

    async def withdraw(self, request: Request) -> Response:
        """It will not be done."""
        return await self._do(request, WithdrawPromise, await self.web.posted(request, WithdrawForm))

    async def _do(self, request: Request, kind: type[Command[Any]], form: BaseForm) -> Response:
        actor, id = await self.frame.find(request)
        promise = request.path_params["promise"]
        answer = await self.web.send(request, kind, actor, form, request=id, promise=promise)
        return await self._one(request, form) if answer is None else await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """The page, and what is done on it."""
    pages, at = PromisePages(web), f"{AT}/promises"
    estimate = pages.frame.button(SetEstimate, EstimateForm)
    one = f"{at}/{{promise}}"
    return [
        Route(at, pages.show, name="staff_promises"),
        Route(at, pages.give, methods=["POST"], name="staff_promise_give"),
        Route(one, pages.one, name="staff_promise"),
        Route(f"{one}/keep", pages.keep, methods=["POST"], name="staff_promise_keep"),
        Route(f"{one}/move", pages.move, methods=["POST"], name="staff_promise_move"),
        Route(f"{one}/withdraw", pages.withdraw, methods=["POST"], name="staff_promise_withdraw"),
        Route(f"{AT}/estimate", estimate, methods=["POST"], name="staff_estimate"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What the customer may count on, and what is only expected."""
    found = shown.room.part(RoomPromises)
    rows = found.rows if found else ()
    if not rows and shown.room.estimate is None:
        return None
    said = [(one, words(shown.web, one.term, shown.t)) for one in rows]
    return {"promises": said, "estimate": shown.room.estimate}


async def _promises(shown: RequestPage) -> list[tuple[Promise, PromiseStanding, str]]:
    """What is promised and holds, with how it reads; looked up once for each page."""
    state = shown.request.state
    if not hasattr(state, "promises"):
        seen = None
        if _NAME in shown.found.request.has:
            seen = await shown.web.api.view(view_request_promises, shown.visitor, shown.found.request.id)
        rows = seen.rows if isinstance(seen, RequestPromises) else ()
        state.promises = [(one, how, words(shown.web, one.term, shown.t)) for one, how in rows if how.holds]
    found: list[tuple[Promise, PromiseStanding, str]] = state.promises
    return found


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What is promised, and the way to more."""
    promises = await _promises(shown)
    return {"promises": promises, "is_idle": not promises}


async def along(shown: RequestPage) -> dict[str, Any]:
    """A promise that goes with a reply: folded, until somebody gives one."""
    form = shown.form(ReplyPromiseForm)
    moves = [
        (one.id, shown.t("staff.promise.along.move", promise=reads))
        for one, how, reads in await _promises(shown)
        if how is PromiseStanding.OPEN and one.kind is PromiseKind.TIME
    ]
    form.promise.choices = [("", shown.t("staff.promise.new")), *moves]
    return {"promising": form, "can_move": bool(moves), "is_open": isinstance(shown.failed, ReplyPromiseForm)}


def _along(typed: Mapping[str, str]) -> type[Command[Any]] | None:
    """A day, a time or what will be done: then something is promised."""
    if not any(typed.get(name) for name in ("promise", "day", "time", "what")):
        return None
    return MovePromise if typed.get("promise") else GivePromise


async def estimate(shown: RequestPage) -> dict[str, Any]:
    """The expected day."""
    day = shown.found.request.estimate
    form = shown.form(EstimateForm, {"estimate": "" if day is None else day.isoformat()})
    form.was.data = "" if day is None else day.isoformat()
    return {"estimating": form}


PAGES = Pages(
    routes=routes,
    room=(Card("promises/card.html", view=card, order=8),),
    request=(
        Section("promises/section.html", view=section, column="decide", order=40, right=_RIGHT),
        Section("promises/estimate.html", view=estimate, column="set", order=48, right=_RIGHT),
    ),
    reply=(ReplyPart("promises/along.html", view=along, form=ReplyPromiseForm, command=_along, right=_RIGHT),),
)
