"""Jobs: lanes, due times, recurring ones, what they write, what takes them back. Declared for these tests alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Agent, Guest, Helpdesk, Refusal
from helpdesk_core.base.actors import STAFF, ActorKind
from helpdesk_core.base.changes import NOBODY, Change, Job, RefusalKind, Verdict, refused
from helpdesk_core.base.commands import Command, OpaqueId, command
from helpdesk_core.base.notices import BACKGROUND, NORMAL, URGENT
from helpdesk_core.base.results import Result
from helpdesk_core.commands import HoldRequest, ReplyToCustomer, RequestCode
from helpdesk_core.context import Context
from helpdesk_core.handlers import handles
from helpdesk_core.jobs import Again, Call, Carry, Drop, Work, job, job_id, job_rules
from helpdesk_core.notifications.model import OF_SUBJECT, OutboxRow, State
from helpdesk_core.notifications.rules import cancelled
from helpdesk_core.ports import Retry, Sent
from helpdesk_core.ports.store import Reader
from helpdesk_core.service_requests.access import OfRequest, load_request
from helpdesk_core.service_requests.rules import WRONG_PHASE, touch
from helpdesk_core.testing import make_desk
from registries import forgotten


@pytest.fixture
def work() -> Iterator[dict[str, Any]]:
    """What the job ``test`` answers, by its payload's ``do``; commands to ask for one and to take it back."""
    answers: dict[str, Any] = {}
    with forgotten():
        _declare(answers)
        yield answers


def _declare(answers: dict[str, Any]) -> None:
    class AskedHere(Change, action="test_asked_here", label="Asked", tells=NOBODY):
        pass

    @job("test", lane=BACKGROUND)
    def do_it(reader: Reader, subject: Any, payload: dict[str, str], context: Context) -> Work:
        answer = answers[payload["do"]]
        result: Work = answer(subject, context) if callable(answer) else answer
        return result

    @command
    class AskForJob(Command[Result]):
        request: OpaqueId
        do: OpaqueId
        seconds: int = 0
        lane: int = BACKGROUND

    @handles(AskForJob, actors=STAFF, load=load_request, right="requests.note")
    def ask(loaded: OfRequest, asked: AskForJob, context: Context) -> Verdict[Result]:
        """Ask for the job."""
        wanted = Job(
            name="test",
            subject=loaded.request,
            payload={"do": asked.do},
            due_in=asked.seconds,
            lane=asked.lane,
            id=job_id(context.tenant, "test", asked.do),
        )
        return Verdict(result=Result(), touched=(touch(loaded.request, context, AskedHere()),), jobs=(wanted,))

    @attrs.frozen(kw_only=True)
    class WithRow(OfRequest):
        row: OutboxRow | None

    def load_row(reader: Reader, asked: Any, context: Context) -> Any:
        loaded = load_request(reader, asked, context)
        if isinstance(loaded, Refusal):
            return loaded
        row = reader.load(OutboxRow, job_id(context.tenant, "test", asked.do))
        return WithRow(request=loaded.request, row=row)

    @command
    class TakeBack(Command[Result]):
        request: OpaqueId
        do: OpaqueId

    @handles(TakeBack, actors=STAFF, load=load_row, right="requests.note")
    def take_back(loaded: WithRow, asked: TakeBack, context: Context) -> Verdict[Result]:
        """Take it back."""
        return Verdict(
            result=Result(),
            touched=(touch(loaded.request, context, AskedHere()),),
            saves=cancelled(loaded.row, context),
        )

    @command
    class Refuse(Command[Result]):
        request: OpaqueId
        kind: OpaqueId

    @handles(Refuse, actors=frozenset({ActorKind.AUTOMATION}), load=load_request)
    def refuse(loaded: OfRequest, asked: Refuse, context: Context) -> Verdict[Result]:
        """Refuse in this way."""
        return refused(attrs.evolve(WRONG_PHASE, kind=RefusalKind(asked.kind)))

    answers["commands"] = {"ask": AskForJob, "back": TakeBack, "refuse": Refuse}


@pytest.fixture
def desk(store: Any) -> Helpdesk:
    """A desk on every store."""
    return make_desk(store)


def asked(desk: Helpdesk, work: dict[str, Any], do: str, **fields: Any) -> Any:
    """A request with that job waiting, and nothing else."""
    made, _ = j.in_phase(desk, "in_review")
    desk.deliver(500)
    j.do(desk, work["commands"]["ask"], j.ANNA, request=made.request, do=do, **fields)
    return made


def row_of(desk: Helpdesk, do: str) -> OutboxRow:
    with desk.reading() as reader:
        found = reader.load(OutboxRow, job_id("shop", "test", do))
    assert found is not None
    return found


def test_a_call_is_made_and_done_with(desk: Helpdesk, work: dict[str, Any]) -> None:
    """Outside of every transaction: it may use the desk itself."""
    called: list[int] = []
    work["call"] = lambda subject, context: Call(work=lambda: called.append(len(desk.anchor().heads)))
    asked(desk, work, "call")
    assert desk.deliver().done == 1
    assert called == [1]
    assert row_of(desk, "call").state is State.DONE
    assert desk.deliver().total == 0


def test_what_a_call_raises_is_tried_again(desk: Helpdesk, work: dict[str, Any]) -> None:
    """Later, and the row says so by a code: never the words of the error."""

    def broken() -> None:
        raise ConnectionError("password=hunter2")

    work["broken"] = lambda subject, context: Call(work=broken)
    asked(desk, work, "broken")
    assert desk.deliver().waiting == 1
    row = row_of(desk, "broken")
    assert (row.state, row.reason, row.attempts) == (State.WAITING, "job_raised", 1)
    assert row.due_at > desk.clock()


def test_a_job_waits_for_its_time(desk: Helpdesk, work: dict[str, Any]) -> None:
    """Not a second earlier."""
    work["later"] = Drop(reason="done")
    asked(desk, work, "later", seconds="3600")
    assert row_of(desk, "later").due_at == desk.clock() + timedelta(hours=1)
    desk.clock.move(seconds=3599)  # type: ignore[attr-defined]
    assert desk.deliver().total == 0
    desk.clock.move(seconds=1)  # type: ignore[attr-defined]
    assert desk.deliver().dropped == 1
    assert row_of(desk, "later").reason == "done"


def test_a_recurring_job_is_due_again(desk: Helpdesk, work: dict[str, Any]) -> None:
    """However often: being due again is no failed attempt."""
    work["again"] = Again(seconds=60)
    asked(desk, work, "again")
    for _ in range(12):
        assert desk.deliver().waiting == 1
        assert desk.deliver().total == 0
        row = row_of(desk, "again")
        assert (row.state, row.reason, row.due_at) == (State.WAITING, "", desk.clock() + timedelta(seconds=60))
        desk.clock.move(seconds=60)  # type: ignore[attr-defined]
    work["again"] = Drop(reason="enough")
    assert desk.deliver().dropped == 1


def test_a_recurring_job_has_all_its_attempts_each_time(desk: Helpdesk, work: dict[str, Any]) -> None:
    """A fault after a hundred good rounds is tried again like the first."""

    def broken() -> None:
        raise ConnectionError

    work["again"] = Again(seconds=60)
    asked(desk, work, "again")
    for _ in range(20):
        desk.deliver()
        desk.clock.move(seconds=60)  # type: ignore[attr-defined]
    work["again"] = Call(work=broken)
    assert desk.deliver().waiting == 1
    assert row_of(desk, "again").state is State.WAITING


def test_a_job_that_was_taken_back_is_not_done(desk: Helpdesk, work: dict[str, Any]) -> None:
    """Before its time; one that is done already stays done."""
    called: list[str] = []
    work["never"] = lambda subject, context: Call(work=lambda: called.append("never"))
    made = asked(desk, work, "never", seconds="60")
    j.do(desk, work["commands"]["back"], j.ANNA, request=made.request, do="never")
    assert row_of(desk, "never").state is State.CANCELLED
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    assert desk.deliver().total == 0
    assert called == []
    work["done"] = Drop(reason="done")
    made = asked(desk, work, "done")
    desk.deliver()
    j.do(desk, work["commands"]["back"], j.ANNA, request=made.request, do="done")
    assert row_of(desk, "done").state is State.DROPPED


def test_what_a_job_writes_is_written_once(desk: Helpdesk, work: dict[str, Any]) -> None:
    """A worker dies after the command and before it says so: the command is keyed by the job's id."""
    carried: list[int] = []

    def carry(subject: Any, context: Context) -> Carry:
        carried.append(1)
        return Carry(command=desk.read(HoldRequest, {"request": subject.id, "reason": "late"}))

    work["carry"] = carry
    made = asked(desk, work, "carry")
    complete = desk._store.complete  # type: ignore[attr-defined]
    desk._store.complete = lambda *args, **options: False  # type: ignore[attr-defined, method-assign]
    desk.deliver()
    desk._store.complete = complete  # type: ignore[attr-defined, method-assign]
    held = j.stored(desk, made)
    assert held.held == "late"
    desk.clock.move(minutes=5)  # type: ignore[attr-defined]
    assert desk.deliver().done == 1
    assert len(carried) == 2
    assert j.stored(desk, made).chain_length == held.chain_length
    assert row_of(desk, "carry").state is State.DONE


def test_a_command_that_is_refused_ends_the_job(desk: Helpdesk, work: dict[str, Any]) -> None:
    """Automation may not reply: the refusal's code is why it failed, and staff see it."""
    work["carry"] = lambda subject, context: Carry(
        command=desk.read(ReplyToCustomer, {"request": subject.id, "text": "t"})
    )
    asked(desk, work, "carry")
    assert desk.deliver().failed == 1
    assert (row_of(desk, "carry").state, row_of(desk, "carry").reason) == (State.FAILED, "refusal.not_allowed")


@pytest.mark.parametrize("kind", RefusalKind)
def test_what_may_pass_is_tried_again(desk: Helpdesk, work: dict[str, Any], kind: RefusalKind) -> None:
    """Other writers and limits are gone a while later; whatever else is refused stays so."""
    work["carry"] = lambda subject, context: Carry(
        command=desk.read(work["commands"]["refuse"], {"request": subject.id, "kind": kind})
    )
    asked(desk, work, "carry")
    desk.deliver()
    passes = kind in (RefusalKind.CONFLICT, RefusalKind.TOO_MANY)
    assert row_of(desk, "carry").state is (State.WAITING if passes else State.FAILED)


def test_a_code_never_waits_for_background_work(desk: Helpdesk, work: dict[str, Any]) -> None:
    """Lower lanes first, whatever came earlier; a worker can be kept for one lane."""
    done: list[str] = []
    for name in ("a", "b"):
        work[name] = lambda subject, context, name=name: Call(work=lambda: done.append(name))
    made = asked(desk, work, "a", lane=str(BACKGROUND))
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    j.do(desk, work["commands"]["ask"], j.ANNA, request=made.request, do="b", lane=str(NORMAL))
    j.do(desk, RequestCode, Guest(), link=j.link(desk, made), contact=j.EMAIL)
    sent = len(desk.notifier.sent)  # type: ignore[attr-defined]
    assert [desk.deliver(1).done for _ in range(2)] == [1, 1]
    assert len(desk.notifier.sent) == sent + 1, "the code goes first"  # type: ignore[attr-defined]
    assert desk.deliver(500, lanes=(URGENT,)).total == 0
    assert desk.deliver(500, lanes=(BACKGROUND,)).done == 1
    assert done == ["a"]
    assert desk.deliver(500).done == 1
    assert done == ["a", "b"]


def test_what_the_channel_calls_a_message_is_kept(desk: Helpdesk) -> None:
    """So that a receipt or an answer finds it; a later try that fails takes nothing away."""
    desk.notifier.answers = [Retry("busy"), Sent("wamid.1")]  # type: ignore[attr-defined]
    made = j.submit(desk)
    desk.deliver()
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    desk.deliver()
    with desk.reading() as reader:
        (row,) = reader.find(OF_SUBJECT, {"subject": made.request})
    assert (row.state, row.attempts) == (State.DONE, 2)
    assert row.provider_id is not None


def test_a_job_of_another_release_waits_for_it(desk: Helpdesk, work: dict[str, Any]) -> None:
    """While a shop updates its machines one by one: it is named, stops no other, and the newer worker does it."""
    work["gone"] = Drop(reason="enough")
    asked(desk, work, "gone")
    rule = job_rules.pop("test")
    for _ in range(30):
        assert desk.deliver().waiting == 1
        assert (row_of(desk, "gone").state, row_of(desk, "gone").reason) == (State.WAITING, "unknown_job")
        desk.clock.move(minutes=15)  # type: ignore[attr-defined]
    job_rules["test"] = rule
    assert desk.deliver().dropped == 1
    assert row_of(desk, "gone").reason == "enough"


def test_one_id_is_one_job(desk: Helpdesk, work: dict[str, Any]) -> None:
    """Asking twice is a conflict, not two reminders."""
    work["once"] = Drop(reason="done")
    made = asked(desk, work, "once", seconds="60")
    again = desk.read(work["commands"]["ask"], {"request": made.request, "do": "once"})
    assert getattr(desk.handle(again, Agent(id="anna", name="Anna")), "code", "") == "refusal.conflict"
