"""A rating as its customer reads it again, and the results for the team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ..base.actors import STAFF
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import get_visible
from ..viewing import view
from .model import LATEST, LEAST, MOST, OF_REQUEST, Rating
from .rules import RESULTS

MOST_RATINGS = 500
"""Ratings that the results are made of, the latest."""
_MOST_SHOWN = 30


@customer_view
class OwnRating(RoomPart):
    """The customer's own rating of an outcome.

    Attributes:
        outcome: The outcome's id.
        stars: From 1 to 5.
    """

    outcome: str
    stars: int
    text: SafeText | None
    rated_at: datetime


@staff_view
class RatingResults:
    """How content customers were lately.

    Attributes:
        counts: How many gave how many stars, from 5 to 1.
        rows: The latest, with what was said.
        references: Of their requests, by id, as far as the viewer may see them.
    """

    counts: Mapping[int, int]
    rows: tuple[Rating, ...]
    references: Mapping[str, str]

    @property
    def total(self) -> int:
        """How many they are made of."""
        return sum(self.counts.values())

    @property
    def content(self) -> int:
        """How many gave 4 or 5."""
        return self.counts[MOST] + self.counts[MOST - 1]


@room_part(Rating)
def own_rating(reader: Reader, request: ServiceRequest, context: Context) -> OwnRating | None:
    """The latest rating."""
    found = reader.find(OF_REQUEST, {"request": request.id}, limit=1)
    if not found:
        return None
    return OwnRating(outcome=found[0].outcome, stars=found[0].stars, text=found[0].text, rated_at=found[0].rated_at)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_rating(reader: Reader, context: Context, request: ServiceRequest) -> Rating | None:
    """The latest rating of a request.

    Args:
        request_id: The request's id.

    Returns:
        The rating, None for none; a refusal when there is no such request within the viewer's locations.
    """
    return next(iter(reader.find(OF_REQUEST, {"request": request.id}, limit=1)), None)


@view(actors=STAFF, right=RESULTS)
def view_rating_results(reader: Reader, context: Context) -> RatingResults:
    """How content customers were, from the latest ratings.

    Returns:
        The results.
    """
    found = reader.find(LATEST, {}, limit=MOST_RATINGS)
    rows = tuple(found[:_MOST_SHOWN])
    seen = (get_visible(reader, ServiceRequest, id, context) for id in dict.fromkeys(one.request for one in rows))
    return RatingResults(
        counts={stars: sum(one.stars == stars for one in found) for stars in range(MOST, LEAST - 1, -1)},
        rows=rows,
        references={one.id: one.reference for one in seen if one is not None},
    )
