"""Downloads of the case file, and the page with the keys by which anybody checks one."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from helpdesk_core import Refusal, RefusalKind
from helpdesk_core.adapters.documents import CaseFiles, is_installed
from helpdesk_core.views import WholeCase, view_case_file, view_case_file_for_staff

from ..again import show_again
from ..conversations.forms import StaffReplyForm
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import ButtonForm
from ..limiters import TYPESETTING
from ..slots import Card, Pages, Section
from ..texts import LANGUAGES
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error, away
from .keys import as_published

KEYS = "/case-files"
KEYS_FOR_MACHINES = "/.well-known/case-file-keys.json"


def keys_address(web: Web) -> str:
    """Where the shop publishes its keys, in full: it stands in every file."""
    return f"{web.desk.base_url}{KEYS}"


def published(web: Web) -> list[dict[str, str]]:
    """The shop's public keys, the one that signs first; none where no case files are made."""
    return as_published(CaseFiles(web.desk.keyring, web.desk.tenant).keys) if is_installed() else []


class Downloads:
    """The file itself. Getting it changes nothing, and is written down nowhere: what it shows stands in the history
    already, and the file names the history's head."""

    def __init__(self, web: Web) -> None:
        self.web, self.room, self.frame = web, RoomFrame(web), RequestFrame(web)

    async def customer(self, request: Request) -> Response:
        """For who may enter the room; everybody else is led to its door."""
        id = self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        language = self.web.translator(request).language
        keys_at = keys_address(self.web)
        found = await self.web.api.view(view_case_file, visitor, id, language=language, keys_at=keys_at)
        if isinstance(found, Refusal) and found.kind is RefusalKind.VERIFY:
            raise self.room.again(request)
        if isinstance(found, Refusal) and found.status_hint == 404:
            raise away(request, self.web.path(request, "room", token=request.path_params["token"]))
        return await self._answer(request, found)

    async def staff(self, request: Request) -> Response:
        """In the customer's language, or in the one that is asked for."""
        actor, reference = await self.web.current_agent(request), request.path_params["reference"][:40]
        asked = request.query_params.get("language")
        keys_at = keys_address(self.web)
        found = await self.web.api.view(view_case_file_for_staff, actor, reference, language=asked, keys_at=keys_at)
        if isinstance(found, Refusal) and found.status_hint != 409:
            raise as_error(found)
        return await self._answer(request, found)

    async def _answer(self, request: Request, found: WholeCase | Refusal) -> Response:
        if isinstance(found, Refusal):
            return show_again(self.web, request, found.status_hint, "error.case_file_too_long", {})
        if not is_installed():
            return show_again(self.web, request, 501, "error.no_documents", {})
        made = CaseFiles(self.web.desk.keyring, self.web.desk.tenant)
        document = await to_thread.run_sync(made.make, found.file, limiter=TYPESETTING())
        name = f"case-file-{found.file.request.reference}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return Response(document, media_type="application/pdf", headers=headers)

    async def mention(self, request: Request) -> Response:
        """A sentence in the reply's form, in the customer's language: a person sends it, or does not."""
        _, found = await self.frame.load(request)
        await self.web.posted(request, ButtonForm)
        t = self.web.translator(request, self.web.desk.settings.language(found.request.language))
        draft = found.writing.reply
        before = str(draft.text) if draft is not None and draft.text is not None else ""
        text = "\n\n".join(filter(None, (before, t("staff.case_file.mention.text"))))
        return await self.frame.show(request, self.web.form(StaffReplyForm, request, {"text": text}))


class KeyPages:
    """What anybody needs to check a file."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """The keys, and what to do with them."""
        title = self.web.translator(request)("case_keys.title")
        return self.web.respond(request, "case_files/keys.html", title=title, keys=published(self.web))

    async def machine(self, request: Request) -> Response:
        """The keys for programs."""
        return JSONResponse({"shop": self.web.desk.settings.shop_name, "keys": published(self.web)})


def routes(web: Web) -> list[Route]:
    """The downloads, the sentence for a reply, the keys."""
    downloads, keys = Downloads(web), KeyPages(web)
    return [
        Route("/r/{token}/case-file.pdf", downloads.customer, name="room_case_file"),
        Route(f"{AT}/case-file.pdf", downloads.staff, name="staff_case_file"),
        Route(f"{AT}/case-file", downloads.mention, methods=["POST"], name="staff_case_file_mention"),
        Route(KEYS, keys.show, name="case_keys"),
        Route(KEYS_FOR_MACHINES, keys.machine, name="case_keys_json"),
    ]


async def card(_: RoomPage) -> dict[str, Any] | None:
    """The download, where files can be made."""
    return {} if is_installed() else None


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The download in each of the shop's languages, the customer's first."""
    if not is_installed():
        return None
    settings = shown.web.desk.settings
    own = settings.language(shown.found.request.language)
    codes = sorted(settings.languages, key=lambda code: code != own)
    return {"languages": {code: LANGUAGES.get(code, code) for code in codes}}


PAGES = Pages(
    routes=routes,
    room=(Card("case_files/card.html", view=card, order=70),),
    request=(Section("case_files/section.html", view=section, column="papers", order=76, right="requests.view"),),
)
