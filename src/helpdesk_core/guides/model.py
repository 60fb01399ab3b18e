"""Guides as records: the guide, which heads a history, and its versions in each language, each with what was decided
about it."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache

from ..base.changes import Effect
from ..base.digests import digest, outside_id
from ..base.queries import Query, Totals
from ..base.records import Attested, Guard, Index, Purge, Record, Subject, col, record
from ..base.terms import Terms
from ..base.text import Published, SafeText
from ..base.worded import Worded
from ..guardrails.decisions import Decision, Guarded
from ..i18n.typography import tied_html
from .content import GuideContent


class GuideState(Worded, prefix="guide.state"):
    """How far a version has come."""

    DRAFT = "draft", "Draft"
    CHECK = "check", "To be checked"
    PUBLISHED = "published", "Shown to everybody"
    REPLACED = "replaced", "Replaced by a newer one"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether its words can still be changed."""
        return self in (GuideState.DRAFT, GuideState.CHECK)


_NOT_SHOWN = tuple(state.value for state in GuideState if state is not GuideState.PUBLISHED)


@record("guides", outside_ids=True)
class Guide(Subject):
    """One guide, in however many languages. Its id follows from its name, so that there is one of each name."""

    slug: str
    """Its name in addresses."""
    language: str = col(personal=False)
    """The language that it was written in first: what the others are translations of."""
    instead: str | None = col(default=None)
    """The guide to read in its place, where it was withdrawn."""


@record(
    "guide_versions",
    indexes=(Index(("guide", "number", "id")), Index(("tenant", "state", "written_at", "id"))),
    guard=Guard("publish", "state", _NOT_SHOWN),
)
class GuideVersion(Guarded):
    """What a guide says in one language. A person decides about exactly these words: other ones are another version."""

    decides = ("guide", "language", "number", "parts", "html", "review_by")
    guide: str = col(references="guides")
    slug: str
    language: str = col(personal=False)
    number: int
    """Counts the versions of a guide, whatever their language."""
    state: GuideState
    parts: Published
    """The parts (`content.GuideContent`)."""
    html: Published | None = col(default=None)
    """The article, rendered when it was saved."""
    follows: str | None = col(default=None)
    """Of a translation: the `words` of the original that it says the same as."""
    review_by: date | None = col(default=None)
    """The day by which somebody should look whether it still holds."""
    terms: Terms | None = col(default=None, volatile=True)
    """What it is found by while it is shown."""
    written_at: datetime
    written_by: SafeText | None = col(personal="staff")
    published_at: datetime | None = col(default=None)
    published_by: SafeText | None = col(personal="staff", default=None)

    @property
    def says(self) -> GuideContent:
        """What it says, in its parts."""
        return _says(str(self.parts))

    @property
    def reads(self) -> GuideContent:
        """The same as people read it."""
        return _reads(str(self.parts), self.language)

    @property
    def article(self) -> str:
        """The article as people read it."""
        return "" if self.html is None else tied_html(self.language, str(self.html.plain))

    @property
    def words(self) -> str:
        """A digest of what it says alone: another day for its review changes none of it."""
        return digest(str(self.parts))


@lru_cache(maxsize=2_000)
def _says(stored: str) -> GuideContent:
    return GuideContent.stored(json.loads(stored))


@lru_cache(maxsize=2_000)
def _reads(stored: str, language: str) -> GuideContent:
    return _says(stored).tied(language)


@record(
    "guide_answers",
    indexes=(Index(("tenant", "slug", "at", "id")),),
    purges=(Purge(after="at", days=365),),
)
class GuideAnswer(Record):
    """Somebody's answer to "Did this help?": which guide and when, and nothing of who it was."""

    slug: str
    language: str
    helped: bool
    at: datetime


@record("guide_pictures", indexes=(Index(("tenant", "guide", "added_at", "id")), Index(("tenant", "key", "id"))))
class StoredGuidePicture(Attested):
    """A picture that staff uploaded for a guide, made anew from its pixels. Guides name it by its key."""

    guide: str = col(references="guides")
    key: str | None = col(personal=False, default=None)
    """Of its file, random; None since it was removed."""
    alt: SafeText = col(personal=False)
    """What it shows, in words."""
    width: int
    """In pixels."""
    height: int
    """In pixels."""
    added_at: datetime
    added_by: SafeText | None = col(personal="staff")
    removed_at: datetime | None = col(default=None)

    @property
    def file(self) -> str:
        """As guides name it; empty since it was removed."""
        return "" if self.key is None else f"{self.key}.jpg"

    @property
    def file_keys(self) -> tuple[str, ...]:
        """Its file's."""
        return () if self.key is None else (self.key,)


MOST_VERSIONS, MOST_PICTURES = 200, 40
"""Versions of one guide in all its languages; its pictures."""
PICTURES_OF = Query(StoredGuidePicture, equals=("tenant", "guide"), order=("added_at", "id"), newest_first=True)
PICTURE_OF_KEY = Query(StoredGuidePicture, equals=("tenant", "key"), order=("id",))
MOST_KEPT = 100
"""Guides that one account keeps."""


@record(
    "kept_guides",
    indexes=(Index(("tenant", "customer", "kept_at", "id")), Index(("tenant", "forgotten_at", "id"))),
    purges=(Purge("forgotten_at", days=1),),
)
class KeptGuide(Record):
    """A guide in the library of somebody with an account. Without one it stays on their device."""

    customer: str | None = col(personal=True, default=None)
    """The id of the account; None since it is kept no more."""
    slug: str | None = col(personal=True, default=None)
    kept_at: datetime
    forgotten_at: datetime | None = col(default=None)

    def forgotten(self, now: datetime) -> KeptGuide:
        """Nothing is left of who kept what, and soon no row."""
        return self.erased().changed(forgotten_at=now)


KEPT_BY = Query(KeptGuide, equals=("tenant", "customer"), order=("kept_at", "id"), newest_first=True)
OF_GUIDE = Query(GuideVersion, equals=("tenant", "guide"), order=("number", "id"), newest_first=True, join="decided")
IN_STATE = Query(
    GuideVersion, equals=("tenant", "state"), order=("written_at", "id"), newest_first=True, join="decided"
)
FOUND = Query(
    GuideVersion,
    equals=("tenant", "state"),
    match="terms",
    order=("written_at", "id"),
    newest_first=True,
    join="decided",
)
ANSWERS = Totals(GuideAnswer, at_least="at", group_by=("slug", "helped"))


def guide_id(tenant: str, slug: str) -> str:
    """The id of the guide of that name."""
    return outside_id(tenant, Guide.record_type.name, slug)


def is_shown(version: GuideVersion, decision: Decision | None) -> bool:
    """Whether everybody may read it: a person decided about exactly these words, checked now."""
    return version.state is GuideState.PUBLISHED and version.is_decided(Effect.PUBLISH, decision)
