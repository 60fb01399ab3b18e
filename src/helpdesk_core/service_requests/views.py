"""Whether a request is still as somebody saw it."""

from __future__ import annotations

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..context import Context
from ..ports.store import Reader
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .model import ServiceRequest
from .rules import VIEW_REQUESTS


@view(actors=CUSTOMERS | STAFF, right=VIEW_REQUESTS)
def view_version(reader: Reader, context: Context, request_id: str) -> int | Refusal:
    """The version of a request, which is another one after each change to it or to what belongs to it.

    Args:
        request_id: The request's id.

    Returns:
        The version, or a refusal: the same for a request that does not exist and for one that is not the viewer's.
    """
    request = get_visible(reader, ServiceRequest, request_id, context)
    return NOT_FOUND if request is None else request.version
