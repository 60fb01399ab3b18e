"""What is still missing: a card of the customer's page, a notice on the staff's, and asking for it."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import CorrectWish, GiveDetails, Wish
from helpdesk_core.i18n import Translator
from helpdesk_core.views import Detail, Phase, RoomCard, view_wish_corrections

from ..conversations.forms import StaffReplyForm
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..slots import Card, MenuEntry, Pages, Section
from ..texts import LANGUAGES
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import DetailsForm, WishForm
from .texts import ASKS, OTHERWISE, TOLD

#: Details that a field of the form takes; the others are said in a message or by a code.
_FIELDS = frozenset({Detail.DEVICE, Detail.SERIAL, Detail.ORDER, Detail.LOCATION})
_UNTIL = frozenset({Phase.RECEIVED, Phase.CONFIRMED, Phase.IN_REVIEW, Phase.WAITING_FOR_CUSTOMER, Phase.IN_PROGRESS})


@attrs.frozen
class AskPages:
    """Drafts a message that asks for what is missing; nothing is sent by it."""

    web: Web
    frame: RequestFrame

    async def ask(self, request: Request) -> Response:
        """Behind what is typed or kept already, in the customer's language."""
        _, found = await self.frame.load(request)
        self.web.require(request, "requests.reply")
        await self.web.submitted(request)
        wanted, theirs = request.state.submitted.get("detail", ""), self.web.translator(request, found.request.language)
        words = await self._words(found, wanted, theirs)
        if words is None:
            raise HTTPException(404)
        form = self.web.form(StaffReplyForm, request)
        kept = str(found.writing.reply.text or "") if found.writing.reply else ""
        form.text.data = "\n\n".join(filter(None, [kept.strip(), words]))
        form.status.data = Phase.WAITING_FOR_CUSTOMER.value
        form.http_status = 200
        return await self.frame.show(request, form)

    async def _words(self, found: Any, wanted: str, theirs: Translator) -> str | None:
        detail = next((one for one in found.missing if one == wanted and one in ASKS), None)
        if detail is not None:
            return theirs(ASKS[detail])
        device, problem = str(found.request.device_checked or found.request.device), str(found.request.subject)
        also = await _needed(self.web, device, problem, theirs.language)
        place = wanted.removeprefix("also-")
        return theirs(OTHERWISE, detail=also[int(place)]) if place in map(str, range(len(also))) else None


async def _needed(web: Web, device: str, problem: str, language: str) -> tuple[str, ...]:
    """What plugins say is needed."""
    plugins = web.desk.plugins
    if not plugins:
        return ()
    found: tuple[str, ...] = await web.run(partial(plugins.needed, device, problem, language))
    return found


def _details(shown: RoomPage | RequestPage, missing: tuple[Detail, ...]) -> DetailsForm | None:
    """The fields for what is missing, None where there is none to fill in."""
    wanted = _FIELDS.intersection(missing)
    if not wanted:
        return None
    form = shown.form(DetailsForm)
    settings, t = shown.web.desk.settings, shown.t
    if form.location is not None:
        places = [one for one in settings.locations if one.public and not one.retired]
        names = [(one.id, settings.label(one.labels, t.language)) for one in places]
        form.location.choices = [("", t("quick_help.location.none")), *names]
    form.keep(frozenset(one.value for one in wanted))
    return form


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What the customer can add."""
    room = shown.room
    also: tuple[str, ...] = ()
    if room.status.phase in _UNTIL:
        device = str(room.device_checked or room.device)
        also = await _needed(shown.web, device, str(room.subject), shown.t.language)
    if not room.missing and not also:
        return None
    rest = [one for one in room.missing if one not in (*_FIELDS, Detail.ANSWER)]
    return {"rest": rest, "also": also, "details": _details(shown, room.missing)}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The same for staff, each with a button that asks for it."""
    found, request = shown.found, shown.found.request
    also: tuple[str, ...] = ()
    if request.phase in _UNTIL:
        device = str(request.device_checked or request.device)
        also = await _needed(shown.web, device, str(request.subject), shown.t.language)
    if not found.missing and not also:
        return None
    return {"also": also, "asks": ASKS, "details": _details(shown, found.missing)}


async def wish(shown: RoomPage) -> dict[str, Any] | None:
    """What the customer's last message sounds like, with the way that serves it; below, that way is not there again."""
    room, found = shown.room, shown.wish
    if found is None:
        return None
    ways = await shown.web.seen(shown.request, shown.web.slots.ways, shown)
    told = {"wished": found.value, "offered": ""}
    serving = [(way, {**own, **told}) for way, own in ways if found in own.get("serves", ())][:1]
    served = shown.web.filled(shown.request, serving, room=room, token=shown.token)
    return {"wish": found, "served": served} if served or found.value in TOLD else None


async def taken(shown: RequestPage) -> dict[str, Any] | None:
    """What the message was taken for, and the way to say that it meant something else."""
    if shown.found.wish is None:
        return None
    form = shown.form(WishForm)
    form.guessed.data = shown.found.wish.value
    form.meant.choices = [(one.value, shown.t(one.label)) for one in Wish if one is not shown.found.wish]
    form.meant.choices.append(("", shown.t("staff.wish.nothing")))
    return {"wish": shown.found.wish, "correcting": form}


class WishPages:
    """What staff corrected."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def list(self, request: Request) -> Response:
        """By kind and language, for whoever mends the phrases."""
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_wish_corrections, actor)
        if isinstance(found, Refusal):
            raise as_error(found)
        t = self.web.translator(request)
        names = {one.value: t(one.label) for one in Wish} | {"none": t("staff.wish.nothing")}
        return self.web.respond(
            request, "guidance/corrections.html", title=t("staff.wishes"), found=found, names=names, languages=LANGUAGES
        )


def routes(web: Web) -> list[Route]:
    """Giving details, and asking for them."""
    room, frame = RoomFrame(web), RequestFrame(web)

    async def give(request: Request) -> Response:
        return await room.send(request, GiveDetails, await web.posted(request, DetailsForm))

    return [
        Route("/r/{token}/details", give, methods=["POST"], name="room_details"),
        Route(f"{AT}/details", frame.button(GiveDetails, DetailsForm), methods=["POST"], name="staff_details"),
        Route(f"{AT}/wish", frame.button(CorrectWish, WishForm), methods=["POST"], name="staff_wish"),
        Route("/staff/wishes", WishPages(web).list, name="staff_wishes"),
        Route(f"{AT}/ask", AskPages(web, frame).ask, methods=["POST"], name="staff_ask"),
    ]


PAGES = Pages(
    routes=routes,
    room=(
        Card("guidance/wish.html", view=wish, order=6),
        Card("guidance/missing.html", view=card, order=12, shows=(RoomCard.ANSWER, RoomCard.DETAILS)),
    ),
    request=(
        Section("guidance/section.html", view=section, column="top", order=40),
        Section("guidance/taken.html", view=taken, column="side", order=76, right="wishes.correct"),
    ),
    menu=(MenuEntry("staff.wishes", "staff_wishes", icon="message-circle", order=52, right="wishes.correct"),),
)
