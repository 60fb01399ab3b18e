"""One European repair information form, as it was given.

Its fields are those of directive (EU) 2024/1799 of 13 June 2024, article 4 (4) and annex I: who repairs and how they
are reached, the good, what is wrong and which repair is suggested, the price, the time, goods for the meantime, where
the good is handed over, services besides, how long it holds, and whatever else is to be said. The words are ours.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..base.digests import outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import Published, SafeText
from ..quotes.model import Quote

LEAST_DAYS = 30
"""For how many days such a form holds at least, counted from when it is given (article 4 (5))."""


@record("repair_forms", indexes=(Index(("request", "made_at", "id")),), outside_ids=True)
class RepairForm(Attested):
    """A form that was given with one version of a quote. It is never changed, since what it says holds; another version
    of the quote gets another one. What the quote says is read from there."""

    request: str = col(references="service_requests")
    quote: str = col(references="quotes")
    seller: Published
    """The shop as it was: ``name``, ``address``, ``phone``, ``email`` and ``place``, where the good is handed over."""
    good: SafeText = col(personal=True)
    defect: SafeText = col(personal=True)
    time: SafeText = col(personal=True)
    """How long the repair takes."""
    replacement: SafeText = col(personal=True)
    """Whether there is a good for the meantime, and what it costs."""
    services: SafeText | None = col(personal=True, default=None)
    """Removal, installation, transport, each with its price."""
    more: SafeText | None = col(personal=True, default=None)
    valid_until: date
    made_at: datetime
    made_by_name: SafeText | None = col(personal="staff", default=None)

    @property
    def shop(self) -> dict[str, Any]:
        """The shop as it was."""
        found: dict[str, Any] = self.seller.plain
        return found


OF_REQUEST = Query(RepairForm, equals=("tenant", "request"), order=("made_at", "id"), newest_first=True)


def form_id(quote: Quote) -> str:
    """The one id that the form of a quote can have."""
    return outside_id(quote.tenant, "repair_forms", quote.id)
