"""Signatures: given once, while the page is open, by whoever stands before it; nothing follows from them."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from capabilities.hand_overs import GIVEN
from capabilities.loans import lent
from capabilities.scene import SHOP
from capabilities.signatures import ASKED, STROKES, asked, page, signed, token
from helpdesk_core import Guest
from helpdesk_core.base.changes import changes
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.base.text import ERASED
from helpdesk_core.commands import (
    AddRequestDevice,
    AskForSignature,
    EraseRequest,
    RecordHandOver,
    RemoveRequestDevice,
    Sign,
    TakeLoanBack,
)
from helpdesk_core.guardrails.decisions import MAY_DECIDE
from helpdesk_core.signatures.model import SIGNING_TIME, Signature, digest_of
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import SECRET
from helpdesk_core.views import view_request_hand_overs, view_request_signatures, view_signatures, view_signing


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=SHOP)


def stored(desk: Any, made: Any) -> Signature:
    """The latest row."""
    found: Signature = desk.show(view_request_signatures, j.ANNA, made.request).rows[0].signature
    return found


def refused(desk: Any, **fields: Any) -> str:
    """Why somebody's signature is not taken."""
    return str(j.attempt(desk, Sign, Guest(), **fields).code)


def test_what_is_signed_for_stands_there_from_when_it_was_asked(desk: Any) -> None:
    """The devices with what came along and how they look, whatever staff correct afterwards."""
    made, guest = j.in_phase(desk, "in_review")
    more = {"description": "Tablet", "serial": "T-9", "condition": "scratched", "accessories": "charger"}
    j.do(desk, AddRequestDevice, j.ANNA, request=made.request, **more)
    sent = page(desk, made.request)
    words = desk.show(view_signing, Guest(), sent["link"]).words
    _, tablet = words.devices
    assert [str(getattr(tablet, name)) for name in more] == list(more.values())
    j.do(desk, AddRequestDevice, j.ANNA, request=made.request, description="One more")
    j.do(desk, Sign, Guest(), **sent, strokes=STROKES)
    (row,) = desk.show(view_signatures, guest, made.request).rows
    assert len(row.words.devices) == 2
    assert (row.how.value, row.name, row.strokes[0].points) == ("drawn", None, STROKES[0]["points"])
    kept = stored(desk, made)
    assert kept.digest == digest_of(kept) == sent["digest"]
    assert [(one.code, one.number) for one in kept.wording] == [("legal.terms", 0)]
    assert desk.verify() == ()


def test_a_device_that_was_taken_off_is_not_signed_for(desk: Any) -> None:
    """Somebody had written it down by mistake."""
    made, _ = j.in_phase(desk, "in_review")
    wrong = j.do(desk, AddRequestDevice, j.ANNA, request=made.request, description="Tablet").device
    j.do(desk, RemoveRequestDevice, j.ANNA, request=made.request, device=wrong)
    sent = page(desk, made.request)
    assert len(desk.show(view_signing, Guest(), sent["link"]).words.devices) == 1


def test_a_hand_over_and_a_loan_are_signed_for(desk: Any) -> None:
    """The latest of each, as long as there is one that nobody signed for."""
    made, _ = j.in_phase(desk, "ready")

    def wanted() -> list[str]:
        return [one.value for one in desk.show(view_request_signatures, j.ANNA, made.request).wanted]

    assert wanted() == ["received"]
    nothing = {"request": made.request, **ASKED}
    for occasion in ("handed_over", "lent"):
        answer = j.attempt(desk, AskForSignature, j.ANNA, **(nothing | {"occasion": occasion}))
        assert answer.code == "refusal.signature_nothing"
    loan = lent(desk, made.request)
    j.do(desk, RecordHandOver, j.ANNA, request=made.request, **GIVEN)
    assert wanted() == ["handed_over", "lent"]
    signed(desk, made.request, occasion="lent")
    row = stored(desk, made)
    assert (row.about, str(row.devices[0].description), row.due is not None) == (loan, "Loan phone 1", True)
    assert digest_of(row.changed(due=None)) != row.digest
    desk.clock.move(minutes=1)
    signed(desk, made.request, occasion="handed_over")
    row = stored(desk, made)
    assert str(row.person) == GIVEN["name"]
    for other in ({"person": None}, {"devices": ()}, {"wording": ()}, {"language": "de"}):
        assert digest_of(row.changed(**other)) != row.digest
    assert wanted() == []
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan)
    lent(desk, made.request)
    assert wanted() == ["lent"]


def test_of_several_devices_those_are_signed_for_that_were_handed_over(desk: Any) -> None:
    """The others stay, and nobody signs for them yet."""
    made, _ = j.in_phase(desk, "ready")
    for text in ("Tablet", "Radio"):
        j.do(desk, AddRequestDevice, j.ANNA, request=made.request, description=text)
    staying = desk.show(view_request_hand_overs, j.ANNA, made.request).staying
    (tablet,) = (one.id for one in staying if str(one.description) == "Tablet")
    j.do(desk, RecordHandOver, j.ANNA, request=made.request, **GIVEN, devices=[tablet])
    signed(desk, made.request, occasion="handed_over")
    assert [str(one.description) for one in stored(desk, made).devices] == ["Tablet"]


def test_it_is_signed_once_and_in_time(desk: Any) -> None:
    """A page that is signed, over or asked for anew takes nothing, and shows nothing of anybody."""
    made, _ = j.in_phase(desk, "in_review")
    first = page(desk, made.request)
    desk.clock.move(seconds=1)
    second = page(desk, made.request)
    assert refused(desk, **first, name="Kern") == "refusal.signature_over"
    assert refused(desk, **(second | {"digest": "0" * 64}), name="Kern") == "refusal.signature_over"
    j.do(desk, Sign, Guest(), **second, name="Kern")
    assert refused(desk, **second, name="Kowalski") == "refusal.signature_signed"
    desk.clock.move(seconds=1)
    third = page(desk, made.request)
    desk.clock.move(seconds=int(SIGNING_TIME.total_seconds()))
    assert refused(desk, **third, name="Kern") == "refusal.signature_over"
    states = [desk.show(view_signing, Guest(), one["link"]) for one in (first, second, third)]
    assert [one.state.value for one in states] == ["over", "signed", "over"]
    assert {one.words for one in states} == {None}
    assert (stored(desk, made).name, len(desk.show(view_request_signatures, j.ANNA, made.request).rows)) == (None, 3)


def test_a_page_is_signed_though_a_secret_was_replaced_meanwhile(desk: Any) -> None:
    """It is open on the tablet already."""
    made, _ = j.in_phase(desk, "in_review")
    asked_for = page(desk, made.request)
    desk.keyring = KeyRing([bytes(range(32, 64)), SECRET])
    j.do(desk, Sign, Guest(), **asked_for, name="Kern")
    assert str(stored(desk, made).name) == "Kern"


@pytest.mark.parametrize("link", ["", "0" * 64, "é" * 64, "a.b" * 30])
def test_a_link_that_is_not_ours_opens_nothing(desk: Any, link: str) -> None:
    """Nor does the private link of a request, nor the other way round."""
    made, _ = j.in_phase(desk, "in_review")
    own = token(desk, made.request, asked(desk, made.request))
    for wrong in (link, j.link(desk, made), f"{own[:-1]}{'0' if own[-1] != '0' else '1'}"):
        assert desk.view(view_signing, Guest(), wrong).code == "refusal.no_such_request"
    assert desk.keyring.read_link(own) is not None
    assert not desk.keyring.opens(own[32:], own[:32], 1)


@pytest.mark.parametrize(
    "strokes",
    [
        [(5, 5)],
        [(5, 5, 6)] * 4,
        [(0, 0, 1001, 5, 7, 7, 9, 9)],
        [(0, 0, 5, 501, 7, 7, 9, 9)],
        [(-1, 0, 5, 5, 7, 7, 9, 9)],
        [tuple(range(500)) * 2] * 5,
    ],
)
def test_only_a_drawing_is_taken(desk: Any, strokes: Any) -> None:
    """Points within the field, more than a tap, no more than is kept."""
    made, _ = j.in_phase(desk, "in_review")
    drawn = tuple({"points": one} for one in strokes)
    assert refused(desk, **page(desk, made.request), strokes=drawn) == "refusal.signature_unreadable"


def test_a_name_or_a_drawing_is_needed(desk: Any) -> None:
    """A name alone will do."""
    made, _ = j.in_phase(desk, "in_review")
    sent = page(desk, made.request)
    assert refused(desk, **sent) == "refusal.signature_missing"
    j.do(desk, Sign, Guest(), **sent, name="Jan Kowalski")
    assert stored(desk, made).how is not None
    assert stored(desk, made).how.value == "typed"  # type: ignore[union-attr]


@pytest.mark.parametrize("phase", ["received", "in_review", "waiting_for_customer", "ready"])
def test_a_signature_decides_nothing(desk: Any, phase: str) -> None:
    """No effect is decided by it, no phase follows, nobody is written to, and nobody's turn changes."""
    assert not any(changes[one].effect for one in ("signature_asked", "signature_given"))
    assert not [effect for effect in MAY_DECIDE if "sign" in effect.value]
    assert Signature.record_type.guard is None
    made, _ = j.in_phase(desk, phase)
    while desk.deliver(100).done:
        pass
    before, mails = j.stored(desk, made), len(desk.notifier.sent)
    signed(desk, made.request)
    while desk.deliver(100).done:
        pass
    after = j.stored(desk, made)
    for name in ("phase", "status", "waits_since", "last_side", "closed_at"):
        assert getattr(after, name) == getattr(before, name)
    assert len(desk.notifier.sent) == mails


def test_no_rule_can_sign_for_a_customer_or_sign_anew(desk: Any) -> None:
    """The gate asks the record itself, whatever command wrote it."""
    made, _ = j.in_phase(desk, "in_review")
    signed(desk, made.request)
    row = stored(desk, made)
    fresh = row.changed(signed_at=None, how=None, strokes=None)
    assert fresh.changed(id="x").check_write(None, "agent", None) is None
    assert row.check_write(None, "guest", None)
    assert row.check_write(fresh, "agent", None)
    assert row.check_write(fresh, "guest", None) is None
    anew = ({"signed_at": None}, {"strokes": None}, {"occasion": "lent"}, {"digest": "0" * 64})
    for wrong in (row.changed(**one) for one in anew):
        assert wrong.check_write(row, "guest", None)
    assert row.erased().check_write(row, "admin", None) is None


def test_erasing_a_request_erases_what_was_signed(desk: Any) -> None:
    """Names, devices, the drawing and the digest of it all; an open page is none any more."""
    made, _ = j.in_phase(desk, "cancelled")
    signed(desk, made.request)
    open_still = page(desk, made.request)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    row = desk.show(view_request_signatures, j.BOSS, made.request).rows[-1].signature
    assert (row.name, row.strokes, row.digest, row.salt) == (None, None, ERASED, None)
    assert {str(one.description) for one in row.devices} == {ERASED}
    assert desk.view(view_signing, Guest(), open_still["link"]).code == "refusal.no_such_request"
    assert refused(desk, **open_still, name="Kern") == "refusal.no_such_request"
    assert desk.verify() == ()


def test_a_request_has_room_for_so_many(desk: Any) -> None:
    """And a joined one for none."""
    made, _ = j.in_phase(desk, "in_review")
    for _ in range(40):
        asked(desk, made.request)
    answer = j.attempt(desk, AskForSignature, j.ANNA, request=made.request, **ASKED)
    assert answer.code == "refusal.signatures_too_many"
