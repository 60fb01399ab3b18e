"""Where the links of steps lead: to a page of ours, or to the shop's own site; never anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

import attrs
from starlette.requests import Request
from starlette.routing import BaseRoute, Match, NoMatchFound, Route

from helpdesk_core import Settings
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import JourneyStep, Readiness

from ..web import Web
from .links import Links


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


@attrs.frozen
class Way:
    """The steps of a shop, each with a link that leads somewhere."""

    web: Web
    links: Links = attrs.field(factory=Links)

    def steps(self, request: Request) -> list[ShownStep]:
        """All of them, in the reader's language."""
        return [self._shown(request, step, number) for number, step in enumerate(self.web.desk.settings.journey, 1)]

    def _shown(self, request: Request, step: JourneyStep, number: int) -> ShownStep:
        t, settings = self.web.translator(request), self.web.desk.settings
        link = self.leads_to(request, step.link) if step.ready else None
        is_ready = link is not None and not self.web.desk.plugins.holds_back(step.id)
        safe = self.leads_to(request, step.fallback) or self.web.path(request, "start")
        return ShownStep(
            number=number,
            step=step,
            readiness=Readiness(step.readiness),
            href=link if link is not None and is_ready else safe,
            is_ready=is_ready,
            **{part: text_of(step, part, t, settings) for part in ("name", "title", "purpose", "action")},
        )

    def leads_to(self, request: Request, link: str) -> str | None:
        """Where a link leads.

        Args:
            request: Any request to the app.
            link: As it stands in the settings.

        Returns:
            An address on this site; None for a link that leads nowhere, to another site, or to a page of the shop that
            was not found there when it was last asked for.
        """
        try:
            path = own_path(link, self.web.desk.base_url)
            if path is None:
                return self.web.path(request, link)
        except (KeyError, NoMatchFound, OtherSite):
            return None
        if is_page(request.app.routes, path, self.web.path(request, "start")) or self.links.lead_to(
            on_site(self.web.desk.base_url, path)
        ):
            return path
        return None


def text_of(step: JourneyStep, part: str, t: Translator, settings: Settings) -> str:
    """A text of a step in the reader's language: the shop's own, else the library's, else the shop's in another."""
    own = getattr(step, part)
    code = step.code(part)
    return own.get(t.language) or (t(code) if code else settings.label(own, t.language))


class OtherSite(ValueError):
    """A link that leads away from this site, or nowhere."""


def own_path(link: str, base_url: str) -> str | None:
    """A link as a path on the shop's site.

    Args:
        link: The name of a page that needs nothing else to be shown, a path on this site, or an address of it.
        base_url: The desk's.

    Returns:
        The path, from the root of the site; None for the name of a page.

    Raises:
        OtherSite: The link is empty, or an address elsewhere.
    """
    if link.startswith("/"):
        return link
    if "://" not in link and link:
        return None
    parts = urlsplit(link)
    if not link or parts[:2] != urlsplit(base_url)[:2]:
        raise OtherSite
    return urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))


def is_page(routes: Iterable[BaseRoute], path: str, root: str) -> bool:
    """Whether a path is a page of the app.

    Args:
        routes: The app's.
        path: From the root of the site, with or without a query.
        root: Where the app is mounted.

    Returns:
        Whether one of the routes shows it.
    """
    root = root.rstrip("/")
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0].removeprefix(root), "headers": []}
    pages = (route for route in routes if isinstance(route, Route))
    return path.startswith(root) and any(page.matches(scope)[0] is Match.FULL for page in pages)


def on_site(base_url: str, path: str) -> str:
    """The whole address of a path.

    Args:
        base_url: The desk's.
        path: From the root of the site.

    Returns:
        The address.
    """
    origin = urlsplit(base_url)
    return f"{origin.scheme}://{origin.netloc}{path}"
