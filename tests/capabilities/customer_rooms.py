"""What customers see of their requests."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.contacts import at_the_door
from capabilities.scene import CUSTOMERS, Example, Look, Scene, by_command, by_id, opened
from helpdesk_core.commands import SubmitRequest, TrackRequest
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_customer_list, view_room, view_tracking
from shops import Visitor

EXAMPLES = by_command(
    Example(
        TrackRequest,
        CUSTOMERS,
        is_try=True,
        fields=lambda s: {"reference": s.made.reference, "surname": "Kowalska"},
        stranger=None,
    )
)


def _tracked(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """With the grant that tracking gives, which opens nothing else."""
    found = j.do(scene.desk, TrackRequest, j.Guest(), reference=scene.made.reference, surname="Kowalska")
    scene.guest = scene.desk.guest(found.grant)
    return (scene.request,), {}


VIEWS = {
    view_room: Look(by=CUSTOMERS, ask=by_id, stranger=NOT_FOUND),
    view_tracking: Look(by=("guest",), ask=_tracked, stranger=NOT_FOUND),
    view_customer_list: Look(by=("customer",)),
}


def _door(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    made = j.do(desk, SubmitRequest, j.Guest(), problem="p", device="d", surname="s", contact="door@example.com")
    visitor.open(f"/r/{j.link(desk, made)}")


def fresh(visitor: Visitor) -> str:
    """An open room; its path."""
    return visitor.request_help("room@example.com")


def _with_outcome(visitor: Visitor) -> None:
    path = fresh(visitor)
    desk = visitor.shop.desk
    found = desk.keyring.read_link(path.rpartition("/")[2])
    assert found is not None
    draft = j.do(desk, j.PrepareOutcome, j.ANNA, request=found[0], result="solved", text="A new battery is in.")
    j.do(desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    visitor.open(path)
    assert "A new battery is in." in visitor.page.text


def _errors(visitor: Visitor) -> None:
    fresh(visitor)
    visitor.send("/reply", text="")


def _signed_in(visitor: Visitor, id: str = "7") -> None:
    visitor.client.cookies.set("test_customer", id)


def _unconfirmed(visitor: Visitor) -> None:
    _signed_in(visitor)
    at_the_door(visitor)


def _none(visitor: Visitor) -> None:
    _signed_in(visitor, "99")
    visitor.open("/own")


def _some(visitor: Visitor) -> None:
    _unconfirmed(visitor)
    visitor.open("/own")


def _track(visitor: Visitor) -> None:
    visitor.open("/track")
    visitor.send("/track", reference=visitor.shop.tracking[0], surname=visitor.shop.tracking[1])


def _track_errors(visitor: Visitor) -> None:
    visitor.open("/track")
    visitor.send("/track")


PAGES = {
    "room": {
        "door": _door,
        "fresh": lambda visitor: (fresh(visitor), None)[1],
        "signed in": _unconfirmed,
        "outcome": _with_outcome,
        "errors": _errors,
        "unknown": opened(f"/r/{'0' * 64}"),
    },
    "own": {"none": _none, "some": _some},
    "track": {"empty": opened("/track"), "errors": _track_errors, "tracked": _track},
}
