"""What came in and what was finished, how long it took, how much came back, and how old is what is open.

Everything is of the shop or of a location and never of a person. It is made from the latest requests, so that it costs
the same however many a shop has; a week or a month that they do not reach back to is left out. Imported requests,
requests that were joined to another one, and questions about a repair are not counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import dropwhile
from statistics import median_low

import attrs

from ..base.actors import STAFF
from ..base.queries import Query
from ..base.records import Row
from ..base.surnames import name_tokens, without_accents
from ..base.text import ERASED
from ..base.time import from_utc_text, utc_text
from ..base.worded import Worded
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import right, works_in
from ..ports.store import Reader
from ..service_requests.lifecycle import Phase
from ..service_requests.model import LIVE, ServiceRequest, Source
from ..viewing import view

REPORTS = right("reports.view", "See how much work came in, and how long it took.")
PERIODS = 12
"""Weeks or months that are looked at, the present one among them."""
MOST_READ = 5_000
"""Requests that a report is made of, of those that are open and of those that ended."""
_AFTER_MODEL = re.compile(r"[,;(\[/]| - ")
AGES = (1, 3, 7, 14, 30)
"""Days up to which open requests are counted together; the rest is older."""
MODELS = 10
"""Devices that are named; the rest is counted together."""
_COLUMNS = ("closed_at", "created_at", "phase", "decided", "source", "location", "repair", "merged_into", "id")
_WITH_DEVICE = (*_COLUMNS, "device", "device_checked")
_OPEN = Query(ServiceRequest, where=LIVE, order=("created_at", "id"), newest_first=True, columns=_WITH_DEVICE)
_ENDED = Query(ServiceRequest, at_least="closed_at", order=("closed_at", "id"), newest_first=True, columns=_WITH_DEVICE)
_REOPENED = Query(
    ServiceRequest,
    at_least="reopened_at",
    order=("reopened_at", "id"),
    newest_first=True,
    columns=("reopened_at", *_COLUMNS[1:]),
)
_ANSWERED = Query(
    ServiceRequest,
    at_least="answered_at",
    order=("answered_at", "id"),
    newest_first=True,
    columns=("answered_at", "answered_minutes", *_COLUMNS[2:]),
)


class Period(Worded, prefix="report.period"):
    """By what a report counts."""

    WEEK = "week", "Weeks"
    MONTH = "month", "Months"

    def start(self, day: date) -> date:
        """The first day of the week or month.

        Args:
            day: One of its days.

        Returns:
            Its Monday, or the first of the month.
        """
        return day.replace(day=1) if self is Period.MONTH else day - timedelta(days=day.weekday())


@staff_view
class WorkOfPeriod:
    """The work of a week or a month.

    Attributes:
        starts: Its first day.
        came: How many requests came in.
        finished: How many were finished.
        cancelled: How many were cancelled.
        hours: Half of those that were finished took at most so many hours from coming in; None where none was.
        answer_minutes: Half of the answers took at most so many minutes of working time; None where none was given.
            Of each request it is the latest answer that counts.
        reopened: How many were opened again after they had been finished; of each request the latest time counts.
    """

    starts: date
    came: int
    finished: int
    cancelled: int
    hours: int | None
    answer_minutes: int | None
    reopened: int = 0

    @property
    def reopened_of_100(self) -> int | None:
        """Of a hundred that were finished, so many were opened again; None where none was finished."""
        ends = self.finished + self.reopened  # one that is open again is no more among the finished
        return round(100 * self.reopened / ends) if ends else None


@staff_view
class DevicesOfModel:
    """How many requests were about devices of one model.

    Attributes:
        model: As staff or customers call it; None for all others.
        count: How many.
    """

    model: str | None
    count: int


@staff_view
class OpenForDays:
    """How many of the open requests are so old.

    Attributes:
        days: Up to how many days; None for all that are older.
        count: How many.
    """

    days: int | None
    count: int


@staff_view
class WorkReport:
    """How the work went.

    Attributes:
        location: The location's id; None for all where the viewer works.
        places: The ids of the locations that can be looked at.
        rows: By week or month from the first one in which anything happened; the last one is under way.
        ages: How old open requests are.
        sources: How many came in by which way, most first.
        devices: What they were about, most first, the others last: the first device of each. A model that a single
            customer names, and nobody of the staff checked, is among the others: their words may say more than a model.
        is_whole: Whether these are all requests, and not just the latest ones.
    """

    period: Period
    location: str | None
    places: tuple[str, ...]
    rows: tuple[WorkOfPeriod, ...]
    ages: tuple[OpenForDays, ...]
    sources: Mapping[Source, int]
    devices: tuple[DevicesOfModel, ...]
    is_whole: bool


@attrs.frozen
class _Work:
    """What a report knows of a request; ``ended`` is the moment of the report for one that is open."""

    came: datetime
    ended: datetime
    phase: Phase
    is_decided: bool
    source: Source
    device: str
    is_checked: bool

    @property
    def is_finished(self) -> bool:
        """Whether a person recorded what came of it."""
        return self.phase is Phase.CLOSED and self.is_decided

    @property
    def age(self) -> timedelta:
        """How long it took, or has taken so far."""
        return self.ended - self.came


@view(actors=STAFF, right=REPORTS)
def view_work(
    reader: Reader, context: Context, *, period: Period = Period.WEEK, location: str | None = None
) -> WorkReport:
    """How the work of the last weeks or months went. Four statements.

    Args:
        period: Weeks or months.
        location: The id of a location; None, or one where the viewer does not work, for all where they do.

    Returns:
        The report.
    """
    places = tuple(one.id for one in context.settings.locations if works_in(context.actor, one.id))
    location = location if location in places else None
    zone = context.settings.calendar(location).zone

    def start_of(moment: datetime) -> date:
        return period.start(moment.astimezone(zone).date())

    starts = _starts(period, start_of(context.now))
    since = utc_text(datetime.combine(starts[0], time(), zone))
    live = reader.find(_OPEN, {}, limit=MOST_READ)
    over = reader.find(_ENDED, {"closed_at": since}, limit=MOST_READ)
    answered = reader.find(_ANSWERED, {"answered_at": since}, limit=MOST_READ)
    reopened = reader.find(_REOPENED, {"reopened_at": since}, limit=MOST_READ)
    # where the lists were cut: the latest of the moments that they reach back to
    lists = ((live, 1), (over, 0), (answered, 0), (reopened, 0))
    cut = [from_utc_text(str(rows[-1][at])) for rows, at in lists if len(rows) == MOST_READ]
    shown = [day for day in starts if not cut or day > start_of(max(cut))]
    waiting, ended = ([_work(row, context.now) for row in rows if _counts(row, location)] for rows in (live, over))
    came = [one for one in (*waiting, *ended) if start_of(one.came) in shown]
    here = [row[:2] for row in answered if _counts(row, location)]
    back = Counter(start_of(from_utc_text(str(row[0]))) for row in reopened if _counts(row, location))
    return WorkReport(
        period=period,
        location=location,
        places=places,
        rows=tuple(dropwhile(_is_quiet, _rows(shown, came, ended, here, back, start_of))),
        ages=_ages(waiting),
        sources=dict(Counter(one.source for one in came).most_common()),
        devices=_devices(came),
        is_whole=not cut,
    )


def _starts(period: Period, last: date) -> list[date]:
    """The first days of the last weeks or months, the earliest first."""
    found = [last]
    while len(found) < PERIODS:
        found.append(period.start(found[-1] - timedelta(days=1)))
    return found[::-1]


def _counts(row: Row, location: str | None) -> bool:
    source, place, repair, merged_into = row[4:8]
    return source != Source.IMPORT and repair is None and merged_into is None and location in (None, place)


def _work(row: Row, now: datetime) -> _Work:
    closed, created, phase, decided, source = row[:5]
    device, checked = row[-2:]
    return _Work(
        came=from_utc_text(str(created)),
        ended=now if closed is None else from_utc_text(str(closed)),
        phase=Phase(str(phase)),
        is_decided=decided is not None,
        source=Source(str(source)),
        device=str(checked or device),
        is_checked=checked is not None,
    )


def _rows(
    starts: Sequence[date],
    came: Sequence[_Work],
    ended: Sequence[_Work],
    answers: Sequence[Row],
    reopened: Mapping[date, int],
    start_of: Callable[[datetime], date],
) -> Iterator[WorkOfPeriod]:
    new, cancelled = (
        Counter(start_of(one.came) for one in came),
        Counter(start_of(one.ended) for one in ended if one.phase is Phase.CANCELLED),
    )
    hours, minutes = defaultdict[date, list[int]](list), defaultdict[date, list[int]](list)
    for one in ended:
        if one.is_finished:
            hours[start_of(one.ended)].append(round(one.age / timedelta(hours=1)))
    for at, spent in answers:
        minutes[start_of(from_utc_text(str(at)))].append(int(spent or 0))
    for day in starts:
        yield WorkOfPeriod(
            starts=day,
            came=new[day],
            finished=len(hours[day]),
            cancelled=cancelled[day],
            hours=_middle(hours[day]),
            answer_minutes=_middle(minutes[day]),
            reopened=reopened.get(day, 0),
        )


def _is_quiet(row: WorkOfPeriod) -> bool:
    return not (row.came or row.finished or row.cancelled or row.reopened) and row.answer_minutes is None


def _middle(values: Sequence[int]) -> int | None:
    return median_low(values) if values else None


def _ages(waiting: Sequence[_Work]) -> tuple[OpenForDays, ...]:
    groups = Counter(bisect_left(AGES, one.age / timedelta(days=1)) for one in waiting)
    return tuple(OpenForDays(days=days, count=groups[place]) for place, days in enumerate((*AGES, None)))


def _model(device: str) -> str:
    """What stands before a size or a colour: "iPhone 13" of "iPhone 13, 128 GB, black"."""
    return " ".join(_AFTER_MODEL.split(device, maxsplit=1)[0].split())


def _devices(came: Sequence[_Work]) -> tuple[DevicesOfModel, ...]:
    named = defaultdict[str, list[_Work]](list)
    for one in came:
        named[" ".join(name_tokens(without_accents(_model(one.device).casefold())))].append(one)
    named.pop("", None)
    named.pop(ERASED.strip("[]").casefold(), None)
    known = [some for some in named.values() if len(some) > 1 or some[0].is_checked]
    rows = [DevicesOfModel(model=_spelling(some), count=len(some)) for some in known]
    rows = sorted(rows, key=lambda row: (-row.count, str(row.model)))[:MODELS]
    rest = len(came) - sum(row.count for row in rows)
    return (*rows, *([DevicesOfModel(model=None, count=rest)] if rest else []))


def _spelling(some: Sequence[_Work]) -> str:
    """As most write it, staff before customers."""
    by_staff = [_model(one.device) for one in some if one.is_checked]
    counts = Counter(by_staff or [_model(one.device) for one in some])
    return min(counts, key=lambda words: (-counts[words], words))
