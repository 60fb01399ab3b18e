"""Whether there is enough to respond: one rule, which the customer and the staff are shown the answer of alike."""

from __future__ import annotations

import attrs

from ..base.text import ERASED
from ..base.worded import Worded
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest, Side
from ..settings import Settings

FEWEST_WORDS = 3
"""A problem of fewer words says too little, unless it has `FEWEST_LETTERS`: one long word, or no blanks at all."""
FEWEST_LETTERS = 20


class Detail(Worded, prefix="detail"):
    """Something without which nobody can respond well."""

    CONTACT = "contact", "A confirmed contact"
    ANSWER = "answer", "An answer to our question"
    DEVICE = "device", "Which device it is"
    PROBLEM = "problem", "More about the problem"
    SERIAL = "serial", "The serial number"
    ORDER = "order", "The order number"
    LOCATION = "location", "The location"


@attrs.frozen(kw_only=True)
class Known:
    """What is known of a request, as far as the rule looks at it.

    Attributes:
        confirmed: Whether a contact is confirmed.
        spoken: Whether anybody has said anything since the first message: from then on a person asks for what lacks.
        asked: Whether the shop had the last word: who waits for a customer who has answered waits for something else.
    """

    phase: Phase
    confirmed: bool
    spoken: bool
    asked: bool
    device: str
    problem: str
    serial: str | None
    order: str | None
    location: str | None


_BEFORE_WORK = (Phase.RECEIVED, Phase.CONFIRMED, Phase.IN_REVIEW, Phase.WAITING_FOR_CUSTOMER)
_UNTIL_READY = (*_BEFORE_WORK, Phase.IN_PROGRESS)


def missing(known: Known, settings: Settings) -> tuple[Detail, ...]:
    """What is still missing, the most pressing first.

    Args:
        known: What is known of the request.
        settings: The shop's, with what it needs to know (``needed_details``).

    Returns:
        The details; none once the work is done, and none for what was erased.
    """
    if known.phase not in _UNTIL_READY or known.device == ERASED:
        return ()
    lacks = {
        Detail.CONTACT: not known.confirmed,
        Detail.ANSWER: known.phase is Phase.WAITING_FOR_CUSTOMER and known.asked,
        Detail.DEVICE: known.phase in _BEFORE_WORK and not is_named(known.device),
        Detail.PROBLEM: known.phase in _BEFORE_WORK and not known.spoken and says_too_little(known.problem),
        Detail.SERIAL: not known.serial,
        Detail.ORDER: not known.order,
        Detail.LOCATION: not known.location and any(place.public for place in settings.locations),
    }
    always = (Detail.CONTACT, Detail.ANSWER)
    return tuple(one for one, lack in lacks.items() if lack and (one in always or one in settings.needed_details))


def is_named(device: str) -> bool:
    """Whether these words name anything: two letters or digits at least ("TV", "X1"; not "?", "-")."""
    return sum(letter.isalnum() for letter in device) >= 2


def says_too_little(problem: str) -> bool:
    """Whether a problem is too short to begin with."""
    return len(problem.split()) < FEWEST_WORDS and len(problem) < FEWEST_LETTERS


def known_of(request: ServiceRequest, *, confirmed: bool) -> Known:
    """What is known of a request that was read whole.

    Args:
        request: The request.
        confirmed: Whether a contact of it is confirmed.

    Returns:
        What the rule looks at.
    """
    return Known(
        phase=request.phase,
        confirmed=confirmed,
        spoken=request.last_at > request.created_at,
        asked=request.last_side is Side.SHOP,
        device=str(request.device_checked or request.device),
        problem=str(request.subject),
        serial=_text(request.serial),
        order=_text(request.order_number),
        location=request.location,
    )


def _text(words: object) -> str | None:
    return None if words is None else str(words)
