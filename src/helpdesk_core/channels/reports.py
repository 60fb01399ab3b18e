"""What became of a message of ours: a report that its provider vouches for, or one that knows what only its receiver
was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from ..base.changes import Refusal, RefusalKind, Save
from ..base.messages import define
from ..base.reply_tokens import contact_of
from ..contacts.model import load_contact
from ..context import Context
from ..jobs import NOTICE
from ..notifications.model import DELIVERED, IN_DOUBT, OF_SUBJECT, READ, OutboxRow, State
from ..ports.channel import DeliveryState, InboundKind, Proved
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touch
from .changes import MailBounced
from .chats import is_one_of
from .model import InboundMessage, InboundState
from .placing import Placed, taken

BOUNCED = "bounced"
_MOST_JOBS, _SOON = 500, timedelta(minutes=10)
_STATES = {DeliveryState.DELIVERED: DELIVERED, DeliveryState.READ: READ}
_RANKS = {"": 0, DELIVERED: 1, READ: 2}
TOO_EARLY = Refusal(
    define("refusal.report_too_early", "What this report is about is being written down."), kind=RefusalKind.CONFLICT
)


def reported_row(reader: Reader, command: Any, context: Context) -> OutboxRow | None:
    """The message of ours that a report is about.

    Args:
        reader: Reads it.
        command: What a channel read (`TakeInbound`).
        context: Of the shop.

    Returns:
        The row: that of the key which the provider of a chat gives back; of a bounce, which anybody can write, only one
        to whose receiver a token in it was sent.
    """
    if command.kind is not InboundKind.DELIVERY:
        return None
    if command.proved is Proved.YES:
        return _of_provider(reader, command.reports_on)
    return _of_bounce(reader, command, context) if command.state is DeliveryState.FAILED else None


def _of_provider(reader: Reader, names: tuple[str, ...]) -> OutboxRow | None:
    row = reader.load(OutboxRow, names[1]) if len(names) > 1 else None
    if row is None or row.job != NOTICE:
        return None
    return row if row.provider_id is None or is_one_of(row, names[:1]) else None


def _of_bounce(reader: Reader, command: Any, context: Context) -> OutboxRow | None:
    """Its id holds the token of whom it was sent to, which no stranger knows."""
    ids = [id for token in command.tokens if (id := contact_of(token, context.keyring)) is not None]
    contacts = [one for id in ids if (one := load_contact(reader, id)) is not None]
    named = set(command.reports_on)
    for request in dict.fromkeys(one.request for one in contacts):
        rows: list[OutboxRow] = list(reader.find(OF_SUBJECT, {"subject": request}, limit=_MOST_JOBS))
        sent = [one for one in rows if (one.provider_id or "").strip("<>") in named]
        row = next((one for one in sent if one.state is State.DONE), None)
        if row is not None and reader.load(ServiceRequest, request) is not None:
            return row
    return None


def is_early(row: OutboxRow | None, message: InboundMessage, context: Context) -> bool:
    """Whether a report overtook the word that its message was sent.

    Args:
        row: The message of ours.
        message: The report.
        context: Of this moment.

    Returns:
        True for some minutes: then it is read again.
    """
    return row is not None and row.state is State.WAITING and context.now - message.at < _SOON


def reported_on(
    message: InboundMessage, row: OutboxRow | None, about: ServiceRequest | None, command: Any, context: Context
) -> Placed:
    """A message of ours that did not arrive has failed, and staff see it among those; that it was read stands with
    it.

    Args:
        message: The report.
        row: The message of ours.
        about: The request that was about.
        command: What a channel read (`TakeInbound`).
        context: Of this moment.

    Returns:
        What is written.
    """
    state = InboundState.AUTOMATIC if command.by_machine else InboundState.REPORT
    placed = taken(message, state, context, sent_at=command.sent_at)
    if row is None:
        return placed
    if command.state is not DeliveryState.FAILED:
        return attrs.evolve(placed, saves=_good_news(row, command.state))
    if about is None or row.state is not State.DONE or (row.reason in _STATES.values() and not _has_parts(row)):
        return placed
    failed = row.changed(state=State.FAILED, reason=command.problem or BOUNCED, due_at=context.now)
    moved = touch(about, context, MailBounced(row=row.id))
    return attrs.evolve(placed, touched=(*placed.touched, moved), saves=(Save(before=row, after=failed),))


def _has_parts(row: OutboxRow) -> bool:
    """Whether it went out as several messages: that one of them arrived says nothing of the others."""
    return " " in (row.provider_id or "")


def _good_news(row: OutboxRow, state: DeliveryState | None) -> tuple[Save, ...]:
    """What a report changes: nothing, where it comes late, or twice."""
    reason = "" if state is None else _STATES.get(state, "")
    if row.state is State.FAILED and row.reason == IN_DOUBT and reason:
        return (Save(before=row, after=row.changed(state=State.DONE, reason=reason)),)
    if row.state is not State.DONE or _RANKS.get(reason, 0) <= _RANKS.get(row.reason, 0):
        return ()
    return (Save(before=row, after=row.changed(reason=reason)),)
