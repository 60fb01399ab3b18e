"""The last word before the store. Only the gate makes SealedChanges, and a store saves nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any

import attrs

from ..base.actors import Actor
from ..base.changes import Effect, Save, Touch
from ..base.columns import holds_words
from ..base.ids import fresh_salt
from ..base.records import Attested, Record, RecordType, Row, Subject, record_types
from .decisions import Decision, Guarded, evidence
from .timeline import append, attestation, attested_key


class GuardViolation(AssertionError):
    """A rule tried to write what the guard forbids. A fault of the program: nothing is written."""


@attrs.frozen
class RowWrite:
    """One row: to insert (``before`` is None) or to replace when the stored version is still that of ``before``."""

    record_type: RecordType
    row: Row
    before: Row | None

    @property
    def id(self) -> str:
        """The row's key."""
        return str(self.row[0])

    @property
    def expected(self) -> int | None:
        """The version that must be stored, None for a new row."""
        return None if self.before is None else int(self.before[_VERSION] or 0)


_SEAL = object()
_VERSION = 2
"""Every record's third column."""


class SealedChanges:
    """Rows that passed the gate, in the order to write them. There is no public way to make one.

    Args:
        tenant: The shop.
        key: The idempotency row or None: it is inserted first, and when it is there already nothing is written.
        rows: What is written.
        seal: The gate's own mark.

    Raises:
        TypeError: Anybody but the gate makes one.
    """

    __slots__ = ("key", "rows", "tenant")
    tenant: str
    key: RowWrite | None
    rows: tuple[RowWrite, ...]

    def __init__(self, tenant: str, key: RowWrite | None, rows: tuple[RowWrite, ...], seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("only the gate seals changes")
        for name, value in (("tenant", tenant), ("key", key), ("rows", rows)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("sealed changes do not change")


def is_sealed(changes: object) -> bool:
    """Whether a store may save this."""
    return type(changes) is SealedChanges


@attrs.frozen(kw_only=True)
class Writing:
    """Who writes, in which shop, when: what the gate needs besides the rows."""

    tenant: str
    actor: Actor
    now: datetime
    settings: Any
    new_id: Callable[[], str]
    new_salt: Callable[[], str] = fresh_salt


def seal(writing: Writing, touched: Sequence[Touch], saves: Sequence[Save], key: Record | None = None) -> SealedChanges:
    """Check the guard, write the histories, and order the rows.

    Args:
        writing: Who writes, when.
        touched: Subjects with their changes; each subject once.
        saves: Rows without a history of their own.
        key: The idempotency record.

    Returns:
        The rows to save: decisions first, then each type after those it refers to, and by id within a type, so that
        two commands lock rows in the same order.

    Raises:
        GuardViolation: A guarded change or state without a decision by a person who may make it, a row that no
            history vouches for, words in a field for codes, another tenant's row.
    """
    decisions = {save.after.id: save.after for save in saves if isinstance(save.after, Decision)}
    _check_decisions(writing.actor, decisions.values(), touched)
    written = [*_histories(writing, touched, saves), *saves]
    for save in written:
        _check_row(writing, save)
        _check_state(save, decisions)
    ordered = sorted(written, key=_place)
    used = None if key is None else _write(Save(after=key))
    return SealedChanges(writing.tenant, used, tuple(map(_write, ordered)), _SEAL)


def _histories(writing: Writing, touched: Sequence[Touch], saves: Sequence[Save]) -> list[Save]:
    """The touched subjects with their heads moved, and their new entries, which vouch for the rows about them."""
    ids = [touch.after.id for touch in touched]
    if len(set(ids)) != len(ids):
        raise GuardViolation("a subject is touched twice in one command")
    attested: dict[str, dict[str, str]] = {id: {} for id in ids}
    for save in saves:
        if isinstance(save.after, Subject):
            raise GuardViolation(f"{save.after.record_type.name} is written without a change in its history")
        if isinstance(save.after, Attested) and (mark := _news(save, save.after)):
            about = _about(save.after.record_type)
            subject = None if about is None else getattr(save.after, about)
            if subject not in attested:
                raise GuardViolation(f"{save.after.record_type.name} is written without a change in its history")
            attested[subject][attested_key(save.after)] = mark
    written: list[Save] = []
    for touch in touched:
        if not touch.changes:
            raise GuardViolation(f"{touch.after.record_type.name} is touched without a change")
        after, entries = append(
            touch.after,
            touch.changes,
            attested[touch.after.id],
            writing.actor,
            writing.now,
            writing.new_id,
            writing.new_salt,
            _types(touch.after, saves),
        )
        written += [Save(before=touch.before, after=after), *(Save(after=entry) for entry in entries)]
    return written


def _types(subject: Subject, saves: Sequence[Save]) -> tuple[str, ...]:
    """The names of the types of record about the subject, those of the new ones among them."""
    new = {
        save.after.record_type.name
        for save in saves
        if save.before is None
        and (about := _about(save.after.record_type)) is not None
        and getattr(save.after, about) == subject.id
    }
    return subject.has if new.issubset(subject.has) else tuple(sorted(new.union(subject.has)))


@cache
def _about(record_type: RecordType) -> str | None:
    return None if record_type.about is None else record_type.about.name


def _news(save: Save, after: Attested) -> str | None:
    """The attestation of a row, None when the one before still holds."""
    mark = attestation(after, save.row)
    same = isinstance(save.before, Attested) and attestation(save.before, save.row_before) == mark
    return None if same else mark


def _check_decisions(actor: Actor, decisions: Collection[Decision], touched: Sequence[Touch]) -> None:
    """Each guarded change has its decision and each decision its change: of one effect and digest, in one history, by
    this actor on the actor's own proof."""
    made = {(decision.subject, decision.effect, decision.digest) for decision in decisions}
    told: set[tuple[Any, ...]] = set()
    for touch in touched:
        for change in touch.changes:
            if any(_holds_words(value) for value in change.payload().values()):
                raise GuardViolation(f"{change.action} holds words: a change holds keys, codes and numbers")
            if change.effect is not None:
                told.add((touch.after.id, change.effect, getattr(change, "digest", None)))
    if made != told:
        raise GuardViolation("a guarded change without the decision about it, or a decision that no change tells of")
    for decision in decisions:
        if (decision.actor_kind, decision.actor) != (actor.kind, actor.id):
            raise GuardViolation("a decision in somebody else's name")
        if not _is_own_proof(decision, actor):
            raise GuardViolation("a decision on a proof that its actor did not bring")


def _is_own_proof(decision: Decision, actor: Actor) -> bool:
    """Facts about money are proved by themselves; anything else by who acts."""
    if decision.effect is Effect.PAY:
        return True
    own = evidence(actor)
    proof = (decision.basis, decision.contact, decision.proved_at)
    return own is not None and proof == (own.basis, own.contact, own.proved_at)


def _holds_words(value: Any) -> bool:
    """Whether a value of a change holds words, however deep; codes and ids have no spaces."""
    if isinstance(value, dict):
        return any(_holds_words(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_holds_words(part) for part in value)
    return isinstance(value, str) and len(value.split()) > 1


def _check_row(writing: Writing, save: Save) -> None:
    after, before = save.after, save.before
    if after.tenant != writing.tenant or (before and (before.tenant, before.id) != (writing.tenant, after.id)):
        raise GuardViolation("a record of another tenant, or two records in one save")
    if problem := after.check_write(before, writing.actor.kind, writing.settings):
        raise GuardViolation(f"{after.record_type.name}: {problem}")


def _check_state(save: Save, decisions: Mapping[str, Decision]) -> None:
    guard = save.after.record_type.guard
    if isinstance(save.after, Decision):
        if save.before is not None or not save.after.is_permitted():
            raise GuardViolation("a decision is written once, by a person who may make it")
        return
    if guard is None or _state(save.after, guard.state) in guard.free:
        return
    decided = getattr(save.after, "decided", None)
    unchanged = save.before is not None and _guarded_part(save.before) == _guarded_part(save.after)
    kept = save.before is not None and getattr(save.before, "decided", None) == decided and decided is not None
    if isinstance(save.after, Guarded):
        if not save.after.is_whole(Effect(guard.effect)):
            raise GuardViolation(f"{save.after.record_type.name}: the content is not the one that was decided about")
        wanted = f"{guard.effect}:{save.after.id}:{save.after.digest}"
        if decided != wanted or not (decided in decisions or unchanged):
            raise GuardViolation(f"{save.after.record_type.name} in a guarded state without the decision about it")
    elif not (decided in decisions or kept):
        raise GuardViolation(f"{save.after.record_type.name} in a guarded state without a decision")


def _state(record: Record, name: str) -> str:
    value = getattr(record, name)
    return str(getattr(value, "value", value))


def _guarded_part(record: Record) -> tuple[Any, ...]:
    guard = record.record_type.guard
    state = _state(record, guard.state) if guard else ""
    return (
        state,
        getattr(record, "decided", None),
        getattr(record, "digest", None),
        getattr(record, "commitments", None),
    )


def _write(save: Save) -> RowWrite:
    record_type, row, before = save.after.record_type, save.row, save.row_before
    if holds_words(_codes_of(record_type)(row)):
        # Some cell does, or what one ends in and the next begins with: now one by one.
        for place in record_type.coded:
            if (before is None or before[place] != row[place]) and holds_words(row[place]):
                name = record_type.columns[place].name
                raise GuardViolation(f"{record_type.name}.{name} is for keys and codes, and holds words")
    if before is None or save.before is None:
        return RowWrite(record_type, row, None)
    replaced = list(row)
    replaced[_VERSION] = save.before.version + 1
    return RowWrite(record_type, tuple(replaced), before)


@cache
def _codes_of(record_type: RecordType) -> Callable[[Row], str]:
    """What puts the cells of a row that are for keys and codes together: each row of each command is looked at."""
    cells = itemgetter(*record_type.coded)  # id and tenant are among them
    return lambda row: "".join(filter(None, cells(row)))


def write_order(record_type: RecordType, id: str) -> tuple[tuple[int, str], str]:
    """The order in which rows are written and locked: the same for all writers, so that they cannot deadlock."""
    return _order(record_type.name), id


def _place(save: Save) -> tuple[tuple[int, str], bool, str]:
    """Rows that another writer may lock are sorted; new ones, unknown to others, stay in the order of events."""
    is_known = save.before is not None or save.after.record_type.outside_ids
    order, id = write_order(save.after.record_type, save.after.id)
    return order, not is_known, id if is_known else ""


@cache
def _order(name: str) -> tuple[int, str]:
    """Each type after those it refers to; decisions, which refer to nothing, first."""
    referred = [
        _order(column.references)
        for column in record_types[name].columns
        if column.references and column.references != name
    ]
    return 1 + max((depth for depth, _ in referred), default=-1), name
