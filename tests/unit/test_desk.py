"""The pipeline: keys, versions, codes, limits, links, plugins, configuration."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import (
    AsyncHelpdesk,
    ConfigurationError,
    Customer,
    Guest,
    Helpdesk,
    InputError,
    Refusal,
    Result,
    Settings,
    Status,
    Transition,
    hookimpl,
)
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.base.changes import Effect, Save, Touch
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.commands import EraseRequest
from helpdesk_core.contacts.codes import EnterCode, RequestCode
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop
from helpdesk_core.customer_rooms.rules import TrackRequest
from helpdesk_core.customer_rooms.views import view_customer_list, view_room, view_tracking
from helpdesk_core.guardrails.decisions import Basis, decide, evidence
from helpdesk_core.guardrails.gate import GuardViolation, SealedChanges, Writing, is_sealed, seal
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.outcomes.model import OUTCOMES, Outcome, OutcomeResult, OutcomeState, is_recorded
from helpdesk_core.outcomes.rules import AnswerOutcome, OutcomeRecorded, RecordOutcome
from helpdesk_core.service_requests.lifecycle import BY_STATUS, MOVES, Phase, can_set_status, status_of
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.service_requests.rules import CancelRequest, ChangeStatus, RenewLink, ReopenRequest
from helpdesk_core.testing import CountedIds, make_desk
from helpdesk_core.testing.doubles import SECRET
from helpdesk_core.triage.queue import NEWEST
from helpdesk_core.triage.rules import AssignRequest, RequestAssigned

WORDS = {"problem": "p", "device": "d", "surname": "Nowak", "contact": "x@example.com"}


@pytest.fixture
def desk() -> Helpdesk:
    return make_desk()


def _count(desk: Helpdesk) -> int:
    with desk.reading() as reader:
        return len(reader.find(NEWEST, {}, limit=999))


def test_the_same_key_is_answered_once(desk: Helpdesk) -> None:
    """The first result again, nothing written again; other content under the key is refused."""
    first = j.attempt(desk, SubmitRequest, Guest(), key="form-1", **WORDS)
    again = j.attempt(desk, SubmitRequest, Guest(), key="form-1", **WORDS)
    assert isinstance(first, Result)
    assert isinstance(again, Result)
    assert again.repeated
    assert again.reference == first.reference
    other = j.attempt(desk, SubmitRequest, Guest(), key="form-1", **(WORDS | {"problem": "other"}))
    assert getattr(other, "code", "") == "refusal.key_reused"
    assert _count(desk) == 1


def test_a_key_is_known_still_when_a_secret_was_replaced(desk: Helpdesk) -> None:
    """A form, or a job that was cut off, comes again after the restart: nothing is written twice, and none waits."""
    first = j.attempt(desk, SubmitRequest, Guest(), key="form-1", **WORDS)
    desk.keyring = KeyRing([bytes(range(32, 64)), SECRET])
    assert j.attempt(desk, SubmitRequest, Guest(), key="form-1", **WORDS) == attrs.evolve(first, repeated=True)
    other = j.attempt(desk, SubmitRequest, Guest(), key="form-1", **(WORDS | {"problem": "other"}))
    assert getattr(other, "code", "") == "refusal.key_reused"


def test_a_key_is_scoped_by_actor_and_command(desk: Helpdesk) -> None:
    """Another customer's form may carry the same token."""
    j.attempt(desk, SubmitRequest, Guest(), key="k", **WORDS)
    j.attempt(desk, SubmitRequest, j.CUSTOMER, key="k", **WORDS)
    assert _count(desk) == 2


def test_a_repeated_step_is_not_refused_for_its_own_effect(desk: Helpdesk) -> None:
    """Cancel twice with one key: the second is the first result, not "not possible at this point"."""
    made, guest = j.in_phase(desk, "in_review")
    assert isinstance(j.attempt(desk, CancelRequest, guest, key="c", request=made.request), Result)
    assert isinstance(j.attempt(desk, CancelRequest, guest, key="c", request=made.request), Result)
    assert isinstance(j.attempt(desk, CancelRequest, guest, key="d", request=made.request), Refusal)


def test_nothing_usable_is_stored_under_a_key(desk: Helpdesk) -> None:
    """No link, no code, no words: the stored result and digest cannot open or tell anything."""
    made = desk.handle(desk.read(SubmitRequest, WORDS | {"problem": "a rare word: xyzzy"}), Guest(), key="k")
    assert isinstance(made, Result)
    tables = desk._store._tables  # type: ignore[attr-defined]
    stored = repr(tables["idempotency_keys"])
    assert j.link(desk, made)[32:] not in repr(tables)
    assert "xyzzy" not in stored


def test_a_lost_race_is_decided_anew(desk: Helpdesk) -> None:
    """Two replies at once: both stand, without an error to anybody."""
    made, guest = j.in_phase(desk, "in_review")
    answers: list[Any] = []

    def reply(number: int) -> None:
        answers.append(j.attempt(desk, ReplyToShop, guest, request=made.request, text=f"reply {number}"))

    threads = [threading.Thread(target=reply, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(answer, Result) for answer in answers)
    with desk.reading() as reader:
        assert len(reader.find(THREAD, {"request": made.request})) == 6
    assert desk.verify() == ()


def test_a_stale_view_is_a_conflict(desk: Helpdesk) -> None:
    """With the version a person saw, a change in between is told, not overwritten."""
    made, _ = j.in_phase(desk, "in_review")
    seen = j.stored(desk, made).version
    j.do(desk, AssignRequest, j.BOSS, request=made.request, assignee="boss", name="Ewa", seen=str(seen))
    answer = j.attempt(desk, AssignRequest, j.ANNA, request=made.request, assignee="anna", name="Anna", seen=str(seen))
    assert getattr(answer, "code", "") == "refusal.conflict"
    assert j.stored(desk, made).assignee == "boss"


def test_a_code_lives_ten_minutes_and_once(desk: Helpdesk) -> None:
    """J4: six digits, five tries, ten minutes, one use."""
    made = j.submit(desk)
    link, code = j.link(desk, made), j.code_of(desk, made)
    assert len(code) == 6
    for to in ({"seconds": -1}, {"minutes": 10, "seconds": 2}):  # before it was asked for, and when it is over
        desk.clock.move(**to)  # type: ignore[attr-defined]
        assert isinstance(j.attempt(desk, EnterCode, Guest(), link=link, contact=j.EMAIL, code=code), Refusal)
    j.do(desk, RequestCode, Guest(), link=link, contact=j.EMAIL)
    assert isinstance(j.attempt(desk, EnterCode, Guest(), link=link, contact=j.EMAIL, code=code), Refusal)
    guest = j.enter(desk, made)
    assert not isinstance(desk.view(view_room, guest, made.request), Refusal)
    used = j.code_of(desk, made)
    assert isinstance(j.attempt(desk, EnterCode, Guest(), link=link, contact=j.EMAIL, code=used), Refusal)


def test_after_five_wrong_tries_even_the_right_code_is_refused(desk: Helpdesk) -> None:
    made = j.submit(desk)
    link, code = j.link(desk, made), j.code_of(desk, made)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert isinstance(j.attempt(desk, EnterCode, Guest(), link=link, contact=j.EMAIL, code=wrong), Refusal)
    assert isinstance(j.attempt(desk, EnterCode, Guest(), link=link, contact=j.EMAIL, code=code), Refusal)


@pytest.mark.parametrize(
    "change",
    [str.upper, lambda t: t + " ", lambda t: t[:-1], lambda t: t[:-1] + "g", lambda t: "0" * 64, lambda t: t + "%00"],
)
def test_a_link_is_exact(desk: Helpdesk, change: Any) -> None:
    """C9: other case, a trailing space, a cut, a foreign or forged proof open nothing."""
    made = j.submit(desk)
    link = j.link(desk, made)
    other = change(link)
    assert other != link
    try:
        command = desk.read(RequestCode, {"link": other, "contact": j.EMAIL})
    except InputError:
        return
    assert getattr(desk.handle(command, Guest()), "code", "") == "refusal.no_such_request"


@pytest.mark.parametrize("command", [RenewLink, EraseRequest])
def test_what_ends_a_link_ends_every_grant(command: Any, desk: Helpdesk) -> None:
    """R1: a new link, and erasing, end the link, the room's grant and the one of tracking."""
    made, guest = j.in_phase(desk, "in_review")
    old = j.link(desk, made)
    tracked = desk.guest(j.do(desk, TrackRequest, Guest(), reference=made.reference, surname="Kowalska").grant)
    assert not isinstance(desk.view(view_room, guest, made.request), Refusal)
    assert not isinstance(desk.view(view_tracking, tracked, made.request), Refusal)
    j.do(desk, command, j.BOSS, request=made.request)
    assert isinstance(desk.view(view_room, guest, made.request), Refusal)
    assert isinstance(desk.view(view_tracking, tracked, made.request), Refusal)
    assert isinstance(j.attempt(desk, RequestCode, Guest(), link=old, contact=j.EMAIL), Refusal)


def test_a_new_link_is_sent(desk: Helpdesk) -> None:
    """The new one, to the customer; what waited until then carries it too."""
    made, _ = j.in_phase(desk, "in_review")
    j.do(desk, RenewLink, j.ANNA, request=made.request)
    desk.deliver()
    to_them = {mail.link for mail in desk.notifier.sent if mail.contact.value == j.EMAIL}  # type: ignore[attr-defined]
    assert to_them == {f"{desk.base_url}/r/{desk.keyring.link(made.request, 2)}"}


def test_a_grant_ends_and_cannot_be_forged(desk: Helpdesk) -> None:
    """Thirty days for a room; a changed token is none; a tracking grant opens no room."""
    made, guest = j.in_phase(desk, "in_review")
    assert guest.grant is not None
    token = guest.grant.token()
    for forged in (
        token.replace("room", "tracking"),
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token.upper(),
        token + "0",
    ):
        assert isinstance(desk.view(view_room, desk.guest(forged), made.request), Refusal)
    tracked = j.do(desk, TrackRequest, Guest(), reference=made.reference, surname="kowalska")
    tracking = desk.guest(tracked.grant)
    assert isinstance(desk.view(view_room, tracking, made.request), Refusal)
    assert desk.view(view_tracking, tracking, made.request).status.phase is Phase.IN_REVIEW  # type: ignore[union-attr]
    assert isinstance(desk.view(view_tracking, guest, made.request), Refusal)
    other = j.submit(desk)
    assert isinstance(desk.view(view_tracking, tracking, other.request), Refusal), "one request, and no other"
    desk.clock.move(minutes=15)  # type: ignore[attr-defined]
    assert not isinstance(desk.view(view_tracking, tracking, made.request), Refusal)
    desk.clock.move(seconds=1)  # type: ignore[attr-defined]
    assert isinstance(desk.view(view_tracking, tracking, made.request), Refusal), "a quarter of an hour, no longer"
    desk.clock.move(days=30, minutes=-16)  # type: ignore[attr-defined]
    assert not isinstance(desk.view(view_room, guest, made.request), Refusal)
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    assert isinstance(desk.view(view_room, guest, made.request), Refusal)


def test_a_grant_of_a_time_to_come_opens_nothing(desk: Helpdesk) -> None:
    """Clocks of two machines differ by a few minutes; whose clock went further back asks for a new code."""
    made, guest = j.in_phase(desk, "in_review")
    tracking = desk.guest(j.do(desk, TrackRequest, Guest(), reference=made.reference, surname="Kowalska").grant)
    assert guest.grant is not None
    desk.clock.now = guest.grant.issued_at - timedelta(minutes=5)  # type: ignore[attr-defined]
    assert not isinstance(desk.view(view_room, guest, made.request), Refusal)
    assert not isinstance(desk.view(view_tracking, tracking, made.request), Refusal)
    desk.clock.move(seconds=-1)  # type: ignore[attr-defined]
    assert isinstance(desk.view(view_room, guest, made.request), Refusal)
    assert isinstance(desk.view(view_tracking, tracking, made.request), Refusal)


def test_a_guests_request_is_claimed_by_proof_alone(desk: Helpdesk) -> None:
    """Whoever registers later enters the code once; an address alone claims nothing, nobody's request is taken over."""
    made = j.submit(desk)
    assert desk.view(view_customer_list, j.CUSTOMER).rows == ()  # type: ignore[union-attr]
    fields = {"link": j.link(desk, made), "contact": j.EMAIL, "code": j.code_of(desk, made)}
    j.do(desk, EnterCode, j.CUSTOMER, **fields)
    assert len(desk.view(view_customer_list, j.CUSTOMER).rows) == 1  # type: ignore[arg-type]
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    j.do(desk, RequestCode, Guest(), link=fields["link"], contact=j.EMAIL)
    other = Customer(id="c-2")
    j.do(desk, EnterCode, other, **(fields | {"code": j.code_of(desk, made)}))
    assert desk.view(view_customer_list, other).rows == ()  # type: ignore[union-attr]
    assert j.stored(desk, made).customer == "c-1"


def test_secrets_rotate(desk: Helpdesk) -> None:
    """The newest signs, all are accepted; without the old one its links end."""
    made, guest = j.in_phase(desk, "in_review")
    rotated = make_desk(desk._store, secret=[bytes(range(1, 33)), bytes(range(32))])
    alone = make_desk(desk._store, secret=[bytes(range(1, 33))])
    assert not isinstance(rotated.view(view_room, guest, made.request), Refusal)
    assert isinstance(alone.view(view_room, guest, made.request), Refusal)
    assert rotated.keyring.link(made.request, 1) != desk.keyring.link(made.request, 1)


def test_a_customers_list_shows_only_the_own(desk: Helpdesk) -> None:
    """Latest first; complete only where a decision holds."""
    j.in_phase(desk, "closed", j.CUSTOMER)
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    j.in_phase(desk, "in_review", j.CUSTOMER)
    j.in_phase(desk, "in_review")
    listed = desk.view(view_customer_list, j.CUSTOMER)
    assert [one.status.phase for one in listed.rows] == [Phase.IN_REVIEW, Phase.CLOSED]  # type: ignore[union-attr]
    assert desk.view(view_customer_list, Customer(id="somebody")).rows == ()  # type: ignore[union-attr]
    assert isinstance(desk.view(view_customer_list, Guest()), Refusal)
    tables = desk._store._tables  # type: ignore[attr-defined]
    for id, row in tables["outcomes"].items():
        tables["outcomes"][id] = tuple("changed" if cell == "A new screen is in." else cell for cell in row)
    listed = desk.view(view_customer_list, j.CUSTOMER)
    assert [one.status.phase for one in listed.rows] == [Phase.IN_REVIEW, Phase.IN_REVIEW]  # type: ignore[union-attr]


def test_a_draft_edited_after_review_is_not_recorded(desk: Helpdesk) -> None:
    """The decision is about the digest that was seen."""
    made, _ = j.in_phase(desk, "in_review")
    seen = j.prepare(desk, made)
    j.do(
        desk,
        j.PrepareOutcome,
        j.BOSS,
        request=made.request,
        outcome=seen.outcome,
        result="solved",
        text="Something else.",
    )
    answer = j.attempt(desk, RecordOutcome, j.ANNA, outcome=seen.outcome, digest=seen.digest)
    assert getattr(answer, "code", "") == "refusal.conflict"


def test_a_draft_is_rewritten_for_its_own_request_and_until_it_is_recorded(desk: Helpdesk) -> None:
    """Another request's is not there; a recorded one is no draft any more."""
    made, _ = j.in_phase(desk, "in_review")
    other, _ = j.in_phase(desk, "in_review")
    draft = j.prepare(desk, other)
    words = {"result": "not_solved", "text": "Something else.", "outcome": draft.outcome}
    before = desk.anchor()
    answer = j.attempt(desk, j.PrepareOutcome, j.ANNA, request=made.request, **words)
    assert getattr(answer, "code", "") == "refusal.no_such_request"
    assert desk.anchor() == before
    j.do(desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    j.do(desk, ReopenRequest, j.ANNA, request=other.request)
    for answer in (
        j.attempt(desk, j.PrepareOutcome, j.ANNA, request=other.request, **words),
        j.attempt(desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest),
    ):
        assert getattr(answer, "code", "") == "refusal.wrong_phase"


def test_the_gate_lets_no_guarded_state_through_alone(desk: Helpdesk) -> None:
    """Whatever a rule returns: no state without its decision, no decision by a machine or in another's name, no changed
    content, nobody else's row."""
    made, _ = j.in_phase(desk, "in_review")
    draft_id = j.prepare(desk, made).outcome
    with desk.reading() as reader:
        draft = reader.load(Outcome, draft_id)
        request = reader.load(ServiceRequest, made.request)
    assert draft is not None
    assert request is not None
    done = decide(Effect.COMPLETE, draft, subject=request.id, by=evidence(j.ANNA), now=desk.clock())
    recorded = draft.changed(state=OutcomeState.RECORDED, decided=done.id)
    complete = request.changed(phase=Phase.OUTCOME_RECORDED, status="outcome_recorded", decided=done.id)
    change = OutcomeRecorded(outcome=draft.id, digest=draft.digest)
    assigned = RequestAssigned(assignee=None)
    decided, kept = Save(after=done), Save(before=draft, after=recorded)

    def sealed(actor: Any, after: ServiceRequest, *saves: Save, changes: Any = (change,)) -> SealedChanges:
        writing = Writing(tenant="shop", actor=actor, now=desk.clock(), settings=desk.settings, new_id=CountedIds())
        return seal(writing, [Touch(before=request, after=after, changes=changes)], saves)

    assert is_sealed(sealed(j.ANNA, complete, decided, kept))
    by_bot = done.changed(actor_kind=j.BOT.kind, actor="bot")
    broken: dict[str, Callable[[], object]] = {
        "no decision": lambda: sealed(j.ANNA, complete, kept),
        "no change and no decision": lambda: sealed(j.ANNA, request, kept, changes=(assigned,)),
        "a change alone": lambda: sealed(j.ANNA, request),
        "a machine's decision": lambda: sealed(j.BOT, complete, Save(after=by_bot), kept),
        "a machine's decision by a person": lambda: sealed(j.ANNA, complete, Save(after=by_bot), kept),
        "in somebody else's name": lambda: sealed(j.BOSS, complete, decided, kept),
        "on another proof": lambda: sealed(j.ANNA, complete, Save(after=done.changed(basis=Basis.CODE)), kept),
        "other content": lambda: sealed(
            j.ANNA, complete, decided, Save(before=draft, after=recorded.changed(text=None, salt="other"))
        ),
        "a phase alone": lambda: sealed(
            j.ANNA, request.changed(phase=Phase.CLOSED, status="closed"), changes=(assigned,)
        ),
        "a decision that is not there": lambda: sealed(
            j.ANNA, complete.changed(decided="complete:x:y"), changes=(assigned,)
        ),
        "another tenant's row": lambda: sealed(j.ANNA, request.changed(tenant="other"), changes=(assigned,)),
        "a request without its history": lambda: seal(
            Writing(tenant="shop", actor=j.ANNA, now=desk.clock(), settings=desk.settings, new_id=CountedIds()),
            [],
            [Save(before=request, after=request.changed(priority=3))],
        ),
    }
    for name, attempt in broken.items():
        with pytest.raises(GuardViolation):
            assert not attempt(), name


def test_what_is_shown_asks_for_a_persons_decision(desk: Helpdesk) -> None:
    """Each read: no machine's decision, none of another tenant, about something else or with a forged field."""
    made, _ = j.in_phase(desk, "outcome_recorded")
    with desk.reading() as reader:
        ((outcome, decision),) = reader.find(OUTCOMES, {"request": made.request})
    assert is_recorded(outcome, decision)
    wrong = (
        decision.changed(actor_kind=j.BOT.kind),
        decision.changed(tenant="other"),
        decision.changed(effect=Effect.PAY),
        decision.changed(effect=Effect.PUBLISH),
        decision.changed(digest="0" * 64),
        decision.changed(id="complete:x:y"),
        decision.changed(basis=Basis.CODE),
        decision.changed(basis=Basis.CASH),
        None,
    )
    assert not any(is_recorded(outcome, one) for one in wrong)
    again = outcome.changed(text=CustomerText(mark_safe("Something else."))).committed(Effect.COMPLETE, "a new salt")
    assert again.is_whole(Effect.COMPLETE)
    assert not is_recorded(again, decision), "whole in itself, and not what was decided about"
    for values in (
        {"result": OutcomeResult.NOT_SOLVED},
        {"request": "other"},
        {"commitments": {}},
        {"state": OutcomeState.DRAFT},
    ):
        assert not is_recorded(outcome.changed(**values), decision)
    erased = outcome.changed(text=None, salt=None)
    assert is_recorded(erased, decision), "erasing keeps the decision valid"


def test_a_code_takes_five_tries(desk: Helpdesk) -> None:
    """Of its own, whatever the other counters say."""
    made = j.submit(desk)
    code = j.entry_code(desk, made)
    assert [code.changed(tries=n).is_open(desk.clock()) for n in range(7)] == [True] * 5 + [False] * 2


def test_the_thread_remembers_an_announcement(desk: Helpdesk) -> None:
    """J12: "here is my PIN:" in one message, the bare digits in the next; half an hour later they are digits."""
    made, guest = j.in_phase(desk, "in_review")
    for later, text, stored in (
        (1, "Here is my PIN:", "Here is my PIN:"),
        (5, "4821", "[PASSCODE]"),
        (1, "4821", "4821"),
    ):
        desk.clock.move(minutes=later)  # type: ignore[attr-defined]
        j.do(desk, ReplyToShop, guest, request=made.request, text=text)
        assert _last(desk, made) == stored
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="What is the passcode:")
    desk.clock.move(minutes=31)  # type: ignore[attr-defined]
    j.do(desk, ReplyToShop, guest, request=made.request, text="1590")
    assert _last(desk, made) == "1590"


def test_an_answer_to_an_outcome_announces_too(desk: Helpdesk) -> None:
    """It is a message like any other."""
    made, guest = j.in_phase(desk, "outcome_recorded")
    j.do(desk, AnswerOutcome, guest, request=made.request, solved="no", text="It is locked. Here is my PIN:")
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    j.do(desk, ReplyToShop, guest, request=made.request, text="4821")
    assert _last(desk, made) == "[PASSCODE]"


def _last(desk: Helpdesk, made: Result) -> str:
    with desk.reading() as reader:
        return str(reader.find(THREAD, {"request": made.request}, limit=1)[0].text)


DIAGNOSIS = Status(id="diagnosis", phase="in_progress", labels={"en": "Diagnosis", "pl": "Diagnoza"})
PARTS = Status(
    id="parts",
    phase="in_progress",
    labels={"en": "Waiting for parts", "pl": "Czeka na części"},
    may_set=frozenset({"admin"}),
)
FINISHED = Status(id="finished", phase="closed", labels={"en": "Finished", "pl": "Skończone"})


def test_own_statuses_are_names_within_a_phase() -> None:
    """Set by who may; the move between phases is the lifecycle's."""
    desk = make_desk(settings=Settings(statuses=(DIAGNOSIS, PARTS)))
    made, guest = j.in_phase(desk, "confirmed")
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="diagnosis")
    assert j.stored(desk, made).phase is Phase.IN_PROGRESS
    assert isinstance(j.attempt(desk, ChangeStatus, j.ANNA, request=made.request, status="parts"), Refusal)
    j.do(desk, ChangeStatus, j.BOSS, request=made.request, status="parts")
    room = desk.view(view_room, guest, made.request)
    assert room.status.label("pl") == "Czeka na części"  # type: ignore[union-attr]


def test_no_own_status_gets_round_the_guard() -> None:
    """A status of a guarded phase is set by nobody: not from any phase, not by any member of staff."""
    settings = Settings(
        statuses=(FINISHED, Status(id="done", phase="outcome_recorded", labels={"en": "Done", "pl": "Zrobione"}))
    )
    for id in ("finished", "done", "closed", "outcome_recorded"):
        wanted = status_of(settings, id)
        assert wanted is not None
        for phase in Phase:
            for actor in (j.ANNA, j.BOSS):
                assert not can_set_status(settings, phase.value, phase, wanted, actor.kind)


def test_named_transitions_restrict_moves() -> None:
    """Once a way to a status is named, only named ways lead there, for who may."""
    settings = Settings(
        statuses=(DIAGNOSIS, PARTS),
        transitions=(Transition(from_status="diagnosis", to_status="parts", may=frozenset({"admin"})),),
    )
    for_all = attrs.evolve(PARTS, may_set=frozenset({"agent", "admin"}))
    assert can_set_status(settings, "diagnosis", Phase.IN_PROGRESS, for_all, j.BOSS.kind)
    assert not can_set_status(settings, "diagnosis", Phase.IN_PROGRESS, for_all, j.ANNA.kind), "the way is the admins'"
    assert not can_set_status(settings, "diagnosis", Phase.IN_PROGRESS, PARTS, j.ANNA.kind), "and so is the status"
    assert not can_set_status(settings, "confirmed", Phase.CONFIRMED, PARTS, j.BOSS.kind)
    assert can_set_status(settings, "confirmed", Phase.CONFIRMED, DIAGNOSIS, j.ANNA.kind)


def test_the_lifecycle_table_holds_its_rules() -> None:
    """Each phase is reached and left; guarded moves are decisions; automation moves nothing but what comes in: a
    request, and its customer's answer."""
    assert {row.target for row in MOVES} == set(Phase)
    assert {phase for row in MOVES for phase in row.origins} == set(Phase)
    assert [row.name for row in MOVES if row.effect] == ["record_outcome"]
    assert [row.name for row in MOVES if j.BOT.kind in row.actors] == ["submit", "customer_reply"]
    assert set(BY_STATUS) < set(MOVES)


def test_a_plugin_objects_and_never_permits() -> None:
    """Its reason comes back; one that fails is named and has not objected; a misspelt hook stops at the start."""

    class NoMondays:
        @hookimpl
        def helpdesk_object(self, actions: Any, request: Any) -> str | None:
            return "closed_today" if "shop_replied" in actions else None

    class Broken:
        @hookimpl
        def helpdesk_object(self) -> str:
            raise RuntimeError("secret words")

    class Misspelt:
        @hookimpl
        def helpdesk_objekt(self, actions: Any) -> None: ...

    desk = make_desk(plugins=[Broken(), NoMondays()])
    made, guest = j.in_phase(desk, "in_review")
    answer = j.attempt(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t")
    assert isinstance(answer, Refusal)
    assert answer.params == {"reason": "closed_today"}
    assert isinstance(j.attempt(desk, ReplyToShop, guest, request=made.request, text="t"), Result)
    assert list(desk.plugins.failed.values()) == ["helpdesk_object: RuntimeError"]
    with pytest.raises(ConfigurationError, match="does not exist"):
        make_desk(plugins=[Misspelt()])


BAD_CONFIGURATION: list[tuple[dict[str, Any], str]] = [
    ({"secret": []}, "empty"),
    ({"secret": [b"short"]}, "32 bytes"),
    ({"secret": [b"a" * 40]}, "not a secret"),
    ({"secret": ["a string of more than 32 characters is no bytes"]}, "32 bytes"),
    ({"base_url": "http://shop.example"}, "https"),
    ({"base_url": "ftp://shop.example"}, "not an address"),
    ({"base_url": "shop.example"}, "not an address"),
    ({"base_url": "https://shop.example/?x=1"}, "without query"),
    (
        {"settings": Settings(statuses=(Status(id="x", phase="nowhere", labels={"en": "X"}),), time_zone="Mars")},
        r"time_zone: .*statuses\.0\.phase: ",
    ),
    ({"settings": Settings(time_zone="right/Europe/Warsaw")}, "no such time zone"),
    ({"settings": Settings(time_zone="posixrules")}, "time_zone: There is no such"),
    ({"settings": Settings(locked=frozenset({"colour"}))}, "locked names unknown settings: colour"),
]


@pytest.mark.parametrize("options, reason", BAD_CONFIGURATION, ids=[reason for _, reason in BAD_CONFIGURATION])
def test_a_bad_configuration_does_not_start_and_says_why(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        make_desk(**options)


def test_key_ring_and_guest_hide_their_secrets(desk: Helpdesk) -> None:
    """Nothing of them in a repr, so nothing of them in a log."""
    made, guest = j.in_phase(desk, "in_review")
    assert guest.grant is not None
    assert guest.grant.mac not in repr(guest)
    assert repr(KeyRing([bytes(range(32))])) == "<KeyRing of 1>"
    assert "maria" not in repr(desk.read(SubmitRequest, WORDS | {"contact": "maria@example.com"}))
    assert made


def test_the_async_facade_has_the_same_verbs() -> None:
    """Signature for signature."""
    names = [name for name, one in vars(AsyncHelpdesk).items() if inspect.iscoroutinefunction(one) and name != "run"]
    assert {"handle", "do", "view", "show", "deliver"} <= set(names)
    for name in names:
        sync, asynchronous = inspect.signature(getattr(Helpdesk, name)), inspect.signature(getattr(AsyncHelpdesk, name))
        assert list(sync.parameters.values()) == list(asynchronous.parameters.values()), name


def test_two_desks_on_one_store_do_not_meet() -> None:
    """Tenants: neither staff nor a link of the other shop finds anything."""
    store = MemoryStore()
    one, two = make_desk(store, tenant="one"), make_desk(store, tenant="two")
    made, guest = j.in_phase(one, "in_review")
    assert isinstance(two.view(view_room, guest, made.request), Refusal)
    assert isinstance(j.attempt(two, ChangeStatus, j.ANNA, request=made.request, status="ready"), Refusal)
    assert isinstance(j.attempt(two, RequestCode, Guest(), link=j.link(one, made), contact=j.EMAIL), Refusal)
    assert two.deliver().total == 0
    first, second = (j.attempt(desk, SubmitRequest, j.CUSTOMER, key="k", **WORDS) for desk in (one, two))
    assert not first.repeated, "a host's account may send the same form to both"
    assert not second.repeated
    assert first.request != second.request
