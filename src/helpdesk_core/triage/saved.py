"""Keeping an overview under a name, for oneself or for all of the staff, and taking it away."""

from __future__ import annotations

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, command, text
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import Urgency
from ..subjects import NOT_FOUND, SubjectPolicy, declare_subject, get_visible
from .model import EVERYBODY, SAVED, SavedOverview, seen_by
from .overviews import Overview, Sort
from .tags import LONGEST_TAG

KEEP = right("overviews.keep", "Keep views of the queue, for oneself or for all of the staff.")
MOST_KEPT = 50
"""Overviews of one person, and shared ones together."""
TOO_MANY = Refusal(define("refusal.too_many_overviews", "There are too many kept views. Please take one away first."))
_LONGEST_NAME = 64


@result
class OverviewKept(Result):
    """The id of an overview that was kept."""

    overview: str


@command
class KeepOverview(Command[OverviewKept]):
    """Keep an overview of the queue under a name.

    Args:
        name: What it is called.
        shared: Whether all of the staff see it.
        overview: What is looked at.
        assignee: Only requests of this member of staff, by the host's id; ``me`` for whoever looks.
        status: Only requests with this status.
        location: Only requests at this location.
        urgency: Only requests that the customer calls so urgent.
        tag: Only requests with this tag.
        sort: What comes first; None for the overview's own way.
    """

    name: RawText = text(max_length=_LONGEST_NAME)
    shared: bool = False
    overview: Overview = Overview.OPEN
    assignee: OpaqueId | None = None
    status: OpaqueId | None = None
    location: OpaqueId | None = None
    urgency: Urgency | None = None
    tag: RawText | None = text(max_length=LONGEST_TAG, default=None)
    sort: Sort | None = None


@command
class RemoveOverview(Command[Result]):
    """Take a kept overview away: one's own, or one that is shared.

    Args:
        overview: Its id.
    """

    overview: OpaqueId


class OverviewWasKept(Change, action="overview_kept", label="View kept", tells=NOBODY):
    """Somebody keeps an overview."""

    shared: bool


class OverviewRemoved(Change, action="overview_removed", label="View taken away", tells=NOBODY):
    """The overview is offered no more."""


@attrs.frozen(kw_only=True)
class Kept(Loaded):
    """How many overviews this person sees already."""

    number: int


@attrs.frozen(kw_only=True)
class OneKept(Loaded):
    """One kept overview."""

    overview: SavedOverview

    @property
    def subject(self) -> SavedOverview:
        """The overview."""
        return self.overview


def load_kept(reader: Reader, command: KeepOverview, context: Context) -> Kept:
    """The overviews that are there."""
    return Kept(number=len(reader.find(SAVED, seen_by(context.actor.id), limit=MOST_KEPT)))


def load_overview(reader: Reader, command: RemoveOverview, context: Context) -> OneKept | Refusal:
    """The overview, where it is this person's to see."""
    found = get_visible(reader, SavedOverview, command.overview, context)
    return NOT_FOUND if found is None or found.is_removed else OneKept(overview=found)


@handles(KeepOverview, actors=STAFF, load=load_kept, right=KEEP)
def keep_overview(loaded: Kept, command: KeepOverview, context: Context) -> Verdict[OverviewKept]:
    """Only ids and codes are kept of what it asks for: a tag has passed redaction."""
    if loaded.number >= MOST_KEPT:
        return refused(TOO_MANY)
    tag = context.texts.get("tag")
    filters = {
        "assignee": command.assignee,
        "status": command.status,
        "location": command.location,
        "urgency": command.urgency,
        "tag": None if tag is None else str(tag.as_tag()),
    }
    made = context.make(
        SavedOverview,
        name=context.texts["name"],
        owner=context.actor.id,
        owner_name=context.staff_name,
        audience=EVERYBODY if command.shared else context.actor.id,
        overview=command.overview,
        sort=command.sort,
        filters={name: str(value) for name, value in filters.items() if value is not None},
    )
    touched = Touch(after=made, changes=(OverviewWasKept(shared=command.shared),))
    return Verdict(result=OverviewKept(overview=made.id), touched=(touched,))


@handles(RemoveOverview, actors=STAFF, load=load_overview, right=KEEP)
def remove_overview(loaded: OneKept, command: RemoveOverview, context: Context) -> Verdict[Result]:
    """The row stays as the head of its history."""
    kept = loaded.overview
    removed = Touch(before=kept, after=kept.changed(is_removed=True), changes=(OverviewRemoved(),))
    return Verdict(result=Result(), touched=(removed,))


def can_see(overview: SavedOverview, context: Context) -> bool:
    """One's own, and what is shared with the staff."""
    return context.actor.kind in STAFF and overview.audience in (EVERYBODY, context.actor.id)


declare_subject(SubjectPolicy(record=SavedOverview, can_access=can_see))
