"""Which other systems are told what changes, and what came of it lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.time import utc_text
from ..base.web_addresses import HookAddress
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import right
from ..guardrails.timeline import LATEST_ENTRIES, TimelineEntry
from ..notifications.model import DONE, FAILED, LATE, OutboxRow, State
from ..notifications.rules import RETRY
from ..notifications.views import SentState
from ..ports.store import Reader
from ..ports.webhook import Webhook
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .endpoints import KEEP, choices, endpoints, hook_of
from .model import EndpointState, WebhookEndpoint
from .rules import ASIDE, WEBHOOK, is_taken

SEE = right("webhooks.see", "See which other systems are told what changes, and send them a test.", admins=True)
_MOST, _LOOKED_AT, _MOST_ENTRIES = 10, 500, 100
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
    id: str | None = None
    """Of one that staff keep; None for one that the desk was given, which is changed where the desk is run."""
    address: str = ""
    """Scheme and host of one that staff keep: what stands behind may hold a token."""
    state: EndpointState = EndpointState.ACTIVE

    @property
    def last_told(self) -> Told | None:
        """The last that it took."""
        return next((one for one in self.rows if one.state is SentState.SENT), None)

    @property
    def last_failed(self) -> Told | None:
        """The last that it did not take."""
        return next((one for one in self.rows if one.state is SentState.FAILED), None)


@staff_view
class WebhookKept:
    """An address that staff keep, with who did what to it."""

    seen: WebhookSeen
    endpoint: WebhookEndpoint
    history: tuple[TimelineEntry, ...]
    """The latest hundred entries, newest first."""


@view(actors=STAFF, right=SEE)
def view_webhooks(reader: Reader, context: Context) -> tuple[WebhookSeen, ...]:
    """The addresses of other systems, with what they were told lately.

    Returns:
        Each with its name, never with its secrets, and of its address the host alone.
    """
    kept = endpoints(reader)
    if not (context.webhooks or kept):
        return ()
    jobs = _jobs(reader, context)
    given = tuple(
        WebhookSeen(
            name=hook.name,
            actions=tuple(sorted(hook.actions)),
            with_texts=hook.with_texts,
            rows=_told(_of(jobs, hook.name)),
            is_aside=any(one.state is State.FAILED for one in _of(jobs, hook.name)),
        )
        for hook in context.webhooks
    )
    return given + tuple(_seen(one, jobs) for one in kept)


@view(actors=STAFF, right=KEEP)
def view_webhook(reader: Reader, context: Context, webhook: str) -> WebhookKept | Refusal:
    """An address that staff keep, in full.

    Args:
        webhook: Its id.

    Returns:
        The address, or a refusal where there is none, or it was removed.
    """
    found = get_visible(reader, WebhookEndpoint, webhook, context)
    if found is None or found.removed_at is not None:
        return NOT_FOUND
    entries = reader.find(LATEST_ENTRIES, {"subject": found.id}, limit=_MOST_ENTRIES)
    return WebhookKept(seen=_seen(found, _jobs(reader, context)), endpoint=found, history=tuple(entries))


@view(actors=STAFF, right=KEEP)
def view_webhook_choices(reader: Reader, context: Context) -> tuple[str, ...]:
    """The changes that an address can be told.

    Returns:
        Their names; the words of each are the text ``action.`` and the name.
    """
    return choices()


@view(actors=STAFF, right=RETRY)
def view_failed_webhooks(reader: Reader, context: Context) -> tuple[str, ...]:
    """The names of addresses that were paused because they did not answer, for the page of what was not delivered.

    Returns:
        Names, those kept longest first.
    """
    return tuple(str(one.name) for one in endpoints(reader) if one.state is EndpointState.FAILED)


def _jobs(reader: Reader, context: Context) -> Sequence[OutboxRow]:
    now = utc_text(context.now)
    found: list[OutboxRow] = [
        *reader.find(FAILED, {}, limit=_LOOKED_AT),
        *reader.find(LATE, {"wanted_at": now}, limit=_LOOKED_AT),
        *reader.find(DONE, {"completed_at": now}, limit=_LOOKED_AT),
    ]
    return [one for one in found if one.job == WEBHOOK]


def _of(jobs: Sequence[OutboxRow], name: str) -> Sequence[OutboxRow]:
    return [one for one in jobs if one.payload["webhook"] == name]


def _seen(one: WebhookEndpoint, jobs: Sequence[OutboxRow]) -> WebhookSeen:
    return WebhookSeen(
        name=str(one.name),
        actions=one.actions,
        with_texts=one.tells_texts,
        rows=_told(_of(jobs, one.id)),
        is_aside=one.state is EndpointState.FAILED,
        id=one.id,
        address=HookAddress(one.url).masked,
        state=one.state,
    )


def _told(rows: Sequence[OutboxRow]) -> tuple[Told, ...]:
    latest = sorted(rows, key=lambda one: (one.completed_at or one.wanted_at, one.id), reverse=True)[:_MOST]
    return tuple(
        Told(
            row=one.id,
            action=one.payload["action"],
            at=one.completed_at or one.wanted_at,
            state=_state(one),
            reason=one.reason if one.state is not State.DONE else "" if is_taken(one) else ASIDE,
        )
        for one in latest
    )


def _state(row: OutboxRow) -> SentState:
    if row.state is State.DONE and not is_taken(row):
        return SentState.FAILED
    return _STATES.get(row.state, SentState.WAITING)


@view(actors=STAFF, right=SEE)
def view_webhook_teller(reader: Reader, context: Context, webhook: str) -> Webhook | Refusal:
    """What tells an address, so that a test can be sent: also while it is paused, before somebody resumes it.

    Args:
        webhook: The id of one that staff keep, or the name of one that the desk was given.

    Returns:
        What tells it, or a refusal where there is none, or it may not be told any more.
    """
    given = next((one for one in context.webhooks if one.name == webhook), None)
    if given is not None:
        return given
    found = get_visible(reader, WebhookEndpoint, webhook, context)
    hook = None if found is None or found.removed_at is not None else hook_of(found, context)
    return NOT_FOUND if hook is None else hook
