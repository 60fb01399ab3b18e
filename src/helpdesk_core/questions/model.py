"""What was answered to the shop's own questions, in the words in which they were asked."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.digests import outside_id
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.values import piece
from ..settings import FilledBy, QuestionType


@piece
class AskedQuestion:
    """A question as it was asked.

    Attributes:
        question: Its id, and of a further device the number: ``backup~2``.
        kind: How it was answered.
        words: The question, in the request's language.
        filled_by: For whom it was; customers are never shown what only staff fill in.
    """

    question: str
    filled_by: FilledBy
    kind: QuestionType
    words: SafeText


@record("question_answers", indexes=(Index(("tenant", "request", "id")),), outside_ids=True)
class QuestionAnswers(Attested):
    """All answers about one request; its id is made from the request's, so that there is one.

    What a shop asks may be anything, so that every answer counts as personal.
    """

    request: str = col(references="service_requests")
    asked: tuple[AskedQuestion, ...] = col(personal=True)
    values: dict[str, SafeText] = col(personal=True)
    """By question, as `helpdesk_core.settings.read_answer` makes them."""
    said: dict[str, SafeText] = col(personal=True, searchable="words")
    """The same as people read it: what was chosen in the words of the choice, as it was then."""

    @property
    def plain_values(self) -> Mapping[str, str]:
        """The values as texts."""
        return {question: str(value) for question, value in self.values.items()}


def answers_id(tenant: str, request: str) -> str:
    """The id of a request's answers."""
    return outside_id(tenant, QuestionAnswers.record_type.name, request)
