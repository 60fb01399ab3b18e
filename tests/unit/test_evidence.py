"""On what proof somebody decides: the freshest one that they really hold, for the subject at hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Customer, Guest
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.grants import Grant
from helpdesk_core.commands import EnterCode, ReplyToShop, RequestCode
from helpdesk_core.desk.pipeline import Task
from helpdesk_core.guardrails.decisions import MAY_DECIDE, Basis, Evidence, decide, evidence
from helpdesk_core.handlers import handlers
from helpdesk_core.outcomes.model import Outcome
from helpdesk_core.testing import make_desk
from helpdesk_core.viewing import View, views


@pytest.fixture
def desk() -> Any:
    return make_desk()


def proof_seen_by_the_rule(desk: Any, actor: Any, made: Any) -> Evidence | None:
    """What a rule about this request would decide on."""
    command = desk.read(ReplyToShop, {"request": made.request, "text": "Yes."})
    task = Task(handler=handlers[ReplyToShop], command=command, actor=actor, tenant=desk.tenant)
    with desk.reading() as reader:
        decided = desk._pipeline.decide(task, reader)
    return decided.context.evidence  # type: ignore[no-any-return]


def grant_by_code(desk: Any, actor: Any, made: Any) -> Grant:
    """What a signed-in customer gets who asks for a code and enters it."""
    j.do(desk, RequestCode, actor, link=j.link(desk, made), contact=j.EMAIL)
    code = j.code_of(desk, made)
    opened = j.do(desk, EnterCode, actor, link=j.link(desk, made), contact=j.EMAIL, code=code)
    grant: Grant | None = desk.guest(opened.grant).grant
    assert grant is not None
    return grant


def test_a_signed_in_customer_proves_anew_by_a_code(desk: Any) -> None:
    """An old sign-in is not fresh; the code entered now is, and the decision says by which contact."""
    before = desk.clock() - timedelta(hours=3)
    customer = Customer(id="c-1", signed_in_at=before)
    made = j.submit(desk, customer)
    seen = proof_seen_by_the_rule(desk, customer, made)
    assert seen is not None
    assert (seen.basis, seen.contact, seen.proved_at) == (Basis.SIGN_IN, None, before)
    grant = grant_by_code(desk, customer, made)
    seen = proof_seen_by_the_rule(desk, attrs.evolve(customer, grant=grant), made)
    assert seen is not None
    assert (seen.actor.id, seen.basis, seen.contact, seen.proved_at) == (
        "c-1",
        Basis.CODE,
        grant.contact,
        desk.clock(),
    )


def test_the_freshest_proof_counts(desk: Any) -> None:
    """A sign-in after the code wins; a sign-in of unknown time loses."""
    customer = Customer(id="c-1")
    made = j.submit(desk, customer)
    grant = grant_by_code(desk, customer, made)
    later = grant.issued_at + timedelta(minutes=1)
    assert evidence(Customer(id="c-1", grant=grant)).basis is Basis.CODE  # type: ignore[union-attr]
    seen = evidence(Customer(id="c-1", grant=grant, signed_in_at=later))
    assert (seen.basis, seen.proved_at) == (Basis.SIGN_IN, later)  # type: ignore[union-attr]
    assert evidence(Guest()) is None
    assert evidence(j.BOT) is None
    assert evidence(j.ANNA).basis is Basis.STAFF  # type: ignore[union-attr]


@pytest.mark.parametrize("forged", ["a later time", "of another request", "of an ended link", "of tracking", "too old"])
def test_a_grant_that_proves_nothing_is_no_proof(desk: Any, forged: str) -> None:
    """A cookie is what a browser says: time, request, link and scope are checked before a rule sees the grant."""
    customer = Customer(id="c-1", signed_in_at=desk.clock())
    made, other = j.submit(desk, customer), j.submit(desk, customer)
    grant = grant_by_code(desk, customer, made)
    if forged == "a later time":
        grant = attrs.evolve(grant, issued_at=grant.issued_at + timedelta(minutes=4))
    elif forged == "of another request":
        desk.clock.move(minutes=2)
        grant = grant_by_code(desk, customer, other)
    elif forged == "of an ended link":
        grant = attrs.evolve(grant, generation=2)
    elif forged == "of tracking":
        grant = attrs.evolve(grant, scope="tracking")
    else:
        desk.clock.move(days=31)
    assert evidence(attrs.evolve(customer, signed_in_at=None, grant=grant)).basis is Basis.CODE  # type: ignore[union-attr]
    seen = proof_seen_by_the_rule(desk, attrs.evolve(customer, signed_in_at=None, grant=grant), made)
    assert seen is not None
    assert (seen.basis, seen.proved_at) == (Basis.SIGN_IN, None)


@pytest.mark.parametrize("genuine", [True, False])
def test_a_view_shows_by_a_genuine_grant_only(desk: Any, genuine: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a page offers the decision or a code first: what a browser makes up is not believed there either."""
    customer = Customer(id="c-1")
    made = j.submit(desk, customer)
    grant = grant_by_code(desk, customer, made)
    if not genuine:
        grant = attrs.evolve(grant, issued_at=grant.issued_at + timedelta(minutes=1))
    seen: list[Evidence | None] = []

    def look(reader: Any, context: Any) -> None:
        seen.append(context.evidence)

    monkeypatch.setitem(views, "look", View(look=look, actors=frozenset({customer.kind}), right=None))
    desk.view(look, attrs.evolve(customer, grant=grant))
    assert [one and one.basis for one in seen] == [Basis.CODE if genuine else Basis.SIGN_IN]


def test_a_grant_opens_nothing_to_a_customer(desk: Any) -> None:
    """It is a proof of who they are; whose request it is, the account says."""
    made, guest = j.in_phase(desk, "in_review", Customer(id="c-1"))
    stranger = Customer(id="c-2", grant=guest.grant)
    assert j.attempt(desk, ReplyToShop, stranger, request=made.request, text="x").code == "refusal.no_such_request"


@pytest.mark.parametrize("effect", Effect)
def test_decide_refuses_what_the_table_does_not_have(desk: Any, effect: Effect) -> None:
    """Each actor with the proof it brings: either the table has the pair, or nothing is decided."""
    made, guest = j.in_phase(desk, "in_review")
    drafted = j.prepare(desk, made)
    with desk.reading() as reader:
        draft = reader.load(Outcome, drafted.outcome)
    signed_in = Customer(id="c-1", signed_in_at=desk.clock())
    actors = (guest, Guest(), signed_in, Customer(id="c-1", grant=guest.grant), j.ANNA, j.BOSS, j.BOT)
    for actor in actors:
        by = evidence(actor)
        if by is not None and (by.actor.kind, by.basis) in MAY_DECIDE[effect]:
            assert decide(effect, draft, subject=made.request, by=by, now=desk.clock()).is_permitted()
        else:
            with pytest.raises(ValueError, match="does not decide"):
                decide(effect, draft, subject=made.request, by=by, now=desk.clock())
