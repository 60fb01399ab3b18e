"""What became of a message of ours: a report that its provider vouches for, or one that knows what only its receiver
was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, command
from ..base.messages import define
from ..base.reply_tokens import contact_of
from ..base.results import Result
from ..contacts.model import load_contact
from ..context import Context
from ..errors import FieldError
from ..handlers import Loaded, handles
from ..jobs import NOTICE
from ..notifications.model import DELIVERED, IN_DOUBT, OF_SUBJECT, READ, OutboxRow, State
from ..ports.channel import DeliveryState, Inbound, InboundKind, Proved
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
    touched, saves = _effects(row, about, command, context)
    return attrs.evolve(placed, touched=(*placed.touched, *touched), saves=saves)


@command
class TakeReport(Command[Result]):
    """What the provider of a chat says of a message of ours. It says so many times of each message: only what follows
    from it is written.

    Args:
        about: The provider's id of the message.
        key: The key that we gave it.
        state: What became of it.
        problem: Why it did not arrive, as a code.
        sent_at: When the provider says so.
    """

    about: OpaqueId
    key: OpaqueId
    state: DeliveryState | None = None
    problem: OpaqueId | None = None
    sent_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Reported(Loaded):
    """A message of ours, and the request that it was about."""

    row: OutboxRow | None
    request: ServiceRequest | None


def report_of(facts: Sequence[Inbound]) -> TakeReport | None:
    """The report that a part of a batch is.

    Args:
        facts: What its channel read in it.

    Returns:
        None for what is none, or says nothing of a message of ours.
    """
    fact = facts[0] if len(facts) == 1 else None
    if fact is None or not is_report(facts) or not fact.references:
        return None
    try:
        about, key = OpaqueId(fact.refers_to or ""), OpaqueId(fact.references[0])
        problem = OpaqueId(fact.problem) if fact.problem else None
    except FieldError:
        return None
    return TakeReport(about=about, key=key, state=fact.state, problem=problem, sent_at=fact.sent_at)


def is_report(facts: Sequence[Inbound]) -> bool:
    """Whether a part is a report that its provider vouches for, and nothing else."""
    return len(facts) == 1 and facts[0].kind is InboundKind.DELIVERY and facts[0].proved is Proved.YES


def load_reported(reader: Reader, command: TakeReport, context: Context) -> Reported:
    """The message of ours, if the key and the provider's id belong together."""
    row = _of_provider(reader, (command.about, command.key))
    return Reported(row=row, request=None if row is None else reader.load(ServiceRequest, row.subject))


@handles(TakeReport, actors=frozenset({ActorKind.AUTOMATION}), load=load_reported)
def take_report(loaded: Reported, command: TakeReport, context: Context) -> Verdict[Result]:
    """One that overtook the word that its message was sent is to be brought again."""
    row, said = loaded.row, command.sent_at
    if row is not None and row.state is State.WAITING and said is not None and context.now - said < _SOON:
        return refused(TOO_EARLY)
    touched, saves = _effects(row, loaded.request, command, context)
    return Verdict(result=Result(), touched=touched, saves=saves)


def _effects(
    row: OutboxRow | None, about: ServiceRequest | None, command: Any, context: Context
) -> tuple[tuple[Touch, ...], tuple[Save, ...]]:
    """What follows from a report (`TakeReport`, or a bounce)."""
    if row is None:
        return (), ()
    if command.state is not DeliveryState.FAILED:
        return (), _good_news(row, command.state)
    if about is None or row.state is not State.DONE or (row.reason in _STATES.values() and not _has_parts(row)):
        return (), ()
    failed = row.changed(state=State.FAILED, reason=command.problem or BOUNCED, due_at=context.now)
    return (touch(about, context, MailBounced(row=row.id)),), (Save(before=row, after=failed),)


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
