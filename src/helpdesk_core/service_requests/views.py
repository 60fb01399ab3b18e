"""Whether a request is still as somebody saw it."""

from __future__ import annotations

from ..base.actors import CUSTOMERS, STAFF
from ..context import Context
from ..ports.store import Reader
from .access import request_view
from .model import ServiceRequest
from .rules import VIEW_REQUESTS


@request_view(actors=CUSTOMERS | STAFF, right=VIEW_REQUESTS)
def view_version(reader: Reader, context: Context, request: ServiceRequest) -> int:
    """The version of a request, which is another one after each change to it or to what belongs to it.

    Args:
        request_id: The request's id.

    Returns:
        The version, or a refusal: the same for a request that does not exist and for one that is not the viewer's.
    """
    return request.version
