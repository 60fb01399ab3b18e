"""The legal texts as pages, in the version in force and in earlier ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Guest, Message, Refusal, Settings
from helpdesk_core.i18n import Translator
from helpdesk_core.views import RetentionClass, TextVersion, view_text_versions

from ..slots import Pages
from ..web import Web
from .texts import PAGES as TEXTS
from .which import pages_of

Block = tuple[str, tuple[str, ...]]


def facts(settings: Settings, language: str, now: datetime) -> dict[str, Any]:
    """What the texts take from the settings, and from the law of the shop's country; what the shop has not said yet is
    put as well as it can be."""
    phone = settings.phone and settings.phone.replace(" ", "\u00a0")
    said = {"authority": settings.law.authority, "advice": settings.law.advice}
    answered, days, repaid = (settings.law_days(one, now) for one in ("complaint_answer", "withdrawal", "repayment"))
    kept = {kind.value: settings.retention_months.get(kind.value) for kind in RetentionClass}
    months = {
        name: Message("legal.months", count=n) if n else Message("legal.months.unsaid") for name, n in kept.items()
    }
    return {
        "company": settings.company or settings.shop_name,
        "address": settings.address or settings.shop_name,
        "contact": settings.privacy_contact or phone or Message("legal.contact.unsaid"),
        "phone": phone or settings.privacy_contact or Message("legal.contact.unsaid"),
        "kept": Message("legal.kept", months),
        **{key: settings.label(one, language) if one else Message(f"legal.{key}") for key, one in said.items()},
        "complaints": Message("legal.complaints", {"days": answered})
        if answered
        else Message("legal.complaints.unsaid"),
        "days": days or "…",
        "repaid": repaid or days or "…",
        "checked": checked(),
    }


@cache
def checked() -> Message:
    """What the tests of the pages found when the accessibility statement was last written."""
    found = json.loads(files("reference_app").joinpath("legal", "accessibility.json").read_text(encoding="utf-8"))
    params = {"day": date.fromisoformat(found["day"]), "pages": found["pages"], "states": found["states"]}
    return Message("legal.checked", params, count=found["violations"])


def blocks(text: str) -> Iterator[Block]:
    """The text's parts: headings, paragraphs, and lists with their entries."""
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = tuple(line.strip() for line in part.strip().split("\n") if line.strip())
        if not lines:
            continue
        if len(lines) == 1 and lines[0].startswith("# "):
            yield "heading", (lines[0][2:],)
        elif all(line.startswith("- ") for line in lines):
            yield "list", tuple(line[2:] for line in lines)
        else:
            yield "paragraph", lines


def as_it_was(web: Web, t: Translator, code: str, version: TextVersion) -> Translator:
    """The words of that version; without a text of the shop's own it was the program's."""
    own = {} if version.text is None else {t.language: {code: version.text}}
    settings, catalogues = web.desk.settings, web.desk.plugins.catalogues
    return Translator(t.language, zone=t.zone, fallbacks=settings.languages[:1], wording=own, catalogues=catalogues)


@attrs.frozen(kw_only=True)
class LegalWords:
    """A legal text in one version, filled in.

    Attributes:
        number: Of the version.
        digest: SHA-256 of the words.
    """

    code: str
    number: int
    words: str

    @property
    def digest(self) -> str:
        """SHA-256 of the words in UTF-8."""
        return sha256(self.words.encode()).hexdigest()


async def legal_words(web: Web, language: str, code: str, number: int | None = None) -> LegalWords | None:
    """A legal text in force, or in the version of that number; None for a version that is not kept any more."""
    t = web.desk.translator(language)
    known = facts(web.desk.settings, t.language, web.desk.clock())
    found = await web.api.view(view_text_versions, Guest(), t.language, code)
    versions: tuple[TextVersion, ...] = () if isinstance(found, Refusal) else found
    newest = versions[0].number if versions else 0
    if number is None or number == newest:
        return LegalWords(code=code, number=newest, words=t(code, **known))
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        return None
    return LegalWords(code=code, number=number, words=as_it_was(web, t, code, version)(code, **known))


class LegalPages:
    """One page for each text."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """The text in force, or an earlier one by its number."""
        name, t = request.path_params["page"], self.web.translator(request)
        if name not in dict(pages_of(self.web.desk.settings, self.web.desk.clock())):
            raise HTTPException(404)
        visitor = await self.web.visitor(request)
        title, code = TEXTS[name]
        found = await self.web.api.view(view_text_versions, visitor, t.language, code)
        versions: tuple[TextVersion, ...] = () if isinstance(found, Refusal) else found
        asked = self._asked(request, versions)
        words = t if asked is None else as_it_was(self.web, t, code, asked)
        return self.web.respond(
            request,
            "legal/page.html",
            title=t(title),
            blocks=list(blocks(words(code, **facts(self.web.desk.settings, t.language, self.web.desk.clock())))),
            page=name,
            versions=versions,
            shown=asked or (versions[0] if versions else None),
            is_older=asked is not None,
        )

    @staticmethod
    def _asked(request: Request, versions: tuple[TextVersion, ...]) -> TextVersion | None:
        """The earlier version that the address names."""
        number = request.query_params.get("version", "")
        return next((one for one in versions[1:] if str(one.number) == number), None)


def unfilled(settings: Settings) -> tuple[str, ...]:
    """Names of the settings without which the legal texts say less than they must."""
    return tuple(key for key in ("company", "address", "privacy_contact") if not getattr(settings, key))


def routes(web: Web) -> list[Route]:
    """All of them."""
    return [Route("/legal/{page}", LegalPages(web).show, name="legal")]


PAGES = Pages(routes=routes)
