"""Ended requests whose time is over."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import ADMINS, Example, Look, Scene, at_desk, by_command
from helpdesk_core.commands import CountRetention
from helpdesk_core.views import RetentionClass, view_retention, view_retention_due
from shops import Visitor


def _long_ago(scene: Scene) -> Any:
    scene.desk.clock.move(days=400)  # type: ignore[attr-defined]
    return (RetentionClass.INQUIRY,), {}


def _counted(scene: Scene) -> Any:
    _long_ago(scene)
    scene.desk.count_retention()
    return (), {}


EXAMPLES = by_command(Example(CountRetention, ("automation",), fields=lambda s: {}, stranger=None))
VIEWS = {
    view_retention: Look(by=ADMINS, right="requests.erase", ask=_long_ago, phase="cancelled"),
    view_retention_due: Look(by=ADMINS, right="requests.erase", ask=_counted, phase="cancelled"),
}


def _due(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    j.in_phase(desk, "cancelled", contact="over@example.com")
    now = desk.clock
    desk.clock = lambda: now().replace(year=now().year + 2)
    at_desk("/staff/retention")(visitor)


def _unread(visitor: Visitor) -> None:
    _due(visitor)
    visitor.send("/staff/retention?")


PAGES = {
    "staff_retention": {
        "nothing": at_desk("/staff/retention?class=order"),
        "due": _due,
        "errors": _unread,
    }
}
