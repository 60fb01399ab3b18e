"""Joining two requests of one customer on the staff's page, taking them apart again, and splitting one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from wtforms import HiddenField, SelectField

from helpdesk_core.commands import SplitRequest
from helpdesk_core.views import Side, ThreadMessage

from ..forms import BaseForm
from .frame import RequestFrame, RequestPage


class MergeForm(BaseForm):
    """The request that remains."""

    into = SelectField("staff.merge.into")
    seen = HiddenField()


class SplitForm(BaseForm):
    """The message that starts a request of its own."""

    message = SelectField("staff.split.message")
    seen = HiddenField()


class SplitPages:
    """Splitting."""

    def __init__(self, frame: RequestFrame) -> None:
        self.web, self.frame = frame.web, frame

    async def split(self, request: Request) -> Response:
        """Start the request, and see it."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, SplitForm)
        answer = await self.web.send(request, SplitRequest, actor, form, request=id)
        if answer is None:
            return await self.frame.show(request, form)
        return self.web.back(request, answer, "staff_request", reference=answer.reference.replace("-", ""))


async def split(shown: RequestPage) -> dict[str, Any] | None:
    """The customer's messages on this page of the thread, but for the first."""
    found = shown.found
    proved = found.request.customer is not None or any(point.confirmed_at for point in found.points)
    said = [one for one in found.thread.entries if isinstance(one, ThreadMessage) and one.side is Side.CUSTOMER]
    later = said if found.thread.older else said[1:]
    if not later or not proved or found.request.merged_into:
        return None
    form = shown.form(SplitForm)
    form.message.choices = [(one.id, str(one.text.safe.beginning(60))) for one in reversed(later)]
    return {"splitting": form}


async def merge(shown: RequestPage) -> dict[str, Any] | None:
    """The customer's other open requests to choose from."""
    if not shown.found.mergeable:
        return None
    form = shown.form(MergeForm)
    form.into.choices = [(row.id, f"{row.reference.grouped}, {row.subject}") for row in shown.found.mergeable]
    return {"merging": form}


async def merged(shown: RequestPage) -> dict[str, Any] | None:
    """Where it continues, or what continues here."""
    return {} if shown.found.request.merged_into or shown.found.joined else None
