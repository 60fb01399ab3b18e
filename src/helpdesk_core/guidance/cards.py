"""The one card that is recommended in a room: a table, tried from the top."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from ..guardrails.disclosure import customer_view
from ..service_requests.lifecycle import Phase
from .missing import Detail


class RoomCard(StrEnum):
    """What a customer may be recommended to do in their room."""

    CONTINUE = "continue"
    """Open the request in which this one continues."""
    VERIFY = "verify"
    """Confirm a contact."""
    QUOTE = "quote"
    """Read a quote, and decide."""
    FOLLOW_UP = "follow_up"
    """Say whether what was solved still works."""
    OUTCOME = "outcome"
    """Say whether the problem is solved."""
    ANSWER = "answer"
    """Answer a question of the shop."""
    DETAILS = "details"
    """Say what is still missing."""
    PHOTOS = "photos"
    """Add photos that were asked for."""
    PAY = "pay"
    """Pay an invoice."""
    COLLECT = "collect"
    """Collect the device: it is ready."""
    HELP = "help"
    """Talk to a person."""
    STATUS = "status"
    """Read how it stands: there is nothing to do."""


@customer_view
class RoomState:
    """How a request stands for its customer.

    Attributes:
        phase: As the customer is shown it.
        continues: Whether it continues in another one.
        missing: What is still missing (`missing`).
        outcome_open: Whether an outcome waits for the customer's word.
        to_collect: Whether a device waits to be collected.
        offers: What other parts of the room hold open: a quote to decide, photos that were asked for, a call that
            missed the customer, a question that has to be answered, asking again after an outcome, an invoice to pay.
    """

    phase: Phase
    continues: bool = False
    missing: tuple[Detail, ...] = ()
    outcome_open: bool = False
    to_collect: bool = False
    offers: tuple[RoomCard, ...] = ()


def _offered(card: RoomCard) -> Callable[[RoomState], bool]:
    return lambda standing: card in standing.offers


TABLE: tuple[tuple[RoomCard, Callable[[RoomState], bool]], ...] = (
    (RoomCard.CONTINUE, lambda standing: standing.continues),
    (RoomCard.VERIFY, lambda standing: Detail.CONTACT in standing.missing),
    (RoomCard.QUOTE, _offered(RoomCard.QUOTE)),
    (RoomCard.FOLLOW_UP, _offered(RoomCard.FOLLOW_UP)),
    (RoomCard.OUTCOME, lambda standing: standing.outcome_open),
    (RoomCard.PHOTOS, _offered(RoomCard.PHOTOS)),
    (RoomCard.ANSWER, lambda standing: Detail.ANSWER in standing.missing),
    (RoomCard.DETAILS, lambda standing: bool(standing.missing) or RoomCard.DETAILS in standing.offers),
    (RoomCard.PAY, _offered(RoomCard.PAY)),
    (RoomCard.COLLECT, lambda standing: standing.to_collect),
    (RoomCard.HELP, lambda standing: RoomCard.HELP in standing.offers or standing.phase is Phase.CANCELLED),
    (RoomCard.STATUS, lambda standing: True),
)
"""From the most pressing to what is always possible. The last row holds for everything, so that there is always one."""


def recommended(standing: RoomState) -> RoomCard:
    """The one card to recommend.

    Args:
        standing: How the request stands.

    Returns:
        The first card of the table that fits.
    """
    return next(card for card, fits in TABLE if fits(standing))
