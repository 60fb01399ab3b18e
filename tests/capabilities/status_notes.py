"""The note beside the status: written, removed."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import RemoveStatusNote, WriteStatusNote
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_status_notes

SAID = {"text": "The seal is ordered."}


def written(scene: Scene) -> dict[str, Any]:
    """Staff said something beside the status; the request."""
    j.do(scene.desk, WriteStatusNote, j.ANNA, request=scene.request, **SAID)
    return {"request": scene.request}


EXAMPLES = by_command(
    Example(WriteStatusNote, STAFF, right="requests.status", fields=of_request(**SAID)),
    Example(RemoveStatusNote, STAFF, right="requests.status", fields=written),
)
CHANGES = {
    "status_note_written": row(STAFF, WriteStatusNote, staff="customer"),
    "status_note_removed": row(STAFF, RemoveStatusNote),
}
KEPT = {"status_notes.author_name": "staff stand by what they did"}
VIEWS = {
    view_status_notes: Look(
        by=STAFF, right="requests.view", ask=lambda scene: by_id(scene) if written(scene) else None, stranger=NOT_FOUND
    )
}
