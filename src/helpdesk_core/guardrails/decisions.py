"""Decisions: the record of a person deciding about exactly one content.

A guarded record carries a salted commitment for each field that the decision is about. The digest covers the
commitments, so that a field can be erased later and the decision still verifies. What people see is derived by
`Guarded.is_decided`, which recomputes everything from the content on every read.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from ..base.actors import PEOPLE, Actor, ActorKind
from ..base.changes import Effect
from ..base.digests import digest
from ..base.records import Index, Record, abstract_record, col, record


@record("decisions", indexes=(Index(("request", "id")),), outside_ids=True)
class Decision(Record):
    """Who decided what, when. The id is ``effect:subject:digest``, so that it can be about nothing else."""

    effect: Effect
    subject: str
    digest: str
    request: str
    actor_kind: ActorKind
    actor: str
    decided_at: datetime
    replaces: str | None = col(default=None)
    """The decision about the same subject before a person redacted its text; None for a first one."""


def commitment(salt: str, field: str, value: str) -> str:
    """The salted commitment of one field: 64 hex digits."""
    return digest(salt, field, value)


def commit(salt: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Commitments of all fields that a decision is about."""
    return {name: commitment(salt, name, value) for name, value in fields.items()}


def content_digest(effect: Effect, subject: str, commitments: Mapping[str, str]) -> str:
    """The digest a person decides about: effect, subject and every commitment, by name."""
    parts = [part for name in sorted(commitments) for part in (name, commitments[name])]
    return digest(effect, subject, *parts)


def decision_id(effect: Effect, subject: str, content: str) -> str:
    """The only id a decision about this content can have."""
    return f"{effect}:{subject}:{content}"


def decide(
    effect: Effect,
    subject: str,
    content: str,
    *,
    tenant: str,
    request: str,
    actor: Actor,
    now: datetime,
    replaces: str | None = None,
) -> Decision:
    """Record that a person decided. Raises ValueError for an actor that is no person."""
    if actor.kind not in PEOPLE:
        raise ValueError("only people decide")
    return Decision(
        id=decision_id(effect, subject, content),
        tenant=tenant,
        effect=effect,
        subject=subject,
        digest=content,
        request=request,
        actor_kind=actor.kind,
        actor=actor.id,
        decided_at=now,
        replaces=replaces,
    )


@abstract_record
class Guarded(Record):
    """A record with a guarded state. ``digest`` is what a person decides about, ``decided`` the decision's id."""

    salt: str | None
    commitments: dict[str, str]
    digest: str
    decided: str | None = col(references="decisions", default=None)

    def content(self) -> dict[str, str]:
        """The fields that the decision is about, as text; an erased field is left out."""
        raise NotImplementedError

    def rewritten(self, effect: Effect, salt: str, **values: Any) -> Self:
        """A copy with other content. The salt must be fresh: with the old one gone, no guess at what stood there can be
        tried against the old digest, which decisions and history keep."""
        content = self.changed(salt=salt, **values)
        commitments = commit(salt, content.content())
        return content.changed(commitments=commitments, digest=content_digest(effect, self.id, commitments))

    def is_whole(self, effect: Effect) -> bool:
        """Whether commitments and digest are those of the content, recomputed here and now.

        An erased field (absent from the content, its salt gone) is vouched for by its stored commitment.
        """
        fresh = commit(self.salt, self.content()) if self.salt is not None else {}
        same = all(hmac.compare_digest(fresh[name], self.commitments.get(name, "")) for name in fresh)
        complete = self.salt is None or fresh.keys() == self.commitments.keys()
        return same and complete and self.digest == content_digest(effect, self.id, self.commitments)

    def is_decided(self, effect: Effect, decision: Decision | None) -> bool:
        """Whether ``decision`` is a person's, about exactly this content. Whatever is shown as done asks this."""
        return (
            decision is not None
            and decision.actor_kind in PEOPLE
            and decision.tenant == self.tenant
            and decision.effect is effect
            and decision.id == self.decided == decision_id(effect, self.id, decision.digest)
            and decision.digest == self.digest
            and self.is_whole(effect)
        )
