"""When this browser last looked at a room: a cookie says it, so that looking writes nothing to the store.

A visit lasts until nobody has looked for half an hour: whoever reloads the page, or comes back to it from a form, still
sees what was new when they came.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import attrs
from starlette.requests import Request
from starlette.responses import Response

from ..security import set_cookie

_GAP = timedelta(minutes=30)
_MONTH = 30 * 24 * 3600
_VALUE = re.compile(r"([0-9]{1,11})\.([0-9]{1,11})\.([a-z_]{1,30})\.([a-z_]{1,30})")


def seen_cookie(link_id: str) -> str:
    """The cookie that says when this browser last looked at the room behind a link."""
    return f"helpdesk_seen_{link_id[:16]}"


@attrs.frozen
class Visit:
    """A visit to a room.

    Attributes:
        since: When the visit before ended; None for the first one.
        phase: The phase that was shown then.
        cookie: What the browser is to remember.
    """

    since: datetime | None
    phase: str
    cookie: str


def visit(value: str, phase: str, now: datetime) -> Visit:
    """What a browser remembers, and what it shall remember.

    Args:
        value: The cookie's value; anything unreadable counts as none.
        phase: The phase that is shown now.
        now: The moment. A cookie from the future is of a clock that was wrong, and says nothing.

    Returns:
        The visit.
    """
    moment = int(now.timestamp())
    found = _VALUE.fullmatch(value)
    if found is None or max(int(found[1]), int(found[2])) > moment:
        return Visit(None, phase, f"{moment}.{moment}.{phase}.{phase}")
    since, before = int(found[1]), found[3]
    if moment - int(found[2]) > _GAP.total_seconds():
        since, before = int(found[2]), found[4]
    return Visit(datetime.fromtimestamp(since, UTC), before, f"{since}.{moment}.{before}.{phase}")


def remember(response: Response, request: Request, link_id: str, one: Visit) -> None:
    """Have the browser remember it."""
    set_cookie(response, request, seen_cookie(link_id), one.cookie, _MONTH)
