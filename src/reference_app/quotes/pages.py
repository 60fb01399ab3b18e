"""A quote: written, reviewed and offered by staff; read, asked about and decided by the customer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.quotes.answers import ApproveQuote, AskAboutQuote, DeclineQuote
from helpdesk_core.quotes.model import STANDINGS
from helpdesk_core.quotes.rules import OfferQuote, PrepareQuote, UseLimit
from helpdesk_core.quotes.views import QuotesForStaff, QuoteView, view_choice, view_quote, view_quotes
from helpdesk_core.service_requests.lifecycle import Phase

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm, ButtonForm, ReviewForm
from ..host import Visitor
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage, status_names
from ..web import Web, room_cookie
from .forms import DeclineForm, OfferForm, QuestionForm, QuoteForm, percent, values_of

ROOM = "/r/{token}/quote"


class CustomerPages:
    """The customer's two steps: read and choose, then decide about exactly what was chosen."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RoomFrame(web)

    async def visitor(self, request: Request, id: str) -> Visitor:
        """Who decides: a signed-in customer, unless a code was entered here since they signed in."""
        visitor = await self.web.visitor(request, id)
        if isinstance(visitor, Customer):
            guest = self.web.desk.guest(request.cookies.get(room_cookie(id)), visitor.client)
            if guest.grant and (visitor.signed_in_at is None or guest.grant.issued_at > visitor.signed_in_at):
                return guest
        return visitor

    async def find(self, request: Request) -> tuple[Visitor, str, QuoteView]:
        """Who is there, the request's id and its quote; away to the room where there is none to see."""
        id = self.frame.request_id(request)
        visitor = await self.visitor(request, id)
        quote = await self.web.api.view(view_quote, visitor, id)
        if quote is None or isinstance(quote, Refusal):
            path = self.web.path(request, "room", token=request.path_params["token"])
            raise HTTPException(303, headers={"Location": path})
        return visitor, id, quote

    async def read(self, request: Request) -> Response:
        """The first step: what is offered, and what there is to choose. It starts nothing."""
        return await self.show(request)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The quote as it is now, with what has to be said about the last step."""
        _, _, quote = await self.find(request)
        question = failed if isinstance(failed, QuestionForm) else self.web.form(QuestionForm, request)
        return self.page(request, "quotes/read.html", "quote.title", quote, failed, question=question)

    def page(
        self, request: Request, template: str, title: str, quote: QuoteView, form: BaseForm | None, **values: Any
    ) -> Response:
        """One of the pages about a quote."""
        t = self.web.translator(request)
        return self.web.respond(
            request,
            template,
            title=t(title),
            form=form,
            quote=quote,
            token=request.path_params["token"],
            picked=_choice(request),
            standings=STANDINGS,
            standing=t(STANDINGS[quote.standing]),
            percent=lambda rate: percent(rate, t),
            done="done" in request.query_params,
            notice=self.web.removed_before(request),
            **values,
        )

    async def decide(self, request: Request) -> Response:
        """The second step: all that was chosen, to be approved or not."""
        return await self._decide(request)

    async def _decide(self, request: Request, failed: ReviewForm | None = None) -> Response:
        visitor, id, quote = await self.find(request)
        chosen = await self.web.api.view(view_choice, visitor, id, **_choice(request))
        if isinstance(chosen, Refusal) or not quote.can_answer:
            form = self.web.form(ButtonForm, request)
            if isinstance(chosen, Refusal):
                self.web.refuse(request, form, chosen)
            return await self.show(request, form)
        if not quote.fresh:
            return self.frame.verify_again(request, _here(request, "decide"))
        form = self.web.review_form(request, "quote.decide.read", chosen.digest, failed, total=chosen.gross)
        return self.page(
            request, "quotes/decide.html", "quote.decide.title", quote, form, chosen=chosen, query=_query(request)
        )

    async def approve(self, request: Request) -> Response:
        """Approve what the address names, if it is what the digest says was read."""
        form = await self.web.posted(request, ReviewForm)
        visitor, id, quote = await self.find(request)
        named = {"request": id, "quote": quote.id, **_choice(request)}
        answer = await self.web.reviewed(request, ApproveQuote, visitor, form, "quote.decide.read.missing", **named)
        if answer is None and not form.refused:
            return await self._decide(request, form)
        return await self.answered(request, form, answer, "decide")

    async def answered(self, request: Request, form: BaseForm, answer: Any, step: str) -> Response:
        """The quote after a step, or away to a fresh proof and back to the step."""
        if form.verify_again:
            return self.frame.verify_again(request, _here(request, step))
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "room_quote", quiet="done", token=request.path_params["token"])

    async def refuse(self, request: Request) -> Response:
        """The second step of a no."""
        _, _, quote = await self.find(request)
        if not quote.can_answer:
            return await self.show(request)
        if not quote.fresh:
            return self.frame.verify_again(request, _here(request, "decline"))
        form = self.web.form(DeclineForm, request, {"digest": quote.digest})
        return self.page(request, "quotes/decline.html", "quote.decline.title", quote, form)

    async def decline(self, request: Request) -> Response:
        """Decline what was read."""
        form = await self.web.posted(request, DeclineForm)
        visitor, id, quote = await self.find(request)
        answer = await self.web.send(request, DeclineQuote, visitor, form, request=id, quote=quote.id)
        if answer is None and not form.refused:
            return self.page(request, "quotes/decline.html", "quote.decline.title", quote, form)
        return await self.answered(request, form, answer, "decline")

    async def ask(self, request: Request) -> Response:
        """Send a question about the quote."""
        form = await self.web.posted(request, QuestionForm)
        visitor, id, quote = await self.find(request)
        answer = await self.web.send(request, AskAboutQuote, visitor, form, request=id, quote=quote.id)
        return await self.answered(request, form, answer, "")


def _choice(request: Request) -> dict[str, list[str]]:
    """What was chosen, out of the address: a group of options each, and any number of extras."""
    pairs = request.query_params.multi_items()[:60]
    return {
        name: [value for key, value in pairs if key.startswith(name) and len(value) <= 20]
        for name in ("options", "extras")
    }


def _query(request: Request) -> str:
    return urlencode(_choice(request), doseq=True)


def _here(request: Request, step: str) -> str:
    """The address of a step, with what was chosen."""
    path = request.url_for(f"room_quote_{step}", token=request.path_params["token"]).path
    return f"{path}?{_query(request)}"


class StaffPages:
    """The staff's two steps: write, then offer exactly what was reviewed."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def found(self, request: Request) -> QuotesForStaff:
        """The request's quotes. Raises 404 for what is not theirs to see."""
        actor, id = await self.frame.find(request)
        found = await self.web.api.view(view_quotes, actor, id)
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return found

    async def write(self, request: Request) -> Response:
        """The form, with the draft there is."""
        found = await self.found(request)
        return self._write(request, self.web.form(QuoteForm, request, values_of(found.draft)), found)

    def _write(self, request: Request, form: QuoteForm, found: QuotesForStaff) -> Response:
        t = self.web.translator(request)
        form.offer(self.web.desk.settings, t)
        return self.web.respond(
            request,
            "quotes/write.html",
            title=t("staff.quote.title"),
            form=form,
            limit=found.limit,
            reference=request.path_params["reference"],
        )

    async def save(self, request: Request) -> Response:
        """Keep the draft, then review it."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, QuoteForm)
        form.offer(self.web.desk.settings, self.web.translator(request))
        answer = await self.web.send(request, PrepareQuote, actor, form, request=id)
        if answer is None:
            return self._write(request, form, await self.found(request))
        return self.web.back(request, answer, "staff_quote_review", reference=request.path_params["reference"])

    async def review(self, request: Request) -> Response:
        """Exactly what the customer will read."""
        return await self._review(request)

    async def _review(self, request: Request, failed: OfferForm | None = None) -> Response:
        found, (_, page) = await self.found(request), await self.frame.load(request)
        version = next((one for one in found.versions if found.draft and one.quote.id == found.draft.id), None)
        if version is None:
            raise HTTPException(404)
        t, names = self.web.translator(request), status_names(self.web, request)
        wait = {"status": Phase.WAITING_FOR_CUSTOMER.value}
        form = failed or self.web.form(OfferForm, request, wait)
        form.digest.data, form.read.data = version.quote.digest, False
        form.read.label.text = t("staff.quote.read")
        form.status.choices = [("", t("staff.reply.status.same")), *((one.id, names[one.id]) for one in page.settable)]
        return self.web.respond(
            request,
            "quotes/review.html",
            title=t("staff.quote.review"),
            form=form,
            notice=self.web.removed_before(request),
            version=version,
            limit=found.limit,
            can_offer=found.can_offer,
            reference=request.path_params["reference"],
            percent=lambda rate: percent(rate, t),
        )

    async def offer(self, request: Request) -> Response:
        """A person decides about what was reviewed, and ticks that it was read."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, OfferForm)
        draft = (await self.found(request)).draft
        if draft is None:
            raise HTTPException(404)
        named = {"request": id, "quote": draft.id}
        answer = await self.web.reviewed(request, OfferQuote, actor, form, "staff.quote.read.missing", **named)
        return await self._review(request, form) if answer is None else await self.frame.answer(request, form, answer)

    async def use_limit(self, request: Request) -> Response:
        """Go ahead within the limit, for the content that was on the page."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, ReviewForm, ids="limit-")
        found = await self.found(request)
        quote = next((one.quote.id for one in found.versions if one.quote.digest == form.digest.data), "none")
        named = {"request": id, "quote": quote}
        answer = await self.web.reviewed(request, UseLimit, actor, form, "staff.quote.limit.read.missing", **named)
        return await self.frame.answer(request, form, answer)


def routes(web: Web) -> list[Route]:
    """The steps of staff and of customers."""
    room, staff = CustomerPages(web), StaffPages(web)
    return [
        Route(ROOM, room.read, name="room_quote"),
        Route(f"{ROOM}/decide", room.decide, name="room_quote_decide"),
        Route(f"{ROOM}/decide", room.approve, methods=["POST"], name="room_quote_approve"),
        Route(f"{ROOM}/decline", room.refuse, name="room_quote_decline"),
        Route(f"{ROOM}/decline", room.decline, methods=["POST"], name="room_quote_refuse"),
        Route(f"{ROOM}/question", room.ask, methods=["POST"], name="room_quote_ask"),
        Route(f"{AT}/quote", staff.write, name="staff_quote"),
        Route(f"{AT}/quote", staff.save, methods=["POST"], name="staff_quote_save"),
        Route(f"{AT}/quote/review", staff.review, name="staff_quote_review"),
        Route(f"{AT}/quote/review", staff.offer, methods=["POST"], name="staff_quote_offer"),
        Route(f"{AT}/quote/limit", staff.use_limit, methods=["POST"], name="staff_quote_limit"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """That there is a quote, how it stands, and the way to it."""
    quote = await shown.web.api.view(view_quote, shown.visitor, shown.room.id)
    if quote is None or isinstance(quote, Refusal):
        return None
    return {"quote": quote, "standing": shown.t(STANDINGS[quote.standing])}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """All versions, beside the customer's limit."""
    found = await shown.web.api.view(view_quotes, shown.visitor, shown.found.request.id)
    if isinstance(found, Refusal):
        return None
    form = shown.form(ReviewForm, ids="limit-")
    form.read.label.text = shown.t("staff.quote.limit.read")
    return {
        "quotes": found,
        "standings": STANDINGS,
        "limit_form": form,
        "percent": lambda rate: percent(rate, shown.t),
    }


PAGES = Pages(
    routes=routes,
    room=(Card("quotes/card.html", view=card, order=8),),
    request=(Section("quotes/section.html", view=section, order=55),),
)
