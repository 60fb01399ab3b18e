"""Where repairs are done, and replies that are kept ready."""

from __future__ import annotations

import attrs

from .hours import Week
from .statuses import Labels


@attrs.frozen(kw_only=True)
class Location:
    """Where repairs are done. ``turnaround_days`` is the usual time in working days, lowest and highest.

    Customers choose among the ``public`` ones, staff among all that are not ``retired``. A ``country_code`` of its own
    is put before the national phone numbers that are typed for it. Without ``opening_hours`` or ``working_hours`` of
    its own the shop's hold.
    """

    id: str
    labels: Labels
    turnaround_days: tuple[int, int] | None = None
    public: bool = True
    retired: bool = False
    country_code: str = ""
    opening_hours: Labels = attrs.field(factory=dict)
    working_hours: Week = attrs.field(factory=dict)
    appointments_at_once: int | None = None
    """How many appointments there can be here at the same time; None: as many as in the shop."""


@attrs.frozen(kw_only=True)
class SavedReply:
    """A reply that staff choose and then send as their own.

    ``labels`` is what staff read of it, ``texts`` what customers get, each in their language; what may be put in
    (``{name}``) is named by `helpdesk_core.settings.FILLED`. A ``retired`` one is offered no more.
    """

    id: str
    labels: Labels
    texts: Labels
    retired: bool = False
