"""What staff do about secrets: take out one that got through, and see how often which kind was removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Helpdesk, InputError, Refusal, Result
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.queries import Query
from helpdesk_core.base.records import record_types
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.guardrails.decisions import Decision
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.outcomes.model import OF_REQUEST, Outcome
from helpdesk_core.outcomes.rules import RecordOutcome
from helpdesk_core.redaction_desk.rules import NOT_AS_DECIDED, NOT_THERE, RemoveSecret, view_place
from helpdesk_core.redaction_desk.views import view_redaction_statistics
from helpdesk_core.service_requests.rules import DescribeDevice, ReopenRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_request, view_search


@pytest.fixture
def desk() -> Helpdesk:
    """A desk in memory."""
    return make_desk()


def take_out(desk: Helpdesk, made: Any, words: str, actor: Any = j.ANNA) -> Result | Refusal:
    """As the page does it: look where the words stand, then send the command."""
    place = desk.view(view_place, j.ANNA, made.request, words=words)
    return place if isinstance(place, Refusal) else desk.handle(place.command, actor)


def stored(desk: Helpdesk, kind: Any, id: str) -> Any:
    with desk.reading() as reader:
        return reader.load(kind, id)


def is_anywhere(desk: Helpdesk, words: str) -> bool:
    """Whether a record of any kind holds the words."""
    with desk.reading() as reader:
        rows = [
            kind.encode(one) for kind in record_types.values() for one in reader.find(Query(kind.make), {}, limit=200)
        ]
    return any(words.casefold() in str(row).casefold() for row in rows)


def test_every_kind_with_words_is_looked_through() -> None:
    """A record that gets a text some day, and whose texts no search for secrets would reach, fails here."""
    holding = [kind for kind in record_types.values() if any(column.text for column in kind.columns)]
    assert len(holding) >= 4
    beside = [kind.name for kind in holding if kind.about is None and not kind.is_subject]
    assert beside == ["contact_stops"], "its words are those of a short list"


def test_a_secret_goes_from_everything_about_a_request(store: Any) -> None:
    """Messages, notes, names, the device, the search by surname and the recorded outcome; the decision that was made
    stays as it was, the outcome is shown by one that names it, and the history verifies against an older anchor."""
    desk = make_desk(store)
    made = j.submit(desk, j.CUSTOMER, surname="Mruczek", device="Dell (mruczek)")
    guest = j.enter(desk, made)
    j.do(desk, ReplyToShop, guest, request=made.request, text="Mruczek opens everything. Mruczeks do not.")
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Do you mean MRUCZEK?")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Try Mruczek!")
    j.do(desk, DescribeDevice, j.ANNA, request=made.request, device="Dell, sticker Mruczek")
    draft = j.prepare(desk, made, text="It was Mruczek.")
    j.do(desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    before, anchor = stored(desk, Outcome, draft.outcome), desk.anchor()

    gone = take_out(desk, made, "Mruczek", j.BOSS)

    assert isinstance(gone, Result)
    assert gone.texts == 7
    assert not is_anywhere(desk, "mruczek.")
    assert not is_anywhere(desk, "mruczek!")
    after = stored(desk, Outcome, draft.outcome)
    assert str(after.text) == "It was [REMOVED]."
    room = desk.view(view_room, guest, made.request)
    assert room.outcome is not None  # type: ignore[union-attr]
    assert str(room.outcome.text) == "It was [REMOVED]."  # type: ignore[union-attr]
    assert "[REMOVED] opens everything. Mruczeks do not." in {str(one.text) for one in room.messages}  # type: ignore[union-attr]
    first, second = stored(desk, Decision, before.decided), stored(desk, Decision, after.decided)
    assert (first.actor, first.digest, first.replaces) == (j.ANNA.id, before.digest, None)
    assert (second.actor, second.digest, second.replaces) == (j.BOSS.id, after.digest, first.id)
    assert j.stored(desk, made).decided == second.id
    assert desk.verify(anchor) == ()
    for _ in range(2):
        (hits,) = desk.view(view_search, j.ANNA, "Mruczek").hits  # type: ignore[union-attr]
        assert [text for hit in hits for text, is_hit in hit.pieces if is_hit] == ["Mruczeks"]
        desk.deliver()


def test_nothing_is_left_in_the_file(tmp_path: Path) -> None:
    """SQLite leaves replaced bytes in its free space unless told otherwise."""
    store = SqlStore.sqlite(tmp_path / "desk.sqlite")
    desk = make_desk(store)
    made, guest = j.in_phase(desk, "in_review")
    j.do(desk, ReplyToShop, guest, request=made.request, text="Our Mruczek. " + "It is long. " * 500)
    take_out(desk, made, "Mruczek")
    store.close()
    assert b"Mruczek" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_what_stood_there_cannot_be_guessed(desk: Helpdesk) -> None:
    """The old digest stays in decision and history; without its salt no guess can be tried against it."""
    made, _ = j.in_phase(desk, "in_review")
    draft = j.prepare(desk, made, text="The part 4821x was it.")
    j.do(desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    before = stored(desk, Outcome, draft.outcome)
    take_out(desk, made, "4821x")
    after = stored(desk, Outcome, draft.outcome)
    assert after.salt != before.salt
    assert after.is_whole(Effect.COMPLETE)
    for salt in (after.salt, ""):
        guessed = before.changed(salt=salt).fresh_commitments()["text"]
        assert guessed not in {*after.commitments.values(), *before.commitments.values()}
    assert before.fresh_commitments()["text"] == before.commitments["text"], "with the old salt it could"
    assert not is_anywhere(desk, before.salt)


def test_a_short_stretch_goes_only_where_it_was_seen(desk: Helpdesk) -> None:
    """Two letters stand in every second text."""
    made, guest = j.in_phase(desk, "in_review")
    j.do(desk, ReplyToShop, guest, request=made.request, text="ok is what opens it, ok")
    assert isinstance(take_out(desk, made, "ok"), Result)
    room = desk.view(view_room, guest, made.request)
    assert "[REMOVED] is what opens it, ok" in {str(one.text) for one in room.messages}  # type: ignore[union-attr]


def test_a_draft_is_reviewed_again(desk: Helpdesk) -> None:
    """What was reviewed is not what would be recorded."""
    made, _ = j.in_phase(desk, "in_review")
    draft = j.prepare(desk, made, text="It was Mruczek.")
    take_out(desk, made, "Mruczek")
    record = {"outcome": draft.outcome, "digest": draft.digest}
    assert isinstance(j.attempt(desk, RecordOutcome, j.ANNA, **record), Refusal)
    shown = desk.view(view_request, j.ANNA, made.reference)
    ((outcome, holds),) = shown.outcomes  # type: ignore[union-attr]
    assert not holds
    j.do(desk, RecordOutcome, j.ANNA, outcome=outcome.id, digest=outcome.digest)


def test_an_earlier_outcome_keeps_its_place(desk: Helpdesk) -> None:
    """A request taken up again stands on no decision; redacting the old outcome does not complete it."""
    made, _ = j.in_phase(desk, "outcome_recorded")
    j.do(desk, ReopenRequest, j.ANNA, request=made.request)
    take_out(desk, made, "screen is in")
    assert j.stored(desk, made).decided is None
    shown = desk.view(view_request, j.ANNA, made.reference)
    ((outcome, holds),) = shown.outcomes  # type: ignore[union-attr]
    assert holds
    assert str(outcome.text) == "A new [REMOVED]."


def test_an_outcome_changed_behind_the_desks_back_is_not_made_genuine(sqlite_store: Any) -> None:
    """It is refused, and nothing else is written either."""
    desk = make_desk(sqlite_store)
    made, guest = j.in_phase(desk, "outcome_recorded")
    j.do(desk, ReplyToShop, guest, request=made.request, text="Mruczek opens everything")
    with sqlite_store.sessions.writing() as cursor:
        cursor.execute("UPDATE helpdesk_core_outcomes SET text = 'Mruczek, and you owe us a lot'")
    assert take_out(desk, made, "Mruczek") == NOT_AS_DECIDED
    assert is_anywhere(desk, "Mruczek opens")
    shown = desk.view(view_request, j.ANNA, made.reference)
    assert [holds for _, holds in shown.outcomes] == [False]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": 400, "end": 500},
        {"start": 3, "end": 3},
        {"field": "author"},
        {"field": "no_such_field"},
        {"record": "nothing"},
    ],
)
def test_only_stretches_of_this_requests_texts_are_taken(desk: Helpdesk, wrong: dict[str, Any]) -> None:
    """No field but texts, no place outside of them, no record of another request."""
    made, _ = j.in_phase(desk, "in_review")
    place = desk.view(view_place, j.ANNA, made.request, words="screen")
    assert not isinstance(place, Refusal)
    right = {name: getattr(place.command, name) for name in ("request", "record", "field", "start", "end")}
    assert desk.handle(desk.read(RemoveSecret, right | wrong), j.ANNA) == NOT_THERE
    other, guest = j.in_phase(desk, "in_review")
    assert desk.handle(desk.read(RemoveSecret, right | {"request": other.request}), j.ANNA) == NOT_THERE
    for nobody in (guest, j.BOT, j.CUSTOMER):
        assert isinstance(desk.handle(place.command, nobody), Refusal)
        assert isinstance(desk.view(view_place, nobody, made.request, words="screen"), Refusal)
    assert desk.view(view_place, j.ANNA, made.request, words="  ") == NOT_THERE


@pytest.mark.parametrize("wrong", [{"start": -1}, {"end": 0}, {"end": 2**60}, {"start": True}, {"start": 1.0}])
def test_places_are_read_within_bounds(desk: Helpdesk, wrong: dict[str, Any]) -> None:
    """A place counts characters: what is no such number is a fault of the input, and no command is made of it."""
    fields = {"request": "r", "record": "r", "field": "text", "start": 0, "end": 1}
    with pytest.raises(InputError) as caught:
        desk.read(RemoveSecret, fields | wrong)
    assert [error.path for error in caught.value.errors] == [tuple(wrong)]


def counts(desk: Helpdesk, **options: Any) -> dict[tuple[str, str], int]:
    shown = desk.view(view_redaction_statistics, j.ANNA, **options)
    assert not isinstance(shown, Refusal)
    return shown.counts


def test_removals_are_counted_by_kind_and_language(store: Any) -> None:
    """Each piece of a carried-out command once, in the request's language; drafts too; a refusal counts nothing."""
    desk = make_desk(store)
    words = {"problem": "The password is Klopsik7, the other password is Burek99. PIN 4821", "language": "pl"}
    command = desk.read(SubmitRequest, words | {"device": "Dell", "surname": "Kowalska", "contact": j.EMAIL})
    for _ in range(2):
        desk.handle(command, j.CUSTOMER, key="form-1")
    once = {("password", "pl"): 2, ("passcode", "pl"): 1}
    assert counts(desk) == once
    texts = desk.redact_draft({"problem": "BLIK 123456", "device": "Dell"}, j.CUSTOMER, "en")
    assert (str(texts["problem"]), texts.removed) == ("BLIK [BANKING_CODE]", ("banking_code",))
    assert counts(desk) == once | {("banking_code", "en"): 1}
    assert isinstance(j.attempt(desk, ReplyToShop, j.CUSTOMER, request="nothing", text="PIN 4821"), Refusal)
    assert counts(desk) == once | {("banking_code", "en"): 1}
    desk.clock.move(minutes=24 * 60)  # type: ignore[attr-defined]
    assert counts(desk, days=1) == once | {("banking_code", "en"): 1}
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    assert counts(desk, days=1) == {}
    assert not is_anywhere(desk, "Klopsik7")


def test_what_a_person_took_out_is_counted_too(desk: Helpdesk) -> None:
    """It tells the shop what redaction misses; only staff see the counts."""
    made, guest = j.in_phase(desk, "in_review")
    take_out(desk, made, "screen")
    assert counts(desk) == {("removed", "en"): 1}
    for nobody in (guest, j.BOT, j.CUSTOMER):
        assert isinstance(desk.view(view_redaction_statistics, nobody), Refusal)
    shown = desk.view(view_redaction_statistics, j.BOSS)
    assert (shown.kinds, shown.languages, shown.total("removed")) == (("removed",), ("en",), 1)  # type: ignore[union-attr]


def test_texts_are_by_field(desk: Helpdesk) -> None:
    """Whatever of a record somebody typed."""
    made, _ = j.in_phase(desk, "in_review")
    assert set(j.stored(desk, made).texts()) == {"subject", "last_words", "device", "surname"}
    with desk.reading() as reader:
        assert not reader.find(OF_REQUEST, {"request": made.request})
