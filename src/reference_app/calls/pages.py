"""Calls: the card of human help on the customer's page, and what staff do about it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AnswerCallOffer, AskForCall, CallKind, OfferCall, SettleCall, Wish, WithdrawCall
from helpdesk_core.views import CallState, OwnCall, RoomCard, view_own_call, view_request_calls

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import AnswerForm, CallForm, OfferForm, SettleForm


def routes(web: Web) -> list[Route]:
    """Asking, offering, taking back, settling."""
    room, frame = RoomFrame(web), RequestFrame(web)

    async def ask(request: Request) -> Response:
        return await room.send(request, AskForCall, await web.posted(request, CallForm))

    async def answer(request: Request) -> Response:
        return await room.send(request, AnswerCallOffer, await web.posted(request, AnswerForm))

    async def link(request: Request) -> Response:
        """To a fresh proof, where one is needed before the link is shown, and back to the room."""
        id = room.request_id(request)
        found = await web.api.view(view_own_call, await web.visitor(request, id), id)
        if isinstance(found, Refusal):
            raise as_error(found)
        token = request.path_params["token"]
        if found is not None and found.is_proof_old:
            return room.verify_again(request, web.path(request, "room", token=token))
        return web.go(request, "room", token=token)

    return [
        Route("/r/{token}/call", ask, methods=["POST"], name="room_call"),
        Route("/r/{token}/call/withdraw", room.button(WithdrawCall), methods=["POST"], name="room_call_withdraw"),
        Route("/r/{token}/call/answer", answer, methods=["POST"], name="room_call_answer"),
        Route("/r/{token}/call/link", link, name="room_call_link"),
        Route(f"{AT}/call/offer", frame.button(OfferCall, OfferForm), methods=["POST"], name="staff_call_offer"),
        Route(f"{AT}/call", frame.button(SettleCall, SettleForm), methods=["POST"], name="staff_call"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """A person is always one tap away; with what became of the call that was asked for."""
    room = shown.room
    if room.continues_in is not None:
        return None
    own = room.part(OwnCall)
    waits = own is not None and own.state is CallState.ASKED
    values = {"when": str(own.when or ""), "urgent": own.urgent} if own is not None and waits else {}
    form = shown.form(CallForm, values)
    calls_for_an_answer = own is not None and (own.state is CallState.MISSED or own.is_offered)
    return {
        "own": own,
        "waits": waits,
        "call": form,
        "answering": shown.form(AnswerForm),
        "offers": RoomCard.HELP if calls_for_an_answer else None,
    }


async def continues_here(shown: RoomPage) -> dict[str, Any] | None:
    """The way to a person, where this request is the one that is read."""
    return {"serves": (Wish.HELP,), "unfolds": True} if shown.room.continues_in is None else None


async def offering(shown: RequestPage) -> dict[str, Any] | None:
    """The form of an offer, where nobody waits for a call."""
    request = shown.found.request
    if request.call_asked_at is not None or request.merged_into is not None or request.erased_at is not None:
        return None
    found = await shown.web.api.view(view_request_calls, shown.visitor, request.id)
    if isinstance(found, Refusal):
        return None
    form = shown.form(OfferForm, {"kind": CallKind.PHONE.value})
    form.kind.choices = [(kind.value, shown.t(kind.label)) for kind in CallKind]
    return {"offered": found.offered, "offer": form, "is_idle": not (found.offered or form.failed)}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """Who waits for a call, first of all."""
    if shown.found.request.call_asked_at is None:
        return None
    found = await shown.web.api.view(view_request_calls, shown.visitor, shown.found.request.id)
    return None if isinstance(found, Refusal) or found.waiting is None else {"waiting": found.waiting}


PAGES = Pages(
    routes=routes,
    room=(
        Card("calls/best.html", view=continues_here, order=9, shows=(RoomCard.HELP,)),
        Card("calls/card.html", view=card, order=18),
    ),
    ways=(Card("calls/way.html", view=continues_here, order=50),),
    request=(
        Section("calls/section.html", view=section, column="top", order=10),
        Section("calls/offer.html", view=offering, column="side", order=60, right="calls.make"),
    ),
)
