"""What customer and staff see of push messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..base.actors import CUSTOMERS, STAFF
from ..contacts.model import CONTACTS
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from .model import OF_REQUEST, PushBrowser, living


@customer_view
class OwnPushes:
    """Whether the customer's browsers tell them of news."""

    public_key: str
    """The shop's, which a browser subscribes with."""
    can_agree: bool
    """Whether a contact is confirmed, so that somebody may agree."""
    here: bool
    """Whether this browser does."""
    elsewhere: int
    """How many others do."""


@staff_view
class RequestPushes:
    """Browsers in which news of a request is shown, newest first, and what was agreed to and ended before."""

    living: tuple[PushBrowser, ...]
    over: tuple[PushBrowser, ...]

    @property
    def since(self) -> datetime | None:
        """Since when there is one."""
        return min((one.agreed_at for one in self.living), default=None)


@request_view(actors=CUSTOMERS)
def view_own_pushes(
    reader: Reader, context: Context, request: ServiceRequest, *, browser: str = ""
) -> OwnPushes | None:
    """Whether the customer's browsers tell them of news.

    Args:
        request_id: The request's id.
        browser: Stands for the one that asks.

    Returns:
        That; None where the shop has no push, or the request goes on elsewhere; a refusal when there is no such request
        of theirs.
    """
    push = context.notifiers.push
    if push is None or request.merged_into is not None:
        return None
    points = reader.find(CONTACTS, {"request": request.id})
    rows = living(reader.find(OF_REQUEST, {"request": request.id}), request, points, push.public_key)
    here = bool(browser) and any(one.browser == browser for one in rows)
    return OwnPushes(
        public_key=push.public_key,
        can_agree=any(one.lets_in and one.confirmed_at is not None for one in points),
        here=here,
        elsewhere=len(rows) - here,
    )


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_pushes(reader: Reader, context: Context, request: ServiceRequest) -> RequestPushes:
    """The browsers in which news of a request is shown beside the way that its customer is told by.

    Args:
        request_id: The request's id.

    Returns:
        Them, or a refusal when there is no such request within the viewer's locations.
    """
    rows: Sequence[PushBrowser] = reader.find(OF_REQUEST, {"request": request.id})
    push = context.notifiers.push
    points = reader.find(CONTACTS, {"request": request.id})
    told = () if push is None else living(rows, request, points, push.public_key)
    return RequestPushes(living=told, over=tuple(one for one in rows if one not in told))
