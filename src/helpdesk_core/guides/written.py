"""Guides as their writers see them: every version, what is shown, what waits, what helped."""

from __future__ import annotations

from datetime import date, timedelta

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.time import utc_text
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..viewing import view
from .model import ANSWERS, IN_STATE, MOST_VERSIONS, OF_GUIDE, Guide, GuideState, GuideVersion, guide_id, is_shown
from .rules import EDIT, NO_GUIDE
from .views import is_behind, is_outdated

_MOST = 500
"""Versions that are looked through in each state."""


@staff_view
class WrittenGuide:
    """One guide as its writers see it.

    Attributes:
        versions: Newest first, in whatever language.
        behind: Languages whose shown version says something else than the original does by now.
    """

    guide: Guide
    versions: tuple[GuideVersion, ...]
    shown: tuple[str, ...]
    behind: tuple[str, ...]

    def newest(self, language: str) -> GuideVersion | None:
        """The newest version in a language.

        Args:
            language: The language.

        Returns:
            The version, whatever has become of it; None where there is none.
        """
        return next((one for one in self.versions if one.language == language), None)


@staff_view
class WrittenLine:
    """The newest version of a guide in one language, in the writers' list.

    Attributes:
        is_shown: Whether everybody reads this or an older version.
        is_behind: Whether what is shown is a translation that the original has left behind.
        is_outdated: Whether the day has passed by which somebody should have looked at what is shown.
        helped: How many said so within a year, in whatever language.
        helped_not: How many said that it did not.
    """

    slug: str
    language: str
    title: str
    state: GuideState
    is_shown: bool
    is_behind: bool
    review_by: date | None
    is_outdated: bool
    helped: int
    helped_not: int


@staff_view
class WrittenGuides:
    """All guides, by name and language."""

    rows: tuple[WrittenLine, ...]


@view(actors=STAFF, right=EDIT)
def view_written_guides(reader: Reader, context: Context) -> WrittenGuides:
    """All guides as their writers see them: what is shown, what waits, what is out of date, and what helped.

    Returns:
        The newest version of each guide in each language.
    """
    newest: dict[tuple[str, str], GuideVersion] = {}
    shown: dict[tuple[str, str], GuideVersion] = {}
    for state in (GuideState.WITHDRAWN, GuideState.PUBLISHED, GuideState.CHECK, GuideState.DRAFT):
        for version, decision in reader.find(IN_STATE, {"state": state}, limit=_MOST):
            key = (version.slug, version.language)
            if key not in newest or version.number > newest[key].number:
                newest[key] = version
            if is_shown(version, decision):
                shown[key] = version
    answers = _answers(reader, context)
    rows = []
    for (slug, language), version in sorted(newest.items()):
        here = [one for (name, _), one in shown.items() if name == slug]
        guide = reader.load(Guide, version.guide)
        now = shown.get((slug, language))
        rows.append(
            WrittenLine(
                slug=slug,
                language=language,
                title=version.says.title,
                state=version.state,
                is_shown=now is not None,
                is_behind=now is not None and guide is not None and is_behind(now, guide, here),
                review_by=(now or version).review_by,
                is_outdated=now is not None and is_outdated(now, context),
                helped=answers.get((slug, 1), 0),
                helped_not=answers.get((slug, 0), 0),
            )
        )
    return WrittenGuides(rows=tuple(rows))


@view(actors=STAFF, right=EDIT)
def view_written_guide(reader: Reader, context: Context, slug: str) -> WrittenGuide | Refusal:
    """One guide with all of its versions.

    Args:
        slug: Its name.

    Returns:
        The guide, or a refusal where there is none of that name.
    """
    guide = reader.load(Guide, guide_id(context.tenant, slug))
    if guide is None:
        return NO_GUIDE
    found = reader.find(OF_GUIDE, {"guide": guide.id}, limit=MOST_VERSIONS)
    shown = [version for version, decision in found if is_shown(version, decision)]
    return WrittenGuide(
        guide=guide,
        versions=tuple(version for version, _ in found),
        shown=tuple(one.id for one in shown),
        behind=tuple(one.language for one in shown if is_behind(one, guide, shown)),
    )


def _answers(reader: Reader, context: Context) -> dict[tuple[str, int], int]:
    since = utc_text(context.now - timedelta(days=365))
    rows = reader.totals(ANSWERS, {"at": since})
    return {(str(slug), int(helped or 0)): int(count or 0) for slug, helped, count in rows}
