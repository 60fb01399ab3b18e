"""The outbox."""

from __future__ import annotations

import journeys as j
from capabilities.scene import STAFF, Example, Look, Scene, at_desk, by_command, row
from helpdesk_core.commands import ReportOutage, RetryDelivery, SettleDelivery
from helpdesk_core.notifications.model import OF_SUBJECT, State
from helpdesk_core.ports import Undeliverable
from helpdesk_core.views import view_health, view_sent
from shops import Visitor


def failed_row(scene: Scene) -> str:
    """A notice about the request that could not be sent."""
    scene.desk.notifier.answers = [Undeliverable("no")] * 10_000  # type: ignore[attr-defined]
    scene.desk.deliver(10_000)
    scene.desk.notifier.answers = []  # type: ignore[attr-defined]
    with scene.desk.reading() as reader:
        rows = reader.find(OF_SUBJECT, {"subject": scene.request})
        return str(next(row.id for row in rows if row.state is State.FAILED))


EXAMPLES = by_command(
    Example(RetryDelivery, STAFF, right="deliveries.retry", fields=lambda s: {"row": failed_row(s)}),
    Example(SettleDelivery, STAFF, right="deliveries.retry", fields=lambda s: {"row": failed_row(s)}),
)
VIEWS = {
    view_health: Look(by=STAFF, right="deliveries.retry", ask=lambda s: (failed_row(s) and (), {})),
    view_sent: Look(by=STAFF, right="requests.view", ask=lambda s: ((s.request,), {})),
}
UNATTESTED = {"outbox": "its state is the worker's, and what it was asked for stands in the history"}
CHANGES = {"delivery_retried": row(STAFF, RetryDelivery), "delivery_settled": row(STAFF, SettleDelivery)}


def _some(visitor: Visitor) -> None:
    visitor.shop.desk.deliver(500)
    with visitor.shop.desk._store.sessions.writing() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE helpdesk_core_outbox SET state = 'failed', reason = 'smtp_550' WHERE lane = 1")
    at_desk("/staff/undelivered")(visitor)


def _troubled(visitor: Visitor) -> None:
    """What was held back after a restore, what waits for a mail server, and a mailbox that is not read."""
    visitor.shop.desk.deliver(500)
    j.do(visitor.shop.desk, ReportOutage, j.BOT, channel="mail", reason="mailbox_refused")
    with visitor.shop.desk._store.sessions.writing() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE helpdesk_core_outbox SET state = 'held' WHERE lane = 1")
        waiting = "state = 'waiting', reason = 'channel:sign_in_refused', due_at = '2999-01-01T00:00:00.000000Z'"
        cursor.execute(f"UPDATE helpdesk_core_outbox SET {waiting} WHERE lane = 0")
    at_desk("/staff/undelivered")(visitor)


PAGES = {"staff_undelivered": {"none": at_desk("/staff/undelivered"), "some": _some, "troubled": _troubled}}
