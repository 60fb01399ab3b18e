"""Articles in Markdown: what they may hold, and the HTML that is made of them once, when they are saved.

HTML in an article is shown as it was typed. A link leads to another guide (``guide:wet-phone``), to a page of the
shop's site (``/prices``), or out by ``https:``, ``mailto:`` or ``tel:``; a picture is one of the shop's own
(``picture:ports.webp``), so that no reader is reported to another site. Markdown needs the extra ``guides``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote

from ..base.messages import define
from ..errors import FieldError

LONGEST = 100_000
"""Bytes of an article's UTF-8."""
_MOST_BRACKETS = 2_000
"""The parser's work grows with the square of the open brackets."""
_LINK = re.compile(r"guide:[a-z0-9-]{1,80}(?:#[\w-]{1,80})?|/(?!/)[^\s\\]*|#[\w-]{1,80}|(?:https|mailto|tel):[^\s\\]+")
_PICTURE = re.compile(r"picture:[a-z0-9][a-z0-9-]{0,78}\.(?:png|jpg|webp|svg)")
NO_MARKDOWN = define(
    "guide.error.no_markdown", "Articles in Markdown need the extra “guides”: pip install helpdesk-core[guides]."
)
TOO_LARGE = define("guide.error.article_too_large", "The article is too large: 100 kB at most.")
TOO_MANY_LINKS = define("guide.error.too_many_links", "The article has too many links and brackets.")
BAD_LINK = define(
    "guide.error.link",
    "The link “{link}” leads nowhere that is allowed: name a guide (guide:wet-phone), a page of this site (/prices), "
    "or an address with https:, mailto: or tel:.",
)
BAD_PICTURE = define(
    "guide.error.article_picture",
    "The picture “{link}” is none of the shop's own: name it as picture:ports.webp. Others are not shown.",
)
NO_PICTURE_ALT = define("guide.error.article_alt", "The picture “{link}” needs words that say what it shows.")


def problems_of(article: str) -> Iterator[FieldError]:
    """Everything that is wrong with an article; nothing for an empty one.

    Args:
        article: Markdown.

    Yields:
        Errors without a path.
    """
    if not article:
        return
    if not is_there():
        yield FieldError(NO_MARKDOWN)
    elif len(article.encode()) > LONGEST:
        yield FieldError(TOO_LARGE)
    elif article.count("[") > _MOST_BRACKETS:
        yield FieldError(TOO_MANY_LINKS)
    else:
        yield from _link_problems(article)


def _link_problems(article: str) -> Iterator[FieldError]:
    for token in _flat(_parser().parse(article)):
        if token.type == "link_open" and not _is_allowed(link := str(token.attrs.get("href", ""))):
            yield FieldError(BAD_LINK, {"link": link[:80]})
        if token.type == "image":
            link = str(token.attrs.get("src", ""))
            if not _PICTURE.fullmatch(link):
                yield FieldError(BAD_PICTURE, {"link": link[:80]})
            elif not token.content.strip():
                yield FieldError(NO_PICTURE_ALT, {"link": link})


def _is_allowed(link: str) -> bool:
    """Whether it leads where it may, and looks as it is. Percent signs hide nothing: whatever answers at the site may
    read ``/%5Cx`` as another site's address."""
    plain = unquote(link)
    kinds = {unicodedata.category(sign) for sign in plain}
    is_outside = plain.startswith("/") and ("Cc" in kinds or plain[1:2] in ("/", "\\"))
    return "Cf" not in kinds and not is_outside and _LINK.fullmatch(link) is not None


def links_of(article: str) -> Iterator[str]:
    """The names of other guides that an article leads to.

    Args:
        article: Markdown without problems.

    Yields:
        Names, in the order of the text.
    """
    if article and is_there():
        for token in _flat(_parser().parse(article)):
            link = str(token.attrs.get("href", "")) if token.type == "link_open" else ""
            if link.startswith("guide:"):
                yield link.removeprefix("guide:").partition("#")[0]


def to_html(article: str) -> str:
    """An article as HTML. Its highest heading becomes ``h2``, for it stands below the guide's title.

    Args:
        article: Markdown without problems.

    Returns:
        HTML in which links to guides and pictures stand as they were written: whoever shows it knows where they are.
    """
    if not article:
        return ""
    parser = _parser()
    tokens = parser.parse(article)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) - min(levels) + 2)}"
    for token in _flat(tokens):
        if token.type == "link_open" and str(token.attrs.get("href", "")).startswith("https:"):
            token.attrs["rel"] = "noopener nofollow"
        if token.type == "image":
            token.attrs["loading"] = "lazy"
    return str(parser.renderer.render(tokens, parser.options, {}))


def is_there() -> bool:
    """Whether Markdown can be read here."""
    return find_spec("markdown_it") is not None


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    made: Any = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.validateLink = lambda link: True  # what leads nowhere allowed is refused, and never shown as plain text
    return made


def _flat(tokens: Any) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _flat(token.children or ())
