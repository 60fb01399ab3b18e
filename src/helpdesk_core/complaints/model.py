"""A complaint: a request that says that a repair, or a part of it, is not as it was agreed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from ..base.actors import STAFF
from ..base.phases import Phase
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import CustomerText, SafeText
from ..base.worded import Worded
from ..service_requests.model import ServiceRequest

CLOCK = "complaint_answer"
"""What a country's file calls the days within which a complaint is answered."""
FINISHED = frozenset({Phase.READY, Phase.OUTCOME_RECORDED, Phase.CLOSED, Phase.CANCELLED})
"""Where the work is over, so that something can be wrong with it."""
MOST = 20


class ComplaintGround(Worded, prefix="complaint.ground"):
    """On what the customer relies."""

    LIABILITY = "liability", "What the law gives me: the work or the part is not as agreed"
    GUARANTEE = "guarantee", "The guarantee that I was given"


class ComplaintWish(Worded, prefix="complaint.wish"):
    """What the customer asks for."""

    REPAIR = "repair", "Repair"
    REPLACEMENT = "replacement", "Replacement"
    PRICE = "price", "A lower price"
    MONEY = "money", "The money back"


class ComplaintAnswer(Worded, prefix="complaint.answer"):
    """What the shop says to it."""

    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in_part", "Accepted in part"
    REFUSED = "refused", "Not accepted"


@record("complaints", indexes=(Index(("request",), unique=True),))
class Complaint(Attested):
    """What a request complains about. What is wrong stands in its conversation, as its customer wrote it."""

    request: str = col(references="service_requests")
    repair: str | None = col(references="service_requests", default=None)
    """The request that it is about; None where staff know of none."""
    part: SafeText | None = col(personal=True, default=None)
    """Which part or line of the repair, in the customer's words."""
    noticed: SafeText | None = col(personal=True, default=None)
    """Since when, in the customer's words."""
    ground: ComplaintGround
    wish: ComplaintWish
    received_on: date
    answer_by: date | None = col(default=None)
    """The last day on which the law lets it be answered; None where the law of the shop's country says nothing."""
    answer: ComplaintAnswer | None = col(default=None)
    reasons: CustomerText | None = col(personal=True, default=None)
    """Why, and what comes next, as the customer reads it."""
    answered_at: datetime | None = col(default=None)
    answered_by: str | None = col(personal="staff", default=None)
    answered_by_name: SafeText | None = col(personal="staff", default=None)

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """See `Record.check_write`: whatever command it is, only people of the staff answer."""
        same = self.answer is None if before is None else before.answer is self.answer
        return None if same or actor_kind in STAFF else "only a person of the staff answers a complaint"


@record("complaint_links", indexes=(Index(("request", "made_at", "id")),))
class ComplaintLink(Attested):
    """That there is a complaint about a request, kept in the history of that request."""

    request: str = col(references="service_requests")
    complaint: str = col(references="service_requests")
    """The request that is the complaint."""
    made_at: datetime


OF_REQUEST = Query(Complaint, equals=("tenant", "request"))
OF_REPAIR = Query(
    ComplaintLink, equals=("tenant", "request"), order=("made_at", "id"), newest_first=True, join="complaint"
)


def can_be_complained_about(request: ServiceRequest) -> bool:
    """Whether a complaint about a request can begin: its work is over, and it stands by itself."""
    return request.phase in FINISHED and not (request.merged_into or request.repair or request.erased_at)
