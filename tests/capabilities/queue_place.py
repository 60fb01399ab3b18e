"""The place in the queue."""

from __future__ import annotations

from capabilities.scene import CUSTOMERS, Look, by_id
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_queue_place, view_room_stamp, view_usual_time

VIEWS = {
    view_queue_place: Look(by=CUSTOMERS, ask=by_id, phase="confirmed", stranger=NOT_FOUND),
    view_room_stamp: Look(by=CUSTOMERS, ask=by_id, phase="confirmed", stranger=NOT_FOUND),
    view_usual_time: Look(by=CUSTOMERS, of_nobody=True),
}
