"""Sending notices, and a person's second try of what failed permanently."""

from __future__ import annotations

from typing import cast

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, Save, Touch, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.notices import NORMAL, notices
from ..base.records import Subject, record_types
from ..base.results import Result
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..jobs import NOTICE, Send, Wait, Work, job
from ..ports.store import Reader
from ..subjects import NOT_FOUND, get_visible
from .model import OutboxRow, State

RETRY = right("deliveries.retry", "See messages that could not be sent, and let them be tried again.")


@command
class RetryDelivery(Command[Result]):
    """Try a job again that failed permanently, or release one that was held back.

    Args:
        row: The id of its outbox row, from `view_health`.
    """

    row: OpaqueId


@command
class SettleDelivery(Command[Result]):
    """Say that the person was told in another way, so that a message that did not arrive needs no one any more.

    Args:
        row: The id of its outbox row, from `view_health`.
    """

    row: OpaqueId


class DeliverySettled(Change, action="delivery_settled", label="Told in another way", tells=NOBODY):
    """Staff told the person in another way."""

    row: str


class DeliveryRetried(Change, action="delivery_retried", label="Delivery retried", tells=NOBODY):
    """Staff asked for another try."""

    row: str


@attrs.frozen(kw_only=True)
class FailedJob(Loaded):
    """A job that failed permanently or was held back, and its subject."""

    row: OutboxRow
    about: Subject

    @property
    def subject(self) -> Subject:
        """The job's subject."""
        return self.about


def load_failed(reader: Reader, command: RetryDelivery | SettleDelivery, context: Context) -> FailedJob | Refusal:
    """The row, if a person is to decide about it and its subject is this actor's to see."""
    row = reader.load(OutboxRow, command.row)
    if row is None or row.state not in (State.FAILED, State.HELD):
        return NOT_FOUND
    subject = load_subject(reader, row, context)
    return NOT_FOUND if subject is None else FailedJob(row=row, about=subject)


def load_subject(reader: Reader, row: OutboxRow, context: Context) -> Subject | None:
    """The subject of a job, if the actor may see it."""
    known = record_types.get(row.subject_type)
    if known is None or not known.is_subject:
        return None
    return get_visible(reader, cast(type[Subject], known.make), row.subject, context)


@handles(RetryDelivery, actors=STAFF, load=load_failed, right=RETRY)
def retry(loaded: FailedJob, command: RetryDelivery, context: Context) -> Verdict[Result]:
    """The row waits again, as if it had never been tried."""
    again = loaded.row.changed(
        state=State.WAITING,
        attempts=0,
        lapses=0,
        due_at=context.now,
        wanted_at=context.now,
        lease=None,
        reason="",
        completed_at=None,
    )
    return _decided(loaded, again, DeliveryRetried(row=loaded.row.id))


@handles(SettleDelivery, actors=STAFF, load=load_failed, right=RETRY)
def settle(loaded: FailedJob, command: SettleDelivery, context: Context) -> Verdict[Result]:
    """Nothing is sent; why it could not be sent stays in the row."""
    settled = loaded.row.changed(state=State.SETTLED, lease=None, completed_at=context.now)
    return _decided(loaded, settled, DeliverySettled(row=loaded.row.id))


def _decided(loaded: FailedJob, row: OutboxRow, change: Change) -> Verdict[Result]:
    return Verdict(
        result=Result(),
        touched=(Touch(before=loaded.about, after=loaded.about, changes=(change,)),),
        saves=(Save(before=loaded.row, after=row),),
    )


@job(NOTICE, lane=NORMAL)
def send_notice(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """A notice is sent as it was asked for. One that this release does not know waits for a newer one."""
    notice = notices.get(payload.get("notice", ""))
    if notice is None:
        return Wait(reason="unknown_notice")
    return Send(
        notice=notice,
        **{id: payload.get(id) for id in ("contact", "message", "code", "colleague", "enclosed", "language", "push")},
    )


def cancelled(row: OutboxRow | None, context: Context) -> tuple[Save, ...]:
    """The save that takes back a job that still waits."""
    if row is None or row.state is not State.WAITING:
        return ()
    return (Save(before=row, after=row.changed(state=State.CANCELLED, lease=None, completed_at=context.now)),)
