"""What a caller gets: results, refusals with their kinds, `do`, many at once, and what would happen."""

from __future__ import annotations

import asyncio
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.scene import SHOP, Scene
from helpdesk_core import (
    AsyncHelpdesk,
    Customer,
    Guest,
    Helpdesk,
    InputError,
    Refusal,
    RefusalKind,
    Refused,
    Result,
    hookimpl,
)
from helpdesk_core.base.commands import commands
from helpdesk_core.base.results import holds_grant
from helpdesk_core.commands import (
    AnswerOutcome,
    CancelRequest,
    EnterCode,
    HoldRequest,
    ImportRequest,
    ReplyToCustomer,
    ReplyToShop,
    RequestCode,
    SubmitRequest,
    TrackRequest,
    WriteNote,
)
from helpdesk_core.contacts.model import CODE_PAUSE
from helpdesk_core.desk.preview import Preview
from helpdesk_core.idempotency import IdempotencyRecord
from helpdesk_core.notifications.model import OF_SUBJECT
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_room

WORDS = {"problem": "p", "device": "d", "surname": "Nowak", "contact": "x@example.com"}


@pytest.fixture
def desk() -> Helpdesk:
    """A desk in memory, of a shop with two places."""
    return make_desk(settings=SHOP)


@pytest.mark.parametrize(
    "kind, status",
    [("not_found", 404), ("forbidden", 403), ("conflict", 409), ("invalid", 422), ("verify", 401), ("too_many", 429)],
)
def test_a_kind_of_refusal_has_its_status(kind: str, status: int) -> None:
    """All six, by hand."""
    assert Refusal("x", kind=RefusalKind(kind)).status_hint == status
    assert len(RefusalKind) == 6


def test_do_raises_what_handle_returns(desk: Helpdesk) -> None:
    """With the refusal, and its status."""
    made, guest = j.in_phase(desk, "closed")
    command = desk.read(CancelRequest, {"request": made.request})
    refusal = desk.handle(command, guest)
    with pytest.raises(Refused) as caught:
        desk.do(command, guest)
    assert caught.value.refusal == refusal
    assert caught.value.status_hint == 409
    assert str(caught.value) == "refusal.wrong_phase"


def test_show_raises_what_view_returns(desk: Helpdesk) -> None:
    """With the refusal and its status; whoever may see it gets what is shown, in an async host too."""
    made, guest = j.in_phase(desk, "in_review")
    refusal = desk.view(view_room, Customer(id="stranger"), made.request)
    with pytest.raises(Refused) as caught:
        desk.show(view_room, Customer(id="stranger"), made.request)
    assert caught.value.refusal == refusal
    assert caught.value.status_hint == 404
    assert desk.show(view_room, guest, made.request) == desk.view(view_room, guest, made.request)
    shop = AsyncHelpdesk(desk)
    assert asyncio.run(shop.show(view_room, guest, made.request)).id == made.request
    with pytest.raises(Refused):
        asyncio.run(shop.show(view_room, Customer(id="stranger"), made.request))


def test_many_are_answered_one_by_one(desk: Helpdesk) -> None:
    """Each in a transaction of its own; one that is refused stops no other; each with its key."""
    made, _ = j.in_phase(desk, "in_review")
    note = desk.read(WriteNote, {"request": made.request, "text": "t"})
    gone = desk.read(WriteNote, {"request": "nothing", "text": "t"})
    first, refused, second = desk.handle_each([(note, "k1"), (gone, "k2"), (note, None)], j.ANNA)
    assert isinstance(first, Result)
    assert isinstance(second, Result)
    assert getattr(refused, "kind", None) is RefusalKind.NOT_FOUND
    again, *_ = desk.handle_each([(note, "k1")], j.ANNA)
    assert again == attrs.evolve(first, repeated=True)
    assert desk.handle_each([], j.ANNA) == ()


def test_what_is_no_command_of_this_desk_is_a_fault_of_the_program(desk: Helpdesk) -> None:
    """Never a refusal that a page would show."""
    for wrong in (object(), None, "ReplyToShop", ReplyToShop):
        with pytest.raises(TypeError, match="command"):
            desk.handle(wrong, j.ANNA)  # type: ignore[arg-type, type-var]
        with pytest.raises(TypeError, match="command"):
            desk.preview(wrong, j.ANNA)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not a declared view"):
        desk.view(lambda reader, context: reader, j.ANNA)


def test_a_receipt_is_its_actors_own(desk: Helpdesk) -> None:
    """Whoever knows a key gets nothing by it: not another customer, not a guest without the room's code, not staff."""
    made, guest = j.in_phase(desk, "in_review", j.CUSTOMER)
    command = desk.read(ReplyToShop, {"request": made.request, "text": "t"})
    mine = desk.handle(command, guest, key="known")
    assert isinstance(mine, Result)
    for stranger in (Guest(), Customer(id="c-2"), j.ANNA, j.BOT):
        answer = desk.handle(command, stranger, key="known")
        assert isinstance(answer, Refusal)
        assert answer.code in ("refusal.no_such_request", "refusal.not_allowed")
    assert desk.handle(command, guest, key="known") == attrs.evolve(mine, repeated=True)  # type: ignore[arg-type]


def test_no_grant_is_ever_stored(desk: Helpdesk) -> None:
    """The commands that return one take no key, and nothing of it is at rest."""
    giving = {name for name, command in commands.items() if holds_grant(command.result_type)}
    assert giving == {"EnterCode", "TrackRequest", "AddWebhook", "RotateWebhookSecret"}
    made = j.submit(desk)
    code = j.code_of(desk, made)
    fields = {"link": j.link(desk, made), "contact": j.EMAIL, "code": code}
    opened = desk.handle(desk.read(EnterCode, fields), Guest(), key="k")
    tracked = desk.handle(
        desk.read(TrackRequest, {"reference": made.reference, "surname": "Kowalska"}), Guest(), key="k"
    )
    for token in (opened.grant, tracked.grant):  # type: ignore[union-attr]
        assert token.rpartition(".")[2] not in repr(desk._store._tables)  # type: ignore[attr-defined]
    assert "idempotency_keys" not in desk._store._tables  # type: ignore[attr-defined]


def test_a_result_of_an_older_release_is_read(desk: Helpdesk) -> None:
    """A field that is gone is left out; what the key says is not lost by an update."""
    made, _ = j.in_phase(desk, "in_review")
    command = desk.read(WriteNote, {"request": made.request, "text": "t"})
    first = desk.handle(command, j.ANNA, key="k")
    tables = desk._store._tables["idempotency_keys"]  # type: ignore[attr-defined]
    ((id, row),) = tables.items()
    place = IdempotencyRecord.record_type.place("result")
    tables[id] = (*row[:place], row[place].replace('"note"', '"colour":"red","note"'), *row[place + 1 :])
    assert desk.handle(command, j.ANNA, key="k") == attrs.evolve(first, repeated=True)  # type: ignore[arg-type]


def test_a_preview_says_what_would_be_read_and_who_would_be_told(desk: Helpdesk) -> None:
    """The text as it would stand there, what would be taken out, the history's words, a masked contact."""
    made, _ = j.in_phase(desk, "in_review", language="pl")
    words = {"request": made.request, "text": "The password is Klopsik7.", "status": "waiting_for_customer"}
    shown = desk.preview(desk.read(ReplyToCustomer, words), j.ANNA)
    assert isinstance(shown, Preview)
    assert {path: str(text) for path, text in shown.texts.items()} == {"text": "The password is [PASSWORD]."}
    assert shown.removed == ("password",)
    assert shown.changes == ("action.shop_replied", "action.status_changed")
    (told,) = shown.told
    assert (told.audience.value, told.notice, told.language) == ("customer", "reply", "pl")
    assert told.contact is not None
    assert "maria" not in told.contact
    with desk.reading() as reader:
        assert "reply" not in {row.payload.get("notice") for row in reader.find(OF_SUBJECT, {"subject": made.request})}


def test_a_preview_tells_of_nobody_who_cannot_be_reached(desk: Helpdesk) -> None:
    """Unconfirmed: nobody would be told."""
    made = j.submit(desk)
    shown = desk.preview(
        desk.read(ReplyToCustomer, {"request": made.request, "text": "t", "unconfirmed": "yes"}), j.ANNA
    )
    assert isinstance(shown, Preview)
    assert [told.contact for told in shown.told] == [None]


def test_a_preview_is_refused_as_the_command_would_be(desk: Helpdesk) -> None:
    """By authority, by who may see it, by the rule, by a plugin; a try is never previewed, whoever asks."""

    class Never:
        @hookimpl
        def helpdesk_object(self, actions: Any) -> str | None:
            return "not_today" if "note_written" in actions else None

    desk = make_desk(plugins=[Never()])
    made, guest = j.in_phase(desk, "in_review")
    for command, actor, fields in (
        (WriteNote, guest, {"request": made.request, "text": "t"}),
        (WriteNote, j.ANNA, {"request": "nothing", "text": "t"}),
        (WriteNote, j.ANNA, {"request": made.request, "text": "t"}),
        (AnswerOutcome, guest, {"request": made.request, "solved": "yes"}),
    ):
        read = desk.read(command, fields)
        assert isinstance(desk.preview(read, actor), Refusal)
        assert desk.preview(read, actor) == desk.handle(read, actor)
    before = desk._store._tables  # type: ignore[attr-defined]
    wrong = {"link": j.link(desk, made), "contact": j.EMAIL, "code": "000000"}
    for _ in range(50):
        assert getattr(desk.preview(desk.read(EnterCode, wrong), Guest()), "code", "") == "refusal.not_allowed"
    assert desk._store._tables is before  # type: ignore[attr-defined]


def test_a_second_code_waits_a_minute(desk: Helpdesk) -> None:
    """Within it nothing new goes out, and the code that is out stays good; afterwards there is another."""
    made = j.submit(desk)
    link = {"link": j.link(desk, made), "contact": j.EMAIL}

    def number() -> int:
        return j.entry_code(desk, made).number

    desk.clock.move(seconds=CODE_PAUSE.total_seconds() - 1)  # type: ignore[attr-defined]
    j.do(desk, RequestCode, Guest(), **link)
    assert number() == 1
    desk.clock.move(seconds=1)  # type: ignore[attr-defined]
    j.do(desk, RequestCode, Guest(), **link)
    assert number() == 2


@pytest.mark.parametrize("command", [SubmitRequest, ImportRequest])
def test_a_place_that_the_shop_does_not_have_is_refused(desk: Helpdesk, command: Any) -> None:
    """By name, with nothing written; its own are taken."""
    fields = WORDS | ({"source": "old", "source_id": "1"} if command is ImportRequest else {})
    answer = desk.handle(desk.read(command, fields | {"location": "nowhere"}), j.BOT)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field) == ("refusal.no_such_location", "location")
    assert desk.anchor().heads == {}
    assert isinstance(desk.handle(desk.read(command, fields | {"location": "here"}), j.BOT), Result)


def test_an_outcome_is_answered_once_and_while_it_stands(desk: Helpdesk) -> None:
    """Not before one is recorded, not a second time, not when the request is closed: it is reopened then."""
    for phase, code in (
        ("in_review", "refusal.nothing_to_answer"),
        ("outcome_recorded", ""),
        ("closed", "refusal.nothing_to_answer"),
    ):
        made, guest = j.in_phase(desk, phase)
        first = j.attempt(desk, AnswerOutcome, guest, request=made.request, solved="yes")
        assert getattr(first, "code", "") == code
        again = j.attempt(desk, AnswerOutcome, guest, request=made.request, solved="no")
        assert getattr(again, "code", "") == code or "refusal.already_answered"
        assert j.stored(desk, made).phase.value == phase


def test_holding_twice_writes_once(desk: Helpdesk) -> None:
    """Without a key too: there is nothing to do the second time."""
    scene = Scene.in_phase("in_review", desk)
    j.do(desk, HoldRequest, j.BOT, request=scene.request, reason="odd")
    before = desk.anchor()
    j.do(desk, HoldRequest, j.BOT, request=scene.request, reason="other")
    assert desk.anchor() == before
    assert j.stored(desk, scene.made).held == "odd"


def test_another_content_under_a_key_is_refused_even_where_nothing_is_to_do(desk: Helpdesk) -> None:
    """The first answer is not given to a question that nobody asked."""
    scene = Scene.in_phase("in_review", desk)
    commands_ = [desk.read(HoldRequest, {"request": scene.request, "reason": reason}) for reason in ("odd", "other")]
    assert isinstance(desk.handle(commands_[0], j.BOT, key="k"), Result)
    assert getattr(desk.handle(commands_[1], j.BOT, key="k"), "code", "") == "refusal.key_reused"


def test_what_cannot_be_read_is_no_refusal(desk: Helpdesk) -> None:
    """It is raised where it is read, with every fault; the desk never sees it."""
    with pytest.raises(InputError) as caught:
        desk.read(SubmitRequest, {"problem": "", "contact": "unassigned", "urgency": "later"})
    assert caught.value.status_hint == 422
    assert {error.path[0] for error in caught.value.errors} == {"problem", "device", "surname", "contact", "urgency"}
