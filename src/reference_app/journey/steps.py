"""Where the links of steps lead: to a page of ours, or to the shop's own site; never anywhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

import attrs
from starlette.requests import Request
from starlette.routing import NoMatchFound

from helpdesk_core import Settings
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import JourneyStep, Readiness

from ..web import Web


@attrs.frozen(kw_only=True)
class ShownStep:
    """A step as a customer reads it. ``is_ready`` is False where ``href`` is the fallback."""

    number: int
    step: JourneyStep
    readiness: Readiness
    href: str
    is_ready: bool
    name: str
    title: str
    purpose: str
    action: str


def shown_steps(web: Web, request: Request) -> list[ShownStep]:
    """All steps of the shop, each with a link that leads somewhere."""
    t, settings = web.translator(request), web.desk.settings
    return [_shown(web, request, step, number, t, settings) for number, step in enumerate(settings.journey, 1)]


def _shown(web: Web, request: Request, step: JourneyStep, number: int, t: Translator, settings: Settings) -> ShownStep:
    link = address_of(web, request, step.link) if step.ready else None
    is_ready = link is not None and not web.desk.plugins.holds_back(step.id)
    safe = address_of(web, request, step.fallback) or web.path(request, "start")
    return ShownStep(
        number=number,
        step=step,
        readiness=Readiness(step.readiness),
        href=link if link is not None and is_ready else safe,
        is_ready=is_ready,
        **{part: text_of(step, part, t, settings) for part in ("name", "title", "purpose", "action")},
    )


def text_of(step: JourneyStep, part: str, t: Translator, settings: Settings) -> str:
    """A text of a step in the reader's language: the shop's own, else the library's, else the shop's in another."""
    own = getattr(step, part)
    code = step.code(part)
    return own.get(t.language) or (t(code) if code else settings.label(own, t.language))


def address_of(web: Web, request: Request, link: str) -> str | None:
    """Where a link leads.

    Args:
        web: The app.
        request: Any request to it.
        link: The name of a page that needs nothing else to be shown, a path on this site, or an address of it.

    Returns:
        An address on this site; None for a link that leads nowhere, or to another site.
    """
    if not link:
        return None
    if link.startswith("/"):
        return link
    if "://" in link:
        return link if urlsplit(link)[:2] == urlsplit(web.desk.base_url)[:2] else None
    try:
        return web.path(request, link)
    except (KeyError, NoMatchFound):
        return None
