"""Styles, script and fonts: compressed on the way out, and kept by browsers until they change.

Pages themselves are not compressed here: what they hold of a visitor's secrets would show in their length, where
something that an attacker chose stands beside it (BREACH, 2013).
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from .paths import path_to

FOLDER = Path(__file__).with_name("static")
#: What every page reads first. A font's name says its content, since style sheets ask for it without a version.
FIRST_FONT, MORE_LETTERS = (
    next(FOLDER.glob(f"fonts/hyperlegible-{letters}.*.woff2")).relative_to(FOLDER).as_posix()
    for letters in ("latin", "latin-ext")
)
#: Languages written with Latin letters of which some stand in no ISO 8859-1.
_OF_MORE_LETTERS = frozenset(["az", "bs", "cs", "eo", "hr", "hu", "lt", "lv", "mt", "pl", "ro", "sk", "sl", "sq", "tr"])


def first_fonts(language: str) -> tuple[str, ...]:
    """The fonts that a page asks for before it knows its style sheet. All that its words need, since a font that comes
    late is not used on that page any more: some of its letters would be those of another font.

    Args:
        language: The page's, as its tag.

    Returns:
        Their paths below the folder of static files.
    """
    return (FIRST_FONT, MORE_LETTERS) if language.partition("-")[0] in _OF_MORE_LETTERS else (FIRST_FONT,)


class Assets(StaticFiles):
    """The files. An address that names their content is kept for a year; one that names another's, as pages of the next
    release do while machines change over, is asked for again."""

    def file_response(self, full_path: Any, stat_result: Any, scope: Any, status_code: int = 200) -> Response:
        """See Starlette's."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        name = Path(full_path).relative_to(FOLDER.resolve()).as_posix()
        if name.startswith("fonts/") or scope["query_string"] == f"v={version(name)}".encode():
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        elif scope["query_string"]:
            response.headers["cache-control"] = "no-cache"
        return response


def mount() -> Mount:
    """The route of all files."""
    app: ASGIApp = GZipMiddleware(Assets(directory=FOLDER), minimum_size=1000)
    return Mount("/static", app, name="static")


def static(request: Request, name: str) -> str:
    """The path of a file, with its version unless its name says it."""
    path = path_to(request, "static", path=name)
    return path if name.startswith("fonts/") else f"{path}?v={version(name)}"


@cache
def version(name: str) -> str:
    """Changes with the content, so that browsers fetch a new one at once. Each page names several: a file is read
    once in a process."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:10]
