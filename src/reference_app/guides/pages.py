"""What everybody reads: the list with its search, each guide, and the guides that fit what is being written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from helpdesk_core import Actor, Customer, Refusal
from helpdesk_core.commands import AnswerGuide, ForgetGuide, KeepGuide
from helpdesk_core.views import (
    GuideLine,
    GuideList,
    NoGuide,
    search_guides,
    suggest_guides,
    view_guide,
    view_guides,
    view_kept_guides,
)

from ..dialogues.pages import way_of
from ..security import set_cookie
from ..slots import Asked, Card, MenuEntry, Pages, Section
from ..triage.frame import RequestPage
from ..web import Web, as_error
from . import staff_texts, texts  # noqa: F401 - the words of the templates
from .files import shipped
from .showing import shown_parts
from .writing import writing_routes

KEPT_COOKIE = "helpdesk_guides"
_MOST_KEPT = 30
_KEPT_SECONDS = 365 * 24 * 3600
_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_PICTURE = re.compile(r"[a-z0-9][a-z0-9-]{0,78}\.(png|jpg|webp|svg)")
_UPLOADED = re.compile(r"[0-9a-f]{32}\.jpg")
_KINDS = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "svg": "image/svg+xml"}
_SAID = {
    "thanks": "guides.helped.thanks",
    "kept": "guides.kept",
    "in_account": "guides.kept.account",
    "forgotten": "guides.forgotten",
    "too_many": "guides.helped.too_many",
}


class GuidePages:
    """Pages that everybody may read."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.pictures = (*(Path(one, "guides", "pictures") for one in reversed(web.folders)), shipped() / "pictures")

    async def _all(self, request: Request, view: Any, *asked: str, **options: Any) -> GuideList:
        visitor = await self.web.visitor(request)
        language = self.web.translator(request).language
        found = await self.web.api.view(view, visitor, *asked, language=language, **options)
        if isinstance(found, Refusal):
            raise as_error(found)
        made: GuideList = found
        return made

    async def _ranked(self, request: Request, view: Any, words: str) -> GuideList:
        language = self.web.translator(request).language
        return await self._all(request, view, words, first=await ranked(self.web, words, language))

    async def list(self, request: Request) -> Response:
        """All of them, those of one topic, or what a search found; what this browser keeps comes first."""
        words = request.query_params.get("q", "")[:200].strip()
        topic = request.query_params.get("topic", "")[:200]
        every = await self._all(request, view_guides)
        found = await self._ranked(request, search_guides, words) if words else every
        kept = {slug: place for place, slug in enumerate(await self._kept(request))}
        rows = [one for one in found.rows if words or not topic or topic in one.topics]
        first = (
            [] if words or topic else sorted((one for one in rows if one.slug in kept), key=lambda one: kept[one.slug])
        )
        return self.web.respond(
            request,
            "guides/list.html",
            title=self.web.translator(request)("guides.title"),
            rows=rows,
            kept=first,
            any=bool(every.rows),
            words=words,
            topic=topic,
            topics=sorted({topic for one in every.rows for topic in one.topics}),
            nearly=found.nearly,
        )

    async def show(self, request: Request) -> Response:
        """One of them. One that is not there in the reader's language is shown in another, and says so; one that was
        withdrawn leads on."""
        t, slug = self.web.translator(request), request.path_params["guide"]
        visitor = await self.web.visitor(request)
        found = await self.web.api.view(view_guide, visitor, slug, language=t.language)
        if isinstance(found, Refusal):
            raise as_error(found)
        if isinstance(found, NoGuide):
            return self.web.respond(request, "guides/gone.html", 410, title=t("guides.gone"), found=found)
        said = _SAID.get(request.query_params.get("said", ""))
        way = await way_of(self.web, request, "guides")
        return self.web.respond(
            request,
            "guides/guide.html",
            title=found.content.title,
            guide=found,
            kept=slug in await self._kept(request),
            in_account=isinstance(visitor, Customer),
            notice=t(said) if said else "",
            way="" if way is None else self.web.render(request, "dialogues/way.html", **way),
            **shown_parts(self.web, request, found.content, found.html),
        )

    async def picture(self, request: Request) -> Response:
        """A picture of the shop's folder, or one that comes along."""
        name = request.path_params["file"]
        if _UPLOADED.fullmatch(name):
            return await self._uploaded(request, name.partition(".")[0])
        kind = _PICTURE.fullmatch(name)
        file = next((one for folder in self.pictures if kind and (one := Path(str(folder), name)).is_file()), None)
        if kind is None or file is None:
            raise HTTPException(404)
        headers = {
            "cache-control": "public, max-age=86400",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        }
        return FileResponse(file, media_type=_KINDS[kind[1]], headers=headers)

    async def _uploaded(self, request: Request, key: str) -> Response:
        """One that staff uploaded: everybody sees what a guide shows."""
        viewers: list[Actor | None] = [await self.web.visitor(request), await self.web.host.current_agent(request)]
        for viewer in (one for one in viewers if one is not None):
            found = await self.web.run(partial(self.web.desk.open_guide_picture, key, viewer))
            if not isinstance(found, Refusal):
                break
        else:
            raise HTTPException(404)
        content = await self.web.run(partial(_whole, found))
        headers = {"cache-control": "private, max-age=86400", "content-security-policy": "default-src 'none'; sandbox"}
        return Response(content, media_type="image/jpeg", headers=headers)

    async def answer(self, request: Request) -> Response:
        """Whether it helped: counted, and read by the team alone."""
        sent, slug = await self.web.submitted(request), request.path_params["guide"]
        if sent.get("helped") not in ("yes", "no"):
            raise HTTPException(400)
        fields = {"slug": slug, "helped": sent["helped"], "language": self.web.translator(request).language}
        answer = await self.web.api.handle(self.web.desk.read(AnswerGuide, fields), await self.web.visitor(request))
        if isinstance(answer, Refusal) and answer.status_hint == 404:
            raise as_error(answer)
        said = "too_many" if isinstance(answer, Refusal) else "thanks"
        return self.web.go_to(request, "guide", f"said={said}", guide=slug)

    async def _kept(self, request: Request) -> tuple[str, ...]:
        """The names of what this visitor keeps, in the account and in this browser."""
        return tuple(dict.fromkeys((*await self._in_account(request), *kept_slugs(request))))

    async def _in_account(self, request: Request) -> tuple[str, ...]:
        visitor = await self.web.visitor(request)
        found = await self.web.api.view(view_kept_guides, visitor) if isinstance(visitor, Customer) else None
        return () if found is None or isinstance(found, Refusal) else found.slugs

    async def library(self, request: Request) -> Response:
        """What this visitor keeps: in the account, and in this browser."""
        t, own = self.web.translator(request), await self._in_account(request)
        lines = {one.slug: one for one in (await self._all(request, view_guides)).rows}
        here = [slug for slug in kept_slugs(request) if slug not in own]
        return self.web.respond(
            request,
            "guides/kept.html",
            title=t("guides.saved"),
            in_account=[(slug, lines.get(slug)) for slug in own],
            here=[(slug, lines.get(slug)) for slug in here],
            has_account=isinstance(await self.web.visitor(request), Customer),
        )

    async def keep(self, request: Request) -> Response:
        """Keep a guide or no longer: in the account of who is signed in, else in this browser."""
        sent, slug = await self.web.submitted(request), request.path_params["guide"]
        if not _SLUG.fullmatch(slug):
            raise HTTPException(404)
        visitor, keeps = await self.web.visitor(request), sent.get("keep") == "yes"
        said = "kept" if keeps else "forgotten"
        if isinstance(visitor, Customer):
            kind = KeepGuide if keeps else ForgetGuide
            answer = await self.web.api.handle(self.web.desk.read(kind, {"slug": slug}), visitor)
            if isinstance(answer, Refusal):
                raise as_error(answer)
            said = "in_account" if keeps else said
        if sent.get("from") == "library":
            response = self.web.go_to(request, "kept_guides", "")
        else:
            response = self.web.go_to(request, "guide", f"said={said}", guide=slug)
        others = [one for one in kept_slugs(request) if one != slug]
        kept = [slug, *others][:_MOST_KEPT] if keeps and not isinstance(visitor, Customer) else others
        if kept or KEPT_COOKIE in request.cookies:
            set_cookie(response, request, KEPT_COOKIE, ".".join(kept), _KEPT_SECONDS if kept else 0)
        return response

    async def suggest(self, request: Request) -> Response:
        """Guides for what is being written. It comes by POST so that nobody's words stand in an address."""
        sent = await self.web.submitted(request)
        found = await self._ranked(request, suggest_guides, sent.get("problem", ""))
        title = self.web.translator(request)("guides.suggested")
        return self.web.respond(request, "guides/suggestions.html", title=title, suggested=found.rows)


def _whole(stream: BinaryIO) -> bytes:
    with stream:
        return stream.read()


def kept_slugs(request: Request) -> list[str]:
    """The names of the guides that this browser keeps, the latest first."""
    found = request.cookies.get(KEPT_COOKIE, "").split(".")
    return [one for one in found if _SLUG.fullmatch(one)][:_MOST_KEPT]


def routes(web: Web) -> list[Route]:
    """The list, the guides, and the pages on which they are written."""
    pages = GuidePages(web)
    return [
        Route("/guides", pages.list, name="guides"),
        Route("/kept-guides", pages.library, name="kept_guides"),
        Route("/guides/suggest", pages.suggest, methods=["POST"], name="guides_suggest"),
        Route("/guides/pictures/{file}", pages.picture, name="guide_picture"),
        Route("/guides/{guide}", pages.show, name="guide"),
        Route("/guides/{guide}/answer", pages.answer, methods=["POST"], name="guide_answer"),
        Route("/guides/{guide}/keep", pages.keep, methods=["POST"], name="guide_keep"),
        *writing_routes(web),
    ]


async def ranked(web: Web, words: str, language: str) -> tuple[str, ...]:
    """The guides that a host's own ranking puts first; asked while nothing is open, since it may take its time."""
    plugins = web.desk.plugins
    named: tuple[str, ...] = await web.run(partial(plugins.guides, words, language)) if plugins and words else ()
    return named


async def suggested(asked: Asked) -> Mapping[str, Any]:
    """What fits what was written so far."""
    rows: tuple[GuideLine, ...] = ()
    if asked.words:
        language = asked.web.translator(asked.request).language
        first = await ranked(asked.web, asked.words, language)
        found = await asked.web.api.view(suggest_guides, asked.visitor, asked.words, language=language, first=first)
        rows = () if isinstance(found, Refusal) else found.rows
    return {"suggested": rows}


async def offered(shown: RequestPage) -> dict[str, Any] | None:
    """Guides for the customer of a request, in their language, for whoever writes to them."""
    request = shown.found.request
    words = f"{request.subject} {request.device}"
    first = await ranked(shown.web, words, request.language)
    found = await shown.web.api.view(suggest_guides, shown.visitor, words, language=request.language, first=first)
    if isinstance(found, Refusal) or not found.rows:
        return None
    return {"offered": found.rows, "address": f"{shown.web.desk.base_url.rstrip('/')}/guides"}


PAGES = Pages(
    routes=routes,
    start=(Card("guides/start.html", order=45),),
    asked=(Card("guides/suggested.html", view=suggested),),
    request=(Section("guides/offered.html", view=offered, column="side", order=60),),
    menu=(MenuEntry("staff.guides", "staff_guides", icon="book-open", order=45, right="guides.edit"),),
    portal_menu=(MenuEntry("guides.menu", "guides", icon="book-open", order=45),),
    account_links=(MenuEntry("guides.saved", "kept_guides", icon="bookmark", order=30),),
)
