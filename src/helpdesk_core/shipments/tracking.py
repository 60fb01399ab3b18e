"""What a carrier says of a parcel, in any order and any number of times. No status of a request follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from ..base.actors import ActorKind
from ..base.changes import Change, Save, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.results import Result
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.carriers import ParcelStatus
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from ..subjects import get_visible
from .changes import ParcelInTrouble, ParcelMoved
from .model import BY_NUMBER, Parcel, ParcelNews, ParcelState, news_about, news_id

#: Which of two facts counts where their times do not say it: of one moment, or without a time.
_STEPS = (
    ParcelState.ORDERED,
    ParcelState.UNDERWAY,
    ParcelState.WAITING,
    ParcelState.CANCELLED,
    ParcelState.LOST,
    ParcelState.DELIVERED,
    ParcelState.RETURNED,
)
_SAID = {
    ParcelStatus.ORDERED: ParcelState.ORDERED,
    ParcelStatus.UNDERWAY: ParcelState.UNDERWAY,
    ParcelStatus.WAITING: ParcelState.WAITING,
    ParcelStatus.DELIVERED: ParcelState.DELIVERED,
    ParcelStatus.RETURNED: ParcelState.RETURNED,
    ParcelStatus.LOST: ParcelState.LOST,
    ParcelStatus.CANCELLED: ParcelState.CANCELLED,
}


@command
class ReportParcel(Command[Result]):
    """A carrier's signed word about one parcel, as its adapter read it.

    Args:
        carrier: The carrier's name.
        fact: The carrier's own id of what it says.
        number: The parcel's number.
        status: Where it is.
        at: Since when, as the carrier says.
    """

    carrier: OpaqueId
    fact: OpaqueId
    number: OpaqueId
    status: ParcelStatus
    at: datetime | None = None


@attrs.frozen(kw_only=True)
class Told(Loaded):
    """A parcel that a report is about, with its order; None for a number that is not known (yet).

    Attributes:
        is_known: Whether the very same was said before.
    """

    parcel: Parcel | None
    request: ServiceRequest | None
    is_known: bool


def load_told(reader: Reader, command: ReportParcel, context: Context) -> Told:
    """The parcel of the number."""
    is_known = reader.load(ParcelNews, news_id(context.tenant, command.carrier, command.fact)) is not None
    found = reader.find(BY_NUMBER, {"carrier": str(command.carrier), "number": str(command.number)}, limit=1)
    for parcel in found:
        request = get_visible(reader, ServiceRequest, parcel.request, context)
        if request is not None:
            return Told(parcel=parcel, request=request, is_known=is_known)
    return Told(parcel=None, request=None, is_known=is_known)


@handles(ReportParcel, actors=frozenset({ActorKind.AUTOMATION}), load=load_told)
def report_parcel(loaded: Told, command: ReportParcel, context: Context) -> Verdict[Result]:
    """Each fact has one effect. One about a number that nobody knows is kept until its label is written down."""
    if loaded.is_known:
        return Verdict(result=Result())
    news = context.make(
        ParcelNews,
        id=news_id(context.tenant, command.carrier, command.fact),
        about=news_about(context.tenant, command.carrier, command.number),
        status=command.status,
        said_at=command.at if command.at is None else min(command.at, context.now),
        came_at=context.now,
    )
    before, kept = loaded.parcel, Save(after=news)
    if before is None or loaded.request is None:
        return Verdict(result=Result(), saves=(kept,))
    after, told = newest(before, (news,), context)
    saves = (kept,) if after is before else (kept, Save(before=before, after=after))
    if not told:
        return Verdict(result=Result(), saves=saves)
    return done(loaded.request, context, happened(after), result=Result(), saves=saves)


def newest(parcel: Parcel, news: Iterable[ParcelNews], context: Context) -> tuple[Parcel, bool]:
    """A parcel as the newest of several facts has it, and whether one of them moved it.

    Args:
        parcel: It has a label.
        news: In any order. A time that is still to come counts as that at which it came, so that nothing is put off.
        context: Of this moment.

    Returns:
        The parcel, and whether it is somewhere else now.
    """
    state = parcel.state
    for one in sorted(news, key=lambda row: (row.said_at or row.came_at, _STEPS.index(_SAID[row.status]))):
        said = _SAID[one.status]
        if said is parcel.state and one.said_at is not None and (parcel.said_at or one.said_at) <= one.said_at:
            parcel = parcel.changed(said_at=one.said_at)  # what happened before that is no news any more
        elif _is_newer(parcel, said, one.said_at):
            parcel = parcel.changed(state=said, state_at=context.now, said_at=one.said_at or parcel.said_at)
    return parcel, parcel.state is not state


def _is_newer(parcel: Parcel, said: ParcelState, at: datetime | None) -> bool:
    """Whether a fact comes after what is known. That a label is there is known from ordering it, and takes nothing
    back."""
    if said is ParcelState.ORDERED or said is parcel.state or parcel.state not in _STEPS:
        return False
    steps = (_STEPS.index(said), _STEPS.index(parcel.state))
    if at is None or parcel.said_at is None or at == parcel.said_at:
        return steps[0] > steps[1]
    return at > parcel.said_at


def happened(parcel: Parcel) -> Change:
    """The change that says where a parcel is now."""
    kind = ParcelInTrouble if parcel.state in (ParcelState.LOST, ParcelState.RETURNED) else ParcelMoved
    return kind(parcel=parcel.id, state=parcel.state.value)
