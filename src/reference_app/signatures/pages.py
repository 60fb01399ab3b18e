"""The page that customers sign on, locked to that; where staff have something signed, and what was signed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AskForSignature, Sign, SignedFor
from helpdesk_core.views import (
    RequestForStaff,
    RequestSignatures,
    RoomSignatures,
    SignedText,
    SigningPage,
    SigningState,
    Stroke,
    view_request_signatures,
    view_signing,
)

from ..customer_rooms.frame import RoomPage
from ..forms import ButtonForm
from ..intake.counter import SlipPage, square
from ..legal.pages import blocks, legal_words
from ..legal.texts import PAGES as LEGAL
from ..limiters import in_line
from ..security import drop_cookie
from ..slots import Card, Pages, Section
from ..standalone import STAFF_COOKIE
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from .forms import BOUNDS, AskForm, SignForm
from .texts import DECLARATIONS

_RIGHT = "signatures.ask"
_KNOWN = frozenset({"signatures", "hand_overs", "loans"})
_FIELD = {"width": Stroke.WIDTH, "height": Stroke.HEIGHT}


async def _read(web: Web, language: str, signed: tuple[SignedText, ...]) -> list[tuple[SignedText, Any]]:
    """Each of the words with its parts; None where they would not be what was signed."""
    read = []
    for one in signed:
        found = await legal_words(web, language, one.code, one.number)
        same = found is not None and found.digest == one.digest
        read.append((one, list(blocks(found.words)) if found is not None and same else None))
    return read


class SigningPages:
    """The page on the tablet. Nothing leads away from it, and it is for nobody who is signed in to the desk."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def _load(self, request: Request) -> SigningPage | Refusal:
        request.state.locked = True
        visitor = await self.web.visitor(request)
        found = await self.web.api.view(view_signing, visitor, request.path_params["token"][:200])
        if not isinstance(found, Refusal):
            request.state.language = found.language
        return found

    async def show(self, request: Request) -> Response:
        """What is signed and the form; or that it is signed already, or over."""
        found = await self._load(request)
        if isinstance(found, Refusal):
            return self._said(request, "none", 404)
        if found.state is SigningState.OPEN and await self.web.host.current_agent(request) is not None:
            return self._handing(request)
        return await self._page(request, found)

    async def _page(self, request: Request, found: SigningPage, failed: SignForm | None = None) -> Response:
        if found.state is SigningState.SIGNED:
            return self._said(request, "done")
        words = found.words
        read = () if words is None else await _read(self.web, found.language, words.wording)
        if words is None or any(parts is None for _, parts in read):
            return self._said(request, "over", 410)
        t = self.web.translator(request)
        form = failed or self.web.form(SignForm, request)
        form.digest.data = words.digest
        return self.web.respond(
            request,
            "signatures/sign.html",
            title=t(f"sign.title.{words.occasion.value}"),
            form=failed,
            token=request.path_params["token"],
            until=found.until.astimezone(t.zone).time(),
            words=words,
            read=read,
            signing=form,
            field=_FIELD,
            bounds=BOUNDS,
            nonce=self.web.host.nonce(request),
        )

    def _said(self, request: Request, what: str, status: int = 200) -> Response:
        t = self.web.translator(request)
        return self.web.respond(request, "signatures/said.html", status, title=t(f"sign.{what}"), what=what)

    def _handing(self, request: Request) -> Response:
        t, token = self.web.translator(request), request.path_params["token"]
        can_leave = self.web.staff is not None
        return self.web.respond(
            request, "signatures/handing.html", title=t("sign.hand"), token=token, can_leave=can_leave
        )

    async def sign(self, request: Request) -> Response:
        """It is signed, once."""
        found = await self._load(request)
        if isinstance(found, Refusal):
            return self._said(request, "none", 404)
        form = await self.web.posted(request, SignForm)
        if found.state is not SigningState.OPEN:
            return await self._page(request, found)
        visitor, token = await self.web.visitor(request), request.path_params["token"]
        answer = await self.web.send(request, Sign, visitor, form, link=token, strokes=form.strokes())
        if answer is None:
            return await self._again(request, form)
        return self.web.back(request, answer, "sign", token=token)

    async def _again(self, request: Request, form: SignForm) -> Response:
        """As it stands now: somebody may have signed meanwhile."""
        found = await self._load(request)
        return (
            self._said(request, "none", 404) if isinstance(found, Refusal) else await self._page(request, found, form)
        )

    async def leave(self, request: Request) -> Response:
        """Staff sign out on this device, and the page opens."""
        request.state.locked = True
        await self.web.posted(request, ButtonForm)
        response = self.web.go(request, "sign", token=request.path_params["token"])
        if self.web.staff is not None:
            await in_line(self.web.staff.sign_out, request.cookies.get(STAFF_COOKIE, ""))
            drop_cookie(response, request, STAFF_COOKIE)
        return response


class StaffPages:
    """Having something signed, and what was."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def _load(self, request: Request) -> tuple[RequestForStaff, RequestSignatures]:
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_signatures, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        return found, seen

    async def show(self, request: Request, failed: AskForm | None = None) -> Response:
        """All of a request."""
        found, seen = await self._load(request)
        return self.web.respond(
            request,
            "signatures/signatures.html",
            title=self.web.translator(request)("staff.signatures"),
            form=failed,
            found=found,
            r=found.request,
            seen=seen,
            wanted=_wanted(self.web, seen, found),
            field=_FIELD,
        )

    async def ask(self, request: Request) -> Response:
        """A page is opened, with the words that are in force, in the customer's language."""
        form = await self.web.posted(request, AskForm)
        actor, found = await self.frame.load(request)
        language = self.web.desk.translator(found.request.language).language
        texts = [await legal_words(self.web, language, code) for code in _codes(form.occasion.data or "")]
        shown = [{"code": one.code, "number": one.number, "digest": one.digest} for one in texts if one is not None]
        answer = await self.web.send(
            request, AskForSignature, actor, form, request=found.request.id, language=language, texts=shown
        )
        if answer is None:
            return await self.show(request, form)
        reference = request.path_params["reference"]
        return self.web.back(request, answer, "staff_signature", reference=reference, signature=answer.signature)

    async def one(self, request: Request) -> Response:
        """One of them: the square for the tablet, or what was signed."""
        found, seen = await self._load(request)
        id = request.path_params["signature"]
        one = next((row for row in seen.rows if row.signature.id == id), None)
        if one is None:
            raise HTTPException(404)
        t, signed = self.web.translator(request), one.signature
        address = ""
        if one.token is not None:
            room = urlsplit(self.web.desk.link(found.request.id, found.request.generation))
            address = f"{room.scheme}://{room.netloc}{self.web.path(request, 'sign', token=one.token)}"
        return self.web.respond(
            request,
            "signatures/signature.html",
            title=t(signed.occasion.label),
            found=found,
            r=found.request,
            one=one,
            until=one.until.astimezone(t.zone).time(),
            signed=signed,
            read=await _read(self.web, signed.language, signed.wording) if one.token is None else (),
            theirs=self.web.translator(request, signed.language),
            address=address,
            code=square(address) if address else "",
            field=_FIELD,
        )


def _codes(occasion: str) -> tuple[str, ...]:
    """The codes of the words that are signed: what it is for, then the terms."""
    declared = [code for kind, code in DECLARATIONS.items() if kind.value == occasion]
    return (*declared, LEGAL["terms"][1])


def _wanted(web: Web, seen: RequestSignatures | None, found: RequestForStaff) -> tuple[SignedFor, ...]:
    """What staff are offered to have signed."""
    unasked = (SignedFor.RECEIVED,) if web.desk.settings.takes_signatures else ()
    wanted = unasked if seen is None else seen.wanted
    if found.request.phase.is_ended or found.request.merged_into is not None:
        wanted = tuple(one for one in wanted if one is not SignedFor.RECEIVED)
    return wanted


def routes(web: Web) -> list[Route]:
    """The page of the tablet, and the staff's."""
    tablet, staff, page, at = SigningPages(web), StaffPages(web), "/sign/{token}", f"{AT}/signatures"
    return [
        Route(page, tablet.show, name="sign"),
        Route(page, tablet.sign, methods=["POST"], name="sign_send"),
        Route(f"{page}/leave", tablet.leave, methods=["POST"], name="sign_leave"),
        Route(at, staff.show, name="staff_signatures"),
        Route(at, staff.ask, methods=["POST"], name="staff_signature_ask"),
        Route(f"{at}/{{signature}}", staff.one, name="staff_signature"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What was signed at the counter."""
    found = shown.room.part(RoomSignatures)
    return {"rows": found.rows, "field": _FIELD} if found is not None and found.rows else None


async def _seen(shown: RequestPage | SlipPage) -> RequestSignatures | None:
    request = shown.found.request
    if not _KNOWN.intersection(request.has):
        return None
    seen = await shown.web.api.view(view_request_signatures, shown.visitor, request.id)
    return None if isinstance(seen, Refusal) else seen


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What was signed, and what could be."""
    seen = await _seen(shown)
    wanted = _wanted(shown.web, seen, shown.found)
    rows = () if seen is None else tuple(one for one in seen.rows if one.state is not SigningState.OVER)
    return {"rows": rows, "wanted": wanted, "field": _FIELD} if rows or wanted else None


async def slip(shown: SlipPage) -> dict[str, Any] | None:
    """The signatures, on paper too; and on the screen the way to have the devices signed for."""
    seen = await _seen(shown)
    rows = () if seen is None else tuple(one for one in seen.rows if one.state is SigningState.SIGNED)
    wanted = [one for one in _wanted(shown.web, seen, shown.found) if one is SignedFor.RECEIVED]
    return {"rows": rows, "wanted": wanted, "field": _FIELD} if rows or wanted else None


PAGES = Pages(
    routes=routes,
    room=(Card("signatures/card.html", view=card, order=7),),
    slip=(Card("signatures/slip.html", view=slip, right=_RIGHT),),
    request=(Section("signatures/section.html", view=section, column="papers", order=46, right=_RIGHT),),
)
