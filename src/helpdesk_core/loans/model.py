"""A device that the shop lends, and one lending of it."""

from __future__ import annotations

from datetime import date, datetime

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

    def is_late(self, today: date) -> bool:
        """Whether it is out although its day has passed.

        Args:
            today: The day it is where the request is.

        Returns:
            Whether it is.
        """
        return self.returned_at is None and self.due is not None and self.due < today


DEVICES = Query(LoanDevice, order=("added_at", "id"))
OF_REQUEST = Query(Loan, equals=("tenant", "request"), order=("lent_at", "id"), newest_first=True, join="loan_device")
OF_DEVICE = Query(Loan, equals=("tenant", "loan_device"), order=("lent_at", "id"), newest_first=True, join="request")
BY_ID = Query(Loan, in_="id", join="request")
