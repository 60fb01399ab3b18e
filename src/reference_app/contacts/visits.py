"""What a browser typed on its way into a room: kept by the app, so that no address stands in a cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
from starlette.requests import Request
from starlette.responses import Response

from ..drafts import Draft
from ..web import Web

_LASTS = timedelta(minutes=30)


@attrs.frozen(kw_only=True)
class Visit:
    """The contact that was typed; the reference, for who made the request; from when on it can be sent a code."""

    contact: str = ""
    reference: str = ""
    code_from: datetime | None = None


class Visits:
    """Of one desk: each browser has one at a time, for half an hour."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._draft = Draft(web.drafts, "visit")

    async def load(self, request: Request) -> Visit:
        """What this browser typed at this link; empty for nothing."""
        fields, now = await self._draft.load(request), self._web.desk.clock()
        if fields.get("link") != request.path_params["token"] or datetime.fromisoformat(fields["until"]) < now:
            return Visit()
        code_from = datetime.fromisoformat(fields["code_from"]) if fields["code_from"] else None
        waits = code_from if code_from is not None and code_from > now else None
        return Visit(contact=fields["contact"], reference=fields["reference"], code_from=waits)

    async def save(self, request: Request, response: Response, link: str, visit: Visit) -> None:
        """Keep it, in place of what was typed before."""
        fields = {
            "link": link,
            "contact": visit.contact,
            "reference": visit.reference,
            "code_from": "" if visit.code_from is None else visit.code_from.isoformat(),
            "until": (self._web.desk.clock() + _LASTS).isoformat(),
        }
        await self._draft.save(request, response, fields)

    async def drop(self, request: Request, response: Response) -> None:
        """Forget it, here and in the browser."""
        await self._draft.drop(request, response)
