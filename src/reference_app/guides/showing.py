"""What the page of a guide shows besides its parts: the map, the picture, the article with its links, the locations."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from helpdesk_core.views import GuideContent

from ..rendering import safe
from ..web import Web

_NAMED = re.compile(r'(href|src)="(guide|picture):([a-z0-9.-]+)(#[\w-]+)?"')
_PARTS = (
    ("deeds", "guides.deeds", ("stop", "try_first", "send")),
    ("before", "guides.before", ("before",)),
    ("symptoms", "guides.symptoms", ("symptoms",)),
    ("words", "guides.words", ("simply", "in_detail", "example", "definition")),
    ("taps", "guides.taps", ("first_taps",)),
    ("situations", "guides.situations", ("situations",)),
    ("safety", "guides.safety", ("safety",)),
    ("steps", "guides.steps", ("steps",)),
    ("questions", "guides.questions", ("questions",)),
    ("videos", "guides.videos", ("videos",)),
)


def shown_parts(web: Web, request: Request, content: GuideContent, html: str) -> dict[str, Any]:
    """What the template of a guide's parts needs besides them.

    Args:
        web: The app's parts.
        request: Any request to the app.
        content: What the guide says.
        html: Its article as it was rendered when it was saved.

    Returns:
        Values for the template.
    """
    return {
        "html": article(web, request, html),
        "map": [(id, code) for id, code, names in _PARTS if any(getattr(content, name) for name in names)],
        "picture": web.path(request, "guide_picture", file=content.picture.file) if content.picture else "",
        "places": _places(web, request) if content.local else [],
    }


def article(web: Web, request: Request, html: str) -> Markup:
    """An article with the addresses of what it names: quotation marks that people type are escaped there, so that only
    a link is found. A picture is as wide as the page at most."""

    def address(found: re.Match[str]) -> str:
        attribute, kind, name, place = found.groups()
        route = {"guide": "guide", "picture": "file"}[kind]
        where = web.path(request, "guide" if kind == "guide" else "guide_picture", **{route: name})
        return f'{attribute}="{where}{place or ""}"'

    return safe(_NAMED.sub(address, html).replace("<img ", '<img class="photo" '))


def _places(web: Web, request: Request) -> list[tuple[str, str]]:
    settings, language = web.desk.settings, web.translator(request).language
    return [
        (settings.label(place.labels, language) or place.id, settings.hours_in_words(language, place.id))
        for place in settings.locations
        if place.public and not place.retired
    ]
