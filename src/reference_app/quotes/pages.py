"""A quote: written, reviewed and offered by staff; read, asked about and decided by the customer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Command, GrantScope, Refusal, RefusalKind
from helpdesk_core.commands import (
    ApproveQuote,
    AskAboutQuote,
    DeclineQuote,
    NameApprover,
    OfferQuote,
    PrepareQuote,
    RemoveApprover,
    UseLimit,
    Wish,
    WithdrawQuote,
)
from helpdesk_core.views import (
    HiddenQuote,
    Phase,
    QuotesForStaff,
    QuoteView,
    RoomCard,
    RoomQuote,
    Standing,
    view_choice,
    view_quote,
    view_quotes,
)

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..devices.written import written_devices
from ..forms import BaseForm, ButtonForm, ReviewForm
from ..host import Visitor
from ..slots import Card, Pages, ScopePage, Section
from ..triage.frame import AT, RequestFrame, RequestPage, status_names
from ..web import Web, as_error, away
from .forms import (
    ApproveForm,
    ApproverForm,
    DeclineForm,
    LimitForm,
    OfferForm,
    QuestionForm,
    QuoteForm,
    WithdrawForm,
    part_names,
    percent,
    values_of,
)

ROOM = "/r/{token}/quote"
_DONE = {Standing.APPROVED: "quote.done.approved", Standing.DECLINED: "quote.done.declined"}
Endpoint = Callable[[Request], Awaitable[Response]]
Again = Callable[[Request, BaseForm], Awaitable[Response]]


def words(web: Web, request: Request) -> dict[str, Any]:
    """What every template about quotes needs."""
    t = web.translator(request)
    return {
        "percent": lambda rate: percent(rate, t),
        "parts": part_names(t),
        "notice": web.removed_before(request) or (t("room.done") if "done" in request.query_params else ""),
    }


class CustomerPages:
    """The customer's two steps: read and choose, then decide about exactly what was chosen."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RoomFrame(web)

    async def find(self, request: Request) -> tuple[Visitor, str, QuoteView]:
        """Who is there, the request's id and its quote. Where there is none to see, away to the room, or to the code
        that lets an approver in."""
        id = self.frame.request_id(request)
        visitor = await self.web.visitor(request, id)
        id = visitor.grant.subject if visitor.grant is not None else id
        quote = await self.web.api.view(view_quote, visitor, id)
        if isinstance(quote, Refusal) and quote.kind is RefusalKind.VERIFY:
            raise self.frame.again(request)
        if quote is None or isinstance(quote, Refusal):
            is_own = visitor.grant is None or visitor.grant.scope is GrantScope.ROOM
            path = self.web.path(request, "room" if is_own else "verify", token=request.path_params["token"])
            raise away(request, path)
        return visitor, id, quote

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The first step: what is offered, and what there is to choose; with what has to be said about the last one. It
        starts nothing."""
        _, _, quote = await self.find(request)
        question = failed if isinstance(failed, QuestionForm) else self.web.form(QuestionForm, request)
        approver = failed if isinstance(failed, ApproverForm) else self.web.form(ApproverForm, request)
        title = self.web.translator(request)("quote.card", number=quote.number)
        return self._page(request, "quotes/read.html", title, quote, failed, question=question, approver=approver)

    def _page(
        self, request: Request, template: str, title: str, quote: QuoteView, form: BaseForm | None, **values: Any
    ) -> Response:
        values |= words(self.web, request) | {"picked": _choice(request), "query": _query(request)}
        if "done" in request.query_params and quote.standing in _DONE and quote.answered_at is not None:
            values["notice"] = self.web.translator(request)(_DONE[quote.standing])
        token = request.path_params["token"]
        return self.web.respond(request, template, title=title, form=form, quote=quote, token=token, **values)

    async def decide(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The second step of a yes: all that was chosen."""
        visitor, id, quote = await self.find(request)
        chosen = await self.web.api.view(view_choice, visitor, id, **_choice(request))
        if isinstance(chosen, Refusal):
            form = self.web.form(ButtonForm, request)
            self.web.refuse(request, form, chosen)
            return await self.show(request, form)
        place = self.web.desk.settings.location(quote.location)
        review = self.web.review_form(request, ApproveForm, chosen.digest, failed, total=chosen.gross)
        return await self._second(request, "decide", quote, review, chosen=chosen, place=place)

    async def refuse(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The second step of a no."""
        _, _, quote = await self.find(request)
        return await self._second(
            request, "decline", quote, self.web.review_form(request, DeclineForm, quote.digest, failed)
        )

    async def _second(self, request: Request, step: str, quote: QuoteView, form: ReviewForm, **values: Any) -> Response:
        if not quote.can_answer:
            return await self.show(request)
        if not quote.fresh:
            return self.frame.verify_again(request, self._here(request, step))
        title = self.web.translator(request)(f"quote.{step}.title")
        return self._page(request, f"quotes/{step}.html", title, quote, form, **values)

    def _here(self, request: Request, step: str) -> str:
        path = self.web.path(request, f"room_quote_{step}".rstrip("_"), token=request.path_params["token"])
        return f"{path}?{_query(request)}"

    def sends(self, kind: type[Command[Any]], form: type[BaseForm], step: str = "") -> Endpoint:
        """The endpoint of a form about the quote; of a decision with its second step, which names the choice in its
        address. Where a fresh proof is asked for it leads back there."""

        async def send(request: Request) -> Response:
            sent = await self.web.posted(request, form)
            visitor, id, quote = await self.find(request)
            named = {"request": id, "quote": quote.id, **(_choice(request) if form is ApproveForm else {})}
            answer = await self.web.send(request, kind, visitor, sent, **named)
            if answer is not None:
                return self.web.back(request, answer, "room_quote", quiet="done", token=request.path_params["token"])
            if sent.verify_again:
                return self.frame.verify_again(request, self._here(request, step))
            again = {"decide": self.decide, "decline": self.refuse}.get("" if sent.refused else step, self.show)
            return await again(request, sent)

        return send


def _choice(request: Request) -> dict[str, list[str]]:
    """What was chosen, out of the address: an option of each group, and any number of extras."""
    pairs = [(key, value) for key, value in request.query_params.multi_items()[:60] if len(value) <= 20]
    return {name: [value for key, value in pairs if key.startswith(name)] for name in ("options", "extras")}


def _query(request: Request) -> str:
    return urlencode(_choice(request), doseq=True)


class StaffPages:
    """The staff's two steps: write, then offer exactly what was reviewed."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def found(self, request: Request) -> QuotesForStaff:
        """The request's quotes. Raises 404 for what is not theirs to see."""
        actor, id = await self.frame.find(request)
        found = await self.web.api.view(view_quotes, actor, id)
        if isinstance(found, Refusal):
            raise as_error(found)
        return found

    def _page(self, request: Request, template: str, title: str, form: BaseForm, **values: Any) -> Response:
        values |= words(self.web, request) | {"reference": request.path_params["reference"]}
        return self.web.respond(request, template, title=self.web.translator(request)(title), form=form, **values)

    async def write(self, request: Request, failed: QuoteForm | None = None) -> Response:
        """The form, with the draft there is."""
        found = await self.found(request)
        language = self.web.translator(request).language
        form = failed or self.web.form(QuoteForm, request, values_of(found.draft, found.valid_until, language))
        await self._offer(request, form)
        return self._page(request, "quotes/write.html", "staff.quote.title", form, quotes=found)

    async def _offer(self, request: Request, form: QuoteForm) -> None:
        actor, found = await self.frame.load(request)
        seen = await written_devices(self.web, actor, found.request)
        today = self.web.desk.clock().astimezone(self.web.desk.settings.zone).date()
        form.offer(self.web.desk.settings, self.web.translator(request), today, seen.rows if seen is not None else ())

    async def save(self, request: Request) -> Response:
        """Keep the draft, then review it."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, QuoteForm)
        await self._offer(request, form)
        answer = await self.web.send(request, PrepareQuote, actor, form, request=id)
        if answer is None:
            return await self.write(request, form)
        return self.web.back(request, answer, "staff_quote_review", reference=request.path_params["reference"])

    async def review(self, request: Request, failed: BaseForm | None = None) -> Response:
        """Exactly what the customer will read."""
        found, (_, page) = await self.found(request), await self.frame.load(request)
        version = next((one for one in found.versions if one.quote == found.draft), None)
        if version is None:
            raise HTTPException(404)
        t, names = self.web.translator(request), status_names(self.web, request)
        form = self.web.review_form(request, OfferForm, version.quote.digest, failed)
        form.status.choices = [("", t("staff.reply.status.same")), *((one.id, names[one.id]) for one in page.settable)]
        usual = next((names[one.id] for one in page.settable if one.phase == Phase.WAITING_FOR_CUSTOMER), None)
        more = {"quotes": found, "version": version, "usual": usual, "found": page}
        return self._page(request, "quotes/review.html", "staff.quote.review", form, **more)

    def sends(self, kind: type[Command[Any]], form: type[BaseForm], again: Again | None = None) -> Endpoint:
        """The endpoint of a decision about the version that was on the page, shown ``again`` when it has to be
        mended."""

        async def send(request: Request) -> Response:
            actor, id = await self.frame.find(request)
            sent, found = await self.web.posted(request, form), await self.found(request)
            shown = (one.quote.id for one in found.versions if one.quote.digest == sent["digest"].data)
            quote = next(shown, found.draft.id if found.draft else "none")
            answer = await self.web.send(request, kind, actor, sent, request=id, quote=quote)
            if answer is None and again is not None:
                return await again(request, sent)
            return await self.frame.answer(request, sent, answer)

        return send


def routes(web: Web) -> list[Route]:
    """The steps of staff and of customers."""
    room, staff = CustomerPages(web), StaffPages(web)

    def post(path: str, endpoint: Any, name: str) -> Route:
        return Route(path, endpoint, methods=["POST"], name=name)

    return [
        Route(ROOM, room.show, name="room_quote"),
        Route(f"{ROOM}/decide", room.decide, name="room_quote_decide"),
        post(f"{ROOM}/decide", room.sends(ApproveQuote, ApproveForm, "decide"), "room_quote_approve"),
        Route(f"{ROOM}/decline", room.refuse, name="room_quote_decline"),
        post(f"{ROOM}/decline", room.sends(DeclineQuote, DeclineForm, "decline"), "room_quote_refuse"),
        post(f"{ROOM}/question", room.sends(AskAboutQuote, QuestionForm), "room_quote_ask"),
        post(f"{ROOM}/approver", room.sends(NameApprover, ApproverForm), "room_quote_approver"),
        post(f"{ROOM}/approver/remove", room.sends(RemoveApprover, ButtonForm), "room_quote_approver_remove"),
        Route(f"{AT}/quote", staff.write, name="staff_quote"),
        post(f"{AT}/quote", staff.save, "staff_quote_save"),
        Route(f"{AT}/quote/review", staff.review, name="staff_quote_review"),
        post(f"{AT}/quote/review", staff.sends(OfferQuote, OfferForm, staff.review), "staff_quote_offer"),
        post(f"{AT}/quote/limit", staff.sends(UseLimit, LimitForm), "staff_quote_limit"),
        post(f"{AT}/quote/withdraw", staff.sends(WithdrawQuote, WithdrawForm), "staff_quote_withdraw"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """That there is a quote, how it stands, and the way to it."""
    if (hidden := shown.room.part(HiddenQuote)) is not None:
        return {"quote": None, "hidden": hidden, "offers": RoomCard.QUOTE if hidden.is_open else None}
    quote = shown.room.part(RoomQuote)
    if quote is None:
        return None
    is_open = quote.standing is Standing.OPEN and quote.can_answer
    return {
        "quote": quote,
        "hidden": None,
        "next_step": "next.quote" if is_open else None,
        "offers": RoomCard.QUOTE if is_open else None,
    }


async def way(shown: RoomPage) -> dict[str, Any] | None:
    """Reading a quote, or asking about one, with the request attached."""
    quote = shown.room.part(RoomQuote)
    hidden = shown.room.part(HiddenQuote)
    if hidden is None and quote is None and not shown.room.can_reply:
        return None
    can_decide = quote is not None and quote.can_answer
    serves = (Wish.PRICE, Wish.APPROVE) if can_decide else (Wish.PRICE,)
    return {"quote": quote, "hidden": hidden, "wished": "", "serves": serves}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """All versions, beside the customer's limit."""
    about = shown.found.request
    if "quotes" not in about.has:
        return {"quotes": QuotesForStaff.of(about, shown.visitor)}
    found = await shown.web.api.view(view_quotes, shown.visitor, about.id)
    if isinstance(found, Refusal):
        return None
    digest = next((one.quote.digest for one in found.versions if one.can_withdraw), "")
    limit_form = shown.web.review_form(shown.request, LimitForm, digest, shown.failed)
    withdraw_form = shown.form(WithdrawForm)
    withdraw_form.digest.data = digest
    more = {"quotes": found, "limit_form": limit_form, "withdraw_form": withdraw_form}
    return words(shown.web, shown.request) | more


PAGES = Pages(
    routes=routes,
    room=(Card("quotes/card.html", view=card, order=8, shows=(RoomCard.QUOTE,)),),
    ways=(Card("quotes/way.html", view=way, order=30),),
    request=(Section("quotes/section.html", view=section, column="decide", order=55),),
    scopes=(ScopePage(scope=GrantScope.RECORD, route="room_quote"),),
)
