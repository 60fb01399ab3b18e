"""What the pages of a request are made of."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from ..base.references import Reference
from ..base.text import CustomerText, SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..guidance.cards import RoomCard, RoomState, recommended
from ..guidance.informal import Wish
from ..guidance.missing import Detail
from ..outcomes.model import OutcomeResult
from ..service_requests.lifecycle import Phase, status_of
from ..service_requests.model import Urgency
from ..service_requests.parts import RoomPart
from ..settings import Settings
from .continued import Continued

_P = TypeVar("_P", bound=RoomPart)


@customer_view
class StatusView:
    """A status in the shop's words: ``labels`` by language for an own status, else the phase's message code."""

    phase: Phase
    code: str
    labels: tuple[tuple[str, str], ...] = ()

    def label(self, language: str) -> str | None:
        """The shop's own word for the status.

        Args:
            language: The reader's.

        Returns:
            The word in that language; None for a plain phase, whose message code says it.
        """
        return dict(self.labels).get(language) or next(iter(dict(self.labels).values()), None)


@customer_view
class Step:
    """A step of a request's way, as the customer sees it ahead."""

    status: StatusView
    place: str
    """"was", "now", "then" (the next one) or "later"."""


@customer_view
class ContactWay:
    """One way in which the customer is reached.

    Attributes:
        id: Of its contact point.
        masked: Enough for its owner to recognise.
        proved_at: When it was confirmed last; None where it is not: then no news goes there.
        is_here: Whether its code opened the room in this browser: it tells apart what looks alike where it is masked.
        takes_news: Whether one of the shop's channels reaches it; a number of a shop that sends none is for calls.
        is_preferred: Whether the customer wants news there, wherever they wrote from.
    """

    id: str
    masked: str
    proved_at: datetime | None
    is_here: bool
    takes_news: bool
    is_preferred: bool


@customer_view
class LocationView:
    """A public location.

    Attributes:
        fastest: The usual turnaround at best, in working days.
        slowest: The usual turnaround at worst, in working days.
        opening_hours: Its own by language, else the shop's; empty where neither says any.
    """

    labels: tuple[tuple[str, str], ...]
    fastest: int | None
    slowest: int | None
    opening_hours: tuple[tuple[str, str], ...] = ()

    def hours(self, language: str) -> str:
        """When it is open.

        Args:
            language: The reader's.

        Returns:
            The hours in that language, "" where nobody said any.
        """
        return dict(self.opening_hours).get(language) or next(iter(dict(self.opening_hours).values()), "")

    def label(self, language: str) -> str:
        """The location's name.

        Args:
            language: The reader's.

        Returns:
            The name in that language.
        """
        return dict(self.labels).get(language) or next(iter(dict(self.labels).values()), "")


@customer_view
class TrackedRequest:
    """All that a guest with a reference and a surname or serial number sees."""

    status: StatusView
    device: SafeText | None
    agent: SafeText | None
    location: LocationView | None


@customer_view
class MessageView:
    """One message of the thread."""

    id: str
    from_shop: bool
    author: SafeText | None
    at: datetime
    text: CustomerText


@customer_view
class OutcomeView:
    """A recorded outcome, and what the customer said to it."""

    id: str
    result: OutcomeResult
    text: CustomerText | None
    recorded_at: datetime
    solved: bool | None


@customer_view
class RequestSummary:
    """A request in the customer's list."""

    id: str
    reference: Reference
    device: str
    status: StatusView
    created_at: datetime
    generation: int
    """Of the private link."""
    same_words: bool = False
    """Whether it begins with the same words as the one it is shown beside."""


@customer_view
class OpenRequests:
    """Open requests of somebody who has proved who they are, latest first."""

    rows: tuple[RequestSummary, ...] = ()


@customer_view
class CustomerList:
    """A page of a customer's requests, and the cursor of the next one."""

    rows: tuple[RequestSummary, ...]
    next: str | None


@customer_view
class Room:
    """The customer's page of one request."""

    id: str
    version: int
    """Of the request, for commands that say what was ``seen``."""
    parts: tuple[RoomPart, ...]
    """What other capabilities show, of those that have something there."""
    estimate: date | None
    """The day on which a person expects the work to be done, while it is not: no promise."""
    reference: Reference
    status: StatusView
    steps: tuple[Step, ...]
    """The way from the first step to the last; none for a cancelled request."""
    device: SafeText
    device_checked: SafeText | None
    agent: SafeText | None
    location: LocationView | None
    order: SafeText | None
    """The order it is about, as the customer named it."""
    serial: SafeText | None
    """The device's serial number."""
    subject: SafeText
    """The first words of the problem."""
    urgency: Urgency
    """How urgent it is called now."""
    language: str
    created_at: datetime
    updated_at: datetime
    contacts: tuple[str, ...]
    """Masked."""
    ways: tuple[ContactWay, ...]
    """The same with what is known of each, in the order in which their person is reached by them."""
    phone: str | None
    """The confirmed phone number, masked; None where none is confirmed."""
    contact_open: bool
    """Whether nothing can be sent yet, because no contact is confirmed."""
    messages: tuple[MessageView, ...]
    """Newest first."""
    older: str | None
    """The cursor of older messages, for ``older_than``. None when these are the oldest."""
    outcome: OutcomeView | None
    can_reply: bool
    can_cancel: bool
    can_reopen: bool
    can_join: bool
    """Whether it can go on in another one of the customer's: nobody has worked on it yet."""
    wish: Wish | None
    """What the customer's last message seems to want; a card is offered for it, and nothing comes of it by itself."""
    standing: RoomState
    """What the recommended card is decided by."""
    continues_in: Continued | None
    """The request in which this one continues: what is to be said is said there."""
    question_about: Continued | None
    """The repair that this one is a question about."""
    others: tuple[RequestSummary, ...]
    """Other open requests of the same confirmed contact."""

    def part(self, kind: type[_P]) -> _P | None:
        """What one capability shows.

        Args:
            kind: Its class.

        Returns:
            The part, None where there is nothing.
        """
        return next((one for one in self.parts if isinstance(one, kind)), None)

    @property
    def news_way(self) -> ContactWay | None:
        """Where news of the request goes; None where nobody can be told."""
        return next((way for way in self.ways if way.proved_at is not None and way.takes_news), None)

    @property
    def missing(self) -> tuple[Detail, ...]:
        """What the shop still needs before it can respond."""
        return self.standing.missing

    def recommended(self, *offers: RoomCard) -> RoomCard:
        """The one card to recommend.

        Args:
            offers: What other capabilities hold open for the customer.

        Returns:
            The card.
        """
        standing = self.standing
        return recommended(
            RoomState(
                phase=standing.phase,
                continues=standing.continues,
                missing=standing.missing,
                outcome_open=standing.outcome_open,
                to_collect=standing.to_collect,
                offers=(*standing.offers, *offers),
            )
        )


def status_view(request_status: str, phase: Phase, context: Context) -> StatusView:
    """The status as people read it; where the phase shown is not the stored one, the phase's own words."""
    return _status_view(context.settings, request_status, phase)


@lru_cache(maxsize=256)
def _status_view(settings: Settings, request_status: str, phase: Phase) -> StatusView:
    """Settings are compared by being the same: what was edited is another object."""
    status = status_of(settings, request_status)
    labels = tuple(status.labels.items()) if status is not None and status.phase == phase.value else ()
    return StatusView(phase=phase, code=phase.label, labels=labels)


_WAY = (Phase.RECEIVED, Phase.IN_REVIEW, Phase.IN_PROGRESS, Phase.READY, Phase.CLOSED)
#: Where a phase that is not a step of every request's way stands in it: in place of a step, or before it.
_IN_PLACE = {Phase.CONFIRMED: Phase.RECEIVED}
_BEFORE = {Phase.WAITING_FOR_CUSTOMER: Phase.IN_PROGRESS, Phase.OUTCOME_RECORDED: Phase.CLOSED}


@lru_cache(maxsize=256)
def steps(now: StatusView) -> tuple[Step, ...]:
    """The way of a request whose status is ``now``: the phases every request goes through, the present one in the
    shop's own words. What waits for the customer is a step of its own, since nothing goes on without them. A shop has
    few statuses: the way of each is laid out once."""
    if now.phase is Phase.CANCELLED:
        return ()
    way = [now.phase if one is _IN_PLACE.get(now.phase) else one for one in _WAY]
    if now.phase in _BEFORE:
        way.insert(way.index(_BEFORE[now.phase]), now.phase)
    at = way.index(now.phase)
    places = ["was"] * at + ["now", "then"] + ["later"] * len(way)
    return tuple(
        Step(status=now if one is now.phase else StatusView(phase=one, code=one.label), place=place)
        for one, place in zip(way, places, strict=False)
    )


def location_view(id: str | None, context: Context) -> LocationView | None:
    """A location, if the shop shows it."""
    place = context.settings.location(id)
    if place is None or not place.public:
        return None
    days = place.turnaround_days or (None, None)
    hours = context.settings.hours_by_language(place.id)
    return LocationView(labels=tuple(place.labels.items()), fastest=days[0], slowest=days[1], opening_hours=hours)
