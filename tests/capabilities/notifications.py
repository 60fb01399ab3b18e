"""The outbox."""

from __future__ import annotations

from capabilities.scene import STAFF, Example, Scene, at_desk
from helpdesk_core.notifications.model import FAILED
from helpdesk_core.notifications.rules import RetryDelivery
from helpdesk_core.ports import Undeliverable
from shops import Visitor


def failed_row(scene: Scene) -> str:
    """A notice about the request that could not be sent."""
    scene.desk.notifier.answers = [Undeliverable("no")] * 9  # type: ignore[attr-defined]
    scene.desk.deliver()
    scene.desk.notifier.answers = []  # type: ignore[attr-defined]
    with scene.desk.reading() as reader:
        return str(next(row.id for row in reader.find(FAILED, {}) if row.subject == scene.request))


EXAMPLES = {RetryDelivery: Example(command=RetryDelivery, by=STAFF, fields=lambda s: {"row": failed_row(s)})}
#                        customer guest  agent  admin  automation
TABLE = {
    "delivery_retried":   ("no",  "no",  "yes", "yes", "no"),
}  # fmt: skip
CAUSES = {"delivery_retried": (EXAMPLES[RetryDelivery],)}


def _some(visitor: Visitor) -> None:
    visitor.shop.desk.deliver(500)
    with visitor.shop.desk._store.sessions.writing() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE helpdesk_core_outbox SET state = 'failed', reason = 'smtp_550' WHERE lane = 1")
    at_desk("/staff/undelivered")(visitor)


PAGES = {"staff_undelivered": {"none": at_desk("/staff/undelivered"), "some": _some}}
