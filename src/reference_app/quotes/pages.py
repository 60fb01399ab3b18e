"""A quote: written, reviewed and offered by staff; read, asked about and decided by the customer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import GrantScope, Refusal
from helpdesk_core.commands import (
    ApproveQuote,
    AskAboutQuote,
    DeclineQuote,
    NameApprover,
    OfferQuote,
    PrepareQuote,
    RemoveApprover,
    UseLimit,
    WithdrawQuote,
)
from helpdesk_core.views import Phase, QuotesForStaff, QuoteView, Standing, view_choice, view_quote, view_quotes

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm, ButtonForm, ReviewForm
from ..host import Visitor
from ..slots import Card, Pages, ScopePage, Section
from ..triage.frame import AT, RequestFrame, RequestPage, status_names
from ..web import Web, as_error, away
from .forms import (
    ApproverForm,
    DeclineForm,
    OfferForm,
    QuestionForm,
    QuoteForm,
    WithdrawForm,
    part_names,
    percent,
    values_of,
)

ROOM = "/r/{token}/quote"
STEPS = {"decide": "quotes/decide.html", "decline": "quotes/decline.html"}


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
        if quote is None or isinstance(quote, Refusal):
            is_own = visitor.grant is None or visitor.grant.scope is GrantScope.ROOM
            path = self.web.path(request, "room" if is_own else "verify", token=request.path_params["token"])
            raise away(request, path)
        return visitor, id, quote

    async def read(self, request: Request) -> Response:
        """The first step: what is offered, and what there is to choose. It starts nothing."""
        return await self.show(request)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The quote as it is now, with what has to be said about the last step."""
        _, _, quote = await self.find(request)
        question = failed if isinstance(failed, QuestionForm) else self.web.form(QuestionForm, request)
        approver = failed if isinstance(failed, ApproverForm) else self.web.form(ApproverForm, request)
        title = self.web.translator(request)("quote.card", number=quote.number)
        return self._page(request, "quotes/read.html", title, quote, failed, question=question, approver=approver)

    def _page(
        self, request: Request, template: str, title: str, quote: QuoteView, form: BaseForm | None, **values: Any
    ) -> Response:
        values |= words(self.web, request) | {"picked": _choice(request), "query": _query(request)}
        token = request.path_params["token"]
        return self.web.respond(request, template, title=title, form=form, quote=quote, token=token, **values)

    async def decide(self, request: Request, failed: ReviewForm | None = None) -> Response:
        """The second step of a yes: all that was chosen."""
        visitor, id, quote = await self.find(request)
        chosen = await self.web.api.view(view_choice, visitor, id, **_choice(request))
        if isinstance(chosen, Refusal):
            form = self.web.form(ButtonForm, request)
            self.web.refuse(request, form, chosen)
            return await self.show(request, form)
        form = self.web.review_form(request, "quote.decide.read", chosen.digest, failed, total=chosen.gross)
        return await self._second(request, "decide", quote, form, chosen=chosen)

    async def refuse(self, request: Request, failed: ReviewForm | None = None) -> Response:
        """The second step of a no."""
        _, _, quote = await self.find(request)
        form = failed or self.web.form(DeclineForm, request)
        self.web.review_form(request, "quote.decline.read", quote.digest, form)
        return await self._second(request, "decline", quote, form)

    async def _second(self, request: Request, step: str, quote: QuoteView, form: ReviewForm, **values: Any) -> Response:
        if not quote.can_answer:
            return await self.show(request)
        if not quote.fresh:
            return self.frame.verify_again(request, self._here(request, step))
        title = self.web.translator(request)(f"quote.{step}.title")
        return self._page(request, STEPS[step], title, quote, form, **values)

    def _here(self, request: Request, step: str) -> str:
        path = self.web.path(request, f"room_quote_{step}".rstrip("_"), token=request.path_params["token"])
        return f"{path}?{_query(request)}"

    async def approve(self, request: Request) -> Response:
        """Approve what the address names, if it is what the digest says was read."""
        form = await self.web.posted(request, ReviewForm)
        visitor, id, quote = await self.find(request)
        named = {"request": id, "quote": quote.id, **_choice(request)}
        answer = await self.web.reviewed(request, ApproveQuote, visitor, form, "quote.decide.read.missing", **named)
        if answer is None and not form.refused:
            return await self.decide(request, form)
        return await self._answered(request, form, answer, "decide")

    async def decline(self, request: Request) -> Response:
        """Decline what was read."""
        form = await self.web.posted(request, DeclineForm)
        visitor, id, quote = await self.find(request)
        named = {"request": id, "quote": quote.id}
        answer = await self.web.reviewed(request, DeclineQuote, visitor, form, "quote.decline.read.missing", **named)
        if answer is None and not form.refused:
            return await self.refuse(request, form)
        return await self._answered(request, form, answer, "decline")

    async def ask(self, request: Request) -> Response:
        """Send a question about the quote."""
        form = await self.web.posted(request, QuestionForm)
        visitor, id, quote = await self.find(request)
        answer = await self.web.send(request, AskAboutQuote, visitor, form, request=id, quote=quote.id)
        return await self._answered(request, form, answer, "")

    async def name_approver(self, request: Request) -> Response:
        """Name a person who may decide."""
        form = await self.web.posted(request, ApproverForm)
        visitor, id, quote = await self.find(request)
        answer = await self.web.send(request, NameApprover, visitor, form, request=id, quote=quote.id)
        return await self._answered(request, form, answer, "")

    async def remove_approver(self, request: Request) -> Response:
        """Let nobody else decide."""
        form = await self.web.posted(request, ButtonForm)
        visitor, id, quote = await self.find(request)
        answer = await self.web.send(request, RemoveApprover, visitor, form, request=id, quote=quote.id)
        return await self._answered(request, form, answer, "")

    async def _answered(self, request: Request, form: BaseForm, answer: Any, step: str) -> Response:
        """The quote after a step, or away to a fresh proof and back to the step."""
        if form.verify_again:
            return self.frame.verify_again(request, self._here(request, step))
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "room_quote", quiet="done", token=request.path_params["token"])


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
        form = failed or self.web.form(QuoteForm, request, values_of(found.draft, found.valid_until))
        form.offer(self.web.desk.settings, self.web.translator(request))
        return self._page(request, "quotes/write.html", "staff.quote.title", form, quotes=found)

    async def save(self, request: Request) -> Response:
        """Keep the draft, then review it."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, QuoteForm)
        form.offer(self.web.desk.settings, self.web.translator(request))
        answer = await self.web.send(request, PrepareQuote, actor, form, request=id)
        if answer is None:
            return await self.write(request, form)
        return self.web.back(request, answer, "staff_quote_review", reference=request.path_params["reference"])

    async def review(self, request: Request, failed: OfferForm | None = None) -> Response:
        """Exactly what the customer will read."""
        found, (_, page) = await self.found(request), await self.frame.load(request)
        version = next((one for one in found.versions if one.quote == found.draft), None)
        if version is None:
            raise HTTPException(404)
        t, names = self.web.translator(request), status_names(self.web, request)
        form = failed or self.web.form(OfferForm, request)
        self.web.review_form(request, "staff.quote.read", version.quote.digest, form)
        form.status.choices = [("", t("staff.reply.status.same")), *((one.id, names[one.id]) for one in page.settable)]
        usual = next((names[one.id] for one in page.settable if one.phase == Phase.WAITING_FOR_CUSTOMER), None)
        more = {"quotes": found, "version": version, "usual": usual, "found": page}
        return self._page(request, "quotes/review.html", "staff.quote.review", form, **more)

    async def offer(self, request: Request) -> Response:
        """A person decides about what was reviewed, and ticks that it was read."""
        actor, id = await self.frame.find(request)
        form, draft = await self.web.posted(request, OfferForm), (await self.found(request)).draft
        named = {"request": id, "quote": draft.id if draft else "none"}
        answer = await self.web.reviewed(request, OfferQuote, actor, form, "staff.quote.read.missing", **named)
        return await self.review(request, form) if answer is None else await self.frame.answer(request, form, answer)

    async def withdraw(self, request: Request) -> Response:
        """Take back what was on the page, with a reason for the customer."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, WithdrawForm, ids="withdraw-")
        quote = quote_with(await self.found(request), form)
        answer = await self.web.send(request, WithdrawQuote, actor, form, request=id, quote=quote)
        return await self.frame.answer(request, form, answer)

    async def use_limit(self, request: Request) -> Response:
        """Go ahead within the limit, for the content that was on the page."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, ReviewForm)
        named = {"request": id, "quote": quote_with(await self.found(request), form)}
        answer = await self.web.reviewed(request, UseLimit, actor, form, "staff.quote.limit.read.missing", **named)
        return await self.frame.answer(request, form, answer)


def quote_with(found: QuotesForStaff, form: Any) -> str:
    """The id of the version that was on the page, by its digest."""
    return next((one.quote.id for one in found.versions if one.quote.digest == form.digest.data), "none")


def routes(web: Web) -> list[Route]:
    """The steps of staff and of customers."""
    room, staff = CustomerPages(web), StaffPages(web)

    def post(path: str, endpoint: Any, name: str) -> Route:
        return Route(path, endpoint, methods=["POST"], name=name)

    return [
        Route(ROOM, room.read, name="room_quote"),
        Route(f"{ROOM}/decide", room.decide, name="room_quote_decide"),
        post(f"{ROOM}/decide", room.approve, "room_quote_approve"),
        Route(f"{ROOM}/decline", room.refuse, name="room_quote_decline"),
        post(f"{ROOM}/decline", room.decline, "room_quote_refuse"),
        post(f"{ROOM}/question", room.ask, "room_quote_ask"),
        post(f"{ROOM}/approver", room.name_approver, "room_quote_approver"),
        post(f"{ROOM}/approver/remove", room.remove_approver, "room_quote_approver_remove"),
        Route(f"{AT}/quote", staff.write, name="staff_quote"),
        post(f"{AT}/quote", staff.save, "staff_quote_save"),
        Route(f"{AT}/quote/review", staff.review, name="staff_quote_review"),
        post(f"{AT}/quote/review", staff.offer, "staff_quote_offer"),
        post(f"{AT}/quote/limit", staff.use_limit, "staff_quote_limit"),
        post(f"{AT}/quote/withdraw", staff.withdraw, "staff_quote_withdraw"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """That there is a quote, how it stands, and the way to it."""
    if "quotes" not in shown.room.has:
        return None
    quote = await shown.web.api.view(view_quote, shown.visitor, shown.room.id)
    if not isinstance(quote, QuoteView):
        return None
    next_step = "next.quote" if quote.standing is Standing.OPEN and quote.can_answer else None
    return {"quote": quote, "next_step": next_step}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """All versions, beside the customer's limit."""
    about = shown.found.request
    if "quotes" not in about.has:
        return {"quotes": QuotesForStaff.of(about, shown.visitor)}
    found = await shown.web.api.view(view_quotes, shown.visitor, about.id)
    if isinstance(found, Refusal):
        return None
    digest = next((one.quote.digest for one in found.versions if one.can_withdraw), "")
    failed = shown.failed if isinstance(shown.failed, ReviewForm) else None
    limit_form = shown.web.review_form(shown.request, "staff.quote.limit.read", digest, failed)
    withdraw_form = shown.form(WithdrawForm, ids="withdraw-")
    withdraw_form.digest.data = digest
    more = {"quotes": found, "limit_form": limit_form, "withdraw_form": withdraw_form}
    return words(shown.web, shown.request) | more


PAGES = Pages(
    routes=routes,
    room=(Card("quotes/card.html", view=card, order=8),),
    request=(Section("quotes/section.html", view=section, order=55),),
    scopes=(ScopePage(scope=GrantScope.RECORD, route="room_quote"),),
)
