"""Testimonials: nothing is shown without the customer's permission and a person's check of the very same words."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import journeys as j
from capabilities.scene import SHOP, Scene
from capabilities.testimonials import SAID, asked, given, latest, shown
from helpdesk_core import Guest, Refusal, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import (
    AnswerOutcome,
    AskForTestimonial,
    EraseRequest,
    GiveTestimonial,
    PublishTestimonial,
    RecordOutcome,
    SuggestTestimonial,
    TakeDownTestimonial,
    WithdrawTestimonial,
)
from helpdesk_core.testing import make_desk
from helpdesk_core.views import TestimonialState, view_testimonials


@pytest.fixture
def scene() -> Scene:
    return Scene.in_phase("outcome_recorded")


def public(desk: Any) -> list[tuple[str, str | None]]:
    """What everybody reads."""
    rows = desk.show(view_testimonials, Guest()).rows
    return [(str(row.text), None if row.name is None else str(row.name)) for row in rows]


def state(scene: Scene) -> str:
    return str(latest(scene.desk, scene.request).state.value)


def code(answer: Any) -> str | None:
    return answer.code if isinstance(answer, Refusal) else None


def test_J8_it_takes_the_customers_permission_and_a_persons_check(scene: Scene) -> None:
    """Asked, given, checked: only then everybody reads exactly these words."""
    steps = []
    fields = asked(scene)
    steps.append(public(scene.desk))
    fields = {**fields, **given_now(scene)}
    steps.append(public(scene.desk))
    j.do(scene.desk, PublishTestimonial, j.BOSS, **fields)
    assert steps == [[], []]
    assert public(scene.desk) == [("Quick and friendly.", "Maria")]
    assert scene.desk.verify() == ()


def given_now(scene: Scene) -> dict[str, Any]:
    j.do(scene.desk, GiveTestimonial, scene.guest, request=scene.request, **SAID)
    one = latest(scene.desk, scene.request)
    return {"testimonial": one.id, "digest": one.digest}


@pytest.mark.parametrize("result", ["partly_solved", "not_solved"])
def test_J8_nobody_is_asked_after_another_outcome(result: str) -> None:
    """Nor before there is one, nor where the customer says that it is not solved."""
    early = Scene.in_phase("in_review")
    assert code(j.attempt(early.desk, AskForTestimonial, j.ANNA, request=early.request)) == "refusal.no_good_outcome"
    draft = j.do(early.desk, j.PrepareOutcome, j.ANNA, request=early.request, result=result, text="No.")
    j.do(early.desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    assert code(j.attempt(early.desk, AskForTestimonial, j.ANNA, request=early.request)) == "refusal.no_good_outcome"
    denied = Scene.in_phase("outcome_recorded")
    j.do(denied.desk, AnswerOutcome, denied.guest, request=denied.request, solved="no")
    assert code(j.attempt(denied.desk, AskForTestimonial, j.ANNA, request=denied.request)) == "refusal.no_good_outcome"


@pytest.mark.parametrize("end", [WithdrawTestimonial, TakeDownTestimonial])
@pytest.mark.parametrize("stage", [asked, given, shown])
def test_J8_either_side_ends_it_at_once_and_nobody_is_asked_again(scene: Scene, stage: Any, end: Any) -> None:
    """At each stage; the page is empty in the very next look."""
    fields = stage(scene)
    if end is WithdrawTestimonial:
        j.do(scene.desk, end, scene.guest, request=scene.request)
    else:
        j.do(scene.desk, end, j.BOSS, testimonial=fields["testimonial"])
    assert public(scene.desk) == []
    assert code(j.attempt(scene.desk, AskForTestimonial, j.ANNA, request=scene.request)) == "refusal.testimonial_asked"
    again = j.attempt(scene.desk, GiveTestimonial, scene.guest, request=scene.request, **SAID)
    assert code(again) == "refusal.testimonial_not_asked"
    if "digest" in fields:
        assert isinstance(j.attempt(scene.desk, PublishTestimonial, j.BOSS, **fields), Refusal)
    assert public(scene.desk) == []
    assert scene.desk.verify() == ()


def test_J8_other_words_need_another_permission(scene: Scene) -> None:
    """What staff suggest is shown to nobody before the customer agreed to it; the digest of before is worth nothing."""
    fields = given(scene)
    j.do(scene.desk, SuggestTestimonial, j.BOSS, testimonial=fields["testimonial"], text="Quick.")
    suggested = latest(scene.desk, scene.request)
    assert (suggested.permission, suggested.permitted_at) == (None, None)
    for digest in (fields["digest"], suggested.digest):
        answer = j.attempt(scene.desk, PublishTestimonial, j.BOSS, testimonial=suggested.id, digest=digest)
        assert isinstance(answer, Refusal)
    j.do(scene.desk, GiveTestimonial, scene.guest, request=scene.request, **{**SAID, "text": "Quick."})
    assert isinstance(j.attempt(scene.desk, PublishTestimonial, j.BOSS, **fields), Refusal)
    now = latest(scene.desk, scene.request)
    j.do(scene.desk, PublishTestimonial, j.BOSS, testimonial=now.id, digest=now.digest)
    assert public(scene.desk) == [("Quick.", "Maria")]


def test_who_agrees_to_other_words_may_leave_their_name_out(scene: Scene) -> None:
    """That it was there before is no permission."""
    fields = given(scene)
    j.do(scene.desk, SuggestTestimonial, j.BOSS, testimonial=fields["testimonial"], text="Quick.")
    j.do(scene.desk, GiveTestimonial, scene.guest, request=scene.request, **{**SAID, "name": ""})
    assert latest(scene.desk, scene.request).name is None


def test_J8_where_a_shop_says_so_a_second_person_checks() -> None:
    """Not who asked."""
    desk = make_desk(settings=Settings(testimonials_by_two=True))
    made, guest = j.in_phase(desk, "outcome_recorded")
    j.do(desk, AskForTestimonial, j.BOSS, request=made.request)
    j.do(desk, GiveTestimonial, guest, request=made.request, **SAID)
    one = latest(desk, made.request)
    fields = {"testimonial": one.id, "digest": one.digest}
    assert code(j.attempt(desk, PublishTestimonial, j.BOSS, **fields)) == "refusal.second_person"
    j.do(desk, PublishTestimonial, type(j.BOSS)(id="other", name="Other Boss"), **fields)
    assert public(desk) == [("Quick and friendly.", "Maria")]


def test_G5_secrets_are_removed_from_what_everybody_would_read(scene: Scene) -> None:
    """As from every text."""
    asked(scene)
    words = {**SAID, "text": "Great, my password is hunter22 by the way.", "name": "Maria"}
    answer = j.do(scene.desk, GiveTestimonial, scene.guest, request=scene.request, **words)
    assert answer.removed == ("password",)
    assert "hunter22" not in str(latest(scene.desk, scene.request).text)


def test_erasing_a_request_takes_its_testimonial_off_the_page(scene: Scene) -> None:
    """The words are personal, whoever may read them; the history stays valid."""
    shown(scene)
    j.do(scene.desk, EraseRequest, j.BOSS, request=scene.request)
    assert public(scene.desk) == []
    assert scene.desk.verify() == ()


FORGED = {
    "text": "The cheapest in town, five stars.",
    "name": "Somebody Else",
    "language": "de",
    "permission": "I agree to everything.",
    "state": "published",
}


@pytest.mark.parametrize("stage, field", [(given, "state"), *((shown, name) for name in FORGED if name != "state")])
def test_G1_a_forged_row_is_shown_to_nobody(scene: Scene, stage: Any, field: str) -> None:
    """A letter in any of what was agreed to, or a state that no person decided."""
    stage(scene)

    tables = scene.desk._store._tables["testimonials"]  # type: ignore[attr-defined]
    ((id, row),) = tables.items()
    place = [column.name for column in type(latest(scene.desk, scene.request)).record_type.columns].index(field)
    tables[id] = (*row[:place], FORGED[field], *row[place + 1 :])
    assert public(scene.desk) == []
    assert scene.desk.verify() != ()


def test_J9_the_order_knows_no_rating_and_no_price() -> None:
    """Metamorphic: whatever prices, results and answers the requests had, the page is the same."""
    pages = []
    for limits in (("10", "9000"), ("9000", "10")):
        desk = make_desk()
        for number, limit in enumerate(limits):
            desk.clock.move(minutes=5)
            made, guest = j.in_phase(
                desk, "outcome_recorded", contact=f"order{number}@example.com", spending_limit=limit
            )
            j.do(desk, AskForTestimonial, j.ANNA, request=made.request)
            j.do(desk, GiveTestimonial, guest, request=made.request, **{**SAID, "text": f"Number {number}."})
            one = latest(desk, made.request)
            j.do(desk, PublishTestimonial, j.BOSS, testimonial=one.id, digest=one.digest)
        pages.append(public(desk))
    assert pages[0] == pages[1] == [("Number 1.", "Maria"), ("Number 0.", "Maria")]


def test_states_that_show_nothing_are_all_but_one() -> None:
    """By hand."""
    assert {one.value for one in TestimonialState if not one.is_over and not one.is_open} == {"given", "published"}


def withdrawn_while_published(store: Any) -> None:
    """The customer takes it back at the moment at which an admin shows it, nine times, whoever comes first."""
    desk = make_desk(store, settings=SHOP)
    for number in range(9):
        scene = Scene.in_phase("outcome_recorded", desk, contact=f"p{number}@example.com")
        fields, start, answers = given(scene), threading.Barrier(2), {}

        def send(kind: Any, actor: Any, start: Any = start, answers: Any = answers, **words: Any) -> None:
            start.wait()
            answers[kind] = j.attempt(desk, kind, actor, **words)

        threads = [
            threading.Thread(target=send, args=(PublishTestimonial, j.BOSS), kwargs=fields),
            threading.Thread(target=send, args=(WithdrawTestimonial, scene.guest), kwargs={"request": scene.request}),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not isinstance(answers[WithdrawTestimonial], Refusal)
        assert code(answers[PublishTestimonial]) in (None, "refusal.wrong_phase")
        assert state(scene) == "withdrawn"
        assert latest(desk, scene.request).decided is None
        assert public(desk) == []
    assert desk.verify() == ()


def test_J8_a_permission_that_ends_while_the_words_are_published_has_ended(tmp_path: Any) -> None:
    """Neither order leaves them on the page."""
    withdrawn_while_published(SqlStore.sqlite(tmp_path / "shop.sqlite"))


@pytest.mark.postgres
@pytest.mark.full
def test_J8_on_postgresql_too(postgres_store: Any) -> None:
    """Where both really write at the same moment."""
    withdrawn_while_published(postgres_store)
