"""Two state machines: without a person nothing ever becomes complete; with people it does, and only by them."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import journeys as j
from capabilities import collected
from capabilities.scene import Scene
from helpdesk_core import Guest, Helpdesk, Refusal, Result, hookimpl
from helpdesk_core.base.commands import OpaqueId
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.intake.imports import ImportRequest
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.outcomes.rules import AnswerOutcome, PrepareOutcome, RecordOutcome
from helpdesk_core.ports import Retry, Undeliverable
from helpdesk_core.redaction_desk.rules import view_place
from helpdesk_core.service_requests.lifecycle import GUARDED
from helpdesk_core.service_requests.rules import CancelRequest, ChangeStatus, CloseRequest, HoldRequest, ReopenRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.overviews import Overview
from helpdesk_core.triage.queue import NEWEST
from helpdesk_core.views import view_queue, view_request, view_testimonials

STATUSES = (
    "received",
    "confirmed",
    "in_review",
    "waiting_for_customer",
    "in_progress",
    "ready",
    "outcome_recorded",
    "closed",
    "cancelled",
    "nonsense",
)
WORDS = st.sampled_from(
    ["hello", "please close it", "APPROVED", "status: closed", "PIN 1234", "ok go ahead", "\u202eclosed"]
)


class MeddlingPlugin:
    """Says yes to everything, in every way a plugin has."""

    @hookimpl
    def helpdesk_object(self, actions: Any, request: Any) -> Any:
        return None

    @hookimpl
    def helpdesk_find_secrets(self, text: str) -> Any:
        return [(0, 1, "everything")] if text.startswith("hello") else [("nonsense",)]


@cache
def not_for_bots() -> tuple[Any, ...]:
    """One valid command of each kind that automation may not send, as it was sent in another shop."""
    made = []
    for command, example in collected("EXAMPLES").items():
        if "automation" not in example.by:
            scene = Scene.in_phase(example.phase)
            made.append(scene.desk.read(command, example.fields(scene)))
    return tuple(made)


#: A bot tries one part of them in a step.
PARTS = 4


class NobodyThere(RuleBasedStateMachine):
    """Imports, bots, strangers, deliveries, faulty channels, clock jumps; no person with any right."""

    store: Any = None
    accepted = tried = 0

    def __init__(self) -> None:
        super().__init__()
        self.desk: Helpdesk = make_desk(self.store, tenant=f"t{secrets.token_hex(8)}", plugins=[MeddlingPlugin()])
        self.made: list[str] = []

    def _try(self, command: type[Any], actor: Any, **fields: Any) -> Any:
        type(self).tried += 1
        answer = j.attempt(self.desk, command, actor, **fields)
        type(self).accepted += isinstance(answer, Result)
        return answer

    @rule(text=WORDS, who=st.sampled_from(["bot", "guest", "customer"]))
    def someone_submits(self, text: str, who: str) -> None:
        actor = {"bot": j.BOT, "guest": Guest(), "customer": j.CUSTOMER}[who]
        self.made.append(
            self._try(SubmitRequest, actor, problem=text, device="d", surname="s", contact="x@example.com").request
        )

    @rule(text=WORDS, number=st.integers(0, 5), status=st.sampled_from(STATUSES))
    def an_importer_imports(self, text: str, number: int, status: str) -> None:
        answer = self._try(
            ImportRequest, j.BOT, source="old", source_id=str(number), problem=text, device="d", source_status=status
        )
        self.made.append(answer.request)

    @precondition(lambda self: self.made)
    @rule(data=st.data(), reason=st.sampled_from(["spam", "closed"]))
    def a_bot_holds(self, data: Any, reason: str) -> None:
        self._try(HoldRequest, j.BOT, request=data.draw(st.sampled_from(self.made)), reason=reason)

    @precondition(lambda self: self.made)
    @rule(data=st.data(), part=st.integers(0, PARTS - 1))
    def a_bot_tries_other_commands(self, data: Any, part: int) -> None:
        self._tries(part, data.draw(st.sampled_from(self.made)))

    def _tries(self, part: int, request: str) -> None:
        for command in not_for_bots()[part::PARTS]:
            named = "request" in attrs.fields_dict(type(command))
            answer = self.desk.handle(attrs.evolve(command, request=OpaqueId(request)) if named else command, j.BOT)
            assert isinstance(answer, Refusal), f"automation carried out {type(command).__name__}"

    @rule(answer=st.sampled_from(["sent", "later", "dead", "raise"]))
    def a_worker_delivers(self, answer: str) -> None:
        type(self).tried += 1
        type(self).accepted += 1
        self.desk.notifier.answers = {
            "sent": [],
            "later": [Retry("x")],
            "dead": [Undeliverable("x")],
            "raise": [object()],
        }[answer]  # type: ignore[attr-defined]
        self.desk.deliver(3)

    @rule(hours=st.integers(-30, 24 * 400))
    def the_clock_jumps(self, hours: int) -> None:
        self.desk.clock.move(hours=hours)  # type: ignore[attr-defined]

    @invariant()
    def nothing_is_complete_and_nobody_decided(self) -> None:
        self._look(2)

    def _look(self, most: int) -> None:
        """The stored phase of all, and what people are shown of the ``most`` newest."""
        with self.desk.reading() as reader:
            rows = reader.find(NEWEST, {}, limit=200)
        assert not any(row[3] in {phase.value for phase in GUARDED} for row in rows)
        for row in rows[:most]:
            seen = self.desk.view(view_request, j.ANNA, row[1])
            assert not isinstance(seen, Refusal)
            assert seen.phase not in GUARDED
            assert seen.outcomes == ()
        assert self.desk.show(view_testimonials, Guest()).rows == ()
        for overview in (Overview.OPEN, Overview.IMPORTED, Overview.ENDED):
            found = self.desk.show(view_queue, j.ANNA, overview=overview, limit=200).rows
            assert all(row.promise_due is None for row in found), "a machine promised something"

    def teardown(self) -> None:
        self._look(200)
        assert self.desk.verify() == ()


#: Runs of fewer steps say nothing about how often people get to an outcome; they are checked all the same.
LONG_ENOUGH = 10


class PeopleThere(RuleBasedStateMachine):
    """Staff and the customer, in any order: what is shown as complete is what a person decided, no more."""

    store: Any = None
    reached = runs = 0

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.desk = make_desk(self.store, tenant=f"t{secrets.token_hex(8)}")
        self.made, self.guest = j.in_phase(self.desk, "confirmed")
        self.drafts: list[tuple[str, str, str]] = []
        self.decided: set[tuple[str, str]] = set()
        self.seen_complete = False

    def _about(self, command: type[Any], actor: Any, **fields: Any) -> Any:
        return j.attempt(self.desk, command, actor, request=self.made.request, **fields)

    @rule(status=st.sampled_from(STATUSES))
    def staff_set_a_status(self, status: str) -> None:
        self._about(ChangeStatus, j.ANNA, status=status)

    @rule(text=WORDS)
    def staff_reply(self, text: str) -> None:
        self._about(ReplyToCustomer, j.ANNA, text=text, status="waiting_for_customer")

    @rule(text=WORDS)
    def the_customer_replies(self, text: str) -> None:
        self._about(ReplyToShop, self.guest, text=text)

    @rule(text=WORDS)
    def staff_prepare_an_outcome(self, text: str) -> None:
        answer = self._about(PrepareOutcome, j.ANNA, result="solved", text=text)
        if isinstance(answer, Result):
            self.drafts.append((answer.outcome, answer.digest, text))

    @precondition(lambda self: self.drafts)
    @rule(text=WORDS)
    def staff_rewrite_the_draft(self, text: str) -> None:
        answer = self._about(PrepareOutcome, j.ANNA, result="not_solved", text=text, outcome=self.drafts[-1][0])
        if isinstance(answer, Result):
            self.drafts.append((answer.outcome, answer.digest, text))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data())
    def staff_record_an_outcome(self, data: Any) -> None:
        outcome, digest, _ = data.draw(st.sampled_from(self.drafts))
        answer = j.attempt(self.desk, RecordOutcome, j.ANNA, outcome=outcome, digest=digest)
        if isinstance(answer, Result):
            self.decided.add((outcome, digest))

    @rule(text=WORDS)
    def staff_finish_on_the_spot(self, text: str) -> None:
        """The same again under another name, so that it is drawn more often."""
        self.staff_finish(text)

    @rule(text=WORDS)
    def staff_finish(self, text: str) -> None:
        """Prepare and record at one go, from wherever the request is."""
        self.staff_prepare_an_outcome(text)
        if self.drafts:
            outcome, digest, _ = self.drafts[-1]
            if isinstance(j.attempt(self.desk, RecordOutcome, j.ANNA, outcome=outcome, digest=digest), Result):
                self.decided.add((outcome, digest))

    @precondition(lambda self: self.drafts)
    @rule()
    def a_bot_records_it(self) -> None:
        assert isinstance(
            j.attempt(self.desk, RecordOutcome, j.BOT, outcome=self.drafts[-1][0], digest=self.drafts[-1][1]), Refusal
        )

    @rule(words=WORDS)
    def staff_take_out_a_secret(self, words: str) -> None:
        """Out of messages, drafts and what was decided: the decision moves with it, and to nobody else."""
        place = self.desk.view(view_place, j.ANNA, self.made.request, words=words)
        if not isinstance(place, Refusal):
            assert isinstance(self.desk.handle(place.command, j.BOT), Refusal)
            assert isinstance(self.desk.handle(place.command, j.ANNA), Result)

    @rule(solved=st.sampled_from(["yes", "no"]))
    def the_customer_answers(self, solved: str) -> None:
        self._about(AnswerOutcome, self.guest, solved=solved)

    @rule(command=st.sampled_from([ReopenRequest, CloseRequest, ReopenRequest, CancelRequest]), staff=st.booleans())
    def somebody_ends_or_reopens(self, command: type[Any], staff: bool) -> None:
        self._about(command, j.ANNA if staff else self.guest)

    @invariant()
    def what_is_complete_was_decided(self) -> None:
        self.steps += 1
        room = self.desk.view(view_room, self.guest, self.made.request)
        assert not isinstance(room, Refusal)
        if room.status.phase in GUARDED or room.outcome is not None:
            assert room.outcome is not None
            assert room.outcome.id in {outcome for outcome, _ in self.decided}
            self.seen_complete = True

    def teardown(self) -> None:
        if self.steps > LONG_ENOUGH:
            type(self).runs += 1
            type(self).reached += self.seen_complete
        assert self.desk.verify() == ()


def _run(machine: type[Any], examples: int, steps: int) -> None:
    quiet = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=True,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=quiet)


LONG = (pytest.mark.full, pytest.mark.timeout(1800))  # four minutes of work for one core, and cores are shared
LENGTHS = [pytest.param(12, 20, id="short"), pytest.param(200, 50, id="long", marks=LONG)]


@pytest.mark.parametrize("examples, steps", LENGTHS)
def test_without_a_person_nothing_is_ever_complete(store: Any, examples: int, steps: int, tmp_path: Path) -> None:
    """G2: no sequence of imports, bots, deliveries and clock jumps reaches a guarded state; most steps are accepted."""
    machine = type("Machine", (NobodyThere,), {"store": store, "accepted": 0, "tried": 0})
    _run(machine, examples, steps)
    assert machine.accepted >= 0.3 * machine.tried > 0
    one = machine()
    one.someone_submits("hello", "bot")
    for part in range(PARTS):  # each of them at least once, whatever was drawn
        one._tries(part, one.made[0])


@pytest.mark.parametrize("examples, steps", LENGTHS)
def test_with_people_it_is_and_only_by_their_decision(store: Any, examples: int, steps: int) -> None:
    """G2, J7: the model is not empty: many runs show a recorded outcome, each one decided by a person."""
    machine = type("Machine", (PeopleThere,), {"store": store, "reached": 0, "runs": 0})
    for _ in range(3):  # independent draws: one batch follows one idea
        _run(machine, max(examples, 45) // 3, max(steps, 30))
    assert machine.reached >= 0.3 * machine.runs > 0
