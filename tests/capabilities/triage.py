"""Queue, search and the staff's page of a request."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities import shipments, tickets, uncollected
from capabilities.scene import (
    CUSTOMERS,
    PEOPLE,
    STAFF,
    Example,
    Look,
    Scene,
    at_desk,
    by_command,
    by_id,
    by_reference,
    of_request,
    row,
)
from helpdesk_core.commands import (
    AssignRequest,
    DraftNote,
    JoinOwnRequest,
    KeepOverview,
    MarkAnswered,
    MergeRequest,
    MoveRequest,
    RemoveOverview,
    ReplyToShop,
    SeparateRequest,
    SetPriority,
    SplitRequest,
    TagRequest,
    UntagRequest,
)
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_device_history,
    view_queue,
    view_queue_counts,
    view_request,
    view_request_id,
    view_saved_reply,
    view_writing,
)


def _kept(scene: Scene) -> str:
    """An overview that is shared with everybody of the staff."""
    return str(j.do(scene.desk, KeepOverview, j.BOSS, name="Loans", shared="yes").overview)


def _tagged(scene: Scene) -> dict[str, str]:
    j.do(scene.desk, TagRequest, j.ANNA, request=scene.request, tag="loan")
    return {"request": scene.request, "tag": "loan"}


def _being_written(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    j.do(scene.desk, DraftNote, j.ANNA, request=scene.request, text="Called, nobody th")
    return by_reference(scene)


def _saved_reply(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (scene.made.reference,), {"reply": "hello"}


def _two(scene: Scene) -> dict[str, str]:
    other, _ = j.in_phase(scene.desk, "in_review", scene.owner, location="here", contact=scene.address)
    return {"request": scene.request, "into": other.request}


def _said_later(scene: Scene) -> dict[str, str]:
    scene.desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    sent = j.do(scene.desk, ReplyToShop, scene.guest, request=scene.request, text="And my tablet is slow.")
    return {"request": scene.request, "message": sent.message}


def _merged(scene: Scene) -> dict[str, str]:
    j.do(scene.desk, MergeRequest, j.ANNA, **_two(scene))
    return {"request": scene.request}


EXAMPLES = by_command(
    Example(AssignRequest, STAFF, right="requests.assign", fields=of_request(assignee="anna", name="Anna Nowak")),
    Example(MarkAnswered, STAFF, right="requests.reply", fields=of_request(), phase="confirmed"),
    Example(TagRequest, STAFF, right="requests.tag", fields=of_request(tag="Loan")),
    Example(UntagRequest, STAFF, right="requests.tag", fields=_tagged),
    Example(KeepOverview, STAFF, right="overviews.keep", fields=lambda s: {"name": "Loans", "tag": "x"}, stranger=None),
    Example(RemoveOverview, STAFF, right="overviews.keep", fields=lambda s: {"overview": _kept(s)}, stranger=None),
    Example(MergeRequest, STAFF, right="requests.merge", fields=_two),
    Example(JoinOwnRequest, CUSTOMERS, fields=_two, phase="confirmed"),
    Example(SeparateRequest, STAFF, right="requests.merge", fields=_merged),
    Example(SplitRequest, STAFF, right="requests.merge", fields=_said_later),
    Example(MoveRequest, STAFF, right="requests.assign", fields=of_request(location="elsewhere")),
    Example(SetPriority, STAFF, right="requests.assign", fields=of_request(priority="0")),
)
_UNASSIGN = Example(AssignRequest, STAFF, right="requests.assign", fields=of_request())
CHANGES = {
    "request_assigned": row(STAFF, AssignRequest, staff="staff"),
    "request_unassigned": row(STAFF, _UNASSIGN),
    "priority_set": row(STAFF, SetPriority),
    "request_moved": row(STAFF, MoveRequest),
    "request_split": row(STAFF, SplitRequest),
    "request_split_off": row(STAFF, SplitRequest, staff="customer"),
    "request_merged": row(PEOPLE, MergeRequest, JoinOwnRequest, staff="customer", customer="staff"),
    "request_joined": row(PEOPLE, MergeRequest, JoinOwnRequest),
    "request_separated": row(STAFF, SeparateRequest, staff="customer"),
    "request_parted": row(STAFF, SeparateRequest),
    "answer_waived": row(STAFF, MarkAnswered),
    "request_tagged": row(STAFF, TagRequest),
    "request_untagged": row(STAFF, UntagRequest),
    "overview_kept": row(STAFF, KeepOverview),
    "overview_removed": row(STAFF, RemoveOverview),
}
KEPT = {
    "saved_overviews.name": "staff name their own lists",
    "saved_overviews.filters": "ids, codes and a tag; a view is about no request",
    "saved_overviews.audience": "staff stand by what they did",
    "saved_overviews.owner": "staff stand by what they did",
    "saved_overviews.owner_name": "staff stand by what they did",
}
VIEWS = {
    view_queue: Look(by=STAFF, right="requests.view"),
    view_device_history: Look(by=STAFF, right="requests.view", ask=by_id, stranger=NOT_FOUND),
    view_queue_counts: Look(by=STAFF, right="requests.view"),
    view_request: Look(by=STAFF, right="requests.view", ask=by_reference),
    view_request_id: Look(by=STAFF, right="requests.view", ask=by_reference),
    view_saved_reply: Look(by=STAFF, right="requests.reply", ask=_saved_reply),
    view_writing: Look(by=STAFF, right="requests.view", ask=_being_written),
}
PAGES = {
    "staff_queue": {
        "all": at_desk("/staff"),
        "filtered": at_desk("/staff?assignee=me&status=closed"),
        "waits to be collected": uncollected.in_the_queue,
    },
    "staff_keys": {"on": at_desk("/staff/keys"), "in the tour": at_desk("/staff/keys?tour=desk")},
    "staff_request": {
        "seeded": at_desk("/staff/requests/{reference}"),
        "a question": tickets.at_staff,
        "in parcels": shipments.staff_in_parcels,
        "labels to ask for": shipments.staff_without_labels,
        "waits to be collected": uncollected.at_staff,
        "reminders paused": uncollected.paused,
    },
}
