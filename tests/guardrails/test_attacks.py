"""Deliberate attacks from inside: what the check on every read still catches, and what it cannot. The table stands in
docs/explanation/guardrails.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import helpdesk_core.desk.pipeline as pipeline
import journeys as j
from capabilities.quotes import fixed
from helpdesk_core import Helpdesk, Refusal, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import ApproveQuote
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.outcomes.rules import RecordOutcome
from helpdesk_core.service_requests.lifecycle import Phase
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_choice

DOCS = Path(__file__).parents[2] / "docs/explanation/guardrails.md"
Attack = Callable[[Helpdesk, Any, Any, pytest.MonkeyPatch], None]


def _sql(desk: Helpdesk, *statements: str) -> None:
    """As somebody with the database's password: constraints and foreign keys off."""
    with desk._store.sessions.engine.connect() as connection:  # type: ignore[attr-defined]
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            raw.execute(statement)
        raw.execute("PRAGMA ignore_check_constraints=OFF")
        raw.execute("PRAGMA foreign_keys=ON")


def state_by_sql(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """Set the states, with checks and foreign keys off."""
    _sql(
        desk,
        "UPDATE helpdesk_core_outcomes SET state = 'recorded', recorded_at = prepared_at,"
        " decided = 'complete:' || id || ':' || digest",
        "UPDATE helpdesk_core_service_requests SET phase = 'closed', status = 'closed',"
        " decided = (SELECT decided FROM helpdesk_core_outcomes)",
    )


def machine_decision_by_sql(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """The same, with a decision row in a machine's name."""
    state_by_sql(desk, made, draft, patch)
    _decision(desk, "automation", "bot", "staff")


def other_text_by_sql(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """A person decided; then the text is changed."""
    j.do(desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    _sql(desk, "UPDATE helpdesk_core_outcomes SET text = 'Free of charge.'")


def decision_about_another_request(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """A genuine decision about one request is hung on another."""
    other, _ = j.in_phase(desk, "outcome_recorded")
    _sql(
        desk,
        "UPDATE helpdesk_core_service_requests SET phase = 'closed', decided = (SELECT decided FROM"
        f" helpdesk_core_service_requests WHERE id = '{other.request}') WHERE id = '{made.request}'",
    )


def request_record_changed_in_memory(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """``object.__setattr__`` on what a command is about to save: the gate sees it."""
    original = pipeline.seal

    def tampering(writing: Any, touched: Any, saves: Any, key: Any = None) -> Any:
        for touch in touched:
            object.__setattr__(touch.after, "phase", Phase.CLOSED)
            object.__setattr__(touch.after, "status", "closed")
        return original(writing, touched, saves, key)

    patch.setattr(pipeline, "seal", tampering)
    with pytest.raises(AssertionError):
        j.do(desk, j.AssignRequest, j.ANNA, request=made.request, assignee="anna", name="Anna")


def person_decision_by_sql(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """A whole forgery: states, and a decision row in a person's name. Only the history tells."""
    state_by_sql(desk, made, draft, patch)
    _decision(desk, "agent", "anna", "staff")


def wrong_proof_by_sql(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """A decision row of staff on a customer's proof: nobody decides this way."""
    state_by_sql(desk, made, draft, patch)
    _decision(desk, "agent", "anna", "code")


def text_by_sql_without_salt(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """A person decided; then the text is changed and the salt taken away, as if it had been erased."""
    j.do(desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    _sql(desk, "UPDATE helpdesk_core_outcomes SET text = 'Free of charge.', salt = NULL")


def result_by_sql_without_salt(desk: Helpdesk, made: Any, draft: Any, patch: pytest.MonkeyPatch) -> None:
    """A person decided; then it is erased by hand, and how the work ended is changed with it."""
    j.do(desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    _sql(desk, "UPDATE helpdesk_core_outcomes SET text = NULL, salt = NULL, result = 'not_solved'")


def _decision(desk: Helpdesk, kind: str, actor: str, basis: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    columns = "id, tenant, version, effect, record, digest, subject, actor_kind, actor, basis, decided_at"
    values = f"decided, tenant, 1, 'complete', id, digest, request, '{kind}', '{actor}', '{basis}', '{now}'"
    _sql(desk, f"INSERT INTO helpdesk_core_decisions ({columns}) SELECT {values} FROM helpdesk_core_outcomes")


#: Attack → whether customers are shown the forged outcome, and what `verify` says. What is shown is said in the docs.
ATTACKS: dict[str, tuple[Attack, bool, set[str]]] = {
    "states set by SQL, checks and keys off": (state_by_sql, False, {"decision_missing", "row_changed"}),
    "the same, with a decision in a machine's name": (
        machine_decision_by_sql,
        False,
        {"decision_unknown_to_history", "content_changed", "row_changed"},
    ),
    "the same, with a decision on a proof that decides nothing": (
        wrong_proof_by_sql,
        False,
        {"decision_unknown_to_history", "content_changed", "row_changed"},
    ),
    "the text changed after the decision": (other_text_by_sql, False, {"content_changed", "row_changed"}),
    "the text changed and the salt taken away": (text_by_sql_without_salt, False, {"content_changed", "row_changed"}),
    "the result changed under cover of an erasure": (
        result_by_sql_without_salt,
        False,
        {"content_changed", "row_changed"},
    ),
    "a genuine decision hung on another request": (decision_about_another_request, False, {"decision_elsewhere"}),
    "a record changed in memory before it is saved": (request_record_changed_in_memory, False, set()),
    "states and a decision in a person's name, all by SQL": (
        person_decision_by_sql,
        True,
        {"decision_unknown_to_history", "row_changed"},
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_the_check_on_every_read_catches(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing forged is shown, but for the whole forgery: whoever owns the database can make one, and the docs say
    so."""
    attack, shown, said = ATTACKS[name]
    desk = make_desk(SqlStore.sqlite(tmp_path / "a.sqlite"))
    made, guest = j.in_phase(desk, "in_review")
    draft = j.prepare(desk, made)
    attack(desk, made, draft, monkeypatch)
    monkeypatch.undo()
    room = desk.view(view_room, guest, made.request)
    assert not isinstance(room, Refusal)
    assert {finding.code for finding in desk.verify()} == said
    complete = room.outcome is not None or room.status.phase.value in ("outcome_recorded", "closed")
    assert complete == shown
    desk._store.close()  # type: ignore[attr-defined]


def test_a_yes_to_a_quote_completes_nothing(tmp_path: Path) -> None:
    """A genuine decision about the very request, hung on it as if it were that the work is complete."""
    desk: Any = make_desk(SqlStore.sqlite(tmp_path / "a.sqlite"), settings=Settings(currency="PLN"))
    made, guest = j.in_phase(desk, "in_review")
    quote = fixed(desk, made.request)
    digest = desk.show(view_choice, guest, made.request).digest
    j.do(desk, ApproveQuote, guest, request=made.request, quote=quote.quote, digest=digest)
    _sql(
        desk,
        "UPDATE helpdesk_core_service_requests SET phase = 'closed',"
        " decided = (SELECT id FROM helpdesk_core_decisions WHERE effect = 'approve')",
    )
    assert desk.show(view_room, guest, made.request).status.phase not in (Phase.CLOSED, Phase.OUTCOME_RECORDED)
    assert {finding.code for finding in desk.verify()} == {"decision_elsewhere"}
    desk._store.close()


def test_the_docs_hold_the_same_table() -> None:
    """Attack by attack, with its answer."""
    rows = dict(re.findall(r"^\| ([^|]+?) \| (no|yes)\b", DOCS.read_text(encoding="utf-8"), re.M))
    assert rows == {name: "yes" if shown else "no" for name, (_, shown, _) in ATTACKS.items()}
