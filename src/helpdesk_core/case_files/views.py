"""The case file for its customer, and for staff."""

from __future__ import annotations

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal, RefusalKind
from ..base.messages import define
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..service_requests.access import SHOW_AGAIN, find_by_reference, is_proof_old, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND
from ..viewing import view
from .gathering import gather
from .model import CaseFile

MOST_ENTRIES = 5_000
TOO_LONG = Refusal(
    define(
        "refusal.case_file_too_long",
        "The history of this request is too long for a file. Please ask our team for an export of it.",
    ),
    kind=RefusalKind.CONFLICT,
)


@customer_view
class WholeCase:
    """The case file: nothing in it that a customer may not see, whoever asked for it."""

    file: CaseFile


@request_view(actors=CUSTOMERS)
def view_case_file(
    reader: Reader, context: Context, request: ServiceRequest, *, language: str, keys_at: str = ""
) -> WholeCase | Refusal:
    """The case file of a request for its owner.

    Args:
        request_id: The request's id.
        language: Of the words in it; another than the shop's languages becomes the shop's first.
        keys_at: Where the shop publishes its keys.

    Returns:
        The file, or a refusal: the same for a request that does not exist and for one that is not the viewer's; another
        where a new code is asked for.
    """
    return SHOW_AGAIN if is_proof_old(context) else _whole(reader, request, language, keys_at, context)


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_case_file_for_staff(
    reader: Reader, context: Context, reference: str, *, language: str | None = None, keys_at: str = ""
) -> WholeCase | Refusal:
    """The same file for staff, to be handed to whom the customer wants to have it.

    Args:
        reference: The request's reference.
        language: Of the words in it; None for the customer's.
        keys_at: Where the shop publishes its keys.

    Returns:
        The file, or a refusal when there is no such request within the viewer's locations.
    """
    request = find_by_reference(reader, reference, context)
    if request is None:
        return NOT_FOUND
    return _whole(reader, request, language or request.language, keys_at, context)


def _whole(
    reader: Reader, request: ServiceRequest, language: str, keys_at: str, context: Context
) -> WholeCase | Refusal:
    if request.chain_length > MOST_ENTRIES:
        return TOO_LONG
    return WholeCase(file=gather(reader, request, context.settings.language(language), keys_at, context))
