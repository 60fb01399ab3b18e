"""Calls: asked for, made, missed, not wanted any more."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core.commands import AnswerCallOffer, AskForCall, OfferCall, SettleCall, WithdrawCall
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_own_call, view_request_calls

NUMBER = "+48601234567"
LINK = "https://meet.example.com/one-time-9f2"


def asked(scene: Scene) -> Scene:
    """The customer waits for a call."""
    j.do(scene.desk, AskForCall, scene.guest, request=scene.request, contact=NUMBER)
    return scene


def _waiting(**more: Any) -> Any:
    return lambda scene: {"request": asked(scene).request, **more}


def offered(scene: Scene) -> Scene:
    """A look at the screen is offered."""
    j.do(scene.desk, OfferCall, j.ANNA, request=scene.request, kind="screen", link=LINK)
    return scene


def _offered(**more: Any) -> Any:
    return lambda scene: {"request": offered(scene).request, **more}


DECLINED = Example(AnswerCallOffer, CUSTOMERS, fields=_offered(wanted=False))
MISSED = Example(SettleCall, STAFF, right="calls.make", fields=_waiting(reached=False))
EXAMPLES = by_command(
    Example(
        AskForCall,
        CUSTOMERS,
        fields=lambda scene: {"request": scene.request, "contact": NUMBER, "when": "After five", "urgent": True},
    ),
    Example(WithdrawCall, CUSTOMERS, fields=_waiting()),
    Example(SettleCall, STAFF, right="calls.make", fields=_waiting(reached=True)),
    Example(
        OfferCall,
        STAFF,
        right="calls.make",
        fields=lambda scene: {"request": scene.request, "kind": "screen", "link": LINK, "when": "At five"},
    ),
    Example(AnswerCallOffer, CUSTOMERS, fields=_offered(wanted=True)),
)
KEPT = dict.fromkeys(("calls.settled_by", "calls.offered_by"), "staff stand by what they did")
CHANGES = {
    "call_asked": row(CUSTOMERS, AskForCall, customer="staff"),
    "call_offered": row(STAFF, OfferCall, staff="customer"),
    "call_accepted": row(CUSTOMERS, AnswerCallOffer, customer="staff"),
    "call_declined": row(CUSTOMERS, DECLINED, customer="staff"),
    "call_withdrawn": row(CUSTOMERS, WithdrawCall),
    "call_made": row(STAFF, SettleCall),
    "call_missed": row(STAFF, MISSED, staff="customer"),
}


def _after(scene: Scene) -> Any:
    return by_id(asked(scene))


VIEWS = {
    view_own_call: Look(by=CUSTOMERS, ask=_after, stranger=NOT_FOUND),
    view_request_calls: Look(by=STAFF, right="requests.view", ask=_after),
}
