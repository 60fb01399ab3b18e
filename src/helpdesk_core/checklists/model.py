"""What staff answered to a checklist on one device, in the words in which it was asked."""

from __future__ import annotations

from datetime import datetime

from ..base.digests import outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import InternalNote, SafeText
from ..base.values import piece
from ..base.worded import Worded
from ..settings import Moment

MOST_ANSWERS, MOST_WORKED = 400, 800
"""Answers to one checklist on one device, those that others took the place of among them; worked ones of a request."""


class CheckOutcome(Worded, prefix="check.outcome"):
    """What staff found."""

    DONE = "done", "Done"
    NOT_APPLICABLE = "not_applicable", "Does not apply"
    FAILS = "fails", "Fails"


@piece
class CheckedItem:
    """One answer; a later one to the same item takes its place, and it stays.

    Attributes:
        item: The item's id.
        words: What was asked, in the shop's first language, as it was then.
        outcome: What was found.
        note: Why it does not apply, or what is wrong.
        by: The id of who answered.
        by_name: Their name.
        at: When.
    """

    item: str
    words: SafeText
    outcome: CheckOutcome
    note: InternalNote | None
    by: str
    by_name: SafeText | None
    at: datetime


@record("worked_checklists", indexes=(Index(("tenant", "request", "id")),), outside_ids=True)
class WorkedChecklist(Attested):
    """All answers to one checklist on one device of a request; its id is made from these, so that there is one. What a
    shop asks may be anything, so that every answer counts as personal."""

    request: str = col(references="service_requests")
    device: str
    """The id of one of the request's devices."""
    checklist: str
    """The id of the checklist in the shop's settings."""
    title: SafeText = col(personal=False)
    """What it was called, in the shop's first language."""
    moment: Moment
    answers: tuple[CheckedItem, ...] = col(personal=True)

    @property
    def latest(self) -> dict[str, CheckedItem]:
        """The answer that holds, by item."""
        return {one.item: one for one in self.answers}


OF_REQUEST = Query(WorkedChecklist, equals=("tenant", "request"), order=("id",))


def worked_id(tenant: str, request: str, device: str, checklist: str) -> str:
    """The id of the answers to a checklist on a device of a request."""
    return outside_id(tenant, WorkedChecklist.record_type.name, f"{request} {device} {checklist}")
