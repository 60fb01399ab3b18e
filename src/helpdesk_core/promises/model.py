"""A promise: what a person gave a customer their word for, until when, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Self

from ..base.actors import STAFF
from ..base.calendar import weekday_of
from ..base.messages import Message, define
from ..base.money import Money
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import CustomerText, SafeText
from ..base.worded import Worded
from ..guardrails.disclosure import customer_view
from ..service_requests.model import NEVER


class PromiseKind(Worded, prefix="promise.kind"):
    """What is promised."""

    TIME = "time", "Something by a time"
    CALL = "call", "A call"
    PRICE = "price", "A highest price"


class PromiseState(StrEnum):
    """What people made of it. That it is broken is no state: the clock says so (`Promise.standing`)."""

    OPEN = "open"
    KEPT = "kept"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


class PromiseStanding(Worded, prefix="promise.standing"):
    """How a promise stands at a moment."""

    OPEN = "open", "Open"
    BROKEN = "broken", "Broken"
    KEPT = "kept", "Kept"
    KEPT_LATE = "kept_late", "Kept, but late"
    MOVED = "moved", "Moved in time"
    WITHDRAWN = "withdrawn", "Taken back"

    @property
    def holds(self) -> bool:
        """Whether the customer still waits for it."""
        return self in (PromiseStanding.OPEN, PromiseStanding.BROKEN)


BY_DAY = define("promise.by_day", "Promised by {weekday}, {day}")
BY_TIME = define("promise.by_time", "Promised by {weekday}, {day}, about {time}")
CALL_BY_DAY = define("promise.call_by_day", "We promised to call you by {weekday}, {day}")
CALL_BY_TIME = define("promise.call_by_time", "We promised to call you by {weekday}, {day}, about {time}")
PRICE = define("promise.price", "We promised: at most {limit}, tax included, unless you agree to more")


@customer_view
class PromiseTerm:
    """What is promised: until when, or up to how much.

    Attributes:
        due_at: `NEVER` for a price, which has no clock.
        by_time: Whether a time of the day was said; else the day ends when the shop closes.
        limit: The highest price, tax included.
    """

    kind: PromiseKind
    due_at: datetime = NEVER
    by_time: bool = False
    limit: Money | None = None

    def message(self, zone: tzinfo) -> Message:
        """What the customer reads.

        Args:
            zone: The shop's.

        Returns:
            The message.
        """
        if self.kind is PromiseKind.PRICE:
            return Message(PRICE, {"limit": self.limit})
        local = self.due_at.astimezone(zone)
        if not self.by_time and local == _midnight(local):
            local -= timedelta(minutes=1)  # the end of the day before
        when = {"weekday": weekday_of(local.date()), "day": local.date()}
        if self.by_time:
            code = CALL_BY_TIME if self.kind is PromiseKind.CALL else BY_TIME
            return Message(code, when | {"time": local.time()})
        return Message(CALL_BY_DAY if self.kind is PromiseKind.CALL else BY_DAY, when)


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


_GIVEN = ("kind", "state", "due_at", "by_time", "limit", "settled_at")


@record("promises", indexes=(Index(("request", "promised_at", "id")),))
class Promise(Attested):
    """A person's word. It is never rewritten: one that is moved stays as it was given, and another one follows."""

    request: str = col(references="service_requests")
    kind: PromiseKind
    state: PromiseState
    due_at: datetime
    """Until when; `NEVER` for a price, which has no clock."""
    by_time: bool
    """Whether a time of the day was said; else the day ends when the shop closes."""
    what: CustomerText | None = col(personal=True, default=None)
    """What is promised by then, in staff's words to the customer."""
    limit: Money | None = col(default=None)
    """The highest price, tax included."""
    follows: str | None = col(default=None)
    """The id of the promise that was moved to this one."""
    promised_by: str = col(personal="staff")
    promised_by_name: SafeText | None = col(personal="staff")
    promised_at: datetime
    settled_at: datetime | None = col(default=None)

    @property
    def term(self) -> PromiseTerm:
        """What was promised."""
        return PromiseTerm(kind=self.kind, due_at=self.due_at, by_time=self.by_time, limit=self.limit)

    def standing(self, now: datetime) -> PromiseStanding:
        """How it stands.

        Args:
            now: The moment.

        Returns:
            What people made of it, or what the clock did.
        """
        if self.state is PromiseState.MOVED:
            return PromiseStanding.MOVED
        late = (self.settled_at or now) > self.due_at
        if self.state is PromiseState.KEPT:
            return PromiseStanding.KEPT_LATE if late else PromiseStanding.KEPT
        if late:
            return PromiseStanding.BROKEN
        return PromiseStanding.OPEN if self.state is PromiseState.OPEN else PromiseStanding.WITHDRAWN

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """See `Record.check_write`: whatever command it is, only people of the staff promise and settle."""
        same = before is not None and all(getattr(before, name) == getattr(self, name) for name in _GIVEN)
        return None if same or actor_kind in STAFF else "only a person of the staff promises, moves and settles"


OF_REQUEST = Query(Promise, equals=("tenant", "request"), order=("promised_at", "id"), newest_first=True)


def first_due(promises: tuple[Promise, ...]) -> datetime:
    """When the first of these that are open has to be kept; `NEVER` where none waits."""
    return min((one.due_at for one in promises if one.state is PromiseState.OPEN), default=NEVER)
