"""What is known of a colleague for giving out work, when they are away, and who was given something last."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..base.digests import outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, Record, Subject, col, record
from ..base.text import SafeText

MOST_PEOPLE, MOST_AWAY = 200, 500


@record("staff_profiles", indexes=(Index(("tenant", "person", "id")),), outside_ids=True)
class StaffProfile(Subject):
    """What a colleague does. It heads the history of who said so; what is empty narrows nothing."""

    person: str = col(personal="staff")
    """The host's id."""
    name: SafeText = col(personal="staff")
    takes: bool
    """Whether requests are proposed to them at all."""
    categories: tuple[str, ...] = col(default=())
    devices: SafeText | None = col(personal="staff", default=None)
    """Kinds of device in the shop's words, with commas between."""
    languages: tuple[str, ...] = col(default=())
    locations: tuple[str, ...] = col(default=())


@record(
    "staff_absences",
    indexes=(Index(("tenant", "last", "id"), where={"ended_at": None}), Index(("profile", "id"))),
)
class Absence(Attested):
    """Days on which a colleague is away; why is nobody's business."""

    profile: str = col(references="staff_profiles")
    first: date
    last: date
    noted_at: datetime
    ended_at: datetime | None = col(default=None)
    """Since when it no longer holds, where somebody took it back."""

    def covers(self, day: date) -> bool:
        """Whether a day is one of them.

        Args:
            day: The day.

        Returns:
            Whether it is.
        """
        return self.ended_at is None and self.first <= day <= self.last


@record("routing_turns", outside_ids=True)
class RoutingTurns(Record):
    """Who was given a request by the desk itself, and when: one row for a shop, which whoever gives one writes. So two
    who give at once do not both see the same free colleague."""

    given: dict[str, int] = col(personal=False, codes=True)
    """When each profile was given one last, in seconds."""


PROFILES = Query(StaffProfile, equals=("tenant",), order=("person", "id"))
AWAY = Query(Absence, equals=("tenant",), at_least="last", where={"ended_at": None}, order=("last", "id"))
ABSENCES = Query(Absence, equals=("tenant", "profile"), order=("id",), newest_first=True)


def profile_id(tenant: str, person: str) -> str:
    """The id of a colleague's profile.

    Args:
        tenant: The shop.
        person: The host's id of the colleague.

    Returns:
        The id.
    """
    return outside_id(tenant, StaffProfile.record_type.name, person)


def turns_id(tenant: str) -> str:
    """The id of a shop's one row of turns.

    Args:
        tenant: The shop.

    Returns:
        The id.
    """
    return outside_id(tenant, RoutingTurns.record_type.name, tenant)


def said(profile: StaffProfile) -> dict[str, Any]:
    """What a profile says in codes, as its history keeps it.

    Args:
        profile: The profile.

    Returns:
        Values by name.
    """
    return {name: getattr(profile, name) for name in ("takes", "categories", "languages", "locations")}
