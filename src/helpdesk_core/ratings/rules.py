"""Rating how a request went: after an outcome, once for each, by the customer. It closes nothing and shows nothing to
anybody but the team."""

from __future__ import annotations

import attrs

from ..base.actors import CUSTOMERS
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import command, number, text
from ..base.digests import outside_id
from ..base.messages import define
from ..base.notices import to_staff
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..outcomes.model import Outcome, current_outcome
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.rules import done
from .model import LEAST, MOST, Rating

RESULTS = right("ratings.results", "See how content customers were.")
LONGEST_WORDS = 500
NOTHING_TO_RATE = Refusal(
    define("refusal.nothing_to_rate", "There is no outcome to rate at the moment."), kind=RefusalKind.CONFLICT
)
RATED_ALREADY = Refusal(
    define("refusal.rated_already", "You have rated this already. Please send a message instead."),
    kind=RefusalKind.CONFLICT,
)


@command
class RateService(RequestCommand[Result]):
    """The customer says how content they were.

    Args:
        stars: From 1 (not at all) to 5 (very).
        text: A word about it.
    """

    stars: int = number(LEAST, MOST)
    text: RawText | None = text(max_length=LONGEST_WORDS, default=None)


class ServiceRated(
    Change,
    action="service_rated",
    label="Customer rated the work",
    by_customer=to_staff("rated", "Request {reference}: the customer's rating", "The customer has rated the work."),
):
    """The customer said how content they were."""

    rating: str

    @property
    def asks(self) -> bool:
        """Nobody has to answer it."""
        return False


@attrs.frozen(kw_only=True)
class ToRate(OfRequest):
    """A request, the outcome it stands on, and the rating of that."""

    outcome: Outcome | None
    rating: Rating | None


def load_to_rate(reader: Reader, command: RateService, context: Context) -> ToRate | Refusal:
    """The request with what is to be rated."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    outcome = current_outcome(reader, loaded.request)
    rating = None if outcome is None else reader.load(Rating, rating_id(context.tenant, outcome.id))
    return ToRate(request=loaded.request, outcome=outcome, rating=rating)


def rating_id(tenant: str, outcome: str) -> str:
    """The one id a rating of this outcome can have."""
    return outside_id(tenant, "ratings", outcome)


@handles(RateService, actors=CUSTOMERS, load=load_to_rate)
def rate(loaded: ToRate, command: RateService, context: Context) -> Verdict[Result]:
    """After an outcome, also when the request is closed; once."""
    if loaded.outcome is None:
        return refused(NOTHING_TO_RATE)
    if loaded.rating is not None:
        return refused(RATED_ALREADY)
    made = context.make(
        Rating,
        id=rating_id(context.tenant, loaded.outcome.id),
        request=loaded.request.id,
        outcome=loaded.outcome.id,
        stars=command.stars,
        text=context.texts.get("text"),
        rated_at=context.now,
    )
    return done(loaded.request, context, ServiceRated(rating=made.id), result=Result(), saves=(Save(after=made),))
