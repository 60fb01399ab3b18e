"""The card of the place in the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from helpdesk_core import Guest, Helpdesk, Refusal
from helpdesk_core.views import QueuePlace, UsualTime, view_usual_time

from ..customer_rooms.frame import RoomPage
from ..slots import Card, Pages
from ..web import Web

_KEPT_FOR = timedelta(minutes=10)
_Key = tuple[str | None, int]
_kept: WeakKeyDictionary[Helpdesk, dict[_Key, tuple[datetime, UsualTime | None]]] = WeakKeyDictionary()
"""How long answers took lately, looked up now and then and not for each page."""


async def _usual(web: Web, place: QueuePlace) -> UsualTime | None:
    kept, key, now = _kept.setdefault(web.desk, {}), (place.location, place.priority), web.desk.clock()
    if key not in kept or not timedelta() <= now - kept[key][0] < _KEPT_FOR:
        found = await web.api.view(view_usual_time, Guest(), location=place.location, priority=place.priority)
        kept[key] = (now, None if isinstance(found, Refusal) else found)
    return kept[key][1]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """The place, how long it usually takes, and why the place may have gone back."""
    place = shown.room.part(QueuePlace)
    if place is None:
        return None
    usual = await _usual(shown.web, place)
    return {"place": place, "usual": usual, "kind": _kind(shown.web, usual)}


def _kind(web: Web, usual: UsualTime | None) -> str:
    if usual is None or usual.in_minutes:
        return "minutes"
    return "hours" if web.desk.settings.working_hours else "plain"


PAGES = Pages(room=(Card("queue_place/card.html", view=card, order=7),))
