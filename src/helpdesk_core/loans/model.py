"""A device that the shop lends, and one lending of it."""

from __future__ import annotations

from datetime import date, datetime

from ..base.calendar import FULL_DAY, Calendar
from ..base.queries import Query
from ..base.records import Attested, Index, Subject, col, record
from ..base.text import InternalNote, SafeText

MOST_LOAN_DEVICES, MOST_LOANS = 200, 20
"""Devices to lend, those in use no more among them; loans of one request."""


@record("loan_devices", indexes=(Index(("tenant", "added_at", "id")),))
class LoanDevice(Subject):
    """A device of the shop's that it lends. Nothing of a customer's stands in it."""

    name: SafeText = col(personal=False)
    serial: SafeText | None = col(personal=False, default=None)
    notes: InternalNote | None = col(personal=False, default=None)
    added_at: datetime
    retired_at: datetime | None = col(default=None)
    """Since when it is lent no more."""
    loan: str | None = col(default=None)
    """The id of the loan by which it is out; None as long as it is in the shop."""


@record(
    "loans",
    indexes=(Index(("request", "lent_at", "id")), Index(("tenant", "loan_device", "lent_at", "id"))),
)
class Loan(Attested):
    """A device was lent to a request's customer."""

    request: str = col(references="service_requests")
    loan_device: str = col(references="loan_devices")
    condition: SafeText | None = col(personal=True, default=None)
    """How it looked when it went out; its customer reads it."""
    due: date | None = col(default=None)
    """Until when it was lent; None for as long as the repair takes."""
    lent_at: datetime
    lent_by_name: SafeText | None = col(personal="staff", default=None)
    returned_at: datetime | None = col(default=None)
    returned_condition: SafeText | None = col(personal=True, default=None)
    """How it looked when it came back; for staff."""
    returned_by_name: SafeText | None = col(personal="staff", default=None)
    continued_as: str | None = col(default=None)
    """The id of the loan as which it goes on, of the request with which its own was joined; lists show that one."""

    @property
    def is_out(self) -> bool:
        """Whether the device is with this request's customer."""
        return self.returned_at is None and self.continued_as is None

    def late_at(self, calendar: Calendar) -> datetime | None:
        """From when it is overdue: the end of its day, or of the next one on which the shop is open to take it back.

        Args:
            calendar: Of the request's location.

        Returns:
            The moment, None for a loan without a day.
        """
        return None if self.due is None else calendar.moment(calendar.add_days(self.due, 0) or self.due, FULL_DAY)

    def is_late(self, calendar: Calendar, now: datetime) -> bool:
        """Whether it is out although its day has passed.

        Args:
            calendar: Of the request's location.
            now: The moment.

        Returns:
            Whether it is.
        """
        late_at = self.late_at(calendar) if self.is_out else None
        return late_at is not None and late_at <= now


DEVICES = Query(LoanDevice, order=("added_at", "id"))
HERE = {"continued_as": None}
OF_REQUEST = Query(
    Loan, equals=("tenant", "request"), where=HERE, order=("lent_at", "id"), newest_first=True, join="loan_device"
)
CONTINUED = Query(Loan, equals=("tenant", "request"), order=("lent_at", "id"), newest_first=True)
"""Those of a request that go on in another one, too."""
OF_DEVICE = Query(
    Loan, equals=("tenant", "loan_device"), where=HERE, order=("lent_at", "id"), newest_first=True, join="request"
)
BY_ID = Query(Loan, in_="id", join="request")
