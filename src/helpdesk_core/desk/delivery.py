"""Doing what waits: claim one job, ask its rule, do it outside of every transaction, complete it. Never within a
command.

Nothing that the shop can mend ends a job: a mail server that is away, a refused sign-in, a job that this release does
not know. It waits, and staff see why. A message whose sending nobody can vouch for (the worker was killed, the line
broke after the last word) is sent at most once more, and never with its code.
"""

from __future__ import annotations

import logging
import random
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import attrs

from ..base.actors import Automation
from ..base.changes import Refusal, RefusalKind
from ..base.commands import Command
from ..base.records import Subject, record_types
from ..context import Context
from ..jobs import Again, Call, Carry, Drop, Send, Wait, Work, job_rules
from ..notifications.model import CHANNEL, IN_DOUBT, LEASE_SECONDS, OutboxRow, State
from ..ports import Answer, OutboxItem, Reader, Retry, Sent, StoreWithOutbox, Unavailable, Undeliverable, Unsure
from .composer import Composer, Ended, Letter
from .leases import renewed

_log = logging.getLogger("helpdesk_core.delivery")
_FIRST_PAUSE, _MAX_PAUSE = 30, 15 * 60
_MOST_LAPSES = 2
JOBS = Automation(id="jobs")
"""Who carries out what jobs write."""


@attrs.frozen(kw_only=True)
class DeliveryReport:
    """How many jobs ended how in one round.

    Attributes:
        done: Sent, or carried out.
        waiting: To be tried again, or recurring.
        failed: Failed permanently, or nobody can be reached; staff see them.
        dropped: There was nothing left to do.
    """

    done: int = 0
    waiting: int = 0
    failed: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        """Rows claimed."""
        return self.done + self.waiting + self.failed + self.dropped


@attrs.frozen(kw_only=True)
class End:
    """How a job ended: what is written down about it."""

    state: State
    due_at: datetime | None = None
    reason: str = ""
    provider_id: str = ""


@attrs.frozen
class _Pause:
    """A channel that is left alone for a while."""

    failures: int
    until: datetime
    reason: str


@attrs.frozen(kw_only=True)
class Delivery:
    """Does one desk's jobs."""

    tenant: str
    store: StoreWithOutbox
    composer: Composer
    new_context: Callable[[Reader, Any], Context]
    handle: Callable[..., Any]
    clock: Callable[[], datetime]
    renew_every: float = LEASE_SECONDS / 3
    _unwritten: deque[tuple[OutboxItem, End]] = attrs.field(factory=deque, init=False)
    """What came of jobs while the store was away: written down before anything else is claimed."""
    _pauses: dict[str, _Pause] = attrs.field(factory=dict, init=False)
    """Channels that cannot send at present, by name."""

    def deliver(self, limit: int, lanes: tuple[int, ...] | None) -> DeliveryReport:
        """Claim and complete at most ``limit`` jobs, one by one. One that fails stops no other.

        Raises:
            StoreError: The store is away. What was done meanwhile is remembered and written down by the next round.
        """
        self._write_down()
        ends: list[str] = []
        for _ in range(limit):
            self._begin()  # before each of them: slow ones last for minutes, and a worker says that it lives
            items = self.store.claim(self.tenant, self.clock(), limit=1, lease_seconds=LEASE_SECONDS, lanes=lanes)
            if not items:
                break
            ends.append(self._one(items[0]))
        return DeliveryReport(**{name: ends.count(name) for name in ("done", "waiting", "failed", "dropped")})

    def _begin(self) -> None:
        if held := self.store.begin(self.tenant, self.clock()):
            _log.warning(
                "the database was restored or copied: %d messages are held back until staff release them", held
            )

    def _one(self, item: OutboxItem) -> str:
        with renewed(self.store, item, self.clock, self.renew_every):
            end = self._end(item)
        if end is None:
            return State.WAITING.value
        self._unwritten.append((item, end))
        self._write_down()
        return end.state.value

    def _write_down(self) -> None:
        while self._unwritten:
            item, end = self._unwritten.popleft()
            try:
                kept = self.store.complete(item, now=self.clock(), **attrs.asdict(end, recurse=False))
            except BaseException:
                self._unwritten.appendleft((item, end))
                raise
            if not kept:
                _log.warning("job %s was taken over by another worker before it could be completed", item.id)

    def _end(self, item: OutboxItem) -> End | None:
        """How a job ended; None when nobody knows, so that the claim is left to lapse."""
        try:
            row = OutboxRow.record_type.decode(item.row)
            assert isinstance(row, OutboxRow)
            answer = self._do(item, row)
        except Ended as ended:
            due = self._later(item) if ended.state is State.WAITING else None
            return End(state=ended.state, due_at=due, reason=ended.reason)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a job's fault costs a try, never the row nor the round
            _log.error("job %s raised %s", item.id, type(error).__name__)
            return End(state=State.WAITING, due_at=self._later(item), reason="job_raised")
        return self._end_of(item, answer)

    def _end_of(self, item: OutboxItem, answer: Answer | Again) -> End | None:
        match answer:
            case Sent():
                return End(state=State.DONE, provider_id=answer.provider_id)
            case Again():
                return End(state=State.WAITING, due_at=self._later(item, answer.seconds))
            case Unsure():
                _log.warning("job %s may have been sent: %s", item.id, answer.reason)
                return None
            case Undeliverable():
                _log.warning("job %s failed permanently after %d attempts: %s", item.id, item.attempts, answer.reason)
                return End(state=State.FAILED, reason=answer.reason)
        return End(state=State.WAITING, due_at=self._later(item, answer.seconds), reason=answer.reason)

    def _later(self, item: OutboxItem, seconds: float | None = None) -> datetime:
        return self.clock() + timedelta(seconds=backoff(item.attempts) if seconds is None else seconds)

    def _do(self, item: OutboxItem, row: OutboxRow) -> Answer | Again:
        with self.store.read(self.tenant) as reader:
            work, letter = self._work(reader, item, row)
        if isinstance(work, Again):
            return work
        if isinstance(work, Call):
            found = work.work()
            if isinstance(found, Answer):
                return found
            if not isinstance(found, Command):
                return Sent(item.id)
            work = Carry(command=found)
        if isinstance(work, Carry):
            return _carried(self.handle(work.command, JOBS, key=item.id), item)
        assert letter is not None
        answer = self._send(item, letter, code=isinstance(work, Send) and work.notice.carries_code)
        if letter.when_gone is None or not isinstance(answer, Undeliverable):
            return answer
        ended = _carried(self.handle(letter.when_gone, JOBS, key=item.id), item)
        if isinstance(ended, Sent):
            raise Ended(State.DROPPED, answer.reason)
        return ended

    def _work(self, reader: Reader, item: OutboxItem, row: OutboxRow) -> tuple[Work, Letter | None]:
        known, rule = record_types.get(row.subject_type), job_rules.get(row.job)
        if rule is None or known is None:
            raise Ended(State.WAITING, "unknown_job")  # a newer release's: that one does it
        subject: Any = reader.load(known.make, row.subject)  # type: ignore[arg-type]
        if not isinstance(subject, Subject):
            raise Ended(State.DROPPED, "subject_gone")
        context = self.new_context(reader, JOBS)
        work = rule[0](reader, subject, dict(row.payload), context)
        if isinstance(work, Drop | Wait):
            raise Ended(State.DROPPED if isinstance(work, Drop) else State.WAITING, work.reason)
        if not isinstance(work, Send):
            return work, None
        if item.lapses >= _MOST_LAPSES:
            raise Ended(State.FAILED, IN_DOUBT)
        return work, self.composer.letter(reader, row, subject, work, context, in_doubt=item.lapses > 0)

    def _send(self, item: OutboxItem, letter: Letter, *, code: bool) -> Answer:
        notifier, pause = letter.notifier, self._pauses.get(letter.notifier.name)
        if pause is not None and (left := (pause.until - self.clock()).total_seconds()) > 0:
            return Retry(pause.reason, seconds=max(left, backoff(item.attempts)))
        if not self.store.renew(item, self.clock() + timedelta(seconds=LEASE_SECONDS), begun=True):
            return Unsure("taken_over")
        try:
            answer: object = notifier.send(letter.outgoing)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - an adapter's fault costs a try, never the row
            _log.error("notifier %s raised %s", notifier.name, type(error).__name__)
            answer = Unsure("notifier_raised") if code else Unavailable("notifier_raised")
        if not isinstance(answer, Answer):
            answer = Unsure("notifier_answered_nonsense") if code else Unavailable("notifier_answered_nonsense")
        if not isinstance(answer, Unavailable):
            self._pauses.pop(notifier.name, None)
            return answer
        failures = 1 if pause is None else pause.failures + 1
        seconds = backoff(failures) if answer.seconds is None else answer.seconds
        _log.error("%s cannot send at present: %s", notifier.name, answer.reason)
        reason = f"{CHANNEL}{answer.reason}"
        self._pauses[notifier.name] = _Pause(failures, self.clock() + timedelta(seconds=seconds), reason)
        return Retry(reason, seconds=max(seconds, backoff(item.attempts)))


def _carried(answer: Any, item: OutboxItem) -> Answer:
    """What came of a command: one that lost against other writers is tried again, a refusal by the rules is final."""
    if not isinstance(answer, Refusal):
        return Sent(item.id)
    passing = answer.kind in (RefusalKind.CONFLICT, RefusalKind.TOO_MANY)
    return Retry(answer.code) if passing else Undeliverable(answer.code)


def backoff(attempts: int) -> float:
    """Seconds until the next attempt: doubling from half a minute to a quarter of an hour, with up to half of it by
    chance."""
    longest: float = min(_MAX_PAUSE, _FIRST_PAUSE * 2 ** min(10, max(0, attempts - 1)))
    return longest / 2 + random.uniform(0, longest / 2)
