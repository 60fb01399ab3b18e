"""Following what changed."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import WriteNote
from helpdesk_core.testing import make_desk


def test_a_follower_gets_every_change_once_and_goes_on_where_it_was(store: Any) -> None:
    desk = make_desk(store)
    assert desk.changes().entries == ()
    assert desk.changes().next is None
    made = j.submit(desk)
    first = desk.changes(limit=1)
    rest = desk.changes(first.next)
    assert len(first.entries) == 1
    assert {entry.subject for entry in (*first.entries, *rest.entries)} == {made.request}
    nothing = desk.changes(rest.next)
    assert nothing.entries == ()
    assert nothing.next == rest.next
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Called the customer.")
    assert len(desk.changes(rest.next).entries) == 1


def test_a_place_that_was_tampered_with_is_said(store: Any) -> None:
    desk = make_desk(store)
    j.submit(desk)
    with pytest.raises(TypeError, match="after is the next of an earlier answer"):
        desk.changes("bm9uc2Vuc2U")
