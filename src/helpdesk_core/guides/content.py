"""What a guide says, in one language: every part has its place, and none but the article is markup.

Plain values (of TOML, JSON, a form) are read with every error at once, each with its path (``symptoms.2.see``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from ..base.messages import define
from ..base.text import clean
from ..base.web_addresses import is_web_address
from ..base.worded import Worded
from ..errors import FieldError, InputError
from ..guardrails.disclosure import customer_view
from ..i18n.typography import tied
from ..settings.values import BAD, NOT_TEXT, Errors, hints_of, read_table, to_plain
from ..settings.values import UNKNOWN as UNKNOWN_SETTING
from .articles import problems_of, to_html

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
_PICTURE = re.compile(r"[a-z0-9][a-z0-9-]{0,78}\.(?:png|jpg|webp|svg)")
#: What leads to something, is chosen by its words, or is kept as it was typed.
_NO_TEXTS = {"topics", "keywords", "related", "url", "file", "body"}
MOST_ROWS = 40
"""Rows of one part at most."""
LONGEST_LINE = 200
"""Characters of a title, a topic or a keyword."""
UNKNOWN = define("guide.error.unknown", "A guide has no part of this name.")
EMPTY = define("guide.error.empty", "This must not be empty.")
TOO_MANY = define("guide.error.too_many", "There are too many rows: {count} at most.")
TOO_LONG = define("guide.error.too_long", "This is too long: {count} characters at most.")
NOT_A_SLUG = define("guide.error.slug", "Names of guides have small letters a to z, digits and hyphens.")
NOT_A_PICTURE = define(
    "guide.error.picture", "This is the name of a picture in the shop's folder, such as wet-phone.webp. No address."
)
NOT_A_VIDEO = define("guide.error.video", "This is no address of a video: it begins with https:// and has no blanks.")
NO_ALT = define("guide.error.alt", "Please say in words what the picture shows, for people who cannot see it.")


class Risk(Worded, prefix="guide.risk"):
    """What can go wrong while somebody waits."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class GuidePage(Worded, prefix="guide.page"):
    """Where a guide may lead its reader."""

    HELP = "quick_help", "Quick Help"
    STATUS = "track_link", "Status of a request"
    JOURNEY = "journey", "How it works"
    GUIDES = "guides", "All guides"
    START = "start", "The start page"


@customer_view
class Way:
    """A way on: words, the words of its button, and the page that it leads to."""

    text: str
    action: str
    page: GuidePage = GuidePage.HELP


@customer_view
class Symptom:
    """A row of the table: what somebody sees, what it may mean, what to do."""

    see: str
    means: str
    do: str


@customer_view
class Pair:
    """A question and its answer, a word and what it means, a situation and what fits it."""

    term: str
    text: str


@customer_view
class Comparison:
    """Two ways of doing something, side by side."""

    title: str
    one: str
    one_points: tuple[str, ...]
    other: str
    other_points: tuple[str, ...]


@customer_view
class GuideVideo:
    """A video on another site: a link, which opens there. Nothing of it is loaded here."""

    title: str
    url: str


@customer_view
class GuidePicture:
    """A picture of the shop's, by its name in the shop's folder, and what it shows in words."""

    file: str
    alt: str


@customer_view
class GuideContent:
    """What one guide says in one language. All but the title and the quick answer may be left out.

    Attributes:
        answer: The quick answer, in two or three sentences.
        topics: What it is about, as readers are offered it.
        keywords: Other words that people look for it with; nobody reads them.
        products: The products, and their versions, that it holds for; none for all.
        risk: What can go wrong while somebody waits.
        keep_using: Whether the device can be used meanwhile, in a sentence.
        do_it_yourself: What is safe to do oneself, in a sentence.
        before: What to check before one writes to the shop.
        first_taps: What to tap first.
        steps: What happens then, numbered.
        situations: Situations, each with the card that fits it.
        videos: Videos on other sites, each a link.
        related: Names of other guides.
        local: What to say beside the shop's locations.
        body: An article in Markdown.
        closing: The offer at the end, which leads into Quick Help.
    """

    title: str
    answer: str
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    picture: GuidePicture | None = None
    best: Way | None = None
    risk: Risk | None = None
    keep_using: str = ""
    do_it_yourself: str = ""
    stop: tuple[str, ...] = ()
    try_first: tuple[str, ...] = ()
    send: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    simply: str = ""
    in_detail: str = ""
    example: str = ""
    definition: Pair | None = None
    first_taps: tuple[str, ...] = ()
    comparison: Comparison | None = None
    situations: tuple[Pair, ...] = ()
    safety: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    questions: tuple[Pair, ...] = ()
    videos: tuple[GuideVideo, ...] = ()
    related: tuple[str, ...] = ()
    local: str = ""
    body: str = ""
    closing: Way | None = None

    @classmethod
    def read(cls, plain: Any) -> GuideContent:
        """What a guide says, from plain values.

        Args:
            plain: A table with the parts' names.

        Returns:
            The content.

        Raises:
            InputError: with every error at once; a path begins with ``content``.
        """
        found, body, errors = _parts(cls, plain)
        errors += [problem.at("content", "body") for problem in problems_of(body)]
        if found is not BAD:
            errors += [error.at("content") for error in _problems(found)]
        if errors:
            raise InputError(tuple(errors))
        made: GuideContent = attrs.evolve(found, body=body)
        return made

    @classmethod
    def stored(cls, plain: Any) -> GuideContent:
        """What was checked when it was saved: what is shown stays readable where Markdown is missing, or more is asked
        of new words.

        Args:
            plain: The stored table.

        Returns:
            The content.

        Raises:
            InputError: It is no guide.
        """
        found, body, errors = _parts(cls, plain)
        if found is BAD:
            raise InputError(tuple(errors))
        made: GuideContent = attrs.evolve(found, body=body)
        return made

    def to_plain(self) -> Mapping[str, Any]:
        """The parts as plain values, those left out that say nothing."""
        return {name: value for name, value in to_plain(self).items() if value not in ("", [])}

    def tied(self, language: str) -> GuideContent:
        """What people read of it, with the spaces at which no line ends.

        Args:
            language: The language that it is written in.

        Returns:
            The content, which reads the same.
        """
        made: GuideContent = _tied(self, language)
        return made

    def to_html(self) -> str:
        """The article as HTML, in which links to guides and pictures stand as they were written."""
        return to_html(self.body)


def slug_of(name: str) -> str:
    """A guide's name as it stands in its address.

    Args:
        name: As it was typed.

    Returns:
        The name.

    Raises:
        FieldError: It has other characters than addresses have.
    """
    if not _SLUG.fullmatch(name):
        raise FieldError(NOT_A_SLUG)
    return name


def texts_of(content: GuideContent) -> Iterator[tuple[str, str]]:
    """Every text of a guide with the name of its part.

    Args:
        content: The content.

    Yields:
        Pairs of part and text.
    """
    for name, value in content.to_plain().items():
        yield from ((name, text) for text in _leaves(value))


def _parts(cls: type[GuideContent], plain: Any) -> tuple[Any, str, Errors]:
    """The parts without the article, the article as it is kept, and what cannot be read."""
    errors: Errors = []
    body = plain.get("body", "") if isinstance(plain, Mapping) else ""
    # the article is read apart: it may be longer than what a setting says
    shorter = {**plain, "body": ""} if isinstance(plain, Mapping) else plain
    found = read_table(cls, shorter, ("content",), errors)
    errors = [_named(error) for error in errors]
    if not isinstance(body, str):
        return found, "", [*errors, FieldError(NOT_TEXT, path=("content", "body"))]
    return found, clean(body), errors


def _tied(value: Any, language: str) -> Any:
    if attrs.has(type(value)):
        texts = (field.name for field in attrs.fields(type(value)) if field.name not in _NO_TEXTS)
        return attrs.evolve(value, **{name: _tied(getattr(value, name), language) for name in texts})
    if isinstance(value, tuple):
        return tuple(_tied(part, language) for part in value)
    return tied(language, value) if type(value) is str else value


def _named(error: FieldError) -> FieldError:
    """What the reader of settings calls a setting is a part here."""
    return FieldError(UNKNOWN, path=error.path) if error.code == UNKNOWN_SETTING else error


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)


def _problems(content: GuideContent) -> Iterator[FieldError]:
    for name in ("title", "answer"):
        if not getattr(content, name).strip():
            yield FieldError(EMPTY, path=(name,))
    if len(content.title) > LONGEST_LINE:
        yield FieldError(TOO_LONG, {"count": LONGEST_LINE}, ("title",))
    for name in hints_of(GuideContent):
        value = getattr(content, name)
        if isinstance(value, tuple):
            yield from _row_problems(name, value)
    if content.picture is not None:
        if not _PICTURE.fullmatch(content.picture.file):
            yield FieldError(NOT_A_PICTURE, path=("picture", "file"))
        if not content.picture.alt.strip():
            yield FieldError(NO_ALT, path=("picture", "alt"))


def _row_problems(name: str, rows: tuple[Any, ...]) -> Iterator[FieldError]:
    if len(rows) > MOST_ROWS:
        yield FieldError(TOO_MANY, {"count": MOST_ROWS}, (name,))
    check = _CHECKS.get(name)
    for place, row in enumerate(rows):
        if not all(text.strip() for text in _leaves(to_plain(row))):
            yield FieldError(EMPTY, path=(name, str(place)))
        elif check is not None:
            yield from (problem.at(name, str(place)) for problem in check(row))


def _check_slug(row: str) -> Iterator[FieldError]:
    if not _SLUG.fullmatch(row):
        yield FieldError(NOT_A_SLUG)


def _check_line(row: str) -> Iterator[FieldError]:
    if len(row) > LONGEST_LINE:
        yield FieldError(TOO_LONG, {"count": LONGEST_LINE})


def _check_video(row: GuideVideo) -> Iterator[FieldError]:
    if not is_web_address(row.url):
        yield FieldError(NOT_A_VIDEO, path=("url",))
    yield from (problem.at("title") for problem in _check_line(row.title))


_CHECKS: Mapping[str, Callable[[Any], Iterator[FieldError]]] = {
    "videos": _check_video,
    "related": _check_slug,
    "topics": _check_line,
    "keywords": _check_line,
    "products": _check_line,
}
