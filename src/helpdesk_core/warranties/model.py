"""A warranty: a part or line of a repair, and the last day on which it is covered."""

from __future__ import annotations

from datetime import date, datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText

MOST = 50
"""Warranties of one request."""


@record("warranties", indexes=(Index(("request", "given_at", "id")),))
class Warranty(Attested):
    """What the shop covers, as staff said it. It is never rewritten: one that was wrong is ended, and another given.

    Attributes:
        request: The request's id.
        part: What is covered, as the customer reads it.
        months: For how many months.
        begins_on: The first day.
        covered_until: The last day.
        given_at: When it was given.
        given_by: The id of the member of staff who gave it, ``given_by_name`` their name.
        given_by_name: As ``given_by``.
        ended_at: Since when it holds no more: it was wrong.
    """

    request: str = col(references="service_requests")
    part: SafeText = col(personal=True)
    months: int
    begins_on: date
    covered_until: date
    given_at: datetime
    given_by: str = col(personal="staff")
    given_by_name: SafeText | None = col(personal="staff", default=None)
    ended_at: datetime | None = col(default=None)

    def is_over(self, today: date) -> bool:
        """Whether the last day has passed.

        Args:
            today: The shop's day.

        Returns:
            Whether nothing is covered any more.
        """
        return today > self.covered_until


OF_REQUEST = Query(Warranty, equals=("tenant", "request"), order=("given_at", "id"))
OF_SEVERAL = Query(Warranty, in_="request", order=("given_at", "id"))
