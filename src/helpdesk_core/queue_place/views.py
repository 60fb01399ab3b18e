"""The place of a request that waits for the shop, and how long answers took lately.

The place is counted among the requests that wait for an answer at the same location, in the order in which staff see
them (`Overview.FOR_US`): by priority, then by who waits longest. It is one statement, and its cost does not grow with
the queue: nothing is counted further than `MOST_COUNTED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any

import attrs

from ..base.actors import CUSTOMERS
from ..base.asked import Only
from ..base.queries import Counts, Query, Selection
from ..base.time import utc_text
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import WAITING, ServiceRequest
from ..service_requests.parts import RoomPart, standing_part
from ..service_requests.waiting import USUAL_PRIORITY
from ..viewing import view

MOST_COUNTED = 200
"""Nobody is told a place beyond: it would say nothing."""
MOST_ANSWERS, FEWEST_ANSWERS = 60, 12
"""Answers that are looked at, the latest; with fewer nothing is said of how long it takes."""
RECENT = timedelta(days=60)
_STEP = 15
"""Minutes to which times below two hours are rounded."""
_AT_PLACE = Selection(ServiceRequest, equals=("tenant", "location", "priority"), where=WAITING, at_most="waits_since")
_NOWHERE = Selection(
    ServiceRequest, equals=("tenant", "priority"), where={**WAITING, "location": None}, at_most="waits_since"
)
Priority = Annotated[int, Only(lambda number: 0 <= number <= 3, "a priority, from 0 (first) to 3 (last)")]
_ANSWERED = Query(
    ServiceRequest,
    equals=("tenant",),
    at_most="answered_at",
    order=("answered_at", "id"),
    newest_first=True,
    columns=("answered_at", "answered_minutes", "priority", "location", "id"),
)


@customer_view
class QueuePlace(RoomPart):
    """Where a request stands among those that wait at the same location.

    Attributes:
        place: From 1; None beyond `MOST_COUNTED`.
        overtook: How many came in after it and stand before it: they are why a place goes back.
        priority: Of the request; how long answers take depends on it.
        location: The location's id.
    """

    place: int | None
    overtook: int
    priority: int
    location: str | None

    @property
    def last_told(self) -> int:
        """The last place that anybody is told."""
        return MOST_COUNTED

    def stamp(self, version: int) -> str:
        """What an open room compares with `view_room_stamp`.

        Args:
            version: The request's.

        Returns:
            The text, which is no number.
        """
        return f"{version}-{self.place or 0}-{self.overtook}"


@customer_view
class UsualTime:
    """How long the middle half of recent answers took, in working time where the shop names hours.

    Attributes:
        shortest: In minutes.
        longest: In minutes.
    """

    shortest: int
    longest: int

    @property
    def in_minutes(self) -> bool:
        """Whether people would say it in minutes."""
        return self.longest < 2 * 60

    @property
    def span(self) -> tuple[int, int]:
        """From how many minutes or hours to how many, rounded outwards."""
        step = _STEP if self.in_minutes else 60
        low = max(1, self.shortest // step)
        high = max(low + 1, -(-self.longest // step))
        return (low * step, high * step) if self.in_minutes else (low, high)


@standing_part(lambda request: request.waits and request.phase not in ENDED)
def queue_place(reader: Reader, request: ServiceRequest, context: Context) -> QueuePlace | None:
    """The place in the room, for who waits."""
    if not context.settings.queue_place:
        return None
    parts = tuple(_parts(request, context))
    counted = reader.totals(Counts(parts=parts, most=MOST_COUNTED + 1), {})[0]
    numbers = [int(one or 0) for one in counted]
    *pairs, own = numbers
    before, older = pairs[0::2], pairs[1::2]
    place = sum(before) + own
    return QueuePlace(
        place=place if place <= MOST_COUNTED else None,
        overtook=sum(before) - sum(older),
        priority=request.priority,
        location=request.location,
    )


def _parts(request: ServiceRequest, context: Context) -> Iterator[tuple[Selection, Mapping[str, Any]]]:
    """Of each priority before it all that wait, and those that waited before it; of its own those up to it."""
    selection = _NOWHERE if request.location is None else _AT_PLACE
    where = {} if request.location is None else {"location": request.location}
    since, now = utc_text(request.waits_since), utc_text(context.now)
    for priority in range(request.priority):
        yield selection, {**where, "priority": priority, "waits_since": now}
        yield selection, {**where, "priority": priority, "waits_since": since}
    yield selection, {**where, "priority": request.priority, "waits_since": since}


@request_view(actors=CUSTOMERS)
def view_queue_place(reader: Reader, context: Context, request: ServiceRequest) -> QueuePlace | None:
    """Where a request of the viewer's stands in the queue.

    Args:
        request_id: The request's id.

    Returns:
        The place; None where nobody waits for an answer, or the shop does not tell; a refusal for a request that is not
        the viewer's.
    """
    return queue_place(reader, request, context) if request.waits and request.phase not in ENDED else None


@request_view(actors=CUSTOMERS)
def view_room_stamp(reader: Reader, context: Context, request: ServiceRequest) -> str:
    """What an open room compares: another text after each change to the request, and whenever the place changes that
    its customer reads. Two statements for who waits, one for others.

    Args:
        request_id: The request's id.

    Returns:
        The text; a refusal for a request that is not the viewer's.
    """
    place = queue_place(reader, request, context) if request.waits and request.phase not in ENDED else None
    return str(request.version) if place is None else place.stamp(request.version)


@view(actors=CUSTOMERS)
def view_usual_time(
    reader: Reader, context: Context, *, location: str | None = None, priority: Priority = USUAL_PRIORITY
) -> UsualTime | None:
    """How long this desk's recent answers took: of the same location and priority where there are enough, else of the
    same location, else of all. One statement.

    Args:
        location: The location's id.
        priority: From 0 (first) to 3 (last).

    Returns:
        The time of the middle half of them; None with fewer than `FEWEST_ANSWERS`, or where the shop does not tell.
    """
    if not context.settings.queue_place:
        return None
    rows = reader.find(_ANSWERED, {"answered_at": utc_text(context.now)}, limit=4 * MOST_ANSWERS)
    first = utc_text(context.now - RECENT)
    recent = [_Answer(minutes=int(row[1]), priority=row[2], location=row[3]) for row in rows if row[0] >= first]
    here = [one for one in recent if one.location == location]
    alike = [one for one in here if one.priority == priority]
    enough = next((some for some in (alike, here, recent) if len(some) >= FEWEST_ANSWERS), None)
    return None if enough is None else usual([one.minutes for one in enough[:MOST_ANSWERS]])


@attrs.frozen(kw_only=True)
class _Answer:
    minutes: int
    priority: int
    location: str | None


def usual(minutes: Sequence[int]) -> UsualTime:
    """The middle half of some times.

    Args:
        minutes: The times, at least one.

    Returns:
        The first and the third quartile.
    """
    ordered = sorted(minutes)
    last = len(ordered) - 1
    return UsualTime(shortest=ordered[last // 4], longest=ordered[-(-3 * last // 4)])
