"""The customers' way: a view of where somebody stands, and two pages that everybody may read."""

from __future__ import annotations

from capabilities.scene import CUSTOMERS, Look, by_id, opened
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_journey_place
from shops import Visitor


def _unfinished(visitor: Visitor) -> None:
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="The screen is cracked.", device="iPhone 13", urgency="soon")
    visitor.open("/journey")


def _under_way(visitor: Visitor) -> None:
    visitor.request_help("way@example.com")
    visitor.open("/journey")


VIEWS = {view_journey_place: Look(by=CUSTOMERS, ask=by_id, stranger=NOT_FOUND)}
PAGES = {
    "journey": {"stranger": opened("/journey"), "unfinished": _unfinished, "under way": _under_way},
    "journey_checklist": {"all": opened("/journey/checklist")},
}
