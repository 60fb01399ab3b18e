"""Guides as everybody reads, finds and is offered them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ..base.actors import PEOPLE
from ..base.asked import Count
from ..base.changes import Refusal
from ..base.terms import Lexicon, Wanted
from ..base.text import SafeText
from ..context import Context
from ..guardrails.decisions import Decision
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..service_requests.rules import VIEW_REQUESTS
from ..viewing import view
from .content import GuideContent, Risk
from .finding import Weighed, by_weight, suggested, telling
from .model import (
    FOUND,
    IN_STATE,
    MOST_VERSIONS,
    OF_GUIDE,
    Guide,
    GuideState,
    GuideVersion,
    guide_id,
    is_shown,
)
from .rules import NO_GUIDE

_MOST, _MOST_FOUND, _LONGEST = 500, 60, 2_000
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SHORT = 110
"""Characters of an answer in a list, if it has a sentence that ends before."""


@customer_view
class GuideLine:
    """A guide in a list; ``answer`` is how its quick answer begins."""

    slug: str
    language: str
    title: str
    answer: str
    topics: tuple[str, ...]
    risk: Risk | None
    is_outdated: bool


@customer_view
class ShownGuide:
    """A guide as everybody reads it.

    Attributes:
        languages: All that it is shown in.
        html: The article; its links to guides and pictures stand as they were written.
        is_outdated: The day to look at it again has passed.
        is_behind: It is a translation, and the original says something else by now.
        checked_by: Who decided that it is shown.
        related: Guides to read next, as far as they are shown.
    """

    slug: str
    language: str
    languages: tuple[str, ...]
    content: GuideContent
    html: str
    is_outdated: bool
    is_behind: bool
    checked_by: SafeText | None
    checked_at: datetime
    related: tuple[GuideLine, ...]


@customer_view
class NoGuide:
    """A guide that is not shown any more: what it was called, and what to read in its place."""

    title: str
    language: str
    instead: GuideLine | None


@customer_view
class GuideList:
    """Guides, each once, in the reader's language where there is one.

    Attributes:
        nearly: Nothing has just these words: these are alike, as if a letter were mistyped.
    """

    rows: tuple[GuideLine, ...]
    nearly: bool = False


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def view_guides(reader: Reader, context: Context, *, language: str = "", topic: str = "") -> GuideList:
    """All guides that everybody may read, by title.

    Args:
        language: The reader's.
        topic: Only those about it; all without.

    Returns:
        The list.
    """
    lines = _lines(_readable(_shown(reader), context, language), context)
    rows = [line for line in lines if not topic or topic in line.topics]
    return GuideList(rows=tuple(sorted(rows, key=lambda line: line.title.casefold())))


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def view_guide(reader: Reader, context: Context, slug: str, *, language: str = "") -> ShownGuide | NoGuide | Refusal:
    """A guide in the reader's language, or in another that it is shown in.

    Args:
        slug: Its name.
        language: The reader's.

    Returns:
        The guide; where it is not shown any more, what to read in its place; a refusal where there never was one.
    """
    guide = reader.load(Guide, guide_id(context.tenant, slug))
    if guide is None:
        return NO_GUIDE
    found = reader.find(OF_GUIDE, {"guide": guide.id}, limit=MOST_VERSIONS)
    shown = [version for version, decision in found if is_shown(version, decision)]
    if not shown:
        return _gone(reader, context, guide, [version for version, _ in found], language)
    (version,) = _readable(shown, context, language)
    content = version.reads
    others = _readable(_shown(reader), context, language) if content.related else []
    lines = {line.slug: line for line in _lines(others, context)}
    return ShownGuide(
        slug=guide.slug,
        language=version.language,
        languages=tuple(sorted(one.language for one in shown)),
        content=content,
        html=version.article,
        is_outdated=is_outdated(version, context),
        is_behind=is_behind(version, guide, shown),
        checked_by=version.published_by,
        checked_at=version.published_at or version.written_at,
        related=tuple(lines[name] for name in content.related if name in lines),
    )


def _gone(
    reader: Reader, context: Context, guide: Guide, versions: Sequence[GuideVersion], language: str
) -> NoGuide | Refusal:
    """Only what was shown once is said to be gone: a draft's title is nobody's business."""
    was = [one for one in versions if one.published_at is not None]
    if not was:
        return NO_GUIDE
    version = next((one for one in was if one.language == language), was[0])
    lines = {line.slug: line for line in _lines(_readable(_shown(reader), context, language), context)}
    return NoGuide(title=version.reads.title, language=version.language, instead=lines.get(guide.instead or ""))


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def search_guides(
    reader: Reader,
    context: Context,
    words: str,
    *,
    language: str = "",
    limit: Count = 20,
    first: tuple[str, ...] = (),
) -> GuideList:
    """Guides by words, in any of their forms and in any order; where there are none, by words that are nearly these.

    Args:
        words: What was typed.
        language: The reader's.
        limit: Guides at most.
        first: Names of guides that stand before what is found, as a plugin ranks them; one that is not shown is passed
            over.

    Returns:
        Those found, the one that says most of it first.
    """
    typed, lexicon = words.strip()[:_LONGEST], Lexicon(context.settings.languages)
    wanted, nearly = lexicon.anywhere(typed), False
    found = _found(reader, wanted)
    if not found and wanted:
        wanted, nearly = lexicon.near(typed), True
        found = _found(reader, wanted)
    chosen = _readable(found, context, language)
    order = by_weight(_weighed(chosen), wanted)
    named = _named(reader, context, language, first)
    own = _own(reader, context, language, _before(named, [chosen[place] for place in order])[:limit])
    rows = tuple(_lines(own, context))
    return GuideList(rows=rows, nearly=nearly and not named and bool(rows))


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def suggest_guides(
    reader: Reader,
    context: Context,
    words: str,
    *,
    language: str = "",
    limit: Count = 3,
    first: tuple[str, ...] = (),
) -> GuideList:
    """Guides that a description of a problem may be about. Few and likely ones, or none.

    Args:
        words: What somebody wrote about a problem.
        language: The reader's.
        limit: Guides at most.
        first: As in `search_guides`.

    Returns:
        The likeliest, those first in which much can go wrong.
    """
    wanted = telling(words.strip()[:_LONGEST], context.settings.languages)
    anyone = (tuple(dict.fromkeys(term for group in wanted for term in group)),) if wanted else ()
    chosen = _readable(_found(reader, anyone), context, language)
    foreign = {place for place, one in enumerate(chosen) if language and one.language != language}
    likely = [chosen[place] for place in suggested(_weighed(chosen), wanted, foreign)] if chosen else []
    shown = _before(_named(reader, context, language, first), likely)[:limit]
    rows = _lines(_own(reader, context, language, shown), context)
    return GuideList(rows=tuple(sorted(rows, key=lambda line: line.risk is not Risk.HIGH)))


def _shown(reader: Reader) -> list[GuideVersion]:
    return _decided(reader.find(IN_STATE, {"state": GuideState.PUBLISHED}, limit=_MOST))


def _found(reader: Reader, wanted: Wanted) -> list[GuideVersion]:
    if not wanted:
        return []
    return _decided(reader.find(FOUND, {"state": GuideState.PUBLISHED, "terms": wanted}, limit=_MOST_FOUND))


def _named(reader: Reader, context: Context, language: str, names: Sequence[str]) -> list[GuideVersion]:
    if not names:
        return []
    shown = {one.slug: one for one in _readable(_shown(reader), context, language)}
    return [shown[name] for name in dict.fromkeys(names) if name in shown]


def _before(named: list[GuideVersion], found: list[GuideVersion]) -> list[GuideVersion]:
    names = {one.slug for one in named}
    return [*named, *(one for one in found if one.slug not in names)]


def _decided(found: Iterable[tuple[GuideVersion, Decision | None]]) -> list[GuideVersion]:
    return [version for version, decision in found if is_shown(version, decision)]


def _readable(versions: Iterable[GuideVersion], context: Context, language: str) -> list[GuideVersion]:
    """Each guide once, in the language that its reader reads best."""
    wished = [language, *context.settings.languages]
    best: dict[str, GuideVersion] = {}
    for one in versions:
        known = best.get(one.slug)
        if known is None or _place(one, wished) < _place(known, wished):
            best[one.slug] = one
    return list(best.values())


def _own(reader: Reader, context: Context, language: str, found: list[GuideVersion]) -> list[GuideVersion]:
    """What was found by words of another language, in its reader's where it is shown there too."""
    own = []
    for one in found:
        others = [] if one.language == language else _decided(reader.find(OF_GUIDE, {"guide": one.guide}, limit=_MOST))
        own += _readable([one, *others], context, language)
    return own


def _place(version: GuideVersion, wished: Sequence[str]) -> int:
    return wished.index(version.language) if version.language in wished else len(wished)


def _lines(versions: Iterable[GuideVersion], context: Context) -> Iterator[GuideLine]:
    for version in versions:
        content = version.reads
        yield GuideLine(
            slug=version.slug,
            language=version.language,
            title=content.title,
            answer=_beginning(content.answer),
            topics=content.topics,
            risk=content.risk,
            is_outdated=is_outdated(version, context),
        )


def _beginning(answer: str) -> str:
    """The first sentence of an answer, or two short ones."""
    sentences = _SENTENCE_END.split(answer)
    first = sentences[0]
    return " ".join(sentences[:2]) if len(" ".join(sentences[:2])) <= _SHORT else first


def _weighed(versions: Iterable[GuideVersion]) -> list[Weighed]:
    return [Weighed.of(one.says, one.language) for one in versions]


def is_outdated(version: GuideVersion, context: Context) -> bool:
    """Whether the day has passed by which somebody should have looked at it."""
    today = context.now.astimezone(context.settings.zone).date()
    return version.review_by is not None and version.review_by < today


def is_behind(version: GuideVersion, guide: Guide, shown: Sequence[GuideVersion]) -> bool:
    """Whether a translation says what the original said before."""
    original = next((one for one in shown if one.language == guide.language), None)
    return version.language != guide.language and original is not None and version.follows != original.words
