"""The way of a command: authority, load, redact, decide, object, jobs, gate, save."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF, Guest
from ..base.changes import Job, Refusal, Save, Verdict, refused
from ..base.commands import Command
from ..base.queries import Query
from ..base.records import Record, Subject
from ..base.results import Result
from ..base.text import SafeText
from ..context import Context
from ..errors import ConcurrentUpdateError, DuplicateRequestError
from ..guardrails.gate import GuardViolation, seal
from ..guardrails.redaction import SafeTexts, redact_fields
from ..guardrails.rights import may
from ..handlers import Handler, Loaded
from ..idempotency import first_result, used_key
from ..jobs import begun, job_rules, notices_of, tells_customer
from ..narrowing import narrowed
from ..notifications.outbox import outbox_row
from ..plugins import Plugins
from ..ports import Reader, Store, Unit, Waker
from ..ports.store import Along
from ..pushes.reaching import push_jobs
from ..reach import Unreached, way_to
from ..redaction_desk.model import redaction_counts
from ..service_requests.access import SeenCommand
from ..service_requests.rules import CONFLICT
from ..subjects import (
    NOT_ALLOWED,
    NOT_FOUND,
    Share,
    can_access,
    holds_any,
    policies,
    policy_of,
    share_of,
    with_genuine_grant,
    with_proof,
)
from ..webhooks.rules import webhook_jobs

_log = logging.getLogger("helpdesk_core.desk")
TRIES = 6
"""How often a command is decided when other writers come first: the last times under the lock."""
_OPTIMISTIC = 2
Lock = tuple[tuple[type[Record], str], ...]


class Stranger(Exception):
    """The actor may not see what the command names, so a result stored for another actor is not theirs either."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@attrs.frozen(kw_only=True)
class Decided:
    """A verdict, what it was decided from, and what goes out for it."""

    verdict: Verdict[Any]
    loaded: Loaded
    context: Context

    notices: tuple[Job, ...]
    pushes: tuple[Job, ...] = ()
    """What browsers are told beside them, and other systems."""
    untold: str | None = None
    """Why the customer is not told of what staff do."""


@attrs.frozen(kw_only=True)
class Task:
    """One command on its way. What redaction and plugins said about it holds for every attempt: they are not asked
    again while rows are locked."""

    handler: Handler
    command: Command[Any]
    actor: Any
    tenant: str
    key: str | None = None
    texts: dict[Any, SafeTexts] = attrs.field(factory=dict)
    """The redacted texts, by the conversation's cue and the redactor that they were read with."""
    names: dict[Any, SafeText] = attrs.field(factory=dict)
    """What was redacted besides, by redactor and words: a name that the host gives."""
    objections: dict[Any, Refusal | None] = attrs.field(factory=dict)
    wakes: list[Callable[[], object]] = attrs.field(factory=list)
    """What tells workers of the jobs of this command, once they are committed."""


@attrs.frozen(kw_only=True)
class Pipeline:
    """Carries out one command of one desk."""

    store: Store
    plugins: Plugins
    after_commit: Callable[[Callable[[], None]], object]
    new_context: Callable[[Reader, Any], Context]
    current: Callable[[Any], Any]
    """The actor with the rights that hold now, None for a person who is no longer staff."""
    waker: Waker | None = None
    along: Along | None = None
    """What every command asks for besides what it loads: the head of the settings' history."""

    def run(self, handler: Handler, command: Command[Any], actor: Any, tenant: str, key: str | None) -> Any:
        """The result or a refusal. See `Helpdesk.handle`."""
        actor = self.current(actor)
        if actor is None or actor.kind not in handler.actors:
            return NOT_ALLOWED
        if actor.kind in STAFF and not may(actor, handler.right or ""):
            return NOT_ALLOWED
        task = Task(handler=handler, command=command, actor=actor, tenant=tenant, key=key if handler.keyed else None)
        lock: Lock = ()
        for attempt in range(TRIES):
            locked = handler.lock_first or attempt >= _OPTIMISTIC
            try:
                answer = self._attempt(task, lock if locked else None)
            except DuplicateRequestError:
                answer = CONFLICT
            except _Again as again:
                lock = again.lock
                continue
            except Stranger as stranger:
                # Guests share one id: to them a key that somebody else used says nothing.
                known = None if isinstance(actor, Guest) else self._first(task)
                return known or stranger.refusal
            return (self._first(task) or answer) if isinstance(answer, Refusal) else answer
        return CONFLICT

    def _first(self, task: Task) -> Result | Refusal | None:
        """What came of the task's key the first time."""
        if task.key is None:
            return None
        with self.store.read(task.tenant) as reader:
            keyring = self.new_context(reader, task.actor).keyring
            return first_result(reader, keyring, task.actor, task.tenant, task.command, task.key)

    def _attempt(self, task: Task, lock: Lock | None) -> Any:
        """Decide once and save; with ``lock`` all of it in one transaction that holds the rows."""
        if lock is None:
            with self.store.read(task.tenant, self._along_for(task.actor)) as reader:
                decided = self.decide(task, reader)
            if objection := self.objection(task, decided):
                return objection
            answer = self._save(task, decided, lambda: self.store.write(task.tenant))
        else:
            with self.store.write(task.tenant) as unit:
                decided = self._decide_locked(task, unit, lock)
                known = _asked(decided) in task.objections or not self._may_object(decided)
                if known and (objection := task.objections.get(_asked(decided))):
                    return objection
                answer = self._save(task, decided, lambda: _held(unit)) if known else None
            if not known:  # no lock is held while plugins think: the next attempt finds their answer
                self.objection(task, decided)
                raise _Again(lock)
        self._tell_plugins(decided.verdict)
        for call in task.wakes:
            self.after_commit(partial(_woken, call))
        untold = decided.untold
        if task.actor.kind in STAFF and _writes_contacts(decided):
            with self.store.read(task.tenant) as reader:
                untold = _untold(reader, decided.notices, decided.context)
        return answer if untold is None or not isinstance(answer, Result) else attrs.evolve(answer, untold=untold)

    def _decide_locked(self, task: Task, unit: Unit, lock: Lock) -> Decided:
        """Decide while holding the rows; the subject's own, where no lost race has named any yet."""
        unit.lock(lock)
        decided = self.decide(task, unit)
        subject = decided.loaded.subject
        if lock or subject is None:
            return decided
        unit.lock(((type(subject), subject.id),))
        return self.decide(task, unit)

    def decide(self, task: Task, reader: Reader) -> Decided:
        """Load, check who may see it, redact and decide. Raises Stranger for who may not."""
        handler, command = task.handler, task.command
        context = self.new_context(reader, task.actor)
        loading = with_genuine_grant(context)
        loaded = handler.load(narrowed(reader, loading), command, loading)
        if isinstance(loaded, Refusal):
            raise Stranger(loaded)
        if not isinstance(loaded, Loaded):
            raise TypeError(f"the loader of {type(command).__name__} returned {type(loaded).__name__}, not a Loaded")
        subject = loaded.subject
        if subject is not None and not _may_reach(subject, handler, context, reader):
            raise Stranger(NOT_FOUND)
        context = with_proof(context, subject)
        cue = getattr(subject, "cue_at", lambda now: None)(context.now)
        read_with = (cue, context.redactor)
        if read_with not in task.texts:
            task.texts[read_with] = redact_fields(command, context.redactor, cue)
        context = attrs.evolve(context, texts=task.texts[read_with], names=task.names)
        is_stale = isinstance(command, SeenCommand) and command.seen not in (None, getattr(subject, "version", None))
        verdict = refused(CONFLICT) if is_stale else handler.decide(loaded, command, context)
        notices = notices_of(reader, verdict.touched, context)
        pushes = push_jobs(reader, notices, context) + webhook_jobs(reader, verdict.touched, context)
        untold = None if verdict.refusal else _untold(reader, notices, context)
        return Decided(verdict=verdict, loaded=loaded, context=context, notices=notices, pushes=pushes, untold=untold)

    def _along_for(self, actor: Any) -> Along | None:
        """With the contacts of the subject for staff, whose answers say whether its customer is told."""
        if self.along is None or actor.kind not in STAFF:
            return self.along
        return attrs.evolve(self.along, beside=_contacts())

    def _may_object(self, decided: Decided) -> bool:
        return bool(self.plugins) and bool(decided.verdict.touched)

    def objection(self, task: Task, decided: Decided) -> Refusal | None:
        """What plugins object to the changes, asked once; None for nothing."""
        if not self._may_object(decided):
            return None
        asked = _asked(decided)
        if asked not in task.objections:
            task.objections[asked] = self.plugins.objection(*asked)
        return task.objections[asked]

    def _save(self, task: Task, decided: Decided, writing: Callable[[], Any]) -> Any:
        verdict, context = decided.verdict, decided.context
        command, key = task.command, task.key
        result = verdict.refusal or _complete(verdict, command, context.texts)
        jobs = self._jobs(decided)
        saves = [*verdict.saves, *jobs]
        if verdict.refusal is None and task.handler.counted:
            saves += _counted(context, verdict)
        if not saves and not verdict.touched and (key is None or verdict.refusal is not None):
            return result
        used = None
        if key is not None and isinstance(result, Result):
            used = used_key(context.keyring, context.tenant, context.actor, command, key, result, context.now)
        sealed = seal(context.writing, verdict.touched, saves, used)
        try:
            with writing() as unit:
                unit.save(sealed)
                if jobs and self.waker is not None:
                    call = self.waker.wake(task.tenant, unit)
                    task.wakes[:] = [] if call is None else [call]
        except ConcurrentUpdateError as lost:
            raise _Again(_replaced(verdict)) from lost
        return result

    def _jobs(self, decided: Decided) -> list[Save]:
        jobs: list[Job] = [
            *decided.verdict.jobs,
            *begun(decided.verdict.touched, decided.context),
            *decided.notices,
            *decided.pushes,
        ]
        for job in jobs:
            if job.name not in job_rules:
                raise GuardViolation(f"no rule for the job {job.name!r}")
        return [Save(after=outbox_row(job, decided.context, job_rules[job.name][1])) for job in jobs]

    def _tell_plugins(self, verdict: Verdict[Any]) -> None:
        if not self.plugins:
            return
        for touch in verdict.touched:
            actions, id = [change.action for change in touch.changes], touch.after.id
            self.after_commit(lambda actions=actions, id=id: self.plugins.saved(actions, id))  # type: ignore[misc]


class _Again(Exception):
    """Another writer came first: decide again, holding the rows of ``lock``."""

    def __init__(self, lock: Lock) -> None:
        super().__init__()
        self.lock = lock


def _woken(call: Callable[[], object]) -> None:
    try:
        call()
    except Exception as error:  # noqa: BLE001 - the command is committed, and workers look by themselves
        _log.error("the waker raised %s: workers find the jobs when they look", type(error).__name__)


def _untold(reader: Reader, notices: Sequence[Job], context: Context) -> str | None:
    """Why a customer is not told of what staff did, as the delivery will find it."""
    if context.actor.kind not in STAFF:
        return None
    subjects = {job.subject.id: job.subject for job in notices if tells_customer(job)}
    ways = (
        way_to(policy_of(subject).reachable(reader, subject), context.notifiers)
        for subject in subjects.values()
        if isinstance(subject, Subject)
    )
    return next((way.reason for way in ways if isinstance(way, Unreached)), None)


@cache
def _contacts() -> Mapping[str, Query]:
    """What says how customers of each type of subject are reached."""
    return {name: policy.contacts for name, policy in policies.items() if policy.contacts is not None}


def _writes_contacts(decided: Decided) -> bool:
    """Whether the command itself may have changed how customers are reached: a contact was confirmed, or is new."""
    asked = {query.record_type for query in _contacts().values()}
    saved: list[Any] = [*decided.verdict.saves, *decided.verdict.touched]
    return any(save.after.record_type in asked for save in saved)


class _held:
    """A unit that is open already, as a context manager that does not close it."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    def __enter__(self) -> Unit:
        return self.unit

    def __exit__(self, *_: object) -> None:
        pass


def _asked(decided: Decided) -> tuple[tuple[str, ...], str | None]:
    """What plugins are asked: the actions and the subject's id."""
    subject = decided.loaded.subject
    return tuple(change.action for change in decided.verdict.changes), subject.id if subject is not None else None


def _may_reach(subject: Subject, handler: Handler, context: Context, reader: Reader) -> bool:
    """Every command's subject is asked about here, whatever its loader did."""
    actor = context.actor
    if actor.kind in STAFF:
        return may(actor, handler.right or "", subject) and can_access(subject, context)
    if actor.kind not in CUSTOMERS or can_access(subject, context) or holds_any(subject, context, handler.scopes):
        return True
    return handler.shared and share_of(reader, subject, context) > Share.NOTHING


def _complete(verdict: Verdict[Any], command: Command[Any], texts: SafeTexts) -> Result:
    result = verdict.result
    if type(result) is not type(command).result_type:
        raise TypeError(f"the rule of {type(command).__name__} returned {type(result).__name__}")
    removed: Result = attrs.evolve(result, removed=texts.removed) if texts.removed else result
    return removed


def _counted(context: Context, verdict: Verdict[Any]) -> tuple[Save, ...]:
    if not (counts := context.texts.counts):
        return ()
    asked = next((getattr(touch.after, "language", None) for touch in verdict.touched), None)
    return redaction_counts(
        counts,
        tenant=context.tenant,
        language=context.settings.language(asked),
        now=context.now,
        new_id=context.new_id,
    )


def _replaced(verdict: Verdict[Any]) -> Lock:
    saves: list[Any] = [*verdict.touched, *verdict.saves]
    return tuple((type(save.after), save.after.id) for save in saves if save.before is not None)
