"""Decisions: the record of a person deciding about exactly one content.

A guarded record commits to each field that the decision is about. Fields that can be erased are committed under a
salt; all others stay in the digest as they are, permanently, so that nothing but an erased text can ever leave it. What
people see is derived by `Guarded.is_decided`, which recomputes everything from the content on every read.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import ClassVar, Self, cast

import attrs

from ..base.actors import Actor, ActorKind, Customer, Guest
from ..base.changes import Effect
from ..base.columns import Column
from ..base.digests import digest
from ..base.grants import Grant
from ..base.queries import Query
from ..base.records import Attested, Record, RecordType, abstract_record, col, record
from ..base.values import SAFE_TEXTS, canonical, leaves


class Basis(StrEnum):
    """The proof on which a person decided."""

    STAFF = "staff"
    """A member of staff who was signed in."""
    SIGN_IN = "sign_in"
    """A customer whom the host signed in."""
    CODE = "code"
    """A person who entered the code sent to one of the subject's contact points."""
    PROVIDER = "provider"
    """A payment provider's signed word about this amount."""
    CASH = "cash"
    CARD_TERMINAL = "card_terminal"
    BANK_TRANSFER = "bank_transfer"


_STAFF = frozenset((kind, Basis.STAFF) for kind in (ActorKind.AGENT, ActorKind.ADMIN))
_CUSTOMERS = frozenset(
    {(ActorKind.CUSTOMER, Basis.SIGN_IN), (ActorKind.CUSTOMER, Basis.CODE), (ActorKind.GUEST, Basis.CODE)}
)
_RECEIVED = (Basis.CASH, Basis.CARD_TERMINAL, Basis.BANK_TRANSFER)
#: Who may decide what, on which proof. Asked when a decision is made, by the gate, and on every read.
MAY_DECIDE: Mapping[Effect, frozenset[tuple[ActorKind, Basis]]] = {
    Effect.PUBLISH: _STAFF,
    Effect.COMPLETE: _STAFF,
    Effect.APPROVE: _CUSTOMERS,
    Effect.BOOK: _STAFF | _CUSTOMERS,
    Effect.PAY: frozenset(
        {(ActorKind.AUTOMATION, Basis.PROVIDER)}
        | {(kind, basis) for kind in (ActorKind.AGENT, ActorKind.ADMIN) for basis in _RECEIVED}
    ),
}
#: How old the proof may be when somebody decides; None for as old as the session. Asked when a decision is made, and
#: not when it is read: a decision that was made in time stays made.
PROOF_LIFETIME: Mapping[Effect, timedelta | None] = {
    Effect.PUBLISH: None,
    Effect.COMPLETE: None,
    Effect.APPROVE: timedelta(minutes=30),
    Effect.BOOK: None,
    Effect.PAY: None,
}
_CLOCKS_DIFFER = timedelta(minutes=5)


@attrs.frozen(kw_only=True)
class Evidence:
    """Who decides, and on what proof: the contact point or account, the kind of proof and its time."""

    actor: Actor
    basis: Basis
    contact: str | None = None
    proved_at: datetime | None = None


def evidence(actor: Actor) -> Evidence | None:
    """The freshest proof that an actor brings along. Whether a grant is genuine is asked before: `subjects.with_proof`.

    Returns:
        The proof; None for automation and for a guest without a grant, who prove nothing.
    """
    if isinstance(actor, Guest):
        return None if actor.grant is None else _by_code(actor, actor.grant)
    if isinstance(actor, Customer):
        signed_in_at, grant = actor.signed_in_at, actor.grant
        if grant is not None and (signed_in_at is None or grant.issued_at > signed_in_at):
            return _by_code(actor, grant)
        return Evidence(actor=actor, basis=Basis.SIGN_IN, proved_at=signed_in_at)
    if actor.kind is ActorKind.AUTOMATION:
        return None
    return Evidence(actor=actor, basis=Basis.STAFF, proved_at=getattr(actor, "signed_in_at", None))


def _by_code(actor: Actor, grant: Grant) -> Evidence:
    return Evidence(actor=actor, basis=Basis.CODE, contact=grant.contact, proved_at=grant.issued_at)


def is_fresh(effect: Effect, by: Evidence | None, now: datetime) -> bool:
    """Whether a proof is young enough to decide on, by `PROOF_LIFETIME`."""
    lifetime = PROOF_LIFETIME[effect]
    if lifetime is None:
        return True
    proved_at = None if by is None else by.proved_at
    return proved_at is not None and -_CLOCKS_DIFFER <= now - proved_at <= lifetime


@record("decisions", outside_ids=True)
class Decision(Record):
    """Who decided what, when, on what proof. The id is ``effect:record:digest``: it can be about nothing else."""

    effect: Effect
    record: str
    """Id of the record that was decided about."""
    digest: str
    subject: str = col(about=True)
    """Id of the subject whose history knows of it."""
    actor_kind: ActorKind
    actor: str
    basis: Basis
    contact: str | None = col(default=None)
    """The contact point whose code proved the person."""
    proved_at: datetime | None = col(default=None)
    decided_at: datetime
    replaces: str | None = col(default=None)
    """The decision about the same record before a person redacted its text; None for a first one."""

    def is_permitted(self) -> bool:
        """Whether this kind of person, on this proof, may decide this effect."""
        return (self.actor_kind, self.basis) in MAY_DECIDE[self.effect]


EVERY_DECISION = Query(Decision)


def decision_id(effect: Effect, record: str, content: str) -> str:
    """The only id a decision about this content can have."""
    return f"{effect}:{record}:{content}"


def decide(
    effect: Effect,
    record: Guarded,
    *,
    subject: str,
    by: Evidence | None,
    now: datetime,
    replaces: str | None = None,
) -> Decision:
    """Record that a person decided.

    Args:
        effect: What the decision lets happen.
        record: What it is about, with the digest that the person saw.
        subject: Id of the subject whose history will know of it.
        by: Who decides, on what proof.
        now: When.
        replaces: Id of an earlier decision about the same record.

    Raises:
        ValueError: This kind of actor, on this proof, does not decide such things, or the proof is too old.
    """
    if by is None or (by.actor.kind, by.basis) not in MAY_DECIDE[effect]:
        raise ValueError(f"{by and by.actor.kind} on {by and by.basis} does not decide {effect}")
    if not is_fresh(effect, by, now):
        raise ValueError(f"the proof is too old to decide {effect}")
    return Decision(
        id=decision_id(effect, record.id, record.digest),
        tenant=record.tenant,
        effect=effect,
        record=record.id,
        digest=record.digest,
        subject=subject,
        actor_kind=by.actor.kind,
        actor=by.actor.id,
        basis=by.basis,
        contact=by.contact,
        proved_at=by.proved_at,
        decided_at=now,
        replaces=replaces,
    )


@cache
def decided_columns(record_type: RecordType) -> tuple[Column, ...]:
    """The columns that a decision about a record of this type is about.

    Args:
        record_type: The type.

    Returns:
        The columns.
    """
    names = cast(type[Guarded], record_type.make).decides
    return tuple(column for column in record_type.columns if column.field in names and not column.derived)


def _salted(salt: str, erasable: Mapping[str, str | None]) -> dict[str, str]:
    return {name: digest(salt, name, cell or "", "-" if cell is None else "+") for name, cell in erasable.items()}


def are_same(fresh: Mapping[str, str], stored: Mapping[str, str]) -> bool:
    """Whether commitments are those that are stored, compared in constant time.

    Args:
        fresh: Those of the content.
        stored: Those that are stored, at least by the same names.

    Returns:
        Whether they are.
    """
    return all(hmac.compare_digest(fresh[name], stored[name]) for name in fresh)


def _digest_of(effect: Effect, id: str, plain: Mapping[str, str | None], commitments: Mapping[str, str]) -> str:
    parts: list[str] = []
    for name, cell in sorted(plain.items()):
        parts += (name, "", "-") if cell is None else (name, cell, "+")
    salted = [part for pair in sorted(commitments.items()) for part in pair]
    return digest(effect, id, "plain", *parts, "salted", *salted)


@abstract_record
class Guarded(Attested):
    """A record with a guarded state. ``digest`` is what a person decides about, ``decided`` the decision's id. Its
    history vouches for the row besides, also for a draft and for what no decision is about.

    Subclasses name the fields that the decision is about in ``decides``. Their cells are what is committed to, so that
    what is stored is what was decided, whatever zone or spelling a value came in.
    """

    decides: ClassVar[tuple[str, ...]] = ()
    salt: str | None = None
    commitments: dict[str, str] = col(personal=False, codes=True, default=attrs.Factory(dict))
    """The salted commitment of each field, or text within a list, that can be erased."""
    digest: str = ""
    decided: str | None = col(references="decisions", default=None)

    def content(self) -> tuple[dict[str, str | None], dict[str, str | None]]:
        """The cells that the decision is about, by column: those that stay, and those that can be erased. Of a list
        that can be erased each leaf, by its path, so that its amounts stay committed when its texts are gone."""
        plain: dict[str, str | None] = {}
        erasable: dict[str, str | None] = {}
        for column in decided_columns(self.record_type):
            value = getattr(self, column.field)
            if column.personal is True and isinstance(value, tuple):
                for path, leaf in leaves(value, column.name):
                    part = erasable if isinstance(leaf, SAFE_TEXTS) else plain
                    part[path] = None if leaf is None else canonical(leaf)
            else:
                cell = value if value is None or column.encode is None else column.encode(value)
                part = erasable if column.personal is True else plain
                part[column.name] = None if cell is None else str(cell)
        return plain, erasable

    def fresh_commitments(self) -> dict[str, str]:
        """The commitments of the present content under the present salt."""
        return _salted(self.salt or "", self.content()[1])

    def fresh_digest(self, effect: Effect) -> str:
        """The digest of the present content: effect, record, every plain cell and every stored commitment, by name.

        Args:
            effect: What is decided.

        Returns:
            The digest.
        """
        return _digest_of(effect, self.id, self.content()[0], self.commitments)

    def committed(self, effect: Effect, salt: str) -> Self:
        """A copy that commits to its present content. The salt must be fresh: with the old one gone, no guess at what
        stood there can be tried against the old digest, which decisions and history keep.

        Args:
            effect: What is decided.
            salt: Fresh random text.

        Returns:
            The copy.
        """
        salted = self.changed(salt=salt)
        ready = salted.changed(commitments=salted.fresh_commitments())
        return ready.changed(digest=ready.fresh_digest(effect))

    def is_whole(self, effect: Effect) -> bool:
        """Whether commitments and digest are those of the content, recomputed here and now.

        Without a salt the erasable fields must be what erasing leaves: their stored commitments vouch for what stood
        there, and for nothing that stands there since.

        Args:
            effect: What was decided.

        Returns:
            Whether they are.
        """
        plain, erasable = self.content()
        if self.commitments.keys() != erasable.keys():
            return False
        if self.salt is None:
            same = self.changed(**{name: getattr(self.erased(), name) for name in self.record_type.personal}) == self
        else:
            same = are_same(_salted(self.salt, erasable), self.commitments)
        return same and hmac.compare_digest(self.digest, _digest_of(effect, self.id, plain, self.commitments))

    def is_decided(self, effect: Effect, decision: Decision | None) -> bool:
        """Whether ``decision`` is about exactly this content, by a person who may make it. Whatever is shown as done
        asks this.

        Args:
            effect: What it is shown as.
            decision: The decision that is stored for it, None for none.

        Returns:
            Whether it is.
        """
        return (
            decision is not None
            and decision.effect is effect
            and decision.is_permitted()
            and decision.tenant == self.tenant
            and decision.id == self.decided == decision_id(effect, self.id, decision.digest)
            and decision.digest == self.digest
            and self.is_whole(effect)
        )
