"""The cookies in which a browser holds the grants for customer rooms, one for each private link."""

from __future__ import annotations

from starlette.requests import Request

from helpdesk_core import Guest, Helpdesk

_ROOM = "helpdesk_room_"


def room_cookie(link_id: str) -> str:
    """The cookie that holds the grant which one private link gave."""
    return f"{_ROOM}{link_id[:16]}"


def rooms_of(request: Request, desk: Helpdesk, most: int = 5) -> list[Guest]:
    """Guests with the grants for rooms that a browser holds, the latest ones first."""
    names = [name for name in request.cookies if name.startswith(_ROOM)]
    return [desk.guest(request.cookies[name]) for name in reversed(names[-most:])]
