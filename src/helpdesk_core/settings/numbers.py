"""What is wrong with the numbers among a shop's settings: days, hours, years and megabytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..base.messages import define
from ..base.phases import Urgency
from ..errors import FieldError
from .entries import labelled
from .model import MAX_QUOTE_DAYS, RETENTION, Settings

MAX_RETENTION_MONTHS = 1200
"""For how many months a class of requests can be said to be kept at most."""
MAX_STUCK_DAYS = 90
"""After how many working days without a word a request counts as stuck at most."""
MAX_ANSWER_HOURS = 720
"""Within how many hours an answer can be promised at most: thirty days."""
MAX_COLLECT_DAYS = 366
"""How many days after a device can be collected anything is said of that at most."""
COLLECT_ORDER = define("settings.error.collect_order", "The second reminder comes after the first one.")
STORAGE_TERMS = define(
    "settings.error.storage_terms",
    "When storage costs begin, what they are and the version of your terms belong together: fill in all, or none.",
)
QUOTE_DAYS = define(
    "settings.error.quote_days", "A quote is valid for 0 to {most} days; 0 means that staff type the day."
)
SERIES = define("settings.error.series", "A series is 1 to 10 capital letters, digits and hyphens, like FV.")
STUCK_DAYS = define("settings.error.stuck_days", "Working days are 0 to {most}; 0 calls nothing stuck.")
ANSWER_HOURS = define("settings.error.answer_hours", "Hours are 1 to {most}.")
NO_URGENCY = define("settings.error.no_urgency", "Urgencies are called {choices}.")

NO_RETENTION = define("settings.error.no_retention", "Classes of requests are called {choices}.")
RETENTION_MONTHS = define("settings.error.retention_months", "Months are 1 to {most}.")

#: The least and the most, both allowed; sizes are in megabytes.
BOUNDS = {
    "max_files": (0, 500),
    "max_file_mb": (1, 100),
    "max_files_mb": (1, 10_000),
    "proof_days": (0, 30),
    "appointment_minutes": (5, 480),
    "appointments_at_once": (1, 50),
    "appointment_notice_hours": (0, 720),
    "appointment_days_ahead": (1, 366),
    "appointment_reminder_hours": (0, 168),
    "incident_reports": (0, 100),
    "incident_hours": (1, 72),
    "payment_days": (0, 365),
    "warranty_months": (0, 120),
    "follow_up_days": (0, 90),
    "collect_first_days": (0, MAX_COLLECT_DAYS),
    "collect_second_days": (0, MAX_COLLECT_DAYS),
    "storage_days": (0, MAX_COLLECT_DAYS),
}
_STORAGE = ("storage_days", "storage_terms", "storage_terms_version")
_SERIES = re.compile(r"[A-Z0-9][A-Z0-9-]{0,9}")
_URGENCIES = tuple(urgency.value for urgency in Urgency)


def quote_days(settings: Settings) -> Iterator[FieldError]:
    """The days of a new quote."""
    if not 0 <= settings.quote_valid_days <= MAX_QUOTE_DAYS:
        yield FieldError(QUOTE_DAYS, {"most": MAX_QUOTE_DAYS}, ("quote_valid_days",))


def series(settings: Settings) -> Iterator[FieldError]:
    """What numbers of invoices begin with."""
    if not _SERIES.fullmatch(settings.invoice_series):
        yield FieldError(SERIES, path=("invoice_series",))


def answer_hours(settings: Settings) -> Iterator[FieldError]:
    """Hours by urgency."""
    for urgency, hours in settings.answer_hours.items():
        if urgency not in _URGENCIES:
            yield FieldError(NO_URGENCY, {"choices": ", ".join(_URGENCIES)}, ("answer_hours", urgency))
        elif not 1 <= hours <= MAX_ANSWER_HOURS:
            yield FieldError(ANSWER_HOURS, {"most": MAX_ANSWER_HOURS}, ("answer_hours", urgency))


def clocks(settings: Settings) -> Iterator[FieldError]:
    """Reminders, and what counts as stuck."""
    if not 1 <= settings.promise_reminder_hours <= MAX_ANSWER_HOURS:
        yield FieldError(ANSWER_HOURS, {"most": MAX_ANSWER_HOURS}, ("promise_reminder_hours",))
    if not 0 <= settings.stuck_days <= MAX_STUCK_DAYS:
        yield FieldError(STUCK_DAYS, {"most": MAX_STUCK_DAYS}, ("stuck_days",))


def bounded(settings: Settings) -> Iterator[FieldError]:
    """Numbers with a least and a most: of photos and files, of days, of what appointments are like."""
    for key, (least, most) in BOUNDS.items():
        if not least <= getattr(settings, key) <= most:
            yield FieldError("input.out_of_range", {"least": least, "most": most}, (key,))


def collecting(settings: Settings) -> Iterator[FieldError]:
    """Reminders of what can be collected, and what the shop's terms say about storing it."""
    first, second = settings.collect_first_days, settings.collect_second_days
    if second and second <= first:
        yield FieldError(COLLECT_ORDER, path=("collect_second_days",))
    if settings.storage_terms:
        yield from labelled(settings, settings.storage_terms, ("storage_terms",))
    said = [key for key in _STORAGE if getattr(settings, key)]
    if len(said) not in (0, len(_STORAGE)):
        yield from (FieldError(STORAGE_TERMS, path=(key,)) for key in said)


def retention_months(settings: Settings) -> Iterator[FieldError]:
    """Months by class."""
    for name, months in settings.retention_months.items():
        if name not in RETENTION:
            yield FieldError(NO_RETENTION, {"choices": ", ".join(RETENTION)}, ("retention_months", name))
        elif not 1 <= months <= MAX_RETENTION_MONTHS:
            yield FieldError(RETENTION_MONTHS, {"most": MAX_RETENTION_MONTHS}, ("retention_months", name))
