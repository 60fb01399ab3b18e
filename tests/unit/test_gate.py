"""The gate, row by row: what no rule may write, whatever it returns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.scene import Scene
from helpdesk_core.base.changes import NOBODY, Change, Effect, Job, Save, Touch
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.commands import WriteNote
from helpdesk_core.contacts.model import CONTACTS
from helpdesk_core.conversations.model import Note, ThreadMessage
from helpdesk_core.conversations.rules import NoteWritten
from helpdesk_core.guardrails.decisions import Decision, decide, evidence
from helpdesk_core.guardrails.gate import GuardViolation, SealedChanges, Writing, seal
from helpdesk_core.idempotency import IdempotencyRecord
from helpdesk_core.notifications.model import OutboxRow
from helpdesk_core.outcomes.model import Outcome, OutcomeState
from helpdesk_core.outcomes.rules import OutcomeRecorded
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.service_requests.rules import HoldReleased
from helpdesk_core.testing import CountedIds
from registries import forgotten


@attrs.define
class Gate:
    """A request, with a message, a note and a draft, and the gate before it."""

    scene: Scene
    request: ServiceRequest
    message: ThreadMessage
    note: Note
    draft: Outcome

    def seal(self, *saves: Save, touched: Any = None, key: Any = None) -> SealedChanges:
        """What the gate makes of it; without ``touched`` the request is touched by a harmless change."""
        desk = self.scene.desk
        writing = Writing(tenant="shop", actor=j.ANNA, now=desk.clock(), settings=desk.settings, new_id=CountedIds())
        if touched is None:
            touched = [Touch(before=self.request, after=self.request, changes=(HoldReleased(),))]
        return seal(writing, touched, saves, key)


@pytest.fixture(scope="module")
def gate() -> Gate:
    """Before one request."""
    scene = Scene.in_phase("in_review")
    desk = scene.desk
    note = j.do(desk, WriteNote, j.ANNA, request=scene.request, text="t").note
    outcome = j.prepare(desk, scene.made).outcome
    with desk.reading() as reader:
        request, message = reader.load(ServiceRequest, scene.request), reader.load(ThreadMessage, scene.message)
        kept, draft = reader.load(Note, note), reader.load(Outcome, outcome)
    assert request
    assert message
    assert kept
    assert draft
    return Gate(scene, request, message, kept, draft)


def test_what_is_right_is_sealed(gate: Gate) -> None:
    """Else nothing below would prove anything."""
    assert len(gate.seal().rows) == 2
    assert len(gate.seal(Save(after=gate.note.changed(id="other"))).rows) == 3


def test_a_subject_is_touched_once_with_a_change(gate: Gate) -> None:
    """Its history says what happened, or nothing is written."""
    once = Touch(before=gate.request, after=gate.request, changes=(HoldReleased(),))
    with pytest.raises(GuardViolation, match="twice"):
        gate.seal(touched=[once, once])
    with pytest.raises(GuardViolation, match="without a change"):
        gate.seal(touched=[attrs.evolve(once, changes=())])
    with pytest.raises(GuardViolation, match="without a change in its history"):
        gate.seal(Save(before=gate.request, after=gate.request.changed(priority=3)))


@pytest.mark.parametrize("name", ["note", "message", "draft"])
def test_a_row_that_a_history_vouches_for_is_written_with_it(gate: Gate, name: str) -> None:
    """New ones, changed ones; a row about another request than the one that is touched, too."""
    row = getattr(gate, name)
    fresh = row.changed(id="fresh") if name != "draft" else row.changed(id="fresh").committed(Effect.COMPLETE, "s")
    for save in (Save(after=fresh), Save(before=row, after=row.changed(salt="other"))):
        with pytest.raises(GuardViolation, match="without a change in its history"):
            gate.seal(save, touched=[])
    with pytest.raises(GuardViolation, match="without a change in its history"):
        gate.seal(Save(after=fresh.changed(request="another")))


def test_a_counter_moves_without_a_word_in_the_history(gate: Gate) -> None:
    """What is written as it stands is no change of the contact."""
    with gate.scene.desk.reading() as reader:
        (point,) = reader.find(CONTACTS, {"request": gate.scene.request})
    assert len(gate.seal(Save(before=point, after=point), touched=[]).rows) == 1
    with pytest.raises(GuardViolation, match="without a change in its history"):
        gate.seal(Save(before=point, after=point.changed(contact="other@example.com")), touched=[])


@pytest.fixture
def wordy() -> Iterator[Any]:
    """A change whose fields could hold anything."""
    with forgotten():

        class Wordy(Change, action="test_wordy", label="Wordy", tells=NOBODY):
            what: Any

        yield Wordy


@pytest.mark.parametrize(
    "what", ["my own words", ("a", "my own words"), [["my own words"]], {"key": "my own words"}, {"my own words": "x"}]
)
def test_a_change_holds_no_words_however_deep(gate: Gate, wordy: Any, what: Any) -> None:
    """A payload is not redacted: it holds keys, codes and numbers."""
    touch = Touch(before=gate.request, after=gate.request, changes=(wordy(what=what),))
    with pytest.raises(GuardViolation, match="holds words"):
        gate.seal(touched=[touch])
    gate.seal(touched=[attrs.evolve(touch, changes=(wordy(what=("code", 5, None, True)),))])


def outbox_row(gate: Gate, **values: Any) -> OutboxRow:
    """A job."""
    defaults: dict[str, Any] = {
        "id": "row",
        "tenant": "shop",
        "subject": gate.request.id,
        "subject_type": "service_requests",
        "job": "notice",
        "payload": {"notice": "reply"},
        "due_at": gate.scene.desk.clock(),
        "wanted_at": gate.scene.desk.clock(),
        "created_at": gate.scene.desk.clock(),
    }
    return OutboxRow(**(defaults | values))


@pytest.mark.parametrize(
    "values",
    [
        {"job": "send the mail"},
        {"reason": "the mailbox is full"},
        {"reason": "line\nbreak"},
        {"payload": {"notice": "reply", "text": "the screen is cracked"}},
        {"payload": {"the screen": "x"}},
        {"payload": {"notice": "a\nb"}},
        {"payload": {"notice": "a\tb"}},
    ],
)
def test_a_cell_for_codes_holds_no_words(gate: Gate, values: dict[str, Any]) -> None:
    """Text that came round redaction: in a code, in a mapping of codes."""
    gate.seal(Save(after=outbox_row(gate)))
    with pytest.raises(GuardViolation, match="for keys and codes, and holds words"):
        gate.seal(Save(after=outbox_row(gate, **values)))


def test_the_answer_under_a_key_holds_no_words(gate: Gate) -> None:
    """The idempotency row is looked at too."""
    row = IdempotencyRecord(
        id="k", tenant="shop", content="0" * 64, result={"note": "n1"}, created_at=gate.scene.desk.clock()
    )
    assert gate.seal(key=row).key is not None
    with pytest.raises(GuardViolation, match="holds words"):
        gate.seal(key=row.changed(result={"note": "what was written there"}))


def test_what_stood_there_already_is_not_asked_about_again(gate: Gate) -> None:
    """An older release, or an importer, may have left words in a code: the next change does not fail for it."""
    old = outbox_row(gate, reason="an older release wrote this")
    assert gate.seal(Save(before=old, after=old.changed(attempts=3))).rows


def test_a_row_is_the_same_row_in_the_same_shop(gate: Gate) -> None:
    """Neither another tenant's nor another id's."""
    for before, after in (
        (None, gate.note.changed(id="n", tenant="other")),
        (gate.note.changed(tenant="other"), gate.note),
        (gate.note.changed(id="other"), gate.note),
    ):
        with pytest.raises(GuardViolation, match="another tenant"):
            gate.seal(Save(before=before, after=after))


def decision(gate: Gate, **values: Any) -> Decision:
    """Anna's, about the draft."""
    made = decide(
        Effect.COMPLETE, gate.draft, subject=gate.request.id, by=evidence(j.ANNA), now=gate.scene.desk.clock()
    )
    return made.changed(**values)


def test_a_decision_is_written_once(gate: Gate) -> None:
    """Nobody changes what was decided, not even whoever decided it."""
    later = gate.scene.desk.clock() + timedelta(days=1)
    told = OutcomeRecorded(outcome=gate.draft.id, digest=gate.draft.digest)
    touched = [Touch(before=gate.request, after=gate.request, changes=(told,))]
    gate.seal(Save(after=decision(gate)), touched=touched)
    with pytest.raises(GuardViolation, match="written once"):
        gate.seal(Save(before=decision(gate), after=decision(gate, decided_at=later)), touched=touched)


def test_a_recorded_outcome_is_not_rewritten_under_its_decision(gate: Gate) -> None:
    """Its content, its commitments, its digest: the decision is about what it was about."""
    recorded = gate.draft.changed(state=OutcomeState.RECORDED, decided=decision(gate).id)
    words = CustomerText(mark_safe("Free of charge."))
    for after in (
        recorded.changed(text=words),
        recorded.changed(text=words).committed(Effect.COMPLETE, "other"),
        recorded.changed(commitments={}),
        recorded.changed(digest="0" * 64),
        recorded.changed(decided=None),
        recorded.changed(decided="complete:x:y"),
    ):
        with pytest.raises(GuardViolation):
            gate.seal(Save(before=recorded, after=after))
    gate.seal(Save(before=recorded, after=recorded.erased()))


def test_rows_are_written_in_one_order(gate: Gate) -> None:
    """Each type after those it refers to, known rows by id: whoever writes two of them, in whatever order a rule names
    them, locks them in the same one."""
    first, second = gate.note.changed(id="a"), gate.note.changed(id="b")
    saves = [Save(before=one, after=one.changed(author="x")) for one in (second, first)]
    rows = gate.seal(*saves).rows
    assert [row.id for row in rows if row.record_type.name == "notes"] == ["a", "b"]
    names = [row.record_type.name for row in rows]
    assert names.index("service_requests") < names.index("notes")


def test_a_replaced_row_expects_the_version_that_was_read(gate: Gate) -> None:
    """And gets the next one, whatever the rule left in it."""
    (row,) = (row for row in gate.seal().rows if row.record_type.name == "service_requests")
    place = row.record_type.place("version")
    assert (row.expected, row.row[place]) == (gate.request.version, gate.request.version + 1)


def test_sealed_changes_are_made_by_the_gate_alone(gate: Gate) -> None:
    """And stay as they were sealed."""
    sealed = gate.seal()
    with pytest.raises(TypeError, match="only the gate"):
        SealedChanges("shop", None, sealed.rows, object())
    with pytest.raises(AttributeError):
        sealed.rows = ()
    assert Job
    assert NoteWritten
