"""How delivery stands, in numbers: what makes an alarm, and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import journeys as j
from helpdesk_core.base.time import utc_text
from helpdesk_core.desk.health import LATE_SECONDS, WORKER_SECONDS
from helpdesk_core.ports import Retry, Unavailable, Undeliverable
from helpdesk_core.testing import make_desk


def test_a_desk_with_nothing_to_send_is_well(store: Any) -> None:
    """Also one that never had a worker."""
    desk = make_desk(store)
    found = desk.health()
    assert (found.late, found.oldest_seconds, found.worker_seconds, found.stands_still) == (0, 0.0, None, False)
    desk.deliver()
    desk.clock.move(hours=1)
    assert (desk.health().worker_seconds, desk.health().stands_still) == (3600.0, False)


def test_when_something_was_last_done_is_known(store: Any) -> None:
    """What failed, waits or had nobody to go to does not count."""
    desk = make_desk(store)
    j.submit(desk)
    assert desk.health().done_seconds is None
    desk.notifier.answers = [Undeliverable("smtp_550")]
    desk.deliver()
    assert desk.health().done_seconds is None
    j.submit(desk, contact="ola@example.com")
    desk.deliver()
    desk.clock.move(minutes=3)
    j.submit(desk, contact="kim@example.com")
    assert desk.health().done_seconds == 180.0


def test_a_worker_that_is_gone_is_noticed(store: Any) -> None:
    """As soon as something has waited for it."""
    desk = make_desk(store)
    desk.deliver()
    desk.clock.move(minutes=10)
    j.submit(desk)
    assert desk.health().stands_still is False
    desk.clock.move(seconds=WORKER_SECONDS + 1)
    found = desk.health()
    assert (found.stands_still, found.late, dict(found.reasons)) == (True, 1, {"": 1})
    desk.deliver()
    assert desk.health().stands_still is False


def test_a_channel_that_is_away_for_long_is_an_alarm(store: Any) -> None:
    """While the worker lives and tries; the reason is in the numbers."""
    desk = make_desk(store)
    j.submit(desk)
    for _ in range(40):
        desk.notifier.answers = [Unavailable("sign_in_refused")]
        desk.deliver()
        desk.clock.move(seconds=31)
    found = desk.health()
    assert found.oldest_seconds > LATE_SECONDS
    assert (found.stands_still, dict(found.reasons)) == (True, {"channel:sign_in_refused": 1})


def test_a_receiver_who_asks_for_patience_is_none(store: Any) -> None:
    """Nor one whose mailbox is full for days, nor one who refused."""
    desk = make_desk(store)
    j.submit(desk)
    for _ in range(50):
        desk.notifier.answers = [Retry("smtp_450")]
        desk.deliver()
        desk.clock.move(minutes=16)
    desk.deliver()
    j.submit(desk, contact="no@example.com")
    desk.notifier.answers = [Undeliverable("smtp_550")]
    desk.deliver()
    found = desk.health()
    assert (found.stands_still, found.failed) == (False, 1)


def test_a_job_that_is_planned_for_later_is_not_late(sqlite_store: Any) -> None:
    """It counts from when it is wanted, not from when it was written."""
    desk = make_desk(sqlite_store)
    j.submit(desk)
    later = utc_text(desk.clock() + timedelta(hours=1))
    with sqlite_store.sessions.writing() as cursor:
        cursor.execute("UPDATE helpdesk_core_outbox SET wanted_at = ?, due_at = ?", (later, later))
    assert desk.health().late == 0
    desk.clock.move(hours=1, seconds=1)
    assert (desk.health().late, desk.health().oldest_seconds) == (1, 1.0)
