"""A library of one's own: guides that somebody with an account keeps."""

from __future__ import annotations

import attrs

from ..base.actors import ActorKind
from ..base.changes import Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command
from ..base.messages import define
from ..base.results import Result
from ..belongings import Gone, declare_belongings
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..viewing import view
from .model import KEPT_BY, MOST_KEPT, Guide, KeptGuide, guide_id
from .rules import NO_GUIDE
from .views import GuideLine, view_guides

_OWNER = frozenset({ActorKind.CUSTOMER})
TOO_MANY = Refusal(
    define("refusal.too_many_kept", "You keep as many guides as fit. Please remove one first."),
    kind=RefusalKind.CONFLICT,
)


@command
class KeepGuide(Command[Result]):
    """Somebody with an account keeps a guide in their library.

    Args:
        slug: The guide's name.
    """

    slug: OpaqueId


@command
class ForgetGuide(Command[Result]):
    """They keep it no more.

    Args:
        slug: The guide's name.
    """

    slug: OpaqueId


@customer_view
class KeptGuides:
    """A library, what was kept last first.

    Attributes:
        slugs: The names of all of its guides.
        rows: Those that are shown now.
    """

    slugs: tuple[str, ...]
    rows: tuple[GuideLine, ...]


@attrs.frozen(kw_only=True)
class Keeping(Loaded):
    """The guide, and all that whoever acts keeps."""

    guide: Guide | None
    kept: tuple[KeptGuide, ...]


def kept_by(reader: Reader, customer: str) -> tuple[KeptGuide, ...]:
    """What somebody keeps, for their page and for a copy of their data.

    Args:
        reader: Reads it.
        customer: The id of the account.

    Returns:
        The rows, the latest first.
    """
    return tuple(reader.find(KEPT_BY, {"customer": customer}, limit=2 * MOST_KEPT))


def _forgotten(kept: tuple[KeptGuide, ...], context: Context) -> Gone:
    """The rows with nothing left in them."""
    return Gone(saves=tuple(Save(before=one, after=one.forgotten(context.now)) for one in kept))


declare_belongings(kept_by, _forgotten)


def load_keeping(reader: Reader, command: KeepGuide | ForgetGuide, context: Context) -> Keeping:
    """The own library."""
    guide = reader.load(Guide, guide_id(context.tenant, command.slug))
    return Keeping(guide=guide, kept=kept_by(reader, context.actor.id))


@handles(KeepGuide, actors=_OWNER, load=load_keeping)
def keep(loaded: Keeping, command: KeepGuide, context: Context) -> Verdict[Result]:
    """Once, however often it is said."""
    if loaded.guide is None:
        return refused(NO_GUIDE)
    if any(one.slug == loaded.guide.slug for one in loaded.kept):
        return Verdict(result=Result())
    if len(loaded.kept) >= MOST_KEPT:
        return refused(TOO_MANY)
    made = context.make(KeptGuide, customer=context.actor.id, slug=loaded.guide.slug, kept_at=context.now)
    return Verdict(result=Result(), saves=(Save(after=made),))


@handles(ForgetGuide, actors=_OWNER, load=load_keeping)
def forget(loaded: Keeping, command: ForgetGuide, context: Context) -> Verdict[Result]:
    """Also one that is shown no more."""
    rows = tuple(one for one in loaded.kept if one.slug == command.slug)
    return Verdict(result=Result(), saves=_forgotten(rows, context).saves)


@view(actors=_OWNER)
def view_kept_guides(reader: Reader, context: Context, *, language: str = "") -> KeptGuides | Refusal:
    """The library of whoever looks.

    Args:
        language: The reader's.

    Returns:
        Its guides.
    """
    slugs = tuple(dict.fromkeys(one.slug for one in kept_by(reader, context.actor.id) if one.slug))
    shown = view_guides(reader, context, language=language) if slugs else None
    lines = {} if shown is None or isinstance(shown, Refusal) else {line.slug: line for line in shown.rows}
    return KeptGuides(slugs=slugs, rows=tuple(lines[slug] for slug in slugs if slug in lines))
