"""The case file: two views of one value, and the page of the shop's keys."""

from __future__ import annotations

from typing import Any

from capabilities.scene import CUSTOMERS, STAFF, Look, Scene, opened
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_case_file, view_case_file_for_staff


def _mine(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (scene.request,), {"language": "en"}


def _by_reference(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (scene.made.reference,), {"language": "en"}


VIEWS = {
    view_case_file: Look(by=CUSTOMERS, ask=_mine, stranger=NOT_FOUND),
    view_case_file_for_staff: Look(by=STAFF, right="requests.view", ask=_by_reference),
}
PAGES = {"case_keys": {"keys": opened("/case-files")}}
