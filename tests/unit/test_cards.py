"""The recommended card: the whole table."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from helpdesk_core.guidance.cards import TABLE, RoomCard, RoomState, recommended
from helpdesk_core.guidance.missing import Detail
from helpdesk_core.views import Phase

LACKING = ((), (Detail.CONTACT,), (Detail.ANSWER, Detail.SERIAL), (Detail.SERIAL,))
OFFERS = tuple(
    tuple(some)
    for some in chain.from_iterable(
        combinations((RoomCard.QUOTE, RoomCard.FOLLOW_UP, RoomCard.PHOTOS, RoomCard.PAY, RoomCard.HELP), size)
        for size in range(6)
    )
)
ALL = [
    RoomState(
        phase=phase, continues=continues, missing=missing, outcome_open=outcome, to_collect=collect, offers=offers
    )
    for phase in Phase
    for continues in (False, True)
    for missing in LACKING
    for outcome in (False, True)
    for collect in (False, True)
    for offers in OFFERS
]


def expected(standing: RoomState) -> RoomCard:
    """The table once more, written out."""
    if standing.continues:
        return RoomCard.CONTINUE
    if Detail.CONTACT in standing.missing:
        return RoomCard.VERIFY
    if RoomCard.QUOTE in standing.offers:
        return RoomCard.QUOTE
    if RoomCard.FOLLOW_UP in standing.offers:
        return RoomCard.FOLLOW_UP
    if standing.outcome_open:
        return RoomCard.OUTCOME
    if RoomCard.PHOTOS in standing.offers:
        return RoomCard.PHOTOS
    if standing.missing:
        return RoomCard.ANSWER if Detail.ANSWER in standing.missing else RoomCard.DETAILS
    if RoomCard.PAY in standing.offers:
        return RoomCard.PAY
    if standing.to_collect:
        return RoomCard.COLLECT
    if RoomCard.HELP in standing.offers or standing.phase is Phase.CANCELLED:
        return RoomCard.HELP
    return RoomCard.STATUS


def test_every_state_has_the_card_that_is_written_down() -> None:
    """All 9,216 states."""
    assert len(ALL) == 9 * 2 * 4 * 2 * 2 * 32
    wrong = [standing for standing in ALL if recommended(standing) is not expected(standing)]
    assert wrong == []


def test_each_card_is_recommended_somewhere() -> None:
    """No row of the table is shadowed by those above it, and each card has a row."""
    assert {card for card, _ in TABLE} == set(RoomCard) == {recommended(standing) for standing in ALL}


@pytest.mark.parametrize("phase", list(Phase))
def test_where_nothing_is_to_be_done_the_status_is_read(phase: Phase) -> None:
    """Calm: nobody is sent anywhere without a reason; whoever cancelled may want a person."""
    calm = RoomCard.HELP if phase is Phase.CANCELLED else RoomCard.STATUS
    assert recommended(RoomState(phase=phase)) is calm
