"""The last word before the store. Only the gate makes SealedChanges, and a store saves nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import attrs

from ..base.actors import PEOPLE, Actor
from ..base.changes import Change, Effect, Save
from ..base.records import Record, RecordType, Row, record_types
from .decisions import Decision, Guarded


class GuardViolation(AssertionError):
    """A rule tried to reach a guarded state without its decision. A fault of the program: nothing is written."""


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

    ``key`` is the idempotency row or None: it is inserted first, and when it is there already nothing is written.
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


def seal(
    tenant: str, actor: Actor, changes: Sequence[Change], saves: Iterable[Save], key: Record | None = None
) -> SealedChanges:
    """Check the guard and order the rows: decisions first, then each kind after those it refers to.

    Raises GuardViolation when a guarded change or state comes without a person's decision in the same rows.
    """
    saves = tuple(saves)
    decisions = {save.after.id: save.after for save in saves if isinstance(save.after, Decision)}
    _check_changes(actor, changes, decisions.values())
    for save in saves:
        if save.after.tenant != tenant or (
            save.before and (save.before.tenant, save.before.id) != (tenant, save.after.id)
        ):
            raise GuardViolation("a record of another tenant, or two records in one save")
        _check_state(save, decisions)
    ordered = sorted(saves, key=_place)
    return SealedChanges(tenant, None if key is None else _write(Save(after=key)), tuple(map(_write, ordered)), _SEAL)


def _check_changes(actor: Actor, changes: Sequence[Change], decisions: Iterable[Decision]) -> None:
    effects = {decision.effect for decision in decisions}
    for change in changes:
        if change.effect is None:
            continue
        if actor.kind not in PEOPLE:
            raise GuardViolation(f"{change.action} by {actor.kind}")
        if change.effect not in effects:
            raise GuardViolation(f"{change.action} without a decision")
    for decision in decisions:
        if (decision.actor_kind, decision.actor) != (actor.kind, actor.id):
            raise GuardViolation("a decision in somebody else's name")


def _check_state(save: Save, decisions: Mapping[str, Decision]) -> None:
    guard = save.after.record_type.guard
    if isinstance(save.after, Decision):
        if save.before is not None or save.after.actor_kind not in PEOPLE:
            raise GuardViolation("a decision is written once, by a person")
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
    kind = save.after.record_type
    if save.before is None:
        return RowWrite(kind, kind.encode(save.after), None)
    row = list(kind.encode(save.after))
    row[_VERSION] = save.before.version + 1
    return RowWrite(kind, tuple(row), kind.encode(save.before))


def write_order(record_type: RecordType, id: str) -> tuple[tuple[int, str], str]:
    """The order in which rows are written and locked, the same for everybody, so that nobody waits in a circle."""
    return _order(record_type.name), id


def _place(save: Save) -> tuple[tuple[int, str], bool, str]:
    """Rows that somebody else may hold are sorted; new ones, which nobody knows yet, stay in the order of events."""
    is_known = save.before is not None or save.after.record_type.outside_ids
    order, id = write_order(save.after.record_type, save.after.id)
    return order, not is_known, id if is_known else ""


@cache
def _order(name: str) -> tuple[int, str]:
    """Each kind after those it refers to; decisions, which refer to nothing, first."""
    referred = [
        _order(column.references)
        for column in record_types[name].columns
        if column.references and column.references != name
    ]
    return 1 + max((depth for depth, _ in referred), default=-1), name
