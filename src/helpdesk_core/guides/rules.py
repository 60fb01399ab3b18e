"""Writing a guide, deciding that everybody may read it, withdrawing it, and counting whether it helped."""

from __future__ import annotations

import hmac
from datetime import date

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Effect, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, Language, OpaqueId, command
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import Published
from ..context import Context
from ..errors import FieldError, InputError
from ..guardrails.decisions import decide
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.rules import CONFLICT, WRONG_PHASE
from ..subjects import SubjectPolicy, declare_subject
from .articles import TOO_LARGE, links_of
from .content import GuideContent, slug_of
from .finding import terms_of
from .model import MOST_VERSIONS, OF_GUIDE, Guide, GuideState, GuideVersion, guide_id

EDIT = right("guides.edit", "Write guides and their translations, and see whether they helped.")
PUBLISH = right("guides.publish", "Decide which guides everybody may read, and withdraw them.", admins=True)
NO_GUIDE = Refusal(define("refusal.no_guide", "There is no such guide."), kind=RefusalKind.NOT_FOUND)
NO_LANGUAGE = Refusal(define("refusal.guide_language", "The shop has no such language."), field="language")
LOST = define("refusal.guide_related", "There is no guide “{slug}”, to which this one leads. Please write it first.")
SAME_NAME = Refusal(define("refusal.guide_itself", "A guide cannot be read in its own place."), field="instead")


@result
class GuideSaved(Result):
    """The version's id, and the digest of what it says now."""

    version: str
    digest: str


@command
class SaveGuide(Command[GuideSaved]):
    """Write a guide in one language. What everybody reads stays as it is until a person decides about the new words.

    Args:
        slug: The guide's name in addresses; a new name makes a new guide.
        language: The language of these words.
        content: What it says, as JSON (`GuideContent`).
        review_by: The day by which somebody should look whether it still holds.
        is_ready: Whether it can be checked; without, it stays a draft.
        is_current: Of a translation: whether it says what the original says now.
        seen: The digest of the version that the editor saw last; None for the first.
    """

    slug: OpaqueId
    language: Language
    content: Published
    review_by: date | None = None
    is_ready: bool = False
    is_current: bool = True
    seen: OpaqueId | None = None


@command
class PublishGuide(Command[Result]):
    """Decide that everybody may read a version.

    Args:
        version: Its id.
        digest: The digest of what was checked; anything that changed since is refused.
    """

    version: OpaqueId
    digest: OpaqueId


@command
class WithdrawGuide(Command[Result]):
    """Stop showing a guide in a language, or never show what was written.

    Args:
        version: The id of any of its versions that is shown or waits; what is shown in that language goes with it.
        instead: The name of a guide to read in its place.
    """

    version: OpaqueId
    instead: OpaqueId | None = None


class GuideWritten(Change, action="guide_written", label="Guide written", tells=NOBODY):
    """Somebody of the staff wrote a version."""

    version: str
    digest: str


class GuidePublished(
    Change, action="guide_published", label="Guide shown to everybody", effect=Effect.PUBLISH, tells=NOBODY
):
    """A person decided that everybody may read it."""

    version: str
    digest: str


class GuideWithdrawn(Change, action="guide_withdrawn", label="Guide withdrawn", tells=NOBODY):
    """It is shown to nobody any more."""

    version: str


@attrs.frozen(kw_only=True)
class OfGuide(Loaded):
    """A guide, None for a new one, with its versions, the newest first."""

    guide: Guide | None
    versions: tuple[GuideVersion, ...] = ()
    lost: tuple[str, ...] = ()
    """Names of guides that it leads to and that are not there."""

    @property
    def subject(self) -> Guide | None:
        """The guide."""
        return self.guide

    def newest(self, language: str, *states: GuideState) -> GuideVersion | None:
        """The newest version in a language, in one of these states."""
        fit = (one for one in self.versions if one.language == language and (not states or one.state in states))
        return next(fit, None)


@attrs.frozen(kw_only=True)
class OneVersion(OfGuide):
    """One of a guide's versions."""

    version: GuideVersion


def load_guide(reader: Reader, command: SaveGuide, context: Context) -> OfGuide:
    """The guide of that name, with its versions."""
    return of_guide(reader, reader.load(Guide, guide_id(context.tenant, command.slug)))


def of_guide(reader: Reader, guide: Guide | None) -> OfGuide:
    """A guide with its versions, the newest first."""
    if guide is None:
        return OfGuide(guide=None)
    found = reader.find(OF_GUIDE, {"guide": guide.id}, limit=MOST_VERSIONS)
    return OfGuide(guide=guide, versions=tuple(version for version, _ in found))


@handles(SaveGuide, actors=STAFF, load=load_guide, right=EDIT)
def save_guide(loaded: OfGuide, command: SaveGuide, context: Context) -> Verdict[GuideSaved]:
    """A draft is written over, what is shown gets a new draft beside it, and nobody's words are lost unseen."""
    language = str(command.language)
    if language not in context.settings.languages:
        return refused(NO_LANGUAGE)
    newest = loaded.newest(language)
    if command.seen is not None and (newest is None or newest.digest != command.seen):
        return refused(CONFLICT)
    if command.seen is None and newest is not None and newest.state.is_open:
        return refused(CONFLICT)
    try:
        slug, content = slug_of(command.slug), GuideContent.read(command.content.plain)
        html = Published.of(content.to_html()) if content.body else None
    except FieldError as error:
        return refused(Refusal(TOO_LARGE if error.code.startswith("input.") else error.code, field="slug"))
    except InputError as error:
        first = error.errors[0]
        return refused(Refusal(first.code, first.params, field=".".join(first.path)))
    guide = loaded.guide or Guide(
        id=guide_id(context.tenant, slug), tenant=context.tenant, slug=slug, language=language
    )
    draft = newest if newest is not None and newest.state.is_open else None
    values = {
        "parts": command.content,
        "html": html,
        "state": GuideState.CHECK if command.is_ready else GuideState.DRAFT,
        "follows": _followed(loaded, guide, newest, command),
        "review_by": command.review_by,
        "written_at": context.now,
        "written_by": context.staff_name,
    }
    made = (
        draft.changed(**values)
        if draft is not None
        else context.make(
            GuideVersion, guide=guide.id, slug=slug, language=language, number=_next_number(loaded), **values
        )
    ).committed(Effect.PUBLISH, context.new_salt())
    fact = GuideWritten(version=made.id, digest=made.digest)
    return Verdict(
        result=GuideSaved(version=made.id, digest=made.digest),
        touched=(Touch(before=loaded.guide, after=guide, changes=(fact,)),),
        saves=(Save(before=draft, after=made),),
    )


def _next_number(loaded: OfGuide) -> int:
    return max((one.number for one in loaded.versions), default=0) + 1


def _followed(loaded: OfGuide, guide: Guide, newest: GuideVersion | None, command: SaveGuide) -> str | None:
    """What a translation says the same as: the newest original, where its writer says so; else what it did before."""
    if command.language == guide.language:
        return None
    original = loaded.newest(guide.language)
    if command.is_current and original is not None:
        return original.words
    return newest.follows if newest is not None else None


def load_version(reader: Reader, command: PublishGuide | WithdrawGuide, context: Context) -> OneVersion | Refusal:
    """The version with its guide, and the guides it leads to that are not there."""
    version = reader.load(GuideVersion, command.version)
    guide = reader.load(Guide, version.guide) if version is not None else None
    if version is None or guide is None:
        return NO_GUIDE
    names = (command.instead,) if isinstance(command, WithdrawGuide) else _led_to(version)
    lost = tuple(name for name in names if name and reader.load(Guide, guide_id(context.tenant, name)) is None)
    return OneVersion(guide=guide, versions=of_guide(reader, guide).versions, version=version, lost=lost)


def _led_to(version: GuideVersion) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*version.says.related, *links_of(version.says.body))))


@handles(PublishGuide, actors=STAFF, load=load_version, right=PUBLISH)
def publish_guide(loaded: OneVersion, command: PublishGuide, context: Context) -> Verdict[Result]:
    """The decision is about the digest that the person checked. What everybody read until now is kept, and replaced."""
    before, guide = loaded.version, loaded.guide
    assert guide is not None
    if not before.state.is_open:
        return refused(WRONG_PHASE)
    if loaded.lost:
        return refused(Refusal(LOST, {"slug": loaded.lost[0]}, kind=RefusalKind.CONFLICT))
    same = hmac.compare_digest(command.digest.encode(), before.digest.encode())
    if not same or not before.is_whole(Effect.PUBLISH):
        return refused(CONFLICT)
    decision = decide(Effect.PUBLISH, before, subject=guide.id, by=context.evidence, now=context.now)
    shown = before.changed(
        state=GuideState.PUBLISHED,
        decided=decision.id,
        published_at=context.now,
        published_by=context.staff_name,
        terms=terms_of(before.says, before.language),
    )
    saves = [Save(after=decision), Save(before=before, after=shown)]
    if (old := loaded.newest(before.language, GuideState.PUBLISHED)) is not None:
        gone = old.changed(state=GuideState.REPLACED, decided=None, terms=None)
        saves.append(Save(before=old, after=gone))
    fact = GuidePublished(version=shown.id, digest=shown.digest)
    after = guide.changed(instead=None)
    return Verdict(
        result=Result(),
        touched=(Touch(before=guide, after=after, changes=(fact,)),),
        saves=tuple(saves),
    )


@handles(WithdrawGuide, actors=STAFF, load=load_version, right=PUBLISH)
def withdraw_guide(loaded: OneVersion, command: WithdrawGuide, context: Context) -> Verdict[Result]:
    """Also before it was ever shown. With newer words nobody has read what is shown goes too: the guide is withdrawn in
    its language, whichever version is named. Whoever has its address is led on."""
    before, guide = loaded.version, loaded.guide
    assert guide is not None
    if before.state in (GuideState.WITHDRAWN, GuideState.REPLACED):
        return refused(WRONG_PHASE)
    if loaded.lost:
        return refused(Refusal(LOST, {"slug": loaded.lost[0]}, field="instead"))
    if command.instead == guide.slug:
        return refused(SAME_NAME)
    shown = loaded.newest(before.language, GuideState.PUBLISHED)
    named = {one.id: one for one in (before, shown) if one is not None}
    saves = tuple(
        Save(before=one, after=one.changed(state=GuideState.WITHDRAWN, decided=None, terms=None))
        for one in named.values()
    )
    facts = tuple(GuideWithdrawn(version=id) for id in named)
    after = guide.changed(instead=str(command.instead)) if command.instead else guide
    return Verdict(
        result=Result(),
        touched=(Touch(before=guide, after=after, changes=facts),),
        saves=saves,
    )


declare_subject(
    SubjectPolicy(
        record=Guide,
        can_access=lambda guide, context: context.actor.kind in STAFF,
        language=lambda guide: guide.language,
    )
)
