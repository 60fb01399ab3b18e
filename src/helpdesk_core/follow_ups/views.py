"""What the customer and staff see of it, and the results: of the shop or of a location, never of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..base.actors import STAFF
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import right, works_in
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..settings.surveys import LEAST, MOST, SurveyQuestion, SurveyType, asked_in_survey
from ..viewing import view
from .model import ANSWERS_OF, LATEST, LATEST_ANSWERS, OF_REQUEST, FollowUp, SurveyAnswers

RESULTS = right("follow_ups.results", "See what customers answered when they were asked again, and to the survey.")
MOST_READ = 500
"""Rows that the results are made of, the latest."""
_MOST_WORDS = 50


@customer_view
class OwnFollowUp(RoomPart):
    """What a customer permitted, and whether something is asked of them.

    Attributes:
        outcome: The id of the outcome that it is about.
        permission: The words that they agreed to.
        asks: Whether they are asked now if it still works.
        asks_survey: Whether the survey is open and not answered yet.
        still_works: What they answered.
    """

    outcome: str
    permission: SafeText
    due_at: datetime
    is_waiting: bool
    is_withdrawn: bool
    asks: bool
    asks_survey: bool
    has_answered: bool
    still_works: bool | None


@staff_view
class RequestFollowUp:
    """What staff see of it beside the request."""

    follow_up: FollowUp
    has_answered: bool


@staff_view
class SurveyResult:
    """What was answered to one question.

    Attributes:
        question: The question's id.
        kind: How it is answered.
        counts: Each answer with how many gave it, in the order of the answers; none for words.
        words: What was written, the latest first, without who or when.
    """

    question: str
    kind: SurveyType
    counts: tuple[tuple[str, int], ...]
    words: tuple[SafeText, ...]


@staff_view
class FollowUpResults:
    """What customers answered.

    Attributes:
        location: The location's id; None for all where the viewer works.
        places: The ids of the locations that can be looked at.
        works: How many said that it still works.
        failed: How many said that it does not.
        answers: How many answered the survey.
        questions: By question, in the survey's order.
    """

    location: str | None
    places: tuple[str, ...]
    works: int
    failed: int
    answers: int
    questions: tuple[SurveyResult, ...]


@room_part(FollowUp)
def own_follow_up(reader: Reader, request: ServiceRequest, context: Context) -> OwnFollowUp | None:
    """The latest permission."""
    found = reader.find(OF_REQUEST, {"request": request.id}, limit=1)
    if not found:
        return None
    one: FollowUp = found[0]
    answered = _has_answered(reader, request, one)
    return OwnFollowUp(
        outcome=one.outcome,
        permission=one.permission,
        due_at=one.due_at,
        is_waiting=one.is_waiting,
        is_withdrawn=one.withdrawn_at is not None,
        asks=one.asks,
        asks_survey=one.asks_survey and bool(asked_in_survey(context.settings.survey)) and not answered,
        has_answered=answered,
        still_works=one.still_works,
    )


def _has_answered(reader: Reader, request: ServiceRequest, one: FollowUp) -> bool:
    if SurveyAnswers.record_type.name not in request.has:
        return False
    found = reader.find(ANSWERS_OF, {"request": request.id}, limit=1)
    return bool(found) and found[0].outcome == one.outcome


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_follow_up(reader: Reader, context: Context, request: ServiceRequest) -> RequestFollowUp | None:
    """What the customer of a request permitted to be asked later, and what they said.

    Args:
        request_id: The request's id.

    Returns:
        The latest permission, None for none; a refusal when there is no such request within the viewer's locations.
    """
    found = reader.find(OF_REQUEST, {"request": request.id}, limit=1)
    if not found:
        return None
    return RequestFollowUp(follow_up=found[0], has_answered=_has_answered(reader, request, found[0]))


@view(actors=STAFF, right=RESULTS)
def view_follow_up_results(reader: Reader, context: Context, *, location: str | None = None) -> FollowUpResults:
    """What customers answered when they were asked again, from the latest. Two statements.

    Args:
        location: The id of a location; None, or one where the viewer does not work, for all where they do.

    Returns:
        The results.
    """
    places = tuple(one.id for one in context.settings.locations if works_in(context.actor, one.id))
    location = location if location in places else None
    asked = [one for one in reader.find(LATEST, {}, limit=MOST_READ) if location in (None, one.location)]
    answers = [one for one in reader.find(LATEST_ANSWERS, {}, limit=MOST_READ) if location in (None, one.location)]
    answers = [one for one in answers if one.values]
    first = context.settings.languages[0]
    return FollowUpResults(
        location=location,
        places=places,
        works=sum(one.still_works is True for one in asked),
        failed=sum(one.still_works is False for one in asked),
        answers=len(answers),
        questions=tuple(_result(question, answers, first) for question in context.settings.survey),
    )


def _result(question: SurveyQuestion, answers: Sequence[SurveyAnswers], first: str) -> SurveyResult:
    given = [one.values[question.id] for one in answers if question.id in one.values]
    words = tuple(given[:_MOST_WORDS]) if question.kind is SurveyType.WORDS else ()
    plain = [str(one) for one in given]
    if question.kind is SurveyType.SCALE:
        offered = tuple(str(number) for number in range(MOST, LEAST - 1, -1))
    else:  # choices of before stay beside those of now
        offered = tuple(dict.fromkeys((*question.offered(first), *plain)))
    counts = () if question.kind is SurveyType.WORDS else tuple((one, plain.count(one)) for one in offered)
    return SurveyResult(question=question.id, kind=question.kind, counts=counts, words=words)
