"""Messages in browsers: agreed to, withdrawn, ended."""

from __future__ import annotations

from typing import Any

import journeys as j
import push_peer as p
from capabilities.scene import AUTOMATION, CUSTOMERS, PEOPLE, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core.commands import AllowPush, EndPushes, JoinOwnRequest, MergeRequest, WithdrawPush
from helpdesk_core.ports.notifier import Notifiers
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_own_pushes, view_request_pushes

BROWSER = "b" * 32
WORDS = "I want Fixly to show a message in this browser."


def with_push(scene: Scene) -> Scene:
    """The shop has push."""
    desk: Any = scene.desk
    desk.notifiers = Notifiers([p.notifier(private=False), desk.notifier])
    return scene


def agreeing(scene: Scene, browser: p.Browser | None = None) -> dict[str, Any]:
    """What the form of the room sends."""
    given = browser or p.Browser("https://push.example/send/1")
    return {"request": with_push(scene).request, **given.fields, "browser": BROWSER, "words": WORDS}


def agreed(scene: Scene) -> Scene:
    """The customer agreed."""
    j.do(scene.desk, AllowPush, scene.guest, **agreeing(scene))
    return scene


def _joined(scene: Scene) -> dict[str, str]:
    """A request whose customer agreed is joined with another one of theirs."""
    agreed(scene)
    other, _ = j.in_phase(scene.desk, "in_review", j.CUSTOMER, location="here")
    return {"request": scene.request, "into": other.request}


_MERGE = Example(MergeRequest, STAFF, right="requests.merge", fields=_joined)
_JOIN = Example(JoinOwnRequest, CUSTOMERS, fields=_joined, phase="confirmed")
EXAMPLES = by_command(
    Example(AllowPush, CUSTOMERS, fields=agreeing),
    Example(WithdrawPush, CUSTOMERS, fields=lambda scene: {"request": agreed(scene).request, "browser": BROWSER}),
    Example(
        EndPushes, AUTOMATION, fields=lambda scene: {"browser": BROWSER} if agreed(scene).request else {}, stranger=None
    ),
)
KEPT = {
    "push_browsers.words": "the shop's own words, to which somebody agreed: they tell nothing of a person",
}
CHANGES = {
    "push_agreed": row(CUSTOMERS, AllowPush),
    "push_ended": row((*PEOPLE, *AUTOMATION), WithdrawPush, EndPushes, _MERGE),
    "push_followed": row(PEOPLE, _MERGE, _JOIN),
}


def _after(scene: Scene) -> Any:
    return by_id(agreed(scene))


VIEWS = {
    view_own_pushes: Look(by=CUSTOMERS, ask=_after, stranger=NOT_FOUND),
    view_request_pushes: Look(by=STAFF, right="requests.view", ask=_after),
}
