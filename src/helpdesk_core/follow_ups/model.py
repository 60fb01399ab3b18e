"""What a customer permitted to be asked later, what was asked and answered, and the answers to the shop's survey."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText


@record(
    "follow_ups",
    indexes=(Index(("request", "permitted_at", "id")), Index(("tenant", "permitted_at", "id"))),
    outside_ids=True,
)
class FollowUp(Attested):
    """A customer's permission to be asked again after an outcome. The id is the outcome's, made anew, so there is one:
    nobody is asked twice."""

    request: str = col(references="service_requests")
    outcome: str = col(references="outcomes")
    location: str | None = col(personal=False, default=None)
    """Where the work was done, for the results."""
    works: bool
    """Whether they may be asked if it still works."""
    survey: bool
    """Whether they may be sent the survey."""
    permission: SafeText = col(personal=False)
    """The exact words of the permission as the customer read them."""
    permitted_at: datetime
    due_at: datetime
    withdrawn_at: datetime | None = col(default=None)
    sent_at: datetime | None = col(default=None)
    still_works: bool | None = col(default=None)
    answered_at: datetime | None = col(default=None)

    @property
    def is_waiting(self) -> bool:
        """Whether a message may still go out by it."""
        return self.sent_at is None and self.withdrawn_at is None

    @property
    def asks(self) -> bool:
        """Whether the customer is asked now if it still works."""
        return self.works and self.sent_at is not None and self.withdrawn_at is None and self.answered_at is None

    @property
    def asks_survey(self) -> bool:
        """Whether the survey is open to the customer."""
        return self.survey and self.sent_at is not None and self.withdrawn_at is None


@record(
    "survey_answers",
    indexes=(Index(("request", "answered_at", "id")), Index(("tenant", "answered_at", "id"))),
    outside_ids=True,
)
class SurveyAnswers(Attested):
    """What a customer answered to the shop's survey, once for each outcome. What a shop asks may be anything, so that
    every answer counts as personal."""

    request: str = col(references="service_requests")
    outcome: str = col(references="outcomes")
    location: str | None = col(personal=False, default=None)
    values: dict[str, SafeText] = col(personal=True)
    """By question: a number, the choice in the words of the shop's first language, or words."""
    answered_at: datetime


OF_REQUEST = Query(FollowUp, equals=("tenant", "request"), order=("permitted_at", "id"), newest_first=True)
LATEST = Query(FollowUp, equals=("tenant",), order=("permitted_at", "id"), newest_first=True)
ANSWERS_OF = Query(SurveyAnswers, equals=("tenant", "request"), order=("answered_at", "id"), newest_first=True)
LATEST_ANSWERS = Query(SurveyAnswers, equals=("tenant",), order=("answered_at", "id"), newest_first=True)
