"""Which other systems are told what changes, and what came of it lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..base.actors import STAFF
from ..base.time import utc_text
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import right
from ..notifications.model import DONE, FAILED, LATE, OutboxRow, State
from ..notifications.views import SentState
from ..ports.store import Reader
from ..viewing import view
from .endpoints import endpoints
from .model import EndpointState, WebhookEndpoint
from .rules import WEBHOOK

SEE = right("webhooks.see", "See which other systems are told what changes, and send them a test.", admins=True)
_MOST, _LOOKED_AT = 10, 500
_STATES = {State.DONE: SentState.SENT, State.FAILED: SentState.FAILED}


@staff_view
class Told:
    """What another system was told, or will be."""

    row: str
    """The id of its job, to try it again or to settle it."""
    action: str
    at: datetime
    """When it was told, or should have been."""
    state: SentState
    reason: str
    """Why it was not, as a code."""


@staff_view
class WebhookSeen:
    """An address that is told what changes."""

    name: str
    actions: tuple[str, ...]
    with_texts: bool
    rows: tuple[Told, ...]
    """The latest of what it was told, newest first; as far as it is among the last 500 jobs that are over."""
    is_aside: bool
    """Whether nothing is told any more until a person has seen to what failed."""
    endpoint: WebhookEndpoint | None = None
    """As staff keep it; None for one that the desk was given, which is changed where the desk is run."""


@view(actors=STAFF, right=SEE)
def view_webhooks(reader: Reader, context: Context) -> tuple[WebhookSeen, ...]:
    """The addresses of other systems, with what they were told lately.

    Returns:
        Each with its name, and never its secrets.
    """
    kept = endpoints(reader)
    if not (context.webhooks or kept):
        return ()
    now = utc_text(context.now)
    found: list[OutboxRow] = [
        *reader.find(FAILED, {}, limit=_LOOKED_AT),
        *reader.find(LATE, {"wanted_at": now}, limit=_LOOKED_AT),
        *reader.find(DONE, {"completed_at": now}, limit=_LOOKED_AT),
    ]
    jobs = [one for one in found if one.job == WEBHOOK]
    given = tuple(
        WebhookSeen(
            name=hook.name,
            actions=tuple(sorted(hook.actions)),
            with_texts=hook.with_texts,
            rows=_told([one for one in jobs if one.payload["webhook"] == hook.name]),
            is_aside=any(one.state is State.FAILED and one.payload["webhook"] == hook.name for one in jobs),
        )
        for hook in context.webhooks
    )
    return given + tuple(
        WebhookSeen(
            name=str(one.name),
            actions=one.actions,
            with_texts=one.tells_texts,
            rows=_told([row for row in jobs if row.payload["webhook"] == one.id]),
            is_aside=one.state is EndpointState.FAILED,
            endpoint=one,
        )
        for one in kept
    )


def _told(rows: Sequence[OutboxRow]) -> tuple[Told, ...]:
    latest = sorted(rows, key=lambda one: (one.completed_at or one.wanted_at, one.id), reverse=True)[:_MOST]
    return tuple(
        Told(
            row=one.id,
            action=one.payload["action"],
            at=one.completed_at or one.wanted_at,
            state=SentState.FAILED if one.provider_id == one.id else _STATES.get(one.state, SentState.WAITING),
            reason="" if one.state is State.DONE else one.reason,
        )
        for one in latest
    )
