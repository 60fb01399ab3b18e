"""A request that begins beside a repair: about the same device, of the same customer, with words of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ..base.changes import Change, Job, Refusal, Save
from ..base.text import CustomerText
from ..contacts.changes import ContactConfirmed
from ..contacts.model import ContactPoint
from ..context import Context
from ..conversations.model import Side, ThreadMessage
from ..conversations.rules import cue_values
from ..intake.changes import RequestSubmitted
from ..routing.arrival import on_arrival
from ..service_requests.lifecycle import Move, enter
from ..service_requests.model import ServiceRequest, Source
from ..service_requests.rules import LEFT_TO_OTHERS
from ..service_requests.waiting import first_said
from ..urgencies.rules import raised_by

_FROM_REPAIR = (
    "urgency",
    "priority",
    "device",
    "device_checked",
    "serial",
    "serial_key",
    "own_device",
    "order_number",
    "location",
    "customer",
    "given_name",
    "surname",
    "language",
    "assignee",
    "assignee_name",
)


@attrs.frozen(kw_only=True)
class Begun:
    """A request that begins beside a repair.

    Attributes:
        submitted: What its history begins with; what is its own comes next.
        found: What its words announce, after that.
        saves: Its contacts, its first message, and what belongs to what was found.
    """

    request: ServiceRequest
    submitted: tuple[Change, ...]
    found: tuple[Change, ...]
    saves: tuple[Save, ...]
    jobs: tuple[Job, ...]


def begin(
    of: ServiceRequest, points: Sequence[ContactPoint], move: Move, context: Context, *, author: str, **values: Any
) -> Begun | Refusal:
    """A request of the command's ``text``, about the same device and order, and with the same person of the shop.

    Args:
        of: The repair beside which it begins.
        points: The repair's contacts, which are the new request's too: it is the same person.
        move: Its first one.
        context: Of this moment.
        author: Who wrote the text.
        **values: Further columns of the request.

    Returns:
        The request with all that belongs to it; a refusal where the settings leave that move to others.
    """
    fields = enter(move, None, context.actor.kind, context.now, context.settings)
    if fields is None:
        return LEFT_TO_OTHERS
    words = context.texts["text"]
    raised = raised_by(words, of.language, of.location, context)
    common: dict[str, Any] = {
        "reference": context.new_reference(),
        "source": Source.WEB,
        **{name: getattr(of, name) for name in _FROM_REPAIR},
        **first_said(words, context.now, of.urgency, context.settings, of.location),
        **fields,
        **cue_values(context.texts.cue("text"), context),
        **({} if raised is None else raised.values),
    }
    request = context.make(ServiceRequest, **(common | values))
    own = [point.of(request.id, context) for point in points]
    proved = [ContactConfirmed(contact=one.id, proof=one.proof) for one in own if one.proof is not None]
    found = None if raised is None else raised.of(request, context)
    message = context.make(
        ThreadMessage,
        request=request.id,
        side=Side.CUSTOMER,
        author=author,
        at=context.now,
        text=CustomerText(words),
    )
    first = () if found is None else (found[0],)
    return Begun(
        request=request,
        submitted=(RequestSubmitted(reference=request.reference, source=request.source), *proved),
        found=() if found is None else (found[1],),
        saves=(*first, *(Save(after=one) for one in own), Save(after=message)),
        jobs=tuple(on_arrival(request, context)),
    )
