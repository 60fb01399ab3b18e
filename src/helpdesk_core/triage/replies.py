"""A saved reply as one customer would get it: in their language, with their name and what it is about."""

from __future__ import annotations

from ..base.actors import STAFF, Admin, Agent
from ..base.changes import Refusal
from ..base.references import Reference
from ..base.text import ERASED
from ..context import Context
from ..conversations.rules import REPLY
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.access import find_by_reference
from ..service_requests.model import ServiceRequest
from ..settings import filled
from ..subjects import NOT_FOUND
from ..viewing import view


@staff_view
class FilledReply:
    """Words to begin a reply with: nothing is sent, and what staff make of them is redacted like all they type."""

    text: str
    language: str


@view(actors=STAFF, right=REPLY)
def view_saved_reply(reader: Reader, context: Context, reference: str, *, reply: str) -> FilledReply | Refusal:
    """A saved reply, filled in for a request.

    Args:
        reference: The request's reference.
        reply: The id of the saved reply.

    Returns:
        The words, or a refusal when there is no such request within the viewer's locations, or no such reply.
    """
    request = find_by_reference(reader, reference, context)
    chosen = next((one for one in context.settings.saved_replies if one.id == reply and not one.retired), None)
    if request is None or chosen is None:
        return NOT_FOUND
    language = context.settings.language(request.language)
    text = context.settings.label(chosen.texts, language)
    return FilledReply(text=filled(text, _values(request, language, context)), language=language)


def _values(request: ServiceRequest, language: str, context: Context) -> dict[str, str]:
    settings, actor = context.settings, context.actor
    place = settings.location(request.location)
    names = (str(one) for one in (request.given_name, request.surname) if one is not None and str(one) != ERASED)
    device = str(request.device_checked or request.device)
    return {
        "name": " ".join(names),
        "reference": Reference(request.reference).grouped,
        "device": "" if device == ERASED else device,
        "shop": settings.shop_name,
        "phone": settings.phone,
        "staff": actor.name if isinstance(actor, Agent | Admin) else "",
        "location": settings.label(place.labels, language) if place else "",
    }
