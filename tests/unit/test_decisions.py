"""Who decides what, on which proof: the table by hand, tried at the maker, at the gate and at each read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.scene import Scene
from helpdesk_core import Admin, Agent, Customer, Guest
from helpdesk_core.base.actors import Actor, ActorKind
from helpdesk_core.base.changes import Change, Effect, Save, Touch
from helpdesk_core.base.grants import Grant, GrantScope
from helpdesk_core.commands import RemoveSecret
from helpdesk_core.guardrails.decisions import (
    MAY_DECIDE,
    PROOF_LIFETIME,
    Basis,
    Decision,
    Evidence,
    decide,
    evidence,
    is_fresh,
)
from helpdesk_core.guardrails.gate import GuardViolation, Writing, is_sealed, seal
from helpdesk_core.outcomes.model import Outcome, OutcomeState
from helpdesk_core.outcomes.rules import OutcomeRecorded
from helpdesk_core.service_requests.lifecycle import Phase
from helpdesk_core.service_requests.rules import HoldReleased
from helpdesk_core.testing import CountedIds

#: Effect → who may decide it, on which proofs. Everything else is refused.
TABLE: dict[str, dict[str, str]] = {
    "publish": {"agent": "staff", "admin": "staff"},
    "complete": {"agent": "staff", "admin": "staff"},
    "approve": {"customer": "sign_in code", "guest": "code"},
    "book": {"agent": "staff", "admin": "staff", "customer": "sign_in code", "guest": "code"},
    "pay": {
        "automation": "provider",
        "agent": "cash card_terminal bank_transfer",
        "admin": "cash card_terminal bank_transfer",
    },
}


def test_the_table_is_the_one_that_is_asked() -> None:
    """Written by hand, effect by effect."""
    declared = {
        effect.value: {
            kind.value: {basis.value for one, basis in MAY_DECIDE[effect] if one is kind}
            for kind in ActorKind
            if any(one is kind for one, _ in MAY_DECIDE[effect])
        }
        for effect in Effect
    }
    assert declared == {
        effect: {kind: set(bases.split()) for kind, bases in who.items()} for effect, who in TABLE.items()
    }


@pytest.fixture(scope="module")
def scene() -> Scene:
    """A request with a draft of an outcome."""
    made = Scene.in_phase("in_review")
    j.prepare(made.desk, made.made)
    return made


def draft_of(scene: Scene) -> Outcome:
    """The draft."""
    with scene.desk.reading() as reader:
        found = reader.load(Outcome, scene.outcome)
    assert found is not None
    return found


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("kind", ActorKind)
@pytest.mark.parametrize("effect", Effect)
def test_a_decision_is_made_and_read_by_the_table(scene: Scene, effect: Effect, kind: ActorKind, basis: Basis) -> None:
    """75 rows at the maker and at the read, each way."""
    allowed = basis.value in TABLE[effect.value].get(kind.value, "").split()
    draft, actor = draft_of(scene), scene.actors[kind.value]
    proof = Evidence(actor=actor, basis=basis, proved_at=scene.desk.clock())
    if allowed:
        made = decide(effect, draft, subject=scene.request, by=proof, now=scene.desk.clock())
    else:
        with pytest.raises(ValueError, match="does not decide"):
            decide(effect, draft, subject=scene.request, by=proof, now=scene.desk.clock())
        made = _forged(effect, draft, scene, actor, basis)
    assert made.is_permitted() is allowed
    ready = draft.changed(decided=made.id)
    fits = effect is Effect.COMPLETE  # the digest is made for the one effect
    assert ready.is_decided(effect, made) is (allowed and fits)


def test_a_proof_too_old_decides_nothing_new_and_what_was_decided_stays(scene: Scene) -> None:
    """Minutes by effect, by hand: a proof as old as that decides, one a moment older or of no known time does not."""
    lifetimes = {effect: lifetime and lifetime.total_seconds() / 60 for effect, lifetime in PROOF_LIFETIME.items()}
    assert lifetimes == {"publish": None, "complete": None, "approve": 30, "book": None, "pay": None}
    draft, now = draft_of(scene), scene.desk.clock()
    for age, fresh in ((timedelta(minutes=30), True), (timedelta(minutes=30, seconds=1), False), (None, False)):
        proved_at = None if age is None else now - age
        by = Evidence(actor=scene.actors["customer"], basis=Basis.SIGN_IN, proved_at=proved_at)
        if fresh:
            made = decide(Effect.APPROVE, draft, subject=scene.request, by=by, now=now)
            assert made.is_permitted()
            continue
        with pytest.raises(ValueError, match="too old to decide approve"):
            decide(Effect.APPROVE, draft, subject=scene.request, by=by, now=now)


def test_a_proof_of_a_time_to_come_decides_nothing(scene: Scene) -> None:
    """Clocks may differ by five minutes, and by no more."""
    now = scene.desk.clock()
    for ahead, fresh in ((timedelta(minutes=5), True), (timedelta(minutes=5, seconds=1), False)):
        by = Evidence(actor=scene.actors["customer"], basis=Basis.SIGN_IN, proved_at=now + ahead)
        assert is_fresh(Effect.APPROVE, by, now) is fresh


@pytest.mark.parametrize("changed", [{"tenant": "other"}, {"digest": "0" * 64}, {"effect": Effect.PUBLISH}])
def test_a_decision_about_another_record_shows_nothing_as_decided(scene: Scene, changed: dict[str, Any]) -> None:
    """What is read asks by itself, whatever the store gave it."""
    draft = draft_of(scene)
    made = decide(Effect.COMPLETE, draft, subject=scene.request, by=evidence(j.ANNA), now=scene.desk.clock())
    ready = draft.changed(decided=made.id)
    assert ready.is_decided(Effect.COMPLETE, made)
    assert not ready.is_decided(Effect.COMPLETE, made.changed(**changed))


def _forged(effect: Effect, draft: Outcome, scene: Scene, actor: Actor, basis: Basis) -> Decision:
    right = decide(Effect.COMPLETE, draft, subject=scene.request, by=evidence(j.ANNA), now=scene.desk.clock())
    return right.changed(
        id=f"{effect}:{draft.id}:{draft.digest}", effect=effect, actor_kind=actor.kind, actor=actor.id, basis=basis
    )


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("kind", ActorKind)
def test_the_gate_lets_only_who_may_complete(scene: Scene, kind: ActorKind, basis: Basis) -> None:
    """By each kind of actor, on each proof, with the rows made by hand: agents and admins as staff, nobody else."""
    draft, actor = draft_of(scene), scene.actors[kind.value]
    made = _forged(Effect.COMPLETE, draft, scene, actor, basis)
    allowed = basis is Basis.STAFF and kind in (ActorKind.AGENT, ActorKind.ADMIN)
    if allowed:
        assert is_sealed(_seal(scene, draft, made, actor))
    else:
        with pytest.raises(GuardViolation):
            _seal(scene, draft, made, actor)


def test_the_gate_takes_no_decision_that_no_change_tells_of(scene: Scene) -> None:
    """A history without it would be a history that lies; nor a change whose decision is about another content."""
    draft = draft_of(scene)
    made = _forged(Effect.COMPLETE, draft, scene, j.ANNA, Basis.STAFF)
    for change in (HoldReleased(), OutcomeRecorded(outcome=draft.id, digest="0" * 64)):
        with pytest.raises(GuardViolation, match="a decision that no change tells of"):
            _seal(scene, draft, made, j.ANNA, change=change)


def _seal(
    scene: Scene, draft: Outcome, made: Decision, by: Actor, change: Change | None = None, **changed: Any
) -> object:
    request = j.stored(scene.desk, scene.made)
    after = request.changed(phase=Phase.OUTCOME_RECORDED, status="outcome_recorded", decided=made.id)
    change = change or OutcomeRecorded(outcome=draft.id, digest=draft.digest)
    recorded = draft.changed(state=OutcomeState.RECORDED, decided=made.id)
    writing = Writing(
        tenant="shop", actor=by, now=scene.desk.clock(), settings=scene.desk.settings, new_id=CountedIds()
    )
    touch = Touch(before=request, after=after, changes=(change,))
    return seal(writing, [touch], [Save(after=made.changed(**changed)), Save(before=draft, after=recorded)])


@pytest.mark.parametrize(
    "changed",
    [
        {"actor": "somebody"},
        {"actor_kind": ActorKind.ADMIN},
        {"subject": "another"},
        {"digest": "0" * 64},
        {"effect": Effect.PUBLISH},
        {"contact": "made-up"},
        {"proved_at": "later"},
        {"tenant": "other"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_gate_takes_no_decision_that_does_not_fit(scene: Scene, changed: dict[str, Any]) -> None:
    """In another's name, about something else, in another history, on a proof that nobody brought."""
    draft = draft_of(scene)
    made = _forged(Effect.COMPLETE, draft, scene, j.ANNA, Basis.STAFF)
    if changed == {"proved_at": "later"}:
        changed = {"proved_at": scene.desk.clock() + timedelta(days=1)}
    assert is_sealed(_seal(scene, draft, made, j.ANNA))
    with pytest.raises(GuardViolation):
        _seal(scene, draft, made, j.ANNA, **changed)


GRANT = Grant(
    scope=GrantScope.ROOM,
    subject="r",
    contact="point-1",
    generation=1,
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    mac="0" * 64,
)
LATER = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "actor, basis, contact, proved_at",
    [
        (Agent(id="a", name="A"), "staff", None, None),
        (Agent(id="a", name="A", signed_in_at=LATER), "staff", None, LATER),
        (Admin(id="b", name="B", signed_in_at=LATER), "staff", None, LATER),
        (Customer(id="c"), "sign_in", None, None),
        (Customer(id="c", signed_in_at=LATER), "sign_in", None, LATER),
        (Guest(grant=GRANT), "code", "point-1", GRANT.issued_at),
        (Guest(), None, None, None),
        (j.BOT, None, None, None),
    ],
)
def test_the_proof_is_what_the_actor_brings(
    actor: Actor, basis: str | None, contact: str | None, proved_at: Any
) -> None:
    """Kind, contact point and time; a guest without a code and automation prove nothing."""
    proof = evidence(actor)
    if basis is None:
        assert proof is None
    else:
        assert proof is not None
        assert (proof.basis.value, proof.contact, proof.proved_at) == (basis, contact, proved_at)


def test_what_is_stored_says_who_and_on_what_proof() -> None:
    """The staff's id, the kind of proof and its time; of a decision that replaces another, that too."""
    scene = Scene.in_phase("in_review")
    draft = j.prepare(scene.desk, scene.made)
    anna = attrs.evolve(j.ANNA, signed_in_at=LATER)
    decided = j.do(scene.desk, j.RecordOutcome, anna, outcome=draft.outcome, digest=draft.digest)
    with scene.desk.reading() as reader:
        first = reader.load(Decision, decided.decision)
    assert first is not None
    assert (first.effect, first.record, first.subject) == (Effect.COMPLETE, draft.outcome, scene.request)
    assert (first.actor_kind, first.actor, first.basis, first.contact) == (ActorKind.AGENT, "anna", Basis.STAFF, None)
    assert (first.proved_at, first.decided_at, first.replaces) == (LATER, scene.desk.clock(), None)
    words = {"request": scene.request, "record": draft.outcome, "field": "text", "start": "0", "end": "2"}
    j.do(scene.desk, RemoveSecret, j.BOSS, **words)
    with scene.desk.reading() as reader:
        outcome = reader.load(Outcome, draft.outcome)
        assert outcome is not None
        second = reader.load(Decision, outcome.decided or "")
    assert second is not None
    assert (second.actor, second.replaces) == ("boss", first.id)
