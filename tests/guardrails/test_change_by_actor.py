"""The literal table: which change may come from which kind of actor. Written by hand, tried one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Guest, Helpdesk
from helpdesk_core.base.actors import Actor
from helpdesk_core.base.changes import changes
from helpdesk_core.contacts.rules import ConfirmInPerson, EnterCode, RequestCode, SendLink
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.erasure.rules import EraseRequest
from helpdesk_core.guardrails.timeline import EVERY_ENTRY
from helpdesk_core.intake.rules import ImportRequest, SubmitRequest
from helpdesk_core.notifications.model import FAILED
from helpdesk_core.notifications.rules import RetryDelivery
from helpdesk_core.outcomes.model import OF_REQUEST
from helpdesk_core.outcomes.rules import AnswerOutcome, PrepareOutcome, RecordOutcome
from helpdesk_core.ports import Undeliverable
from helpdesk_core.redaction_desk.rules import RemoveSecret
from helpdesk_core.service_requests.rules import (
    CancelRequest,
    ChangeStatus,
    CloseRequest,
    DescribeDevice,
    HoldRequest,
    ReleaseHold,
    RenewLink,
    ReopenRequest,
)
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.rules import AssignRequest, SetPriority

#                          customer guest  agent  admin  automation
TABLE = {
    "request_submitted":    ("yes", "yes", "no",  "no",  "yes"),
    "request_imported":     ("no",  "no",  "no",  "yes", "yes"),
    "code_sent":            ("yes", "yes", "no",  "no",  "no"),
    "link_sent":            ("yes", "yes", "no",  "no",  "no"),
    "contact_confirmed":    ("yes", "yes", "yes", "yes", "no"),
    "request_confirmed":    ("yes", "yes", "yes", "yes", "no"),
    "request_claimed":      ("yes", "no",  "no",  "no",  "no"),
    "status_changed":       ("yes", "yes", "yes", "yes", "no"),
    "customer_replied":     ("yes", "yes", "no",  "no",  "no"),
    "shop_replied":         ("no",  "no",  "yes", "yes", "no"),
    "note_written":         ("no",  "no",  "yes", "yes", "no"),
    "request_assigned":     ("no",  "no",  "yes", "yes", "no"),
    "priority_set":         ("no",  "no",  "yes", "yes", "no"),
    "device_described":     ("no",  "no",  "yes", "yes", "no"),
    "link_renewed":         ("no",  "no",  "yes", "yes", "no"),
    "request_held":         ("no",  "no",  "yes", "yes", "yes"),
    "hold_released":        ("no",  "no",  "yes", "yes", "no"),
    "outcome_prepared":     ("no",  "no",  "yes", "yes", "no"),
    "outcome_recorded":     ("no",  "no",  "yes", "yes", "no"),
    "outcome_answered":     ("yes", "yes", "no",  "no",  "no"),
    "request_cancelled":    ("yes", "yes", "yes", "yes", "no"),
    "request_closed":       ("no",  "no",  "yes", "yes", "no"),
    "request_reopened":     ("yes", "yes", "yes", "yes", "no"),
    "delivery_retried":     ("no",  "no",  "yes", "yes", "no"),
    "secret_removed":       ("no",  "no",  "yes", "yes", "no"),
    "outcome_redacted":     ("no",  "no",  "yes", "yes", "no"),
    "request_erased":       ("yes", "no",  "no",  "yes", "no"),
}  # fmt: skip
KINDS = ("customer", "guest", "agent", "admin", "automation")
GUARDED = {"outcome_recorded", "outcome_redacted"}


def _held(desk: Helpdesk, made: Any) -> None:
    j.do(desk, HoldRequest, j.BOT, request=made.request, reason="spam")


def _dead(desk: Helpdesk, made: Any) -> str:
    desk.notifier.answers = [Undeliverable("no")] * 9  # type: ignore[attr-defined]
    desk.deliver()
    with desk.reading() as reader:
        return str(reader.find(FAILED, {"state": "failed"})[0].id)


def _code(desk: Helpdesk, made: Any) -> str:
    with desk.reading() as reader:
        (point,) = reader.find(j.CONTACTS, {"request": made.request})
    return desk.keyring.code(point.id, point.code_number)


def _message(desk: Helpdesk, made: Any) -> str:
    with desk.reading() as reader:
        return str(reader.find(THREAD, {"request": made.request})[0].id)


def _outcome(desk: Helpdesk, made: Any) -> str:
    with desk.reading() as reader:
        return str(reader.find(OF_REQUEST, {"request": made.request})[0].id)


_WORDS = {"field": "text", "start": "0", "end": "2"}
NEW = {"problem": "p", "device": "d", "surname": "s", "contact": "x@example.com"}
Cause = tuple[str, Callable[[Helpdesk, Any, Actor], list[Any]]]
#: For each change: the phase to start in, and the commands by which somebody might cause it.
CAUSES: dict[str, Cause] = {
    "request_submitted": ("confirmed", lambda d, r, a: [d.read(SubmitRequest, NEW)]),
    "request_imported": (
        "confirmed",
        lambda d, r, a: [d.read(ImportRequest, {"source": "old", "source_id": "1", "problem": "p", "device": "d"})],
    ),
    "code_sent": ("confirmed", lambda d, r, a: [d.read(RequestCode, {"link": j.link(d, r), "contact": j.EMAIL})]),
    "link_sent": ("confirmed", lambda d, r, a: [d.read(SendLink, {"reference": r.reference, "contact": j.EMAIL})]),
    "contact_confirmed": (
        "guests",
        lambda d, r, a: [
            d.read(EnterCode, {"link": j.link(d, r), "contact": j.EMAIL, "code": _code(d, r)}),
            d.read(ConfirmInPerson, {"request": r.request}),
        ],
    ),
    "request_confirmed": (
        "guests",
        lambda d, r, a: [
            d.read(EnterCode, {"link": j.link(d, r), "contact": j.EMAIL, "code": _code(d, r)}),
            d.read(ConfirmInPerson, {"request": r.request}),
        ],
    ),
    "request_claimed": (
        "guests",
        lambda d, r, a: [d.read(EnterCode, {"link": j.link(d, r), "contact": j.EMAIL, "code": _code(d, r)})],
    ),
    "status_changed": (
        "waiting_for_customer",
        lambda d, r, a: [
            d.read(ChangeStatus, {"request": r.request, "status": "in_progress"}),
            d.read(ReplyToShop, {"request": r.request, "text": "the answer"}),
        ],
    ),
    "customer_replied": ("in_review", lambda d, r, a: [d.read(ReplyToShop, {"request": r.request, "text": "t"})]),
    "shop_replied": ("in_review", lambda d, r, a: [d.read(ReplyToCustomer, {"request": r.request, "text": "t"})]),
    "note_written": ("in_review", lambda d, r, a: [d.read(WriteNote, {"request": r.request, "text": "t"})]),
    "request_assigned": (
        "in_review",
        lambda d, r, a: [d.read(AssignRequest, {"request": r.request, "assignee": "anna", "name": "Anna"})],
    ),
    "priority_set": ("in_review", lambda d, r, a: [d.read(SetPriority, {"request": r.request, "priority": "0"})]),
    "device_described": (
        "in_review",
        lambda d, r, a: [d.read(DescribeDevice, {"request": r.request, "device": "x"})],
    ),
    "link_renewed": ("in_review", lambda d, r, a: [d.read(RenewLink, {"request": r.request})]),
    "request_held": ("in_review", lambda d, r, a: [d.read(HoldRequest, {"request": r.request, "reason": "odd"})]),
    "hold_released": ("in_review", lambda d, r, a: [_held(d, r), d.read(ReleaseHold, {"request": r.request})]),
    "outcome_prepared": (
        "in_review",
        lambda d, r, a: [d.read(PrepareOutcome, {"request": r.request, "result": "solved", "text": "t"})],
    ),
    "outcome_recorded": (
        "in_review",
        lambda d, r, a: [d.read(RecordOutcome, {"outcome": (o := j.prepare(d, r)).outcome, "digest": o.digest})],
    ),
    "outcome_answered": (
        "outcome_recorded",
        lambda d, r, a: [d.read(AnswerOutcome, {"request": r.request, "solved": "yes"})],
    ),
    "request_cancelled": ("in_review", lambda d, r, a: [d.read(CancelRequest, {"request": r.request})]),
    "request_closed": ("outcome_recorded", lambda d, r, a: [d.read(CloseRequest, {"request": r.request})]),
    "request_reopened": ("outcome_recorded", lambda d, r, a: [d.read(ReopenRequest, {"request": r.request})]),
    "delivery_retried": ("in_review", lambda d, r, a: [d.read(RetryDelivery, {"row": _dead(d, r)})]),
    "secret_removed": (
        "in_review",
        lambda d, r, a: [
            d.read(RemoveSecret, {"request": r.request, "record": _message(d, r), **_WORDS}),
        ],
    ),
    "outcome_redacted": (
        "outcome_recorded",
        lambda d, r, a: [d.read(RemoveSecret, {"request": r.request, "record": _outcome(d, r), **_WORDS})],
    ),
    "request_erased": ("in_review", lambda d, r, a: [d.read(EraseRequest, {"request": r.request})]),
}


def test_every_change_has_its_row() -> None:
    """A change added without a row here fails."""
    assert set(TABLE) == set(changes) == set(CAUSES)


def test_the_guarded_changes_are_these() -> None:
    """Taking the effect off a change is seen."""
    assert {action for action, change in changes.items() if change.effect is not None} == GUARDED
    assert all(TABLE[action][4] == "no" for action in GUARDED)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", TABLE)
def test_a_change_comes_from_these_actors_only(action: str, kind: str) -> None:
    """G1, G2, G4: tried by the command that causes it, on a request that this actor could reach."""
    desk = make_desk()
    phase, causes = CAUSES[action]
    owner = Guest() if phase == "guests" else j.CUSTOMER
    made, guest = j.in_phase(desk, "received" if phase == "guests" else phase, owner)
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    actor: Actor = {"customer": j.CUSTOMER, "guest": guest, "agent": j.ANNA, "admin": j.BOSS, "automation": j.BOT}[kind]
    commands = [command for command in causes(desk, made, actor) if command is not None]
    before = _entries(desk, action, kind)
    for command in commands:
        desk.handle(command, actor)
    caused = _entries(desk, action, kind) > before
    assert caused == (TABLE[action][KINDS.index(kind)] == "yes")
    assert desk.verify() == ()


def _entries(desk: Helpdesk, action: str, kind: str) -> int:
    with desk.reading() as reader:
        return sum(
            entry.action == action and entry.actor_kind.value == kind
            for entry in reader.find(EVERY_ENTRY, {}, limit=1000)
        )


def test_a_stranger_reaches_nothing() -> None:
    """T1: without the grant, or with one for another request, every command about a request is refused."""
    desk = make_desk()
    made, _ = j.in_phase(desk, "in_review")
    _, other = j.in_phase(desk, "in_review")
    before = _all(desk)
    for stranger in (Guest(), other, j.CUSTOMER):
        for command, fields in (
            (ReplyToShop, {"text": "t"}),
            (CancelRequest, {}),
            (ReopenRequest, {}),
            (AnswerOutcome, {"solved": "yes"}),
        ):
            assert (
                getattr(j.attempt(desk, command, stranger, request=made.request, **fields), "code", "")
                == "refusal.no_such_request"
            )
    assert _all(desk) == before


def _all(desk: Helpdesk) -> list[str]:
    with desk.reading() as reader:
        return [entry.hash for entry in reader.find(EVERY_ENTRY, {}, limit=1000)]
